// SPDX-License-Identifier: EUPL-1.2
// Reads a questionnaire that came back (docs/questionnaire.md) into rows of a delivery that
// override, add or remove rows of the case it asks about. Its layout is ours, so nothing is
// guessed; what the answers mean is in questionnaire_answers.h. Expected: 5 to 200 rows.
#ifndef KT_INGEST_INTAKE_QUESTIONNAIRE_READ_H
#define KT_INGEST_INTAKE_QUESTIONNAIRE_READ_H

#include "ingest/intake/intake.h"

typedef struct kt_questionnaire_read_from {
    size_t grid;           // of the first sheet
    const kt_case *before; // that it asks about; NULL: none without faults
    const kt_draft *draft; // the same as text
    const char *date;      // YYYY-MM-DD that it came back, or ""
    kt_arena *arena;
} kt_questionnaire_read_from;

// Whether the first cell says that this is a questionnaire of the layout that is read here.
bool kt_questionnaire_read_is(const kt_grid *grid, const kt_pool *pool);

// Adds what the answers change to the delivery; rows that cannot be taken are rejected with their
// cell. KT_BAD_INPUT when it is about another case, or there is none.
kt_status kt_questionnaire_read_read(const kt_intake *intake,
                                     const kt_questionnaire_read_from *from, kt_error *err);

#endif
