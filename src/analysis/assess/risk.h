// SPDX-License-Identifier: EUPL-1.2
// The riskiest dependencies of a target: for each material its worst flow (country and stage), the
// path by which it hurts, and the verdict of the rule of DESIGN section 2. A dependency is risky
// when it is
//
//     (1) concentrated                  the country's share of the material at that stage is at
//                                       least `concentrated`
//     (2) on unreliable ground          a third country (neither home, EU nor NATO): its mean
//                                       governance estimate is below `governance`, or it has an
//                                       export restriction on the material on record
//     (3) without a substitute in time  no alternative on record keeps the loss below `impact`; or
//                                       stocks last shorter than switching to it takes
//     (4) of operational impact         the target loses at least `impact` of its output, or a
//                                       part that is marked function-critical fails with it
//
// Each condition is yes, no or unknown. The verdict is no where one is no, else unknown where one
// is.
#ifndef KT_ANALYSIS_ASSESS_RISK_H
#define KT_ANALYSIS_ASSESS_RISK_H

#include "analysis/chain/exposure.h"
#include "base/verdict.h"

enum { KT_CONCENTRATED, KT_UNRELIABLE, KT_NO_SUBSTITUTE, KT_IMPACT, KT_N_CONDITIONS };

typedef struct kt_risk_rule {
    double concentrated; // share
    double governance;   // mean WGI estimate
    double impact;       // share of output lost
} kt_risk_rule;

#define KT_RISK_CONCENTRATED 0.65 // Regulation (EU) 2024/1252, Article 5: at most 65 %
#define KT_RISK_GOVERNANCE 0.0    // the world's average
#define KT_RISK_IMPACT 0.1        // our choice

extern const kt_risk_rule kt_risk_default_rule;

typedef struct kt_risk {
    const kt_event *flow;
    double share;            // of the country in all units of that material and stage
    double dependence;       // D(target, flow), alternatives used
    double dependence_built; // the same without alternatives, as the product is built today
    double dependence_upper;
    double governance; // mean estimate of the country
    bool restricted;   // an export restriction of the country on the material is on record
    kt_bloc bloc;
    uint32_t part;          // item above the half-product, or KT_NO_ROW
    uint32_t half_product;  // last item above the material, or KT_NO_ROW
    uint32_t alternative;   // item that could stand in somewhere on the path, or KT_NO_ROW
    double stock_days;      // cover of the material or half-product; NaN when not known
    double switch_days;     // to the alternative; NaN when not known
    bool function_critical; // some part on the path is grams but decisive
    uint8_t evidence; // weakest grade of the bill of materials on the path; 0 where it has none
    kt_verdict condition[KT_N_CONDITIONS];
    kt_verdict verdict;
} kt_risk;

typedef struct kt_risks {
    kt_risk *row;
    size_t n;
    uint32_t n_swept; // flows that took a sweep to tell which is the worst of its material
} kt_risks;

// One row per material with a flow, riskiest first (verdict, dependence as built, share,
// governance, id). `flows` is the exposure to the flow class. Rows live in the study's arena;
// `capacity` is as built (first_only) and left as it came. KT_NO_RESOURCES only.
kt_status kt_risk_rank(kt_risks *out, kt_capacity *capacity, const kt_study *study,
                       const kt_exposure *flows, const kt_risk_rule *rule, kt_error *err);

// Fills the conditions and the verdict from the other figures of `risk`.
void kt_risk_judge(kt_risk *risk, const kt_risk_rule *rule);

#endif
