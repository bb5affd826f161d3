// SPDX-License-Identifier: EUPL-1.2
// See table.h.
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
