// SPDX-License-Identifier: EUPL-1.2
// Which alternatives a screen without time leaves out because switching to them takes days.
#ifndef KT_REPORT_VIEW_SWITCHING_VIEW_H
#define KT_REPORT_VIEW_SWITCHING_VIEW_H

#include "analysis/chain/switching.h"
#include "report/document/document.h"

// A note that names those that the target reaches, or none.
void kt_switching_view_add(kt_document *document, const kt_network *network,
                           const kt_switching *late);

#endif
