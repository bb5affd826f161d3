// SPDX-License-Identifier: EUPL-1.2
// The assessment as a document: one screen that a manager understands, or everything.
#ifndef KT_REPORT_ASSESS_DOCUMENT_H
#define KT_REPORT_ASSESS_DOCUMENT_H

#include "analysis/assess.h"
#include "report/document.h"

// Fills an empty document. Order: the riskiest dependencies, visibility by tier, dependence by
// country, the sentences that matter; `full` adds every dependency, country, supplier, material and
// flow.
void kt_assess_document_build(kt_document *document, const kt_assessment *assessment, kt_lang lang,
                              bool full);

#endif
