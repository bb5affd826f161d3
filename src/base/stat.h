// SPDX-License-Identifier: EUPL-1.2
// Sums that do not lose small terms, standard deviations, and quantiles.
#ifndef KT_BASE_STAT_H
#define KT_BASE_STAT_H

#include <math.h>
#include <stddef.h>

// A compensated sum (Neumaier 1974): the error stays at rounding level for any number of terms.
typedef struct kt_sum {
    double sum, rest;
} kt_sum; // {0} is the empty sum

static inline void kt_stat_add(kt_sum *s, double term)
{
    double total = s->sum + term;
    s->rest += fabs(s->sum) >= fabs(term) ? (s->sum - total) + term : (term - total) + s->sum;
    s->sum = total;
}

static inline double kt_stat_total(const kt_sum *s)
{
    return s->sum + s->rest;
}

// Sorts ascending; no value may be NaN. O(n log n).
void kt_stat_sort(double *value, size_t n);

// The quantile `p` in 0..1 of `n` sorted values, linear between them (type 7 of Hyndman and Fan
// 1996). NaN when n is 0.
double kt_stat_quantile(const double *sorted, size_t n, double p);

// Standard deviation with n - 1 in the denominator; NaN for fewer than two values.
double kt_stat_deviation(const double *value, size_t n);

#endif
