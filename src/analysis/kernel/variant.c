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
    uint32_t in;    // mix or recipe of the circuit that it is part of
    uint32_t mix;   // of the circuit; of a(p): bits, the capacities in which it was set before
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
    v->source_at = malloc(((size_t)net->n_sources + 1) * sizeof *v->source_at);
    if (v->source_at == NULL)
        return no_memory(v, err);
    for (uint32_t m = 0; m < net->n_mixes; m++)
        find_sources(v, m);
    return KT_OK;
}

void kt_variant_close(kt_variant *v)
{
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
    uint32_t set = 0;
    for (uint32_t c = 0; c < v->n_capacities; c++)
        set |= (uint32_t)kt_capacity_is_set(&v->capacity[c], producer) << c;
    note(v, (kt_before){.kind = KT_CHANGE_LEFT, .mix = set, .place = producer});
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
    uint32_t mix = c->mix_at[change->in];
    uint64_t place = c->mix_source[mix] + v->source_at[change->at];
    note(v, (kt_before){KT_CHANGE_SHARE, mix, 0, place, c->source_share[place]});
    if (!v->failed)
        c->source_share[place] = change->value;
}

static void change_essential(kt_variant *v, const kt_change *change)
{
    kt_circuit *c = v->circuit;
    bool essential = change->value != 0.0;
    uint32_t place = c->requirement_at[change->at];
    if (place == KT_NO_ROW)
        return;
    assert(essential || c->whole); // a part knows what is scarcest, not what is lost
    note(v, (kt_before){KT_CHANGE_ESSENTIAL, kt_circuit_recipe_with(c, place), 0, place,
                        c->requirement[place].essential});
    if (!v->failed)
        c->requirement[place].essential = essential;
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
    uint32_t requirement = c->requirement_at[k];
    if (requirement == KT_NO_ROW)
        return;
    uint32_t place = c->requirement[requirement].alternative +
                     ((uint32_t)change->at - net->requirement[k].alternative);
    note(v, (kt_before){KT_CHANGE_ALTERNATIVE, kt_circuit_recipe_with(c, requirement),
                        c->alternative[place], place, 0.0});
    if (!v->failed)
        c->alternative[place] = mix;
}

static void change_stock(kt_variant *v, const kt_change *change)
{
    note(v, (kt_before){KT_CHANGE_STOCK, 0, 0, change->at, v->stock[change->at]});
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

static void mark_due(kt_capacity *capacity, const kt_before *before)
{
    switch (before->kind) {
    case KT_CHANGE_SHARE:
        kt_capacity_due_mix(capacity, before->in);
        break;
    case KT_CHANGE_ESSENTIAL:
    case KT_CHANGE_ALTERNATIVE:
        kt_capacity_due_recipe(capacity, before->in);
        break;
    case KT_CHANGE_STOCK: // no input of a sweep
        break;
    default:
        kt_capacity_due_producer(capacity, capacity->circuit->producer_at[before->place]);
    }
}

void kt_variant_follow(kt_variant *v)
{
    for (uint32_t c = 0; c < v->n_capacities; c++) {
        for (size_t k = 0; k < v->n_before; k++)
            mark_due(&v->capacity[c], &v->before[k]);
        kt_capacity_follow(&v->capacity[c]);
    }
}

void kt_variant_unfollow(kt_variant *v)
{
    for (uint32_t c = 0; c < v->n_capacities; c++)
        kt_capacity_undo(&v->capacity[c]);
}

size_t kt_variant_mark(const kt_variant *v)
{
    return v->n_before;
}

// What was not set before is not set any more: a sweep reads a row the less.
static void restore_left(kt_variant *v, const kt_before *before)
{
    uint32_t producer = (uint32_t)before->place;
    uint32_t n = v->capacity[0].lanes;
    v->n_left -= (size_t)v->n_capacities * n;
    const double *left = v->left + v->n_left;
    for (uint32_t c = 0; c < v->n_capacities; c++, left += n) {
        if (before->mix >> c & 1u)
            kt_capacity_set_each(&v->capacity[c], producer, left);
        else
            kt_capacity_unset(&v->capacity[c], producer);
    }
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
            restore_left(v, before);
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
