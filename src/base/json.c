// SPDX-License-Identifier: EUPL-1.2
// Writes values one after the other into the buffer, with a comma where one was written before at
// the same level; no tree is built, so a document costs its own bytes only. Text is UTF-8 by the
// time it comes here; other bytes are written as U+FFFD, so that a document always parses.
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

// As JSON writes any character: \u202e; one beyond 16 bits as two halves.
static void write_escape(kt_buffer *out, uint32_t point)
{
    if (point > 0xFFFF)
        kt_buffer_format(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((point - 0x10000) >> 10)),
                         (unsigned)(0xDC00 + ((point - 0x10000) & 0x3FF)));
    else
        kt_buffer_format(out, "\\u%04x", (unsigned)point);
}

// What a terminal would not only show is escaped: the same text to a program, and harmless where
// somebody reads the document as it is.
static void write_string(kt_buffer *out, const char *text)
{
    size_t length = strlen(text);
    bool valid = kt_text_valid(text, length);
    kt_buffer_put(out, "\"");
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool foreign = !valid && c > 0x7F;
        uint32_t point;
        size_t hidden = valid && c >= 0x7F ? kt_text_hidden(text + i, &point) : 0;
        if (c >= 0x20 && c != '"' && c != '\\' && !foreign && hidden == 0)
            continue;
        kt_buffer_add(out, text + start, i - start);
        i += hidden > 0 ? hidden - 1 : 0;
        start = i + 1;
        if (c == '"' || c == '\\')
            kt_buffer_format(out, "\\%c", c);
        else if (c == '\n')
            kt_buffer_put(out, "\\n");
        else if (foreign)
            kt_buffer_put(out, "\xEF\xBF\xBD");
        else if (hidden > 0)
            write_escape(out, point);
        else
            kt_buffer_format(out, "\\u%04x", c);
    }
    kt_buffer_add(out, text + start, length - start);
    kt_buffer_put(out, "\"");
}

static void begin_value(kt_json *json, const char *key)
{
    if (json->comma)
        kt_buffer_put(json->out, ",");
    json->comma = true;
    if (key != NULL) {
        write_string(json->out, key);
        kt_buffer_put(json->out, ":");
    }
}

void kt_json_open(kt_json *json, const char *key, char bracket)
{
    assert(bracket == '{' || bracket == '[');
    begin_value(json, key);
    kt_buffer_add(json->out, &bracket, 1);
    json->comma = false;
}

void kt_json_close(kt_json *json, char bracket)
{
    assert(bracket == '}' || bracket == ']');
    kt_buffer_add(json->out, &bracket, 1);
    json->comma = true;
}

void kt_json_text(kt_json *json, const char *key, const char *text)
{
    begin_value(json, key);
    if (text == NULL)
        kt_buffer_put(json->out, "null");
    else
        write_string(json->out, text);
}

void kt_json_number(kt_json *json, const char *key, double value)
{
    begin_value(json, key);
    if (!isfinite(value)) {
        kt_buffer_put(json->out, "null");
        return;
    }
    char text[KT_NUMBER_SIZE];
    size_t length = kt_number_shortest(text, value);
    kt_buffer_add(json->out, text, length);
}

void kt_json_count(kt_json *json, const char *key, uint64_t value)
{
    begin_value(json, key);
    kt_buffer_format(json->out, "%" PRIu64, value);
}

void kt_json_bool(kt_json *json, const char *key, bool value)
{
    begin_value(json, key);
    kt_buffer_put(json->out, value ? "true" : "false");
}

void kt_json_null(kt_json *json, const char *key)
{
    begin_value(json, key);
    kt_buffer_put(json->out, "null");
}
