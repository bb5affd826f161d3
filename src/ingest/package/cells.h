// SPDX-License-Identifier: EUPL-1.2
// One cell of text becomes one typed value in its column, or a fault that says what was expected.
#ifndef KT_INGEST_PACKAGE_CELLS_H
#define KT_INGEST_PACKAGE_CELLS_H

#include "base/fault.h"
#include "model/table.h"

typedef struct kt_cell {
    const char *text; // not NUL-terminated
    size_t length;
    uint32_t row;
    kt_fault place;
} kt_cell;

// Bytes of one cell of the column.
size_t kt_cells_size(const kt_column *column);

// Empties a cell.
void kt_cells_clear(kt_column *column, size_t row);

// Stores the value; the cell must have been cleared. False only when memory runs out.
bool kt_cells_store(kt_column *column, const kt_cell *cell, kt_pool *pool, kt_fault_list *faults);

#endif
