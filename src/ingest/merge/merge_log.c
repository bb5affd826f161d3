// SPDX-License-Identifier: EUPL-1.2
// Frees the list of changes and counts it by kind; an import has tens to 1e5 of them, kept in order
// of the merge.
#include "ingest/merge/merge_log.h"

#include <assert.h>
#include <stdlib.h>

void kt_merge_log_free(kt_merge_log *merge)
{
    kt_arena_free(&merge->texts);
    free(merge->change);
    free(merge->count);
    kt_row_index_free(&merge->conflict);
    *merge = (kt_merge_log){.pool = merge->pool};
}

size_t kt_merge_log_total(const kt_merge_log *merge, kt_merge_change_kind kind)
{
    assert(kind < KT_N_CHANGES);
    size_t n = 0;
    for (size_t i = 0; i < merge->n; i++)
        n += merge->change[i].kind == kind;
    return n;
}
