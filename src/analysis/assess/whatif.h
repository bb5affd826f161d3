// SPDX-License-Identifier: EUPL-1.2
// One fact answered otherwise, on the kernel of capacity.h: which inputs of the sweep the answer
// changes, and which items must then be stepped through again: those above them, up to where
// nothing changes any more. A sweep of a frigate costs 900 items; a change reaches a few. So 2,000
// facts with several answers against 60 events take less time than loading the case.
//
// The network of the assessment stays as it is: a what-if has its own copy of the sources,
// requirements and alternatives, and writes what it changes there into a circuit of its own.
#ifndef KT_ANALYSIS_ASSESS_WHATIF_H
#define KT_ANALYSIS_ASSESS_WHATIF_H

#include "analysis/assess/open_fact.h"
#include "analysis/chain/downstream.h"
#include "analysis/kernel/capacity.h"
#include "base/sparse_set.h"

// With alternatives; as built, without; and with every unknown source failing as well.
enum { KT_WHATIF_LOWER, KT_WHATIF_BUILT, KT_WHATIF_UPPER, KT_WHATIF_SWEEPS };

enum { KT_WHATIF_LANES = 8 }; // events that share a sweep

// What each sweep leaves of one producer.
typedef struct kt_whatif_left {
    double lane[KT_WHATIF_SWEEPS][KT_WHATIF_LANES];
} kt_whatif_left;

typedef struct kt_whatif {
    const kt_assessment *assessment;
    const kt_downstream *downstream;
    kt_network network; // changed as the answer says
    kt_circuit circuit; // of what the target reaches in it
    kt_capacity capacity[KT_WHATIF_SWEEPS];
    int n_sweeps;            // how many of them are in use
    const uint32_t *changed; // [n_changed] items whose inputs the fact at hand changes
    uint32_t n_changed;
    uint32_t own;          // the item of the fact, where that is all
    kt_sparse_set due;     // items to step through
    uint32_t *on_market;   // [n_on_market] items that the reference supplies
    uint32_t *same_market; // [n_on_market] of the fact at hand
    uint32_t n_on_market;
    const kt_control *control; // may be NULL
    void *memory;
} kt_whatif;

// The caller closes it. O(network). KT_NO_RESOURCES only. Once `control` (may be NULL) stops the
// work, the sweeps are left half-way: the caller looks at it after each fact.
kt_status kt_whatif_open(kt_whatif *out, const kt_assessment *assessment,
                         const kt_downstream *downstream, const kt_control *control, kt_error *err);
void kt_whatif_close(kt_whatif *whatif);

// Finds the items whose inputs the fact changes.
void kt_whatif_begin(kt_whatif *whatif, const kt_open_fact *fact);

// Changes what the answer changes in every sweep in use, and steps up from there. `lanes` are
// the ones (bits) in which a new supplier fails: KT_RESOLVE_FAILS only.
void kt_whatif_apply(kt_whatif *whatif, const kt_open_fact *fact, kt_resolution resolution,
                     unsigned lanes);

// What each sweep in use leaves of the fact's producer, where it has one.
void kt_whatif_left_of(kt_whatif_left *out, const kt_whatif *whatif, const kt_open_fact *fact);

// Takes the change back. The sweeps are right again after kt_whatif_end. `left` is what each sweep
// held for the fact's producer before.
void kt_whatif_revert(kt_whatif *whatif, const kt_open_fact *fact, const kt_whatif_left *left);
void kt_whatif_end(kt_whatif *whatif);

#endif
