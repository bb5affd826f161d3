// SPDX-License-Identifier: EUPL-1.2
// Texts for people in two languages. The English text is the key; po/nl.po holds the Dutch ones and
// is compiled to a sorted table. The language is passed, never ambient.
#ifndef KT_BASE_LANG_H
#define KT_BASE_LANG_H

#include <stddef.h>

#include "keten.h"

enum { KT_N_LANGS = 2 };

typedef struct kt_po_entry {
    const char *id;   // English
    const char *text; // translation
} kt_po_entry;

extern const kt_po_entry kt_po_nl[]; // sorted by id, bytewise; made from po/nl.po by tools/po2c.py
extern const size_t kt_po_nl_count;

// The text in the language; the English one where no translation is known. Borrowed, static.
const char *kt_lang_text(kt_lang lang, const char *english) __attribute__((format_arg(2)));

#endif
