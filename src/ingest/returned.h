// SPDX-License-Identifier: EUPL-1.2
// A questionnaire that came back (docs/questionnaire.md) → rows of a delivery that settle, add or
// remove rows of the case it asks about. Its layout is ours, so nothing is guessed; what the
// answers mean is in answers.h. Expected: 5 to 200 rows.
#ifndef KT_INGEST_RETURNED_H
#define KT_INGEST_RETURNED_H

#include "ingest/fill.h"

typedef struct kt_returned {
    size_t grid;           // of the first sheet
    const kt_case *before; // that it asks about; NULL: none without faults
    const kt_draft *draft; // the same as text
    const char *date;      // YYYY-MM-DD that it came back, or ""
    kt_arena *arena;
} kt_returned;

// Whether the first cell says that this is a questionnaire of the layout that is read here.
bool kt_returned_is(const kt_grid *grid, const kt_pool *pool);

// Adds what the answers change to the delivery; rows that cannot be taken are rejected with their
// cell. KT_BAD_INPUT when it is about another case, or there is none.
kt_status kt_returned_read(const kt_fill *fill, const kt_returned *from, kt_error *err);

#endif
