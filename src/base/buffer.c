// SPDX-License-Identifier: EUPL-1.2
// Appends to one piece of text that grows by half again, up to 1 GiB: a screen takes some
// kilobytes, a JSON document up to hundreds of megabytes. A failed append sets a flag and later
// ones do nothing, so that the caller looks once, at the end.
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static const size_t MAX_BYTES = (size_t)1 << 30;

static bool reserve(kt_buffer *buffer, size_t more)
{
    if (buffer->failed || more > MAX_BYTES - buffer->length) {
        buffer->failed = true;
        return false;
    }
    buffer->text = kt_grow_array(buffer->text, &buffer->capacity, buffer->length + more + 1, 1,
                                 &buffer->failed);
    return !buffer->failed;
}

void kt_buffer_add(kt_buffer *buffer, const char *text, size_t length)
{
    if (!reserve(buffer, length))
        return;
    if (length > 0)
        memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void kt_buffer_put(kt_buffer *buffer, const char *text)
{
    kt_buffer_add(buffer, text, strlen(text));
}

void kt_buffer_format_list(kt_buffer *buffer, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length < 0 || !reserve(buffer, (size_t)length)) {
        buffer->failed = true;
    } else {
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void kt_buffer_format(kt_buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kt_buffer_format_list(buffer, format, args);
    va_end(args);
}

void kt_buffer_repeat(kt_buffer *buffer, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        kt_buffer_put(buffer, text);
}

void kt_buffer_free(kt_buffer *buffer)
{
    free(buffer->text);
    *buffer = (kt_buffer){0};
}
