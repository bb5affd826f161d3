// SPDX-License-Identifier: EUPL-1.2
// A growing piece of text: renderers and the JSON writer write into one. It remembers a failure, so
// that a hundred appends need one check at the end.
#ifndef KT_BASE_BUFFER_H
#define KT_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct kt_buffer {
    char *text; // NUL-terminated once anything was appended, else NULL
    size_t length;
    size_t capacity;
    bool failed; // memory ran out, or the text would exceed 1 GiB: what was appended since is lost
} kt_buffer;     // {0} is an empty buffer

void kt_buffer_add(kt_buffer *buffer, const char *text, size_t length);
void kt_buffer_put(kt_buffer *buffer, const char *text);
void kt_buffer_format(kt_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void kt_buffer_format_list(kt_buffer *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void kt_buffer_repeat(kt_buffer *buffer, const char *text, size_t times);
void kt_buffer_free(kt_buffer *buffer);

#endif
