// SPDX-License-Identifier: EUPL-1.2
// Finds a text among a thousand by binary search in the table that is compiled from
// po/nl.po. A screen asks some hundred texts, so nothing faster is worth its memory.
#include "base/lang.h"

#include <string.h>

const char *kt_lang_text(kt_lang lang, const char *english)
{
    if (lang == KT_LANG_EN)
        return english;
    size_t low = 0;
    size_t high = kt_po_nl_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(kt_po_nl[middle].id, english);
        if (order == 0)
            return kt_po_nl[middle].text;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return english;
}
