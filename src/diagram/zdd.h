// SPDX-License-Identifier: EUPL-1.2
// Families of sets of events as zero-suppressed decision diagrams (Minato 1993). Two kinds of
// operations: on any family, and on minimal families (no set contains another), where the result is
// minimal again. A family that has the empty set and is minimal has nothing else: it is KT_NODE_1.
//
// All: KT_NODE_NONE when the store has failed, or an operand is KT_NODE_NONE.
#ifndef KT_DIAGRAM_ZDD_H
#define KT_DIAGRAM_ZDD_H

#include "diagram/diagram.h"

// The sets of f or of g.
kt_node kt_zdd_union(kt_diagram *d, kt_node f, kt_node g);

// Every set of f joined with every set of g. All levels of f must lie above all levels of g.
kt_node kt_zdd_append(kt_diagram *d, kt_node f, kt_node g);

// The sets of at most, and of exactly, `size` events. size < 2^27.
kt_node kt_zdd_up_to(kt_diagram *d, kt_node f, uint32_t size);
kt_node kt_zdd_of_size(kt_diagram *d, kt_node f, uint32_t size);

// The sets without the event at `level`, and those with it, from which it is then taken out.
kt_node kt_zdd_lacking(kt_diagram *d, kt_node f, uint32_t level);
kt_node kt_zdd_having(kt_diagram *d, kt_node f, uint32_t level);

// Minimal families of sets of at most `size` events: the minimal ones among the sets of both
// (either fails), and among the unions of a set of each (both fail).
kt_node kt_zdd_either(kt_diagram *d, kt_node f, kt_node g);
kt_node kt_zdd_both(kt_diagram *d, kt_node f, kt_node g, uint32_t size);

#endif
