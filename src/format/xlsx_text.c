// SPDX-License-Identifier: EUPL-1.2
// See xlsx_text.h. Seven bytes stand for a unit and fourteen for a pair; the longest character of
// UTF-8 has four, so that a text is decoded in its own place.
#include "format/xlsx_text.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { STAND_IN = 7 }; // "_x000D_"

static int digit_of(char c)
{
    static const char DIGITS[] = "0123456789ABCDEF0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(DIGITS, c);
    return at == NULL ? -1 : (int)((at - DIGITS) % 16);
}

// The unit that stands at `text`; -1 where none does.
static int32_t unit_at(const char *text, size_t length)
{
    int32_t unit = 0;
    if (length < STAND_IN || text[0] != '_' || text[1] != 'x' || text[STAND_IN - 1] != '_')
        return -1;
    for (int i = 2; i < STAND_IN - 1; i++) {
        int digit = digit_of(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// The character that stands at `text`, and in how many bytes; -1 where none does.
static int32_t character_at(const char *text, size_t length, size_t *taken)
{
    int32_t high = unit_at(text, length);
    *taken = STAND_IN;
    if (high <= 0 || (high >= 0xDC00 && high < 0xE000))
        return -1;
    if (high < 0xD800 || high >= 0xE000)
        return high;
    int32_t low = unit_at(text + STAND_IN, length - STAND_IN);
    *taken = 2 * (size_t)STAND_IN;
    return low < 0xDC00 || low >= 0xE000 ? -1 : 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

size_t kt_xlsx_text_decode(char *text, size_t length)
{
    size_t out = 0;
    for (size_t i = 0; i < length;) {
        size_t taken;
        int32_t point = text[i] == '_' ? character_at(text + i, length - i, &taken) : -1;
        if (point < 0) {
            text[out++] = text[i++];
            continue;
        }
        char bytes[4];
        size_t n = kt_text_encode(bytes, (uint32_t)point);
        memcpy(text + out, bytes, n);
        out += n;
        i += taken;
    }
    return out;
}

void kt_xlsx_text_encode(kt_buffer *out, const char *text)
{
    size_t left = strlen(text);
    for (; left > 0; text++, left--) {
        if (unit_at(text, left) >= 0)
            kt_buffer_put(out, "_x005F");
        kt_buffer_add(out, text, 1);
    }
}

size_t kt_xlsx_text_most(const char *text, size_t characters)
{
    size_t i = 0;
    for (size_t n = 0; text[i] != '\0'; n++) {
        unsigned char lead = (unsigned char)text[i];
        size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        n += bytes == 4;
        if (n >= characters)
            break;
        for (size_t b = 0; b < bytes && text[i] != '\0'; b++)
            i++;
    }
    return i;
}
