// SPDX-License-Identifier: EUPL-1.2
// Writes an answer as changes, makes them, and follows them up as far as anything changes: a few of
// 900 items. An answer is worked out from the network as it is: one stands at a time.
#include "analysis/assess/whatif.h"

#include <assert.h>
#include <stdlib.h>

#include "base/grow.h"

static kt_status list_market(kt_whatif *w, kt_error *err)
{
    const kt_network *net = &w->assessment->network;
    w->on_market = malloc(((size_t)net->n_items + 1) * sizeof *w->on_market);
    if (w->on_market == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (w->assessment->study.reach.item[i] && net->item[i].market == KT_MARKET_REFERENCE)
            w->on_market[w->n_on_market++] = i;
    }
    return KT_OK;
}

kt_status kt_whatif_open(kt_whatif *out, const kt_assessment *a, uint32_t target,
                         const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    *out = (kt_whatif){.assessment = a, .n_sweeps = 1, .control = control};
    KT_TRY(kt_circuit_open(&out->circuit, &a->network,
                           &(kt_circuit_options){.item = &target, .n_items = 1, .control = control},
                           err));
    KT_TRY(kt_capacity_room(&out->circuit,
                            &(kt_capacity_options){.lanes = KT_LANES_D8, .followed = true},
                            KT_WHATIF_SWEEPS, err));
    for (int s = 0; s < KT_WHATIF_SWEEPS; s++) {
        const kt_capacity_options options = {.lanes = KT_LANES_D8,
                                             .first_only = s == KT_WHATIF_BUILT,
                                             .followed = true,
                                             .control = control};
        KT_TRY(kt_capacity_open(&out->capacity[s], &out->circuit, &options, err));
    }
    out->variant =
        (kt_variant){.capacity = out->capacity, .n_capacities = 1, .circuit = &out->circuit};
    KT_TRY(kt_variant_open(&out->variant, err));
    KT_TRY(list_market(out, err));
done:
    if (status != KT_OK)
        kt_whatif_close(out);
    return status;
}

void kt_whatif_close(kt_whatif *w)
{
    for (int s = 0; s < KT_WHATIF_SWEEPS; s++)
        kt_capacity_close(&w->capacity[s]);
    kt_variant_close(&w->variant);
    kt_circuit_close(&w->circuit);
    free(w->change);
    free(w->on_market);
    *w = (kt_whatif){0};
}

// Items of the same material and stage as the fact's, from it on.
static bool is_on_market(const kt_whatif *w, const kt_open_fact *fact, uint32_t item)
{
    const kt_network *net = &w->assessment->network;
    return item >= fact->item && kt_open_fact_same_market(&net->item[item], &net->item[fact->item]);
}

static void add(kt_whatif *w, kt_change change)
{
    w->change = kt_grow_array(w->change, &w->change_capacity, w->n_changes + 1, sizeof *w->change,
                              &w->failed);
    if (!w->failed)
        w->change[w->n_changes++] = change;
}

static void add_share(kt_whatif *w, uint32_t mix, uint64_t source, double share)
{
    add(w, (kt_change){.kind = KT_CHANGE_SHARE, .in = mix, .at = source, .value = share});
}

// The only supplier of a mix, or none of it; other shares in proportion. A mix that it has to
// itself or not at all is left alone.
static void change_supply(kt_whatif *w, uint32_t mix, uint32_t producer, bool only)
{
    const kt_network *net = &w->assessment->network;
    const kt_source *source = net->source;
    double share = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (source[k].producer == producer)
            share = source[k].share;
    }
    if (!(share > 0.0 && share < 1.0))
        return;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        bool own = source[k].producer == producer;
        add_share(w, mix, k, own == only ? source[k].share / (only ? share : 1.0 - share) : 0.0);
    }
}

static bool is_kept(const kt_study *study, uint64_t source, bool allied)
{
    const kt_network *net = study->network;
    kt_symbol country = net->producer[net->source[source].producer].country;
    kt_bloc bloc = kt_country_bloc(net->the_case, country, study->home);
    return allied && bloc != KT_BLOC_ELSEWHERE && bloc != KT_BLOC_UNKNOWN;
}

