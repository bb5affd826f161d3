// SPDX-License-Identifier: EUPL-1.2
// Two values for one cell: the one that counts and the one that lost, kept for good in the table
// `conflicts` of the case, each with its evidence and source.
#ifndef KT_INGEST_MERGE_MERGE_CONFLICT_H
#define KT_INGEST_MERGE_MERGE_CONFLICT_H

#include "ingest/merge/merge_log.h"
#include "ingest/package/draft.h"

typedef struct kt_merge_conflict {
    kt_symbol table, key, column; // key: the names of the row, divided by spaces
    kt_symbol kept, kept_evidence, kept_source;
    kt_symbol other, other_evidence, other_source;
} kt_merge_conflict;

// Adds the conflict to the draft; true when it was there already. The list of the draft's tables
// may move. draft->failed when memory runs out. O(1); O(conflicts) the first time.
bool kt_merge_conflict_keep(kt_merge_log *merge, kt_draft *draft,
                            const kt_merge_conflict *conflict);

// To be called when rows of `conflicts` were changed otherwise.
void kt_merge_conflict_forget(kt_merge_log *merge);

#endif
