// SPDX-License-Identifier: EUPL-1.2
// The supply risk that semi-finished goods and components have of their own, from who makes them,
// beside the one that comes up from their materials: alloys can be riskier than their elements (JRC
// 2016). The two are never merged into one number.
#ifndef KT_ANALYSIS_ASSESS_OWN_RISK_H
#define KT_ANALYSIS_ASSESS_OWN_RISK_H

#include "analysis/chain/study.h"
#include "analysis/supply/supply_risk.h"

typedef struct kt_own_risk {
    uint32_t item; // of the network
    double own;    // sum of share² · governance · t over its suppliers' countries (t 0.8 in the
                   // EU, else 1); NaN where no supplier's country is known
    double own_upper;    // the same with what is not known placed where it is worst
    double known;        // share of its supply whose country is known
    double geopolitical; // GeoPolRisk of a buyer without own production: HHI · sum of share · g
    double worst;        // largest SR among the materials that its essential inputs take, as built
    uint32_t material;   // that material (row of materials), or KT_NO_ROW
    double weighted;     // mean SR of its materials, by the value share of each input
    double covered;      // share of the inputs behind that mean whose SR is known
} kt_own_risk;

typedef struct kt_own_risks {
    kt_own_risk *row;
    size_t n;
} kt_own_risks;

// Semi-finished goods and components that the study's target reaches, and whatever else that is no
// material has suppliers on record; by id. Rows live in the study's arena. One pass over the
// network. KT_NO_RESOURCES only.
kt_status kt_own_risk_find(kt_own_risks *out, const kt_study *study,
                           const kt_supply_risk *supply_risk, kt_error *err);

#endif
