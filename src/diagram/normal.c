// SPDX-License-Identifier: EUPL-1.2
// Numbers the gates of a structure by what they hold (height, then kind, then inputs), so that
// equal structures get equal numbers whatever the order of the input. Tens to some thousands of
// gates: one sort by height, then one within each height, when the inputs are numbered already.
#include "diagram/normal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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
            assert(!kt_structure_is_gate(x) || kt_structure_number(x) < g); // inputs first
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
