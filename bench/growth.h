// SPDX-License-Identifier: EUPL-1.2
// Measures how loading, building, sweeping and simulating, and whole commands, grow with the number
// of sources, on generated cases that are written to a temporary folder and read back.
#ifndef KETEN_BENCH_GROWTH_H
#define KETEN_BENCH_GROWTH_H

#include "figures.h"

// Sizes 1e4, 1e5, ... up to `most`, of commands up to 1e6. `program` is keten; `folder` gets
// growth.svg, memory.svg and commands.svg.
kt_status bench_growth_run(bench_figures *figures, double most, const char *program,
                           const char *folder, kt_error *err);

#endif
