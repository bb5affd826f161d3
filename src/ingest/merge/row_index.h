// SPDX-License-Identifier: EUPL-1.2
// Rows of a table by the symbols that name them, so that a row with the same name is found without
// a walk over all. One array from symbols to rows; emptied without touching it.
#ifndef KT_INGEST_MERGE_ROW_INDEX_H
#define KT_INGEST_MERGE_ROW_INDEX_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/pool.h"

#define KT_ROW_INDEX_NONE SIZE_MAX

typedef struct kt_row_index {
    struct kt_row_index_entry *entry; // [capacity] by symbol of the name
    size_t capacity;
    uint32_t now; // entries of another stamp are empty
    kt_buffer text;
    bool failed; // memory ran out
} kt_row_index;  // {0} is an empty one

void kt_row_index_free(kt_row_index *index);

// Forgets all rows. O(1).
void kt_row_index_clear(kt_row_index *index);

// The symbol that stands for these `n` symbols together; 0 when memory runs out.
kt_symbol kt_row_index_name(kt_row_index *index, kt_pool *pool, const kt_symbol *part, size_t n);

// The row of this name, or KT_ROW_INDEX_NONE.
size_t kt_row_index_find(const kt_row_index *index, kt_symbol name);

// From now on the name means this row; KT_ROW_INDEX_NONE: none.
void kt_row_index_put(kt_row_index *index, kt_symbol name, size_t row);

#endif
