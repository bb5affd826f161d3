// SPDX-License-Identifier: EUPL-1.2
// Runs an operation on diagrams: a rule says what to do at one pair of nodes and which smaller
// operations it needs; the machine keeps the stack, remembers answers, and looks at the stop flag.
// The stack is an array and not the C stack, so that its depth cannot end the process, and so that
// the collector sees what it holds.
#ifndef KT_DIAGRAM_APPLY_H
#define KT_DIAGRAM_APPLY_H

#include "diagram/diagram.h"

// An operation on f and g (KT_NODE_0 where there is one operand only) with the number k, < 2^27.
typedef struct kt_call {
    const struct kt_rule *rule;
    kt_node f, g;
    uint32_t k;
} kt_call;

typedef struct kt_rule {
    uint32_t id; // 1..31, one for each rule
    // The answer where it takes no work, else KT_NODE_NONE. May put the operands into a normal
    // order.
    kt_node (*quick)(const kt_diagram *d, kt_call *call);
    // Goes on with `frame`; `last` is the answer to the call it made before (KT_NODE_0 at first).
    // True: *next is needed next. False: *answer is the answer, KT_NODE_NONE when the store has
    // failed.
    bool (*step)(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                 kt_node *answer);
} kt_rule;

// KT_NODE_NONE when the store has failed. O(different calls) steps while answers are remembered.
kt_node kt_apply_run(kt_diagram *d, const kt_rule *rule, kt_node f, kt_node g, uint32_t k);

// What f is when the event at `level` has not failed, and when it has; f itself where it lies
// lower.
static inline kt_node kt_apply_lo(const kt_diagram *d, kt_node f, uint32_t level)
{
    return d->node[f].level == level ? d->node[f].lo : f;
}

static inline kt_node kt_apply_hi(const kt_diagram *d, kt_node f, uint32_t level)
{
    return d->node[f].level == level ? d->node[f].hi : f;
}

// As above for a family: one that does not know the event has no sets with it.
static inline kt_node kt_apply_with(const kt_diagram *d, kt_node f, uint32_t level)
{
    return d->node[f].level == level ? d->node[f].hi : (kt_node)KT_NODE_0;
}

// The upper one of the levels of f and g.
static inline uint32_t kt_apply_top(const kt_diagram *d, kt_node f, kt_node g)
{
    uint32_t a = d->node[f].level;
    uint32_t b = d->node[g].level;
    return a < b ? a : b;
}

#endif
