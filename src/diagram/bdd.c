// SPDX-License-Identifier: EUPL-1.2
// AND, OR and the step from a function to its minimal cut sets, each as a rule for apply.c: a quick
// answer for trivial operands, and a step that asks for lo and hi. Diagrams of 1e3 to 3e7 nodes,
// each operation O(|f| |g|) while results are remembered.
#include "diagram/bdd.h"

#include "diagram/apply.h"

kt_node kt_bdd_event(kt_diagram *d, uint32_t level)
{
    return kt_diagram_function(d, level, KT_NODE_0, KT_NODE_1);
}

static kt_node quick_and(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_0 || call->g == KT_NODE_0)
        return KT_NODE_0;
    if (call->f == KT_NODE_1 || call->f == call->g)
        return call->g;
    return call->g == KT_NODE_1 ? call->f : kt_apply_order(call);
}

static kt_node quick_or(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_1 || call->g == KT_NODE_1)
        return KT_NODE_1;
    if (call->f == KT_NODE_0 || call->f == call->g)
        return call->g;
    return call->g == KT_NODE_0 ? call->f : kt_apply_order(call);
}

// Both operations: the same on lo and on hi.
static bool step_both(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                      kt_node *result)
{
    uint32_t level = kt_apply_top(d, frame->f, frame->g);
    next->rule = frame->rule;
    next->k = 0;
    switch (frame->step++) {
    case 0:
        next->f = kt_apply_lo(d, frame->f, level);
        next->g = kt_apply_lo(d, frame->g, level);
        return true;
    case 1:
        frame->part[0] = last;
        next->f = kt_apply_hi(d, frame->f, level);
        next->g = kt_apply_hi(d, frame->g, level);
        return true;
    default:
        *result = kt_diagram_function(d, level, frame->part[0], last);
        return false;
    }
}

static const kt_apply_rule rule_and = {KT_APPLY_AND, quick_and, step_both};
static const kt_apply_rule rule_or = {KT_APPLY_OR, quick_or, step_both};

kt_node kt_bdd_and(kt_diagram *d, kt_node f, kt_node g)
{
    return kt_apply_run(d, &rule_and, f, g, 0);
}

kt_node kt_bdd_or(kt_diagram *d, kt_node f, kt_node g)
{
    return kt_apply_run(d, &rule_or, f, g, 0);
}

// -------------------------------------------------------------------------------------- cut sets

// The sets of the family f that do not make the function g fail.
static kt_node quick_without(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_0 || call->g == KT_NODE_1)
        return KT_NODE_0;
    if (call->g == KT_NODE_0 || call->f == KT_NODE_1) // the empty set makes g fail only if all do
        return call->f;
    return KT_NODE_NONE;
}

static bool step_without(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                         kt_node *result)
{
    uint32_t level = kt_diagram_level(d, frame->f);
    bool g_above = kt_diagram_level(d, frame->g) < level; // no set of f has that event
    next->rule = frame->rule;
    next->k = 0;
    switch (frame->step++) {
    case 0:
        next->f = g_above ? frame->f : d->node[frame->f].lo;
        next->g = g_above ? d->node[frame->g].lo : kt_apply_lo(d, frame->g, level);
        return true;
    case 1:
        if (g_above) {
            *result = last;
            return false;
        }
        frame->part[0] = last;
        next->f = d->node[frame->f].hi;
        next->g = kt_apply_hi(d, frame->g, level);
        return true;
    default:
        *result = kt_diagram_family(d, level, frame->part[0], last);
        return false;
    }
}

static const kt_apply_rule rule_without = {KT_APPLY_WITHOUT, quick_without, step_without};

static kt_node quick_cut_sets(const kt_diagram *d, kt_call *call)
{
    (void)d;
    return call->f < 2 ? call->f : KT_NODE_NONE;
}

static bool step_cut_sets(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                          kt_node *result)
{
    const kt_diagram_node *node = &d->node[frame->f];
    *next = (kt_call){frame->rule, node->lo, KT_NODE_0, 0};
    switch (frame->step++) {
    case 0:
        return true;
    case 1:
        frame->part[0] = last;
        next->f = node->hi;
        return true;
    case 2:
        *next = (kt_call){&rule_without, last, node->lo, 0};
        return true;
    default:
        *result = kt_diagram_family(d, node->level, frame->part[0], last);
        return false;
    }
}

static const kt_apply_rule rule_cut_sets = {KT_APPLY_CUT_SETS, quick_cut_sets, step_cut_sets};

static bool step_first_sets(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                            kt_node *result)
{
    const kt_diagram_node *node = &d->node[frame->f];
    *next = (kt_call){frame->rule, frame->step == 0 ? node->lo : node->hi, KT_NODE_0, 0};
    if (frame->step == 1)
        frame->part[0] = last;
    if (frame->step++ < 2)
        return true;
    *result = kt_diagram_family(d, node->level, frame->part[0], last);
    return false;
}

static const kt_apply_rule rule_first_sets = {KT_APPLY_FIRST_SETS, quick_cut_sets, step_first_sets};

kt_node kt_bdd_cut_sets(kt_diagram *d, kt_node f)
{
    return kt_apply_run(d, &rule_cut_sets, f, KT_NODE_0, 0);
}

kt_node kt_bdd_first_sets(kt_diagram *d, kt_node f)
{
    return kt_apply_run(d, &rule_first_sets, f, KT_NODE_0, 0);
}
