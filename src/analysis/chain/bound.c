// SPDX-License-Identifier: EUPL-1.2
// One pass over the mixes of the circuit for what each producer supplies, one from the target down
// for the items that stop it. A frigate has 2,500 producers, an economy 1e6.
#include "analysis/chain/bound.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const double SLACK = 1e-9; // rounding on the way from the event to the target

static bool allocate(kt_bound *b, const kt_network *net)
{
    size_t producers = (size_t)net->n_producers + 1;
    size_t items = (size_t)net->n_items + 1;
    b->memory = calloc(1, producers * (sizeof *b->part + sizeof *b->uses) +
                              items * (sizeof *b->supplies + 2 * sizeof *b->stops));
    if (b->memory == NULL)
        return false;
    b->part = b->memory;
    b->uses = (uint32_t *)(void *)(b->part + producers);
    b->supplies = b->uses + producers;
    b->stops = (bool *)(void *)(b->supplies + items);
    b->stops_first = b->stops + items;
    return true;
}

// What the sources of a mix supply of what can be had of it at rest.
static void weigh_mix(kt_bound *b, const kt_capacity *capacity, uint32_t mix)
{
    const kt_network *net = b->study->network;
    double whole = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++)
        whole += net->source[k].share * kt_capacity_output(capacity, net->source[k].producer, 0);
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        if (!(source->share > 0.0))
            continue;
        double part = whole > source->share ? source->share / whole : 1.0;
        if (part > b->part[source->producer])
            b->part[source->producer] = part;
        b->uses[source->producer]++;
        b->supplies[net->mix_item[mix]]++;
    }
}

// The item that the requirement is for, where it is essential and nothing stands in; else
// KT_NO_ROW.
static uint32_t only_input(const kt_network *net, uint32_t requirement)
{
    const kt_requirement *k = &net->requirement[requirement];
    if (!k->essential || k[1].alternative != k->alternative + 1)
        return KT_NO_ROW;
    return net->mix_item[net->alternative[k->alternative].mix];
}

// The item that all the recipes need as their `nth` input, or KT_NO_ROW.
static uint32_t needed_by_all(const kt_network *net, kt_recipes r, uint32_t nth)
{
    uint32_t needed = only_input(net, net->recipe_requirement[r.first] + nth);
    for (uint32_t recipe = r.first + 1; recipe < r.end && needed != KT_NO_ROW; recipe++) {
        uint32_t requirement = net->recipe_requirement[recipe] + nth;
        if (requirement >= net->recipe_requirement[recipe + 1] ||
            only_input(net, requirement) != needed)
            return KT_NO_ROW;
    }
    return needed;
}

// From the target down: what all producers of a stopper need stops it too.
static void find_stoppers(kt_bound *b)
{
    const kt_network *net = b->study->network;
    uint32_t target = b->study->reach.target;
    b->stops[target] = true;
    b->stops_first[target] = net->item[target].market != KT_MARKET_REFERENCE;
    for (uint32_t i = target + 1; i-- > 0;) {
        kt_recipes r = b->stops[i] ? kt_network_recipes(net, i) : (kt_recipes){0, 0};
        if (r.first >= r.end)
            continue;
        uint32_t n = net->recipe_requirement[r.first + 1] - net->recipe_requirement[r.first];
        for (uint32_t nth = 0; nth < n; nth++) {
            uint32_t needed = needed_by_all(net, r, nth);
            assert(needed == KT_NO_ROW || needed < i); // inputs come first
            if (needed == KT_NO_ROW)
                continue;
            b->stops[needed] = true;
            b->stops_first[needed] |=
                b->stops_first[i] && net->item[needed].market != KT_MARKET_REFERENCE;
        }
    }
}

kt_status kt_bound_open(kt_bound *out, kt_capacity *capacity, const kt_study *study, kt_error *err)
{
    const kt_network *net = study->network;
    kt_pace pace = {.control = study->control};
    *out = (kt_bound){.study = study};
    if (!allocate(out, net))
        return kt_error_no_memory(err);
    kt_capacity_sweep(capacity);
    out->rest = kt_capacity_item(capacity, study->reach.target, 0);
    for (uint32_t m = 0; m < net->n_mixes; m++) {
        if (capacity->circuit->mix_at[m] != KT_NO_ROW)
            weigh_mix(out, capacity, m);
        if (kt_control_spend(&pace, 4 * (net->mix_source[m + 1] - net->mix_source[m]) + 4)) {
            kt_bound_close(out);
            return kt_control_check(study->control, err);
        }
    }
    find_stoppers(out);
    return KT_OK;
}

void kt_bound_close(kt_bound *bound)
{
    free(bound->memory);
    *bound = (kt_bound){0};
}

double kt_bound_loss(const kt_bound *bound, const kt_events *events, uint32_t event)
{
    const kt_network *net = bound->study->network;
    double left = bound->rest < 1.0 ? bound->rest : 1.0;
    uint32_t end = events->event[event + 1].first;
    for (uint32_t k = events->event[event].first; k < end;) {
        uint32_t item = net->producer[events->producer[k]].item;
        double part = 0.0;
        for (; k < end && net->producer[events->producer[k]].item == item; k++)
            part += bound->part[events->producer[k]];
        left *= part < 1.0 ? 1.0 - part : 0.0;
    }
    double loss = 1.0 - left + SLACK;
    return loss < 1.0 ? loss : 1.0;
}

// Whether the producers are all that make an item of those marked.
static bool take_all(const kt_bound *bound, const bool *marked, const uint32_t *producer,
                     uint32_t n)
{
    const kt_network *net = bound->study->network;
    for (uint32_t k = 0; k < n;) {
        uint32_t item = net->producer[producer[k]].item;
        uint32_t taken = 0;
        for (; k < n && net->producer[producer[k]].item == item; k++)
            taken += bound->uses[producer[k]];
        if (marked[item] && taken > 0 && taken == bound->supplies[item])
            return true;
    }
    return false;
}

bool kt_bound_stops(const kt_bound *bound, const uint32_t *producer, uint32_t n)
{
    return take_all(bound, bound->stops, producer, n);
}

bool kt_bound_stops_first(const kt_bound *bound, const uint32_t *producer, uint32_t n)
{
    return take_all(bound, bound->stops_first, producer, n);
}
