// SPDX-License-Identifier: EUPL-1.2
// Makes one gate per recipe, producer, requirement and mix: what many buyers share is one gate, so
// that the diagram meets it once. A recipe that all sources of a mix follow becomes a cause beside
// the vote and not part of each of its inputs, which keeps the vote over events alone. 1e3
// producers and 1e4 sources for a frigate, O(sources). A share is compared with the tolerance of
// the diagrams.
#include "analysis/failure/failure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/chain/exposure.h"

static double needed_share(const kt_alternative *alternative, const kt_failure_rule *rule)
{
    return isnan(alternative->min_share) ? rule->min_share : alternative->min_share;
}

// ---------------------------------------------------------------------------------- as a structure

#define NOT_YET UINT32_MAX // names no input

typedef struct translation {
    const kt_study *study;
    const kt_failure_rule *rule;
    kt_structure *structure;
    kt_input *producer; // [n_producers] what stands for it
    kt_input *recipe;   // [n_recipes] an essential requirement has failed; NOT_YET: not translated
    kt_input *mix;      // [n_mixes] its gate at `mix_share`; KT_INPUT_NEVER: none yet
    double *mix_share;  // [n_mixes]
    kt_input *event_of; // [n_producers] own event, KT_INPUT_NEVER where it has none
    kt_input *input;    // scratch
    double *share;
    size_t input_capacity, share_capacity;
} translation;

static kt_status add_gate(kt_input *out, translation *t, kt_gate gate, kt_error *err)
{
    uint32_t number = t->structure->n_gates;
    gate.input = t->input;
    gate.share = t->share;
    *out = kt_structure_gate(number);
    return kt_structure_add_gate(t->structure, &gate, err);
}

// The recipe that all sources of the mix follow; KT_NO_ROW where they differ.
static uint32_t common_recipe(const kt_network *net, uint32_t mix)
{
    uint32_t recipe = KT_NO_ROW;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].share <= 0.0)
            continue;
        uint32_t own = net->producer[net->source[k].producer].recipe;
        if (recipe != KT_NO_ROW && recipe != own)
            return KT_NO_ROW;
        recipe = own;
    }
    return recipe;
}

// What of a source the mix itself has to weigh: all of it, or only its own event where the recipe
// that all sources share is a cause apart: then all fail at once, and the weights need not see it.
static kt_input weighed(const translation *t, uint32_t producer, bool recipe_apart)
{
    bool open = t->rule->unknown_fails && kt_exposure_open_end(t->study->network, producer);
    if (!recipe_apart)
        return t->producer[producer];
    return open ? KT_INPUT_ALWAYS : t->event_of[producer];
}

static kt_status gate_of_mix(kt_input *out, translation *t, uint32_t mix, double min_share,
                             kt_error *err)
{
    assert(mix < t->study->network->n_mixes);
    const kt_network *net = t->study->network;
    if (t->mix[mix] != KT_INPUT_NEVER && t->mix_share[mix] == min_share) {
        *out = t->mix[mix];
        return KT_OK;
    }
    uint32_t recipe = common_recipe(net, mix);
    kt_input apart = recipe == KT_NO_ROW ? KT_INPUT_NEVER : t->recipe[recipe];
    assert(apart != NOT_YET); // sources are translated before what buys from them
    uint32_t n = 0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].share <= 0.0)
            continue;
        t->input[n] = weighed(t, net->source[k].producer, recipe != KT_NO_ROW);
        t->share[n++] = net->source[k].share;
    }
    kt_status status = add_gate(
        out, t, (kt_gate){.kind = KT_GATE_WEIGHTED, .n_inputs = n, .min_share = min_share}, err);
    if (status == KT_OK && apart != KT_INPUT_NEVER) {
        t->input[0] = *out;
        t->input[1] = apart;
        status = add_gate(out, t, (kt_gate){.kind = KT_GATE_OR, .n_inputs = 2}, err);
    }
    t->mix[mix] = *out;
    t->mix_share[mix] = min_share;
    return status;
}

