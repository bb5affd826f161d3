// SPDX-License-Identifier: EUPL-1.2
// Visits items from the target down; everything that asks for an item has been visited before it,
// so one pass is exact and no path is walked twice. What is asked is summed by mix and by recipe
// and not by pair of buyer and supplier: a market has many buyers. O(reached sources), 1e4 for a
// frigate.
#include "analysis/chain/explode.h"

#include <assert.h>
#include <stdlib.h>

// What is asked of one mix, and handed on by one recipe.
typedef struct flow {
    kt_amount units;
    double fresh;       // units that reached here without passing a material
    double mass, value; // embodied, being traced
} flow;

typedef struct explosion_job {
    kt_explosion *out;
    const kt_network *net;
    flow *mix;     // [n_mixes] asked of it
    flow *recipe;  // [n_recipes] sum over the producers that use it
    bool *absorbs; // [n_producers] traced mass ends here; NULL: nowhere
    double absorbed_mass, absorbed_value;
} explosion_job;

static bool is_material(const kt_network *net, uint32_t item)
{
    return net->item[item].kind == KT_KIND_MATERIAL;
}

static uint32_t child_of(const kt_network *net, const kt_alternative *alternative)
{
    return net->mix_item[alternative->mix];
}

// A quantity that is not known (NaN), of nothing, is nothing.
static double times(double units, double quantity)
{
    return units == 0.0 ? 0.0 : units * quantity;
}

static void add_flow(flow *to, const flow *from, double share)
{
    to->units.typical += from->units.typical * share;
    to->units.min += from->units.min * share;
    to->units.max += from->units.max * share;
    to->fresh += from->fresh * share;
    to->mass += from->mass * share;
    to->value += from->value * share;
}

// Divides what is asked of a mix over its sources, and sums per recipe what they need in turn.
static void deliver(explosion_job *job, uint32_t mix)
{
    const kt_network *net = job->net;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        uint32_t p = source->producer;
        flow part = {0};
        add_flow(&part, &job->mix[mix], source->share);
        if (job->absorbs != NULL && job->absorbs[p]) {
            job->absorbed_mass += part.mass;
            job->absorbed_value += part.value;
            part.mass = 0.0;
            part.value = 0.0;
        }
        add_flow(&job->recipe[net->producer[p].recipe], &part, 1.0);
        job->out->units[p].typical += part.units.typical;
        job->out->units[p].min += part.units.min;
        job->out->units[p].max += part.units.max;
        job->out->mass[p] += part.mass;
        job->out->value[p] += part.value;
    }
}

static uint32_t n_material_inputs(const kt_network *net, uint32_t recipe)
{
    uint32_t n = 0;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1]; k++)
        n += is_material(net, child_of(net, &net->alternative[net->requirement[k].alternative]));
    return n;
}

// Mass and value enter with the first material on the way.
static void enter(explosion_job *job, flow *asked, double units, const kt_network_item *material)
{
    double mass = units * material->unit_kg;
    double value = units * material->value_eur;
    if (!isnan(mass)) {
        asked->mass += mass;
        job->out->total_mass += mass;
    }
    if (!isnan(value)) {
        asked->value += value;
        job->out->total_value += value;
    }
}

static void ask(explosion_job *job, uint32_t item, uint32_t recipe)
{
    const kt_network *net = job->net;
    const flow *need = &job->recipe[recipe];
    uint32_t n_materials = n_material_inputs(net, recipe);
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        const kt_alternative *input = &net->alternative[net->requirement[k].alternative];
        uint32_t child = child_of(net, input);
        flow *asked = &job->mix[input->mix];
        asked->units.typical += times(need->units.typical, input->quantity);
        asked->units.min += times(need->units.min, input->quantity_min);
        asked->units.max += times(need->units.max, input->quantity_max);
        if (is_material(net, item) && is_material(net, child)) {
            asked->mass += need->mass / n_materials;
            asked->value += need->value / n_materials;
        } else if (!is_material(net, item) && is_material(net, child)) {
            enter(job, asked, times(need->fresh, input->quantity), &net->item[child]);
        } else if (!is_material(net, item)) {
            asked->fresh += times(need->fresh, input->quantity);
        }
    }
}

static void visit_item(explosion_job *job, uint32_t item)
{
    const kt_network *net = job->net;
    for (uint32_t m = net->item[item].mix; m < net->item[item + 1].mix; m++)
        deliver(job, m);
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++)
        job->out->end[p] =
            is_material(net, item) && n_material_inputs(net, net->producer[p].recipe) == 0;
    kt_recipes own = kt_network_recipes(net, item);
    for (uint32_t recipe = own.first; recipe < own.end; recipe++)
        ask(job, item, recipe);
}

// Room for one explosion; its results live in `arena`.
static kt_status begin(explosion_job *job, const kt_network *net, kt_arena *arena, kt_error *err)
{
    size_t n = net->n_producers;
    kt_explosion *out = job->out;
    job->net = net;
    *out = (kt_explosion){
        .units = kt_arena_alloc(arena, n, sizeof *out->units),
        .mass = kt_arena_alloc(arena, n, sizeof *out->mass),
        .value = kt_arena_alloc(arena, n, sizeof *out->value),
        .end = kt_arena_alloc(arena, n, sizeof *out->end),
    };
    job->mix = calloc((size_t)net->n_mixes + 1, sizeof *job->mix);
    job->recipe = calloc((size_t)net->n_recipes + 1, sizeof *job->recipe);
    if (out->units == NULL || out->mass == NULL || out->value == NULL || out->end == NULL ||
        job->mix == NULL || job->recipe == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

static void run(explosion_job *job, const kt_reach *reach)
{
    assert(reach->target < job->net->n_items);
    const kt_network *net = job->net;
    flow *start = &job->mix[net->item[reach->target].mix];
    start->units = (kt_amount){1.0, 1.0, 1.0};
    if (is_material(net, reach->target)) // then the target itself is the first material
        enter(job, start, 1.0, &net->item[reach->target]);
    else
        start->fresh = 1.0;
    for (uint32_t i = reach->target + 1; i-- > 0;) {
        if (reach->item[i])
            visit_item(job, i);
    }
}

kt_status kt_explode_target(kt_explosion *out, const kt_network *net, const kt_reach *reach,
                            kt_arena *arena, kt_error *err)
{
    explosion_job job = {.out = out};
    kt_status status = begin(&job, net, arena, err);
    if (status == KT_OK)
        run(&job, reach);
    free(job.mix);
    free(job.recipe);
    return status;
}

kt_status kt_explode_through(kt_passing *passing, const kt_network *net, const kt_reach *reach,
                             kt_error *err)
{
    kt_arena scratch = {0};
    kt_explosion explosion;
    explosion_job job = {.out = &explosion};
    kt_status status = begin(&job, net, &scratch, err);
    if (status != KT_OK)
        goto done;
    job.absorbs = kt_arena_alloc(&scratch, net->n_producers, sizeof *job.absorbs);
    if (job.absorbs == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t k = 0; k < passing->n; k++)
        job.absorbs[passing->producer[k]] = true;
    run(&job, reach);
    passing->mass = job.absorbed_mass;
    passing->value = job.absorbed_value;
done:
    free(job.mix);
    free(job.recipe);
    kt_arena_free(&scratch);
    return status;
}
