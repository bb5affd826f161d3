// SPDX-License-Identifier: EUPL-1.2
// What a weighted sample says: mean, tail and quantiles, with their uncertainty. Sums run in the
// order of the runs and are compensated, so that the figures have the same bits however the runs
// were divided over threads.
#ifndef KT_ANALYSIS_YEARS_ESTIMATE_H
#define KT_ANALYSIS_YEARS_ESTIMATE_H

#include "analysis/years/montecarlo_result.h"

// Run i has value[i], 0 or more, and stands for mass[i] / n of all years (the masses average
// `sampled`); years worth 1 - sampled in all were not sampled, all have `quiet`.
typedef struct kt_sample {
    const double *value;
    const double *mass; // NULL: `sampled` each
    uint64_t n;
    double sampled;
    double quiet;
} kt_sample;

// Mean and its 95 % interval (normal approximation). Values lie in 0 to 1, and intervals are cut
// there.
kt_interval kt_estimate_mean(const kt_sample *sample);

// Probability that the value is at least `threshold`. Where all runs or none are, nothing varies
// that a spread could be taken from: the interval then ends 3/n of the sampled years further on.
kt_interval kt_estimate_exceeds(const kt_sample *sample, double threshold);

// Mean value of the worst `share` of years, those with the largest; `quantile` gets the least among
// them. The interval comes from twenty equal parts of the runs (Student's t); NaN below 200 runs.
kt_interval kt_estimate_tail(double *quantile, const kt_sample *sample, double share);

// Mean and quantiles (the smallest value that the share of years does not exceed).
kt_range kt_estimate_range(const kt_sample *sample);

#endif
