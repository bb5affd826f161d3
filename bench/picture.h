// SPDX-License-Identifier: EUPL-1.2
// Pictures of what was measured, as SVG: points and lines on two logarithmic axes.
#ifndef KETEN_BENCH_PICTURE_H
#define KETEN_BENCH_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { BENCH_MOST_POINTS = 16 };

typedef struct bench_series {
    const char *name;
    double x[BENCH_MOST_POINTS], y[BENCH_MOST_POINTS];
    size_t n;
    bool roof; // a line without points, dashed
} bench_series;

typedef struct bench_picture {
    const char *title, *subtitle, *x_title, *y_title;
    const bench_series *series;
    size_t n_series;
} bench_picture;

kt_status bench_picture_write(const bench_picture *picture, const char *path, kt_error *err);

#endif
