// SPDX-License-Identifier: EUPL-1.2
// Frees a table and names the place of a cell; reading a cell is in the header, inline, because it
// is done for every cell of 1e7 rows.
#include "model/table.h"

#include <stdlib.h>

void kt_table_free(kt_table *table)
{
    for (uint32_t c = 0; c < table->n_columns; c++)
        free(table->column[c].cells);
    free(table->column);
    table->column = NULL;
    table->n_columns = 0;
    table->n_rows = 0;
}

kt_fault kt_table_place(const kt_table *table, uint32_t row, int column)
{
    int at = table->at[column];
    return (kt_fault){.file = table->file,
                      .package = table->package,
                      .record = row + 1,
                      .field = at < 0 ? 0 : (uint32_t)at,
                      .see_record = KT_NO_RECORD};
}
