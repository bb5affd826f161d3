// SPDX-License-Identifier: EUPL-1.2
// Lays scenarios on years that are swept already. Of 900 items of a frigate ten to a hundred lie at
// or above what a scenario takes. Stepping through those costs a tenth of a sweep or less, and
// gives the same bits. So every scenario is seen in the same years, drawn and swept once.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_LAYER_H
#define KT_ANALYSIS_YEARS_SCENARIO_LAYER_H

#include "analysis/kernel/variant.h"
#include "analysis/years/scenario.h"

typedef struct kt_scenario_layer {
    uint32_t scenario;
    kt_change *change; // [n_changes] on its worst day
    size_t n_changes;
    uint32_t *item; // [n_items] to step through, inputs first: at or above what it changes, and at
                    // or above that of the layer before, which is put right on the way
    uint32_t n_items;
} kt_scenario_layer;

typedef struct kt_scenario_layers {
    kt_scenario_layer *layer; // [n]
    uint32_t n;
    kt_arena arena;
} kt_scenario_layers;

// Layers for `n` scenarios (numbers), in the order given; their worst days are set. O(circuit +
// what lies above each). The caller closes it. KT_NO_RESOURCES only.
kt_status kt_scenario_layer_open(kt_scenario_layers *out, const kt_circuit *circuit,
                                 const kt_scenarios *scenarios, const uint32_t *scenario,
                                 uint32_t n, kt_error *err);
void kt_scenario_layer_close(kt_scenario_layers *layers);

// Lets the layer's scenario happen in the lanes (bits) and steps through what it can change. The
// one capacity of `variant` is stepped and was swept; layers are laid one at a time, from the first
// on, each after the one before was reverted. Until the next one is laid, or all is swept, the
// items above hold what the one before left.
void kt_scenario_layer_lay(const kt_scenario_layers *layers, uint32_t layer, kt_variant *variant,
                           uint32_t lanes);

#endif
