// SPDX-License-Identifier: EUPL-1.2
// Tries orders of variables for each module and keeps the smallest diagram: in rounds, every rule
// with a small budget of nodes, the furthest ones with larger budgets. Modules are taken top down,
// because a module's place among the levels depends on the order of the one above; their diagrams
// do not depend on one another. Functions of tens of events come through in the first round; the
// largest budget, 2^26 nodes, is about half a minute.
#include "diagram/modules_solve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "diagram/build.h"

// Nodes that an attempt may create, in rounds: all rules are tried in the first one, those that
// came furthest in the later ones. 2^23 nodes are some 250 MB and some seconds; the last round,
// of half a minute or so, collects what is no longer held and may create more than there is memory
// for at once.
static const struct {
    uint64_t budget;
    int n_rules;
} rounds[] = {
    {(uint64_t)1 << 14, KT_N_ORDER_RULES},
    {(uint64_t)1 << 17, 4},
    {(uint64_t)1 << 20, 3},
    {(uint64_t)1 << 23, 2},
    {KT_MODULES_SOLVE_EFFORT, 1},
};

enum { MAX_LEVELS = 1 << 27, N_ROUNDS = sizeof rounds / sizeof rounds[0] };

// Weight order is quadratic: not for modules beyond some thousand leaves.
#define MAX_WEIGHT_WORK 2e7

kt_status kt_modules_solve_open(kt_solution *out, const kt_normal *normal,
                                const kt_module_list *modules, const kt_diagram_options *options,
                                kt_arena *arena, kt_error *err)
{
    assert(modules->n > 0);
    kt_diagram_options own = *options;
    size_t n_modules = modules->n;
    own.n_levels = modules->module[0].n_levels;
    *out = (kt_solution){.normal = normal,
                         .modules = modules,
                         .effort = KT_MODULES_SOLVE_EFFORT,
                         .attempt = KT_MODULES_SOLVE_EFFORT};
    if (own.n_levels >= MAX_LEVELS)
        return kt_error_set(err, KT_NO_RESOURCES, "%u levels of a decision diagram are too many",
                            own.n_levels);
    out->event_level = kt_arena_alloc(arena, normal->n_events, sizeof *out->event_level);
    out->gate_level = kt_arena_alloc(arena, normal->n_gates, sizeof *out->gate_level);
    out->at_level = kt_arena_alloc(arena, own.n_levels, sizeof *out->at_level);
    out->function = kt_arena_alloc(arena, n_modules, sizeof *out->function);
    out->family = kt_arena_alloc(arena, n_modules, sizeof *out->family);
    out->value = kt_arena_alloc(arena, normal->n_gates, sizeof *out->value);
    out->n_uses = kt_arena_alloc(arena, normal->n_gates, sizeof *out->n_uses);
    if (out->event_level == NULL || out->gate_level == NULL || out->at_level == NULL ||
        out->function == NULL || out->family == NULL || out->value == NULL || out->n_uses == NULL)
        return kt_error_no_memory(err);
    memset(out->event_level, 0xFF, normal->n_events * sizeof *out->event_level);
    memset(out->gate_level, 0xFF, normal->n_gates * sizeof *out->gate_level);
    memset(out->value, 0xFF, normal->n_gates * sizeof *out->value);
    kt_status status = kt_order_open(&out->order, normal, modules, arena, err);
    if (status == KT_OK)
        status = kt_diagram_open(&out->diagram, &own, err);
    if (status != KT_OK)
        return status;
    out->kept[0] = (kt_diagram_watch){.node = out->function, .n = n_modules};
    out->kept[1] = (kt_diagram_watch){.node = out->family, .n = n_modules};
    kt_diagram_watch_nodes(out->diagram, &out->kept[0]);
    kt_diagram_watch_nodes(out->diagram, &out->kept[1]);
    return KT_OK;
}

void kt_modules_solve_close(kt_solution *s)
{
    kt_diagram_close(s->diagram);
    s->diagram = NULL;
}

// Gives the leaves of a module their levels, from `base` on; modules below get room for theirs.
static void set_levels(kt_solution *s, const kt_input *sequence, uint32_t m, uint32_t base)
{
    uint32_t level = base;
    for (uint32_t i = 0; i < s->modules->module[m].n_leaves; i++) {
        uint32_t number = kt_structure_number(sequence[i]);
        s->at_level[level] = sequence[i];
        if (kt_structure_is_event(sequence[i])) {
            s->event_level[number] = level++;
            continue;
        }
        s->gate_level[number] = level;
        level += 1 + s->modules->module[s->modules->of_gate[number]].n_levels;
    }
    assert(level - base == s->modules->module[m].n_levels);
}

