// SPDX-License-Identifier: EUPL-1.2
// UTF-8 with the tables of utf8proc: widths, categories and decompositions change with each edition
// of Unicode and are not kept by hand. Cells and ids are short (tens of bytes); files of hundreds
// of megabytes pass through kt_text_valid, which takes plain ASCII eight bytes at a time.
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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

// Characters of no width and no sign (Unicode calls most of them "default ignorable"), with those
// that turn the direction of what follows or break lines among them: with one in it, a name would
// pass for another. Joiners of Persian and Hindi and the variants of emoji are shown too.
static const struct {
    utf8proc_int32_t first, last;
} UNSEEN[] = {
    {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

// The points of which Unicode says that they are no characters: XML, and so a workbook, has no way
// to hold the last two of each plane.
static bool is_none(utf8proc_int32_t point)
{
    return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
}

// Whether a terminal only shows it: no control character, C0 or C1, and none that is unseen.
static bool is_shown(utf8proc_int32_t point)
{
    if (point < 0x20 || (point >= 0x7F && point < 0xA0) || is_none(point))
        return false;
    for (size_t i = 0; i < sizeof UNSEEN / sizeof UNSEEN[0] && UNSEEN[i].first <= point; i++) {
        if (point <= UNSEEN[i].last)
            return false;
    }
    return true;
}

// The character at `text`, or what stands for it.
typedef struct shown {
    size_t bytes; // of the character itself
    size_t length;
    char text[sizeof "\\u10FFFF"];
} shown;

static shown shown_at(const char *text, size_t length)
{
    shown s = {.bytes = 1};
    utf8proc_int32_t point;
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &point);
    if (step < 1 || (point < 0xA0 && !is_shown(point))) {
        s.length = (size_t)snprintf(s.text, sizeof s.text, "\\x%02X", (unsigned char)*text);
        return s;
    }
    s.bytes = s.length = (size_t)step;
    if (is_shown(point))
        memcpy(s.text, text, s.length);
    else
        s.length = (size_t)snprintf(s.text, sizeof s.text, "\\u%04X", (unsigned)point);
    return s;
}

// Appends the character at `text`, or what stands for it. Returns its bytes.
static size_t put_shown(kt_buffer *out, const char *text, size_t length)
{
    shown s = shown_at(text, length);
    kt_buffer_add(out, s.text, s.length);
    return s.bytes;
}

void kt_text_show(kt_buffer *out, const char *text, size_t length, size_t limit)
{
    size_t i = 0;
    while (i < length && i < limit)
        i += put_shown(out, text + i, length - i);
    if (i < length)
        kt_buffer_put(out, "…");
}

size_t kt_text_hidden(const char *text, uint32_t *point)
{
    static const char FIRST_BYTES[] =
        "\xC2\xCD\xD8\xE1\xE2\xE3\xEF\xF0\xF1\xF2\xF3\xF4"; // of what may be
    unsigned char byte = (unsigned char)*text;
    utf8proc_int32_t read;
    if ((byte >= 0x20 && byte < 0x7F) || (byte >= 0x80 && strchr(FIRST_BYTES, *text) == NULL))
        return 0;
    utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &read);
    if (length < 1 || is_shown(read))
        return 0;
    *point = (uint32_t)read;
    return (size_t)length;
}

bool kt_text_is_shown(const char *text)
{
    uint32_t point;
    bool ascii = true;
    for (const char *at = text; *at != '\0'; at++) {
        ascii &= (unsigned char)*at < 0x80;
        if (kt_text_hidden(at, &point) > 0)
            return false;
    }
    return ascii || kt_text_valid(text, strlen(text)); // of a byte alone a terminal may make a C1
}

void kt_text_show_lines(kt_buffer *out, const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        if (text[i] != '\n') {
            i += put_shown(out, text + i, length - i);
            continue;
        }
        kt_buffer_put(out, "\n");
        i++;
    }
}

size_t kt_text_line(char *out, size_t size, const char *text)
{
    size_t n = 0;
    for (size_t left = strlen(text); left > 0;) {
        shown s = shown_at(text, left);
        if (n + s.length >= size)
            break;
        memcpy(out + n, s.text, s.length);
        n += s.length;
        text += s.bytes;
        left -= s.bytes;
    }
    out[n] = '\0';
    return n;
}

