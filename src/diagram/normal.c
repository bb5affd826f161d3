// SPDX-License-Identifier: EUPL-1.2
// See normal.h. The structure is brought into topological order once, simplified until nothing
// changes (fold.c), and numbered canonically.
#include "diagram/normal.h"

#include <stdlib.h>
#include <string.h>

#include "diagram/fold.h"

enum { MAX_PASSES = 32 };

typedef struct event_key {
    uint32_t id, event;
} event_key;

static int by_id(const void *left, const void *right)
{
    const event_key *a = left;
    const event_key *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

kt_status kt_normal_reserve(kt_normal *out, size_t n_gates, size_t n_inputs, kt_arena *arena,
                            kt_error *err)
{
    out->kind = kt_arena_alloc(arena, n_gates + 1, sizeof *out->kind);
    out->min_share = kt_arena_alloc(arena, n_gates + 1, sizeof *out->min_share);
    out->first = kt_arena_alloc(arena, n_gates + 2, sizeof *out->first);
    out->input = kt_arena_alloc(arena, n_inputs + 1, sizeof *out->input);
    out->share = kt_arena_alloc(arena, n_inputs + 1, sizeof *out->share);
    if (out->kind == NULL || out->min_share == NULL || out->first == NULL || out->input == NULL ||
        out->share == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

// Events by id: out->event, and the rank of each event of the structure.
static kt_status rank_events(kt_normal *out, uint32_t **rank, const kt_structure *s,
                             kt_arena *arena, kt_error *err)
{
    event_key *key = kt_arena_alloc(arena, s->n_events, sizeof *key);
    uint32_t *event = kt_arena_alloc(arena, s->n_events, sizeof *event);
    *rank = kt_arena_alloc(arena, s->n_events, sizeof **rank);
    if (key == NULL || event == NULL || *rank == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < s->n_events; i++)
        key[i] = (event_key){s->event_id[i], i};
    if (s->n_events > 1)
        qsort(key, s->n_events, sizeof *key, by_id);
    for (uint32_t i = 0; i < s->n_events; i++) {
        event[i] = key[i].event;
        (*rank)[key[i].event] = i;
    }
    out->n_events = s->n_events;
    out->event = event;
    return KT_OK;
}

typedef struct importer {
    const kt_structure *s;
    const uint32_t *rank;
    uint32_t *number; // of each gate in the result, UINT32_MAX before
    size_t *next;     // input of each gate to visit next
    uint32_t *stack;
} importer;

static kt_input renamed(const importer *im, kt_input input)
{
    if (kt_structure_is_event(input))
        return kt_structure_event(im->rank[kt_structure_number(input)]);
    if (kt_structure_is_gate(input))
        return kt_structure_gate(im->number[kt_structure_number(input)]);
    return input;
}

static void import_gate(kt_normal *out, importer *im, uint32_t gate)
{
    const kt_structure *s = im->s;
    size_t n = out->first[out->n_gates];
    for (size_t k = kt_structure_first(s, gate); k < s->end[gate]; k++, n++) {
        out->input[n] = renamed(im, s->input[k]);
        out->share[n] = s->share[k];
    }
    out->kind[out->n_gates] = s->kind[gate];
    out->min_share[out->n_gates] = s->min_share[gate];
    im->number[gate] = out->n_gates++;
    out->first[out->n_gates] = n;
}

// The gates below the top, inputs first.
static void import_gates(kt_normal *out, importer *im)
{
    const kt_structure *s = im->s;
    size_t depth = 0;
    for (uint32_t g = 0; g < s->n_gates; g++) {
        im->number[g] = UINT32_MAX;
        im->next[g] = kt_structure_first(s, g);
    }
    if (kt_structure_is_gate(s->top))
        im->stack[depth++] = kt_structure_number(s->top);
    while (depth > 0) {
        uint32_t gate = im->stack[depth - 1];
        if (im->next[gate] == s->end[gate]) {
            import_gate(out, im, gate);
            depth--;
            continue;
        }
        kt_input input = s->input[im->next[gate]++];
        if (kt_structure_is_gate(input) && im->number[kt_structure_number(input)] == UINT32_MAX)
            im->stack[depth++] = kt_structure_number(input);
    }
    out->top = renamed(im, s->top);
}

static kt_status import_structure(kt_normal *out, const kt_structure *s, kt_arena *arena,
                                  kt_error *err)
{
    importer im = {.s = s};
    uint32_t *rank = NULL;
    kt_status status = rank_events(out, &rank, s, arena, err);
    if (status == KT_OK)
        status = kt_normal_reserve(out, s->n_gates, s->n_inputs, arena, err);
    if (status != KT_OK)
        return status;
    im.rank = rank;
    im.number = kt_arena_alloc(arena, s->n_gates, sizeof *im.number);
    im.next = kt_arena_alloc(arena, s->n_gates, sizeof *im.next);
    im.stack = kt_arena_alloc(arena, (size_t)s->n_gates + 1, sizeof *im.stack);
    if (im.number == NULL || im.next == NULL || im.stack == NULL)
        return kt_error_no_memory(err);
    import_gates(out, &im);
    return KT_OK;
}

typedef struct gate_key {
    uint32_t gate; // number before sorting
    uint32_t height;
    uint8_t kind;
    double min_share;
    size_t n;
    const kt_input *input; // in the new numbering
    const double *share;
} gate_key;

static int by_height(const void *left, const void *right)
{
    const gate_key *a = left;
    const gate_key *b = right;
    return (a->height > b->height) - (a->height < b->height);
}

static int by_content(const void *left, const void *right)
{
    const gate_key *a = left;
    const gate_key *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    if (a->min_share != b->min_share)
        return a->min_share < b->min_share ? -1 : 1;
    for (size_t k = 0; k < a->n; k++) {
        if (a->input[k] != b->input[k])
            return a->input[k] < b->input[k] ? -1 : 1;
        if (a->share[k] != b->share[k])
            return a->share[k] < b->share[k] ? -1 : 1;
    }
    return 0;
}

static int by_input(const void *left, const void *right)
{
    kt_input a = *(const kt_input *)left;
    kt_input b = *(const kt_input *)right;
    return (a > b) - (a < b);
}

static void measure_heights(gate_key *key, uint32_t *height, const kt_normal *in)
{
    for (uint32_t g = 0; g < in->n_gates; g++) {
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            kt_input x = in->input[k];
            if (kt_structure_is_gate(x) && height[kt_structure_number(x)] >= height[g])
                height[g] = height[kt_structure_number(x)] + 1;
        }
        key[g] = (gate_key){.gate = g,
                            .height = height[g],
                            .kind = in->kind[g],
                            .min_share = in->min_share[g],
                            .n = in->first[g + 1] - in->first[g]};
    }
}

// Gates of one height have inputs that are numbered already; different gates differ in content.
static void number_level(gate_key *key, uint32_t from, uint32_t to, const kt_normal *in,
                         kt_input *room, uint32_t *number)
{
    for (uint32_t i = from; i < to; i++) {
        size_t first = in->first[key[i].gate];
        for (size_t k = first; k < first + key[i].n; k++) {
            kt_input x = in->input[k];
            room[k] =
                kt_structure_is_gate(x) ? kt_structure_gate(number[kt_structure_number(x)]) : x;
        }
        if (key[i].kind != KT_GATE_WEIGHTED)
            qsort(room + first, key[i].n, sizeof *room, by_input);
        key[i].input = room + first;
        key[i].share = in->share + first;
    }
    qsort(key + from, to - from, sizeof *key, by_content);
    for (uint32_t i = from; i < to; i++)
        number[key[i].gate] = i;
}

kt_status kt_normal_sort(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err)
{
    uint32_t n = in->n_gates;
    gate_key *key = kt_arena_alloc(arena, n, sizeof *key);
    uint32_t *height = kt_arena_alloc(arena, n, sizeof *height);
    uint32_t *number = kt_arena_alloc(arena, n, sizeof *number);
    kt_input *room = kt_arena_alloc(arena, in->first[n], sizeof *room);
    *out = *in;
    kt_status status = kt_normal_reserve(out, n, in->first[n], arena, err);
    if (status != KT_OK)
        return status;
    if (key == NULL || height == NULL || number == NULL || room == NULL)
        return kt_error_no_memory(err);
    measure_heights(key, height, in);
    if (n > 1)
        qsort(key, n, sizeof *key, by_height);
    for (uint32_t from = 0, to = 0; from < n; from = to) {
        while (to < n && key[to].height == key[from].height)
            to++;
        number_level(key, from, to, in, room, number);
    }
    for (uint32_t i = 0; i < n; i++) {
        size_t first = out->first[i];
        memcpy(out->input + first, key[i].input, key[i].n * sizeof *out->input);
        memcpy(out->share + first, key[i].share, key[i].n * sizeof *out->share);
        out->kind[i] = key[i].kind;
        out->min_share[i] = key[i].min_share;
        out->first[i + 1] = first + key[i].n;
    }
    if (kt_structure_is_gate(in->top))
        out->top = kt_structure_gate(number[kt_structure_number(in->top)]);
    return KT_OK;
}

kt_status kt_normal_make(kt_normal *out, const kt_structure *s, kt_arena *arena, kt_error *err)
{
    kt_normal before = {0};
    kt_normal after = {0};
    kt_status status = import_structure(&before, s, arena, err);
    for (int pass = 0; status == KT_OK && pass < MAX_PASSES; pass++) {
        status = kt_fold_pass(&after, &before, arena, err);
        bool same = status == KT_OK && after.n_gates == before.n_gates && after.top == before.top &&
                    after.first[after.n_gates] == before.first[before.n_gates];
        before = after;
        if (same)
            break;
    }
    return status == KT_OK ? kt_normal_sort(out, &before, arena, err) : status;
}
