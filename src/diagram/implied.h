// SPDX-License-Identifier: EUPL-1.2
// Inputs that another input implies. Of an OR, an input that never fails without another one
// decides nothing: two thirds of a market lost is half of it lost. Of an AND, the other one decides
// nothing.
#ifndef KT_DIAGRAM_IMPLIED_H
#define KT_DIAGRAM_IMPLIED_H

#include "base/control.h"
#include "diagram/normal.h"

// `out` is `in` with such inputs replaced by the constant that its gate does not mind; `n` says how
// many. What is replaced is implied for certain; what is implied may be left, where the weights
// leave doubt or comparing takes too long. Lives in `arena` and shares what is the same. O(inputs)
// for each gate that has an event or gate in common, at most some seconds in all. KT_NO_RESOURCES
// only.
kt_status kt_implied_drop(kt_normal *out, size_t *n, const kt_normal *in, const kt_control *control,
                          kt_arena *arena, kt_error *err);

#endif
