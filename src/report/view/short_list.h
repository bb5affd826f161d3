// SPDX-License-Identifier: EUPL-1.2
// Long lists of which a screen shows the first rows alone, unless all are asked for.
#ifndef KT_REPORT_VIEW_SHORT_LIST_H
#define KT_REPORT_VIEW_SHORT_LIST_H

#include "report/document/document.h"

// How many of `n` rows are shown: the first dozen, or all.
size_t kt_short_list(bool full, size_t n);

// A note that tells how many of `n` rows are not; nothing where all are.
void kt_short_list_rest(kt_document *document, bool full, size_t n);

#endif
