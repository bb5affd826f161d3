// SPDX-License-Identifier: EUPL-1.2
// A delivery into the draft of a case: what is new, what changes, what two sources contradict.
//
// A row is the same as one of the case when the columns that name it agree (merge_key.h). Then,
// cell by cell: an empty cell is filled; an equal one (as a number, where it is one) stays; a
// different one is a change when both rows have the same source and evidence, and a contradiction
// when they do not. A contradiction is settled by the better evidence (A before B, C, D; none is
// D), and by what the case has when they are equal; both values are kept in the table `conflicts`.
// Answers of the company that was asked settle a row, or remove it (delivery.h).
// Where the delivered row wins, the row takes its source, and keeps the weaker evidence when a
// figure of the old row stays beside it.
#ifndef KT_INGEST_MERGE_H
#define KT_INGEST_MERGE_H

#include "ingest/delivery.h"
#include "ingest/draft.h"
#include "ingest/reject.h"

typedef enum kt_change_kind {
    KT_CHANGE_FILLED,       // was empty
    KT_CHANGE_CHANGED,      // same source, new value
    KT_CHANGE_CONTRADICTED, // other source: both are kept
    KT_CHANGE_REMOVED,      // the row as a whole; has no column
    KT_CHANGE_SETTLED,      // which company it is was answered, or became known (settle.h)
    KT_N_CHANGES
} kt_change_kind;

typedef struct kt_change {
    kt_change_kind kind;
    kt_symbol table, key, column; // key: the names of the row, divided by spaces
    kt_symbol before, after;      // after: what the case has now
    kt_symbol other;              // of a contradiction: the value that lost
    const char *place;            // of the delivered cell
} kt_change;

typedef struct kt_merge_count {
    kt_symbol table;
    size_t n_new, n_same, n_rows; // rows: added, without any difference, delivered
    size_t n_cells[KT_N_CHANGES]; // cells of rows that the case had; of removals, rows; what is
                                  // settled is not of a delivered table: 0
} kt_merge_count;

typedef struct kt_merge {
    kt_pool *pool;
    kt_arena texts;
    kt_change *change;
    size_t n, capacity;
    kt_merge_count *count; // [n_counts] one a delivered table
    size_t n_counts, count_capacity;
    bool failed;
} kt_merge; // {pool} is an empty one

// Merges all rows of the delivery that are not refused. The origin of each draft row that is added
// or changed becomes the row's number: rows of all delivered tables are numbered through in order.
// Rows that contradict an earlier row of the same delivery, or have no name, are refused. O(rows).
kt_status kt_merge_delivery(kt_merge *merge, kt_draft *draft, kt_delivery *delivery,
                            const kt_grid_list *grids, kt_reject_list *rejects, kt_error *err);
void kt_merge_free(kt_merge *merge);

// The delivered row with this number.
void kt_merge_row(const kt_delivery *delivery, uint32_t number, size_t *table, size_t *row);

// Changes of the kind. O(changes).
size_t kt_merge_total(const kt_merge *merge, kt_change_kind kind);

#endif
