// SPDX-License-Identifier: EUPL-1.2
// Cycles among things that name other things, row by row of a table: a bill of materials, the
// parents of classes, what a class contains.
#ifndef KT_MODEL_CYCLE_H
#define KT_MODEL_CYCLE_H

#include "base/control.h"
#include "model/group.h"

typedef struct kt_cycle_graph {
    const kt_group *rows; // of the table, by the thing that they begin at
    const uint32_t *to;   // [rows of the table] thing that each leads to, or KT_NO_ROW
} kt_cycle_graph;

// What is told of a cycle: the things along it, from the one that `row` leads back to until the one
// that `row` begins at.
typedef void kt_cycle_report(void *user, const uint32_t *thing, uint32_t n, uint32_t row);

// Calls `report` once for every row that closes a cycle; without those rows there would be none.
// O(things + rows + the lengths of the cycles). KT_NO_RESOURCES when memory runs out or `control`
// (may be NULL) stops it.
kt_status kt_cycle_find(const kt_cycle_graph *graph, kt_cycle_report *report, void *user,
                        const kt_control *control, kt_error *err);

#endif
