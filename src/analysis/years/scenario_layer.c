// SPDX-License-Identifier: EUPL-1.2
// Works out once for each scenario which producers it changes and which items lie above them: one
// pass over the items, because they are stored inputs first. A layer also steps through the items
// of the layer before, which puts them right on the way and saves a sweep in between.
#include "analysis/years/scenario_layer.h"

#include <assert.h>
#include <string.h>

typedef struct marks {
    const kt_circuit *circuit;
    bool *producer;    // [producers of the network] that the scenario at hand changes
    bool *item;        // [items] at or above them
    bool *item_before; // [items] the same of the scenario before
} marks;

static void mark_producers(marks *m, const kt_scenarios *scenarios, uint32_t s)
{
    const kt_scenario *scenario = &scenarios->row[s];
    memset(m->producer, 0, m->circuit->network->n_producers * sizeof *m->producer);
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        bool on = scenario->worst_day >= effect->start && scenario->worst_day < effect->end;
        for (uint32_t k = 0; on && effect->left < 1.0 && k < effect->n; k++) {
            uint32_t p = scenarios->producer[effect->first + k];
            m->producer[p] = m->circuit->producer_at[p] != KT_NO_ROW;
        }
    }
}

static bool draws_on_marked(const marks *m, uint32_t recipe)
{
    const kt_network *net = m->circuit->network;
    uint32_t first = net->recipe_requirement[recipe];
    uint32_t end = net->recipe_requirement[recipe + 1];
    for (uint32_t j = net->requirement[first].alternative; j < net->requirement[end].alternative;
         j++) {
        if (m->item[net->mix_item[net->alternative[j].mix]])
            return true;
    }
    return false;
}

// Items are stored inputs first: one pass finds all that lies above.
static void mark_items(marks *m)
{
    const kt_network *net = m->circuit->network;
    for (uint32_t i = 0; i < net->n_items; i++) {
        uint32_t recipe = KT_NO_ROW; // the last one looked at: producers of an item share them
        m->item[i] = false;
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
            m->item[i] |= m->producer[p];
            if (!m->item[i] && net->producer[p].recipe != recipe)
                m->item[i] = draws_on_marked(m, net->producer[p].recipe);
            recipe = net->producer[p].recipe;
        }
    }
}

// Numbers of the true ones in `list`, or NULL when memory runs out.
static uint32_t *numbers_of(const bool *list, uint32_t n, uint32_t *n_true, kt_arena *arena)
{
    *n_true = 0;
    for (uint32_t i = 0; i < n; i++)
        *n_true += list[i];
    uint32_t *out = kt_arena_alloc(arena, (size_t)*n_true + 1, sizeof *out);
    uint32_t at = 0;
    for (uint32_t i = 0; out != NULL && i < n; i++) {
        if (list[i])
            out[at++] = i;
    }
    return out;
}

static bool fill_layer(kt_scenario_layer *layer, marks *m, kt_arena *arena)
{
    const kt_network *net = m->circuit->network;
    bool *both = m->item_before; // of no use afterwards
    for (uint32_t i = 0; i < net->n_items; i++)
        both[i] = (m->item[i] || both[i]) && m->circuit->item_step[i] != KT_NO_ROW;
    layer->item = numbers_of(both, net->n_items, &layer->n_items, arena);
    layer->producer = numbers_of(m->producer, net->n_producers, &layer->n_producers, arena);
    memcpy(m->item_before, m->item, net->n_items * sizeof *m->item);
    return layer->item != NULL && layer->producer != NULL;
}

kt_status kt_scenario_layer_open(kt_scenario_layers *out, const kt_circuit *circuit,
                                 const kt_scenarios *scenarios, const uint32_t *scenario,
                                 uint32_t n, kt_error *err)
{
    const kt_network *net = circuit->network;
    *out = (kt_scenario_layers){.scenarios = scenarios, .n = n};
    marks m = {.circuit = circuit};
    out->layer = kt_arena_alloc(&out->arena, (size_t)n + 1, sizeof *out->layer);
    m.producer = kt_arena_alloc(&out->arena, (size_t)net->n_producers + 1, sizeof *m.producer);
    m.item = kt_arena_alloc(&out->arena, (size_t)net->n_items + 1, sizeof *m.item);
    m.item_before = kt_arena_alloc(&out->arena, (size_t)net->n_items + 1, sizeof *m.item_before);
    bool whole =
        out->layer != NULL && m.producer != NULL && m.item != NULL && m.item_before != NULL;
    for (uint32_t k = 0; k < n && whole; k++) {
        out->layer[k].scenario = scenario[k];
        mark_producers(&m, scenarios, scenario[k]);
        mark_items(&m);
        whole = fill_layer(&out->layer[k], &m, &out->arena);
        if (out->layer[k].n_producers > out->most_producers)
            out->most_producers = out->layer[k].n_producers;
    }
    if (whole)
        return KT_OK;
    kt_scenario_layer_close(out);
    return kt_error_no_memory(err);
}

void kt_scenario_layer_close(kt_scenario_layers *layers)
{
    kt_arena_free(&layers->arena);
    *layers = (kt_scenario_layers){0};
}

void kt_scenario_layer_lay(const kt_scenario_layers *layers, uint32_t k, kt_capacity *capacity,
                           uint32_t n_lanes, uint32_t has, double *saved)
{
    assert(k < layers->n && n_lanes <= capacity->lanes && capacity->stepped);
    const kt_scenario_layer *layer = &layers->layer[k];
    double day = layers->scenarios->row[layer->scenario].worst_day;
    for (uint32_t j = 0; saved != NULL && j < layer->n_producers; j++) {
        for (uint32_t l = 0; l < n_lanes; l++)
            *saved++ = kt_capacity_left(capacity, layer->producer[j], l);
    }
    for (uint32_t l = 0; l < n_lanes; l++) {
        if ((has >> l & 1) == 0)
            kt_scenario_apply(capacity, layers->scenarios, layer->scenario, day, l);
    }
    for (uint32_t i = 0; i < layer->n_items; i++)
        (void)kt_capacity_step(capacity, layer->item[i]);
}

void kt_scenario_layer_lift(const kt_scenario_layers *layers, uint32_t k, kt_capacity *capacity,
                            uint32_t n_lanes, const double *saved)
{
    assert(k < layers->n && n_lanes <= capacity->lanes);
    const kt_scenario_layer *layer = &layers->layer[k];
    for (uint32_t j = 0; j < layer->n_producers; j++) {
        for (uint32_t l = 0; l < n_lanes; l++)
            kt_capacity_set(capacity, layer->producer[j], l, *saved++);
    }
}
