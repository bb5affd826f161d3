// SPDX-License-Identifier: EUPL-1.2
// Appends field by field to a buffer: tables of 10 to some 1e5 rows. A record of one empty field is
// written as `""`, because an empty line would be read as no record.
#include "format/csv_write.h"

#include <string.h>

static bool needs_quotes(const char *text)
{
    size_t length = strlen(text);
    return strpbrk(text, ",\"\r\n") != NULL ||
           (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
}

void kt_csv_write_field(kt_buffer *out, const char *text, bool first)
{
    if (!first)
        kt_buffer_add(out, ",", 1);
    if (!needs_quotes(text)) {
        kt_buffer_put(out, text);
        return;
    }
    kt_buffer_add(out, "\"", 1);
    for (const char *quote = strchr(text, '"'); quote != NULL; quote = strchr(text, '"')) {
        kt_buffer_add(out, text, (size_t)(quote - text) + 1);
        kt_buffer_add(out, "\"", 1);
        text = quote + 1;
    }
    kt_buffer_put(out, text);
    kt_buffer_add(out, "\"", 1);
}

void kt_csv_write_end(kt_buffer *out)
{
    if (out->length == 0 || out->text[out->length - 1] == '\n')
        kt_buffer_add(out, "\"\"", 2);
    kt_buffer_add(out, "\n", 1);
}
