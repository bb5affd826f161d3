// SPDX-License-Identifier: EUPL-1.2
// Writes an answer into the circuit and steps up from the items that it changes, inputs first, as
// long as what can be had of an item changes: a few of 900. Afterwards the same places are written
// back from the network as it was: undoing by copy leaves no rounding behind, undoing by arithmetic
// would.
#include "analysis/assess/whatif.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_PER_LOOK = 1 << 10 }; // a change may go through all of a deep chain

// Mixes that stand for the constant ones of the circuit.
static uint32_t always(const kt_whatif *w)
{
    return w->network.n_mixes + KT_CIRCUIT_ALWAYS;
}

static uint32_t never(const kt_whatif *w)
{
    return w->network.n_mixes + KT_CIRCUIT_NEVER;
}

// One block for all copies: sources, requirements, alternatives, items on a market, and what is
// due.
static bool copy_network(kt_whatif *w)
{
    const kt_network *net = &w->assessment->network;
    size_t sources = (size_t)net->n_sources * sizeof *net->source;
    size_t requirements = ((size_t)net->n_requirements + 1) * sizeof *net->requirement;
    size_t alternatives = (size_t)net->n_alternatives * sizeof *net->alternative;
    size_t due = kt_sparse_set_words(net->n_items) * sizeof *w->due.word;
    size_t items = (size_t)net->n_items * sizeof *w->on_market;
    char *memory = malloc(sources + requirements + due + alternatives + 2 * items);
    if (memory == NULL)
        return false;
    w->memory = memory;
    w->network = *net;
    w->network.source = (kt_source *)(void *)memory;
    w->network.requirement = (kt_requirement *)(void *)(memory + sources);
    w->due.word = (uint64_t *)(void *)(memory + sources + requirements);
    w->network.alternative = (kt_alternative *)(void *)(memory + sources + requirements + due);
    w->on_market = (uint32_t *)(void *)(memory + sources + requirements + due + alternatives);
    w->same_market = w->on_market + net->n_items;
    if (sources > 0)
        memcpy(w->network.source, net->source, sources);
    memcpy(w->network.requirement, net->requirement, requirements);
    if (alternatives > 0)
        memcpy(w->network.alternative, net->alternative, alternatives);
    memset(w->due.word, 0, due);
    kt_sparse_set_begin(&w->due, net->n_items);
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (w->assessment->study.reach.item[i] && net->item[i].market == KT_MARKET_REFERENCE)
            w->on_market[w->n_on_market++] = i;
    }
    return true;
}

kt_status kt_whatif_open(kt_whatif *out, const kt_assessment *a, const kt_downstream *downstream,
                         const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    *out =
        (kt_whatif){.assessment = a, .downstream = downstream, .n_sweeps = 1, .control = control};
    if (!copy_network(out))
        return kt_error_no_memory(err);
    KT_TRY(kt_circuit_open(
        &out->circuit, &a->network,
        &(kt_circuit_options){.item = &downstream->target, .n_items = 1, .control = control}, err));
    for (int s = 0; s < KT_WHATIF_SWEEPS; s++) {
        const kt_capacity_options options = {.lanes = KT_LANES_D8,
                                             .first_only = s == KT_WHATIF_BUILT,
                                             .stepped = true,
                                             .control = control};
        KT_TRY(kt_capacity_open(&out->capacity[s], &out->circuit, &options, err));
    }
done:
    if (status != KT_OK)
        kt_whatif_close(out);
    return status;
}

void kt_whatif_close(kt_whatif *w)
{
    for (int s = 0; s < KT_WHATIF_SWEEPS; s++)
        kt_capacity_close(&w->capacity[s]);
    kt_circuit_close(&w->circuit);
    free(w->memory);
    *w = (kt_whatif){0};
}

void kt_whatif_begin(kt_whatif *w, const kt_open_fact *fact)
{
    const kt_network *net = &w->assessment->network;
    assert(fact->item < net->n_items);
    w->own = fact->item;
    w->changed = &w->own;
    w->n_changed = 1;
    if (fact->kind != KT_OPEN_FACT_MARKET)
        return;
    w->changed = w->same_market;
    w->n_changed = 0;
    for (uint32_t k = 0; k < w->n_on_market; k++) {
        uint32_t i = w->on_market[k];
        if (i >= fact->item && kt_open_fact_same_market(&net->item[i], &net->item[fact->item]))
            w->same_market[w->n_changed++] = i;
    }
}

