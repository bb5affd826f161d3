// SPDX-License-Identifier: EUPL-1.2
// What a scenario takes, over its first year (scenario_year.h), of the reference markets that a
// target draws on, and why what is taken hurts or does not (analysis/supply/mechanism.h). Of each
// market on which an event is directly: the stages behind it follow from the sweep.
//
// A country dominates that has at least KT_MECHANISM_DOMINATES of the market. It refuses where a
// measure on record refuses this buyer on the day that counts as today, or where the scenario
// itself is a measure that can refuse and lets nothing through in the whole year.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_MARKET_H
#define KT_ANALYSIS_YEARS_SCENARIO_MARKET_H

#include "analysis/supply/buyer.h"
#include "analysis/supply/mechanism.h"
#include "analysis/years/scenario_year.h"

typedef struct kt_scenario_market {
    uint32_t item;            // on a reference market
    double taken;             // share of it, over the year, if all share what remains
    double worst_taken;       // share of it on the worst day of the scenario
    kt_mechanism_facts facts; // of the year
    kt_mechanism mechanism;
    double price_factor; // of the market over the year; NaN: no elasticity is on record
    double cost_eur;     // of the year's need at the price on record; NaN: not known
} kt_scenario_market;

typedef struct kt_scenario_markets {
    kt_scenario_market *row; // [n] in the order of the events
    uint32_t n;
} kt_scenario_markets;

// What is asked of which scenario.
typedef struct kt_scenario_market_request {
    const kt_scenarios *scenarios;
    uint32_t scenario;
    kt_buyer *buyer;          // its makers are scratch
    const kt_access *access;  // of the buyer: who may sell to him while the scenario lasts
    const kt_capacity *swept; // with the year's changes in its first lane, in proportion
} kt_scenario_market_request;

// One row a material and stage on which an event of the scenario is and which the buyer's study
// reaches. `worst_taken` is not known yet. Rows live in `arena`. KT_NO_RESOURCES only. O(rows ·
// producers hit).
kt_status kt_scenario_market_find(kt_scenario_markets *out,
                                  const kt_scenario_market_request *request, kt_arena *arena,
                                  kt_error *err);

#endif
