// SPDX-License-Identifier: EUPL-1.2
// Builds gate by gate, tens to some thousands of them. A gate's diagram is held until its last user
// is built and then left to the collector, so the store never holds more than the gates that are
// still needed. Inputs are joined lowest first, because what is joined to them then lies above
// them, which costs least.
#include "diagram/build.h"

#include <assert.h>
#include <stdlib.h>

#include "diagram/threshold.h"

static bool stands_for_module(const kt_build *b, uint32_t gate)
{
    return b->gate_level != NULL && b->gate_level[gate] != KT_LEVEL_LAST;
}

static kt_node node_of(const kt_build *b, kt_input x)
{
    assert(x != KT_INPUT_ALWAYS); // the normal form has no constant that fails
    uint32_t number = kt_structure_number(x);
    if (x == KT_INPUT_NEVER)
        return KT_NODE_0;
    if (kt_structure_is_event(x))
        return kt_bdd_event(b->algebra.diagram, b->event_level[number]);
    if (stands_for_module(b, number))
        return kt_bdd_event(b->algebra.diagram, b->gate_level[number]);
    assert(b->value[number] != KT_NODE_NONE); // inputs come first, and are held while needed
    return b->value[number];
}

// The lowest first: then what is joined to them lies above them, which costs least.
static void sort_by_level(const kt_diagram *d, kt_node *list, size_t n)
{
    for (size_t gap = n / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < n; i++) {
            kt_node x = list[i];
            uint32_t level = kt_diagram_level(d, x);
            size_t at = i;
            for (; at >= gap && kt_diagram_level(d, list[at - gap]) < level; at -= gap)
                list[at] = list[at - gap];
            list[at] = x;
        }
    }
}

// Families of few events each, thousands of them: joined two by two, so that each set is looked at
// once a round and not once an input.
static kt_node join_families(const kt_build *b, kt_node *list, size_t n)
{
    for (size_t gap = 1; gap < n; gap *= 2) {
        for (size_t i = 0; i + gap < n; i += 2 * gap) {
            list[i] = kt_algebra_either(&b->algebra, list[i + gap], list[i]);
            list[i + gap] = KT_NODE_0; // no longer held
            if (list[i] == KT_NODE_NONE)
                return KT_NODE_NONE;
        }
    }
    return list[0];
}

static kt_node build_plain(const kt_build *b, kt_node *list, size_t n, bool either)
{
    assert(n > 0);
    kt_diagram *d = b->algebra.diagram;
    sort_by_level(d, list, n);
    if (either && b->algebra.size > 0)
        return join_families(b, list, n);
    for (size_t i = 1; i < n; i++) {
        list[i] = either ? kt_algebra_either(&b->algebra, list[i], list[i - 1])
                         : kt_algebra_both(&b->algebra, list[i], list[i - 1]);
        list[i - 1] = KT_NODE_0; // no longer held
        if (list[i] == KT_NODE_NONE)
            return KT_NODE_NONE;
    }
    return list[n - 1];
}

static kt_node build_gate(kt_build *b, uint32_t gate, kt_node *list)
{
    const kt_normal *normal = b->normal;
    size_t first = normal->first[gate];
    size_t n = normal->first[gate + 1] - first;
    kt_diagram_watch watch = {.node = list, .n = 0};
    kt_node result = KT_NODE_NONE;
    kt_diagram_watch_nodes(b->algebra.diagram, &watch);
    for (; watch.n < n; watch.n++) {
        list[watch.n] = node_of(b, normal->input[first + watch.n]);
        if (list[watch.n] == KT_NODE_NONE)
            break;
    }
    if (watch.n == n && normal->kind[gate] == KT_GATE_WEIGHTED) {
        kt_threshold t = {(uint32_t)n, list, normal->share + first, normal->min_share[gate], false};
        result = kt_threshold_build(&b->algebra, &t);
        b->near |= t.near;
    } else if (watch.n == n) {
        result = build_plain(b, list, n, normal->kind[gate] == KT_GATE_OR);
    }
    kt_diagram_unwatch(b->algebra.diagram);
    return result;
}

static bool is_built(const kt_build *b, kt_input x)
{
    return kt_structure_is_gate(x) && !stands_for_module(b, kt_structure_number(x));
}

// Counts the users of each gate; the most inputs that a gate has.
static size_t count_uses(kt_build *b)
{
    const kt_normal *normal = b->normal;
    size_t most = 0;
    for (uint32_t i = 0; i < b->n_gates; i++) {
        b->value[b->gate[i]] = KT_NODE_NONE;
        b->n_uses[b->gate[i]] = 0;
    }
    for (uint32_t i = 0; i < b->n_gates; i++) {
        size_t first = normal->first[b->gate[i]];
        size_t end = normal->first[b->gate[i] + 1];
        most = end - first > most ? end - first : most;
        for (size_t k = first; k < end; k++) {
            if (is_built(b, normal->input[k]))
                b->n_uses[kt_structure_number(normal->input[k])]++;
        }
    }
    return most;
}

static void release_inputs(kt_build *b, uint32_t gate)
{
    for (size_t k = b->normal->first[gate]; k < b->normal->first[gate + 1]; k++) {
        uint32_t number = kt_structure_number(b->normal->input[k]);
        if (is_built(b, b->normal->input[k]) && --b->n_uses[number] == 0)
            b->value[number] = KT_NODE_NONE;
    }
}

// The root may be a gate that stands for a module elsewhere: here it is built.
kt_node kt_build_root(kt_build *b)
{
    kt_diagram *d = b->algebra.diagram;
    b->n_built = 0;
    b->near = false;
    if (b->n_gates == 0)
        return node_of(b, b->normal->top);
    size_t most = count_uses(b);
    kt_node *list = malloc((most + 1) * sizeof *list);
    if (list == NULL) {
        kt_diagram_fail(d, KT_DIAGRAM_MEMORY);
        return KT_NODE_NONE;
    }
    kt_diagram_watch watch = {.node = b->value, .n = b->normal->n_gates};
    kt_node result = KT_NODE_NONE;
    kt_diagram_watch_nodes(d, &watch);
    for (; b->n_built < b->n_gates; b->n_built++) {
        uint32_t gate = b->gate[b->n_built];
        result = build_gate(b, gate, list);
        if (result == KT_NODE_NONE)
            break;
        b->value[gate] = result;
        release_inputs(b, gate);
    }
    for (uint32_t i = 0; i < b->n_gates; i++)
        b->value[b->gate[i]] = KT_NODE_NONE;
    kt_diagram_unwatch(d);
    free(list);
    return result;
}
