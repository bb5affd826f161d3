// SPDX-License-Identifier: EUPL-1.2
// Puts the leaves of a module into one order by a rule: depth first, by weight divided from the
// top, or moved to the centre of the gates they are in. Tens of leaves for a frigate, up to some
// thousand. Ties are broken by the numbers of the normal form, which say what a gate is, so that
// the order does not depend on how the input was written.
#include "diagram/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 40 };

typedef struct kt_order_key {
    double key;
    kt_input input;
} kt_order_key;

kt_status kt_order_open(kt_order *out, const kt_normal *normal, const kt_module_list *modules,
                        kt_arena *arena, kt_error *err)
{
    uint32_t most = normal->n_gates > normal->n_events ? normal->n_gates : normal->n_events;
    size_t n_codes = 2 * (size_t)most + 4;
    size_t n_inputs = normal->first[normal->n_gates];
    *out = (kt_order){.normal = normal, .modules = modules};
    out->weight = kt_arena_alloc(arena, n_codes, sizeof *out->weight);
    out->n_parents = kt_arena_alloc(arena, n_codes, sizeof *out->n_parents);
    out->seen = kt_arena_alloc(arena, n_codes, sizeof *out->seen);
    out->position = kt_arena_alloc(arena, n_codes, sizeof *out->position);
    out->item = kt_arena_alloc(arena, n_codes, sizeof *out->item);
    out->key = kt_arena_alloc(arena, n_codes + n_inputs, sizeof *out->key);
    out->stack = kt_arena_alloc(arena, n_inputs + 1, sizeof *out->stack);
    if (out->weight == NULL || out->n_parents == NULL || out->seen == NULL ||
        out->position == NULL || out->item == NULL || out->key == NULL || out->stack == NULL)
        return kt_error_no_memory(err);
    for (size_t k = 0; k < n_inputs; k++)
        out->n_parents[normal->input[k]]++;
    return KT_OK;
}

static int by_key(const void *left, const void *right)
{
    const kt_order_key *a = left;
    const kt_order_key *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->input > b->input) - (a->input < b->input);
}

static bool is_leaf(const kt_order *o, kt_input x)
{
    return kt_structure_is_event(x) ||
           o->modules->of_gate[kt_structure_number(x)] != KT_MODULE_NONE;
}

// How many leaves lie below each gate of the module, counted as often as they are used.
static void measure_sizes(kt_order *o, const kt_module *m)
{
    const kt_normal *normal = o->normal;
    for (uint32_t i = 0; i < m->n_leaves; i++)
        o->weight[m->leaf[i]] = 1.0;
    for (uint32_t i = 0; i < m->n_gates; i++) {
        double size = 0.0;
        for (size_t k = normal->first[m->gate[i]]; k < normal->first[m->gate[i] + 1]; k++) {
            if (normal->input[k] != KT_INPUT_NEVER)
                size += o->weight[normal->input[k]];
        }
        if (i + 1 < m->n_gates) // the root is a leaf elsewhere
            o->weight[kt_structure_gate(m->gate[i])] = size;
    }
}

static double key_of(const kt_order *o, kt_input x, kt_order_rule rule)
{
    if (rule == KT_ORDER_SHARED)
        return -(double)o->n_parents[x];
    return rule == KT_ORDER_LARGE ? -o->weight[x] : o->weight[x];
}

// Puts the inputs of a gate on the stack, the first in order on top.
static size_t push_inputs(kt_order *o, uint32_t gate, size_t depth, kt_order_rule rule)
{
    const kt_normal *normal = o->normal;
    size_t n = 0;
    for (size_t k = normal->first[gate]; k < normal->first[gate + 1]; k++) {
        kt_input x = normal->input[k];
        if (x != KT_INPUT_NEVER && !o->seen[x])
            o->key[n++] = (kt_order_key){key_of(o, x, rule), x};
    }
    qsort(o->key, n, sizeof *o->key, by_key);
    while (n-- > 0)
        o->stack[depth++] = o->key[n].input;
    return depth;
}

