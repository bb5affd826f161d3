// SPDX-License-Identifier: EUPL-1.2
// Walks breadth first from the target through what has failed: the first producer of an event that
// is met is a nearest one. One walk, O(sources), explains all events of a set; only the first 500
// sets of a list are explained (chokepoint.c).
#include "analysis/failure/explain.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct walk {
    const kt_study *study;
    const kt_failure_rule *rule;
    kt_failure failure;
    uint32_t *parent; // [n_producers] buyer by which it was met; itself for the target's own
    uint32_t *queue;
    uint32_t n_queued;
    kt_pace pace;
} walk;

static void meet(walk *w, uint32_t producer, uint32_t parent)
{
    if (!w->failure.producer[producer] || w->parent[producer] != KT_NO_ROW)
        return;
    w->parent[producer] = parent;
    w->queue[w->n_queued++] = producer;
}

static void meet_sources(walk *w, uint32_t mix, uint32_t parent)
{
    const kt_network *net = w->study->network;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        uint32_t producer = net->source[k].producer;
        if (net->source[k].share > 0.0)
            meet(w, producer, parent == KT_NO_ROW ? producer : parent);
    }
}

static void expand(walk *w, uint32_t producer)
{
    const kt_network *net = w->study->network;
    uint32_t recipe = net->producer[producer].recipe;
    if (!w->failure.recipe[recipe])
        return;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        if (!net->requirement[k].essential || !kt_failure_requirement(&w->failure, net, k, w->rule))
            continue;
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++)
            meet_sources(w, net->alternative[j].mix, producer);
    }
}

static kt_status keep_chain(kt_chain *chain, const walk *w, uint32_t producer)
{
    const kt_network *net = w->study->network;
    uint32_t n = 1;
    for (uint32_t p = producer; w->parent[p] != p; p = w->parent[p])
        n++;
    chain->item = kt_arena_alloc(w->study->arena, n, sizeof *chain->item);
    if (chain->item == NULL)
        return KT_NO_RESOURCES;
    for (uint32_t p = producer; chain->n < n; p = w->parent[p])
        chain->item[chain->n++] = net->producer[p].item;
    return KT_OK;
}

// The nearest producer of the event that was met; none once the work is to end.
static uint32_t nearest(walk *w, const kt_events *events, uint32_t event)
{
    uint32_t n_members = events->event[event + 1].first - events->event[event].first;
    for (uint32_t at = 0; at < w->n_queued && !kt_control_spend(&w->pace, n_members); at++) {
        for (uint32_t k = events->event[event].first; k < events->event[event + 1].first; k++) {
            if (events->producer[k] == w->queue[at])
                return w->queue[at];
        }
    }
    return KT_NO_ROW;
}

static kt_status search(kt_explanation *out, walk *w, const kt_events *events,
                        const uint32_t *event, uint32_t n)
{
    const kt_network *net = w->study->network;
    meet_sources(w, net->item[w->study->reach.target].mix, KT_NO_ROW);
    for (uint32_t at = 0; at < w->n_queued; at++) {
        expand(w, w->queue[at]);
        if (kt_control_stopped(w->pace.control))
            return KT_NO_RESOURCES;
    }
    out->chain = kt_arena_alloc(w->study->arena, (size_t)n + 1, sizeof *out->chain);
    if (out->chain == NULL)
        return KT_NO_RESOURCES;
    for (uint32_t i = 0; i < n; i++) {
        kt_chain *chain = &out->chain[out->n++];
        chain->event = event[i];
        uint32_t producer = nearest(w, events, event[i]);
        if (producer != KT_NO_ROW && keep_chain(chain, w, producer) != KT_OK)
            return KT_NO_RESOURCES;
    }
    return KT_OK;
}

kt_status kt_explain_set(kt_explanation *out, const kt_study *study, const kt_events *events,
                         const uint32_t *event, uint32_t n, const kt_failure_rule *rule)
{
    const kt_network *net = study->network;
    kt_arena scratch = {0};
    walk w = {.study = study, .rule = rule, .pace = {.control = study->control}};
    bool *occurs = kt_arena_alloc(&scratch, events->n, sizeof *occurs);
    w.parent = kt_arena_alloc(&scratch, net->n_producers, sizeof *w.parent);
    w.queue = kt_arena_alloc(&scratch, net->n_producers, sizeof *w.queue);
    kt_status status = KT_NO_RESOURCES;
    *out = (kt_explanation){0};
    if (occurs != NULL && w.parent != NULL && w.queue != NULL) {
        for (uint32_t i = 0; i < n; i++) {
            assert(event[i] < events->n);
            occurs[event[i]] = true;
        }
        memset(w.parent, 0xFF, net->n_producers * sizeof *w.parent); // KT_NO_ROW
        status = kt_failure_evaluate(&w.failure, study, events, occurs, rule, &scratch);
    }
    if (status == KT_OK)
        status = search(out, &w, events, event, n);
    kt_arena_free(&scratch);
    return status;
}
