// SPDX-License-Identifier: EUPL-1.2
// What a merge changed in a case, cell by cell, for people to look at.
#ifndef KT_INGEST_MERGE_MERGE_LOG_H
#define KT_INGEST_MERGE_MERGE_LOG_H

#include "base/arena.h"
#include "base/pool.h"
#include "ingest/merge/row_index.h"

typedef enum kt_merge_change_kind {
    KT_CHANGE_FILLED,       // was empty
    KT_CHANGE_CHANGED,      // same source, new value
    KT_CHANGE_CONTRADICTED, // other source: both are kept
    KT_CHANGE_REMOVED,      // the row as a whole; has no column
    KT_CHANGE_SETTLED, // which company it is was answered, or became known (identify_company.h)
    KT_N_CHANGES
} kt_merge_change_kind;

typedef struct kt_merge_change {
    kt_merge_change_kind kind;
    kt_symbol table, key, column; // key: the names of the row, divided by spaces
    kt_symbol before, after;      // after: what the case has now
    kt_symbol other;              // of a contradiction: the value that lost
    const char *place;            // of the delivered cell
} kt_merge_change;

typedef struct kt_merge_count {
    kt_symbol table;
    size_t n_new, n_same, n_rows; // rows: added, without any difference, delivered
    size_t n_cells[KT_N_CHANGES]; // cells of rows that the case had; of removals, rows; of
                                  // companies that became known: 0
} kt_merge_count;

typedef struct kt_merge_log {
    kt_pool *pool;
    kt_arena texts;
    kt_merge_change *change;
    size_t n, capacity;
    kt_merge_count *count; // [n_counts] one a delivered table
    size_t n_counts, count_capacity;
    kt_row_index conflict; // rows of `conflicts` by what they say,
    size_t n_conflicts;    // of those that it knows
    bool settles_more;     // answers about companies are left for the next import
    bool failed;
} kt_merge_log; // {pool} is an empty one

void kt_merge_log_free(kt_merge_log *merge);

// Changes of the kind. O(changes).
size_t kt_merge_log_total(const kt_merge_log *merge, kt_merge_change_kind kind);

#endif
