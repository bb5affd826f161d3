// SPDX-License-Identifier: EUPL-1.2
// Links each item to its users once, in compressed rows, then answers for all items in one pass
// from the target down: users have higher numbers than what they use. Some 900 items for a frigate;
// O(their requirements).
#include "analysis/chain/downstream.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct edges {
    const kt_network *net;
    uint32_t *seen; // [n_items] last user that met the item
    uint32_t *used; // items the user at hand draws on
    uint32_t n_used;
} edges;

// The different items that `user` draws on.
static void list_used(edges *e, uint32_t user)
{
    const kt_network *net = e->net;
    uint32_t done = KT_NO_ROW;
    e->n_used = 0;
    for (uint32_t p = net->item[user].producer; p < net->item[user + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        if (recipe == done)
            continue;
        done = recipe;
        uint32_t first = net->requirement[net->recipe_requirement[recipe]].alternative;
        uint32_t end = net->requirement[net->recipe_requirement[recipe + 1]].alternative;
        for (uint32_t j = first; j < end; j++) {
            uint32_t item = net->mix_item[net->alternative[j].mix];
            if (e->seen[item] != user)
                e->used[e->n_used++] = item;
            e->seen[item] = user;
        }
    }
}

static kt_status find_users(kt_downstream *out, edges *e, const kt_study *study, kt_arena *arena,
                            kt_error *err)
{
    const kt_reach *reach = &study->reach;
    uint32_t n = out->network->n_items;
    memset(e->seen, 0xFF, n * sizeof *e->seen);
    for (uint32_t i = 0; i < n; i++) {
        if (!reach->item[i])
            continue;
        kt_status status = kt_control_check(study->control, err);
        if (status != KT_OK)
            return status;
        list_used(e, i);
        for (uint32_t k = 0; k < e->n_used; k++)
            out->first[e->used[k] + 1]++;
    }
    for (uint32_t i = 0; i < n; i++)
        out->first[i + 1] += out->first[i];
    out->user = kt_arena_alloc(arena, out->first[n], sizeof *out->user);
    uint32_t *filled = kt_arena_alloc(arena, n, sizeof *filled);
    if (out->user == NULL || filled == NULL)
        return kt_error_no_memory(err);
    memset(e->seen, 0xFF, n * sizeof *e->seen);
    for (uint32_t i = 0; i < n; i++) {
        if (!reach->item[i])
            continue;
        kt_status status = kt_control_check(study->control, err);
        if (status != KT_OK)
            return status;
        list_used(e, i);
        for (uint32_t k = 0; k < e->n_used; k++)
            out->user[out->first[e->used[k]] + filled[e->used[k]]++] = i;
    }
    return KT_OK;
}

static uint32_t find_maker(const kt_study *study, uint32_t item)
{
    const kt_network *net = study->network;
    uint32_t maker = KT_NO_ROW;
    double most = -1.0;
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++) {
        double units = study->explosion.units[p].typical;
        if (!study->reach.producer[p] || net->producer[p].organisation == KT_NO_ROW)
            continue;
        if (maker == KT_NO_ROW || units > most) {
            maker = net->producer[p].organisation;
            most = units;
        }
    }
    return maker;
}

// From the target down: users are done before what they use.
static void fill_from_above(kt_downstream *out, const kt_study *study)
{
    const kt_reach *reach = &study->reach;
    for (uint32_t i = out->network->n_items; i-- > 0;) {
        out->up[i] = KT_NO_ROW;
        out->depth[i] = KT_NO_ROW;
        out->maker[i] = reach->item[i] ? find_maker(study, i) : KT_NO_ROW;
        out->knower[i] = out->maker[i];
        out->steps[i] = out->maker[i] != KT_NO_ROW ? 0 : KT_NO_ROW;
        out->toward[i] = KT_NO_ROW;
        if (i == out->target)
            out->depth[i] = 0;
        for (uint32_t k = out->first[i]; k < out->first[i + 1]; k++) {
            uint32_t user = out->user[k];
            assert(user > i); // so it is done already
            if (i != out->target && out->depth[user] != KT_NO_ROW &&
                (out->up[i] == KT_NO_ROW || out->depth[user] + 1 < out->depth[i])) {
                out->up[i] = user;
                out->depth[i] = out->depth[user] + 1;
            }
            if (out->steps[user] != KT_NO_ROW &&
                (out->steps[i] == KT_NO_ROW || out->steps[user] + 1 < out->steps[i])) {
                out->steps[i] = out->steps[user] + 1;
                out->knower[i] = out->knower[user];
                out->toward[i] = user;
            }
        }
    }
}

