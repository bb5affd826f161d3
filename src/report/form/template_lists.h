// SPDX-License-Identifier: EUPL-1.2
// The last sheet of a template: what the drop-down lists of the others show. Column A countries, B
// materials and alloys, C materials, each from the third row.
// Internal to: template.
#ifndef KT_REPORT_FORM_TEMPLATE_LISTS_H
#define KT_REPORT_FORM_TEMPLATE_LISTS_H

#include "base/lang.h"
#include "format/xlsx_write.h"
#include "model/case.h"

// Name of the sheet.
const char *kt_template_lists_sheet(kt_lang lang);

// How many materials and alloys column B has.
size_t kt_template_lists_count(const kt_case *reference);

// Adds the sheet. False when memory runs out.
bool kt_template_lists_write(kt_xlsx_writer *book, const kt_case *reference, kt_lang lang);

#endif
