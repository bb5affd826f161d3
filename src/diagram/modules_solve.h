// SPDX-License-Identifier: EUPL-1.2
// Every module of a structure as a function and as the family of its minimal cut sets, each in an
// order of variables that was tried and found good. Attempts are cut short by the number of nodes
// they create, which is the same on every machine and for every hash seed, and never by time: so is
// the order that is chosen, and with it the last digit of every probability.
#ifndef KT_DIAGRAM_MODULES_SOLVE_H
#define KT_DIAGRAM_MODULES_SOLVE_H

#include "diagram/diagram.h"
#include "diagram/module.h"
#include "diagram/order.h"

// Nodes that one step may create before it counts as too large: about half a minute, where nothing
// else is asked. Without it, a store at its memory limit that collects again and again would keep
// the user waiting for hours.
#define KT_MODULES_SOLVE_EFFORT ((uint64_t)1 << 26)

typedef struct kt_solution {
    const kt_normal *normal;
    const kt_module_list *modules;
    kt_diagram *diagram;
    kt_order order;
    uint32_t *event_level; // by event; KT_LEVEL_LAST where no gate uses it
    uint32_t *gate_level;  // by gate: of one that stands for a module in the one above; else
                           // KT_LEVEL_LAST
    kt_input *at_level;    // [n_levels] event or gate. A module's levels follow the one that stands
                           // for it, before the next of the module above
    kt_node *function;     // by module: fails when
    kt_node *family;       // by module: minimal cut sets, of its leaves
    kt_node *value;        // by gate, all KT_NODE_NONE between builds
    uint32_t *n_uses;      // by gate
    kt_diagram_watch kept[2];
    uint64_t effort;  // nodes that one step may create: KT_MODULES_SOLVE_EFFORT, unless set to less
    uint64_t attempt; // that one order of a module of several gates may; many orders are tried
} kt_solution;

// Room for the solution, in `arena`; a kt_diagram for it, which kt_modules_solve_close closes.
kt_status kt_modules_solve_open(kt_solution *out, const kt_normal *normal,
                                const kt_module_list *modules, const kt_diagram_options *options,
                                kt_arena *arena, kt_error *err);
void kt_modules_solve_close(kt_solution *s);

// Levels by one rule for all modules, without building anything.
kt_status kt_modules_solve_levels(kt_solution *s, kt_order_rule rule, kt_arena *arena,
                                  kt_error *err);

// Levels, functions and families. KT_NO_RESOURCES when it does not fit or is stopped.
kt_status kt_modules_solve_modules(kt_solution *s, kt_arena *arena, kt_error *err);

#endif
