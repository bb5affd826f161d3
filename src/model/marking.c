// SPDX-License-Identifier: EUPL-1.2
// See marking.h. One byte a row is read; a million rows take a millisecond.
#include "model/marking.h"

#include <string.h>

enum { PARTICIPANTS = 2, RESTRICTED = 3 }; // 1 + the place among the choices of the column

static int marking_column(const kt_table *table)
{
    for (int c = 0; c < KT_MAX_SPEC && table->spec->column[c].name != NULL; c++) {
        if (strcmp(table->spec->column[c].name, "marking") == 0)
            return table->at[c] < 0 ? -1 : c;
    }
    return -1;
}

kt_markings kt_marking_count(const kt_case *the_case)
{
    kt_markings out = {0};
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        const kt_table *table = &the_case->table[t];
        int column = table->file == NULL ? -1 : marking_column(table);
        for (uint32_t r = 0; column >= 0 && r < table->n_rows; r++) {
            int marking = kt_table_choice(table, column, r);
            out.participants += marking == PARTICIPANTS;
            out.restricted += marking == RESTRICTED;
        }
    }
    return out;
}
