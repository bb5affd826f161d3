// SPDX-License-Identifier: EUPL-1.2
// Operations on families of sets, each as a rule for apply.c: a quick result for trivial operands,
// and a step that asks for lo and hi. Unions of any families and of minimal ones are one step; of
// minimal ones, sets that lie above another are left out at every node, because doing so at the end
// would need the large family first. Families of 1e3 to 3e7 nodes.
#include "diagram/zdd.h"

#include <assert.h>

#include "diagram/apply.h"

// The sets of f that contain no set of g.
// Sets of g with an event that no set of f has are passed over at once: chains of thousands of
// them, one for each event, are met again and again.
static kt_node quick_not_above(const kt_diagram *d, kt_call *call)
{
    uint32_t level = kt_diagram_level(d, call->f);
    while (kt_diagram_level(d, call->g) < level && call->f > KT_NODE_1)
        call->g = d->node[call->g].lo;
    if (call->f == KT_NODE_0 || call->g == KT_NODE_1 || call->f == call->g)
        return KT_NODE_0;
    return call->g == KT_NODE_0 || call->f == KT_NODE_1 ? call->f : KT_NODE_NONE;
}

static bool step_not_above(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                           kt_node *result)
{
    uint32_t level = kt_diagram_level(d, frame->f);
    bool g_here = kt_diagram_level(d, frame->g) == level; // never above: see quick_not_above
    kt_node g_lo = g_here ? d->node[frame->g].lo : frame->g;
    *next = (kt_call){frame->rule, d->node[frame->f].lo, g_lo, 0};
    switch (frame->step++) {
    case 0:
        return true;
    case 1:
        frame->part[0] = last;
        next->f = d->node[frame->f].hi;
        return true;
    case 2:
        if (g_here) { // and none that lies above a set of g with the event
            *next = (kt_call){frame->rule, last, d->node[frame->g].hi, 0};
            return true;
        }
        break;
    default:
        break;
    }
    *result = kt_diagram_family(d, level, frame->part[0], last);
    return false;
}

static const kt_apply_rule rule_not_above = {KT_APPLY_NOT_ABOVE, quick_not_above, step_not_above};

// ------------------------------------------------------------------------------------ any family

static kt_node quick_union(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_0 || call->f == call->g)
        return call->g;
    if (call->g == KT_NODE_0)
        return call->f;
    return kt_apply_order(call);
}

// Both joins: lo with lo, then hi with hi. Of minimal families, sets of hi that lie above a set of
// lo are then left out.
static bool step_join(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                      kt_node *result)
{
    uint32_t level = kt_apply_top(d, frame->f, frame->g);
    *next =
        (kt_call){frame->rule, kt_apply_lo(d, frame->f, level), kt_apply_lo(d, frame->g, level), 0};
    switch (frame->step++) {
    case 0:
        return true;
    case 1:
        frame->part[0] = last;
        next->f = kt_apply_with(d, frame->f, level);
        next->g = kt_apply_with(d, frame->g, level);
        return true;
    case 2:
        if (frame->rule->id == KT_APPLY_EITHER) {
            *next = (kt_call){&rule_not_above, last, frame->part[0], 0};
            return true;
        }
        break;
    default:
        break;
    }
    *result = kt_diagram_family(d, level, frame->part[0], last);
    return false;
}

static kt_node quick_append(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_0 || call->g == KT_NODE_0)
        return KT_NODE_0;
    if (call->f == KT_NODE_1)
        return call->g;
    return call->g == KT_NODE_1 ? call->f : KT_NODE_NONE;
}

// Operations that go on with lo and hi of f and leave g and k as they are.
static bool step_along(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                       kt_node *result)
{
    const kt_diagram_node *node = &d->node[frame->f];
    *next = (kt_call){frame->rule, node->lo, frame->g, frame->k};
    switch (frame->step++) {
    case 0:
        return true;
    case 1:
        frame->part[0] = last;
        next->f = node->hi;
        return true;
    default:
        *result = kt_diagram_family(d, node->level, frame->part[0], last);
        return false;
    }
}

// Operations on a number of events: hi has one event less to spend.
static bool step_size(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                      kt_node *result)
{
    bool spent = frame->k == 0;
    if (spent && frame->step == 1) { // only the empty set is small enough
        *result = last;
        return false;
    }
    bool more = step_along(d, frame, last, next, result);
    if (more && frame->step == 2)
        next->k = frame->k - 1;
    return more;
}

static kt_node quick_up_to(const kt_diagram *d, kt_call *call)
{
    (void)d;
    return call->f < 2 ? call->f : KT_NODE_NONE;
}

static kt_node quick_of_size(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f >= 2)
        return KT_NODE_NONE;
    return call->f == KT_NODE_1 && call->k == 0 ? KT_NODE_1 : KT_NODE_0;
}

static kt_node quick_lacking(const kt_diagram *d, kt_call *call)
{
    if (kt_diagram_level(d, call->f) > call->k)
        return call->f;
    return kt_diagram_level(d, call->f) == call->k ? d->node[call->f].lo : KT_NODE_NONE;
}

