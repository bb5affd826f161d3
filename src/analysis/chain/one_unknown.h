// SPDX-License-Identifier: EUPL-1.2
// Of the suppliers that nobody knows, the one whose failure beside that of an event costs the
// target most. That all of them might fail too says nothing: any chain with open ends then stops.
#ifndef KT_ANALYSIS_CHAIN_ONE_UNKNOWN_H
#define KT_ANALYSIS_CHAIN_ONE_UNKNOWN_H

#include "analysis/chain/exposure.h"

typedef struct kt_one_unknown {
    uint32_t n;        // unknown suppliers that the target draws on
    uint32_t producer; // of them the one that adds most, of equal ones the first; KT_NO_ROW: none
    double adds;       // to the loss in proportion, as a share of the target's output; 0: nothing
} kt_one_unknown;

// The unknown are those of kt_exposure_open_end. `capacity` is at rest, of a circuit that keeps the
// target's items, and is left so. Groups are tried together first: what a group costs bounds what
// each of it does. At best O(lanes · log n), at worst 16/15 of n / lanes sweeps. KT_NO_RESOURCES
// only.
kt_status kt_one_unknown_find(kt_one_unknown *out, kt_capacity *capacity, const kt_study *study,
                              const kt_events *events, uint32_t event, kt_error *err);

#endif
