// SPDX-License-Identifier: EUPL-1.2
// One questionnaire per company: only what concerns it, why it is asked, and what may be answered,
// "we do not know" and "we will not say" included. Figures on what stops the target stay at home.
// docs/questionnaire.md has the layout, for those who read it back.
#ifndef KT_REPORT_FORM_QUESTIONNAIRE_WRITE_H
#define KT_REPORT_FORM_QUESTIONNAIRE_WRITE_H

#include "analysis/assess/ask.h"
#include "base/buffer.h"
#include "ingest/intake/questionnaire_answers.h"
#include "report/document/disclose.h"

// Columns of the sheet.
enum {
    KT_ASKED_ID, // hidden
    KT_ASKED_NUMBER,
    KT_ASKED_QUESTION,
    KT_ASKED_WHY,
    KT_ASKED_ANSWER,
    KT_ASKED_NAME,
    KT_ASKED_COUNTRY,
    KT_ASKED_SHARE,
    KT_ASKED_DAYS,
    KT_ASKED_SWITCH,
    KT_ASKED_EVIDENCE,
    KT_ASKED_REMARK,
    KT_N_ASKED
};

enum { KT_QUESTIONNAIRE_INTRO = 4, KT_QUESTIONNAIRE_MOST = 25, KT_QUESTIONNAIRE_SUPPLIERS = 3 };

typedef struct kt_questionnaire_row {
    const char *id;
    const char *number, *question, *why; // "" in the second and third row of one question
    unsigned words;                      // bits 1 << kt_answer_word: what may be answered
    unsigned columns;                    // bits 1 << KT_ASKED_…: which cells are to be filled in
} kt_questionnaire_row;

typedef struct kt_questionnaire {
    uint32_t organisation; // row of organisations
    const char *organisation_id;
    const kt_case *the_case; // that it asks for; its countries are offered
    kt_lang lang;
    const char *title;
    const char *intro[KT_QUESTIONNAIRE_INTRO];
    const char *deadline; // YYYY-MM-DD, or ""
    const char *heading[KT_N_ASKED];
    kt_questionnaire_row *row; // [n]
    size_t n;
    size_t n_questions;
    size_t n_left_out; // asked of this company later: the first ones matter most
} kt_questionnaire;

typedef struct kt_questionnaire_options {
    kt_lang lang;
    bool full;        // every question, not only the first KT_QUESTIONNAIRE_MOST of each company
    int32_t deadline; // day on which the answers should be in; KT_NO_DAY: none
    int32_t asked;    // day that counts as today; KT_NO_DAY: none
    const kt_control *control; // may be NULL
} kt_questionnaire_options;

typedef struct kt_questionnaires {
    const kt_case *the_case;
    kt_document texts;      // whose memory they live in
    const char *asked;      // YYYY-MM-DD, or ""
    kt_questionnaire *list; // [n] in the order of their best question; malloc memory
    size_t n;
    size_t n_without; // questions with no company to ask
} kt_questionnaires;

// The caller frees *out. KT_NO_RESOURCES only.
kt_status kt_questionnaire_write_list(kt_questionnaires *out, const kt_ask *ask,
                                      const kt_questionnaire_options *options, kt_error *err);
void kt_questionnaire_write_free(kt_questionnaires *questionnaires);

// Appends the whole table `questions` as CSV: the rows that the case has, then those asked now.
// `disclosed` has kt_questionnaires as its form. Not all of it once `control` (may be NULL) stops
// the work.
void kt_questionnaire_write_table(kt_buffer *out, const kt_disclosed *disclosed,
                                  const kt_control *control);

#endif
