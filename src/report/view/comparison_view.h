// SPDX-License-Identifier: EUPL-1.2
// What other figures of the world change, on the page of an assessment.
#ifndef KT_REPORT_VIEW_COMPARISON_VIEW_H
#define KT_REPORT_VIEW_COMPARISON_VIEW_H

#include "report/document/document.h"
#include "report/record/assess_result.h"

// One point: what differs, in words; or, where nothing was compared and the figures are newer than
// those of the Commission's study, how to see it.
void kt_comparison_view_sentence(kt_document *document, const kt_assess_result *result);

// What differs, a material a row: ten of them, or all; nothing where nothing was compared or
// differs.
void kt_comparison_view_table(kt_document *document, const kt_assess_result *result, bool full);

#endif
