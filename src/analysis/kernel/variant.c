// SPDX-License-Identifier: EUPL-1.2
// See variant.h. What was in a place is kept on a stack and written back from there: undoing by
// copy leaves no rounding behind, undoing by arithmetic would. A list is some ten changes, of a
// market some fifty; a million lists are made and taken back when a case of 2,000 open facts is
// asked about, so nothing is searched for but the requirement of an alternative, in its own recipe.
#include "analysis/kernel/variant.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

struct kt_before {
    kt_change_kind kind;
    uint32_t mix;   // of the circuit
    uint64_t place; // where it is: of the circuit, or of the network's producers
    double value;
};

static kt_status no_memory(kt_variant *v, kt_error *err)
{
    kt_variant_close(v);
    return kt_error_no_memory(err);
}

// The circuit has the sources that had a share, in the network's order.
static void find_sources(kt_variant *v, uint32_t mix)
{
    const kt_circuit *c = v->circuit;
    const kt_network *net = c->network;
    uint32_t at = 0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        bool laid = c->mix_at[mix] != KT_NO_ROW && (c->places || net->source[k].share > 0.0);
        v->source_at[k] = laid ? at++ : KT_NO_ROW;
    }
    assert(c->mix_at[mix] == KT_NO_ROW ||
           at == c->mix_source[c->mix_at[mix] + 1] - c->mix_source[c->mix_at[mix]]);
}

kt_status kt_variant_open(kt_variant *v, kt_error *err)
{
    const kt_circuit *c = v->circuit;
    if (c == NULL)
        return KT_OK;
    const kt_network *net = c->network;
    v->recipe_at = malloc(((size_t)net->n_recipes + 1) * sizeof *v->recipe_at);
    v->source_at = malloc(((size_t)net->n_sources + 1) * sizeof *v->source_at);
    if (v->recipe_at == NULL || v->source_at == NULL)
        return no_memory(v, err);
    memset(v->recipe_at, 0xFF, net->n_recipes * sizeof *v->recipe_at); // KT_NO_ROW
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (c->producer_at[p] != KT_NO_ROW)
            v->recipe_at[net->producer[p].recipe] = c->producer_recipe[c->producer_at[p]];
    }
    for (uint32_t m = 0; m < net->n_mixes; m++)
        find_sources(v, m);
    return KT_OK;
}

void kt_variant_close(kt_variant *v)
{
    free(v->recipe_at);
    free(v->source_at);
    free(v->before);
    free(v->left);
    *v = (kt_variant){0};
}

static void note(kt_variant *v, kt_before before)
{
    v->before = kt_grow_array(v->before, &v->before_capacity, v->n_before + 1, sizeof *v->before,
                              &v->failed);
    if (!v->failed)
        v->before[v->n_before++] = before;
}

static void change_left(kt_variant *v, const kt_change *change, uint32_t lanes)
{
    uint32_t producer = (uint32_t)change->at;
    uint32_t n = v->capacity[0].lanes;
    size_t row = (size_t)v->n_capacities * n;
    if (v->capacity[0].circuit->producer_at[producer] == KT_NO_ROW)
        return;
    v->left =
        kt_grow_array(v->left, &v->left_capacity, v->n_left + row, sizeof *v->left, &v->failed);
    note(v, (kt_before){.kind = KT_CHANGE_LEFT, .place = producer});
    if (v->failed)
        return;
    for (uint32_t c = 0; c < v->n_capacities; c++, v->n_left += n) {
        double now[KT_MOST_LANES];
        const double *before = v->left + v->n_left;
        kt_capacity_left_all(&v->capacity[c], producer, v->left + v->n_left);
        for (uint32_t l = 0; l < n; l++) {
            double base = change->kind == KT_CHANGE_SCALE ? before[l] : 1.0;
            now[l] = lanes >> l & 1u ? change->value * base : before[l];
        }
        kt_capacity_set_each(&v->capacity[c], producer, now);
    }
}

static void change_share(kt_variant *v, const kt_change *change)
{
    kt_circuit *c = v->circuit;
    assert(change->at >= c->network->mix_source[change->in] &&
           change->at < c->network->mix_source[change->in + 1]);
    if (v->source_at[change->at] == KT_NO_ROW) {
        assert(c->mix_at[change->in] == KT_NO_ROW || change->value <= 0.0); // else it has no place
        return;
    }
    uint64_t place = c->mix_source[c->mix_at[change->in]] + v->source_at[change->at];
    note(v, (kt_before){KT_CHANGE_SHARE, 0, place, c->source_share[place]});
    if (!v->failed)
        c->source_share[place] = change->value;
}