static void depth_first(kt_order *o, kt_input *sequence, const kt_module *m, kt_order_rule rule)
{
    uint32_t n = 0;
    size_t depth = push_inputs(o, m->gate[m->n_gates - 1], 0, rule);
    while (depth > 0) {
        kt_input x = o->stack[--depth];
        if (o->seen[x])
            continue;
        o->seen[x] = 1;
        if (is_leaf(o, x))
            sequence[n++] = x;
        else
            depth = push_inputs(o, kt_structure_number(x), depth, rule);
    }
    assert(n == m->n_leaves); // each leaf has one place
}

// ------------------------------------------------------------------------------------- by weight

// How many inputs of the gate are still to be placed.
static size_t count_open(const kt_order *o, uint32_t gate)
{
    size_t n = 0;
    for (size_t k = o->normal->first[gate]; k < o->normal->first[gate + 1]; k++) {
        kt_input x = o->normal->input[k];
        n += x != KT_INPUT_NEVER && !o->seen[x];
    }
    return n;
}

// Gives the root weight 1; each gate shares out its weight among its inputs.
static void divide_weight(kt_order *o, const kt_module *m)
{
    for (uint32_t i = 0; i < m->n_leaves; i++)
        o->weight[m->leaf[i]] = 0.0;
    for (uint32_t i = 0; i < m->n_gates; i++)
        o->weight[kt_structure_gate(m->gate[i])] = i + 1 == m->n_gates ? 1.0 : 0.0;
    for (uint32_t i = m->n_gates; i-- > 0;) {
        uint32_t gate = m->gate[i];
        size_t n = count_open(o, gate);
        double part = n == 0 ? 0.0 : o->weight[kt_structure_gate(gate)] / (double)n;
        for (size_t k = o->normal->first[gate]; k < o->normal->first[gate + 1]; k++) {
            kt_input x = o->normal->input[k];
            if (x != KT_INPUT_NEVER && !o->seen[x])
                o->weight[x] += part;
        }
    }
}

// Takes the heaviest leaf away, and gates that it leaves empty, until all are placed.
static void by_weight(kt_order *o, kt_input *sequence, const kt_module *m)
{
    for (uint32_t n = 0; n < m->n_leaves; n++) {
        kt_input best = KT_INPUT_NEVER;
        divide_weight(o, m);
        for (uint32_t i = 0; i < m->n_leaves; i++) {
            kt_input x = m->leaf[i];
            if (!o->seen[x] && (best == KT_INPUT_NEVER || o->weight[x] > o->weight[best]))
                best = x;
        }
        o->seen[best] = 1;
        sequence[n] = best;
        for (uint32_t i = 0; i + 1 < m->n_gates; i++)
            o->seen[kt_structure_gate(m->gate[i])] = count_open(o, m->gate[i]) == 0;
    }
}

// ------------------------------------------------------------------------------------- by centre

// The centre of a gate: the mean position of itself and its inputs.
static double centre(const kt_order *o, uint32_t gate, bool root)
{
    double sum = root ? 0.0 : (double)o->position[kt_structure_gate(gate)];
    double n = root ? 0.0 : 1.0;
    for (size_t k = o->normal->first[gate]; k < o->normal->first[gate + 1]; k++) {
        if (o->normal->input[k] == KT_INPUT_NEVER)
            continue;
        sum += (double)o->position[o->normal->input[k]];
        n += 1.0;
    }
    return sum / n;
}

// How far apart the inputs of each gate lie, summed: what the moves are to make small.
static double total_span(const kt_order *o, const kt_module *m)
{
    double total = 0.0;
    for (uint32_t i = 0; i < m->n_gates; i++) {
        uint32_t low = UINT32_MAX;
        uint32_t high = 0;
        for (size_t k = o->normal->first[m->gate[i]]; k < o->normal->first[m->gate[i] + 1]; k++) {
            if (o->normal->input[k] == KT_INPUT_NEVER)
                continue;
            uint32_t at = o->position[o->normal->input[k]];
            low = at < low ? at : low;
            high = at > high ? at : high;
        }
        total += (double)(high - low);
    }
    return total;
}

