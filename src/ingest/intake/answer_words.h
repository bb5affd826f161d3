// SPDX-License-Identifier: EUPL-1.2
// The words of the drop-down lists of a questionnaire. Writers and readers of the sheet share this
// one table, so that both mean the same.
#ifndef KT_INGEST_INTAKE_ANSWER_WORDS_H
#define KT_INGEST_INTAKE_ANSWER_WORDS_H

#include "keten.h"
#include "model/schema.h"

// What a company may answer; each is a word of the drop-down lists, in either language.
typedef enum kt_answer_word {
    KT_WORD_NONE,  // the cell is empty
    KT_WORD_GIVEN, // "see the columns to the right"
    KT_WORD_YES,
    KT_WORD_NO,
    KT_WORD_ALTERNATIVE, // "no: there is an alternative"
    KT_WORD_UNKNOWN,     // "we do not know"
    KT_WORD_WITHHELD,    // "we will not say"
    KT_N_WORDS
} kt_answer_word;

// The word as the sheet shows it. Borrowed, static.
const char *kt_answer_words_text(kt_answer_word word, kt_lang lang);

// "From our records" (grade A), "our estimate" (grade B).
const char *kt_answer_words_grade(kt_evidence grade, kt_lang lang);

#endif
