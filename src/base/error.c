// SPDX-License-Identifier: EUPL-1.2
// Formats a failure into a fixed record of the caller: reporting that memory ran out must not
// itself need memory. One record a call; a message that is too long is cut at a whole character.
#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

static void cut_at_character(char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length - 1] & 0xC0u) == 0x80u) // continuation bytes
        length--;
    if (length > 0 && ((unsigned char)text[length - 1] & 0x80u) != 0) // their lead byte
        length--;
    text[length] = '\0';
}

kt_status kt_error_set(kt_error *err, kt_status status, const char *format, ...)
{
    assert(status != KT_OK);
    if (err == NULL)
        return status;
    err->status = status;
    format = kt_lang_text(err->lang, format);
    va_list args;
    va_start(args, format);
    int length = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (length < 0)
        err->message[0] = '\0';
    else if ((size_t)length >= sizeof err->message)
        cut_at_character(err->message, sizeof err->message - 1);
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
