// SPDX-License-Identifier: EUPL-1.2
// Measures the sweep: a plain loop, every kind of lanes and every instruction set.
#ifndef KETEN_BENCH_KERNEL_H
#define KETEN_BENCH_KERNEL_H

#include "analysis/kernel/circuit.h"
#include "figures.h"

// On a network of `n_sources` sources; `folder` gets roofline.svg.
kt_status bench_kernel_run(bench_figures *figures, uint64_t n_sources, const char *folder,
                           kt_error *err);

// Seconds of one full sweep of the circuit with these lanes (kt_lanes) and kt_instructions, with
// every tenth producer changed: the least of `runs`. NaN when memory runs out.
double bench_kernel_sweep(const kt_circuit *circuit, int lanes, int instructions, int runs);

#endif