static uint32_t base_of(const kt_solution *s, uint32_t m)
{
    return m == 0 ? 0 : s->gate_level[kt_structure_number(s->modules->module[m].root)] + 1;
}

static uint32_t most_leaves(const kt_module_list *modules)
{
    uint32_t most = 0;
    for (uint32_t m = 0; m < modules->n; m++)
        most = modules->module[m].n_leaves > most ? modules->module[m].n_leaves : most;
    return most;
}

kt_status kt_modules_solve_levels(kt_solution *s, kt_order_rule rule, kt_arena *arena,
                                  kt_error *err)
{
    kt_input *sequence = kt_arena_alloc(arena, most_leaves(s->modules), sizeof *sequence);
    if (sequence == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < s->modules->n; m++) {
        kt_order_leaves(&s->order, sequence, m, rule);
        set_levels(s, sequence, m, base_of(s, m));
    }
    return KT_OK;
}

typedef struct weighed_leaf {
    double share;
    kt_input leaf;
} weighed_leaf;

typedef struct attempts {
    uint32_t m;
    bool one_vote; // the module is a vote over leaves of their own, taken largest first
    bool near;     // a sum of its shares was too near the threshold to tell
    kt_input *sequence, *best_sequence;
    weighed_leaf *weighed; // scratch
    kt_node best;          // KT_NODE_NONE while none has come through
    size_t best_size;
    uint64_t n_created; // for the best: a rule that needs more than this is not worth waiting for
    uint32_t n_built[KT_N_ORDER_RULES]; // how far each rule came
    bool left_out[KT_N_ORDER_RULES];
} attempts;

static kt_status count_nodes(kt_solution *s, kt_node root, size_t *n_nodes, kt_error *err)
{
    kt_diagram_list list;
    kt_status status = kt_diagram_reach(&list, s->diagram, root, err);
    *n_nodes = list.n;
    if (status == KT_OK)
        kt_diagram_drop_list(s->diagram, &list);
    return status;
}

static bool is_one_vote(const kt_normal *normal, const kt_module *module)
{
    size_t n = 0;
    if (module->n_gates != 1 || normal->kind[module->gate[0]] != KT_GATE_WEIGHTED)
        return false;
    for (size_t k = normal->first[module->gate[0]]; k < normal->first[module->gate[0] + 1]; k++)
        n += normal->input[k] != KT_INPUT_NEVER;
    return n == module->n_leaves; // none is given twice
}

// Largest first; among equals the order of the codes, so that there is one order.
static int by_share(const void *left, const void *right)
{
    const weighed_leaf *a = left;
    const weighed_leaf *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return (a->leaf > b->leaf) - (a->leaf < b->leaf);
}

static void order_by_share(const kt_normal *normal, const kt_module *module, attempts *a)
{
    size_t n = 0;
    for (size_t k = normal->first[module->gate[0]]; k < normal->first[module->gate[0] + 1]; k++) {
        if (normal->input[k] != KT_INPUT_NEVER)
            a->weighed[n++] = (weighed_leaf){normal->share[k], normal->input[k]};
    }
    qsort(a->weighed, n, sizeof *a->weighed, by_share);
    for (size_t i = 0; i < n; i++)
        a->sequence[i] = a->weighed[i].leaf;
}

// Builds the function of a module in the order of one rule, and keeps it when it is the smallest.
// A store that has failed by the budget only is no error: the attempt is.
static kt_status attempt(kt_solution *s, attempts *a, kt_order_rule rule, uint64_t budget,
                         kt_error *err)
{
    const kt_module *module = &s->modules->module[a->m];
    kt_diagram *d = s->diagram;
    kt_build build = {.algebra = {d, 0},
                      .normal = s->normal,
                      .gate = module->gate,
                      .n_gates = module->n_gates,
                      .event_level = s->event_level,
                      .gate_level = s->gate_level,
                      .value = s->value,
                      .n_uses = s->n_uses};
    kt_diagram_watch watch = {.node = &a->best, .n = 1};
    size_t size = 0;
    kt_order_leaves(&s->order, a->sequence, a->m, rule);
    if (a->one_vote)
        order_by_share(s->normal, module, a);
    set_levels(s, a->sequence, a->m, base_of(s, a->m));
    kt_diagram_watch_nodes(d, &watch);
    kt_diagram_tidy(d);
    if (a->best != KT_NODE_NONE && a->n_created < budget)
        budget = a->n_created;
    uint64_t before = d->n_created;
    d->budget = before + budget;
    kt_node root = kt_build_root(&build);
    d->budget = UINT64_MAX;
    kt_diagram_unwatch(d);
    a->n_built[rule] = build.n_built;
    a->near = build.near;
    if (root == KT_NODE_NONE) {
        if (d->failure == KT_DIAGRAM_BUDGET)
            d->failure = KT_DIAGRAM_FINE;
        return kt_diagram_status(d, err);
    }
    kt_status status = count_nodes(s, root, &size, err);
    if (status == KT_OK && (a->best == KT_NODE_NONE || size < a->best_size)) {
        a->best = root;
        a->best_size = size;
        a->n_created = d->n_created - before;
        memcpy(a->best_sequence, a->sequence, module->n_leaves * sizeof *a->sequence);
    }
    return status;
}

