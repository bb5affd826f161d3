// SPDX-License-Identifier: EUPL-1.2
// What the failure of producers can cost the target at most, told without a sweep: so that of a
// hundred thousand events only those are swept that may be among the worst.
//
// A market that loses the share h loses at most that; whoever draws on it, at most as much: shares
// add up to 1, of several inputs the scarcest counts, and an alternative only helps. Of what is
// left of an input at rest, hits one above the other leave the product of what each leaves:
//
//     D(target, e) <= 1 - r0 · product over the items of e of (1 - h(item, e))
//
// where h is the largest share of the item that the producers of e supply in any mix, of what can
// be had of that mix at rest, and r0 is what the target makes at rest. The bound is what is lost
// where one supplier fails and nothing stands in, which is the common case.
#ifndef KT_ANALYSIS_CHAIN_BOUND_H
#define KT_ANALYSIS_CHAIN_BOUND_H

#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "analysis/kernel/capacity.h"

typedef struct kt_bound {
    const kt_study *study;
    double *part;       // [n_producers] largest share of a mix that it supplies
    uint32_t *uses;     // [n_producers] mixes of its item that draw on it
    uint32_t *supplies; // [n_items] the same, added over the item's producers
    bool *stops;        // [n_items] without it the target makes nothing
    bool *stops_first;  // [n_items] nor where what is left of reference markets is given (access.h)
    double rest;        // r0
    void *memory;
} kt_bound;

// Sweeps `capacity`, in which all a(p) must be 1, once. Borrows `study`; the caller closes it.
// O(sources). KT_NO_RESOURCES only.
kt_status kt_bound_open(kt_bound *out, kt_capacity *capacity, const kt_study *study, kt_error *err);
void kt_bound_close(kt_bound *bound);

// At least D(target, e), rounding included; 0 to 1. O(producers of the event).
double kt_bound_loss(const kt_bound *bound, const kt_events *events, uint32_t event);

// True: the target makes nothing at all while the `n` producers fail, because they are all that
// make an item which every producer on the way up to the target needs. False: not known. Producers
// of one item stand together. O(n).
bool kt_bound_stops(const kt_bound *bound, const uint32_t *producer, uint32_t n);

// The same of a buyer who is served first: neither that item nor any on the way up is on a
// reference market, of which he may get something though nobody makes it.
bool kt_bound_stops_first(const kt_bound *bound, const uint32_t *producer, uint32_t n);

#endif
