// SPDX-License-Identifier: EUPL-1.2
// A questionnaire as a workbook: one sheet to fill in, with lists to choose from, and one with the
// countries. docs/questionnaire.md has the layout.
#ifndef KT_REPORT_FORM_QUESTIONNAIRE_BOOK_H
#define KT_REPORT_FORM_QUESTIONNAIRE_BOOK_H

#include "report/form/questionnaire_write.h"

// Writes kt_questionnaire, the form of what is disclosed. KT_BAD_INPUT with the reason when the
// file cannot be written. The same input gives the same bytes.
kt_status kt_questionnaire_book_write(const kt_disclosed *disclosed, const char *path,
                                      kt_error *err);

#endif