// The scratch list is used by the mixes, so a requirement's own inputs are collected apart.
static kt_status gate_of_requirement(kt_input *out, translation *t, uint32_t requirement,
                                     kt_error *err)
{
    const kt_network *net = t->study->network;
    uint32_t first = net->requirement[requirement].alternative;
    uint32_t end = net->requirement[requirement + 1].alternative;
    if (end - first == 1)
        return gate_of_mix(out, t, net->alternative[first].mix,
                           needed_share(&net->alternative[first], t->rule), err);
    kt_status status = KT_OK;
    kt_input *input = malloc((size_t)(end - first) * sizeof *input);
    if (input == NULL)
        return kt_error_no_memory(err);
    for (uint32_t j = first; j < end && status == KT_OK; j++)
        status = gate_of_mix(&input[j - first], t, net->alternative[j].mix,
                             needed_share(&net->alternative[j], t->rule), err);
    if (status == KT_OK) {
        memcpy(t->input, input, (size_t)(end - first) * sizeof *input);
        status = add_gate(out, t, (kt_gate){.kind = KT_GATE_AND, .n_inputs = end - first}, err);
    }
    free(input);
    return status;
}

static kt_status gate_of_recipe(kt_input *out, translation *t, uint32_t recipe, kt_error *err)
{
    const kt_network *net = t->study->network;
    uint32_t first = net->recipe_requirement[recipe];
    uint32_t end = net->recipe_requirement[recipe + 1];
    uint32_t n = 0;
    kt_status status = KT_OK;
    kt_input *input = malloc(((size_t)(end - first) + 1) * sizeof *input);
    if (input == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = first; k < end && status == KT_OK; k++) {
        if (net->requirement[k].essential)
            status = gate_of_requirement(&input[n++], t, k, err);
    }
    if (status == KT_OK && n == 0) {
        *out = KT_INPUT_NEVER;
    } else if (status == KT_OK) {
        memcpy(t->input, input, n * sizeof *input);
        status = add_gate(out, t, (kt_gate){.kind = KT_GATE_OR, .n_inputs = n}, err);
    }
    free(input);
    return status;
}

static kt_status gate_of_producer(translation *t, uint32_t p, kt_input recipe, kt_error *err)
{
    if (t->rule->unknown_fails && kt_exposure_open_end(t->study->network, p)) {
        t->producer[p] = KT_INPUT_ALWAYS;
        return KT_OK;
    }
    if (t->event_of[p] == KT_INPUT_NEVER || recipe == KT_INPUT_NEVER) {
        t->producer[p] = recipe == KT_INPUT_NEVER ? t->event_of[p] : recipe;
        return KT_OK;
    }
    t->input[0] = t->event_of[p];
    t->input[1] = recipe;
    return add_gate(&t->producer[p], t, (kt_gate){.kind = KT_GATE_OR, .n_inputs = 2}, err);
}

static kt_status translate_items(translation *t, kt_error *err)
{
    const kt_network *net = t->study->network;
    kt_status status = KT_OK;
    for (uint32_t i = 0; i <= t->study->reach.target && status == KT_OK; i++) {
        status = kt_control_check(t->study->control, err);
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer && status == KT_OK;
             p++) {
            kt_input *recipe = &t->recipe[net->producer[p].recipe];
            if (*recipe == NOT_YET)
                status = gate_of_recipe(recipe, t, net->producer[p].recipe, err);
            if (status == KT_OK)
                status = gate_of_producer(t, p, *recipe, err);
        }
    }
    return status;
}

// The producers of the target's market; a source with share 0 is none.
static kt_status translate_target(translation *t, kt_error *err)
{
    const kt_network *net = t->study->network;
    uint32_t mix = net->item[t->study->reach.target].mix;
    uint32_t n = 0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].share > 0.0)
            t->input[n++] = t->producer[net->source[k].producer];
    }
    return add_gate(&t->structure->top, t, (kt_gate){.kind = KT_GATE_AND, .n_inputs = n}, err);
}

// Room for the longest list of inputs that any gate can have.
static size_t longest_list(const kt_network *net)
{
    size_t longest = 2;
    for (uint32_t m = 0; m < net->n_mixes; m++) {
        size_t n = net->mix_source[m + 1] - net->mix_source[m];
        longest = n > longest ? n : longest;
    }
    for (uint32_t r = 0; r < net->n_recipes; r++) {
        size_t n = net->recipe_requirement[r + 1] - net->recipe_requirement[r];
        longest = n > longest ? n : longest;
    }
    for (uint32_t k = 0; k < net->n_requirements; k++) {
        size_t n = net->requirement[k + 1].alternative - net->requirement[k].alternative;
        longest = n > longest ? n : longest;
    }
    return longest;
}

static void set_events(translation *t, const kt_events *events, const bool *excluded)
{
    for (uint32_t e = 0; e < events->n; e++) {
        if (excluded != NULL && excluded[e])
            continue;
        for (uint32_t k = events->event[e].first; k < events->event[e + 1].first; k++)
            t->event_of[events->producer[k]] = kt_structure_event(e);
    }
}

