// SPDX-License-Identifier: EUPL-1.2
// See one_unknown.h. Some 350 unknown suppliers of a frigate; of a case of 1e5 rows some 1e4. The
// group with the highest bound is split next, so that as a rule the first single one that is
// reached is the worst.
#include "analysis/chain/one_unknown.h"

#include <stdlib.h>

typedef struct group {
    uint32_t first, n; // of the unknown
    double bound;      // lost when all of it fail
} group;

typedef struct search {
    kt_capacity *capacity;
    const kt_study *study;
    const kt_events *events;
    uint32_t event;
    uint32_t *unknown; // [n] producers
    group *open;       // [n_open] groups that may hold the worst
    uint32_t n, n_open;
    uint32_t worst; // producer
    double most;    // that is lost with it
} search;

static kt_status list_unknown(search *s, kt_error *err)
{
    const kt_network *net = s->study->network;
    uint32_t n = 0;
    for (uint32_t p = 0; p < net->n_producers; p++)
        n += s->study->reach.producer[p] && kt_exposure_open_end(net, p);
    s->unknown = malloc(((size_t)n + 1) * sizeof *s->unknown);
    s->open = malloc(((size_t)n + 1) * sizeof *s->open);
    if (s->unknown == NULL || s->open == NULL)
        return kt_error_no_memory(err);
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (s->study->reach.producer[p] && kt_exposure_open_end(net, p))
            s->unknown[s->n++] = p;
    }
    return KT_OK;
}

// The highest bound; of equal ones what comes first.
static group take_next(search *s)
{
    uint32_t best = 0;
    for (uint32_t k = 1; k < s->n_open; k++) {
        const group *a = &s->open[k];
        const group *b = &s->open[best];
        if (a->bound > b->bound || (a->bound == b->bound && a->first < b->first))
            best = k;
    }
    group next = s->open[best];
    s->open[best] = s->open[--s->n_open];
    return next;
}

static void note(search *s, const group *part)
{
    bool more = part->bound > s->most;
    bool as_much =
        part->bound == s->most && s->worst != KT_NO_ROW && s->unknown[part->first] < s->worst;
    if (part->n > 1 && (more || as_much))
        s->open[s->n_open++] = *part;
    else if (part->n == 1 && (more || as_much)) {
        s->most = part->bound;
        s->worst = s->unknown[part->first];
    }
}

// Lets as many parts of the group fail, each in a lane, as there are lanes.
static void split(search *s, group whole)
{
    uint32_t lanes = s->capacity->lanes < whole.n ? s->capacity->lanes : whole.n;
    group part[KT_MOST_LANES];
    for (uint32_t l = 0; l < lanes; l++) {
        uint32_t from = (uint32_t)((uint64_t)whole.n * l / lanes);
        uint32_t to = (uint32_t)((uint64_t)whole.n * (l + 1) / lanes);
        part[l] = (group){.first = whole.first + from, .n = to - from};
        kt_exposure_fail(s->capacity, s->events, s->event, l);
        for (uint32_t k = from; k < to; k++)
            kt_capacity_set(s->capacity, s->unknown[whole.first + k], l, 0.0);
    }
    kt_capacity_sweep(s->capacity);
    for (uint32_t l = 0; l < lanes; l++) {
        part[l].bound = kt_exposure_loss(s->capacity, s->study->reach.target, l);
        note(s, &part[l]);
    }
    kt_capacity_clear(s->capacity);
}

static double loss_alone(const search *s)
{
    kt_exposure_fail(s->capacity, s->events, s->event, 0);
    kt_capacity_sweep(s->capacity);
    double lost = kt_exposure_loss(s->capacity, s->study->reach.target, 0);
    kt_capacity_clear(s->capacity);
    return lost;
}

kt_status kt_one_unknown_find(kt_one_unknown *out, kt_capacity *capacity, const kt_study *study,
                              const kt_events *events, uint32_t event, kt_error *err)
{
    search s = {
        .capacity = capacity, .study = study, .events = events, .event = event, .worst = KT_NO_ROW};
    kt_status status = KT_OK;
    *out = (kt_one_unknown){.producer = KT_NO_ROW};
    KT_TRY(list_unknown(&s, err));
    out->n = s.n;
    s.most = loss_alone(&s);
    double alone = s.most;
    if (s.n > 0)
        s.open[s.n_open++] = (group){.first = 0, .n = s.n, .bound = 1.0};
    while (s.n_open > 0) {
        KT_TRY(kt_control_check(study->control, err));
        group next = take_next(&s);
        if (next.bound > s.most ||
            (next.bound == s.most && s.worst != KT_NO_ROW && s.unknown[next.first] < s.worst))
            split(&s, next);
    }
    out->producer = s.worst;
    out->adds = s.most - alone;
done:
    free(s.unknown);
    free(s.open);
    return status;
}
