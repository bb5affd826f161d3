// SPDX-License-Identifier: EUPL-1.2
// What a refresh did or would do, as a document: which tables the files hold, what is new, which
// figures changed, what was converted and refused.
#ifndef KT_REPORT_VIEW_REFRESH_VIEW_H
#define KT_REPORT_VIEW_REFRESH_VIEW_H

#include "ingest/yearly/refresh.h"
#include "report/document/document.h"

typedef struct kt_refresh_view_options {
    const char *data; // the data folder, as the user named it
    bool full;        // lists whole; else their first twelve rows
    bool quiet;       // no notes
} kt_refresh_view_options;

// Fills an empty document.
void kt_refresh_view_build(kt_document *document, const kt_refresh *refresh,
                           kt_refresh_view_options options);

#endif
