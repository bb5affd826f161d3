// SPDX-License-Identifier: EUPL-1.2
// What a target reaches in the network, how many companies away each producer is, and how much that
// is in numbers. Also which item a user means by a target.
#ifndef KT_ANALYSIS_CHAIN_REACH_H
#define KT_ANALYSIS_CHAIN_REACH_H

#include "base/control.h"
#include "model/network.h"

typedef struct kt_reach {
    uint32_t target;  // item
    bool *item;       // [n_items] some producer of it is reached
    bool *producer;   // [n_producers]
    bool *mix;        // [n_mixes] a reached producer draws on it, or the target's own buyers do
    uint32_t *tier;   // [n_producers] changes of organisation from the target; of reached ones
    uint32_t n_tiers; // largest tier + 1
    kt_counts counts;
} kt_reach;

// Follows sources with a share above 0 from the target's market down, all alternatives included.
// One pass, since producers are stored inputs first; O(reached producers · their sources). Arrays
// live in `arena`. KT_NO_RESOURCES only: when memory runs out or `control` (may be NULL) stops it.
kt_status kt_reach_find(kt_reach *out, const kt_network *network, uint32_t target,
                        const kt_control *control, kt_arena *arena, kt_error *err);

// The target a user means: the item with id `target`, or, when `target` is NULL, the
// only platform; the only product group in a case without platforms. KT_BAD_INPUT names the nearest
// ids, or the platforms or product groups to choose from.
kt_status kt_reach_target(uint32_t *out, const kt_network *network, const char *target,
                          kt_lang lang, kt_error *err);

#endif
