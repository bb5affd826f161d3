// SPDX-License-Identifier: EUPL-1.2
// See simplify.h. Gates are rewritten inputs first, each into a constant, an event, or a gate of
// the result; equal gates are found by hashing their inputs.
#include "diagram/simplify.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

typedef struct fold {
    const kt_normal *in;
    kt_normal *out;
    kt_input *map;     // what each gate of `in` has become
    uint8_t *absorbed; // gate of `in` whose inputs are taken over by its only parent
    uint32_t *n_parents;
    kt_input *list; // inputs of the gate at hand
    double *list_share;
    size_t n;
    uint32_t *stack;
    uint32_t *slot; // open addressing: gate of `out` + 1, 0 = free
    size_t mask;
    uint64_t key; // of the hash: whoever writes a case cannot choose where its gates fall
} fold;

// Parents among the gates that the top needs; 0 for a gate that it does not need.
static void count_parents(fold *f)
{
    const kt_normal *in = f->in;
    if (kt_structure_is_gate(in->top))
        f->n_parents[kt_structure_number(in->top)] = 1;
    for (uint32_t g = in->n_gates; g-- > 0;) {
        if (f->n_parents[g] == 0)
            continue;
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            if (kt_structure_is_gate(in->input[k]))
                f->n_parents[kt_structure_number(in->input[k])]++;
        }
    }
    for (uint32_t g = 0; g < in->n_gates; g++) {
        if (f->n_parents[g] == 0 || in->kind[g] == KT_GATE_WEIGHTED)
            continue;
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            uint32_t below = kt_structure_number(in->input[k]);
            if (kt_structure_is_gate(in->input[k]) && f->n_parents[below] == 1 &&
                in->kind[below] == in->kind[g])
                f->absorbed[below] = 1;
        }
    }
}

static kt_input mapped(const fold *f, kt_input input)
{
    return kt_structure_is_gate(input) ? f->map[kt_structure_number(input)] : input;
}

