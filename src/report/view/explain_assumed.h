// SPDX-License-Identifier: EUPL-1.2
// What the outcome for a flow rests on that is assumed (grade D).
// Internal to: explain_assumed, explain_view.
#ifndef KT_REPORT_VIEW_EXPLAIN_ASSUMED_H
#define KT_REPORT_VIEW_EXPLAIN_ASSUMED_H

#include "report/view/explain_page.h"

// "a reach of 1 %, a life of 30 years, the exchange rate"; "" where nothing is. Lives as long as
// the document.
const char *kt_explain_assumed(kt_explain_page *page);

#endif
