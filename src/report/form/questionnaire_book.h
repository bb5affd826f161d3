// SPDX-License-Identifier: EUPL-1.2
// A questionnaire as a workbook: one sheet to fill in, with lists to choose from, and one with the
// countries. docs/questionnaire.md has the layout.
#ifndef KT_REPORT_FORM_QUESTIONNAIRE_BOOK_H
#define KT_REPORT_FORM_QUESTIONNAIRE_BOOK_H

#include "report/form/questionnaire_write.h"

typedef struct kt_questionnaire_saving {
    const char *folder; // made when it is not there
    const char *asked;  // YYYY-MM-DD that counts as the day of asking, or ""
    kt_lang lang;
    const kt_control *control; // looked at between workbooks; may be NULL
} kt_questionnaire_saving;

// Writes FOLDER/ORGANISATION.xlsx for each questionnaire, and FOLDER/questions.csv. All of them or
// none: KT_NO_RESOURCES when stopped, or when the disk or memory does not suffice; KT_BAD_INPUT
// where the folder cannot be written to.
kt_status kt_questionnaire_book_save(const kt_questionnaires *questionnaires,
                                     const kt_questionnaire_saving *saving, const kt_case *the_case,
                                     kt_error *err);

// KT_BAD_INPUT with the reason when the file cannot be written. The same input gives the same
// bytes.
kt_status kt_questionnaire_book_write(const kt_questionnaire *questionnaire, const char *path,
                                      const kt_case *the_case, kt_lang lang, kt_error *err);

#endif