static void change_market(kt_whatif *w, uint32_t item, bool allied)
{
    const kt_study *study = &w->assessment->study;
    const kt_network *net = &w->assessment->network;
    uint32_t mix = net->item[item].mix;
    uint64_t largest = allied ? UINT64_MAX : kt_open_fact_largest_third(study, mix);
    size_t first = w->n_changes;
    double sum = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        double share = k == largest || is_kept(study, k, allied) ? net->source[k].share : 0.0;
        add_share(w, mix, k, share);
        sum += share;
    }
    assert(sum > 0.0); // else the answer was no answer: open_fact.c does not offer it
    for (size_t i = first; i < w->n_changes; i++)
        w->change[i].value /= sum;
}

// What the row of the bill of materials leads, in one recipe.
static void change_requirement(kt_whatif *w, uint32_t recipe, uint32_t k, const kt_open_fact *fact,
                               kt_resolution resolution)
{
    const kt_network *net = &w->assessment->network;
    for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
         j++) {
        if (net->alternative[j].bom_row != fact->bom_row)
            continue;
        if (resolution == KT_RESOLVE_ESSENTIAL)
            add(w, (kt_change){.kind = KT_CHANGE_ESSENTIAL, .in = recipe, .at = k, .value = 1.0});
        else
            add(w, (kt_change){.kind = KT_CHANGE_ALTERNATIVE,
                               .in = recipe,
                               .at = j,
                               .mix = resolution == KT_RESOLVE_MET ? KT_CHANGE_ALWAYS
                                                                   : KT_CHANGE_NEVER});
    }
}

static void change_input(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution)
{
    const kt_network *net = &w->assessment->network;
    uint32_t recipe = KT_NO_ROW; // the last one: most producers of an item share theirs
    for (uint32_t p = net->item[fact->item].producer; p < net->item[fact->item + 1].producer; p++) {
        if (net->producer[p].recipe == recipe)
            continue;
        recipe = net->producer[p].recipe;
        for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
             k++)
            change_requirement(w, recipe, k, fact, resolution);
    }
}

static void change_mixes(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution)
{
    const kt_network *net = &w->assessment->network;
    const kt_network_item *item = &net->item[fact->item];
    if (fact->kind == KT_OPEN_FACT_SUPPLY) {
        for (uint32_t m = item->mix; m < item[1].mix; m++)
            change_supply(w, m, fact->producer, resolution == KT_RESOLVE_ONLY);
        return;
    }
    for (uint32_t k = 0; k < w->n_on_market; k++) {
        if (is_on_market(w, fact, w->on_market[k]))
            change_market(w, w->on_market[k], resolution == KT_RESOLVE_ALLIED);
    }
}

// In a safe place, whatever else fails; or there but for the events of some lanes.
static void change_producer(kt_whatif *w, const kt_open_fact *fact, bool fails, unsigned lanes)
{
    kt_change change = {.kind = KT_CHANGE_LEFT, .at = fact->producer, .value = 1.0};
    kt_variant_apply(&w->variant, &change, 1, KT_EVERY_LANE);
    change.value = 0.0;
    if (fails)
        kt_variant_apply(&w->variant, &change, 1, lanes);
}

void kt_whatif_apply(kt_whatif *w, const kt_open_fact *fact, kt_resolution resolution,
                     unsigned lanes)
{
    w->n_changes = 0;
    w->variant.n_capacities = (uint32_t)w->n_sweeps;
    switch (resolution) {
    case KT_RESOLVE_SAFE:
    case KT_RESOLVE_FAILS:
        change_producer(w, fact, resolution == KT_RESOLVE_FAILS, lanes);
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
    if (!w->failed)
        kt_variant_apply(&w->variant, w->change, w->n_changes, KT_EVERY_LANE);
    w->failed |= w->variant.failed;
    kt_variant_follow(&w->variant);
}

void kt_whatif_revert(kt_whatif *w)
{
    kt_variant_unfollow(&w->variant);
    kt_variant_revert(&w->variant, 0);
}
