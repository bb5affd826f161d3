// SPDX-License-Identifier: EUPL-1.2
// Reads a workbook (Office Open XML, .xlsx) into grids, one a sheet. Our own reader, because no
// packaged library reads workbooks from C: four small XML vocabularies in a zip archive. It
// streams: a sheet of 200,000 rows takes 8 bytes a cell and its texts once.
//
// What a cell shows is what comes out: numbers canonical, dates as YYYY-MM-DD by either epoch, true
// and false as yes and no. A formula gives the value that was stored with it, and says so; a
// formula without one, and an error value, come out as such and are refused by the reader of the
// grid. Hidden sheets are read and marked. Charts, macros, links and comments are left alone.
#ifndef KT_FORMAT_XLSX_H
#define KT_FORMAT_XLSX_H

#include "base/notes.h"
#include "format/grid.h"

typedef struct kt_xlsx_place {
    const char *file; // last part of the path; lives as long as the grids
    kt_arena *arena;  // holds the names of sheets
    kt_pool *pool;    // holds the texts of cells
    kt_notes *remarks;
} kt_xlsx_place;

// Adds a grid for each sheet with a table. KT_BAD_INPUT when the file is no workbook or passes a
// limit (see archive.h; 100 million cells, 32,767 characters a cell); `err` names the part.
kt_status kt_xlsx_read(kt_grid_list *out, const char *path, kt_xlsx_place place, kt_error *err);

// The same from memory.
kt_status kt_xlsx_read_bytes(kt_grid_list *out, const void *bytes, size_t length,
                             kt_xlsx_place place, kt_error *err);

#endif
