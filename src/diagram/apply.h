// SPDX-License-Identifier: EUPL-1.2
// Runs an operation on diagrams. A rule says what to do at one pair of nodes and which smaller
// operations it needs; the runner keeps the stack, remembers results, and looks at the stop flag.
// The stack is an array and not the C stack, so that its depth cannot end the process, and so that
// the collector sees what it holds.
#ifndef KT_DIAGRAM_APPLY_H
#define KT_DIAGRAM_APPLY_H

#include "diagram/diagram.h"

// An operation on f and g (KT_NODE_0 where there is one operand only) with the number k, < 2^27.
typedef struct kt_call {
    const struct kt_apply_rule *rule;
    kt_node f, g;
    uint32_t k;
} kt_call;

// One number for each rule of bdd.c and zdd.c: results are remembered by it, so two rules with one
// number would take each other's results.
typedef enum kt_apply_rule_id {
    KT_APPLY_AND = 1, // 0 marks a free place of the memo
    KT_APPLY_OR,
    KT_APPLY_WITHOUT,
    KT_APPLY_CUT_SETS,
    KT_APPLY_FIRST_SETS,
    KT_APPLY_UNION,
    KT_APPLY_APPEND,
    KT_APPLY_UP_TO,
    KT_APPLY_OF_SIZE,
    KT_APPLY_LACKING,
    KT_APPLY_HAVING,
    KT_APPLY_NOT_ABOVE,
    KT_APPLY_EITHER,
    KT_APPLY_BOTH,
    KT_APPLY_N_RULES // at most 32: five bits of a key
} kt_apply_rule_id;

typedef struct kt_apply_rule {
    kt_apply_rule_id id;
    // The result where it takes no work, else KT_NODE_NONE. May put the operands into a normal
    // order.
    kt_node (*quick)(const kt_diagram *d, kt_call *call);
    // Goes on with `frame`; `last` is the result of the call it made before (KT_NODE_0 at first).
    // True: *next is needed next. False: *result is done, KT_NODE_NONE when the store has failed.
    bool (*step)(kt_diagram *d, kt_diagram_frame *frame, kt_node last, kt_call *next,
                 kt_node *result);
} kt_apply_rule;

// KT_NODE_NONE when the store has failed. O(different calls) steps while results are remembered.
kt_node kt_apply_run(kt_diagram *d, const kt_apply_rule *rule, kt_node f, kt_node g, uint32_t k);

// Puts the operands of an operation that does not care into one order, so that f · g and g · f are
// remembered as one. Always KT_NODE_NONE: there is work to do.
static inline kt_node kt_apply_order(kt_call *call)
{
    if (call->f > call->g) {
        kt_node f = call->f;
        call->f = call->g;
        call->g = f;
    }
    return KT_NODE_NONE;
}

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
