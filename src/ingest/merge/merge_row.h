// SPDX-License-Identifier: EUPL-1.2
// Two rows of the same name: the row of the case and the delivered one. merge.h tells what happens
// to each cell.
// Internal to: merge.
#ifndef KT_INGEST_MERGE_MERGE_ROW_H
#define KT_INGEST_MERGE_MERGE_ROW_H

#include "ingest/intake/delivery.h"
#include "ingest/intake/reject.h"
#include "ingest/merge/merge_key.h"
#include "ingest/merge/merge_log.h"
#include "ingest/package/draft.h"

// One table being merged.
typedef struct kt_merging {
    kt_merge_log *merge;
    kt_draft *draft;
    kt_delivery *delivery;
    const kt_grid_list *grids;
    kt_reject_list *rejects;
    const kt_delivery_table *from;
    size_t from_index;
    kt_draft_table *to;
    size_t column_of[KT_DELIVERY_FIELDS]; // delivered field → column of the draft, SIZE_MAX: unused
    const char *const *key;
    size_t key_field[KT_MERGE_KEY];  // of the delivery
    size_t key_column[KT_MERGE_KEY]; // of the draft
    size_t n_key;
    size_t evidence, source; // columns of the draft, n_columns: none
    kt_row_index rows;       // of the draft, by key
    kt_merge_count count;
    uint32_t base; // number of the table's first row
    kt_buffer text;
    bool failed;
} kt_merging;

static inline const char *kt_merge_row_text(const kt_merging *m, kt_symbol symbol)
{
    return kt_pool_text(m->merge->pool, symbol);
}

// The symbol of a text; m->failed when memory runs out.
kt_symbol kt_merge_row_symbol(kt_merging *m, const char *text, size_t length);

// "case.xlsx:items!C12" of a delivered row's field; kept with the merge.
const char *kt_merge_row_place(kt_merging *m, size_t row, size_t field);

// The delivered row `delivered` meets row `row` of the draft: cell by cell, evidence against
// evidence.
void kt_merge_row_rows(kt_merging *m, size_t delivered, size_t row);

// The answer of who was asked: its cells count, whatever stood there.
void kt_merge_row_override(kt_merging *m, size_t delivered, size_t row);

// The row goes, for the delivered one says so.
void kt_merge_row_remove(kt_merging *m, size_t delivered, size_t row);

#endif
