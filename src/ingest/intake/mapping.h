// SPDX-License-Identifier: EUPL-1.2
// Their columns to our fields: one profile a file, sheet by sheet. Proposed from the headers, kept
// as JSON that a person can read and change, and found again for the next delivery.
//
//     {"keten": "mapping", "sheets": [{"sheet": "Blad1", "header_row": 3, "table": "parts",
//      "decimal": ",", "columns": [{"header": "Massa (g)", "to": "mass_kg", "unit": "g"}, …]}]}
//
// `table` is a table of a case or `parts` (delivery.h); "" leaves the sheet out. `to` is one of its
// columns; "" leaves the column out. A column that the table does not know is kept under its name.
// `level` is the column of a list by levels (layout_levels.h). `product` of a parts list is what
// all of its parts go into, where no column says it.
#ifndef KT_INGEST_INTAKE_MAPPING_H
#define KT_INGEST_INTAKE_MAPPING_H

#include "base/error.h"
#include "format/grid.h"
#include "format/json_tree.h"

typedef struct kt_mapping_column {
    const char *header; // as the sheet has it
    const char *to;
    const char *unit; // "" for ours
    uint32_t column;  // of the grid
} kt_mapping_column;

typedef struct kt_mapping_sheet {
    const char *sheet;   // name, "" in a file with one table
    const char *table;   // "" for a sheet that is left out
    const char *product; // "" or NULL: none
    uint32_t header_row; // number
    char decimal;        // '.', ',', 0: as found in the file
    bool sure;           // the sheet names its fields itself: nothing was guessed
    bool hidden;
    kt_mapping_column *column; // [n]
    size_t n;
} kt_mapping_sheet;

typedef struct kt_mapping {
    kt_mapping_sheet *sheet; // [n], one a grid, in their order
    size_t n;
} kt_mapping;

// The grids of one file: [first, first + n) of a list.
typedef struct kt_mapping_file {
    const kt_grid_list *grids;
    size_t first, n;
    const kt_pool *pool;
} kt_mapping_file;

// Reads a profile and finds its columns in the file. KT_BAD_INPUT with `err` when it is not a
// profile, or a sheet or header of it is not in the file.
kt_status kt_mapping_read(kt_mapping *out, const kt_buffer *text, kt_mapping_file file,
                          kt_arena *arena, kt_error *err);

void kt_mapping_write(kt_buffer *out, const kt_mapping *mapping);

// True when every sheet that is taken is sure; when none is taken at all, false.
bool kt_mapping_is_sure(const kt_mapping *mapping);

// True when at least one sheet is taken.
bool kt_mapping_is_useful(const kt_mapping *mapping);

#endif
