// SPDX-License-Identifier: EUPL-1.2
// One fact answered otherwise, on the kernel of capacity.h: which inputs of the sweep the answer
// changes, and what follows from that. A sweep of a frigate costs 900 items; what lies above a
// changed one is about ten. So 2,000 facts with several answers against 60 events take less time
// than loading the case.
//
// An answer is a list of changes (change.h) of a circuit of its own; network and assessment stay as
// they are.
#ifndef KT_ANALYSIS_ASSESS_WHATIF_H
#define KT_ANALYSIS_ASSESS_WHATIF_H

#include "analysis/assess/open_fact.h"
#include "analysis/kernel/variant.h"

// With alternatives; as built, without; and with every unknown source failing as well.
enum { KT_WHATIF_LOWER, KT_WHATIF_BUILT, KT_WHATIF_UPPER, KT_WHATIF_SWEEPS };

enum { KT_WHATIF_LANES = 8 }; // events that share a sweep

typedef struct kt_whatif {
    const kt_assessment *assessment;
    kt_circuit circuit; // of what the target reaches, changed as the answer says
    kt_capacity capacity[KT_WHATIF_SWEEPS];
    int n_sweeps;        // how many of them are in use
    kt_variant variant;  // of them
    uint32_t *on_market; // [n_on_market] items that the reference supplies
    uint32_t n_on_market;
    kt_change *change; // [n_changes] of the answer at hand
    size_t n_changes, change_capacity;
    const kt_control *control; // may be NULL
    bool failed;               // memory ran out: answers since change nothing
} kt_whatif;

// The caller closes it. O(network). KT_NO_RESOURCES only. Once `control` (may be NULL) stops the
// work, the sweeps are left half-way; once memory runs out, `failed` is set: the caller looks at
// both after each fact.
kt_status kt_whatif_open(kt_whatif *out, const kt_assessment *assessment, uint32_t target,
                         const kt_control *control, kt_error *err);
void kt_whatif_close(kt_whatif *whatif);

// Changes what the answer changes in every sweep in use, and what lies above that. `lanes` are
// the ones (bits) in which a new supplier fails: KT_RESOLVE_FAILS only.
void kt_whatif_apply(kt_whatif *whatif, const kt_open_fact *fact, kt_resolution resolution,
                     unsigned lanes);

// Takes the answer back, in the sweeps too.
void kt_whatif_revert(kt_whatif *whatif);

#endif