// Leaves out all but the n rules that came furthest.
static void keep_furthest(attempts *a, int n)
{
    for (int out = KT_N_ORDER_RULES - n; out > 0; out--) {
        int least = -1;
        for (int r = KT_N_ORDER_RULES - 1; r >= 0; r--) {
            if (!a->left_out[r] && (least < 0 || a->n_built[r] < a->n_built[least]))
                least = r;
        }
        a->left_out[least] = true;
    }
}

static kt_status try_rules(kt_solution *s, attempts *a, kt_error *err)
{
    const kt_module *module = &s->modules->module[a->m];
    kt_status status = KT_OK;
    double work = (double)module->n_leaves * (double)(module->n_leaves + module->n_gates);
    for (int round = 0; round < N_ROUNDS && a->best == KT_NODE_NONE; round++) {
        if (rounds[round].budget > (module->n_gates > 1 ? s->attempt : s->effort))
            break;
        memset(a->left_out, 0, sizeof a->left_out);
        if (work > MAX_WEIGHT_WORK)
            a->n_built[KT_ORDER_WEIGHT] = 0;
        keep_furthest(a, rounds[round].n_rules);
        for (int r = 0; r < KT_N_ORDER_RULES && status == KT_OK; r++) {
            if (!a->left_out[r] && !(r == KT_ORDER_WEIGHT && work > MAX_WEIGHT_WORK))
                status = attempt(s, a, (kt_order_rule)r, rounds[round].budget, err);
            if (module->n_gates <= 1)
                break; // one gate: the order does not matter
        }
        if (status != KT_OK)
            return status;
    }
    if (a->best == KT_NODE_NONE)
        kt_diagram_fail(s->diagram, KT_DIAGRAM_BUDGET);
    return kt_diagram_status(s->diagram, err);
}

static kt_status solve_module(kt_solution *s, attempts *a, kt_error *err)
{
    kt_diagram *d = s->diagram;
    a->best = KT_NODE_NONE;
    a->one_vote = is_one_vote(s->normal, &s->modules->module[a->m]);
    memset(a->n_built, 0, sizeof a->n_built);
    kt_status status = try_rules(s, a, err);
    if (status != KT_OK)
        return status;
    set_levels(s, a->best_sequence, a->m, base_of(s, a->m));
    s->function[a->m] = a->best;
    d->budget = d->n_created + s->effort;
    s->family[a->m] =
        a->one_vote && !a->near ? kt_bdd_first_sets(d, a->best) : kt_bdd_cut_sets(d, a->best);
    d->budget = UINT64_MAX;
    if (s->family[a->m] != KT_NODE_NONE)
        return KT_OK;
    s->family[a->m] = KT_NODE_0;
    return kt_diagram_status(d, err);
}

kt_status kt_modules_solve_modules(kt_solution *s, kt_arena *arena, kt_error *err)
{
    uint32_t most = most_leaves(s->modules);
    kt_status status = KT_OK;
    attempts a = {0};
    a.sequence = kt_arena_alloc(arena, most, sizeof *a.sequence);
    a.best_sequence = kt_arena_alloc(arena, most, sizeof *a.best_sequence);
    a.weighed = kt_arena_alloc(arena, most, sizeof *a.weighed);
    if (a.sequence == NULL || a.best_sequence == NULL || a.weighed == NULL)
        return kt_error_no_memory(err);
    for (; a.m < s->modules->n && status == KT_OK; a.m++)
        status = solve_module(s, &a, err);
    return status;
}
