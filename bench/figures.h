// SPDX-License-Identifier: EUPL-1.2
// The list of what was measured: printed as ratios to its target and to the last baseline, and
// kept as the next one.
#ifndef KETEN_BENCH_FIGURES_H
#define KETEN_BENCH_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { BENCH_MOST_FIGURES = 160 };

typedef struct bench_figure {
    char name[64];
    char unit[16];
    double value;
    double target;    // NaN: none
    bool more_better; // else less is
    double before;    // of the baseline, NaN where it has none
} bench_figure;

typedef struct bench_figures {
    char machine[200];
    char machine_before[200]; // "" without a baseline
    bench_figure figure[BENCH_MOST_FIGURES];
    size_t n;
} bench_figures;

typedef struct bench_goal {
    double target; // NaN: none
    bool more_better;
} bench_goal;

// Adds a figure and prints its line.
void bench_figures_add(bench_figures *figures, const char *name, double value, const char *unit,
                       bench_goal goal);

// Reads the baseline at `path` into `figures` before anything is added. A missing file is none.
kt_status bench_figures_read(bench_figures *figures, const char *path, kt_error *err);
kt_status bench_figures_write(const bench_figures *figures, const char *path, kt_error *err);

// Figures that miss their target.
size_t bench_figures_missed(const bench_figures *figures);

#endif
