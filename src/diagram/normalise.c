// SPDX-License-Identifier: EUPL-1.2
// Brings the structure into topological order once, simplifies it until nothing changes (a handful
// of passes, at most 32) and numbers it canonically. Each pass writes a new copy into the arena:
// some thousand gates take kilobytes, and a pass that changed its own input would be harder to
// trust.
#include "diagram/normalise.h"

#include <stdlib.h>
#include <string.h>

#include "diagram/simplify.h"

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

kt_status kt_normalise_again(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err)
{
    kt_normal before = *in;
    kt_normal after = {0};
    kt_status status = KT_OK;
    for (int pass = 0; status == KT_OK && pass < MAX_PASSES; pass++) {
        status = kt_simplify_pass(&after, &before, arena, err);
        bool same = status == KT_OK && after.n_gates == before.n_gates && after.top == before.top &&
                    after.first[after.n_gates] == before.first[before.n_gates];
        before = after;
        if (same)
            break;
    }
    return status == KT_OK ? kt_normal_sort(out, &before, arena, err) : status;
}

kt_status kt_normalise(kt_normal *out, const kt_structure *s, kt_arena *arena, kt_error *err)
{
    kt_normal raw = {0};
    kt_status status = import_structure(&raw, s, arena, err);
    return status == KT_OK ? kt_normalise_again(out, &raw, arena, err) : status;
}
