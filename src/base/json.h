// SPDX-License-Identifier: EUPL-1.2
// Writes one JSON document into a buffer. It puts the commas and escapes, the caller opens and
// closes the brackets. Doubles come in shortest round-trip form, never -0; NaN and infinity become
// null.
#ifndef KT_BASE_JSON_H
#define KT_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

typedef struct kt_json {
    kt_buffer *out;
    bool comma; // a value was written before at this level
} kt_json;

// `key` may be NULL: inside an array, or for the document itself.
void kt_json_open(kt_json *json, const char *key, char bracket);     // '{' or '['
void kt_json_close(kt_json *json, char bracket);                     // '}' or ']'
void kt_json_text(kt_json *json, const char *key, const char *text); // NULL gives null
void kt_json_number(kt_json *json, const char *key, double value);
void kt_json_count(kt_json *json, const char *key, uint64_t value);
void kt_json_bool(kt_json *json, const char *key, bool value);
void kt_json_null(kt_json *json, const char *key);

#endif
