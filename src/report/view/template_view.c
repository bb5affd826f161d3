// SPDX-License-Identifier: EUPL-1.2
// See template_view.h. One line, with a command to copy.
#include "report/view/template_view.h"

#include "report/document/say.h"

void kt_template_view_build(kt_document *document, const char *path)
{
    kt_document_add(document, KT_BLOCK_PLAIN,
                    kt_say(document, "%s is written. When it is filled in: keten import %s -o CASE "
                                     "--dry-run"),
                    path, path);
}
