// SPDX-License-Identifier: EUPL-1.2
// One walk over the requirements of all reached items, some thousands for a frigate: what each item
// takes of each of its inputs. Of every input the item that takes most of it is kept, so that the
// way up is followed afterwards without a second walk. A material has one to some tens of users.
#include "analysis/assess/flow_use.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

typedef struct walk {
    const kt_network *net;
    const kt_reach *reach;
    const kt_yearly_use *use;
    const kt_event *flow;
    double *taken;   // [n_items] by the item that is walked through
    uint32_t *input; // [n_inputs] items of which it takes anything
    uint32_t n_inputs;
    double *most;      // [n_items] what the largest user takes
    double *all;       // [n_items] what all users take
    uint32_t *largest; // [n_items] that user, or KT_NO_ROW
    kt_flow_use *row;  // [n]
    size_t n, capacity;
    bool failed;
} walk;

static bool open_walk(walk *w)
{
    size_t n = (size_t)w->net->n_items + 1;
    w->taken = calloc(n, sizeof *w->taken);
    w->input = malloc(n * sizeof *w->input);
    w->most = calloc(n, sizeof *w->most);
    w->all = calloc(n, sizeof *w->all);
    w->largest = malloc(n * sizeof *w->largest);
    if (w->taken == NULL || w->input == NULL || w->most == NULL || w->all == NULL ||
        w->largest == NULL)
        return false;
    memset(w->largest, 0xFF, n * sizeof *w->largest);
    return true;
}

static void close_walk(walk *w)
{
    free(w->taken);
    free(w->input);
    free(w->most);
    free(w->all);
    free(w->largest);
    free(w->row);
}

// A quantity that is not known, of nothing, is nothing.
static double times(double units, double quantity)
{
    return units == 0.0 ? 0.0 : units * quantity;
}

static void take(walk *w, uint32_t input, double units)
{
    if (units == 0.0)
        return;
    if (w->taken[input] == 0.0)
        w->input[w->n_inputs++] = input;
    w->taken[input] += units;
}

static void take_inputs(walk *w, uint32_t item)
{
    const kt_network *net = w->net;
    kt_recipes own = kt_network_recipes(net, item);
    for (uint32_t recipe = own.first; recipe < own.end; recipe++) {
        for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
             k++) {
            const kt_alternative *input = &net->alternative[net->requirement[k].alternative];
            take(w, net->mix_item[input->mix],
                 times(w->use->recipe[recipe], kt_yearly_use_quantity(net, item, input)));
        }
    }
}

static bool is_asked(const walk *w, uint32_t item)
{
    const kt_network_item *i = &w->net->item[item];
    return i->kind == KT_KIND_MATERIAL && i->material == w->flow->material &&
           i->stage == w->flow->stage;
}

static void note_input(walk *w, uint32_t user, uint32_t item)
{
    double units = w->taken[item];
    w->taken[item] = 0.0;
    w->all[item] += units;
    if (w->largest[item] == KT_NO_ROW || units > w->most[item]) {
        w->largest[item] = user;
        w->most[item] = isnan(units) ? 0.0 : units;
    }
    if (!is_asked(w, item))
        return;
    w->row = kt_grow_array(w->row, &w->capacity, w->n + 1, sizeof *w->row, &w->failed);
    if (!w->failed)
        w->row[w->n++] = (kt_flow_use){
            .user = user, .item = item, .kg_per_year = units * w->net->item[item].unit_kg};
}

static void visit_item(walk *w, uint32_t item)
{
    w->n_inputs = 0;
    take_inputs(w, item);
    for (uint32_t i = 0; i < w->n_inputs; i++)
        note_input(w, item, w->input[i]);
}

// A row of `sustainment` says what is used of an item in the place of what its users take: each of
// them then has the same part of it.
static void settle(walk *w)
{
    double need = 0.0;
    for (size_t k = 0; k < w->n; k++) {
        kt_flow_use *row = &w->row[k];
        if (w->all[row->item] > 0.0)
            row->kg_per_year *= w->use->units[row->item] / w->all[row->item];
        need += row->kg_per_year;
    }
    for (size_t k = 0; k < w->n; k++)
        w->row[k].share = need > 0.0 ? w->row[k].kg_per_year / need : (double)NAN;
}

static kt_status find_path(kt_flow_use *row, const walk *w, kt_arena *arena, kt_error *err)
{
    uint32_t target = w->reach->target;
    uint32_t n = 1;
    for (uint32_t i = row->user; i != target && w->largest[i] != KT_NO_ROW; i = w->largest[i])
        n++; // upwards, so that it ends: an input stands before what is made of it
    row->path = kt_arena_alloc(arena, n, sizeof *row->path);
    if (row->path == NULL)
        return kt_error_no_memory(err);
    row->n_path = n;
    for (uint32_t i = row->user; n-- > 0; i = w->largest[i])
        row->path[n] = i;
    return KT_OK;
}

static kt_status keep(kt_flow_uses *out, const walk *w, kt_arena *arena, kt_error *err)
{
    out->row = kt_arena_alloc(arena, w->n + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    for (size_t k = 0; k < w->n; k++) { // by insertion: there are few
        size_t at = k;
        const kt_flow_use *row = &w->row[k];
        while (at > 0 && (row->kg_per_year > out->row[at - 1].kg_per_year ||
                          (isnan(out->row[at - 1].kg_per_year) && !isnan(row->kg_per_year)))) {
            out->row[at] = out->row[at - 1];
            at--;
        }
        out->row[at] = *row;
    }
    out->n = (uint32_t)w->n;
    for (uint32_t k = 0; k < out->n; k++) {
        kt_status status = find_path(&out->row[k], w, arena, err);
        if (status != KT_OK)
            return status;
    }
    return KT_OK;
}

kt_status kt_flow_use_find(kt_flow_uses *out, const kt_study *study, const kt_yearly_use *use,
                           const kt_event *flow, kt_error *err)
{
    const kt_reach *reach = &study->reach;
    walk w = {.net = study->network, .reach = reach, .use = use, .flow = flow};
    kt_status status = KT_OK;
    *out = (kt_flow_uses){0};
    w.failed = !open_walk(&w);
    for (uint32_t i = 0; i <= reach->target && !w.failed; i++) {
        if (reach->item[i])
            visit_item(&w, i);
    }
    if (w.failed) {
        status = kt_error_no_memory(err);
    } else {
        settle(&w);
        status = keep(out, &w, study->arena, err);
    }
    close_walk(&w);
    return status;
}
