// SPDX-License-Identifier: EUPL-1.2
// Whether a finding is indicative: whether it rests for more than half on facts that are assumed
// (grade D). People quote one sentence, not the page, so each sentence has the mark.
#ifndef KT_REPORT_VIEW_INDICATIVE_VIEW_H
#define KT_REPORT_VIEW_INDICATIVE_VIEW_H

#include "analysis/chain/study.h"
#include "report/document/document.h"

// Share of the facts of the chain that is assumed; NaN where it has none. Of the study only the
// network and what the target reaches are read. O(rows of the case).
double kt_indicative_view_assumed(const kt_study *study);

// " (indicative)", or nothing.
const char *kt_indicative_view_mark(const kt_document *document, double assumed);

// A note "Indicative: 86 % of the facts behind it are assumed (grade D).", or none.
void kt_indicative_view_add(kt_document *document, double assumed);

#endif
