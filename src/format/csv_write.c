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

// Whether a spreadsheet would take it for a formula, or it is a text that was kept from that.
static bool is_formula(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] == '\'')
        i++;
    return i < length && text[i] != '\0' && strchr("=+-@\t\r", text[i]) != NULL;
}

void kt_csv_write_text(kt_buffer *out, const char *text, bool first)
{
    kt_buffer guarded = {0};
    if (!is_formula(text, strlen(text))) {
        kt_csv_write_field(out, text, first);
        return;
    }
    kt_buffer_put(&guarded, "'");
    kt_buffer_put(&guarded, text);
    out->failed |= guarded.failed;
    if (!guarded.failed)
        kt_csv_write_field(out, guarded.text, first);
    kt_buffer_free(&guarded);
}

size_t kt_csv_write_guard(const char *text, size_t length)
{
    return length > 1 && *text == '\'' && is_formula(text + 1, length - 1) ? 1 : 0;
}
