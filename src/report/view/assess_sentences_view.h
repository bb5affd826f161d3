// SPDX-License-Identifier: EUPL-1.2
// The first thing an assessment says: in plain sentences what the target needs, what can really
// stop it and how, what only costs money, what is not known, how firm all of that is, and what to
// do next.
#ifndef KT_REPORT_VIEW_ASSESS_SENTENCES_VIEW_H
#define KT_REPORT_VIEW_ASSESS_SENTENCES_VIEW_H

#include "analysis/assess/assess.h"
#include "report/document/document.h"

void kt_assess_sentences_view_build(kt_document *document, const kt_assessment *assessment);

#endif
