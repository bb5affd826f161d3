// SPDX-License-Identifier: EUPL-1.2
// Brings a failure structure into its normal form (normal.h).
#ifndef KT_DIAGRAM_NORMALISE_H
#define KT_DIAGRAM_NORMALISE_H

#include "diagram/normal.h"

// Lives in `arena`. The structure must have passed kt_structure_check. O(inputs log inputs) a pass,
// a handful of passes.
kt_status kt_normalise(kt_normal *out, const kt_structure *s, kt_arena *arena, kt_error *err);

// The same of a form whose inputs come first, after inputs were replaced by constants.
kt_status kt_normalise_again(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err);

#endif
