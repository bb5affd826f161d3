// SPDX-License-Identifier: EUPL-1.2
// How many minimal cut sets there are, in all and of each size, exactly and without listing them:
// one sweep over the families of the modules. A count may have hundreds of digits.
#ifndef KT_DIAGRAM_COUNT_H
#define KT_DIAGRAM_COUNT_H

#include "base/arena.h"
#include "diagram/modules_solve.h"

typedef struct kt_count_order {
    uint32_t order;    // number of events in a set
    const char *count; // decimal, never "0"
} kt_count_order;

typedef struct kt_count {
    const char *total;     // decimal
    kt_count_order *order; // [n_orders] ascending
    uint32_t n_orders;
} kt_count;

// The cut sets of the top: the family of module 0, with the families of the modules below put in.
// The result lives in `arena`. O(nodes · orders · digits). KT_NO_RESOURCES when the numbers
// do not fit beside the nodes.
kt_status kt_count_solution(kt_count *out, const kt_solution *s, kt_arena *arena, kt_error *err);

// The sets of one family whose levels are all events.
kt_status kt_count_family(kt_count *out, kt_diagram *d, kt_node family, kt_arena *arena,
                          kt_error *err);

#endif
