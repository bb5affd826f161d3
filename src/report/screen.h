// SPDX-License-Identifier: EUPL-1.2
// Renders a document as plain text for a terminal, a log or an e-mail.
#ifndef KT_REPORT_SCREEN_H
#define KT_REPORT_SCREEN_H

#include "base/buffer.h"
#include "report/document.h"

typedef struct kt_screen_options {
    size_t width; // columns; 0: 100
    bool colour;  // bold headings (ANSI)
} kt_screen_options;

// Appends the document to `out`. Columns are as wide as their widest cell; the wide one wraps.
void kt_screen_render(kt_buffer *out, const kt_document *document, kt_screen_options options);

#endif
