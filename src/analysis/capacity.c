// SPDX-License-Identifier: EUPL-1.2
// See capacity.h. Loops over lanes have a constant length and no branches, so that the compiler
// turns each into a few vector instructions; sums run in stored order, so results have the same
// bits everywhere.
#include "analysis/capacity.h"

#include <stdlib.h>
#include <string.h>

static void fill(kt_lanes *x, double value)
{
    for (int l = 0; l < KT_LANES; l++)
        x->lane[l] = value;
}

kt_status kt_capacity_open(kt_capacity *out, const kt_network *net, kt_error *err)
{
    size_t n = 2 * (size_t)net->n_producers + net->n_mixes + net->n_recipes;
    *out = (kt_capacity){.network = net};
    kt_lanes *lanes = aligned_alloc(_Alignof(kt_lanes), (n + 1) * sizeof *lanes);
    if (lanes == NULL)
        return kt_error_no_memory(err);
    out->memory = lanes;
    out->left = lanes;
    out->output = out->left + net->n_producers;
    out->mix = out->output + net->n_producers;
    out->recipe = out->mix + net->n_mixes;
    for (uint32_t p = 0; p < net->n_producers; p++)
        fill(&out->left[p], 1.0);
    return KT_OK;
}

void kt_capacity_close(kt_capacity *capacity)
{
    free(capacity->memory);
    *capacity = (kt_capacity){0};
}

// What can be had of one requirement: the best of its alternatives.
static kt_lanes available(const kt_capacity *c, uint32_t requirement)
{
    const kt_network *net = c->network;
    uint32_t first = net->requirement[requirement].alternative;
    uint32_t end = c->first_only ? first + 1 : net->requirement[requirement + 1].alternative;
    kt_lanes best;
    fill(&best, 0.0);
    for (uint32_t j = first; j < end; j++) {
        const kt_lanes *mix = &c->mix[net->alternative[j].mix];
        for (int l = 0; l < KT_LANES; l++)
            best.lane[l] = mix->lane[l] > best.lane[l] ? mix->lane[l] : best.lane[l];
    }
    for (int l = 0; l < KT_LANES; l++)
        best.lane[l] = best.lane[l] < 1.0 ? best.lane[l] : 1.0; // spare shares may exceed the need
    return best;
}

static void run_recipe(kt_capacity *c, uint32_t recipe)
{
    const kt_network *net = c->network;
    kt_lanes worst;
    kt_lanes loss;
    fill(&worst, 1.0);
    fill(&loss, 0.0);
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        kt_lanes avail = available(c, k);
        if (net->requirement[k].essential) {
            for (int l = 0; l < KT_LANES; l++)
                worst.lane[l] = avail.lane[l] < worst.lane[l] ? avail.lane[l] : worst.lane[l];
        } else {
            double weight = net->requirement[k].weight;
            for (int l = 0; l < KT_LANES; l++)
                loss.lane[l] += weight * (1.0 - avail.lane[l]);
        }
    }
    for (int l = 0; l < KT_LANES; l++) {
        double rest = 1.0 - loss.lane[l] > 0.0 ? 1.0 - loss.lane[l] : 0.0;
        c->recipe[recipe].lane[l] = rest < worst.lane[l] ? rest : worst.lane[l];
    }
}

static void run_producers(kt_capacity *c, uint32_t item)
{
    const kt_network *net = c->network;
    uint32_t done = KT_NO_ROW; // producers of an item share recipes, neighbours most of all
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        if (recipe != done)
            run_recipe(c, recipe);
        done = recipe;
        for (int l = 0; l < KT_LANES; l++)
            c->output[p].lane[l] = c->left[p].lane[l] * c->recipe[recipe].lane[l];
    }
}

static void run_mixes(kt_capacity *c, uint32_t item)
{
    const kt_network *net = c->network;
    for (uint32_t m = net->item[item].mix; m < net->item[item + 1].mix; m++) {
        kt_lanes sum;
        fill(&sum, 0.0);
        for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++) {
            const kt_source *source = &net->source[k];
            const kt_lanes *output = &c->output[source->producer];
            double share = c->reallocate ? source->share + source->spare : source->share;
            for (int l = 0; l < KT_LANES; l++)
                sum.lane[l] += share * output->lane[l];
        }
        c->mix[m] = sum;
    }
}

void kt_capacity_step(kt_capacity *c, uint32_t item)
{
    run_producers(c, item);
    run_mixes(c, item);
}

void kt_capacity_sweep(kt_capacity *c, uint32_t last)
{
    for (uint32_t i = 0; i <= last; i++)
        kt_capacity_step(c, i);
}
