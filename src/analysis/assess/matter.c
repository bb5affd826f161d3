// SPDX-License-Identifier: EUPL-1.2
// One pass up for what surely fails (by a(p) alone, so that no change elsewhere brings it back),
// one down from the target for what still counts. A pass costs what a sweep of one lane does.
#include "analysis/assess/matter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LANES = 8 };

kt_status kt_matter_open(kt_matter *out, const kt_network *net, kt_error *err)
{
    *out = (kt_matter){0};
    out->memory = malloc((size_t)net->n_items + net->n_producers + net->n_mixes + 1);
    if (out->memory == NULL)
        return kt_error_no_memory(err);
    out->item = out->memory;
    out->producer = out->item + net->n_items;
    out->mix = out->producer + net->n_producers;
    return KT_OK;
}

void kt_matter_close(kt_matter *matter)
{
    free(matter->memory);
    *matter = (kt_matter){0};
}

static uint8_t failing(const kt_capacity *capacity, uint32_t producer, uint32_t n_lanes)
{
    unsigned lanes = 0;
    for (uint32_t l = 0; l < n_lanes; l++)
        lanes |= (kt_capacity_left(capacity, producer, l) > 0.0 ? 0u : 1u) << l;
    return (uint8_t)lanes;
}

static void find_failing(kt_matter *m, const kt_capacity *capacity, uint32_t n_lanes)
{
    const kt_network *net = capacity->circuit->network;
    for (uint32_t p = 0; p < net->n_producers; p++)
        m->producer[p] = failing(capacity, p, n_lanes);
    for (uint32_t mix = 0; mix < net->n_mixes; mix++) {
        uint8_t all = UINT8_MAX;
        for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
            if (net->source[k].share > 0.0)
                all &= m->producer[net->source[k].producer];
        }
        m->mix[mix] = all;
    }
}

// Lanes in which an essential input without alternatives is missing: some, and at least two. No
// two of these are of the same item: the bill of materials names it once outside of groups.
typedef struct missing {
    uint8_t one, two;
} missing;

static bool is_alone(const kt_network *net, uint32_t requirement)
{
    const kt_requirement *k = &net->requirement[requirement];
    return k->essential && k[1].alternative == k->alternative + 1;
}

static missing missing_of(const kt_matter *m, const kt_network *net, uint32_t recipe)
{
    missing out = {0, 0};
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        if (!is_alone(net, k))
            continue;
        uint8_t here = m->mix[net->alternative[net->requirement[k].alternative].mix];
        out.two |= out.one & here;
        out.one |= here;
    }
    return out;
}

// `lanes`: those in which an output of the recipe would count.
static void pass_down(kt_matter *m, const kt_network *net, uint32_t recipe, uint8_t lanes)
{
    missing gone = missing_of(m, net, recipe);
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        uint32_t first = net->requirement[k].alternative;
        uint8_t own = is_alone(net, k) ? m->mix[net->alternative[first].mix] : 0;
        uint8_t dead = (uint8_t)((gone.one & ~own) | (gone.two & own)); // for want of another
        for (uint32_t j = first; j < net->requirement[k + 1].alternative; j++)
            m->item[net->mix_item[net->alternative[j].mix]] |= (uint8_t)(lanes & ~dead);
    }
}

static void pass_item(kt_matter *m, const kt_network *net, const kt_reach *reach, uint32_t item)
{
    uint32_t end = net->item[item + 1].producer;
    for (uint32_t p = net->item[item].producer; p < end;) {
        uint32_t recipe = net->producer[p].recipe;
        uint8_t alive = 0;
        for (; p < end && net->producer[p].recipe == recipe; p++) {
            if (reach->producer[p])
                alive |= (uint8_t)~m->producer[p];
        }
        uint8_t lanes = m->item[item] & alive;
        if (lanes != 0)
            pass_down(m, net, recipe, lanes);
    }
}

void kt_matter_find(kt_matter *m, const kt_capacity *capacity, uint32_t n_lanes,
                    const kt_reach *reach, const uint32_t *read, uint32_t n_read)
{
    const kt_network *net = capacity->circuit->network;
    uint8_t all = (uint8_t)((1u << n_lanes) - 1u);
    assert(n_lanes <= MOST_LANES);
    find_failing(m, capacity, n_lanes);
    memset(m->item, 0, net->n_items);
    m->item[reach->target] = all;
    for (uint32_t k = 0; k < n_read; k++)
        m->item[read[k]] = all;
    for (uint32_t i = reach->target + 1; i-- > 0;) { // users come after what they use
        if (m->item[i] != 0)
            pass_item(m, net, reach, i);
    }
}
