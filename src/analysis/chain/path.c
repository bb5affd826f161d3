// SPDX-License-Identifier: EUPL-1.2
// Walks breadth first over items from the target: the first time an item is met is a shortest way
// to it. Requirements count only where no more is left of them than of the target, so the chain
// that is shown is one that carries the loss. O(requirements) a path; the queue is an array, not
// the C stack.
#include "analysis/chain/path.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const double SLACK = 1e-9; // rounding on the way from the failed item to the target

typedef struct search {
    const kt_capacity *capacity;
    const kt_network *net;
    const kt_event *flow;
    uint32_t lane;
    double left;           // of the target's output
    uint32_t *parent;      // [n_items] item, KT_NO_ROW: not met
    uint32_t *requirement; // [n_items] by which it was met
    uint32_t *queue;
    uint32_t n_queued;
    uint32_t end; // the first item met that the flow is of, KT_NO_ROW: none yet
} search;

static bool is_end(const kt_network *net, uint32_t item, const kt_event *flow)
{
    return net->item[item].material == flow->material && net->item[item].stage == flow->stage;
}

static void meet(search *s, uint32_t parent, uint32_t requirement)
{
    const kt_alternative *input =
        &s->net->alternative[s->net->requirement[requirement].alternative];
    uint32_t child = s->net->mix_item[input->mix];
    double left = kt_capacity_mix(s->capacity, input->mix, s->lane);
    if (s->parent[child] != KT_NO_ROW || left > s->left + SLACK)
        return;
    s->parent[child] = parent;
    s->requirement[child] = requirement;
    s->queue[s->n_queued++] = child;
    if (s->end == KT_NO_ROW && is_end(s->net, child, s->flow))
        s->end = child;
}

static void expand(search *s, uint32_t item)
{
    const kt_network *net = s->net;
    uint32_t done = KT_NO_ROW;
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        if (recipe == done)
            continue;
        done = recipe;
        for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
             k++)
            meet(s, item, k);
    }
}

static kt_path_step step_to(const search *s, uint32_t item)
{
    const kt_network *net = s->net;
    uint32_t k = s->requirement[item];
    uint32_t first = net->requirement[k].alternative;
    bool more = net->requirement[k + 1].alternative > first + 1;
    return (kt_path_step){item, net->alternative[first].bom_row, more ? first + 1 : KT_NO_ROW};
}

static kt_status unwind(kt_path *out, const search *s, uint32_t target, uint32_t end,
                        kt_arena *arena, kt_error *err)
{
    uint32_t n = 1;
    for (uint32_t i = end; i != target; i = s->parent[i])
        n++;
    out->step = kt_arena_alloc(arena, n, sizeof *out->step);
    if (out->step == NULL)
        return kt_error_no_memory(err);
    out->n = n;
    for (uint32_t i = end; i != target; i = s->parent[i])
        out->step[--n] = step_to(s, i);
    out->step[0] = (kt_path_step){target, KT_NO_ROW, KT_NO_ROW};
    return KT_OK;
}

kt_status kt_path_find(kt_path *out, const kt_capacity *capacity, const kt_study *study,
                       const kt_event *flow, uint32_t lane, kt_error *err)
{
    assert(capacity->sweep.first_only);
    const kt_network *net = study->network;
    uint32_t target = study->reach.target;
    kt_status status = KT_OK;
    search s = {.capacity = capacity, .net = net, .flow = flow, .lane = lane};
    *out = (kt_path){0};

    s.left = kt_capacity_item(capacity, target, lane);
    if (s.left > 1.0 - SLACK)
        return KT_OK;
    s.parent = malloc(3 * (size_t)net->n_items * sizeof *s.parent);
    if (s.parent == NULL)
        return kt_error_no_memory(err);
    memset(s.parent, 0xFF, net->n_items * sizeof *s.parent);
    s.requirement = s.parent + net->n_items;
    s.queue = s.requirement + net->n_items;
    s.parent[target] = target;
    s.queue[s.n_queued++] = target;
    s.end = is_end(net, target, flow) ? target : KT_NO_ROW;
    for (uint32_t at = 0; at < s.n_queued && s.end == KT_NO_ROW; at++)
        expand(&s, s.queue[at]);
    if (s.end != KT_NO_ROW)
        status = unwind(out, &s, target, s.end, study->arena, err);
    free(s.parent);
    return status;
}

double kt_path_stock_days(const kt_network *net, uint32_t item)
{
    const kt_table *stocks = &net->the_case->table[KT_STOCKS];
    double days = (double)NAN;
    for (uint32_t r = 0; r < stocks->n_rows; r++) {
        double held = kt_table_number(stocks, KT_STOCKS_DAYS, r);
        if (kt_table_text(stocks, KT_STOCKS_ITEM, r) == net->item[item].id && !isnan(held) &&
            !(held <= days))
            days = held;
    }
    return days;
}

double kt_path_switch_days(const kt_network *net, uint32_t item)
{
    const kt_table *supply = &net->the_case->table[KT_SUPPLY];
    uint32_t mix = net->item[item].mix;
    double days = (double)NAN;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].row == KT_NO_ROW)
            continue;
        double takes = kt_table_number(supply, KT_SUPPLY_SWITCH, net->source[k].row);
        if (!isnan(takes) && !(takes >= days))
            days = takes;
    }
    return days;
}
