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

// Bytes of the one of the characters that the text begins with; 0: none.
static size_t one_of(const char *text, size_t length, const char *const *characters)
{
    for (; *characters != NULL; characters++) {
        size_t n = strlen(*characters);
        if (length >= n && memcmp(text, *characters, n) == 0)
            return n;
    }
    return 0;
}

// Whether a spreadsheet that begins a cell here would take it for a formula, or it is a text that
// was kept from that. Some pass over blanks first; those of Japan take the wide signs as well.
// `within`: not at the beginning of a field, so that a quotation mark is not part of the text.
static bool is_formula(const char *text, size_t length, bool within)
{
    static const char *const SIGNS[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                        "\n", "＝", "＋", "－", "＠", NULL};
    static const char *const BLANKS[] = {"'", " ", "\u00a0", "\u3000", NULL};
    size_t i = 0;
    size_t blank = 1;
    while (i < length && blank > 0) {
        if (one_of(text + i, length - i, SIGNS) > 0)
            return true;
        blank = within && text[i] == '"' ? 1 : one_of(text + i, length - i, BLANKS);
        i += blank;
    }
    return false;
}

// Whether some spreadsheets begin a cell behind this character although the field goes on: one that
// parts fields by `;` or tabs, as most do in Europe, sees no quotes around ours.
static bool ends_cell(char c)
{
    return c == ';' || c == '\t' || c == '\r' || c == '\n';
}

// The next place from `at` on that needs an apostrophe, or `length`.
static size_t next_formula(const char *text, size_t length, size_t at)
{
    while (at < length &&
           !((at == 0 || ends_cell(text[at - 1])) && is_formula(text + at, length - at, at > 0)))
        at++;
    return at;
}

void kt_csv_write_text(kt_buffer *out, const char *text, bool first)
{
    kt_buffer guarded = {0};
    size_t length = strlen(text);
    size_t from = 0;
    size_t at = next_formula(text, length, 0);
    if (at == length) {
        kt_csv_write_field(out, text, first);
        return;
    }
    for (; at < length; at = next_formula(text, length, at + 1)) {
        kt_buffer_add(&guarded, text + from, at - from);
        kt_buffer_put(&guarded, "'");
        from = at;
    }
    kt_buffer_add(&guarded, text + from, length - from);
    out->failed |= guarded.failed;
    if (!guarded.failed)
        kt_csv_write_field(out, guarded.text, first);
    kt_buffer_free(&guarded);
}

bool kt_csv_write_unguard(kt_buffer *out, const char *text, size_t length)
{
    bool any = false;
    size_t from = 0;
    for (const char *mark = memchr(text, '\'', length); mark != NULL;
         mark = memchr(mark + 1, '\'', length - (size_t)(mark + 1 - text))) {
        size_t at = (size_t)(mark - text);
        if ((at > 0 && !ends_cell(text[at - 1])) || !is_formula(mark + 1, length - at - 1, at > 0))
            continue;
        if (!any)
            out->length = 0;
        any = true;
        kt_buffer_add(out, text + from, at - from);
        from = at + 1;
    }
    if (any)
        kt_buffer_add(out, text + from, length - from);
    return any;
}
