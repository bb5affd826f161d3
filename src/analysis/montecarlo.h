// SPDX-License-Identifier: EUPL-1.2
// A year of accidents, without time: what may happen is drawn, everything drawn is on at once, and
// the loss is 1 - r of the target, the output lost while it lasts. Countries, organisations, sites
// and flows with a failure rate occur with probability 1 - exp(-rate), scenarios with the
// probability that they state, all independently; a country takes everything in it, an organisation
// all its sites: those are the common causes. What has no rate never occurs and is counted.
//
// A run depends on (seed, run) only: the same figures at any number of threads and lanes.
//
// Where little happens, most runs of a plain sample are wasted on quiet years. Two other ways give
// the same expectation:
//   stratified   the quiet year is counted exactly; every run is of a year in which something
//                happens: the first event is drawn given that there is one, the others as they are
//   importance   rare events are drawn more often, and each run weighs what it was made more likely
// (Asmussen and Glynn, Stochastic Simulation, 2007, chapter V.)
//
// Every scenario is seen in the same years (common random numbers), so that what differs between
// two scenarios is the scenarios. Its years are the stratified ones with the quiet year counted
// exactly; in an importance sample, or where shares are uncertain and quiet years differ, they are
// drawn plainly.
#ifndef KT_ANALYSIS_MONTECARLO_H
#define KT_ANALYSIS_MONTECARLO_H

#include "analysis/reach.h"
#include "analysis/scenario.h"
#include "base/parallel.h"

typedef enum kt_sampling {
    KT_SAMPLING_STRATIFIED,
    KT_SAMPLING_PLAIN,
    KT_SAMPLING_IMPORTANCE
} kt_sampling;

typedef struct kt_montecarlo_options {
    uint64_t runs; // 0: 1
    uint64_t seed;
    unsigned n_threads; // 0: as many as the computer has processors
    kt_sampling sampling;
    double spread;        // uncertain shares: each times a number drawn evenly from 1 ± spread
    const char *scenario; // id of the only one wanted; NULL: all
    const volatile sig_atomic_t *stop;
    void (*progress)(uint64_t done, uint64_t n);
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
    uint32_t n_without; // events of the target's chain whose probability nobody gives
} kt_hazards;

typedef struct kt_range {
    double mean, p05, p50, p95;
} kt_range;

// Of a scenario that has happened, in a year in which the rest goes as it goes.
typedef struct kt_scenario_result {
    const kt_scenario *scenario;
    double residual;       // r of the target on the worst day, nothing else happening
    double residual_lower; // the same, the unknown ends of the chain failing with it
    kt_range range;        // over all years; NaN where there is one run
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
    kt_interval expected; // loss, share of a year's output while what happens lasts
    kt_interval tail;     // CVaR: mean loss of the worst 5 % of years
    double quantile;      // VaR: the loss that 95 % of years do not exceed
    double anything;      // probability that something happens
    kt_interval all_lost; // probability that nothing is left
    kt_convergence step[KT_MONTECARLO_STEPS]; // the same runs, fewer of them
    uint32_t n_steps;
} kt_year;

typedef struct kt_montecarlo {
    const kt_network *network;
    kt_reach reach;
    kt_scenarios scenarios;
    kt_hazards hazards;
    kt_scenario_result *result; // [n_results] by id
    uint32_t n_results;
    bool has_year; // more than one run was asked for
    kt_year year;
} kt_montecarlo;

extern const double kt_montecarlo_tail; // 0.05

// `target` as in kt_reach_target, with its errors; KT_BAD_INPUT for an unknown scenario, with the
// nearest id. Results live in `arena`. O(runs · (sources of the target + what lies above the
// scenarios) / lanes); 8 bytes a run and scenario, up to 256 MiB, then several passes.
kt_status kt_montecarlo_run(kt_montecarlo *out, const kt_network *network, const char *target,
                            const kt_montecarlo_options *options, kt_arena *arena, kt_error *err);

#endif
