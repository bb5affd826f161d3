// SPDX-License-Identifier: EUPL-1.2
// The sum behind one flow: everything that the verdict on a country, a material and a stage was
// computed from, so that a reader can do it again on paper. Who supplies, how much there is and is
// needed, what is left when the flow fails (access.h), which measures refuse it and who else makes
// it (mechanism.h), what it costs, and the rule (risk.h).
#ifndef KT_ANALYSIS_ASSESS_FLOW_SUM_H
#define KT_ANALYSIS_ASSESS_FLOW_SUM_H

#include "analysis/assess/flow_use.h"
#include "analysis/assess/risk.h"
#include "analysis/chain/one_unknown.h"
#include "analysis/supply/annual_price.h"

typedef struct kt_flow_question {
    const char *flow; // COUNTRY/material/stage
    kt_risk_rule rule;
    kt_buyer_options buyer;
    const kt_control *control; // may be NULL
} kt_flow_question;

// What is said of one source of the market once the flow fails.
typedef enum kt_flow_source_verdict {
    KT_FLOW_SOURCE_SELLS,
    KT_FLOW_SOURCE_FAILS,    // it is of the flow
    KT_FLOW_SOURCE_WILL_NOT, // its country is supposed not to sell, now that the market is scarce
    KT_FLOW_SOURCE_NOWHERE,  // it sells, but it is not known where: no tonnes are counted
    KT_N_FLOW_SOURCE_VERDICTS
} kt_flow_source_verdict;

typedef struct kt_flow_source {
    kt_symbol supplier; // `country:XXX`, an organisation, a site, `unknown`, …
    kt_symbol country;  // 0: not known
    double share;       // of the market, as long as nothing fails
    double left;        // of what it makes, r_c: 0..1
    double kept;        // share · left where it sells, else 0
    kt_flow_source_verdict verdict;
    uint32_t world_row;  // of material_supply, or KT_NO_ROW
    uint32_t import_row; // of imports, the largest of its codes, or KT_NO_ROW
    uint32_t supply_row; // of supply, or KT_NO_ROW
} kt_flow_source;

// A measure on record of the country on the material.
typedef struct kt_flow_act {
    uint32_t row; // of export_restrictions
    kt_restriction_status status;
    bool names_buyer; // whom it is for: this buyer is among them
    bool covers;      // what it is on: the material as it leaves this stage
    bool concerns;    // both, and it is of a kind that refuses
    kt_force refuses; // this buyer, on the day
} kt_flow_act;

typedef struct kt_flow_sum {
    const kt_study *study;
    kt_risk_rule rule;
    kt_buyer buyer;
    kt_events flows; // of the target's chain
    kt_risk risk;    // of this flow

    uint32_t item;          // of the material, of which least is left
    bool named;             // there the case names the suppliers: no world market
    uint32_t mix;           // shown: the market of the item, or what the buyer hit worst draws on
    uint32_t n_items;       // of the material, of which the flow is a supplier
    kt_flow_source *source; // [n_sources] of its market, the largest first, then by id
    uint32_t n_sources;

    kt_access_market market; // as access.h weighs it; tonnes are not known off a reference market
    uint32_t output;         // row of world_output, or KT_NO_ROW
    kt_flow_uses uses;

    double proportional;    // of the item, whoever sells: 0..1
    bool scarce;            // so that who is supposed not to sell does not
    double sells;           // sum of `kept`
    double located;         // of that, of countries
    double reachable_kg;    // R a year; NaN
    double first;           // min(1, (R + stock) / need), R that is not known left out; NaN where
                            // neither R nor a stock is known, or the need is not
    double available;       // the larger of `sells` and `first`
    kt_one_unknown unknown; // that of all unknown suppliers adds most to what is lost in proportion

    kt_flow_act *act; // [n_acts] in the order of the table
    uint32_t n_acts;
    kt_maker_list makers;  // outside the country
    kt_annual_price price; // of the newest row
    double usd_per_eur;    // of its year; NaN: no price
} kt_flow_sum;

// `study` outlives it; arrays live in its arena. KT_BAD_INPUT for a flow that is not in the chain
// of the target (the message names the nearest) and for a buyer that cannot be (kt_buyer_open);
// KT_NO_RESOURCES. Whatever it returns, the caller closes it.
kt_status kt_flow_sum_find(kt_flow_sum *out, const kt_study *study,
                           const kt_flow_question *question, kt_error *err);
void kt_flow_sum_close(kt_flow_sum *sum);

#endif
