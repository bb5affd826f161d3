// SPDX-License-Identifier: EUPL-1.2
// A check of the data as a document.
#ifndef KT_REPORT_VIEW_CHECK_VIEW_H
#define KT_REPORT_VIEW_CHECK_VIEW_H

#include "model/case.h"
#include "report/document/document.h"

// Fills an empty document with one line, which a script can read: "ok", the case and the rows of
// each table. It stays empty where the case has faults: they are messages, each with its place.
void kt_check_view_build(kt_document *document, const kt_case *the_case);

#endif
