// SPDX-License-Identifier: EUPL-1.2
// The questions as a document: the first twenty, or all, by company.
#ifndef KT_REPORT_ASK_DOCUMENT_H
#define KT_REPORT_ASK_DOCUMENT_H

#include "analysis/ask.h"
#include "report/document.h"

// Fills an empty document.
void kt_ask_document_build(kt_document *document, const kt_ask *ask, kt_lang lang, bool full);

#endif
