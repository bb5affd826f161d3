// SPDX-License-Identifier: EUPL-1.2
// Questionnaires as files: FOLDER/ORGANISATION.xlsx for each company, and FOLDER/questions.csv, the
// table of the case with the questions that are asked now.
#ifndef KT_REPORT_FORM_QUESTIONNAIRE_FOLDER_H
#define KT_REPORT_FORM_QUESTIONNAIRE_FOLDER_H

#include "report/form/questionnaire_write.h"

// Makes the folder where it is not there. KT_BAD_INPUT or KT_NO_RESOURCES with the reason when a
// file cannot be written; those before it stay.
kt_status kt_questionnaire_folder_write(const kt_questionnaires *questionnaires, const char *folder,
                                        const kt_control *control, kt_error *err);

#endif
