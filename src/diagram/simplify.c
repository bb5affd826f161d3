// SPDX-License-Identifier: EUPL-1.2
// Rewrites the gates inputs first, each into a constant, an event, or a gate of the result. Equal
// gates are found by hashing their inputs, because many buyers share a market. O(inputs log
// inputs); a rule that needs a second look waits for the next pass.
#include "diagram/simplify.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

typedef struct simplifier {
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
} simplifier;

// Parents among the gates that the top needs; 0 for a gate that it does not need.
static void count_parents(simplifier *s)
{
    const kt_normal *in = s->in;
    if (kt_structure_is_gate(in->top))
        s->n_parents[kt_structure_number(in->top)] = 1;
    for (uint32_t g = in->n_gates; g-- > 0;) {
        if (s->n_parents[g] == 0)
            continue;
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            assert(!kt_structure_is_gate(in->input[k]) || kt_structure_number(in->input[k]) < g);
            if (kt_structure_is_gate(in->input[k]))
                s->n_parents[kt_structure_number(in->input[k])]++;
        }
    }
    for (uint32_t g = 0; g < in->n_gates; g++) {
        if (s->n_parents[g] == 0 || in->kind[g] == KT_GATE_WEIGHTED)
            continue;
        for (size_t k = in->first[g]; k < in->first[g + 1]; k++) {
            uint32_t below = kt_structure_number(in->input[k]);
            if (kt_structure_is_gate(in->input[k]) && s->n_parents[below] == 1 &&
                in->kind[below] == in->kind[g])
                s->absorbed[below] = 1;
        }
    }
}

static kt_input mapped(const simplifier *s, kt_input input)
{
    return kt_structure_is_gate(input) ? s->map[kt_structure_number(input)] : input;
}

// The inputs of an OR or AND gate and of the gates it takes over.
static void gather(simplifier *s, uint32_t gate)
{
    size_t depth = 0;
    s->n = 0;
    s->stack[depth++] = gate;
    while (depth > 0) {
        uint32_t g = s->stack[--depth];
        for (size_t k = s->in->first[g]; k < s->in->first[g + 1]; k++) {
            kt_input x = s->in->input[k];
            if (kt_structure_is_gate(x) && s->absorbed[kt_structure_number(x)])
                s->stack[depth++] = kt_structure_number(x);
            else
                s->list[s->n++] = mapped(s, x);
        }
    }
    memset(s->list_share, 0, s->n * sizeof *s->list_share);
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

static bool same_gate(const simplifier *s, uint32_t gate, kt_gate_kind kind, double min_share)
{
    const kt_normal *out = s->out;
    size_t first = out->first[gate];
    return out->kind[gate] == kind && out->first[gate + 1] - first == s->n &&
           bits(out->min_share[gate]) == bits(min_share) &&
           memcmp(out->input + first, s->list, s->n * sizeof *s->list) == 0 &&
           memcmp(out->share + first, s->list_share, s->n * sizeof *s->list_share) == 0;
}

// The gate of this kind over the list: an equal one, or a new one.
static kt_input emit(simplifier *s, kt_gate_kind kind, double min_share)
{
    kt_normal *out = s->out;
    uint64_t hash = mix(mix(s->key, (uint64_t)kind), bits(min_share));
    for (size_t k = 0; k < s->n; k++)
        hash = mix(mix(hash, s->list[k]), bits(s->list_share[k]));
    size_t i = (size_t)hash & s->mask;
    for (; s->slot[i] != 0; i = (i + 1) & s->mask) {
        if (same_gate(s, s->slot[i] - 1, kind, min_share))
            return kt_structure_gate(s->slot[i] - 1);
    }
    uint32_t gate = out->n_gates++;
    size_t first = out->first[gate];
    memcpy(out->input + first, s->list, s->n * sizeof *s->list);
    memcpy(out->share + first, s->list_share, s->n * sizeof *s->list_share);
    out->kind[gate] = (uint8_t)kind;
    out->min_share[gate] = min_share;
    out->first[gate + 1] = first + s->n;
    s->slot[i] = gate + 1;
    return kt_structure_gate(gate);
}

static int by_input(const void *left, const void *right)
{
    kt_input a = *(const kt_input *)left;
    kt_input b = *(const kt_input *)right;
    return (a > b) - (a < b);
}

static bool listed(const simplifier *s, kt_input input)
{
    return bsearch(&input, s->list, s->n, sizeof *s->list, by_input) != NULL;
}

// An input of the other kind that has one of our own inputs among its own decides nothing:
// a or (a and b) is a.
static void drop_superfluous(simplifier *s, kt_gate_kind kind)
{
    const kt_normal *out = s->out;
    kt_gate_kind other = kind == KT_GATE_OR ? KT_GATE_AND : KT_GATE_OR;
    size_t kept = 0;
    for (size_t k = 0; k < s->n; k++) {
        bool needed = true;
        uint32_t gate = kt_structure_number(s->list[k]);
        if (kt_structure_is_gate(s->list[k]) && out->kind[gate] == other) {
            for (size_t j = out->first[gate]; j < out->first[gate + 1] && needed; j++)
                needed = !listed(s, out->input[j]);
        }
        s->stack[k] = needed;
    }
    for (size_t k = 0; k < s->n; k++) {
        if (s->stack[k])
            s->list[kept++] = s->list[k];
    }
    s->n = kept;
}

static kt_input simplify_plain(simplifier *s, kt_gate_kind kind)
{
    kt_input neutral = kind == KT_GATE_OR ? KT_INPUT_NEVER : KT_INPUT_ALWAYS;
    kt_input deciding = kind == KT_GATE_OR ? KT_INPUT_ALWAYS : KT_INPUT_NEVER;
    size_t n = 0;
    if (s->n > 1)
        qsort(s->list, s->n, sizeof *s->list, by_input);
    for (size_t k = 0; k < s->n; k++) {
        if (s->list[k] == deciding)
            return deciding;
        if (s->list[k] != neutral && (n == 0 || s->list[k] != s->list[n - 1]))
            s->list[n++] = s->list[k];
    }
    s->n = n;
    drop_superfluous(s, kind);
    if (s->n == 0)
        return neutral;
    return s->n == 1 ? s->list[0] : emit(s, kind, 0.0);
}

// The share that is left, summed in the order given, when all inputs are fine (with_all), or only
// those that cannot fail; input `other` is the other way round.
static double share_left(const simplifier *s, bool with_all, size_t other)
{
    double left = 0.0;
    for (size_t k = 0; k < s->n; k++) {
        bool fine = s->list[k] == KT_INPUT_NEVER || with_all != (k == other);
        if (fine)
            left += s->list_share[k];
    }
    return left;
}

// Whether the gate is fine with one input turned the other way round, for any input or for none.
static bool same_for_each(const simplifier *s, bool with_all, double min_share)
{
    for (size_t k = 0; k < s->n; k++) {
        if (s->list[k] == KT_INPUT_NEVER)
            continue;
        if (kt_normal_fine(share_left(s, with_all, k), min_share) == with_all)
            return false;
    }
    return true;
}

static kt_input simplify_weighted(simplifier *s, uint32_t gate)
{
    const kt_normal *in = s->in;
    double min_share = in->min_share[gate];
    s->n = 0;
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++) {
        kt_input x = mapped(s, in->input[k]);
        if (x == KT_INPUT_ALWAYS || in->share[k] == 0.0)
            continue;
        s->list[s->n] = x;
        s->list_share[s->n++] = in->share[k];
    }
    if (!kt_normal_fine(share_left(s, true, SIZE_MAX), min_share))
        return KT_INPUT_ALWAYS;
    if (kt_normal_fine(share_left(s, false, SIZE_MAX), min_share))
        return KT_INPUT_NEVER;
    bool any = same_for_each(s, true, min_share);          // no input can be missed
    bool all = !any && same_for_each(s, false, min_share); // each input alone will do
    if (!any && !all)
        return emit(s, KT_GATE_WEIGHTED, min_share);
    size_t n = 0;
    for (size_t k = 0; k < s->n; k++) {
        if (s->list[k] != KT_INPUT_NEVER)
            s->list[n++] = s->list[k];
    }
    s->n = n;
    memset(s->list_share, 0, n * sizeof *s->list_share);
    return simplify_plain(s, any ? KT_GATE_OR : KT_GATE_AND);
}

