// SPDX-License-Identifier: EUPL-1.2
// Quantiles of sorted values and the deviation in two passes (mean first, then squares around it),
// because one pass loses the digits of a small spread around a large mean. Samples of 2 to 1e6
// values.
#include "base/stat.h"

#include <assert.h>
#include <stdlib.h>

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

void kt_stat_sort(double *value, size_t n)
{
    if (n > 1)
        qsort(value, n, sizeof *value, ascending);
}

double kt_stat_quantile(const double *sorted, size_t n, double p)
{
    assert(p >= 0.0 && p <= 1.0);
    if (n == 0)
        return (double)NAN;
    double at = p * (double)(n - 1);
    size_t below = (size_t)at;
    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

double kt_stat_deviation(const double *value, size_t n)
{
    kt_sum sum = {0};
    kt_sum squares = {0};
    if (n < 2)
        return (double)NAN;
    for (size_t i = 0; i < n; i++)
        kt_stat_add(&sum, value[i]);
    double mean = kt_stat_total(&sum) / (double)n;
    for (size_t i = 0; i < n; i++)
        kt_stat_add(&squares, (value[i] - mean) * (value[i] - mean));
    return sqrt(kt_stat_total(&squares) / (double)(n - 1));
}
