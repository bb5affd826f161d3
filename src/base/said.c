// SPDX-License-Identifier: EUPL-1.2
// See said.h. A format is taken apart at its conversions, twice: to keep the values, each in the
// width that its conversion says, and to write them, each with its own piece of the translated
// format. The translation has the same conversions in the same order (tools/po2c.py checks it).
#include "base/said.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

enum { MOST_VALUES = 12, SPEC_BYTES = 16 };

// One conversion of a format.
typedef struct conversion {
    const char *start; // its "%"
    const char *end;   // behind it
    int longs;         // of "l", "ll"; 3 for "z"
    char kind;         // '%' for "%%"; '\0' where the format ends too soon
} conversion;

// The next conversion at or behind `at`; false at the end.
static bool next_conversion(conversion *out, const char *at)
{
    const char *c = strchr(at, '%');
    if (c == NULL)
        return false;
    *out = (conversion){.start = c++};
    c += strspn(c, ".0123456789");
    for (; *c == 'l' || *c == 'z'; c++)
        out->longs += *c == 'z' ? 3 : 1;
    out->kind = *c;
    out->end = *c == '\0' ? c : c + 1;
    return true;
}

static long long take_whole(int longs, va_list *args)
{
    switch (longs) {
    case 0:
        return va_arg(*args, int);
    case 1:
        return va_arg(*args, long);
    case 2:
        return va_arg(*args, long long);
    default:
        return va_arg(*args, ptrdiff_t);
    }
}

static unsigned long long take_count(int longs, va_list *args)
{
    switch (longs) {
    case 0:
        return va_arg(*args, unsigned);
    case 1:
        return va_arg(*args, unsigned long);
    case 2:
        return va_arg(*args, unsigned long long);
    default:
        return va_arg(*args, size_t);
    }
}

// The value of a conversion; false when memory runs out.
static bool take_value(kt_said_value *out, const conversion *c, kt_arena *arena, va_list *args)
{
    const char *text;
    switch (c->kind) {
    case 'd':
        out->whole = take_whole(c->longs, args);
        return true;
    case 'u':
        out->count = take_count(c->longs, args);
        return true;
    default:
        assert(c->kind == 's');
        text = va_arg(*args, const char *);
        out->text = kt_arena_text(arena, text, strlen(text));
        return out->text != NULL;
    }
}

bool kt_said_keep(kt_said *out, kt_arena *arena, unsigned words, const char *format, va_list args)
{
    kt_said_value value[MOST_VALUES];
    conversion c;
    va_list rest;
    size_t n = 0;
    bool kept = true;
    va_copy(rest, args);
    for (const char *at = format; kept && next_conversion(&c, at); at = c.end) {
        if (c.kind == '%')
            continue;
        assert(n < MOST_VALUES);
        kept = take_value(&value[n++], &c, arena, &rest);
    }
    va_end(rest);
    kt_said_value *copy = kept ? kt_arena_alloc(arena, n + 1, sizeof *copy) : NULL;
    if (copy == NULL)
        return false;
    if (n > 0)
        memcpy(copy, value, n * sizeof *copy);
    *out = (kt_said){.format = format, .value = copy, .words = words};
    return true;
}

bool kt_said_keep_each(kt_said *out, kt_arena *arena, const char *const text[KT_N_LANGS])
{
    kt_said_value *value = kt_arena_alloc(arena, KT_N_LANGS, sizeof *value);
    for (int l = 0; value != NULL && l < KT_N_LANGS; l++) {
        value[l].text = kt_arena_text(arena, text[l], strlen(text[l]));
        if (value[l].text == NULL)
            return false;
    }
    *out = (kt_said){.value = value};
    return value != NULL;
}

// One value as its conversion says. `word`: a text that has a translation.
static void write_value(kt_buffer *out, const conversion *c, const kt_said_value *value, bool word,
                        kt_lang lang)
{
    char spec[SPEC_BYTES] = "";
    size_t length = (size_t)(c->end - c->start);
    assert(length < sizeof spec);
    memcpy(spec, c->start, length);
    if (c->kind == 'd')
        kt_buffer_format(out, "%lld", value->whole);
    else if (c->kind == 'u')
        kt_buffer_format(out, "%llu", value->count);
    else
        kt_buffer_format(out, spec, word ? kt_lang_text(lang, value->text) : value->text);
}

void kt_said_write(kt_buffer *out, const kt_said *said, kt_lang lang)
{
    if (said->format == NULL) {
        kt_buffer_put(out, said->value[lang].text);
        return;
    }
    const char *at = kt_lang_text(lang, said->format);
    unsigned k = 0;
    conversion c;
    for (; next_conversion(&c, at); at = c.end) {
        kt_buffer_add(out, at, (size_t)(c.start - at));
        if (c.kind == '%') {
            kt_buffer_put(out, "%");
            continue;
        }
        write_value(out, &c, &said->value[k], (said->words >> k & 1u) != 0, lang);
        k++;
    }
    kt_buffer_put(out, at);
}
