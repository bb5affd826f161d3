// SPDX-License-Identifier: EUPL-1.2
// Converts one cell of a file into what one of our columns holds: figures in our units, dates,
// choices in our words, countries and materials as ids; or says why it cannot be taken.
// Internal to: grid_rows.
#ifndef KT_INGEST_INTAKE_CONVERT_H
#define KT_INGEST_INTAKE_CONVERT_H

#include "ingest/intake/intake.h"
#include "ingest/recognise/fold.h"

typedef struct kt_convert {
    const char *text;
    kt_grid_type type;
    const kt_column_spec *column;
    const char *unit;
    char decimal;
    char buffer[KT_FOLD_SIZE];
    const char *reason;  // English, takes the column's name, the text, the choices; NULL: fine
    const char *choices; // NULL: the choices of the column
    const kt_intake *intake;
    const kt_grid *grid; // and where in it
    uint32_t number, at;
} kt_convert;

// Leaves our text in cell->text ("" for none), borrowed or in cell->buffer, or sets cell->reason.
void kt_convert_cell(kt_convert *cell);

#endif
