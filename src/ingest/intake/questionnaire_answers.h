// SPDX-License-Identifier: EUPL-1.2
// Turns answers to a questionnaire into changes of the tables of a case. A row of the sheet carries
// the id of its question, and the id says what it is about (docs/questionnaire.md has the layout
// and what each answer does), so only the case is needed to read one back. Nothing is written here:
// the caller that merges a delivery gets the changes. Expected: 5 to 200 rows a company.
#ifndef KT_INGEST_INTAKE_QUESTIONNAIRE_ANSWERS_H
#define KT_INGEST_INTAKE_QUESTIONNAIRE_ANSWERS_H

#include "ingest/intake/answer.h"

// Reads `n` rows; one in which only a remark is filled in is no answer. Rows with the same id are
// one answer with several suppliers. Each answered question also gives a row of `questions`.
// KT_BAD_INPUT when the sender is not an organisation of the case; KT_NO_RESOURCES when memory runs
// out. The caller frees *out.
kt_status kt_questionnaire_answers_read(kt_questionnaire_answers *out, const kt_case *the_case,
                                        const kt_answer_sender *sender, const kt_answer_row *row,
                                        size_t n, kt_error *err);
void kt_questionnaire_answers_free(kt_questionnaire_answers *answers);

#endif
