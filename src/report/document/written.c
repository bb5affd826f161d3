// SPDX-License-Identifier: EUPL-1.2
// Tells what happened to files, a line each; some tens at most.
#include "report/document/written.h"

#include "base/lang.h"
#include "base/text.h"

void kt_written_tell(kt_buffer *messages, const kt_written *file, size_t n, size_t n_cleared,
                     kt_lang lang)
{
    for (size_t i = 0; i < n; i++) {
        if (file[i].left != NULL)
            kt_text_tell(messages,
                         kt_lang_text(lang, "%s was there already and is not the same: it is "
                                            "left alone, the new one is %s"),
                         file[i].left, file[i].path);
    }
    if (n_cleared > 0)
        kt_text_tell(messages,
                     kt_lang_text(lang, n_cleared == 1
                                            ? "%zu unfinished file of a run that did not end "
                                              "was removed"
                                            : "%zu unfinished files of runs that did not end "
                                              "were removed"),
                     n_cleared);
}
