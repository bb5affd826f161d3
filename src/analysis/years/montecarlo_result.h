// SPDX-License-Identifier: EUPL-1.2
// What a Monte Carlo run is asked, and what comes out: sampling, hazards, ranges of the scenarios,
// the year. Plain data, so that those who print it need none of the drawing.
#ifndef KT_ANALYSIS_YEARS_MONTECARLO_RESULT_H
#define KT_ANALYSIS_YEARS_MONTECARLO_RESULT_H

#include "analysis/chain/switching.h"
#include "analysis/supply/buyer.h"
#include "analysis/years/scenario_market.h"
#include "base/control.h"

typedef enum kt_sampling {
    KT_SAMPLING_STRATIFIED,
    KT_SAMPLING_PLAIN,
    KT_SAMPLING_IMPORTANCE
} kt_sampling;

typedef struct kt_montecarlo_options {
    uint64_t runs; // 0: 1
    uint64_t seed;
    kt_sampling sampling;
    double spread;        // uncertain shares: each times a number drawn evenly from 1 ± spread
    const char *scenario; // id of the only one wanted, or "dated": kt_scenario_is_dated; NULL: all
    const kt_buyer_options *buyer; // NULL: kt_buyer_default
    kt_supposed supposed;          // one more, whichever are wanted
    const kt_control *control;     // may be NULL
} kt_montecarlo_options;

// Something that may happen.
typedef struct kt_hazard {
    const char *type; // "country", "organisation", "site", "flow", "scenario"
    const char *id;
    double probability; // in a year, above 0
    uint32_t first, n;  // of its producers; of a scenario: its number and 0
    bool is_scenario;
} kt_hazard;

typedef struct kt_hazards {
    kt_hazard *row; // [n] by type, then id
    uint32_t n;
    uint32_t *producer;
    uint32_t n_assumed; // of the n: probabilities of grade D
    uint32_t n_without; // events of the target's chain without a probability on record
} kt_hazards;

typedef struct kt_range {
    double mean, p05, p50, p95;
} kt_range;

// Of a scenario that has happened, in a year in which the rest goes as it goes.
typedef struct kt_scenario_result {
    const kt_scenario *scenario;
    double residual;       // r of the target on the worst day, nothing else happening
    double residual_first; // the same of a buyer who is served first (access.h)
    double residual_lower; // the same, the unknown ends of the chain failing with it
    uint32_t n_idle;       // events that hit no supplier of the target, or take nothing
    double residual_year;  // of a dated measure: what is left over its first year; else NaN
    double residual_year_first;
    kt_scenario_markets markets; // of a dated measure
    kt_range range;              // over all years; NaN where there is one run
} kt_scenario_result;

typedef struct kt_interval {
    double value, low, high; // 95 % confidence
} kt_interval;

enum { KT_MONTECARLO_STEPS = 6 };

typedef struct kt_convergence {
    uint64_t runs;
    kt_interval expected;
} kt_convergence;

typedef struct kt_year {
    kt_interval expected;       // loss, share of a year's output while what happens lasts
    kt_interval tail;           // CVaR: mean loss of the worst 5 % of years
    kt_interval expected_first; // the same two of a buyer who is served first (access.h)
    kt_interval tail_first;
    double quantile;      // VaR: the loss that 95 % of years do not exceed
    double anything;      // probability that something happens
    kt_interval all_lost; // probability that nothing is left
    kt_interval all_lost_first;
    kt_convergence step[KT_MONTECARLO_STEPS]; // the same runs, fewer of them
    uint32_t n_steps;
} kt_year;

typedef struct kt_montecarlo {
    const kt_network *network;
    kt_reach reach;
    kt_switching late; // alternatives that are left out: nobody can use them at once
    kt_scenarios scenarios;
    kt_hazards hazards;
    kt_scenario_result *result; // [n_results] by id
    uint32_t n_results;
    uint32_t n_dated; // dated measures that could have been asked for, and were not
    bool has_year;    // more than one run was asked for
    kt_year year;
} kt_montecarlo;

#endif