static kt_node quick_having(const kt_diagram *d, kt_call *call)
{
    if (kt_diagram_level(d, call->f) > call->k)
        return KT_NODE_0;
    return kt_diagram_level(d, call->f) == call->k ? d->node[call->f].hi : KT_NODE_NONE;
}

static const kt_apply_rule rule_union = {KT_APPLY_UNION, quick_union, step_join};
static const kt_apply_rule rule_append = {KT_APPLY_APPEND, quick_append, step_along};
static const kt_apply_rule rule_up_to = {KT_APPLY_UP_TO, quick_up_to, step_size};
static const kt_apply_rule rule_of_size = {KT_APPLY_OF_SIZE, quick_of_size, step_size};
static const kt_apply_rule rule_lacking = {KT_APPLY_LACKING, quick_lacking, step_along};
static const kt_apply_rule rule_having = {KT_APPLY_HAVING, quick_having, step_along};

kt_node kt_zdd_union(kt_diagram *d, kt_node f, kt_node g)
{
    return kt_apply_run(d, &rule_union, f, g, 0);
}

kt_node kt_zdd_append(kt_diagram *d, kt_node f, kt_node g)
{
    assert(f == KT_NODE_NONE || g == KT_NODE_NONE || f < 2 || g < 2 ||
           kt_diagram_level(d, f) < kt_diagram_level(d, g));
    return kt_apply_run(d, &rule_append, f, g, 0);
}

kt_node kt_zdd_up_to(kt_diagram *d, kt_node f, uint32_t size)
{
    return kt_apply_run(d, &rule_up_to, f, KT_NODE_0, size);
}

kt_node kt_zdd_of_size(kt_diagram *d, kt_node f, uint32_t size)
{
    return kt_apply_run(d, &rule_of_size, f, KT_NODE_0, size);
}

kt_node kt_zdd_lacking(kt_diagram *d, kt_node f, uint32_t level)
{
    return kt_apply_run(d, &rule_lacking, f, KT_NODE_0, level);
}

kt_node kt_zdd_having(kt_diagram *d, kt_node f, uint32_t level)
{
    return kt_apply_run(d, &rule_having, f, KT_NODE_0, level);
}

// ------------------------------------------------------------------------------ minimal families

static kt_node quick_either(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_1 || call->g == KT_NODE_1)
        return KT_NODE_1;
    if (call->f == KT_NODE_0 || call->f == call->g)
        return call->g;
    if (call->g == KT_NODE_0)
        return call->f;
    return kt_apply_order(call);
}

static const kt_apply_rule rule_either = {KT_APPLY_EITHER, quick_either, step_join};

kt_node kt_zdd_either(kt_diagram *d, kt_node f, kt_node g)
{
    return kt_apply_run(d, &rule_either, f, g, 0);
}

static kt_node quick_both(const kt_diagram *d, kt_call *call)
{
    (void)d;
    if (call->f == KT_NODE_0 || call->g == KT_NODE_0)
        return KT_NODE_0;
    (void)kt_apply_order(call);
    if (call->k == 0)
        return call->f == KT_NODE_1 && call->g == KT_NODE_1 ? KT_NODE_1 : KT_NODE_0;
    if (call->g == KT_NODE_1)
        return KT_NODE_1;
    if (call->f == KT_NODE_1 || call->f == call->g) // one family only, not longer than allowed
        *call = (kt_call){&rule_up_to, call->g, KT_NODE_0, call->k};
    return KT_NODE_NONE;
}

// With the event v at the top: sets without it are lo(f) · lo(g); those with it
// hi(f) · (lo(g) + hi(g)) + lo(f) · hi(g), of which those above a set without it are left out.
static bool step_both(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                      kt_node *result)
{
    uint32_t level = kt_apply_top(d, frame->f, frame->g);
    kt_node f_lo = kt_apply_lo(d, frame->f, level);
    kt_node g_lo = kt_apply_lo(d, frame->g, level);
    kt_node f_hi = kt_apply_with(d, frame->f, level);
    kt_node g_hi = kt_apply_with(d, frame->g, level);
    switch (frame->step++) {
    case 0:
        *next = (kt_call){frame->rule, f_lo, g_lo, frame->k};
        return true;
    case 1:
        frame->part[0] = last;
        *next = (kt_call){&rule_either, g_lo, g_hi, 0};
        return true;
    case 2:
        *next = (kt_call){frame->rule, f_hi, last, frame->k - 1};
        return true;
    case 3:
        frame->part[1] = last;
        *next = (kt_call){frame->rule, f_lo, g_hi, frame->k - 1};
        return true;
    case 4:
        *next = (kt_call){&rule_either, frame->part[1], last, 0};
        return true;
    case 5:
        *next = (kt_call){&rule_not_above, last, frame->part[0], 0};
        return true;
    default:
        *result = kt_diagram_family(d, level, frame->part[0], last);
        return false;
    }
}

static const kt_apply_rule rule_both = {KT_APPLY_BOTH, quick_both, step_both};

kt_node kt_zdd_both(kt_diagram *d, kt_node f, kt_node g, uint32_t size)
{
    return kt_apply_run(d, &rule_both, f, g, size);
}