// Users of an item come after it, so one pass meets all that is due.
static void step_up(kt_whatif *w, kt_capacity *capacity)
{
    const kt_downstream *downstream = w->downstream;
    uint32_t end = downstream->target + 1;
    uint32_t n = 0;
    for (uint32_t k = 0; k < w->n_changed; k++)
        kt_sparse_set_add(&w->due, w->changed[k]);
    for (uint32_t item = kt_sparse_set_next(&w->due, 0, end); item < end;
         item = kt_sparse_set_next(&w->due, item + 1, end)) {
        if (++n % STEPS_PER_LOOK == 0 && kt_control_stopped(w->control))
            break;
        if (!kt_capacity_step(capacity, item))
            continue;
        for (uint32_t k = downstream->first[item]; k < downstream->first[item + 1]; k++)
            kt_sparse_set_add(&w->due, downstream->user[k]);
    }
    kt_sparse_set_clear(&w->due, w->network.n_items);
}

void kt_whatif_end(kt_whatif *w)
{
    for (int s = 0; s < w->n_sweeps; s++)
        step_up(w, &w->capacity[s]);
}

// The circuit has the sources that had a share, in the network's order.
static void write_mix(kt_whatif *w, uint32_t mix)
{
    const kt_network *net = &w->assessment->network;
    uint32_t at = w->circuit.mix_at[mix];
    if (at == KT_NO_ROW)
        return;
    uint64_t to = w->circuit.mix_source[at];
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].share > 0.0)
            w->circuit.source_share[to++] = w->network.source[k].share;
    }
    assert(to == w->circuit.mix_source[at + 1]);
}

static uint32_t mix_in_circuit(const kt_whatif *w, uint32_t mix)
{
    uint32_t n = w->network.n_mixes;
    return mix < n ? w->circuit.mix_at[mix] : w->circuit.n_mixes + (mix - n);
}

static void write_recipe(kt_whatif *w, uint32_t producer)
{
    const kt_network *net = &w->network;
    kt_circuit *c = &w->circuit;
    uint32_t p = c->producer_at[producer];
    if (p == KT_NO_ROW)
        return;
    uint32_t recipe = net->producer[producer].recipe;
    uint32_t to = c->recipe_requirement[c->producer_recipe[p]];
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++, to++) {
        c->requirement[to].essential = net->requirement[k].essential;
        uint32_t first = net->requirement[k].alternative;
        for (uint32_t j = first; j < net->requirement[k + 1].alternative; j++)
            c->alternative[c->requirement[to].alternative + (j - first)] =
                mix_in_circuit(w, net->alternative[j].mix);
    }
}

static void write_recipes(kt_whatif *w, uint32_t item)
{
    const kt_network *net = &w->network;
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++)
        write_recipe(w, p);
}

// The only supplier of a mix, or none of it; other shares in proportion. A mix that it has to
// itself or not at all is left alone.
static void change_supply(kt_whatif *w, uint32_t mix, uint32_t producer, bool only)
{
    kt_source *source = w->network.source;
    double share = 0.0;
    for (uint64_t k = w->network.mix_source[mix]; k < w->network.mix_source[mix + 1]; k++) {
        if (source[k].producer == producer)
            share = source[k].share;
    }
    if (!(share > 0.0 && share < 1.0))
        return;
    for (uint64_t k = w->network.mix_source[mix]; k < w->network.mix_source[mix + 1]; k++) {
        bool own = source[k].producer == producer;
        source[k].share = own == only ? source[k].share / (only ? share : 1.0 - share) : 0.0;
    }
    write_mix(w, mix);
}

static void change_market(kt_whatif *w, uint32_t item, bool allied)
{
    const kt_study *study = &w->assessment->study;
    const kt_network *net = &w->network;
    uint32_t mix = net->item[item].mix;
    uint64_t largest = kt_open_fact_largest_third(study, mix);
    double sum = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        kt_symbol country = net->producer[net->source[k].producer].country;
        kt_bloc bloc = kt_country_bloc(net->the_case, country, study->home);
        bool kept = allied ? bloc != KT_BLOC_ELSEWHERE && bloc != KT_BLOC_UNKNOWN : k == largest;
        if (!kept)
            net->source[k].share = 0.0;
        sum += net->source[k].share;
    }
    assert(sum > 0.0); // else the answer was no answer: open_fact.c does not offer it
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++)
        net->source[k].share /= sum;
    write_mix(w, mix);
}

// Requirements of all recipes of the item: they are stored together.
static void requirements_of(const kt_network *net, uint32_t item, uint32_t *first, uint32_t *end)
{
    uint32_t low = net->n_recipes;
    uint32_t high = 0;
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        low = recipe < low ? recipe : low;
        high = recipe > high ? recipe : high;
    }
    *first = net->recipe_requirement[low];
    *end = net->recipe_requirement[high + 1];
}

