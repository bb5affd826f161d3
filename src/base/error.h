// SPDX-License-Identifier: EUPL-1.2
// The error record of a call: filled once, where the failure happens, with values and place. KT_TRY
// leaves a function at the first step that fails.
#ifndef KT_BASE_ERROR_H
#define KT_BASE_ERROR_H

#include "keten.h"

#define KT_NODISCARD __attribute__((warn_unused_result))

// Leaves the function through its one exit when a step fails. Needs `kt_status status` and `done:`.
#define KT_TRY(step)                                                                               \
    do {                                                                                           \
        status = (step);                                                                           \
        if (status != KT_OK)                                                                       \
            goto done;                                                                             \
    } while (0)

// Fills `err` (may be NULL) and returns `status`, so that a failure is one statement. `format` is
// English and is looked up in the language of the record.
// A message is one line of UTF-8: what a value holds of control characters, line ends or bytes that
// are no text is shown (\x1B). What does not fit is cut at a whole character.
kt_status kt_error_set(kt_error *err, kt_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The language of the record; English where there is none.
static inline kt_lang kt_error_lang(const kt_error *err)
{
    return err == NULL ? KT_LANG_EN : err->lang;
}

// KT_NO_RESOURCES with the one wording used for a failed allocation.
kt_status kt_error_no_memory(kt_error *err);

// True when kt_error_no_memory filled it: the machine's memory ran out, not a limit of ours.
bool kt_error_is_no_memory(const kt_error *err);

#endif
