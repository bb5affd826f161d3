// SPDX-License-Identifier: EUPL-1.2
// Which yearly table a file holds: known by the heads of its columns, never by its name. A layout
// is a row of data: the columns that it must have, wherever they stand.
#ifndef KT_INGEST_YEARLY_LAYOUT_H
#define KT_INGEST_YEARLY_LAYOUT_H

#include "format/grid.h"
#include "model/schema.h"

typedef enum kt_layout_kind {
    KT_LAYOUT_USGS_WORLD,       // a row a country, the years in columns
    KT_LAYOUT_USGS_COMMODITIES, // a row a country, statistic and year
    KT_LAYOUT_GOVERNANCE,       // a row a country, year and indicator
    KT_LAYOUT_GOVERNANCE_BOOK,  // a sheet an indicator, a row a country and year
    KT_LAYOUT_PINK_SHEET,       // a row a month, a column a commodity, units below the heads
    KT_LAYOUT_WORLD_MINING,     // a sheet a mineral, a row a country, the years in columns
    KT_N_LAYOUTS
} kt_layout_kind;

enum { KT_LAYOUT_COLUMNS = 12 };

typedef struct kt_layout {
    const char *name; // as people call it
    kt_publication publication;
    // Heads as they are printed, in any order; NULL ends. A # stands for a digit.
    const char *column[KT_LAYOUT_COLUMNS];
} kt_layout;

extern const kt_layout kt_layouts[KT_N_LAYOUTS];

// What a table of a file was found to be.
typedef struct kt_layout_match {
    kt_layout_kind kind;
    size_t header;                      // position of the row with the heads
    uint32_t column[KT_LAYOUT_COLUMNS]; // of the grid, in the order of the layout
    size_t n_found;                     // heads that are there; 0: none of any layout
    const char *missing;                // the first head that is not; NULL: all are there
} kt_layout_match;

// Finds the layout whose heads are all in one of the first rows; where there is none, the one of
// which most are. O(rows looked at · columns · layouts).
void kt_layout_find(kt_layout_match *out, const kt_grid *grid, const kt_pool *pool);

// Whether a head is `pattern` (a # stands for a digit), letters and digits compared alone.
bool kt_layout_is(const char *head, const char *pattern);

// The year at the end of a head that begins as `pattern` does ("PROD_EST_ 2024": "PROD"); 0: none.
int kt_layout_year(const char *head, const char *pattern);

#endif
