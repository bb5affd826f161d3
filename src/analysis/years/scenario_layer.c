// SPDX-License-Identifier: EUPL-1.2
// Works out once for each scenario what it changes and which items lie above that. A layer also
// steps through the items of the layer before, which puts them right on the way and saves a sweep
// in between.
#include "analysis/years/scenario_layer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/kernel/cone.h"

// The cone of the layer, and of the layer before it too; `own` keeps that of the layer alone.
static bool fill_items(kt_scenario_layer *layer, kt_cone *cone, uint32_t *own, uint32_t *n_own,
                       kt_arena *arena)
{
    const kt_network *net = cone->circuit->network;
    kt_cone_begin(cone);
    for (size_t k = 0; k < layer->n_changes; k++)
        kt_cone_add(cone, net->producer[layer->change[k].at].item);
    kt_cone_rise(cone);
    uint32_t n_alone = cone->n;
    for (uint32_t k = 0; k < *n_own; k++) // what lies above these is among them
        kt_cone_add(cone, own[k]);
    memcpy(own, cone->item, n_alone * sizeof *own);
    *n_own = n_alone;
    kt_cone_rise(cone);
    layer->n_items = cone->n;
    layer->item = kt_arena_alloc(arena, (size_t)cone->n + 1, sizeof *layer->item);
    if (layer->item != NULL)
        memcpy(layer->item, cone->item, cone->n * sizeof *layer->item);
    return layer->item != NULL;
}

static bool fill_layers(kt_scenario_layers *out, kt_cone *cone, const kt_scenarios *scenarios,
                        const uint32_t *scenario)
{
    uint32_t n_own = 0;
    uint32_t *own = malloc(((size_t)cone->circuit->network->n_items + 1) * sizeof *own);
    bool whole = own != NULL;
    for (uint32_t k = 0; k < out->n && whole; k++) {
        kt_scenario_layer *layer = &out->layer[k];
        layer->scenario = scenario[k];
        layer->change =
            kt_scenario_changes(&layer->n_changes, scenarios, scenario[k],
                                scenarios->row[scenario[k]].worst_day, cone->circuit, &out->arena);
        whole = layer->change != NULL && fill_items(layer, cone, own, &n_own, &out->arena);
    }
    free(own);
    return whole;
}

kt_status kt_scenario_layer_open(kt_scenario_layers *out, const kt_circuit *circuit,
                                 const kt_scenarios *scenarios, const uint32_t *scenario,
                                 uint32_t n, kt_error *err)
{
    kt_cone cone;
    *out = (kt_scenario_layers){.n = n};
    if (n == 0)
        return KT_OK;
    kt_status status = kt_cone_open(&cone, circuit, NULL, err);
    if (status != KT_OK)
        return status;
    out->layer = kt_arena_alloc(&out->arena, n, sizeof *out->layer);
    if (out->layer == NULL || !fill_layers(out, &cone, scenarios, scenario)) {
        kt_scenario_layer_close(out);
        status = kt_error_no_memory(err);
    }
    kt_cone_close(&cone);
    return status;
}

void kt_scenario_layer_close(kt_scenario_layers *layers)
{
    kt_arena_free(&layers->arena);
    *layers = (kt_scenario_layers){0};
}

void kt_scenario_layer_lay(const kt_scenario_layers *layers, uint32_t k, kt_variant *variant,
                           uint32_t lanes)
{
    assert(k < layers->n && variant->n_capacities == 1 && variant->capacity->stepped);
    const kt_scenario_layer *layer = &layers->layer[k];
    kt_variant_apply(variant, layer->change, layer->n_changes, lanes);
    for (uint32_t i = 0; i < layer->n_items; i++)
        (void)kt_capacity_step(variant->capacity, layer->item[i]);
}
