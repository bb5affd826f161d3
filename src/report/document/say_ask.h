// SPDX-License-Identifier: EUPL-1.2
// A question in words: what is asked, why, and who is asked.
#ifndef KT_REPORT_DOCUMENT_SAY_ASK_H
#define KT_REPORT_DOCUMENT_SAY_ASK_H

#include "analysis/assess/ask.h"
#include "report/document/document.h"

typedef struct kt_say_ask_page {
    kt_document *document; // whose memory holds the texts, in its language
    const kt_ask *ask;
} kt_say_ask_page;

// "Who supplies Gallium arsenide (GaAs), and from where?"
const char *kt_say_ask_question(const kt_say_ask_page *page, const kt_question *question);

// The name of an item, with the stage where the reference added it.
const char *kt_say_ask_item(const kt_say_ask_page *page, uint32_t item);

// The names from what the company makes down to the item, at most five of them.
const char *kt_say_ask_path(const kt_say_ask_page *page, const kt_question *question);

// Name of the organisation to ask; "the maker of the target" where none is named.
const char *kt_say_ask_organisation(const kt_say_ask_page *page, uint32_t organisation);

// "89 %, 26 countries"; "19 %, South Africa" where it is one.
const char *kt_say_ask_spread(const kt_say_ask_page *page, const kt_question *question);

// "Praseodymium, Terbium"; "–" where no verdict hangs on it.
const char *kt_say_ask_flips(const kt_say_ask_page *page, const kt_question *question);

#endif