static void change_input(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution)
{
    kt_network *net = &w->network;
    uint32_t first;
    uint32_t end;
    requirements_of(net, fact->item, &first, &end);
    for (uint32_t k = first; k < end; k++) {
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++) {
            if (net->alternative[j].bom_row != fact->bom_row)
                continue;
            if (resolution == KT_RESOLVE_ESSENTIAL)
                net->requirement[k].essential = true;
            else
                net->alternative[j].mix = resolution == KT_RESOLVE_MET ? always(w) : never(w);
        }
    }
    write_recipes(w, fact->item);
}

static void change_producer(kt_whatif *w, uint32_t producer, double left, unsigned lanes)
{
    for (int s = 0; s < w->n_sweeps; s++) {
        for (uint32_t l = 0; l < KT_WHATIF_LANES; l++) {
            if ((lanes >> l & 1u) != 0)
                kt_capacity_set(&w->capacity[s], producer, l, left);
        }
    }
}

static void change_mixes(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution)
{
    const kt_network_item *item = &w->network.item[fact->item];
    if (fact->kind == KT_OPEN_FACT_SUPPLY) {
        for (uint32_t m = item->mix; m < item[1].mix; m++)
            change_supply(w, m, fact->producer, resolution == KT_RESOLVE_ONLY);
        return;
    }
    for (uint32_t k = 0; k < w->n_changed; k++)
        change_market(w, w->changed[k], resolution == KT_RESOLVE_ALLIED);
}

void kt_whatif_apply(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution,
                     unsigned lanes)
{
    switch (resolution) {
    case KT_RESOLVE_SAFE:
        change_producer(w, fact->producer, 1.0, ~0u);
        break;
    case KT_RESOLVE_FAILS: // in a safe place, but for these events
        change_producer(w, fact->producer, 1.0, ~0u);
        change_producer(w, fact->producer, 0.0, lanes);
        break;
    case KT_RESOLVE_ONLY:
    case KT_RESOLVE_NONE:
    case KT_RESOLVE_ALLIED:
    case KT_RESOLVE_THIRD:
        change_mixes(w, fact, resolution);
        break;
    case KT_RESOLVE_MET:
    case KT_RESOLVE_ESSENTIAL:
    case KT_RESOLVE_OFF:
        change_input(w, fact, resolution);
        break;
    default: // time is no input of the sweep
        break;
    }
    kt_whatif_end(w);
}

static void restore_sources(kt_whatif *w, uint32_t item)
{
    const kt_network *net = &w->assessment->network;
    uint64_t first = net->mix_source[net->item[item].mix];
    uint64_t end = net->mix_source[net->item[item + 1].mix];
    if (end > first)
        memcpy(w->network.source + first, net->source + first,
               (size_t)(end - first) * sizeof *net->source);
    for (uint32_t m = net->item[item].mix; m < net->item[item + 1].mix; m++)
        write_mix(w, m);
}

static void restore_inputs(kt_whatif *w, uint32_t item)
{
    const kt_network *net = &w->assessment->network;
    uint32_t first;
    uint32_t end;
    requirements_of(net, item, &first, &end);
    for (uint32_t k = first; k < end; k++) {
        w->network.requirement[k] = net->requirement[k];
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++)
            w->network.alternative[j] = net->alternative[j];
    }
    write_recipes(w, item);
}

void kt_whatif_left_of(kt_whatif_left *out, const kt_whatif *w, const kt_open_fact *fact)
{
    for (int s = 0; s < w->n_sweeps && fact->producer != KT_NO_ROW; s++) {
        for (uint32_t l = 0; l < KT_WHATIF_LANES; l++)
            out->lane[s][l] = kt_capacity_left(&w->capacity[s], fact->producer, l);
    }
}

void kt_whatif_revert(kt_whatif *w, const kt_open_fact *fact, const kt_whatif_left *left)
{
    for (int s = 0; s < w->n_sweeps && fact->producer != KT_NO_ROW; s++) {
        for (uint32_t l = 0; l < KT_WHATIF_LANES; l++)
            kt_capacity_set(&w->capacity[s], fact->producer, l, left->lane[s][l]);
    }
    if (fact->kind == KT_OPEN_FACT_SUPPLY)
        restore_sources(w, fact->item);
    if (fact->kind == KT_OPEN_FACT_INPUT)
        restore_inputs(w, fact->item);
    for (uint32_t k = 0; fact->kind == KT_OPEN_FACT_MARKET && k < w->n_changed; k++)
        restore_sources(w, w->changed[k]);
}