void kt_text_tell(kt_buffer *out, const char *format, ...)
{
    kt_buffer line = {0};
    va_list args;
    va_start(args, format);
    kt_buffer_format_list(&line, format, args);
    va_end(args);
    kt_text_show(out, line.text == NULL ? "" : line.text, line.length, SIZE_MAX);
    kt_buffer_put(out, "\n");
    out->failed |= line.failed;
    kt_buffer_free(&line);
}

size_t kt_text_whole(const char *text, size_t most)
{
    size_t length = strnlen(text, most + 1);
    if (length <= most)
        return length;
    for (length = most; length > 0 && ((unsigned char)text[length] & 0xC0u) == 0x80u;)
        length--;
    return length;
}

size_t kt_text_encode(char bytes[4], uint32_t point)
{
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)point, (utf8proc_uint8_t *)bytes);
    return n < 0 ? 0 : (size_t)n;
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

static bool begins_with(const char *text, const char *part)
{
    while (*part != '\0' && lower(*text) == lower(*part)) {
        text++;
        part++;
    }
    return *part == '\0';
}

bool kt_text_has_word(const char *id, const char *part)
{
    static const char MARKS[] = "-._/";
    if (*part == '\0')
        return false;
    for (const char *at = id; *at != '\0'; at++) {
        if ((at == id || strchr(MARKS, at[-1]) != NULL) && begins_with(at, part))
            return true;
    }
    return false;
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

// What Unicode does not take apart although readers do.
static const char *plain_letters(utf8proc_int32_t point)
{
    static const struct {
        utf8proc_int32_t point;
        const char *text;
    } LETTERS[] = {
        {0xE6, "ae"},  {0xF0, "d"},   {0xF8, "o"},   {0xFE, "th"}, {0x111, "d"},
        {0x131, "i"},  {0x142, "l"},  {0x153, "oe"}, {0xD7, "x"},  {0x2019, "'"},
        {0x2018, "'"}, {0x2044, "/"}, {0x2212, "-"},
    };
    for (size_t i = 0; i < sizeof LETTERS / sizeof LETTERS[0]; i++) {
        if (LETTERS[i].point == point)
            return LETTERS[i].text;
    }
    return NULL;
}

// One folded code point as UTF-8 in `out` (8 bytes); its length.
static size_t fold_point(char *out, utf8proc_int32_t point)
{
    const char *plain = plain_letters(point);
    size_t length = 0;
    while (plain != NULL && plain[length] != '\0') {
        out[length] = plain[length];
        length++;
    }
    if (length > 0)
        return length;
    utf8proc_category_t category = utf8proc_category(point);
    bool letter = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
                  (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
    if (point < 0x80 || letter)
        return (size_t)utf8proc_encode_char(point, (utf8proc_uint8_t *)out);
    *out = ' ';
    return 1;
}

size_t kt_text_fold(char *out, size_t size, const char *text, size_t length, bool *cut)
{
    assert(size > 0);
    enum { MAX_PARTS = 32 }; // the longest decomposition has 18
    const utf8proc_option_t options =
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    size_t used = 0;
    size_t i = 0;
    *cut = false;
    while (i < length && !*cut) {
        utf8proc_int32_t point;
        utf8proc_int32_t part[MAX_PARTS] = {' '};
        int boundary = 0;
        utf8proc_ssize_t n = 1;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                                 (utf8proc_ssize_t)(length - i), &point);
        if (step == 1 && point > 0)
            part[0] = point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
        else if (step > 1)
            n = utf8proc_decompose_char(point, part, MAX_PARTS, options, &boundary);
        for (utf8proc_ssize_t k = 0; k < n && k < MAX_PARTS && !*cut; k++) {
            char bytes[8];
            size_t more = fold_point(bytes, part[k]);
            *cut = used + more >= size;
            if (*cut)
                break;
            memcpy(out + used, bytes, more);
            used += more;
        }
        i += step < 1 ? 1 : (size_t)step;
    }
    out[used] = '\0';
    return used;
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
