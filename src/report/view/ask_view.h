// SPDX-License-Identifier: EUPL-1.2
// The questions as a document: the first twenty, or all, by company.
#ifndef KT_REPORT_VIEW_ASK_VIEW_H
#define KT_REPORT_VIEW_ASK_VIEW_H

#include "analysis/assess/ask.h"
#include "report/document/document.h"

// Fills an empty document. `full`: all of them.
void kt_ask_view_build(kt_document *document, const kt_ask *ask, bool full);

#endif
