// SPDX-License-Identifier: EUPL-1.2
// Finds quantiles without sorting: values of 0 and more stand in the order of their bits, so that
// counting by the highest eleven bits, then the next, six times, ends at the one value. O(runs), 1
// to 1e9; nothing is moved, and weights count as well as numbers. The interval of a tail comes from
// the spread over twenty parts of the runs, for 200 runs and more.
#include "analysis/years/estimate.h"

#include <assert.h>
#include <string.h>

static const double NORMAL_95 = 1.959963984540054;
static const double STUDENT_95_19 = 2.093024054408263; // 19 degrees of freedom

static const double RULE_OF_THREE = 3.0; // Hanley and Lippman-Hand (1983): -ln 0.05

enum { PARTS = 20, LEAST_RUNS = 200 };

enum { DIGIT_BITS = 11, DIGITS = 6, BINS = 1 << DIGIT_BITS };

typedef struct sum {
    double value, rest; // Kahan and Babuska: what rounding lost
} sum;

static void add(sum *s, double x)
{
    double total = s->value + x;
    s->rest += fabs(s->value) >= fabs(x) ? (s->value - total) + x : (x - total) + s->value;
    s->value = total;
}

static double total(const sum *s)
{
    return s->value + s->rest;
}

static double mass_of(const kt_sample *sample, uint64_t i)
{
    return sample->mass == NULL ? sample->sampled : sample->mass[i];
}

static double value_of(const kt_sample *sample, uint64_t i, double threshold)
{
    if (isnan(threshold))
        return sample->value[i];
    return sample->value[i] >= threshold ? 1.0 : 0.0;
}

// Values are shares, and so is whatever is estimated of them.
static kt_interval interval_of(double value, double half)
{
    double low = value - half;
    double high = value + half;
    return (kt_interval){value, low < 0.0 ? 0.0 : low, high > 1.0 ? 1.0 : high};
}

static kt_interval mean_of(const kt_sample *sample, double threshold)
{
    double n = (double)sample->n;
    double quiet = isnan(threshold) ? sample->quiet : (double)(sample->quiet >= threshold);
    sum first = {0};
    sum second = {0};
    for (uint64_t i = 0; i < sample->n; i++)
        add(&first, mass_of(sample, i) * value_of(sample, i, threshold));
    double mean = total(&first) / n;
    for (uint64_t i = 0; i < sample->n; i++) {
        double off = mass_of(sample, i) * value_of(sample, i, threshold) - mean;
        add(&second, off * off);
    }
    double half = sample->n > 1 ? NORMAL_95 * sqrt(total(&second) / (n - 1.0) / n) : (double)NAN;
    double value = mean + (1.0 - sample->sampled) * quiet;
    return interval_of(value, half);
}

kt_interval kt_estimate_mean(const kt_sample *sample)
{
    return mean_of(sample, (double)NAN);
}

kt_interval kt_estimate_exceeds(const kt_sample *sample, double threshold)
{
    kt_interval out = mean_of(sample, threshold);
    uint64_t n_hits = 0;
    for (uint64_t i = 0; i < sample->n; i++)
        n_hits += sample->value[i] >= threshold;
    if (sample->sampled > 0.0 && sample->n > 0 && (n_hits == 0 || n_hits == sample->n))
        out = interval_of(out.value, sample->sampled * RULE_OF_THREE / (double)sample->n);
    return out;
}

// Runs and the quiet years on one scale of weights: 1 a run where all weigh the same, so that
// counts are exact.
typedef struct scale {
    const kt_sample *sample;
    double quiet; // weight of the years not sampled
    double whole; // of all years
} scale;

// The masses of importance sampling average `sampled` only in the long run: here they are made to.
static scale scale_of(const kt_sample *sample)
{
    sum runs = {0};
    if (!(sample->sampled > 0.0) || sample->n == 0) // all years are quiet
        return (scale){sample, 1.0, 1.0};
    for (uint64_t i = 0; i < sample->n && sample->mass != NULL; i++)
        add(&runs, sample->mass[i]);
    double all_runs = sample->mass == NULL ? (double)sample->n : total(&runs);
    scale s = {.sample = sample, .quiet = all_runs * (1.0 / sample->sampled - 1.0)};
    s.whole = all_runs + s.quiet;
    return s;
}