// Moves leaves and gates to the mean of the centres of the gates they are in, once.
static void move(kt_order *o, const kt_module *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        o->weight[o->item[i]] = 0.0;
        o->seen[o->item[i]] = 0;
    }
    for (uint32_t i = 0; i < m->n_gates; i++) {
        bool root = i + 1 == m->n_gates;
        kt_input self = kt_structure_gate(m->gate[i]);
        double at = centre(o, m->gate[i], root);
        for (size_t k = o->normal->first[m->gate[i]]; k < o->normal->first[m->gate[i] + 1]; k++) {
            if (o->normal->input[k] != KT_INPUT_NEVER)
                o->weight[o->normal->input[k]] += at;
        }
        if (!root)
            o->weight[self] += at;
    }
    for (size_t i = 0; i < n; i++) {
        kt_input x = o->item[i];
        double uses = (double)o->n_parents[x] + (is_leaf(o, x) ? 0.0 : 1.0);
        o->key[i] = (kt_order_key){o->weight[x] / uses, x};
    }
    qsort(o->key, n, sizeof *o->key, by_key);
    for (size_t i = 0; i < n; i++)
        o->position[o->key[i].input] = (uint32_t)i;
}

// Leaves start where the order so far has them, gates behind the last of their inputs.
static size_t place(kt_order *o, const kt_input *sequence, const kt_module *m)
{
    size_t n = 0;
    for (uint32_t i = 0; i < m->n_leaves; i++) {
        o->item[n++] = sequence[i];
        o->position[sequence[i]] = 2 * i;
    }
    for (uint32_t i = 0; i + 1 < m->n_gates; i++) {
        uint32_t last = 0;
        uint32_t gate = m->gate[i];
        for (size_t k = o->normal->first[gate]; k < o->normal->first[gate + 1]; k++) {
            kt_input x = o->normal->input[k];
            if (x != KT_INPUT_NEVER && o->position[x] > last)
                last = o->position[x];
        }
        o->item[n++] = kt_structure_gate(gate);
        o->position[kt_structure_gate(gate)] = last | 1u;
    }
    return n;
}

static void write_order(kt_order *o, kt_input *sequence, const kt_module *m)
{
    for (uint32_t i = 0; i < m->n_leaves; i++)
        o->key[i] = (kt_order_key){(double)o->position[m->leaf[i]], m->leaf[i]};
    qsort(o->key, m->n_leaves, sizeof *o->key, by_key);
    for (uint32_t i = 0; i < m->n_leaves; i++)
        sequence[i] = o->key[i].input;
}

static void by_centre(kt_order *o, kt_input *sequence, const kt_module *m)
{
    size_t n = place(o, sequence, m);
    double span = total_span(o, m);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        move(o, m, n);
        double moved = total_span(o, m);
        if (round > 0 && moved >= span)
            break;
        span = moved;
        write_order(o, sequence, m);
    }
}

void kt_order_leaves(kt_order *order, kt_input *sequence, uint32_t m, kt_order_rule rule)
{
    assert(m < order->modules->n && rule < KT_N_ORDER_RULES);
    const kt_module *module = &order->modules->module[m];
    if (module->n_gates == 0) {
        sequence[0] = module->root;
        return;
    }
    for (uint32_t i = 0; i < module->n_leaves; i++)
        order->seen[module->leaf[i]] = 0;
    for (uint32_t i = 0; i < module->n_gates; i++)
        order->seen[kt_structure_gate(module->gate[i])] = 0;
    if (rule == KT_ORDER_WEIGHT) {
        by_weight(order, sequence, module);
        return;
    }
    bool large = rule == KT_ORDER_LARGE || rule == KT_ORDER_CENTRE_LARGE;
    measure_sizes(order, module);
    depth_first(order, sequence, module,
                rule == KT_ORDER_SHARED ? KT_ORDER_SHARED
                : large                 ? KT_ORDER_LARGE
                                        : KT_ORDER_SMALL);
    if (rule == KT_ORDER_CENTRE_SMALL || rule == KT_ORDER_CENTRE_LARGE)
        by_centre(order, sequence, module);
}
