// SPDX-License-Identifier: EUPL-1.2
// What a weighted sample says: mean, tail and quantiles, with their uncertainty. Sums run in the
// order of the runs and are compensated, so that the figures have the same bits however the runs
// were divided.
#ifndef KT_ANALYSIS_ESTIMATE_H
#define KT_ANALYSIS_ESTIMATE_H

#include "analysis/montecarlo.h"

// Run i has `loss[i]` and stands for mass[i] / n of all years (the masses average `sampled`);
// years worth 1 - sampled in all were not sampled and have `quiet_loss`.
typedef struct kt_sample {
    const double *loss;
    const double *mass; // NULL: `sampled` each
    uint64_t n;
    double sampled;
    double quiet_loss;
} kt_sample;

// Mean loss and its 95 % interval (normal approximation), of the first n runs of the sample.
kt_interval kt_estimate_mean(const kt_sample *sample);

// Probability that the loss is at least `loss`.
kt_interval kt_estimate_exceeds(const kt_sample *sample, double loss);

// Mean loss of the worst `share` of years; `quantile` gets the least loss among them. The interval
// comes from twenty equal parts of the runs (Student's t); NaN below 200 runs. KT_NO_RESOURCES.
kt_status kt_estimate_tail(kt_interval *out, double *quantile, const kt_sample *sample,
                           double share, kt_error *err);

// Mean and quantiles (the smallest value that the share of runs does not exceed). Sorts `value`.
kt_range kt_estimate_range(double *value, uint64_t n);

#endif
