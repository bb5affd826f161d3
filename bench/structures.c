// SPDX-License-Identifier: EUPL-1.2
// See structures.h. Made bottom up: each gate takes over what nothing uses yet, the oldest of it
// (which makes the structure broad) or the newest (which makes it deep), and shares some of what is
// in use.
#include "structures.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "diagram/cutset.h"

enum { MAX_INPUTS = 8, WINDOW = 24 };

typedef struct maker {
    const bench_structures_options *options;
    kt_structure *s;
    kt_input *node; // all events and all gates that are not part of a vote, in order
    uint32_t n_nodes;
    kt_input *open; // ring of those that nothing uses yet
    uint32_t n_open, first_open, room;
    uint64_t random;
    kt_error *err;
} maker;

static uint64_t next_random(maker *m)
{
    uint64_t z = (m->random += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint32_t below(maker *m, uint32_t n)
{
    return (uint32_t)(next_random(m) % n);
}

static bool chance(maker *m, double probability)
{
    return (double)(next_random(m) >> 11) * 0x1p-53 < probability;
}

static void put_open(maker *m, kt_input x)
{
    m->open[(m->first_open + m->n_open++) % m->room] = x;
}

static kt_input take_open(maker *m)
{
    bool newest = chance(m, 0.35);
    uint32_t at = newest ? m->first_open + m->n_open - 1 : m->first_open;
    m->n_open--;
    if (!newest)
        m->first_open = (m->first_open + 1) % m->room;
    return m->open[at % m->room];
}

// `n` different inputs; the first one is always new.
static uint32_t draw_inputs(maker *m, kt_input *input, uint32_t n)
{
    uint32_t n_drawn = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool share = i > 0 && (m->n_open == 0 || chance(m, m->options->sharing));
        kt_input x =
            share ? m->node[m->n_nodes - 1 - below(m, m->n_nodes < WINDOW ? m->n_nodes : WINDOW)]
                  : take_open(m);
        bool twice = false;
        for (uint32_t k = 0; k < n_drawn; k++)
            twice = twice || input[k] == x;
        if (!twice)
            input[n_drawn++] = x;
    }
    return n_drawn;
}

static kt_status add(maker *m, kt_gate_kind kind, const kt_input *input, uint32_t n, kt_input *out)
{
    kt_gate gate = {.kind = kind, .n_inputs = n, .input = input};
    *out = kt_structure_gate(m->s->n_gates);
    return kt_structure_add_gate(m->s, &gate, m->err);
}

// Fails when `least` of the inputs fail: an OR over the ANDs of each choice.
static kt_status add_vote(maker *m, const kt_input *input, uint32_t n, uint32_t least,
                          kt_input *out)
{
    kt_input choice[10];
    uint32_t n_choices = 0;
    for (uint32_t mask = 0; mask < (1u << n); mask++) {
        kt_input chosen[MAX_INPUTS];
        uint32_t n_chosen = 0;
        for (uint32_t i = 0; i < n; i++) {
            if ((mask >> i) & 1u)
                chosen[n_chosen++] = input[i];
        }
        if (n_chosen != least)
            continue;
        kt_status status = add(m, KT_GATE_AND, chosen, n_chosen, &choice[n_choices++]);
        if (status != KT_OK)
            return status;
    }
    return add(m, KT_GATE_OR, choice, n_choices, out);
}

static kt_status add_gate(maker *m)
{
    kt_input input[MAX_INPUTS];
    kt_input made = KT_INPUT_NEVER;
    uint32_t kind = below(m, 100);
    uint32_t wanted = kind < 8 ? 5 : kind < 24 ? 3 : kind < 48 ? 2 : 2 + below(m, 5);
    uint32_t n = draw_inputs(m, input, wanted);
    kt_status status;
    if (kind < 8 && n == 5)
        status = add_vote(m, input, n, 3, &made);
    else if (kind < 24 && n == 3)
        status = add_vote(m, input, n, 2, &made);
    else
        status = add(m, kind < 48 ? KT_GATE_AND : KT_GATE_OR, input, n, &made);
    m->node[m->n_nodes++] = made;
    put_open(m, made);
    return status;
}

static kt_status make(maker *m)
{
    kt_status status = KT_OK;
    uint32_t n_events = m->options->n_events;
    for (uint32_t e = 0; e < n_events; e++) {
        status = kt_structure_set_event(m->s, e, e, 0.001 * (1 + e % 20), m->err);
        if (status != KT_OK)
            return status;
        m->node[m->n_nodes++] = kt_structure_event(e);
        put_open(m, kt_structure_event(e));
    }
    while (m->s->n_gates + 1 < m->options->n_gates && status == KT_OK)
        status = add_gate(m);
    if (status != KT_OK)
        return status;
    kt_input *rest = malloc(((size_t)m->n_open + 1) * sizeof *rest);
    uint32_t n = 0;
    if (rest == NULL)
        return kt_error_no_memory(m->err);
    while (m->n_open > 0)
        rest[n++] = take_open(m);
    status = add(m, KT_GATE_OR, rest, n, &m->s->top);
    free(rest);
    return status;
}

kt_status bench_structures_make(kt_structure **out, const bench_structures_options *options,
                                kt_error *err)
{
    maker m = {.options = options, .random = options->seed, .err = err};
    kt_status status = kt_structure_open(&m.s, options->n_events, err);
    *out = NULL;
    if (status != KT_OK)
        return status;
    m.room = options->n_events + options->n_gates + 16;
    m.node = malloc(m.room * sizeof *m.node);
    m.open = malloc(m.room * sizeof *m.open);
    status = m.node == NULL || m.open == NULL ? kt_error_no_memory(err) : make(&m);
    free(m.node);
    free(m.open);
    if (status == KT_OK)
        *out = m.s;
    else
        kt_structure_close(m.s);
    return status;
}

static const struct {
    const char *name;
    bench_structures_options options;
} standard[] = {
    {"300 events, broad", {300, 300, 0.2, 5}},
    {"300 events, deep", {300, 300, 0.2, 11}},
    {"1,500 events", {1500, 1600, 0.1, 1}},
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static kt_status run_one(FILE *out, size_t i, kt_error *err)
{
    kt_structure *s = NULL;
    kt_arena arena = {0};
    kt_cutset_result r;
    kt_status status = bench_structures_make(&s, &standard[i].options, err);
    if (status != KT_OK)
        return status;
    double start = seconds();
    status = kt_cutset_solve(&r, s, NULL, &arena, err);
    double took = seconds() - start;
    if (status == KT_OK)
        fprintf(out,
                "%-20s %6" PRIu32 " events %6" PRIu32 " gates %s%s cut sets %10" PRIu64
                " nodes %8.2f s %7.0f MiB\n",
                standard[i].name, s->n_events, s->n_gates, r.count, r.complete ? "" : " (not all)",
                r.nodes, took, (double)r.peak_bytes / 1048576.0);
    kt_structure_close(s);
    kt_arena_free(&arena);
    return status;
}

kt_status bench_structures_run(FILE *out, kt_error *err)
{
    kt_status status = KT_OK;
    for (size_t i = 0; i < sizeof standard / sizeof standard[0] && status == KT_OK; i++)
        status = run_one(out, i, err);
    return status;
}
