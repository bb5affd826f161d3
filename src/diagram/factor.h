// SPDX-License-Identifier: EUPL-1.2
// Causes that all inputs of a gate share, or so many that it fails with them: they are put beside
// the gate instead of inside each of its inputs. Four makers of a pump that all need the same
// steel, one of them from a mill of its own: the steel of the others is not combined with itself.
#ifndef KT_DIAGRAM_FACTOR_H
#define KT_DIAGRAM_FACTOR_H

#include "diagram/normal.h"

// `out` is the same function; `n` says how many causes were put beside their gates. Not simplified:
// kt_normalise_again is the caller's. At most some times as large as `in`: where it would be more,
// gates are left as they are. Lives in `arena`. O(inputs, and inputs of the OR gates below AND and
// vote gates).
kt_status kt_factor(kt_normal *out, size_t *n, const kt_normal *in, kt_arena *arena, kt_error *err);

#endif
