// SPDX-License-Identifier: EUPL-1.2
// Firm networks as economies have them, of any size, for measuring: sizes after a power law
// (Axtell, Zipf distribution of U.S. firm sizes, Science 293, 2001), numbers of suppliers with a
// heavy tail, suppliers chosen by their size, industries that buy from earlier industries only.
#ifndef KETEN_BENCH_NETWORK_H
#define KETEN_BENCH_NETWORK_H

#include "base/error.h"
#include "model/network.h"

typedef struct bench_network {
    kt_network network; // `the_case` is NULL: for the kernel, not for reports
    double *size;       // [n_producers] of each firm
} bench_network;

// About `n_sources` sources: a producer for every twelve. An item is an industry, its producers
// are firms; every firm has a recipe of four inputs and buys each from three suppliers on average.
kt_status bench_network_make(bench_network *out, uint64_t n_sources, uint64_t seed, kt_error *err);
void bench_network_free(bench_network *network);

// The same network as a case folder, one supply row a source. `folder` must exist.
kt_status bench_network_write(const bench_network *network, const char *folder, kt_error *err);

#endif
