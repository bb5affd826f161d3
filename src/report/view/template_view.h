// SPDX-License-Identifier: EUPL-1.2
// What to do with a template that was written.
#ifndef KT_REPORT_VIEW_TEMPLATE_VIEW_H
#define KT_REPORT_VIEW_TEMPLATE_VIEW_H

#include "report/document/document.h"

// Fills an empty document. `path` is that of the workbook.
void kt_template_view_build(kt_document *document, const char *path);

#endif
