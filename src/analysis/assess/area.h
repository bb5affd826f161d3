// SPDX-License-Identifier: EUPL-1.2
// Risk per area of the Defence Industry Strategy: supply risk of the materials that the area's
// items depend on, times the business impact of the item in the area (1 to 5). Reported both ways:
// as the maximum, and as the mean weighted with dependence.
//
//     risk(i, m) = SR(m) · impact(i)        for each item i of the area and material m it loses
//                                           output without: dependence D(i, m) > 0, as built
//     maximum    = max over i, m of risk(i, m)
//     mean       = sum of D(i, m) · risk(i, m) / sum of D(i, m)
//
// All items that the case maps to an area count, whatever the target.
#ifndef KT_ANALYSIS_ASSESS_AREA_H
#define KT_ANALYSIS_ASSESS_AREA_H

#include "analysis/supply/supply_risk.h"
#include "model/network.h"

typedef struct kt_area_cause {
    uint32_t material; // row of materials
    double sr;
    double largest; // its largest risk(i, m)
    double share;   // of the sum of D · risk
    uint32_t items; // of the area that depend on it
} kt_area_cause;

typedef struct kt_area_risk {
    uint32_t area; // row of areas
    const char *id;
    uint32_t items;
    double impact;                        // mean business impact of its items; NaN without items
    double maximum, mean;                 // NaN: no item, or no material with a known risk
    kt_verdict maximum_above, mean_above; // the average over areas
    double assumed;       // share of its mappings that are grade D or carry no grade
    kt_area_cause *cause; // by share, largest first
    size_t n_causes;
    size_t n_unknown; // materials that its items depend on and that have no known supply risk
} kt_area_risk;

typedef struct kt_areas {
    kt_area_risk *row; // by id
    size_t n;
    double average_maximum, average_mean; // over the areas that have one; NaN: none has
    double assumed; // share of all mappings that are grade D or carry no grade; NaN without any
} kt_areas;

// A sweep for every sixteen materials, over what the mapped items reach. Arrays live in `arena`.
// KT_NO_RESOURCES only.
// `control` may be NULL.
kt_status kt_area_find(kt_areas *out, const kt_network *network, const kt_supply_risk *supply_risk,
                       const kt_control *control, kt_arena *arena, kt_error *err);

#endif
