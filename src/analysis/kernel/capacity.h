// SPDX-License-Identifier: EUPL-1.2
// The capacity rule of DESIGN section 4, the one kernel under dependence, stress test and
// simulation:
//
//     avail(requirement) = max over alternatives of min(1, sum over sources of share · r(source))
//     r(p) = a(p) · min( min over essential requirements of avail,
//                        1 - sum over other requirements of weight · (1 - avail) )
//
// Eight or sixteen scenarios, the lanes, share one sweep from materials to target: the network is
// read once for all of them. Set how much of its output a scenario leaves each producer, sweep,
// read, clear:
//
//     kt_capacity_set(&c, producer, lane, 0.0);
//     kt_capacity_sweep(&c);
//     double left = kt_capacity_item(&c, target, lane);
//     kt_capacity_clear(&c);
//
// A sweep after few changes follows them up from where they are and touches nothing else; after
// many it computes everything. Both give the same bits, and so do all instruction sets.
#ifndef KT_ANALYSIS_KERNEL_CAPACITY_H
#define KT_ANALYSIS_KERNEL_CAPACITY_H

#include "analysis/kernel/sweep.h"

typedef enum kt_lanes {
    KT_LANES_D8,  // eight of double
    KT_LANES_D16, // sixteen of double
    KT_LANES_F16, // sixteen of float: half the memory; the error is at most kt_circuit_float_bound
    KT_N_LANES
} kt_lanes;

enum { KT_MOST_LANES = 16 };

// Instruction sets that the inner loops exist for.
typedef enum kt_instructions {
    KT_INSTRUCTIONS_BEST, // what KETEN_KERNEL names in the environment, else the best of this
                          // computer
    KT_INSTRUCTIONS_BASE,
    KT_INSTRUCTIONS_AVX2,
    KT_INSTRUCTIONS_AVX512,
    KT_N_INSTRUCTIONS
} kt_instructions;

typedef struct kt_capacity_options {
    kt_lanes lanes;
    kt_instructions instructions;
    bool first_only; // as built: no requirement falls back on its other alternatives
    bool weighted;   // shares are uncertain: kt_capacity_weigh
    bool given;      // what can be had of a reference market may be given: kt_capacity_give
    bool stepped;    // kt_capacity_step: every sweep computes everything
    bool followed;   // kt_capacity_follow: every sweep computes everything
    const kt_control *control; // of the opening; may be NULL
} kt_capacity_options;

// The state of one thread over a circuit.
typedef struct kt_capacity {
    const kt_circuit *circuit;
    const kt_sweep_kernel *kernel;
    uint32_t lanes;
    kt_sweep sweep;
    double ones[KT_MOST_LANES]; // a row of 1, of float or double
    uint32_t *given_row;        // [n_given] mix row that each row of sweep.given is of
    uint32_t n_given;
    bool any_given;           // since the last kt_capacity_clear
    double *base;             // [n_producers] a(p) at rest; NULL: all are 1
    kt_bitset noted;          // of those that are not 1 at rest: in `touched`
    bool at_rest;             // rows hold what they are at rest
    bool rest_known;          // sweep.rest is filled
    bool partly;              // the last sweep was a partial one
    bool stepped;             // no partial sweeps
    kt_sweep_journal journal; // where `followed` was asked
    void *memory;
} kt_capacity;

// Lanes for many events of one circuit: where sixteen would take hundreds of megabytes, eight do,
// with the same bits.
kt_lanes kt_capacity_lanes_for(const kt_circuit *circuit);

// All a(p) are 1. `options` may be NULL. KT_NO_RESOURCES when memory runs out or it is stopped;
// KT_BAD_USAGE when this computer does not have the instructions asked for, or the circuit no
// shares in float. The caller closes it; `circuit` must outlive it. Reads the environment where
// none are asked for: KETEN_KERNEL is there to compare them, and as all give the same bits no
// result depends on it.
kt_status kt_capacity_open(kt_capacity *out, const kt_circuit *circuit,
                           const kt_capacity_options *options, kt_error *err);
void kt_capacity_close(kt_capacity *capacity);

// KT_NO_RESOURCES, with figures, where there is plainly no room for `n` such states at once: to be
// asked before the first of them is opened.
kt_status kt_capacity_room(const kt_circuit *circuit, const kt_capacity_options *options,
                           unsigned n, kt_error *err);

// For threads with a state each: halves *n, at least 1, until there is room for so many. As above
// where there is none for one.
kt_status kt_capacity_fit(unsigned *n, const kt_circuit *circuit,
                          const kt_capacity_options *options, kt_error *err);

// Whether this computer has the instructions.
bool kt_capacity_can(kt_instructions instructions);

