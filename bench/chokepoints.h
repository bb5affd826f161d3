// SPDX-License-Identifier: EUPL-1.2
// Measures chokepoints: of the frigate by each class of events, and how the work for pairs grows
// with the number of companies and items.
#ifndef KETEN_BENCH_CHOKEPOINTS_H
#define KETEN_BENCH_CHOKEPOINTS_H

#include "figures.h"
#include "model/network.h"

// `frigate`: the network that the classes are measured on. Sizes 1e4, 2e4, ... up to `most`.
kt_status bench_chokepoints_run(bench_figures *figures, const kt_network *frigate, double most,
                                kt_error *err);

#endif
