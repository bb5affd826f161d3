// SPDX-License-Identifier: EUPL-1.2
// Random networks for the tests of the kernel, and its rule as it is written.
#ifndef KT_UNIT_RANDOM_NETWORK_H
#define KT_UNIT_RANDOM_NETWORK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/philox.h"
#include "model/network.h"

enum { ITEMS = 14, MOST_PRODUCERS = 6, MOST_INPUTS = 4, MOST_CHOICES = 3 };
enum { FEW_MIXES = 4, MOST_MIXES = 60 }; // of an item; one in ten has many buyers

typedef struct dice {
    uint64_t run, draw;
} dice;

static inline double uniform(dice *d)
{
    return kt_philox_uniform((kt_philox){20261124, d->run}, d->draw++);
}

static inline uint32_t below(dice *d, uint32_t n)
{
    return (uint32_t)(uniform(d) * n);
}

static inline void *room(size_t n, size_t size)
{
    void *memory = calloc(n, size);
    assert_non_null(memory);
    return memory;
}

static inline void add_mix(kt_network *net, dice *d, uint32_t item, uint32_t buyer)
{
    uint32_t first = net->item[item].producer;
    double total = 0.0;
    uint64_t start = net->n_sources;
    for (uint32_t p = first; p < net->n_producers; p++) {
        if (buyer != 0 && uniform(d) < 0.4)
            continue;
        double share = uniform(d) < 0.15 ? 0.0 : uniform(d);
        double spare = uniform(d) < 0.3 ? uniform(d) : 0.0;
        net->source[net->n_sources++] = (kt_source){p, KT_NO_ROW, share, spare};
        total += share;
    }
    for (uint64_t k = start; k < net->n_sources && total > 0.0; k++)
        net->source[k].share /= total;
    net->mix_item[net->n_mixes] = item;
    net->mix_buyer[net->n_mixes] = buyer;
    net->mix_source[++net->n_mixes] = net->n_sources;
}

static inline void add_recipe(kt_network *net, dice *d, uint32_t item)
{
    uint32_t n = item == 0 ? 0 : below(d, MOST_INPUTS + 1);
    for (uint32_t k = 0; k < n; k++) {
        net->requirement[net->n_requirements] =
            (kt_requirement){net->n_alternatives, uniform(d) < 0.6, 1.0 / n};
        for (uint32_t j = 1 + below(d, MOST_CHOICES); j > 0; j--) {
            uint32_t child = below(d, item);
            uint32_t mix =
                net->item[child].mix + below(d, net->item[child + 1].mix - net->item[child].mix);
            net->alternative[net->n_alternatives++] =
                (kt_alternative){mix, KT_NO_ROW, 1, 1, 1, (double)NAN};
        }
        net->requirement[++net->n_requirements].alternative = net->n_alternatives;
    }
    net->recipe_requirement[++net->n_recipes] = net->n_requirements;
}

static inline kt_network make_network(dice *d)
{
    kt_network net = {.n_items = ITEMS};
    size_t n = ITEMS * MOST_PRODUCERS;
    net.item = room(ITEMS + 1, sizeof *net.item);
    net.producer = room(n, sizeof *net.producer);
    net.recipe_requirement = room(n + 1, sizeof *net.recipe_requirement);
    net.requirement = room(n * MOST_INPUTS + 1, sizeof *net.requirement);
    net.alternative = room(n * MOST_INPUTS * MOST_CHOICES, sizeof *net.alternative);
    net.mix_source = room(ITEMS * MOST_MIXES + 1, sizeof *net.mix_source);
    net.mix_buyer = room(ITEMS * MOST_MIXES, sizeof *net.mix_buyer);
    net.mix_item = room(ITEMS * MOST_MIXES, sizeof *net.mix_item);
    net.source = room(n * MOST_MIXES, sizeof *net.source);
    for (uint32_t i = 0; i < ITEMS; i++) {
        net.item[i].producer = net.n_producers;
        net.item[i].mix = net.n_mixes;
        for (uint32_t k = 1 + below(d, MOST_PRODUCERS); k > 0; k--) {
            bool own = net.n_producers == net.item[i].producer || uniform(d) < 0.5;
            if (own)
                add_recipe(&net, d, i);
            net.producer[net.n_producers++] = (kt_producer){.item = i, .recipe = net.n_recipes - 1};
        }
        uint32_t n_mixes = below(d, 10) == 0 ? MOST_MIXES : 1 + below(d, FEW_MIXES);
        for (uint32_t k = 0; k < n_mixes; k++)
            add_mix(&net, d, i, k);
        net.item[i + 1].producer = net.n_producers;
        net.item[i + 1].mix = net.n_mixes;
    }
    return net;
}

// The rule of DESIGN section 4 as it is written, one scenario.
typedef struct plain {
    const kt_network *net;
    bool reallocate, first_only;
    const double *left; // [n_producers]
    double *output, *mix;
} plain;

static inline double plain_recipe(const plain *x, uint32_t recipe)
{
    const kt_network *net = x->net;
    double worst = 1.0;
    double loss = 0.0;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        double best = 0.0;
        uint32_t first = net->requirement[k].alternative;
        uint32_t end = x->first_only ? first + 1 : net->requirement[k + 1].alternative;
        for (uint32_t j = first; j < end; j++)
            best = fmax(best, fmin(1.0, x->mix[net->alternative[j].mix]));
        if (net->requirement[k].essential)
            worst = fmin(worst, best);
        else
            loss += net->requirement[k].weight * (1.0 - best);
    }
    return fmin(worst, fmax(0.0, 1.0 - loss));
}

static inline void plain_sweep(const plain *x)
{
    const kt_network *net = x->net;
    for (uint32_t i = 0; i < net->n_items; i++) {
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++)
            x->output[p] = x->left[p] * plain_recipe(x, net->producer[p].recipe);
        for (uint32_t m = net->item[i].mix; m < net->item[i + 1].mix; m++) {
            x->mix[m] = 0.0;
            for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++)
                x->mix[m] += (net->source[k].share + (x->reallocate ? net->source[k].spare : 0.0)) *
                             x->output[net->source[k].producer];
        }
    }
}

#endif
