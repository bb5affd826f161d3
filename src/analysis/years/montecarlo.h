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
#ifndef KT_ANALYSIS_YEARS_MONTECARLO_H
#define KT_ANALYSIS_YEARS_MONTECARLO_H

#include "analysis/years/montecarlo_result.h"

extern const double kt_montecarlo_tail; // 0.05

// `target` as in kt_reach_target, with its errors; KT_BAD_INPUT for an unknown scenario, with the
// nearest ids of the case and of the dated measures. Results live in `arena`. O(runs · (sources of
// the target + what lies above the scenarios) / lanes); 8 bytes a run and scenario, up to 256 MiB,
// then several passes.
kt_status kt_montecarlo_run(kt_montecarlo *out, const kt_network *network, const char *target,
                            const kt_montecarlo_options *options, kt_arena *arena, kt_error *err);

#endif
