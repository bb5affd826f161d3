// SPDX-License-Identifier: EUPL-1.2
// A gate is a module when the walk from the top meets everything below it for the first time after
// it enters the gate, and for the last time before it leaves it. Inputs that only one gate uses are
// first parted into a gate of their own, because they then make a module too. Some thousand gates;
// the walk has its own stack, so a deep structure cannot exhaust the C stack.
#include "diagram/module.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct visits {
    uint32_t *first, *last; // of each input code: when the walk met it; 0 = never
    uint32_t *left;         // of each gate: when the walk left it
    uint32_t *lowest;       // of each gate: first and last visit of all that lies below it
    uint32_t *highest;
    uint32_t *n_parents; // of each input code
    size_t *next;
    uint32_t *stack;
    uint32_t n_codes, now;
} visits;

static kt_status open_visits(visits *v, const kt_normal *normal, kt_arena *arena, kt_error *err)
{
    size_t n = normal->n_gates;
    uint32_t most = n > normal->n_events ? normal->n_gates : normal->n_events;
    v->n_codes = 2 * most + 4;
    v->first = kt_arena_alloc(arena, v->n_codes, sizeof *v->first);
    v->last = kt_arena_alloc(arena, v->n_codes, sizeof *v->last);
    v->n_parents = kt_arena_alloc(arena, v->n_codes, sizeof *v->n_parents);
    v->left = kt_arena_alloc(arena, n, sizeof *v->left);
    v->lowest = kt_arena_alloc(arena, n, sizeof *v->lowest);
    v->highest = kt_arena_alloc(arena, n, sizeof *v->highest);
    v->next = kt_arena_alloc(arena, n, sizeof *v->next);
    v->stack = kt_arena_alloc(arena, n + 1, sizeof *v->stack);
    if (v->first == NULL || v->last == NULL || v->n_parents == NULL || v->left == NULL ||
        v->lowest == NULL || v->highest == NULL || v->next == NULL || v->stack == NULL)
        return kt_error_no_memory(err);
    return KT_OK;
}

static void walk(visits *v, const kt_normal *normal)
{
    size_t depth = 0;
    for (uint32_t g = 0; g < normal->n_gates; g++)
        v->next[g] = normal->first[g];
    v->first[normal->top] = v->last[normal->top] = ++v->now;
    if (kt_structure_is_gate(normal->top))
        v->stack[depth++] = kt_structure_number(normal->top);
    while (depth > 0) {
        uint32_t g = v->stack[depth - 1];
        if (v->next[g] == normal->first[g + 1]) {
            v->left[g] = ++v->now;
            depth--;
            continue;
        }
        kt_input x = normal->input[v->next[g]++];
        if (x == KT_INPUT_NEVER)
            continue;
        v->n_parents[x]++;
        v->last[x] = ++v->now;
        if (v->first[x] != 0)
            continue;
        v->first[x] = v->now;
        if (kt_structure_is_gate(x))
            v->stack[depth++] = kt_structure_number(x);
    }
}

// First and last visits of what lies below each gate.
static void spread(visits *v, const kt_normal *normal)
{
    for (uint32_t g = 0; g < normal->n_gates; g++) {
        v->lowest[g] = UINT32_MAX;
        for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
            kt_input x = normal->input[k];
            if (x == KT_INPUT_NEVER)
                continue;
            uint32_t low = v->first[x];
            uint32_t high = v->last[x];
            if (kt_structure_is_gate(x)) {
                uint32_t below = kt_structure_number(x);
                low = v->lowest[below] < low ? v->lowest[below] : low;
                high = v->highest[below] > high ? v->highest[below] : high;
            }
            v->lowest[g] = low < v->lowest[g] ? low : v->lowest[g];
            v->highest[g] = high > v->highest[g] ? high : v->highest[g];
        }
    }
}

static bool is_module(const visits *v, uint32_t gate)
{
    uint32_t entered = v->first[kt_structure_gate(gate)];
    return entered != 0 && v->lowest[gate] > entered && v->highest[gate] < v->left[gate];
}

