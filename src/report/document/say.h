// SPDX-License-Identifier: EUPL-1.2
// Words and figures inside a sentence, in the language of the document. Figures in tables are cells
// (cell.h); these are for running text.
#ifndef KT_REPORT_DOCUMENT_SAY_H
#define KT_REPORT_DOCUMENT_SAY_H

#include "report/document/document.h"

// The text in the document's language. Static.
const char *kt_say(const kt_document *document, const char *english) __attribute__((format_arg(2)));

// U+00A0: between a figure and its sign or unit, where no line may end. A screen shows it as a
// space.
#define KT_SAY_NO_BREAK "\u00a0"

// "94 %", "€ 1,200", "1.2", "12 kg", "+12 %", with "?" for what is not known (quantity_text.h).
// Live as long as the document.
const char *kt_say_share(kt_document *document, double share);
const char *kt_say_euro(kt_document *document, double euros);
const char *kt_say_number(kt_document *document, double value);
const char *kt_say_digits(kt_document *document, double value); // four of them
const char *kt_say_mass(kt_document *document, double kg);
const char *kt_say_growth(kt_document *document, double growth);

// A name as it stands inside a sentence: without the capital that it begins with, unless more
// follow (PTFE) or a digit does.
const char *kt_say_within(kt_document *document, const char *name);

// "31 March 2026"; "?" when not known.
const char *kt_say_date(kt_document *document, double day);

// "2026-03-31".
const char *kt_say_day(kt_document *document, double day);

#endif
