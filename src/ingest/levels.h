// SPDX-License-Identifier: EUPL-1.2
// A bill of materials by levels, as ERP programs print it: no column says what a part goes into,
// but its row stands below that of its parent and its level is one deeper ("2", "..2"). The sheet's
// column is called `level` in a mapping.
#ifndef KT_INGEST_LEVELS_H
#define KT_INGEST_LEVELS_H

#include "ingest/mapping.h"

enum { KT_LEVELS_MAX = 32 };

typedef struct kt_levels {
    uint32_t column;                // of the grid; KT_GRID_COLUMNS: the list has none
    kt_symbol above[KT_LEVELS_MAX]; // the last part of each level, 0: none since a higher one
} kt_levels;

// Finds the column; none where the list has one for what its parts go into.
void kt_levels_begin(kt_levels *levels, const kt_mapping_sheet *sheet);

// The level that the row's cell says; -1 for an empty cell or one that says none.
int kt_levels_read(const kt_levels *levels, const kt_grid *grid, const kt_pool *pool, size_t row);

// What a part at this level goes into, 0 at the top; notes the part for the rows below.
kt_symbol kt_levels_parent(kt_levels *levels, int level, kt_symbol part);

// How many parts of the list stand at its highest level. O(rows).
size_t kt_levels_count_top(const kt_levels *levels, const kt_grid *grid, const kt_pool *pool,
                           uint32_t header_row);

#endif
