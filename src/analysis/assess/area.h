// SPDX-License-Identifier: EUPL-1.2
// Risk per area of the defence industry strategy: supply risk of the materials that the items of
// the area depend on, times the business impact of the item in the area (1 to 5). The items are
// those that the case maps to the area, and the typical ones of the public basket beside them:
// what is made in an area is no property of one ship.
//
//     risk(i, m) = SR(m) · impact(i)        for each item i of the area and material m it loses
//                                           output without: dependence D(i, m) > 0, as built
//     maximum    = max over i, m of risk(i, m)
//     mean       = sum of D(i, m) · risk(i, m) / sum of D(i, m)
//     SR         = sum of D(i, m) · SR(m)      / sum of D(i, m)      the same without our impact
//
// D of a typical item is 1 for each material that it holds: it cannot be made without. All items
// that the case maps to an area count, whatever the target.
#ifndef KT_ANALYSIS_ASSESS_AREA_H
#define KT_ANALYSIS_ASSESS_AREA_H

#include "analysis/supply/supply_risk.h"
#include "model/network.h"

// What the figures of an area rest on. With KT_AREA_NOTHING nothing can be said of it.
typedef enum kt_area_basis {
    KT_AREA_NOTHING,
    KT_AREA_CASE,
    KT_AREA_BASKET,
    KT_AREA_BOTH,
} kt_area_basis;

extern const char *const kt_area_basis_names[]; // "none" … "both", NULL-terminated

// What an area is compared by.
typedef enum kt_area_measure {
    KT_AREA_MAXIMUM,
    KT_AREA_MEAN,
    KT_AREA_SR,
    KT_N_AREA_MEASURES
} kt_area_measure;

typedef struct kt_area_cause {
    uint32_t material; // row of materials
    double sr;
    double largest; // its largest risk(i, m)
    double share;   // of the sum of D · risk
    uint32_t items; // of the area that depend on it, typical ones too
} kt_area_cause;

typedef struct kt_area_risk {
    uint32_t area;     // row of areas, or KT_NO_ROW: the case does not name it
    uint32_t strategy; // row of strategy_areas, or KT_NO_ROW: it is the case's own
    const char *id;
    uint32_t items;   // of the case, mapped to the area
    uint32_t typical; // of the public basket
    kt_area_basis basis;
    double impact;                        // mean business impact of both; NaN without items
    double value[KT_N_AREA_MEASURES];     // NaN: no item, or no material with a known risk
    kt_verdict above[KT_N_AREA_MEASURES]; // the average over areas
    double assumed;       // share of the items that are in it by assumption: grade D or none
    double impact_ours;   // share of the items whose impact is a judgement, asked of no one:
                          // those of the case by assumption, and all of the basket
    kt_area_cause *cause; // by share, largest first
    size_t n_causes;
    size_t n_unknown; // materials that its items depend on and that have no known supply risk
} kt_area_risk;

typedef struct kt_areas {
    kt_area_risk *row;                  // by id
    size_t n;                           // 0: the case speaks of no area
    double average[KT_N_AREA_MEASURES]; // over the areas that have one; NaN: none has
    double assumed, impact_ours;        // over the items of all areas; NaN without any
} kt_areas;

// The areas of the case and, where it speaks of any, all others of the strategy. A sweep for every
// sixteen materials, over what the mapped items reach. Arrays live in `arena`. `control` may be
// NULL. KT_NO_RESOURCES, or a stop.
kt_status kt_area_find(kt_areas *out, const kt_network *network, const kt_supply_risk *supply_risk,
                       const kt_control *control, kt_arena *arena, kt_error *err);

#endif
