// SPDX-License-Identifier: EUPL-1.2
// The sum behind one flow as a document: every figure with its source, each step filled in so that
// it can be done again on paper.
#ifndef KT_REPORT_VIEW_EXPLAIN_VIEW_H
#define KT_REPORT_VIEW_EXPLAIN_VIEW_H

#include "report/document/document.h"
#include "report/record/explain_result.h"

// Fills an empty document; `full`: every source and user, not the largest of them.
void kt_explain_view_build(kt_document *document, const kt_explain_result *result, bool full);

#endif
