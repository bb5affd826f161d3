// SPDX-License-Identifier: EUPL-1.2
// What a structure is for sets of few events: without the gates, and the sources of votes, that so
// few events cannot make fail. Where two countries are asked for and a market has five, the market
// is gone.
#ifndef KT_DIAGRAM_FEW_H
#define KT_DIAGRAM_FEW_H

#include "base/control.h"
#include "diagram/normal.h"

typedef struct kt_few {
    kt_normal normal;    // its top may be a constant
    uint32_t n_left_out; // gates in which something was left out
} kt_few;

// `out` fails for the same sets of up to `order` events (≥ 1) as `in`. Lives in `arena`. O(inputs
// of what each event alone makes fail, twice). KT_NO_RESOURCES only.
kt_status kt_few_find(kt_few *out, const kt_normal *in, uint32_t order, const kt_control *control,
                      kt_arena *arena, kt_error *err);

#endif
