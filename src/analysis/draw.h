// SPDX-License-Identifier: EUPL-1.2
// Draws what happens in a year, into one lane.
#ifndef KT_ANALYSIS_DRAW_H
#define KT_ANALYSIS_DRAW_H

#include "analysis/montecarlo.h"

typedef struct kt_draw {
    const kt_hazards *hazards;
    const kt_scenarios *scenarios;
    kt_sampling sampling;
    uint64_t seed;
    double spread;
    double anything; // probability that at least one hazard occurs
    double *chance;  // [n] with which the hazard is drawn: its probability, or more (importance)
    double *first;   // [n] probability that one of the first i + 1 occurs: of a stratified sample
} kt_draw;

// Borrows from `run`, whose hazards and scenarios are set. KT_NO_RESOURCES when memory runs out.
kt_status kt_draw_open(kt_draw *out, const kt_montecarlo *run, const kt_montecarlo_options *options,
                       kt_error *err);
void kt_draw_close(kt_draw *draw);

// Sets a(p) of the lane and returns how many years the run stands for (1 but in an importance
// sample). `given`: a scenario that has happened anyway: the rest is then drawn plainly; KT_NO_ROW:
// none. O(hazards).
double kt_draw_year(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane,
                    uint32_t given);

// Sets the weights of all producers in the lane. O(producers of the circuit).
void kt_draw_shares(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane);

#endif
