// SPDX-License-Identifier: EUPL-1.2
// Minimal cut sets of a failure structure: the smallest sets of events that together make its top
// fail. All of them are counted, exactly. The ones of few events are listed. The probability that
// the top fails is exact too. This is the front of src/diagram: a caller need not know the rest.
//
//     kt_structure *s = NULL;                      // "x fails when a, or both b and c"
//     kt_structure_open(&s, 3, &err);
//     kt_structure_add_gate(s, &(kt_gate){KT_GATE_AND, 2, (kt_input[]){b, c}, NULL, 0.0}, &err);
//     …
//     kt_cutset_result result;
//     kt_cutset_solve(&result, s, &(kt_cutset_options){.order = 2}, &arena, &err);
//     // result.count is "2", result.set[0] is {a}, result.set[1] is {b, c}
//
// The result is the same for any hash seed, any order of gates, of their inputs and of events, as
// long as events keep their ids (inputs of a weighted gate: up to the rounding of a sum of shares).
#ifndef KT_DIAGRAM_CUTSET_H
#define KT_DIAGRAM_CUTSET_H

#include "base/arena.h"
#include "base/control.h"
#include "diagram/structure.h"

typedef struct kt_cutset_options {
    uint32_t order;            // list sets of up to so many events; 0: 2
    size_t max_sets;           // list at most so many, the first ones; 0: 100,000
    size_t memory_limit;       // bytes for the diagrams; 0: 1 GiB
    const kt_control *control; // may be NULL
    bool no_list;              // count only
    bool no_probability;       // neither probability nor importance
    bool bounded;       // do not try the whole: only sets of up to `order` events; no probability
    bool judge;         // nor where it would take long: see `judged` in the result
    uint64_t hash_seed; // for tests: nothing may depend on it
} kt_cutset_options;

typedef struct kt_cutset {
    uint32_t n;
    const uint32_t
        *event;         // [n] numbers of events in the structure, in ascending order of their ids
    double probability; // that all of them fail; NaN when one is not known
} kt_cutset;

typedef struct kt_cutset_order {
    uint32_t order;    // number of events
    const char *count; // of minimal cut sets of so many events; decimal
} kt_cutset_order;

// Of one event that the top depends on. Each is NaN when the probability of the top is.
typedef struct kt_cutset_importance {
    uint32_t event;
    double birnbaum;         // P(top | it has failed) - P(top | it has not)
    double fussell_vesely;   // 1 - P(top | it has not failed) / P(top): the part that goes with it.
                             // 0 where P(top) is 0
    double risk_achievement; // P(top | it has failed) / P(top); NaN where P(top) is 0
} kt_cutset_importance;

typedef struct kt_cutset_result {
    bool complete;     // false: only sets of up to `explored` events are known, see `reason`
    const char *count; // minimal cut sets, decimal: of those known
    const kt_cutset_order *order; // [n_orders] ascending; every order that occurs
    uint32_t n_orders;
    const kt_cutset *set; // [n_sets] smallest first, then by the ids of their events
    size_t n_sets;
    uint32_t listed;    // every set of up to so many events is in `set`
    double probability; // of the top; NaN when not asked for, not complete, or not known
    uint32_t n_missing; // events that the top depends on and that have no probability
    const kt_cutset_importance
        *importance; // [n_importances] by id; none where not complete or not asked
    uint32_t n_importances;
    uint32_t explored; // UINT32_MAX when complete
    bool judged;       // the whole was given up because it would take long, not for want of memory
    uint32_t n_gates,
        n_cut_gates;    // not complete: gates, and those where longer combinations were left out
    const char *reason; // why not everything that was asked for is here, in the language of the
                        // error record; else NULL
    uint64_t nodes; // created for all diagrams; tells the effort and may depend on the hash seed
    size_t peak_bytes;
} kt_cutset_result;

// Solves `s`. A top that always fails has count "1", one set, of no events; one that never fails
// has count "0" and none. When the whole does not fit into the memory limit, sets of up to `order`
// events are looked for only, and fewer if need be: never silently, see `complete`. KT_BAD_INPUT as
// kt_structure_check; KT_NO_RESOURCES when stopped, or when not even the single events that are cut
// sets fit. The result lives in `arena`. options may be NULL.
kt_status kt_cutset_solve(kt_cutset_result *out, const kt_structure *s,
                          const kt_cutset_options *options, kt_arena *arena, kt_error *err);

#endif