static kt_status open_simplifier(simplifier *s, kt_arena *arena, kt_error *err)
{
    size_t n_gates = s->in->n_gates;
    size_t n_inputs = s->in->first[n_gates];
    size_t n_slots = 16;
    while (n_slots < 2 * n_gates)
        n_slots *= 2;
    s->mask = n_slots - 1;
    kt_secret_fill(&s->key, sizeof s->key);
    s->map = kt_arena_alloc(arena, n_gates, sizeof *s->map);
    s->absorbed = kt_arena_alloc(arena, n_gates, sizeof *s->absorbed);
    s->n_parents = kt_arena_alloc(arena, n_gates, sizeof *s->n_parents);
    s->list = kt_arena_alloc(arena, n_inputs, sizeof *s->list);
    s->list_share = kt_arena_alloc(arena, n_inputs, sizeof *s->list_share);
    s->stack = kt_arena_alloc(arena, n_inputs + n_gates + 1, sizeof *s->stack);
    s->slot = kt_arena_alloc(arena, n_slots, sizeof *s->slot);
    if (s->map == NULL || s->absorbed == NULL || s->n_parents == NULL || s->list == NULL ||
        s->list_share == NULL || s->stack == NULL || s->slot == NULL)
        return kt_error_no_memory(err);
    return kt_normal_reserve(s->out, n_gates, n_inputs, arena, err);
}

kt_status kt_simplify_pass(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err)
{
    simplifier s = {.in = in, .out = out};
    *out = (kt_normal){.n_events = in->n_events, .event = in->event};
    kt_status status = open_simplifier(&s, arena, err);
    if (status != KT_OK)
        return status;
    count_parents(&s);
    for (uint32_t g = 0; g < in->n_gates; g++) {
        if (s.n_parents[g] == 0 || s.absorbed[g])
            continue;
        if (in->kind[g] == KT_GATE_WEIGHTED) {
            s.map[g] = simplify_weighted(&s, g);
            continue;
        }
        gather(&s, g);
        s.map[g] = simplify_plain(&s, in->kind[g]);
    }
    out->top = mapped(&s, in->top);
    return KT_OK;
}
