// SPDX-License-Identifier: EUPL-1.2
// A case as its files have it: every table as text, columns and tables that the format does not
// know included, and the descriptor with all that is in it. An import changes a draft before
// anything is written. Nothing is typed or judged here, so nothing can be lost on the way. 4 bytes
// a cell.
#ifndef KT_INGEST_PACKAGE_DRAFT_H
#define KT_INGEST_PACKAGE_DRAFT_H

#include <assert.h>

#include "base/control.h"
#include "format/folder.h"
#include "format/json_tree.h"
#include "format/root.h"
#include "model/schema.h"

#define KT_NO_ORIGIN UINT32_MAX
#define KT_DRAFT_GONE (UINT32_MAX - 1) // origin of a row that is to be taken out

typedef struct kt_draft_table {
    const char *name;
    const char *path;          // inside the folder
    const kt_table_spec *spec; // NULL: a table that the format does not know
    kt_symbol *column;         // [n_columns] names
    size_t n_columns, column_capacity;
    kt_symbol *cell; // [n_rows * n_columns]
    size_t n_rows, cell_capacity;
    uint32_t *origin; // [n_rows] what changed the row last: the caller's number, or KT_NO_ORIGIN
    size_t origin_capacity;
    bool changed; // cells, rows or columns differ from the file
    bool listed;  // the descriptor has it
} kt_draft_table;

typedef struct kt_draft {
    kt_pool *pool; // borrowed
    kt_arena arena;
    kt_json_tree *descriptor;
    kt_draft_table *table;
    size_t n, capacity;
    const char *crowded; // name of the table that would pass a limit of kt_draft_columns, or NULL
    const kt_control *control; // of the work on it; may be NULL
    bool failed;               // memory ran out, or a table is crowded
} kt_draft;

// Opens the case in `folder`; where there is none, begins an empty one with the required tables.
// Its id is made of the folder's name. KT_BAD_INPUT when a table is not readable as CSV.
kt_status kt_draft_open(kt_draft *draft, const char *folder, kt_pool *pool,
                        const kt_control *control, kt_error *err);

// The same where the folder is open already (its root has no folder where there is none); `folder`
// is what it is called.
kt_status kt_draft_open_beneath(kt_draft *draft, const kt_root *root, const char *folder,
                                kt_pool *pool, const kt_control *control, kt_error *err);
void kt_draft_close(kt_draft *draft);

// The table, added (with the columns of its spec that must exist) when the draft has none; NULL
// when memory runs out. Borrowed until the next table is added.
kt_draft_table *kt_draft_table_at(kt_draft *draft, const char *name);
kt_draft_table *kt_draft_find(const kt_draft *draft, const char *name); // NULL: has none

// The column of this name; added, empty in every row, when the table has none.
size_t kt_draft_column(kt_draft *draft, kt_draft_table *table, kt_symbol name);

// The same for `n` different names at once, so that the rows move once: column[i] of name[i]. A
// table has at most KT_TABLE_COLUMNS columns and 200 million cells. O(cells + n columns).
void kt_draft_columns(kt_draft *draft, kt_draft_table *table, const kt_symbol *name, size_t n,
                      size_t *column);

// The column of this name, or n_columns.
size_t kt_draft_find_column(const kt_draft *draft, const kt_draft_table *table, const char *name);

// KT_BAD_INPUT with the words for a draft that is crowded.
kt_status kt_draft_crowded(const kt_draft *draft, kt_error *err);

// A new row of empty cells; its index.
size_t kt_draft_add_row(kt_draft *draft, kt_draft_table *table);

// Takes out the rows of this origin. O(cells).
void kt_draft_remove_rows(kt_draft_table *table, uint32_t origin);

static inline kt_symbol *kt_draft_cell(const kt_draft_table *table, size_t row, size_t column)
{
    assert(row < table->n_rows && column < table->n_columns);
    return &table->cell[row * table->n_columns + column];
}

// Appends the table as canonical CSV; not all of it once draft->control stops the work.
void kt_draft_write_table(kt_buffer *out, const kt_draft *draft, const kt_draft_table *table);

// Brings the descriptor up to date (new tables and columns, the rest as it was) and appends it.
void kt_draft_write_descriptor(kt_buffer *out, kt_draft *draft);

// Puts the changed tables and the descriptor into the folder, in memory. KT_NO_RESOURCES only, also
// when draft->control stops the work.
kt_status kt_draft_put(kt_draft *draft, kt_folder *folder, kt_error *err);

#endif
