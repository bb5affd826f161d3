// SPDX-License-Identifier: EUPL-1.2
// The riskiest dependencies of a target: for each material the flow (country and stage) by which it
// hurts most, why what is lost is lost (mechanism.h), the path, and the verdict of the rule of
// DESIGN section 2. A dependency that cannot be bought off (denied, form, shortage) is risky when
// it is
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
// Each condition is yes, no or unknown. The loss of (3) and (4) is the one of who is served first;
// where the material is denied nobody is served, and where the world's output is not known nothing
// can be said of who is: then it is the proportional one. The verdict is yes where all four hold,
// `allied` where all do but that the country is home or an ally, unknown where one is not known and
// none is no, else no. What is only a matter of price is no, unless a measure of which nobody knows
// whether it is in force would deny it: then, and where tonnage is not known, unknown.
#ifndef KT_ANALYSIS_ASSESS_RISK_H
#define KT_ANALYSIS_ASSESS_RISK_H

#include "analysis/chain/exposure.h"
#include "analysis/supply/buyer.h"
#include "analysis/supply/mechanism.h"
#include "base/verdict.h"

enum { KT_CONCENTRATED, KT_UNRELIABLE, KT_NO_SUBSTITUTE, KT_IMPACT, KT_N_CONDITIONS };

typedef struct kt_risk_rule {
    double concentrated; // share
    double governance;   // mean WGI estimate
    double impact;       // share of output lost
} kt_risk_rule;

#define KT_RISK_CONCENTRATED KT_MECHANISM_DOMINATES
#define KT_RISK_GOVERNANCE 0.0 // the world's average
#define KT_RISK_IMPACT 0.1     // our choice

extern const kt_risk_rule kt_risk_default_rule;

// The worse, the larger.
typedef enum kt_risky {
    KT_RISKY_NO,
    KT_RISKY_UNKNOWN,
    KT_RISKY_ALLIED,
    KT_RISKY_YES,
    KT_N_RISKY
} kt_risky;

extern const char *const kt_risky_names[]; // "no", "unknown", "allied", "yes", NULL

typedef struct kt_risk {
    const kt_event *flow;
    double share;            // of the country in all units of that material and stage
    double dependence;       // D(target, flow), alternatives used
    double dependence_built; // the same without alternatives, as the product is built today
    double dependence_upper;
    double dependence_first; // as `dependence`, of a buyer who is served first
    double first_built;      // as `dependence_built`, of such a buyer
    double governance;       // mean estimate of the country
    bool restricted;         // an export restriction of the country on the material is on record
    kt_bloc bloc;
    kt_mechanism mechanism;
    kt_mechanism_facts facts; // it was judged by
    kt_force refusal;         // whether a measure of the country refuses the buyer the material
    uint32_t hit;             // item whose market the flow takes part of
    bool denial_unknown;      // it would be denied if a measure on record is in force: not known
    bool thin;                // a price, of a market that hardly yields what is needed
    kt_symbol period;         // of the market's shares; 0: no reference market
    double need_kg;           // for one unit of the target
    double need_kg_per_year;
    double world_kg;       // made a year; NaN: not known
    double accessible_kg;  // a year, while the flow fails, of sellers who may sell; NaN: not known
    double need_share;     // of what can be reached of that; NaN
    double cost_eur;       // of the need a year, of one unit where the need is new build; NaN
    double firmness;       // share of draws in which the verdict stays (firmness.h); NaN: not drawn
    uint32_t part;         // item above the half-product, or KT_NO_ROW
    uint32_t half_product; // last item above the material, or KT_NO_ROW
    uint32_t alternative;  // item that could stand in somewhere on the path, or KT_NO_ROW
    double stock_days;     // cover of the material or half-product; NaN when not known
    double switch_days;    // to the alternative; NaN when not known
    bool function_critical; // some part on the path is grams but decisive
    uint8_t evidence; // weakest grade of the bill of materials on the path; 0 where it has none
    kt_verdict condition[KT_N_CONDITIONS];
    kt_risky risky;
} kt_risk;

typedef struct kt_risks {
    kt_risk *row;
    size_t n;
} kt_risks;

// Whether any of the material is needed a year, or something is lost without it, as the target is
// built today; true where the need is not known. What only an alternative holds is in the chain
// without being needed.
bool kt_risk_is_needed(const kt_risk *risk);

// What a ranking starts from.
typedef struct kt_risk_work {
    kt_buyer *buyer;          // of the study; its makers are scratch
    kt_capacity *built;       // as built (first_only), `given`; left as it came
    const kt_exposure *flows; // all of them, with what is left first in line
    const kt_risk_rule *rule;
} kt_risk_work;

// One row per material with a flow, riskiest first (verdict, mechanism, loss first in line,
// dependence as built, share, governance, id): of its flows the one of the worst mechanism; of
// equal ones that on unreliable ground, then the one on which the target depends most. Rows live in
// the study's arena. O(flows · rows of restrictions). KT_NO_RESOURCES only.
kt_status kt_risk_rank(kt_risks *out, const kt_risk_work *work, kt_error *err);

// The row of one flow, the worst of its material or not. Of work->flows only the row and the market
// of this flow are read. O(producers + flows). KT_NO_RESOURCES only.
kt_status kt_risk_of_flow(kt_risk *out, const kt_risk_work *work, uint32_t flow, kt_error *err);

// The loss that conditions 3 and 4 weigh is the one of who is served first.
bool kt_risk_is_first_in_line(const kt_risk *risk);

// It would be denied if a measure on record is in force, which is not known.
bool kt_risk_may_be_denied(kt_force refusal, const kt_mechanism_facts *facts);

// Fills the conditions and the verdict from the other figures of `risk`.
void kt_risk_judge(kt_risk *risk, const kt_risk_rule *rule);

#endif
