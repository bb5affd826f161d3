// SPDX-License-Identifier: EUPL-1.2
// What a file brings, in the words of a case: rows of its tables, each cell with the place it comes
// from, before anything is merged. Readers of every format fill one; the merge reads it. Cells are
// sparse and take 8 bytes: 200,000 rows of 8 cells are 13 MB.
#ifndef KT_INGEST_INTAKE_DELIVERY_H
#define KT_INGEST_INTAKE_DELIVERY_H

#include <assert.h>

#include "format/grid.h"
#include "model/schema.h"

// A flat list of what a company buys, the form that engineers have: one row names a part, what it
// goes into, who supplies it and what is in it. Not a table of a case: parts.h takes it apart.
enum {
    KT_PARTS_PARENT,
    KT_PARTS_ITEM,
    KT_PARTS_NAME,
    KT_PARTS_QUANTITY,
    KT_PARTS_UNIT,
    KT_PARTS_MASS,
    KT_PARTS_MATERIAL,
    KT_PARTS_SUPPLIER,
    KT_PARTS_COUNTRY,
    KT_PARTS_KVK,
    KT_PARTS_SHARE,
    KT_PARTS_LEAD_TIME,
    KT_PARTS_SWITCH,
    KT_PARTS_PRICE,
    KT_PARTS_COVER,
    KT_PARTS_EVIDENCE,
    KT_PARTS_SOURCE,
    KT_PARTS_NOTE,
    KT_N_PARTS
};
extern const kt_table_spec kt_delivery_parts;

// The spec of a table of a case, or of `parts`; NULL for any other name.
const kt_table_spec *kt_delivery_spec(const char *name);

// Fields of a delivered table: columns of files, and some that the readers add.
enum { KT_DELIVERY_FIELDS = KT_TABLE_COLUMNS + 64 };
#define KT_NO_GRID UINT32_MAX

typedef struct kt_delivery_place {
    uint32_t grid;   // index into the grids of the import, or KT_NO_GRID
    uint32_t number; // row of the grid
    kt_symbol text;  // the place itself, where there is no grid
} kt_delivery_place;

typedef struct kt_delivery_cell {
    kt_symbol text;  // never 0
    uint16_t field;  // of the table
    uint16_t column; // of the grid; KT_GRID_COLUMNS where there is none
} kt_delivery_cell;

// What a row is to do with the row of the case that has its name.
typedef enum kt_delivery_act {
    KT_DELIVERY_MERGE,    // meet it, evidence against evidence
    KT_DELIVERY_OVERRIDE, // take its place, cell by cell: the one who was asked says so
    KT_DELIVERY_REMOVE,   // take it out
} kt_delivery_act;

typedef struct kt_delivery_row {
    kt_delivery_place place;
    uint32_t first; // its cells end where the next row's begin
    bool refused;
    kt_delivery_act act;
} kt_delivery_row;

typedef struct kt_delivery_table {
    kt_symbol name;
    const kt_table_spec *spec;           // NULL: a table that the format does not know
    kt_symbol field[KT_DELIVERY_FIELDS]; // names; the spec's columns first, in its order
    size_t n_fields;
    kt_delivery_row *row; // [n_rows + 1]
    size_t n_rows, row_capacity;
    kt_delivery_cell *cell;
    size_t n_cells, cell_capacity;
} kt_delivery_table;

typedef struct kt_delivery {
    kt_pool *pool;
    kt_delivery_table *table;
    size_t n, capacity;
    const char *crowded; // the table that would have more than KT_DELIVERY_FIELDS columns, or NULL
    bool failed;         // memory ran out, or a table is crowded
} kt_delivery;           // {pool} is an empty one

void kt_delivery_free(kt_delivery *delivery);

// The index of the table, added when new; 0 with delivery->failed set when memory runs out.
size_t kt_delivery_table_at(kt_delivery *delivery, const char *name);

// The index of the field, added when new.
size_t kt_delivery_field(kt_delivery *delivery, size_t table, const char *name);

// Begins a row of the table; cells put next belong to it.
void kt_delivery_begin(kt_delivery *delivery, size_t table, kt_delivery_place place);

// The same for a row that overrides or removes the row of the case.
void kt_delivery_begin_act(kt_delivery *delivery, size_t table, kt_delivery_place place,
                           kt_delivery_act act);

// Adds a cell to the last row. An empty text adds nothing.
void kt_delivery_put(kt_delivery *delivery, size_t table, kt_delivery_cell cell);

// The same by name, for readers that have no columns.
void kt_delivery_put_text(kt_delivery *delivery, size_t table, const char *field, const char *text);

// The text of a row's field, 0 when it has none. O(cells of the row).
kt_symbol kt_delivery_text(const kt_delivery_table *table, size_t row, size_t field);

// Cells of a row.
static inline const kt_delivery_cell *kt_delivery_cells(const kt_delivery_table *table, size_t row,
                                                        size_t *n)
{
    assert(row < table->n_rows);
    const kt_delivery_row *r = &table->row[row];
    *n = (row + 1 < table->n_rows ? r[1].first : table->n_cells) - r->first;
    return table->cell + r->first;
}

// "case.xlsx:items!C12" of a row's field; the row as a whole where it has no such cell.
void kt_delivery_where(char place[KT_GRID_PLACE], const kt_delivery *delivery,
                       const kt_grid_list *grids, const kt_delivery_table *table, size_t row,
                       size_t field);

// Marks every row that comes from one of the places as refused: a row of a parts list may have
// given an item, a bill row and a supply row, and none of them may stay alone. Sorts `places`.
// Returns how many rows were marked now. O((rows + n) log n).
size_t kt_delivery_refuse(kt_delivery *delivery, kt_delivery_place *places, size_t n);

// Order of places, for qsort.
int kt_delivery_by_place(const void *left, const void *right);

// The delivered row with this number.
void kt_delivery_row_at(const kt_delivery *delivery, uint32_t number, size_t *table, size_t *row);

#endif