// The machine of a name as KETEN_KERNEL may have it: sse2 (KT_INSTRUCTIONS_BASE), avx2, avx512.
// NULL and
// "" are the best that this computer has. KT_BAD_USAGE for any other name, and for what this
// computer does not have.
kt_status kt_capacity_instructions(kt_instructions *out, const char *name, kt_error *err);

// a(p) of a producer of the network, in one lane or in all. Producers outside the circuit do not
// matter and are ignored.
void kt_capacity_set(kt_capacity *capacity, uint32_t producer, uint32_t lane, double left);
void kt_capacity_set_all(kt_capacity *capacity, uint32_t producer, double left);

// What kt_capacity_set has left of it; 1 for what is not changed.
double kt_capacity_left(const kt_capacity *capacity, uint32_t producer, uint32_t lane);

// The same of all lanes: [lanes] of `left`.
void kt_capacity_left_all(const kt_capacity *capacity, uint32_t producer, double *left);
void kt_capacity_set_each(kt_capacity *capacity, uint32_t producer, const double *left);

// Whether anything was set since the last kt_capacity_clear; and nothing is any more, where it was
// the last producer of which anything was (else all lanes are set to 1).
bool kt_capacity_is_set(const kt_capacity *capacity, uint32_t producer);
void kt_capacity_unset(kt_capacity *capacity, uint32_t producer);

// a(p) of the lane times `factor`.
void kt_capacity_scale(kt_capacity *capacity, uint32_t producer, uint32_t lane, double factor);

// The factor on the producer's shares in one lane; 1 at first. Only where `weighted` was asked.
void kt_capacity_weigh(kt_capacity *capacity, uint32_t producer, uint32_t lane, double weight);

// What can be had of a reference market in one lane, whatever its sources leave: 0..1. Markets that
// the circuit does not have, and all others than those of the reference, are ignored. Only where
// `given` was asked.
void kt_capacity_give(kt_capacity *capacity, uint32_t item, uint32_t lane, double available);

// Every a(p) back to what it is at rest: 1, or what was settled; nothing is given any more.
void kt_capacity_clear(kt_capacity *capacity);

// What the lanes hold now, the same in all of them, is what they are at rest from now on: scenarios
// that share it start from there and pay for what they change themselves. KT_NO_RESOURCES only.
kt_status kt_capacity_settle(kt_capacity *capacity, kt_error *err);

// After a sweep: walks the items whose markets may differ from those at rest, all of them where the
// sweep went through everything. *at is 0 at first; KT_NO_ROW at the end. A circuit that is not
// lean has the market of every reached item. `left`: [lanes] what can be had of the item.
uint32_t kt_capacity_next_item(const kt_capacity *capacity, uint32_t *at, double *left);

// O(what the changes can reach), at most O(sources + requirements + producers).
void kt_capacity_sweep(kt_capacity *capacity);

// After a sweep since which markets may have been given, and nothing else was changed: what it
// would have found with them. O(what they change); nothing where none was given.
void kt_capacity_sweep_given(kt_capacity *capacity);

// One item of a sweep; what it draws on must be up to date. A change of the circuit or of a(p) that
// touches few items is followed by stepping through them and what lies above, inputs first. Only
// where `stepped` was asked, of a circuit that is not lean. True when what can be had of the item
// is not what it was: else a change ends here.
bool kt_capacity_step(kt_capacity *capacity, uint32_t item);

// What a change of the circuit or of a(p) alters first, in numbers of the circuit: to be computed
// by the next kt_capacity_follow. That goes on from there, inputs first, to what lies above, as far
// as anything is not what it was; kt_capacity_undo puts all of it back, and comes before the next
// one. Only where `followed` was asked, of a circuit that is not lean. O(what is due and what it
// changes).
void kt_capacity_due_producer(kt_capacity *capacity, uint32_t producer);
void kt_capacity_due_recipe(kt_capacity *capacity, uint32_t recipe);
void kt_capacity_due_mix(kt_capacity *capacity, uint32_t mix);
void kt_capacity_follow(kt_capacity *capacity);
void kt_capacity_undo(kt_capacity *capacity);

// After a sweep: what can be had of a mix, and of an item's market: 1 where nothing that the
// circuit is for draws on it. A lean circuit stores only the wanted markets and what is shared.
double kt_capacity_mix(const kt_capacity *capacity, uint32_t mix, uint32_t lane);
double kt_capacity_item(const kt_capacity *capacity, uint32_t item, uint32_t lane);

// After a sweep: r(p) of a producer; 1 where nothing that the circuit is for draws on it.
double kt_capacity_output(const kt_capacity *capacity, uint32_t producer, uint32_t lane);

#endif
