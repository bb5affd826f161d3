// SPDX-License-Identifier: EUPL-1.2
// See check_view.h. The names of tables are those of the files, in any language.
#include "report/view/check_view.h"

#include "base/buffer.h"
#include "report/document/say.h"

void kt_check_view_build(kt_document *document, const kt_case *c)
{
    size_t n_warnings = c->faults.n - c->faults.n_errors;
    kt_buffer line = {0};
    if (c->faults.n_errors > 0)
        return;
    kt_buffer_format(&line, "ok: %s", c->id);
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (c->table[t].file != NULL)
            kt_buffer_format(&line, ", %u %s", c->table[t].n_rows, c->table[t].spec->name);
    }
    if (n_warnings > 0)
        kt_buffer_format(&line,
                         n_warnings == 1 ? kt_say(document, " (%zu warning)")
                                         : kt_say(document, " (%zu warnings)"),
                         n_warnings);
    if (line.failed)
        document->failed = true;
    else
        kt_document_add(document, KT_BLOCK_PLAIN, "%s", line.text);
    kt_buffer_free(&line);
}