static double weight_of(const scale *s, uint64_t i)
{
    return s->sample->mass == NULL ? 1.0 : s->sample->mass[i];
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    value = value > 0.0 ? value : 0.0; // -0 too
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// Weights by digit `d` (5 is the highest) of the values with the higher digits of `above`.
static void count_digit(double bin[BINS], const scale *s, int d, uint64_t above)
{
    const kt_sample *sample = s->sample;
    int shift = d * DIGIT_BITS;
    int high = shift + DIGIT_BITS < 64 ? shift + DIGIT_BITS : 63; // bit 63 is the sign: never set
    uint64_t quiet = bits_of(sample->quiet);
    uint64_t n = sample->sampled > 0.0 ? sample->n : 0;
    memset(bin, 0, BINS * sizeof *bin);
    for (uint64_t i = 0; i < n; i++) {
        uint64_t bits = bits_of(sample->value[i]);
        if (bits >> high == above)
            bin[bits >> shift & (BINS - 1)] += weight_of(s, i);
    }
    if (quiet >> high == above)
        bin[quiet >> shift & (BINS - 1)] += s->quiet;
}

// The value up to which, from the smallest or from the largest on, years weigh `share` of all.
static double reach(const scale *s, double share, bool from_largest)
{
    double bin[BINS];
    double rest = share * s->whole;
    uint64_t found = 0;
    for (int d = DIGITS - 1; d >= 0; d--) {
        int at = from_largest ? BINS - 1 : 0;
        int last = from_largest ? 0 : BINS - 1;
        int used = at; // the last one that is not empty: rounding may leave a rest behind it
        count_digit(bin, s, d, found);
        for (; at != last && !(bin[at] > 0.0 && bin[at] >= rest); at += from_largest ? -1 : 1) {
            rest -= bin[at];
            used = bin[at] > 0.0 ? at : used;
        }
        used = bin[at] > 0.0 ? at : used;
        found = found << DIGIT_BITS | (uint64_t)used;
    }
    double value;
    memcpy(&value, &found, sizeof value);
    return value;
}

static double tail_of(const kt_sample *sample, double share, double *quantile)
{
    scale s = scale_of(sample);
    sum value = {0};
    sum weight = {0};
    uint64_t n = sample->sampled > 0.0 ? sample->n : 0;
    *quantile = reach(&s, share, true);
    for (uint64_t i = 0; i < n; i++) {
        if (sample->value[i] > *quantile) {
            add(&value, weight_of(&s, i) * sample->value[i]);
            add(&weight, weight_of(&s, i));
        }
    }
    if (sample->quiet > *quantile) {
        add(&value, s.quiet * sample->quiet);
        add(&weight, s.quiet);
    }
    add(&value, (share * s.whole - total(&weight)) * *quantile);
    return total(&value) / (share * s.whole);
}

static kt_sample part_of(const kt_sample *sample, uint64_t k)
{
    uint64_t first = sample->n * k / PARTS;
    kt_sample part = *sample;
    part.value += first;
    part.mass = sample->mass == NULL ? NULL : sample->mass + first;
    part.n = sample->n * (k + 1) / PARTS - first;
    return part;
}

kt_interval kt_estimate_tail(double *quantile, const kt_sample *sample, double share)
{
    assert(share > 0.0 && share <= 1.0);
    kt_interval out = {tail_of(sample, share, quantile), (double)NAN, (double)NAN};
    double part[PARTS];
    double unused;
    sum first = {0};
    sum second = {0};
    if (sample->n < LEAST_RUNS)
        return out;
    for (uint64_t k = 0; k < PARTS; k++) {
        kt_sample runs = part_of(sample, k);
        part[k] = tail_of(&runs, share, &unused);
        add(&first, part[k] / PARTS);
    }
    for (int k = 0; k < PARTS; k++)
        add(&second, (part[k] - total(&first)) * (part[k] - total(&first)));
    double half = STUDENT_95_19 * sqrt(total(&second) / (PARTS - 1) / PARTS);
    return interval_of(out.value, half);
}

kt_range kt_estimate_range(const kt_sample *sample)
{
    scale s = scale_of(sample);
    bool any = sample->sampled > 0.0 && sample->n > 0;
    double mean = any ? kt_estimate_mean(sample).value : sample->quiet;
    return (kt_range){mean, reach(&s, 0.05, false), reach(&s, 0.5, false), reach(&s, 0.95, false)};
}
