// SPDX-License-Identifier: EUPL-1.2
// What a reader must know of the two losses of one event that stand side by side.
#ifndef KT_REPORT_VIEW_RATIONING_VIEW_H
#define KT_REPORT_VIEW_RATIONING_VIEW_H

#include "report/document/document.h"

// The loss of who is served first is the larger one, by more than rounding.
bool kt_rationing_view_is_more(double lost, double lost_first);

// Why that can be, where it is so of any row; else nothing.
void kt_rationing_view_note(kt_document *document, bool any);

#endif
