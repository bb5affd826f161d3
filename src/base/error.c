// SPDX-License-Identifier: EUPL-1.2
// Formats a failure into a fixed record of the caller: reporting that memory ran out must not
// itself need memory. One record a call; a message that is too long is cut at a whole character,
// and what a stranger's file or name says in it is shown, not sent.
#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

kt_status kt_error_set(kt_error *err, kt_status status, const char *format, ...)
{
    assert(status != KT_OK);
    if (err == NULL)
        return status;
    err->status = status;
    format = kt_lang_text(err->lang, format);
    char text[2 * KT_ERROR_SIZE]; // values may be messages of this record themselves
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text[length < 0 ? 0 : kt_text_whole(text, sizeof text - 2)] = '\0';
    (void)kt_text_line(err->message, sizeof err->message, text);
    return status;
}

kt_status kt_error_no_memory(kt_error *err)
{
    return kt_error_set(err, KT_NO_RESOURCES, "out of memory");
}

bool kt_error_is_no_memory(const kt_error *err)
{
    return err->status == KT_NO_RESOURCES &&
           strcmp(err->message, kt_lang_text(err->lang, "out of memory")) == 0;
}
