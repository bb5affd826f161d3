// SPDX-License-Identifier: EUPL-1.2
// Workbooks to fill in: a case with a sheet for each table, made from the schema, and a self-scan
// of one sheet for a small company. `keten import` reads both back without a mapping, because a
// grey row names the fields (`items.id`); rows whose first column says that they are examples are
// left out.
#ifndef KT_REPORT_FORM_TEMPLATE_H
#define KT_REPORT_FORM_TEMPLATE_H

#include "base/control.h"
#include "model/case.h"
#include "report/document/disclose.h"

typedef enum kt_template_kind { KT_TEMPLATE_CASE, KT_TEMPLATE_SELF_SCAN } kt_template_kind;

typedef struct kt_template {
    const kt_case *reference; // gives the countries, materials and alloys of the lists
    kt_template_kind kind;
    kt_lang lang;
} kt_template;

// Writes the workbook to `path`. The form that is disclosed is a kt_template. `control` (may be
// NULL) is looked at once more before the file gets its name.
kt_status kt_template_write(const char *path, const kt_disclosed *disclosed,
                            const kt_control *control, kt_error *err);

#endif
