// SPDX-License-Identifier: EUPL-1.2
// Monotone functions ("does the target fail?") as reduced ordered binary decision diagrams (Bryant
// 1986). No negation exists, so complemented edges would buy nothing.
#ifndef KT_DIAGRAM_BDD_H
#define KT_DIAGRAM_BDD_H

#include "diagram/diagram.h"

// Fails when the event at `level` does.
kt_node kt_bdd_event(kt_diagram *d, uint32_t level);

// Fails when both fail, when either fails. O(|f| |g|). KT_NODE_NONE when the store has failed.
kt_node kt_bdd_and(kt_diagram *d, kt_node f, kt_node g);
kt_node kt_bdd_or(kt_diagram *d, kt_node f, kt_node g);

// The minimal cut sets of f, as a family (zdd.h). Rauzy (1993) in the form for monotone functions:
// a set with the event at the top is minimal when what is left of it is a minimal set of hi that lo
// does not fail with. O(nodes of f) steps that each take a difference.
kt_node kt_bdd_cut_sets(kt_diagram *d, kt_node f);

// The same of a vote whose events stand in the order of their shares, the largest first: a set is
// minimal when it fails with its last event and not before, because that event is the smallest. No
// differences are taken. O(nodes of f).
kt_node kt_bdd_first_sets(kt_diagram *d, kt_node f);

#endif
