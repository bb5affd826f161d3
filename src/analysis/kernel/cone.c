// SPDX-License-Identifier: EUPL-1.2
// See cone.h. Users are listed once, item by item, as the network has them; a cone is found by
// following them up, each item once, and sorted: items are stored inputs first.
#include "analysis/kernel/cone.h"

#include <assert.h>
#include <stdlib.h>

enum { STEPS_PER_LOOK = 1 << 10 }; // a cone may be all of a deep chain

// Counts the users of each item, or writes them where `first` has their places; an item that draws
// twice on another is counted once for each time, which costs a look and no more.
static bool link_users(kt_cone *cone, kt_pace *pace, bool write)
{
    const kt_circuit *c = cone->circuit;
    const kt_network *net = c->network;
    for (uint32_t i = 0; i < net->n_items; i++) {
        uint32_t recipe = KT_NO_ROW; // the last one looked at: producers of an item share them
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
            if (c->producer_at[p] == KT_NO_ROW || net->producer[p].recipe == recipe)
                continue;
            recipe = net->producer[p].recipe;
            uint32_t k = net->recipe_requirement[recipe];
            uint32_t end = net->recipe_requirement[recipe + 1];
            if (kt_control_spend(pace, 16 * ((uint64_t)(end - k) + 1)))
                return false;
            for (uint32_t j = net->requirement[k].alternative;
                 j < net->requirement[end].alternative; j++) {
                uint32_t input = net->mix_item[net->alternative[j].mix];
                if (write)
                    cone->user[cone->first[input + 1]] = i;
                cone->first[input + 1 + !write]++;
            }
        }
    }
    return true;
}

kt_status kt_cone_open(kt_cone *out, const kt_circuit *circuit, const kt_control *control,
                       kt_error *err)
{
    size_t n = circuit->network->n_items;
    kt_pace pace = {.control = control};
    *out = (kt_cone){.circuit = circuit};
    out->memory = calloc(3 * n + 3, sizeof *out->first);
    if (out->memory == NULL)
        return kt_error_no_memory(err);
    out->first = out->memory;
    out->item = out->first + n + 3;
    out->stamp = out->item + n;
    bool whole = link_users(out, &pace, false);
    for (size_t i = 0; i <= n; i++)
        out->first[i + 1] += out->first[i];
    out->user = whole ? malloc(((size_t)out->first[n + 1] + 1) * sizeof *out->user) : NULL;
    if (out->user == NULL || !link_users(out, &pace, true)) {
        kt_cone_close(out);
        return kt_control_failed(control, err);
    }
    return KT_OK;
}

void kt_cone_close(kt_cone *cone)
{
    free(cone->memory);
    free(cone->user);
    *cone = (kt_cone){0};
}

void kt_cone_begin(kt_cone *cone)
{
    cone->n_cones++;
    cone->n = 0;
}

void kt_cone_add(kt_cone *cone, uint32_t item)
{
    assert(item < cone->circuit->network->n_items);
    if (cone->stamp[item] == cone->n_cones || cone->circuit->item_step[item] == KT_NO_ROW)
        return;
    cone->stamp[item] = cone->n_cones;
    cone->item[cone->n++] = item;
}

static int ascending(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

void kt_cone_rise(kt_cone *cone)
{
    for (uint32_t at = 0; at < cone->n; at++) {
        uint32_t item = cone->item[at];
        for (uint32_t k = cone->first[item]; k < cone->first[item + 1]; k++)
            kt_cone_add(cone, cone->user[k]);
    }
    if (cone->n > 1)
        qsort(cone->item, cone->n, sizeof *cone->item, ascending);
}

bool kt_cone_step(const kt_cone *cone, kt_capacity *capacity, const kt_control *control)
{
    for (uint32_t k = 0; k < cone->n; k++) {
        (void)kt_capacity_step(capacity, cone->item[k]);
        if (k % STEPS_PER_LOOK == 0 && kt_control_stopped(control))
            return false;
    }
    return true;
}
