// SPDX-License-Identifier: EUPL-1.2
// What can be known of a structure before any diagram is built: the events that stop the top alone,
// which then play no part in anything else, and the gates that others imply. What is left is
// seldom a third of it: of a frigate by country at half of every supply, 23 of 91 gates.
#ifndef KT_DIAGRAM_REDUCE_H
#define KT_DIAGRAM_REDUCE_H

#include "base/control.h"
#include "diagram/normal.h"

// Rewrites `normal` into a smaller form of the same function: an OR of the events that stop the top
// alone, and of what is left without them. The top must not be a constant; it never becomes one.
// Lives in `arena`. O(inputs of what each event alone makes fail), and as kt_implied_drop.
// KT_NO_RESOURCES only.
kt_status kt_reduce(kt_normal *normal, const kt_control *control, kt_arena *arena, kt_error *err);

#endif