// Where a requirement of the network stands in the circuit, or KT_NO_ROW.
static uint32_t requirement_at(const kt_variant *v, uint32_t recipe, uint32_t requirement)
{
    const kt_circuit *c = v->circuit;
    uint32_t at = v->recipe_at[recipe];
    if (at == KT_NO_ROW)
        return KT_NO_ROW;
    return c->recipe_requirement[at] + (requirement - c->network->recipe_requirement[recipe]);
}

static void change_essential(kt_variant *v, const kt_change *change)
{
    uint32_t place = requirement_at(v, change->in, (uint32_t)change->at);
    if (place == KT_NO_ROW)
        return;
    note(v, (kt_before){KT_CHANGE_ESSENTIAL, 0, place, v->circuit->requirement[place].essential});
    if (!v->failed)
        v->circuit->requirement[place].essential = change->value != 0.0;
}

static uint32_t mix_in_circuit(const kt_circuit *c, uint32_t mix)
{
    if (mix == KT_CHANGE_ALWAYS)
        return c->n_mixes + KT_CIRCUIT_ALWAYS;
    return mix == KT_CHANGE_NEVER ? c->n_mixes + KT_CIRCUIT_NEVER : c->mix_at[mix];
}

static void change_alternative(kt_variant *v, const kt_change *change)
{
    kt_circuit *c = v->circuit;
    const kt_network *net = c->network;
    uint32_t mix = mix_in_circuit(c, change->mix);
    uint32_t k = net->recipe_requirement[change->in];
    while (change->at >= net->requirement[k + 1].alternative)
        k++;
    assert(k < net->recipe_requirement[change->in + 1] && mix != KT_NO_ROW);
    uint32_t requirement = requirement_at(v, change->in, k);
    if (requirement == KT_NO_ROW)
        return;
    uint32_t place = c->requirement[requirement].alternative +
                     ((uint32_t)change->at - net->requirement[k].alternative);
    note(v, (kt_before){KT_CHANGE_ALTERNATIVE, c->alternative[place], place, 0.0});
    if (!v->failed)
        c->alternative[place] = mix;
}

static void change_stock(kt_variant *v, const kt_change *change)
{
    note(v, (kt_before){KT_CHANGE_STOCK, 0, change->at, v->stock[change->at]});
    if (!v->failed)
        v->stock[change->at] = change->value;
}

void kt_variant_apply(kt_variant *v, const kt_change *change, size_t n, uint32_t lanes)
{
    for (size_t i = 0; i < n && !v->failed; i++) {
        switch (change[i].kind) {
        case KT_CHANGE_LEFT:
        case KT_CHANGE_SCALE:
            change_left(v, &change[i], lanes);
            break;
        case KT_CHANGE_SHARE:
            change_share(v, &change[i]);
            break;
        case KT_CHANGE_ESSENTIAL:
            change_essential(v, &change[i]);
            break;
        case KT_CHANGE_ALTERNATIVE:
            change_alternative(v, &change[i]);
            break;
        default:
            change_stock(v, &change[i]);
        }
    }
}

size_t kt_variant_mark(const kt_variant *v)
{
    return v->n_before;
}

static void restore_left(kt_variant *v, uint32_t producer)
{
    uint32_t n = v->capacity[0].lanes;
    v->n_left -= (size_t)v->n_capacities * n;
    const double *left = v->left + v->n_left;
    for (uint32_t c = 0; c < v->n_capacities; c++, left += n)
        kt_capacity_set_each(&v->capacity[c], producer, left);
}

void kt_variant_revert(kt_variant *v, size_t mark)
{
    assert(mark <= v->n_before);
    while (v->n_before > mark) {
        const kt_before *before = &v->before[--v->n_before];
        switch (before->kind) {
        case KT_CHANGE_SHARE:
            v->circuit->source_share[before->place] = before->value;
            break;
        case KT_CHANGE_ESSENTIAL:
            v->circuit->requirement[before->place].essential = before->value != 0.0;
            break;
        case KT_CHANGE_ALTERNATIVE:
            v->circuit->alternative[before->place] = before->mix;
            break;
        case KT_CHANGE_STOCK:
            v->stock[before->place] = before->value;
            break;
        default:
            restore_left(v, (uint32_t)before->place);
        }
    }
}

void kt_variant_keep(kt_variant *v, size_t mark)
{
    assert(mark <= v->n_before);
    for (; v->n_before > mark; v->n_before--) {
        if (v->before[v->n_before - 1].kind == KT_CHANGE_LEFT)
            v->n_left -= (size_t)v->n_capacities * v->capacity[0].lanes;
    }
}
