// SPDX-License-Identifier: EUPL-1.2
// Questionnaires into a folder: a workbook for each company, ORGANISATION.xlsx, and questions.csv.
// A file that is there already may have been filled in: one with other bytes is left alone, and the
// new one gets -2 (then -3 ...) before its ending; one with the same bytes is left as it is.
#ifndef KT_REPORT_FORM_QUESTIONNAIRE_SAVE_H
#define KT_REPORT_FORM_QUESTIONNAIRE_SAVE_H

#include "base/control.h"
#include "report/document/written.h"
#include "report/form/questionnaire_write.h"

typedef struct kt_questionnaire_save_options {
    const char *folder;        // made where it is not there
    const kt_control *control; // may be NULL
} kt_questionnaire_save_options;

typedef struct kt_questionnaire_save {
    kt_arena texts;
    kt_written *file; // [n] workbooks in the order of the questionnaires, then the table
    size_t n;
    size_t n_cleared; // files on their way that killed runs had left, now removed
} kt_questionnaire_save;

// All files are there whole, and on the disk when the function returns, or none. The caller
// frees *out either way. KT_BAD_INPUT or KT_NO_RESOURCES with the file and the reason.
kt_status kt_questionnaire_save_all(kt_questionnaire_save *out, const kt_questionnaires *all,
                                    const kt_questionnaire_save_options *options, kt_error *err);
void kt_questionnaire_save_free(kt_questionnaire_save *saved);

#endif
