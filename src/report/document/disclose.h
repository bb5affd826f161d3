// SPDX-License-Identifier: EUPL-1.2
// The one way out. Whatever leaves the program, a document, a record or a workbook to fill in,
// passes here before a renderer or writer sees it; they take nothing else. Who may see which row is
// decided here and nowhere else. Today every reader may see everything.
#ifndef KT_REPORT_DOCUMENT_DISCLOSE_H
#define KT_REPORT_DOCUMENT_DISCLOSE_H

#include "base/record.h"
#include "report/document/document.h"

// What may be shown. Made by the functions below alone; everything is borrowed.
typedef struct kt_disclosed {
    const kt_document *document; // or NULL
    const kt_record *record;     // or NULL
    const void *row;             // of the record
    const kt_pool *pool;         // of the row's symbols
    const void *form;            // a workbook that is sent out, or NULL
    const kt_control *control;   // of who waits for it; NULL: its writing is not given up
} kt_disclosed;

kt_disclosed kt_disclose_document(const kt_document *document);
kt_disclosed kt_disclose_record(const kt_record *record, const void *row, const kt_pool *pool);

// A form or structure of a type that its writer knows.
kt_disclosed kt_disclose_form(const void *form);

// The same for somebody who may give up waiting (`control` may be NULL). A renderer that finds the
// work stopped ends early: what it wrote is then worth nothing.
kt_disclosed kt_disclose_until(kt_disclosed disclosed, const kt_control *control);

#endif
