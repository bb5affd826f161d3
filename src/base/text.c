// SPDX-License-Identifier: EUPL-1.2
// See text.h. The Unicode tables are utf8proc's.
#include "text.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

enum { MAX_ID = 64 };

bool kt_text_valid(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length) {
        uint64_t word;
        if (length - i >= sizeof word) { // no byte zero, none above 127
            memcpy(&word, text + i, sizeof word);
            const uint64_t low = 0x0101010101010101u;
            const uint64_t high = 0x8080808080808080u;
            if (((word | (word - low)) & high) == 0) {
                i += sizeof word;
                continue;
            }
        }
        if (text[i] == '\0')
            return false;
        utf8proc_int32_t point;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                                 (utf8proc_ssize_t)(length - i), &point);
        if (step < 1)
            return false;
        i += (size_t)step;
    }
    return true;
}

void kt_text_show(kt_buffer *out, const char *text, size_t length, size_t limit)
{
    size_t i = 0;
    while (i < length && i < limit) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                                 (utf8proc_ssize_t)(length - i), &point);
        if (step < 1 || point < 0x20 || (point >= 0x7F && point < 0xA0)) {
            kt_buffer_format(out, "\\x%02X", (unsigned)(unsigned char)text[i]);
            i++;
            continue;
        }
        kt_buffer_add(out, text + i, (size_t)step);
        i += (size_t)step;
    }
    if (i < length)
        kt_buffer_put(out, "…");
}

// Bytes of the character at `text`; *columns gets what it takes on a terminal.
static size_t step(const char *text, size_t *columns)
{
    utf8proc_int32_t point;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &point);
    if (length < 1) { // not UTF-8: a byte stands for itself
        *columns = 1;
        return 1;
    }
    int wide = utf8proc_charwidth(point);
    *columns = wide > 0 ? (size_t)wide : 0;
    return (size_t)length;
}

size_t kt_text_width(const char *text)
{
    size_t width = 0;
    size_t columns;
    for (const char *at = text; *at != '\0'; width += columns)
        at += step(at, &columns);
    return width;
}

size_t kt_text_fit(const char *text, size_t columns, size_t *used)
{
    size_t bytes = 0;
    *used = 0;
    while (text[bytes] != '\0') {
        size_t more;
        size_t length = step(text + bytes, &more);
        if (*used + more > columns)
            break;
        *used += more;
        bytes += length;
    }
    return bytes;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t kt_text_distance(const char *a, const char *b)
{
    size_t n = least(strlen(a), MAX_ID);
    size_t m = least(strlen(b), MAX_ID);
    size_t rows[3][MAX_ID + 1]; // optimal string alignment needs the last two rows
    size_t *before = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        above[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped)
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[m];
}

bool kt_text_is_id(const char *text, size_t length)
{
    if (length == 0 || length > MAX_ID)
        return false;
    for (size_t i = 0; i < length; i++) {
        char c = lower(text[i]);
        bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool mark = c == '.' || c == '_' || c == '-';
        if (!alphanumeric && !(mark && i > 0))
            return false;
    }
    return true;
}
