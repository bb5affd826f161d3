// SPDX-License-Identifier: EUPL-1.2
// A bill of materials by levels, as ERP programs print it: no column says what a part goes into.
// Its row stands below the row of its parent and its level is one deeper ("2", "..2"), or its
// position has one part more ("1.2", "1.2.1"). The sheet's column is called `level` in a mapping.
// What goes into a row that is not read goes into nothing: it is never given to another.
#ifndef KT_INGEST_INTAKE_LAYOUT_LEVELS_H
#define KT_INGEST_INTAKE_LAYOUT_LEVELS_H

#include "ingest/intake/mapping.h"

enum { KT_LAYOUT_LEVELS_MAX = 32 };

typedef struct kt_layout_levels {
    uint32_t column; // of the grid; KT_GRID_COLUMNS: the list has none
    bool positions;  // the column holds positions
    int top;         // the highest level of the list
    kt_symbol last;  // the last position that was read, 0: none
    kt_symbol
        above[KT_LAYOUT_LEVELS_MAX]; // the last part of each level, 0: none since a higher one
    uint32_t
        missing[KT_LAYOUT_LEVELS_MAX]; // number of the row that is not read in its place, 0: none
} kt_layout_levels;

// Finds the column; none where the list has one for what its parts go into, or nothing stands in
// it. It holds positions where at least one cell has two parts. O(rows).
void kt_layout_levels_begin(kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                            const kt_mapping_sheet *sheet);

// The level that the row's cell says; -1 for an empty cell, one that says none, and a position that
// does not follow the one above it. The position 0 is the position of the whole. To be called once
// a row, in their order.
int kt_layout_levels_read(kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                          size_t row);

// What a part at this level goes into, 0 at the top; notes the part for the rows below. Where that
// row is not read *missing is its number, and neither are the rows below this one.
kt_symbol kt_layout_levels_parent(kt_layout_levels *levels, int level, kt_symbol part,
                                  uint32_t *missing);

// The row with this number is not read. -1: nor is its level, and what goes into it may be anything
// up to the next row at the top.
void kt_layout_levels_skip(kt_layout_levels *levels, int level, uint32_t number);

// How many parts of the list stand at its highest level. O(rows).
size_t kt_layout_levels_count_top(const kt_layout_levels *levels, const kt_grid *grid,
                                  const kt_pool *pool, uint32_t header_row);

#endif
