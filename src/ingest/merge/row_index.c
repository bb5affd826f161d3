// SPDX-License-Identifier: EUPL-1.2
// See row_index.h.
#include "ingest/merge/row_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

typedef struct kt_row_index_entry {
    size_t row;
    uint32_t stamp; // 0 is never that of now
} kt_row_index_entry;

static const char SEPARATOR = '\x1F';

void kt_row_index_free(kt_row_index *index)
{
    free(index->entry);
    kt_buffer_free(&index->text);
    *index = (kt_row_index){0};
}

void kt_row_index_clear(kt_row_index *index)
{
    index->now++;
}

kt_symbol kt_row_index_name(kt_row_index *index, kt_pool *pool, const kt_symbol *part, size_t n)
{
    kt_symbol name = 0;
    index->text.length = 0;
    for (size_t i = 0; i < n; i++) {
        kt_buffer_put(&index->text, kt_pool_text(pool, part[i]));
        kt_buffer_add(&index->text, &SEPARATOR, 1);
    }
    index->failed |=
        index->text.failed || !kt_pool_add(pool, index->text.text, index->text.length, &name);
    return index->failed ? 0 : name;
}

size_t kt_row_index_find(const kt_row_index *index, kt_symbol name)
{
    bool known = name < index->capacity && index->entry[name].stamp == index->now + 1;
    return known ? index->entry[name].row : KT_ROW_INDEX_NONE;
}

void kt_row_index_put(kt_row_index *index, kt_symbol name, size_t row)
{
    size_t before = index->capacity;
    index->entry = kt_grow_array(index->entry, &index->capacity, (size_t)name + 1,
                                 sizeof *index->entry, &index->failed);
    if (index->failed)
        return;
    if (index->capacity > before)
        memset(index->entry + before, 0, (index->capacity - before) * sizeof *index->entry);
    index->entry[name] = (kt_row_index_entry){row, row == KT_ROW_INDEX_NONE ? 0 : index->now + 1};
}
