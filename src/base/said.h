// SPDX-License-Identifier: EUPL-1.2
// Something said to people, kept as its English format and its values, so that it can be said again
// in another language: what stands in a case that several readers have open. Some 100 bytes each.
#ifndef KT_BASE_SAID_H
#define KT_BASE_SAID_H

#include <stdarg.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/lang.h"

typedef union kt_said_value {
    const char *text;
    long long whole;
    unsigned long long count;
} kt_said_value;

typedef struct kt_said {
    const char *format; // English, static; NULL: the values are a text for each language
    const kt_said_value *value;
    unsigned words; // bit k: value k is an English text that has a translation of its own
} kt_said;

// Keeps what a format of printf says; values are copied into `arena`. Conversions are %s, which may
// have a precision, %d, %u, the two with l, ll or z, and %%. False when memory runs out.
bool kt_said_keep(kt_said *out, kt_arena *arena, unsigned words, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));

// Keeps a text for each language, which only whoever made it can say. Copied.
bool kt_said_keep_each(kt_said *out, kt_arena *arena, const char *const text[KT_N_LANGS]);

// Appends it in the language.
void kt_said_write(kt_buffer *out, const kt_said *said, kt_lang lang);

#endif
