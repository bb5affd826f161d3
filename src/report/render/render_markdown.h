// SPDX-License-Identifier: EUPL-1.2
// Renders a document as Markdown (CommonMark with pipe tables), for a wiki, an issue or pandoc.
#ifndef KT_REPORT_RENDER_RENDER_MARKDOWN_H
#define KT_REPORT_RENDER_RENDER_MARKDOWN_H

#include "base/buffer.h"
#include "report/document/disclose.h"

// Appends the document to `out`, every name in full.
void kt_render_markdown(kt_buffer *out, const kt_disclosed *disclosed);

#endif
