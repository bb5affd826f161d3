// SPDX-License-Identifier: EUPL-1.2
// What the readers of the kinds of questions share: the row at hand, and how a change is noted.
// Internal to: answer_market.
#ifndef KT_INGEST_INTAKE_ANSWER_READING_H
#define KT_INGEST_INTAKE_ANSWER_READING_H

#include "ingest/intake/answer_cells.h"

typedef struct kt_answer_reading {
    kt_questionnaire_answers *out;
    const kt_case *c;
    const kt_answer_sender *sender;
    const kt_answer_row *row; // at hand
    size_t i;
    const kt_answer_cells *cells;
    const char *source; // of what is entered
    bool failed;
} kt_answer_reading;

const char *kt_answer_reading_text_of(const kt_answer_reading *r, kt_symbol symbol);
kt_symbol kt_answer_reading_symbol_of(const kt_answer_reading *r, const char *text);
const kt_table *kt_answer_reading_table_of(const kt_answer_reading *r, kt_case_table table);

// A new change with its key; NULL when memory runs out. Lives until the next one is made.
kt_answer_change *kt_answer_reading_change(kt_answer_reading *r, kt_case_table table, size_t n_key,
                                           const int *column, const char *const *text);

// Sets a cell of the change (NULL is allowed); an empty text says nothing.
void kt_answer_reading_set(kt_answer_change *change, int column, const char *text);

// Sets `evidence` and the column behind it, `source`.
void kt_answer_reading_prove(kt_answer_reading *r, kt_answer_change *change, int evidence);

void kt_answer_reading_refuse(kt_answer_reading *r, const char *column, const char *reason);

// A change of the supply row, and its removal.
kt_answer_change *kt_answer_reading_supply(kt_answer_reading *r, const char *item,
                                           const char *supplier, const char *buyer);
void kt_answer_reading_remove_supply(kt_answer_reading *r, const char *item, const char *supplier,
                                     const char *buyer);

// The supplier that the row names, with its organisation where the case does not have it yet.
void kt_answer_reading_add_supplier(kt_answer_reading *r, const char *item, const char *buyer);

// False, with a refusal, where the row names neither a company nor a country.
bool kt_answer_reading_needs_supplier(kt_answer_reading *r);

#endif
