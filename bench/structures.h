// SPDX-License-Identifier: EUPL-1.2
// Failure structures of the size and kind that safety engineers use to tell solvers apart: deep,
// with shared parts, and with votes (two of three, three of five) written out as alternatives.
#ifndef KT_BENCH_STRUCTURES_H
#define KT_BENCH_STRUCTURES_H

#include <stdio.h>

#include "diagram/structure.h"

typedef struct bench_structures_options {
    uint32_t n_events;
    uint32_t n_gates; // about: the last vote is not cut short
    double sharing;   // 0..1: how often a gate draws on what another one uses already
    uint64_t seed;
} bench_structures_options;

// The same options give the same structure on every machine. The caller closes it.
kt_status bench_structures_make(kt_structure **out, const bench_structures_options *options,
                                kt_error *err);

// Solves the standard ones and prints a line for each: events, gates, cut sets, nodes, seconds,
// MiB.
kt_status bench_structures_run(FILE *out, kt_error *err);

#endif
