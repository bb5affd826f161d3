// SPDX-License-Identifier: EUPL-1.2
// Lays scenarios on years that are swept already. Of 900 items of a frigate ten to a hundred lie at
// or above what a scenario takes. Stepping through those costs a tenth of a sweep or less, and
// gives the same bits. So every scenario is seen in the same years, drawn and swept once.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_LAYER_H
#define KT_ANALYSIS_YEARS_SCENARIO_LAYER_H

#include "analysis/years/scenario.h"

typedef struct kt_scenario_layer {
    uint32_t scenario;
    uint32_t *producer; // [n_producers] it changes their a(p) on its worst day; ascending
    uint32_t n_producers;
    uint32_t *item; // [n_items] to step through, inputs first: at or above its producers, and at or
                    // above those of the layer before, which are put right on the way
    uint32_t n_items;
} kt_scenario_layer;

typedef struct kt_scenario_layers {
    const kt_scenarios *scenarios;
    kt_scenario_layer *layer; // [n]
    uint32_t n;
    uint32_t most_producers; // of a layer
    kt_arena arena;
} kt_scenario_layers;

// Layers for `n` scenarios (numbers), in the order given; their worst days are set. Borrows
// `scenarios`. O(n · network). The caller closes it. KT_NO_RESOURCES only.
kt_status kt_scenario_layer_open(kt_scenario_layers *out, const kt_circuit *circuit,
                                 const kt_scenarios *scenarios, const uint32_t *scenario,
                                 uint32_t n, kt_error *err);
void kt_scenario_layer_close(kt_scenario_layers *layers);

// Lets the layer's scenario happen in the first `n_lanes` lanes, except where `has` has the lane's
// bit, and steps through what it can change. `capacity` is stepped and was swept; layers are laid
// one at a time, from the first on, each after the one before was lifted. `saved` has room for
// most_producers rows of KT_MOST_LANES; NULL for a last layer, which is not lifted.
void kt_scenario_layer_lay(const kt_scenario_layers *layers, uint32_t layer, kt_capacity *capacity,
                           uint32_t n_lanes, uint32_t has, double *saved);

// Gives every a(p) back as it was. Until the next layer is laid, or all is swept, the items above
// hold what this one left.
void kt_scenario_layer_lift(const kt_scenario_layers *layers, uint32_t layer, kt_capacity *capacity,
                            uint32_t n_lanes, const double *saved);

#endif
