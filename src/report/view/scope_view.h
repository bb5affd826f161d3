// SPDX-License-Identifier: EUPL-1.2
// What a reader must know of the shares that a page rests on.
#ifndef KT_REPORT_VIEW_SCOPE_VIEW_H
#define KT_REPORT_VIEW_SCOPE_VIEW_H

#include "analysis/assess/assess.h"
#include "report/document/document.h"

// Of customs partners (KT_SCOPE_NL): that the partner is not the origin, and what the shares are
// of. Nothing of other scopes, whose shares are of producers.
void kt_scope_view_note(kt_document *document, kt_scope scope);

// The same, and for how many materials such figures are on record, what stands in for the others,
// which of them share their customs code, and why so much is unknown.
void kt_scope_view_of_assessment(kt_document *document, const kt_assessment *assessment);

#endif
