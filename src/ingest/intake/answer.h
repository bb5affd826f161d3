// SPDX-License-Identifier: EUPL-1.2
// The answers of a questionnaire as rows of text, and the changes that they make in a case.
#ifndef KT_INGEST_INTAKE_ANSWER_H
#define KT_INGEST_INTAKE_ANSWER_H

#include "base/control.h"
#include "ingest/intake/answer_words.h"
#include "model/case.h"

// One row of the sheet; cells are text, "" where empty.
typedef struct kt_answer_row {
    const char *id;
    const char *answer;      // a word, in either language
    const char *name;        // of a supplier (its id or name), or of an alternative
    const char *country;     // code, or name in either language
    const char *share;       // 0..1, or with % 0..100
    const char *days;        // that stocks last
    const char *switch_days; // that switching takes
    const char *evidence;    // a grade's words, or A or B; empty is B
    const char *remark;
} kt_answer_row;

typedef struct kt_answer_sender {
    const char *organisation;  // id
    const char *date;          // YYYY-MM-DD, or ""
    const kt_control *control; // of the reading of the answers; may be NULL
} kt_answer_sender;

enum { KT_ANSWER_CELLS = 10 };

// A row of a case table to add or update (the first n_key cells name it; other columns stay as they
// are), or to remove.
typedef struct kt_answer_change {
    kt_case_table table;
    bool remove;
    size_t answer; // row of the sheet
    size_t n_key, n_cells;
    struct {
        int column; // of the table's spec
        const char *text;
    } cell[KT_ANSWER_CELLS];
} kt_answer_change;

typedef struct kt_answer_refusal {
    size_t answer;
    const char *column; // of the sheet: "id", "answer", "country", …
    const char *reason; // in the language of the case's faults
} kt_answer_refusal;

typedef struct kt_questionnaire_answers {
    kt_answer_change *change; // [n_changes], in the order of the rows
    size_t n_changes, change_capacity;
    kt_answer_refusal *refusal; // [n_refusals] rows of which nothing was taken
    size_t n_refusals, refusal_capacity;
    kt_arena arena;
} kt_questionnaire_answers;

#endif
