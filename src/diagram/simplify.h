// SPDX-License-Identifier: EUPL-1.2
// One pass of simplification over a structure in topological order; normal.h says what it
// simplifies.
#ifndef KT_DIAGRAM_SIMPLIFY_H
#define KT_DIAGRAM_SIMPLIFY_H

#include "diagram/normal.h"

// Never more gates or inputs than before; only gates that the top still needs when the pass begins.
// Running it until nothing changes is the caller's. Lives in `arena`. O(inputs log inputs), plus
// the inputs of gates below a gate of the other kind.
kt_status kt_simplify_pass(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err);

#endif
