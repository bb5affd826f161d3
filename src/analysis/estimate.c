// SPDX-License-Identifier: EUPL-1.2
// See estimate.h.
#include "analysis/estimate.h"

#include <stdlib.h>

static const double NORMAL_95 = 1.959963984540054;
static const double STUDENT_95_19 = 2.093024054408263; // 19 degrees of freedom

enum { PARTS = 20, LEAST_RUNS = 200 };

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

static double loss_of(const kt_sample *sample, uint64_t i, double threshold)
{
    if (isnan(threshold))
        return sample->loss[i];
    return sample->loss[i] >= threshold ? 1.0 : 0.0;
}

static kt_interval mean_of(const kt_sample *sample, double threshold)
{
    double n = (double)sample->n;
    double quiet =
        isnan(threshold) ? sample->quiet_loss : (double)(sample->quiet_loss >= threshold);
    sum first = {0};
    sum second = {0};
    for (uint64_t i = 0; i < sample->n; i++)
        add(&first, mass_of(sample, i) * loss_of(sample, i, threshold));
    double mean = total(&first) / n;
    for (uint64_t i = 0; i < sample->n; i++) {
        double off = mass_of(sample, i) * loss_of(sample, i, threshold) - mean;
        add(&second, off * off);
    }
    double half = sample->n > 1 ? NORMAL_95 * sqrt(total(&second) / (n - 1.0) / n) : (double)NAN;
    double value = mean + (1.0 - sample->sampled) * quiet;
    return (kt_interval){value, value - half > 0.0 ? value - half : 0.0, value + half};
}

kt_interval kt_estimate_mean(const kt_sample *sample)
{
    return mean_of(sample, (double)NAN);
}

kt_interval kt_estimate_exceeds(const kt_sample *sample, double loss)
{
    return mean_of(sample, loss);
}

typedef struct year {
    double loss, mass;
} year;

static int worst_first(const void *left, const void *right)
{
    const year *a = left;
    const year *b = right;
    if (a->loss != b->loss)
        return a->loss > b->loss ? -1 : 1;
    return (a->mass < b->mass) - (a->mass > b->mass);
}

// Of the runs from `first` to `end`; `years` has room for all of them and the quiet year. The
// masses of importance sampling average `sampled` only in the long run: here they are made to.
static double tail_of(const kt_sample *sample, uint64_t first, uint64_t end, double share,
                      year *years, double *quantile)
{
    uint64_t n = end - first;
    sum whole = {0};
    for (uint64_t i = 0; i < n; i++)
        add(&whole, mass_of(sample, first + i));
    for (uint64_t i = 0; i < n; i++)
        years[i] = (year){sample->loss[first + i],
                          mass_of(sample, first + i) * sample->sampled / total(&whole)};
    years[n] = (year){sample->quiet_loss, 1.0 - sample->sampled};
    qsort(years, n + 1, sizeof *years, worst_first);
    double left = share;
    sum lost = {0};
    for (uint64_t i = 0; i <= n && left > 0.0; i++) {
        double taken = years[i].mass < left ? years[i].mass : left;
        add(&lost, taken * years[i].loss);
        left -= taken;
        if (taken > 0.0)
            *quantile = years[i].loss;
    }
    return total(&lost) / share;
}

kt_status kt_estimate_tail(kt_interval *out, double *quantile, const kt_sample *sample,
                           double share, kt_error *err)
{
    year *years = malloc(((size_t)sample->n + 1) * sizeof *years);
    if (years == NULL)
        return kt_error_no_memory(err);
    *quantile = 0.0;
    *out = (kt_interval){(double)NAN, (double)NAN, (double)NAN};
    out->value = tail_of(sample, 0, sample->n, share, years, quantile);
    if (sample->n >= LEAST_RUNS) {
        double part[PARTS];
        double unused;
        sum first = {0};
        sum second = {0};
        for (uint64_t k = 0; k < PARTS; k++) {
            part[k] = tail_of(sample, sample->n * k / PARTS, sample->n * (k + 1) / PARTS, share,
                              years, &unused);
            add(&first, part[k] / PARTS);
        }
        for (int k = 0; k < PARTS; k++)
            add(&second, (part[k] - total(&first)) * (part[k] - total(&first)));
        double half = STUDENT_95_19 * sqrt(total(&second) / (PARTS - 1) / PARTS);
        out->low = out->value - half > 0.0 ? out->value - half : 0.0;
        out->high = out->value + half;
    }
    free(years);
    return KT_OK;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double quantile_of(const double *sorted, uint64_t n, double share)
{
    double at = ceil(share * (double)n) - 1.0;
    return sorted[at > 0.0 ? (uint64_t)at : 0];
}

kt_range kt_estimate_range(double *value, uint64_t n)
{
    sum all = {0};
    for (uint64_t i = 0; i < n; i++)
        add(&all, value[i]);
    qsort(value, n, sizeof *value, ascending);
    return (kt_range){total(&all) / (double)n, quantile_of(value, n, 0.05),
                      quantile_of(value, n, 0.5), quantile_of(value, n, 0.95)};
}
