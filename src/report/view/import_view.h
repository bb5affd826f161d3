// SPDX-License-Identifier: EUPL-1.2
// What an import did or would do, as a document: how the files were read, what is new, changed,
// contradicted and refused, and what to do next.
#ifndef KT_REPORT_VIEW_IMPORT_VIEW_H
#define KT_REPORT_VIEW_IMPORT_VIEW_H

#include "ingest/merge/import.h"
#include "report/document/document.h"

typedef struct kt_import_view_options {
    const char *target; // the case, as the user named it
    bool full;          // lists whole; else their first twelve rows
    bool quiet;         // no warnings and notes
} kt_import_view_options;

// Fills an empty document.
void kt_import_view_build(kt_document *document, const kt_import *import,
                          kt_import_view_options options);

#endif