kt_status kt_failure_structure(kt_structure **out, const kt_study *study, const kt_events *events,
                               const bool *excluded, const kt_failure_rule *rule, kt_error *err)
{
    assert(rule->min_share >= 0.0 && study->reach.target < study->network->n_items);
    const kt_network *net = study->network;
    translation t = {.study = study, .rule = rule};
    kt_status status = KT_OK;
    size_t longest = longest_list(net);
    *out = NULL;

    t.producer = calloc((size_t)net->n_producers + 1, sizeof *t.producer); // KT_INPUT_NEVER is 0
    t.recipe = malloc(((size_t)net->n_recipes + 1) * sizeof *t.recipe);
    t.event_of = calloc((size_t)net->n_producers + 1, sizeof *t.event_of);
    t.mix = calloc((size_t)net->n_mixes + 1, sizeof *t.mix);
    t.mix_share = calloc((size_t)net->n_mixes + 1, sizeof *t.mix_share);
    t.input = calloc(longest, sizeof *t.input);
    t.share = calloc(longest, sizeof *t.share);
    if (t.producer == NULL || t.recipe == NULL || t.event_of == NULL || t.mix == NULL ||
        t.mix_share == NULL || t.input == NULL || t.share == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t r = 0; r < net->n_recipes; r++)
        t.recipe[r] = NOT_YET;
    set_events(&t, events, excluded);
    KT_TRY(kt_structure_open(&t.structure, events->n, err));
    KT_TRY(translate_items(&t, err));
    KT_TRY(translate_target(&t, err));
    *out = t.structure;
    t.structure = NULL;
done:
    kt_structure_close(t.structure);
    free(t.producer);
    free(t.recipe);
    free(t.event_of);
    free(t.mix);
    free(t.mix_share);
    free(t.input);
    free(t.share);
    return status;
}

// ---------------------------------------------------------------------------------- for one set of
// events

static bool mix_fails(const kt_network *net, const kt_failure *f, uint32_t mix, double min_share)
{
    double left = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (!f->producer[net->source[k].producer])
            left += net->source[k].share;
    }
    return !(left > 0.0 && left >= min_share - KT_SHARE_TOLERANCE);
}

bool kt_failure_requirement(const kt_failure *f, const kt_network *net, uint32_t k,
                            const kt_failure_rule *rule)
{
    assert(k < net->n_requirements);
    for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
         j++) {
        if (!mix_fails(net, f, net->alternative[j].mix, needed_share(&net->alternative[j], rule)))
            return false;
    }
    return true;
}

static bool recipe_fails(const kt_network *net, const kt_failure *f, uint32_t recipe,
                         const kt_failure_rule *rule)
{
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        if (net->requirement[k].essential && kt_failure_requirement(f, net, k, rule))
            return true;
    }
    return false;
}

kt_status kt_failure_evaluate(kt_failure *out, const kt_study *study, const kt_events *events,
                              const bool *occurs, const kt_failure_rule *rule, kt_arena *arena)
{
    const kt_network *net = study->network;
    uint32_t target_mix = net->item[study->reach.target].mix;
    *out = (kt_failure){
        .producer = kt_arena_alloc(arena, net->n_producers, sizeof *out->producer),
        .recipe = kt_arena_alloc(arena, net->n_recipes, sizeof *out->recipe),
        .target = true,
    };
    if (out->producer == NULL || out->recipe == NULL)
        return KT_NO_RESOURCES;
    for (uint32_t e = 0; e < events->n; e++) {
        for (uint32_t k = events->event[e].first; occurs[e] && k < events->event[e + 1].first; k++)
            out->producer[events->producer[k]] = true;
    }
    uint32_t done = KT_NO_ROW;
    for (uint32_t p = 0; p < net->item[study->reach.target + 1].producer; p++) { // inputs first
        uint32_t recipe = net->producer[p].recipe;
        if (recipe != done)
            out->recipe[recipe] = recipe_fails(net, out, recipe, rule);
        done = recipe;
        out->producer[p] |=
            out->recipe[recipe] || (rule->unknown_fails && kt_exposure_open_end(net, p));
    }
    for (uint64_t k = net->mix_source[target_mix]; k < net->mix_source[target_mix + 1]; k++)
        out->target &= net->source[k].share <= 0.0 || out->producer[net->source[k].producer];
    return KT_OK;
}
