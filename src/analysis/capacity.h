// SPDX-License-Identifier: EUPL-1.2
// The capacity rule of DESIGN section 4, the one kernel under dependence, stress test and
// simulation:
//
//     avail(requirement) = max over alternatives of min(1, sum over sources of share · r(source))
//     r(p) = a(p) · min( min over essential requirements of avail,
//                        1 - sum over other requirements of weight · (1 - avail) )
//
// Eight scenarios share one sweep from materials to target: the network is read once for all of
// them.
#ifndef KT_ANALYSIS_CAPACITY_H
#define KT_ANALYSIS_CAPACITY_H

#include "model/network.h"

enum { KT_LANES = 8 };

// One value per scenario.
typedef struct kt_lanes {
    _Alignas(64) double lane[KT_LANES];
} kt_lanes;

typedef struct kt_capacity {
    const kt_network *network;
    bool reallocate; // sources add their spare share
    bool first_only; // as built: no requirement falls back on its other alternatives
    kt_lanes *left; // [n_producers] a(p): what the scenario leaves of a producer itself; set by the
                    // caller
    kt_lanes *output; // [n_producers] r(p)
    kt_lanes *mix;    // [n_mixes] share-weighted r; of an item's market: r of the item
    kt_lanes *recipe; // [n_recipes] what the inputs allow
    void *memory;
} kt_capacity;

// All a(p) are 1 at first. KT_NO_RESOURCES when memory runs out. The caller closes it.
kt_status kt_capacity_open(kt_capacity *out, const kt_network *network, kt_error *err);
void kt_capacity_close(kt_capacity *capacity);

// Computes r for the items up to and including `last` (they are stored inputs first).
// O(sources + requirements + producers).
void kt_capacity_sweep(kt_capacity *capacity, uint32_t last);

// One item of a sweep: its producers, then its mixes; what it draws on must be up to date. A change
// that touches few items is followed by stepping through them and what lies above, inputs first.
void kt_capacity_step(kt_capacity *capacity, uint32_t item);

#endif