static kt_status visit(visits *v, const kt_normal *normal, kt_arena *arena, kt_error *err)
{
    kt_status status = open_visits(v, normal, arena, err);
    if (status == KT_OK) {
        walk(v, normal);
        spread(v, normal);
    }
    return status;
}

// --------------------------------------------------------------------------- inputs of one's own

// Used by this one gate only, with all that lies below.
static bool is_private(const visits *v, kt_input x)
{
    return v->n_parents[x] == 1 &&
           (kt_structure_is_event(x) || is_module(v, kt_structure_number(x)));
}

static size_t count_private(const visits *v, const kt_normal *normal, uint32_t gate)
{
    size_t n = 0;
    if (normal->kind[gate] == KT_GATE_WEIGHTED)
        return 0;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++)
        n += is_private(v, normal->input[k]);
    return n == normal->first[gate + 1] - normal->first[gate] ? 0 : n; // all: nothing to part
}

static void add_input(kt_normal *out, const uint32_t *number, kt_input x, double share)
{
    size_t at = out->first[out->n_gates + 1]++;
    out->input[at] =
        kt_structure_is_gate(x) ? kt_structure_gate(number[kt_structure_number(x)]) : x;
    out->share[at] = share;
}

static void begin_gate(kt_normal *out, const kt_normal *in, uint32_t gate)
{
    out->kind[out->n_gates] = in->kind[gate];
    out->min_share[out->n_gates] = in->min_share[gate];
    out->first[out->n_gates + 1] = out->first[out->n_gates];
}

static void part_gate(kt_normal *out, const kt_normal *in, const visits *v, uint32_t *number,
                      uint32_t gate)
{
    bool parts = count_private(v, in, gate) > 1;
    kt_input own = KT_INPUT_NEVER;
    if (parts) {
        begin_gate(out, in, gate);
        for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++) {
            if (is_private(v, in->input[k]))
                add_input(out, number, in->input[k], 0.0);
        }
        own = kt_structure_gate(out->n_gates++);
    }
    begin_gate(out, in, gate);
    for (size_t k = in->first[gate]; k < in->first[gate + 1]; k++) {
        if (!parts || !is_private(v, in->input[k]))
            add_input(out, number, in->input[k], in->share[k]);
    }
    if (parts)
        out->input[out->first[out->n_gates + 1]++] = own;
    number[gate] = out->n_gates++;
}

static kt_status part(kt_normal *normal, kt_arena *arena, kt_error *err)
{
    visits v = {0};
    kt_normal out = *normal;
    uint32_t *number = kt_arena_alloc(arena, normal->n_gates, sizeof *number);
    size_t n_gates = 2 * (size_t)normal->n_gates;
    size_t n_inputs = normal->first[normal->n_gates] + normal->n_gates;
    kt_status status = visit(&v, normal, arena, err);
    if (status == KT_OK)
        status = kt_normal_reserve(&out, n_gates, n_inputs, arena, err);
    if (status != KT_OK)
        return status;
    if (number == NULL)
        return kt_error_no_memory(err);
    out.n_gates = 0;
    for (uint32_t g = 0; g < normal->n_gates; g++)
        part_gate(&out, normal, &v, number, g);
    if (kt_structure_is_gate(normal->top))
        out.top = kt_structure_gate(number[kt_structure_number(normal->top)]);
    return kt_normal_sort(normal, &out, arena, err);
}

// --------------------------------------------------------------------------------------- modules

typedef struct builder {
    const kt_normal *normal;
    kt_module_list *list;
    uint32_t *owner; // of each gate: the module it lies in
    uint8_t *seen;   // of each input code: it is a leaf already
} builder;

// Numbers the modules top down and finds which module each gate lies in, and how much each holds.
static void assign(builder *b, const visits *v)
{
    const kt_normal *normal = b->normal;
    kt_module_list *list = b->list;
    for (uint32_t g = normal->n_gates; g-- > 0;) {
        list->of_gate[g] = KT_MODULE_NONE;
        if (v->first[kt_structure_gate(g)] == 0)
            continue; // the top does not need it
        if (is_module(v, g)) {
            list->of_gate[g] = list->n;
            list->module[list->n].root = kt_structure_gate(g);
            b->owner[g] = list->n++;
        }
        kt_module *m = &list->module[b->owner[g]];
        m->n_gates++;
        for (size_t k = normal->first[g]; k < normal->first[g + 1]; k++) {
            kt_input x = normal->input[k];
            if (x == KT_INPUT_NEVER)
                continue;
            bool leaf = kt_structure_is_event(x) || is_module(v, kt_structure_number(x));
            if (!leaf)
                b->owner[kt_structure_number(x)] = b->owner[g];
            else if (!b->seen[x])
                m->n_leaves++;
            b->seen[x] = leaf;
        }
    }
}

