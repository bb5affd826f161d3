// SPDX-License-Identifier: EUPL-1.2
// A change of a network: what a producer can make, a share, whether an input is essential, what an
// alternative draws on, how long a stock lasts. A scenario, an answer to a question and a measure
// are lists of them; a variant (variant.h) makes them and takes them back.
//
// What is changed must have a place. What may come has one that holds nothing: a supplier a source
// whose share is 0 (kt_circuit_options.places), an input that could stand in an alternative that
// draws on KT_CHANGE_NEVER, a stock one of no known days. An input that may become inessential has
// its place in a recipe that is whole (kt_circuit_options.whole). Such places change no bit of a
// sweep.
#ifndef KT_ANALYSIS_KERNEL_CHANGE_H
#define KT_ANALYSIS_KERNEL_CHANGE_H

#include "analysis/kernel/capacity.h"

typedef enum kt_change_kind {
    KT_CHANGE_LEFT,        // a(p) of producer `at` is `value`, in the lanes
    KT_CHANGE_SCALE,       // a(p) of producer `at` times `value`, in the lanes
    KT_CHANGE_SHARE,       // source `at`, of mix `in`, has share `value`
    KT_CHANGE_ESSENTIAL,   // requirement `at`, of recipe `in`, is essential: `value` 1, or not: 0
    KT_CHANGE_ALTERNATIVE, // alternative `at`, of recipe `in`, draws on `mix`
    KT_CHANGE_STOCK,       // stock `at` lasts `value` days
    KT_N_CHANGE_KINDS
} kt_change_kind;

// Mixes that no item has: always all there, and never anything.
#define KT_CHANGE_ALWAYS (UINT32_MAX - 2)
#define KT_CHANGE_NEVER (UINT32_MAX - 1)

// Numbers are those of the network.
typedef struct kt_change {
    kt_change_kind kind;
    uint32_t in, mix;
    uint64_t at;
    double value;
} kt_change;

// Changes a(p) in one lane, for good.
void kt_change_lane(kt_capacity *capacity, const kt_change *change, uint32_t lane);

#endif
