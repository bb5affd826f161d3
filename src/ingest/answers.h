// SPDX-License-Identifier: EUPL-1.2
// Answers to a questionnaire → changes of the tables of a case. A row of the sheet carries the id
// of its question, and the id says what it is about (docs/questionnaire.md has the layout and what
// each answer does), so nothing but the case is needed to read one back. Nothing is written here:
// the changes go to whoever merges a delivery. Expected: 5 to 200 rows a company.
#ifndef KT_INGEST_ANSWERS_H
#define KT_INGEST_ANSWERS_H

#include "ingest/answer_words.h"
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
    const char *organisation; // id
    const char *date;         // YYYY-MM-DD, or ""
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

typedef struct kt_answers {
    kt_answer_change *change; // [n_changes], in the order of the rows
    size_t n_changes, change_capacity;
    kt_answer_refusal *refusal; // [n_refusals] rows of which nothing was taken
    size_t n_refusals, refusal_capacity;
    kt_arena arena;
} kt_answers;

// Reads `n` rows; one in which only a remark is filled in is no answer. Rows with the same id are
// one answer with several suppliers. Each answered question also gives a row of `questions`.
// KT_BAD_INPUT when the sender is not an organisation of the case; KT_NO_RESOURCES when memory runs
// out. The caller frees *out.
kt_status kt_answers_read(kt_answers *out, const kt_case *the_case, const kt_answer_sender *sender,
                          const kt_answer_row *row, size_t n, kt_error *err);
void kt_answers_free(kt_answers *answers);

#endif