kt_status kt_downstream_find(kt_downstream *out, const kt_study *study, kt_arena *arena,
                             kt_error *err)
{
    const kt_network *net = study->network;
    size_t n = net->n_items;
    kt_status status = KT_OK;
    *out = (kt_downstream){.network = net, .target = study->reach.target};
    edges e = {.net = net, .seen = malloc((n + 1) * sizeof *e.seen)};
    e.used = malloc((n + 1) * sizeof *e.used);
    out->first = kt_arena_alloc(arena, n + 1, sizeof *out->first);
    out->up = kt_arena_alloc(arena, n, sizeof *out->up);
    out->depth = kt_arena_alloc(arena, n, sizeof *out->depth);
    out->maker = kt_arena_alloc(arena, n, sizeof *out->maker);
    out->knower = kt_arena_alloc(arena, n, sizeof *out->knower);
    out->steps = kt_arena_alloc(arena, n, sizeof *out->steps);
    out->toward = kt_arena_alloc(arena, n, sizeof *out->toward);
    if (e.seen == NULL || e.used == NULL || out->first == NULL || out->up == NULL ||
        out->depth == NULL || out->maker == NULL || out->knower == NULL || out->steps == NULL ||
        out->toward == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(find_users(out, &e, study, arena, err));
    fill_from_above(out, study);
done:
    free(e.seen);
    free(e.used);
    return status;
}

// The user nearest to a maker, or KT_NO_ROW.
static uint32_t nearest_user(const kt_downstream *downstream, uint32_t item)
{
    uint32_t nearest = KT_NO_ROW;
    for (uint32_t k = downstream->first[item]; k < downstream->first[item + 1]; k++) {
        uint32_t user = downstream->user[k];
        if (downstream->steps[user] != KT_NO_ROW &&
            (nearest == KT_NO_ROW || downstream->steps[user] < downstream->steps[nearest]))
            nearest = user;
    }
    return nearest;
}

// The ways up are a tree, and users come after what they use: counted upwards, numbered downwards.
kt_status kt_downstream_order(uint32_t *place, const kt_downstream *d, kt_error *err)
{
    uint32_t *below = calloc((size_t)d->network->n_items + 1, sizeof *below); // the item included
    if (below == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < d->network->n_items; i++)
        place[i] = d->network->n_items;
    for (uint32_t i = 0; i < d->target; i++) {
        below[i]++;
        if (d->up[i] != KT_NO_ROW)
            below[d->up[i]] += below[i];
    }
    uint32_t *next = below; // place of the next one below it, once its own is known
    place[d->target] = 0;
    next[d->target] = 1;
    for (uint32_t i = d->target; i-- > 0;) {
        uint32_t user = d->up[i];
        if (user == KT_NO_ROW)
            continue;
        place[i] = next[user];
        next[user] += below[i];
        next[i] = place[i] + 1;
    }
    free(below);
    return KT_OK;
}

uint32_t kt_downstream_buyer(const kt_downstream *downstream, uint32_t item)
{
    uint32_t user = nearest_user(downstream, item);
    return user == KT_NO_ROW ? downstream->maker[item] : downstream->knower[user];
}

uint32_t kt_downstream_path(const kt_downstream *downstream, uint32_t item, bool own,
                            uint32_t *path, uint32_t most, uint32_t *made)
{
    uint32_t n = 0;
    bool met = false; // the maker
    *made = 0;
    for (uint32_t at = item; at != KT_NO_ROW && n < most;) {
        uint32_t toward =
            at == item && !own ? nearest_user(downstream, at) : downstream->toward[at];
        path[n++] = at;
        if (!met)
            *made = n - 1;
        met |= downstream->maker[at] != KT_NO_ROW && (own || at != item);
        at = met || toward == KT_NO_ROW ? downstream->up[at] : toward;
    }
    return n;
}
