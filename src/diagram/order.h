// SPDX-License-Identifier: EUPL-1.2
// Chooses which event comes first in a diagram, which decides its size by orders of magnitude. The
// order is chosen from the shape of the structure before anything is built. No rule is best for all
// structures, so there are several, to be tried in turn; each gives one order for one normal form.
#ifndef KT_DIAGRAM_ORDER_H
#define KT_DIAGRAM_ORDER_H

#include "diagram/module.h"

// The first is the best on most structures that were measured, the last seldom.
typedef enum kt_order_rule {
    KT_ORDER_LARGE,        // depth first, inputs with the most below them first
    KT_ORDER_CENTRE_LARGE, // the same, then each leaf moved towards the centre of the gates it is
                           // in (FORCE; Aloul, Markov and Sakallah 2003)
    KT_ORDER_WEIGHT,       // the leaf of the greatest weight next, weight being divided top down
    KT_ORDER_SHARED,       // depth first, inputs that most gates use first
    KT_ORDER_CENTRE_SMALL,
    KT_ORDER_SMALL, // depth first, inputs with the least below them first
    KT_N_ORDER_RULES
} kt_order_rule;

typedef struct kt_order {
    const kt_normal *normal;
    const kt_module_list *modules;
    double *weight;      // by input code
    uint32_t *n_parents; // by input code
    uint8_t *seen;       // by input code
    uint32_t *position;  // by input code
    kt_input *item;      // leaves and gates of a module, to be sorted
    struct kt_order_key *key;
    kt_input *stack;
} kt_order;

// Room for orders of the modules of one structure; all of it in `arena`.
kt_status kt_order_open(kt_order *out, const kt_normal *normal, const kt_module_list *modules,
                        kt_arena *arena, kt_error *err);

// The leaves of module `m` in the order of `rule`, into sequence[n_leaves]. O(inputs log inputs) of
// the module; KT_ORDER_WEIGHT O(leaves · inputs).
void kt_order_leaves(kt_order *order, kt_input *sequence, uint32_t m, kt_order_rule rule);

#endif
