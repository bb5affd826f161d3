// SPDX-License-Identifier: EUPL-1.2
// Which items can still change what the target loses in an event. Where a producer fails itself, or
// lacks an input whose every supplier fails, nothing else about his inputs counts any more: most
// questions about a chain that an event stops need no answer tried.
#ifndef KT_ANALYSIS_ASSESS_MATTER_H
#define KT_ANALYSIS_ASSESS_MATTER_H

#include "analysis/chain/reach.h"
#include "analysis/kernel/capacity.h"

typedef struct kt_matter {
    uint8_t *item;     // [n_items] bits: lanes in which a change of the item alone may count
    uint8_t *producer; // [n_producers] scratch: lanes in which it fails itself
    uint8_t *mix;      // [n_mixes] scratch: lanes in which all its sources do
    void *memory;
} kt_matter;

// Room for a network. KT_NO_RESOURCES only; the caller closes it.
kt_status kt_matter_open(kt_matter *out, const kt_network *network, kt_error *err);
void kt_matter_close(kt_matter *matter);

// Fills `item` from the a(p) of the first `n_lanes` lanes (at most eight). `read` are the items
// besides the target that are looked at. A bit that is 0 is certain: whatever is changed of that
// item, its producers, its mixes or its recipes, target and `read` stay what they are. O(sources).
void kt_matter_find(kt_matter *matter, const kt_capacity *capacity, uint32_t n_lanes,
                    const kt_reach *reach, const uint32_t *read, uint32_t n_read);

#endif
