// SPDX-License-Identifier: EUPL-1.2
// Reads and judges the cells of one answered row: words, shares, days, countries, and who is meant
// by a name.
// Internal to: answer_reading.
#ifndef KT_INGEST_INTAKE_ANSWER_CELLS_H
#define KT_INGEST_INTAKE_ANSWER_CELLS_H

#include "ingest/intake/answer.h"

enum { KT_ANSWER_PARTS = 4 };

typedef struct kt_answer_cells {
    const char *part[KT_ANSWER_PARTS]; // of the id, NULL behind the last
    kt_answer_word word;
    const char *share; // shortest text of 0..1, or ""
    const char *days;  // the same of a number, or ""
    const char *switch_days;
    const char *country;  // ISO 3166-1 alpha-3, or ""
    const char *supplier; // id for supply.supplier, or "" where neither name nor country is given
    const char *new_id; // id of an organisation (or alternative) that the case does not have, or ""
    const char *grade;  // "A" or "B"
    const char *fault;  // NULL, or what is wrong: in the case's language
    const char *column; // with which cell
} kt_answer_cells;

// False when memory runs out; a fault is in the result.
bool kt_answer_cells_read(kt_answer_cells *out, const kt_case *the_case, const kt_answer_row *row,
                          kt_arena *arena);

// An id made of a name: lower case, "-" for what an id may not hold; unique among what the pool
// knows.
const char *kt_answer_cells_new_id(const kt_case *the_case, const char *name, kt_arena *arena);

#endif