// The inputs of an OR or AND gate and of the gates it takes over.
static void gather(fold *f, uint32_t gate)
{
    size_t depth = 0;
    f->n = 0;
    f->stack[depth++] = gate;
    while (depth > 0) {
        uint32_t g = f->stack[--depth];
        for (size_t k = f->in->first[g]; k < f->in->first[g + 1]; k++) {
            kt_input x = f->in->input[k];
            if (kt_structure_is_gate(x) && f->absorbed[kt_structure_number(x)])
                f->stack[depth++] = kt_structure_number(x);
            else
                f->list[f->n++] = mapped(f, x);
        }
    }
    memset(f->list_share, 0, f->n * sizeof *f->list_share);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static uint64_t bits(double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static bool same_gate(const fold *f, uint32_t gate, kt_gate_kind kind, double min_share)
{
    const kt_normal *out = f->out;
    size_t first = out->first[gate];
    return out->kind[gate] == kind && out->first[gate + 1] - first == f->n &&
           bits(out->min_share[gate]) == bits(min_share) &&
           memcmp(out->input + first, f->list, f->n * sizeof *f->list) == 0 &&
           memcmp(out->share + first, f->list_share, f->n * sizeof *f->list_share) == 0;
}

// The gate of this kind over the list: an equal one, or a new one.
static kt_input emit(fold *f, kt_gate_kind kind, double min_share)
{
    kt_normal *out = f->out;
    uint64_t hash = mix(mix(f->key, (uint64_t)kind), bits(min_share));
    for (size_t k = 0; k < f->n; k++)
        hash = mix(mix(hash, f->list[k]), bits(f->list_share[k]));
    size_t i = (size_t)hash & f->mask;
    for (; f->slot[i] != 0; i = (i + 1) & f->mask) {
        if (same_gate(f, f->slot[i] - 1, kind, min_share))
            return kt_structure_gate(f->slot[i] - 1);
    }
    uint32_t gate = out->n_gates++;
    size_t first = out->first[gate];
    memcpy(out->input + first, f->list, f->n * sizeof *f->list);
    memcpy(out->share + first, f->list_share, f->n * sizeof *f->list_share);
    out->kind[gate] = (uint8_t)kind;
    out->min_share[gate] = min_share;
    out->first[gate + 1] = first + f->n;
    f->slot[i] = gate + 1;
    return kt_structure_gate(gate);
}

static int by_input(const void *left, const void *right)
{
    kt_input a = *(const kt_input *)left;
    kt_input b = *(const kt_input *)right;
    return (a > b) - (a < b);
}

static bool listed(const fold *f, kt_input input)
{
    return bsearch(&input, f->list, f->n, sizeof *f->list, by_input) != NULL;
}

// An input of the other kind that has one of our own inputs among its own decides nothing:
// a or (a and b) is a.
static void drop_superfluous(fold *f, kt_gate_kind kind)
{
    const kt_normal *out = f->out;
    kt_gate_kind other = kind == KT_GATE_OR ? KT_GATE_AND : KT_GATE_OR;
    size_t kept = 0;
    for (size_t k = 0; k < f->n; k++) {
        bool needed = true;
        uint32_t gate = kt_structure_number(f->list[k]);
        if (kt_structure_is_gate(f->list[k]) && out->kind[gate] == other) {
            for (size_t j = out->first[gate]; j < out->first[gate + 1] && needed; j++)
                needed = !listed(f, out->input[j]);
        }
        f->stack[k] = needed;
    }
    for (size_t k = 0; k < f->n; k++) {
        if (f->stack[k])
            f->list[kept++] = f->list[k];
    }
    f->n = kept;
}

static kt_input fold_plain(fold *f, kt_gate_kind kind)
{
    kt_input neutral = kind == KT_GATE_OR ? KT_INPUT_NEVER : KT_INPUT_ALWAYS;
    kt_input deciding = kind == KT_GATE_OR ? KT_INPUT_ALWAYS : KT_INPUT_NEVER;
    size_t n = 0;
    if (f->n > 1)
        qsort(f->list, f->n, sizeof *f->list, by_input);
    for (size_t k = 0; k < f->n; k++) {
        if (f->list[k] == deciding)
            return deciding;
        if (f->list[k] != neutral && (n == 0 || f->list[k] != f->list[n - 1]))
            f->list[n++] = f->list[k];
    }
    f->n = n;
    drop_superfluous(f, kind);
    if (f->n == 0)
        return neutral;
    return f->n == 1 ? f->list[0] : emit(f, kind, 0.0);
}

// The share that is left, summed in the order given, when all inputs are fine (with_all), or only
// those that cannot fail; input `other` is the other way round.
static double share_left(const fold *f, bool with_all, size_t other)
{
    double left = 0.0;
    for (size_t k = 0; k < f->n; k++) {
        bool fine = f->list[k] == KT_INPUT_NEVER || with_all != (k == other);
        if (fine)
            left += f->list_share[k];
    }
    return left;
}

// Whether the gate is fine with one input turned the other way round, for `any` input or for none.
static bool same_for_each(const fold *f, bool with_all, double min_share)
{
    for (size_t k = 0; k < f->n; k++) {
        if (f->list[k] == KT_INPUT_NEVER)
            continue;
        if (kt_normal_fine(share_left(f, with_all, k), min_share) == with_all)
            return false;
    }
    return true;
}

static kt_input fold_weighted(fold *f, uint32_t gate)
{
    const kt_normal *in = f->in;
    double min_share = in->min_share[gate];
    f->n = 0;
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++) {
        kt_input x = mapped(f, in->input[k]);
        if (x == KT_INPUT_ALWAYS || in->share[k] == 0.0)
            continue;
        f->list[f->n] = x;
        f->list_share[f->n++] = in->share[k];
    }
    if (!kt_normal_fine(share_left(f, true, SIZE_MAX), min_share))
        return KT_INPUT_ALWAYS;
    if (kt_normal_fine(share_left(f, false, SIZE_MAX), min_share))
        return KT_INPUT_NEVER;
    bool any = same_for_each(f, true, min_share);          // no input can be missed
    bool all = !any && same_for_each(f, false, min_share); // each input alone will do
    if (!any && !all)
        return emit(f, KT_GATE_WEIGHTED, min_share);
    size_t n = 0;
    for (size_t k = 0; k < f->n; k++) {
        if (f->list[k] != KT_INPUT_NEVER)
            f->list[n++] = f->list[k];
    }
    f->n = n;
    memset(f->list_share, 0, n * sizeof *f->list_share);
    return fold_plain(f, any ? KT_GATE_OR : KT_GATE_AND);
}

static kt_status open_fold(fold *f, kt_arena *arena, kt_error *err)
{
    size_t n_gates = f->in->n_gates;
    size_t n_inputs = f->in->first[n_gates];
    size_t n_slots = 16;
    while (n_slots < 2 * n_gates)
        n_slots *= 2;
    f->mask = n_slots - 1;
    kt_secret_fill(&f->key, sizeof f->key);
    f->map = kt_arena_alloc(arena, n_gates, sizeof *f->map);
    f->absorbed = kt_arena_alloc(arena, n_gates, sizeof *f->absorbed);
    f->n_parents = kt_arena_alloc(arena, n_gates, sizeof *f->n_parents);
    f->list = kt_arena_alloc(arena, n_inputs, sizeof *f->list);
    f->list_share = kt_arena_alloc(arena, n_inputs, sizeof *f->list_share);
    f->stack = kt_arena_alloc(arena, n_inputs + n_gates + 1, sizeof *f->stack);
    f->slot = kt_arena_alloc(arena, n_slots, sizeof *f->slot);
    if (f->map == NULL || f->absorbed == NULL || f->n_parents == NULL || f->list == NULL ||
        f->list_share == NULL || f->stack == NULL || f->slot == NULL)
        return kt_error_no_memory(err);
    return kt_normal_reserve(f->out, n_gates, n_inputs, arena, err);
}

kt_status kt_simplify_pass(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err)
{
    fold f = {.in = in, .out = out};
    *out = (kt_normal){.n_events = in->n_events, .event = in->event};
    kt_status status = open_fold(&f, arena, err);
    if (status != KT_OK)
        return status;
    count_parents(&f);
    for (uint32_t g = 0; g < in->n_gates; g++) {
        if (f.n_parents[g] == 0 || f.absorbed[g])
            continue;
        if (in->kind[g] == KT_GATE_WEIGHTED) {
            f.map[g] = fold_weighted(&f, g);
            continue;
        }
        gather(&f, g);
        f.map[g] = fold_plain(&f, in->kind[g]);
    }
    out->top = mapped(&f, in->top);
    return KT_OK;
}
