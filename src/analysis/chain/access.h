// SPDX-License-Identifier: EUPL-1.2
// Who gets what remains of a market when an event takes part of it. Proportional rationing, the
// rule of capacity.h, gives every buyer the same cut: one that needs a millionth of what remains as
// much as one that needs half of it. The other bound is the buyer who is served first: he lacks
// only what is not there. Of an item on a reference market, under event e:
//
//     R(e)     = reach · [(T + spare capacity) · sum over countries c that are not hostile
//                         of S_c · r_c(e)  +  secondary]                          kg a year
//     avail(e) = max(sum over sources c that are not hostile of S_c · r_c(e),
//                    min(1, (R(e) + stock) / need))
//
// S_c: share of the country in the market; r_c(e): what it still makes under proportional
// rationing, since only this buyer is served first, not the world; T: world output of the stage,
// and what it could be (spare capacity is taken to lie where the output is); need: the target's
// whole need of that material and stage, over all paths. Only markets that the event touches are
// scrambled for: in all others trade goes on, with whomever; and it goes on with whomever in those
// that lose less than a tenth, where something is dear but not scarce: nobody refuses a buyer
// because Brazil, with a thirtieth of an ore, fails. Where an item has suppliers of its own, avail
// is the proportional one. The ways of thinking are those of the stockpile models of IDA
// (D-33112, P-22689), of Nassar et al. 2020 (Science Advances 6, eaay8647) and of the IEA's N-1;
// the formulas are ours: docs/methods.md.
#ifndef KT_ANALYSIS_CHAIN_ACCESS_H
#define KT_ANALYSIS_CHAIN_ACCESS_H

#include "analysis/kernel/capacity.h"

// Of an item on a reference market; kg a year.
typedef struct kt_access_market {
    double world_kg;     // T; NaN: not known
    double spare_kg;     // capacity above T; 0: none known
    double secondary_kg; // from what is recycled after use; 0: none known
    double need_kg;      // NaN: not known
    double stock_kg;     // that may be used up in a year; 0: none known
} kt_access_market;

#define KT_ACCESS_SCARCE 0.1 // share of a market that is lost, from which on it is: our choice

typedef struct kt_access {
    const kt_network *network;
    double reach;             // share of what remains that this buyer can take, 0..1
    const bool *hostile;      // [n_producers] supplies of a country that will not sell
    kt_access_market *market; // [n_items] read for items on a reference market
} kt_access;

// After a proportional sweep: so much of the market is lost that who is supposed not to sell does
// not. O(1).
bool kt_access_is_scarce(const kt_capacity *swept, uint32_t item, uint32_t lane);

// After a proportional sweep: kg a year of the item that are made and may be sold to this buyer,
// whatever he can reach of it; NaN where the world's output is not known. R is `reach` times this.
// `item` is on a reference market. O(its producers).
double kt_access_accessible_kg(const kt_access *access, const kt_capacity *swept, uint32_t item,
                               uint32_t lane);

// Of an item on a reference market that the event of the lane touches, what is left of the sources
// that may sell to this buyer, 0..1: avail at no reach. As above.
double kt_access_sells(const kt_access *access, const kt_capacity *swept, uint32_t item,
                       uint32_t lane);

// avail of an item on a reference market that the event of the lane touches, 0..1. As above.
double kt_access_available(const kt_access *access, const kt_capacity *swept, uint32_t item,
                           uint32_t lane);

// After a proportional sweep: gives the markets that the first `n_lanes` lanes touch what is
// available first in line, so that the next sweep computes what is lost then. `capacity` was opened
// with `given`. O(producers of the markets touched).
void kt_access_give(kt_capacity *capacity, const kt_access *access, uint32_t n_lanes);

// The same, and that sweep.
void kt_access_sweep(kt_capacity *capacity, const kt_access *access, uint32_t n_lanes);

#endif