static int by_code(const void *left, const void *right)
{
    kt_input a = *(const kt_input *)left;
    kt_input b = *(const kt_input *)right;
    return (a > b) - (a < b);
}

static void add_leaves(builder *b, kt_module *m, uint32_t gate)
{
    const kt_normal *normal = b->normal;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++) {
        kt_input x = normal->input[k];
        if (!b->seen[x])
            continue;
        m->leaf[m->n_leaves++] = x;
        b->seen[x] = 0;
    }
}

static kt_status fill(builder *b, kt_arena *arena, kt_error *err)
{
    kt_module_list *list = b->list;
    for (uint32_t i = 0; i < list->n; i++) {
        kt_module *m = &list->module[i];
        m->gate = kt_arena_alloc(arena, m->n_gates, sizeof *m->gate);
        m->leaf = kt_arena_alloc(arena, m->n_leaves, sizeof *m->leaf);
        if (m->gate == NULL || m->leaf == NULL)
            return kt_error_no_memory(err);
        m->n_gates = 0;
        m->n_leaves = 0;
    }
    for (uint32_t g = 0; g < b->normal->n_gates; g++) {
        if (b->owner[g] == KT_MODULE_NONE)
            continue;
        kt_module *m = &list->module[b->owner[g]];
        m->gate[m->n_gates++] = g;
        add_leaves(b, m, g);
    }
    for (uint32_t i = list->n; i-- > 0;) {
        kt_module *m = &list->module[i];
        qsort(m->leaf, m->n_leaves, sizeof *m->leaf, by_code);
        for (uint32_t l = 0; l < m->n_leaves; l++) {
            m->n_levels++;
            if (kt_structure_is_gate(m->leaf[l]))
                m->n_levels +=
                    list->module[list->of_gate[kt_structure_number(m->leaf[l])]].n_levels;
        }
    }
    return KT_OK;
}

// The structure is one event.
static kt_status find_event(kt_module_list *out, const kt_normal *normal, kt_arena *arena,
                            kt_error *err)
{
    kt_module *m = out->module;
    m->leaf = kt_arena_alloc(arena, 1, sizeof *m->leaf);
    if (m->leaf == NULL)
        return kt_error_no_memory(err);
    m->root = m->leaf[0] = normal->top;
    m->n_leaves = m->n_levels = out->n = 1;
    return KT_OK;
}

kt_status kt_module_find(kt_module_list *out, kt_normal *normal, kt_arena *arena, kt_error *err)
{
    assert(normal->top > KT_INPUT_ALWAYS);
    visits v = {0};
    *out = (kt_module_list){0};
    kt_status status = part(normal, arena, err);
    if (status == KT_OK)
        status = visit(&v, normal, arena, err);
    if (status != KT_OK)
        return status;
    size_t n = normal->n_gates;
    builder b = {.normal = normal, .list = out};
    out->module = kt_arena_alloc(arena, n + 1, sizeof *out->module);
    out->of_gate = kt_arena_alloc(arena, n, sizeof *out->of_gate);
    b.owner = kt_arena_alloc(arena, n, sizeof *b.owner);
    b.seen = kt_arena_alloc(arena, v.n_codes, sizeof *b.seen);
    if (out->module == NULL || out->of_gate == NULL || b.owner == NULL || b.seen == NULL)
        return kt_error_no_memory(err);
    if (kt_structure_is_event(normal->top))
        return find_event(out, normal, arena, err);
    memset(b.owner, 0xFF, n * sizeof *b.owner);
    assign(&b, &v);
    return fill(&b, arena, err);
}
