// SPDX-License-Identifier: EUPL-1.2
// The assessment as a document: one screen that a manager understands, or everything.
#ifndef KT_REPORT_VIEW_ASSESS_VIEW_H
#define KT_REPORT_VIEW_ASSESS_VIEW_H

#include "report/document/document.h"
#include "report/record/assess_result.h"

// Fills an empty document. Order: the riskiest dependencies, what other figures change, visibility
// by tier, dependence by country, the sentences that matter; `full` adds every dependency, country,
// supplier, material and flow.
void kt_assess_view_build(kt_document *document, const kt_assess_result *result, bool full);

#endif
