// SPDX-License-Identifier: EUPL-1.2
// Draws what happens in a year: which hazards occur, how many years the run stands for, and, where
// shares are uncertain, what they are.
#ifndef KT_ANALYSIS_YEARS_DRAW_H
#define KT_ANALYSIS_YEARS_DRAW_H

#include "analysis/years/montecarlo_result.h"

typedef struct kt_draw {
    const kt_hazards *hazards;
    const kt_scenarios *scenarios;
    kt_sampling sampling;
    uint64_t seed;
    double spread;
    double anything;   // probability that at least one hazard occurs
    double *chance;    // [n] with which the hazard is drawn: its probability, or more (importance)
    uint16_t *below;   // [n] chance · 256 rounded down: a byte below it lets the hazard occur
    double *first;     // [n] probability that one of the first i + 1 occurs: of a stratified sample
    const bool *stops; // [n] the year is drawn no further than this hazard; NULL: all are drawn
} kt_draw;

// What a run draws. The caller gives room for all hazards.
typedef struct kt_drawn {
    uint32_t *hazard; // [n] that occur, ascending
    uint32_t n;
    double mass; // how many years the run stands for: 1 but in an importance sample
} kt_drawn;

// Borrows from `run`, which has its hazards and scenarios. KT_NO_RESOURCES when memory runs out.
kt_status kt_draw_open(kt_draw *out, const kt_montecarlo *run, const kt_montecarlo_options *options,
                       kt_sampling sampling, kt_error *err);
void kt_draw_close(kt_draw *draw);

// Probability that at least one hazard other than the scenario occurs. O(hazards).
double kt_draw_anything_but(const kt_draw *draw, uint32_t scenario);

// What happens in the year of a run, up to the first hazard that stops it. O(hazards).
void kt_draw_year(kt_drawn *out, const kt_draw *draw, uint64_t run);

// Takes what one hazard takes, in one lane. O(producers of the hazard).
void kt_draw_occur(const kt_draw *draw, kt_capacity *capacity, uint32_t hazard, uint32_t lane);

// Sets the weights of all producers in the lane. O(producers of the circuit).
void kt_draw_shares(const kt_draw *draw, kt_capacity *capacity, uint64_t run, uint32_t lane);

#endif
