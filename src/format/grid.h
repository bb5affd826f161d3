// SPDX-License-Identifier: EUPL-1.2
// A foreign table as it lies in a file: rows of cells as text, each with its place. It is what a
// workbook and a CSV file have in common, before anyone knows what the columns mean. Cells are
// sparse and take 8 bytes, texts are pooled: 200,000 rows of 10 columns are 16 MB.
#ifndef KT_FORMAT_GRID_H
#define KT_FORMAT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/control.h"
#include "base/pool.h"

typedef enum kt_grid_type {
    KT_GRID_TEXT,
    KT_GRID_NUMBER,  // canonical: `.` decimal
    KT_GRID_PERCENT, // a number that is shown as a percentage: 0.35 is 35 %
    KT_GRID_DATE,    // YYYY-MM-DD
    KT_GRID_BOOL,    // yes, no
    KT_GRID_ERROR,   // #N/A and its like, or a formula without a value
} kt_grid_type;

typedef struct kt_grid_cell {
    kt_symbol text; // never 0: empty cells are not kept
    uint16_t column;
    uint8_t type;
    bool formula; // the value that the spreadsheet stored last
} kt_grid_cell;

typedef struct kt_grid_row {
    uint32_t number;   // in the file, from 1
    uint32_t first;    // its cells end where the next row's begin
    uint32_t n_fields; // of delimited text, empty ones too; 0 in a workbook
} kt_grid_row;

// A rectangle of merged cells, rows and columns inclusive; rows by number.
typedef struct kt_grid_merge {
    uint32_t first_row, last_row;
    uint16_t first_column, last_column;
} kt_grid_merge;

enum { KT_GRID_COLUMNS = 16384, KT_GRID_PLACE = 512, KT_GRID_FILE = 255, KT_GRID_SHEET = 100 };

typedef struct kt_grid {
    const char *file;  // last part of its path
    const char *sheet; // "" where the file has only one table
    bool hidden;
    char decimal;     // mark in numbers written as text: '.' or ','; 0: not known
    kt_grid_row *row; // [n_rows + 1]: the last one only ends the cells
    size_t n_rows, row_capacity;
    kt_grid_cell *cell;
    size_t n_cells, cell_capacity;
    kt_grid_merge *merge;
    size_t n_merges, merge_capacity;
    uint32_t *merge_first; // [n_rows + 1] of merge_of; NULL until they are indexed
    uint32_t *merge_of;    // the ranges that cover a row, by first column
    uint32_t n_columns;    // of the widest row
    bool full;             // it would have more than 100 million cells: not all are here
    bool failed;           // memory ran out
} kt_grid;

typedef struct kt_grid_list {
    kt_grid *grid;
    size_t n, capacity;
    const kt_control *control; // of the reading of files into it; may be NULL
    bool failed;
} kt_grid_list; // {0} is an empty list; file and sheet names are borrowed

// A new, empty grid, borrowed until the next call; NULL when memory runs out.
kt_grid *kt_grid_add(kt_grid_list *list, const char *file, const char *sheet);
void kt_grid_free(kt_grid_list *list);

// Begins a row; numbers must rise. Failures are kept in grid->failed.
void kt_grid_begin_row(kt_grid *grid, uint32_t number);

// Adds a cell to the last row; columns must rise within it. An empty text adds nothing.
void kt_grid_put(kt_grid *grid, kt_pool *pool, kt_grid_cell cell, const char *text, size_t length);

// Closes the last row: to be called once, after all of them.
void kt_grid_end(kt_grid *grid);

// The cells of a row by column, and how many; NULL for none.
static inline const kt_grid_cell *kt_grid_cells(const kt_grid *grid, size_t row, size_t *n)
{
    *n = grid->row[row + 1].first - grid->row[row].first;
    return *n == 0 ? NULL : grid->cell + grid->row[row].first;
}

// The cell, or NULL when it is empty. O(log cells of the row).
const kt_grid_cell *kt_grid_find(const kt_grid *grid, size_t row, uint32_t column);

// Finds out which merged ranges cover which row; to be called once, after kt_grid_end. KT_BAD_INPUT
// with the place where two of them overlap, or where they cover more than 10 million rows in all.
// O(m log m + rows covered).
kt_status kt_grid_index_merges(kt_grid *grid, kt_error *err);

// The merged range that covers the cell, or NULL. O(log m of the row).
const kt_grid_merge *kt_grid_merge_at(const kt_grid *grid, size_t row, uint32_t column);

// The cell whose value a merged, empty cell shows (the upper left one), or NULL. *aside when that
// stands in another column, and so is no value of this one. O(log m + log rows).
const kt_grid_cell *kt_grid_merged(const kt_grid *grid, size_t row, uint32_t column, bool *aside);

// Position of the row with this number, or n_rows. O(log rows).
size_t kt_grid_position(const kt_grid *grid, uint32_t number);

// "case.xlsx:items!C12", "parts.csv:12:3". KT_GRID_COLUMNS as column: the row as a whole.
void kt_grid_place(char place[KT_GRID_PLACE], const kt_grid *grid, uint32_t number,
                   uint32_t column);

// A place that is a text, as much of it as there is room for.
void kt_grid_place_text(char place[KT_GRID_PLACE], const char *text);

// "A", "XFD": letters and a NUL.
void kt_grid_letters(char letters[4], uint32_t column);

#endif
