// SPDX-License-Identifier: EUPL-1.2
// Renders a document as plain text for a terminal, a log or an e-mail. Widths, shades and how a
// name is shortened are decided here.
#ifndef KT_REPORT_RENDER_RENDER_TEXT_H
#define KT_REPORT_RENDER_RENDER_TEXT_H

#include "base/buffer.h"
#include "report/document/disclose.h"

typedef struct kt_render_text_options {
    size_t width; // columns; 0: 100
    bool colour;  // bold headings (ANSI)
    bool whole;   // no name is shortened
} kt_render_text_options;

// Appends the document to `out`. Columns are as wide as their widest cell; the wide one wraps.
void kt_render_text(kt_buffer *out, const kt_disclosed *disclosed, kt_render_text_options options);

#endif
