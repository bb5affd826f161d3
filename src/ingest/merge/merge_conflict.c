// SPDX-License-Identifier: EUPL-1.2
// Looks for the same conflict among the rows of `conflicts` by all but the evidence and source of
// what is kept: those may become better without anything new being in conflict. Some tens of rows,
// so they are walked.
#include "ingest/merge/merge_conflict.h"

#include <string.h>

// Columns of the table.
enum {
    TABLE,
    KEY,
    COLUMN,
    KEPT,
    KEPT_EVIDENCE,
    KEPT_SOURCE,
    OTHER,
    OTHER_EVIDENCE,
    OTHER_SOURCE,
    N
};

// What a row is found by.
static kt_symbol name_of(kt_merge_log *merge, kt_draft *draft, const kt_symbol value[N])
{
    kt_symbol part[N];
    size_t n = 0;
    for (size_t i = 0; i < N; i++) {
        if (i != KEPT_EVIDENCE && i != KEPT_SOURCE)
            part[n++] = value[i];
    }
    kt_symbol name = kt_row_index_name(&merge->conflict, draft->pool, part, n);
    draft->failed |= merge->conflict.failed;
    return name;
}

// The rows that came since the last time.
static void index_rows(kt_merge_log *merge, kt_draft *draft, const kt_draft_table *conflicts,
                       const size_t column[N])
{
    for (; merge->n_conflicts < conflicts->n_rows && !draft->failed; merge->n_conflicts++) {
        kt_symbol value[N];
        for (size_t i = 0; i < N; i++)
            value[i] = *kt_draft_cell(conflicts, merge->n_conflicts, column[i]);
        kt_row_index_put(&merge->conflict, name_of(merge, draft, value), merge->n_conflicts);
        draft->failed |= merge->conflict.failed;
    }
}

void kt_merge_conflict_forget(kt_merge_log *merge)
{
    kt_row_index_clear(&merge->conflict);
    merge->n_conflicts = 0;
}

bool kt_merge_conflict_keep(kt_merge_log *merge, kt_draft *draft, const kt_merge_conflict *c)
{
    static const char *const COLUMNS[N] = {
        [TABLE] = "table",
        [KEY] = "key",
        [COLUMN] = "column",
        [KEPT] = "kept",
        [KEPT_EVIDENCE] = "kept_evidence",
        [KEPT_SOURCE] = "kept_source",
        [OTHER] = "other",
        [OTHER_EVIDENCE] = "other_evidence",
        [OTHER_SOURCE] = "other_source",
    };
    const kt_symbol value[N] = {
        [TABLE] = c->table,
        [KEY] = c->key,
        [COLUMN] = c->column,
        [KEPT] = c->kept,
        [KEPT_EVIDENCE] = c->kept_evidence,
        [KEPT_SOURCE] = c->kept_source,
        [OTHER] = c->other,
        [OTHER_EVIDENCE] = c->other_evidence,
        [OTHER_SOURCE] = c->other_source,
    };
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
    index_rows(merge, draft, conflicts, column);
    kt_symbol name = name_of(merge, draft, value);
    if (draft->failed || kt_row_index_find(&merge->conflict, name) != KT_ROW_INDEX_NONE)
        return !draft->failed;
    size_t row = kt_draft_add_row(draft, conflicts);
    for (size_t i = 0; i < N && !draft->failed; i++)
        *kt_draft_cell(conflicts, row, column[i]) = value[i];
    return false;
}
