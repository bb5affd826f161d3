// SPDX-License-Identifier: EUPL-1.2
#include "report/view/short_list.h"

#include "report/document/say.h"

enum { ROWS = 12 };

size_t kt_short_list(bool full, size_t n)
{
    return full || n < ROWS ? n : ROWS;
}

void kt_short_list_rest(kt_document *document, bool full, size_t n)
{
    size_t left = n - kt_short_list(full, n);
    if (left > 0)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "… and %zu more: --full shows all"), left);
}
