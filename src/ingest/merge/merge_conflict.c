// SPDX-License-Identifier: EUPL-1.2
// Looks for the same conflict among the rows of `conflicts` by all but the evidence and source of
// what is kept: those may become better without anything new being in conflict. Some tens of rows,
// so they are walked.
#include "ingest/merge/merge_conflict.h"

#include <string.h>

enum { KEPT_EVIDENCE = 4, KEPT_SOURCE = 5, N = 9 };

bool kt_merge_conflict_keep(kt_draft *draft, const kt_merge_conflict *c)
{
    static const char *const COLUMNS[N] = {
        "table",       "key",   "column",         "kept",        "kept_evidence",
        "kept_source", "other", "other_evidence", "other_source"};
    const kt_symbol value[N] = {c->table,         c->key,         c->column, c->kept,
                                c->kept_evidence, c->kept_source, c->other,  c->other_evidence,
                                c->other_source};
    size_t column[N];
    kt_draft_table *conflicts = kt_draft_table_at(draft, "conflicts");
    for (size_t i = 0; i < N && conflicts != NULL; i++) {
        kt_symbol name = 0;
        draft->failed |= !kt_pool_add(draft->pool, COLUMNS[i], strlen(COLUMNS[i]), &name);
        column[i] = kt_draft_column(draft, conflicts, name);
    }
    if (conflicts == NULL || draft->failed) {
        draft->failed = true;
        return false;
    }
    for (size_t r = 0; r < conflicts->n_rows; r++) {
        size_t same = 0;
        for (size_t i = 0; i < N; i++)
            same += i == KEPT_EVIDENCE || i == KEPT_SOURCE ||
                    *kt_draft_cell(conflicts, r, column[i]) == value[i];
        if (same == N)
            return true;
    }
    size_t row = kt_draft_add_row(draft, conflicts);
    for (size_t i = 0; i < N && !draft->failed; i++)
        *kt_draft_cell(conflicts, row, column[i]) = value[i];
    return false;
}
