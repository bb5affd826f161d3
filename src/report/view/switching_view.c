// SPDX-License-Identifier: EUPL-1.2
// See switching_view.h. A handful of names.
#include "report/view/switching_view.h"

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { MOST_NAMES = 6 };

void kt_switching_view_add(kt_document *document, const kt_network *net, const kt_switching *late)
{
    kt_buffer names = {0};
    unsigned n = 0;
    for (uint32_t k = 0; k < late->n; k++) {
        const kt_switching_item *row = &late->row[k];
        if (!row->reached || ++n > MOST_NAMES)
            continue;
        const char *name = kt_naming_network_item(net, row->item, document->lang);
        kt_buffer_format(&names, "%s", n > 1 ? ", " : "");
        kt_buffer_format(&names, kt_say(document, "%s (%s days)"), kt_say_within(document, name),
                         kt_say_number(document, row->days));
    }
    if (n > MOST_NAMES)
        kt_buffer_format(&names, kt_say(document, " and %u more"), n - MOST_NAMES);
    if (names.failed)
        document->failed = true;
    else if (n > 0)
        kt_document_add(document, KT_BLOCK_NOTE,
                        kt_say(document, "Alternatives that are left out, since switching to them "
                                         "takes time: %s."),
                        names.text);
    kt_buffer_free(&names);
}
