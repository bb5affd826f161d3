// SPDX-License-Identifier: EUPL-1.2
// How long stocks keep a failure from the target: along a chain of inputs their days add up, of
// several ways the shortest counts, of alternatives the longest. It is the first day on which
// anything can be missing, in an unchanged rate of use, not how much is missing then.
//
// A stock serves the requirement of the producer that holds it, or what its holder supplies; held
// by anyone else, it serves all who use the item. A stock in a country that fails, or of an
// organisation that does, is lost with it. Where no stock is on record, there is none. A holder
// whose days are not known has none either; a change may give it some (kernel/change.h).
#ifndef KT_ANALYSIS_CHAIN_COVER_H
#define KT_ANALYSIS_CHAIN_COVER_H

#include "analysis/chain/event.h"

typedef struct kt_cover_time {
    double days; // infinite: never
    bool stated; // some stock on the way is on record, though it may be of 0 days
} kt_cover_time;

typedef struct kt_cover_stock {
    uint32_t site, organisation; // of the holder, KT_NO_ROW else
    uint32_t owner;              // the organisation of the holder, itself or of its site
    kt_symbol country;           // where it lies; 0 when not known
    bool for_all;                // the holder neither makes nor uses the item
} kt_cover_stock;

typedef struct kt_cover {
    const kt_network *network;
    const kt_reach *reach;
    uint32_t *first; // [n_items + 1] of the stocks of each item
    kt_cover_stock *stock;
    double *days;            // [stocks] of cover; NaN: not known
    uint32_t n_stated;       // of the stocks: with days
    kt_cover_time *producer; // [n_producers] scratch: when its output first falls
    kt_cover_time *mix;      // [n_mixes] scratch
    bool *fails;             // [n_producers] scratch: all false between calls
    kt_symbol lost_country;  // of the event at hand, 0 else
    uint32_t lost_owner;     // row of organisations, KT_NO_ROW else
} kt_cover;

// Borrows `network` and `reach`; arrays live in `arena`. O(producers + stocks · producers of the
// item's users). KT_NO_RESOURCES only.
kt_status kt_cover_open(kt_cover *out, const kt_network *network, const kt_reach *reach,
                        kt_arena *arena, kt_error *err);

// Days from the event to the first loss of the target; NaN where no stock on record lies on the
// shortest way, infinite where there is no way. O(sources that the target reaches).
double kt_cover_days(kt_cover *cover, const kt_events *events, const kt_event *event);

#endif
