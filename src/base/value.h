// SPDX-License-Identifier: EUPL-1.2
// One value of a table or document, of whatever type: what a field of a record is when it is read.
#ifndef KT_BASE_VALUE_H
#define KT_BASE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum kt_value_kind {
    KT_VALUE_NULL,
    KT_VALUE_TEXT,
    KT_VALUE_NUMBER, // NaN counts as null
    KT_VALUE_COUNT,
    KT_VALUE_FLAG
} kt_value_kind;

enum { KT_VALUE_ROOM = 48 };

typedef struct kt_value {
    kt_value_kind kind;
    const char *text; // borrowed, or `room`
    double number;
    uint64_t count;
    bool flag;
    char room[KT_VALUE_ROOM]; // for a text that is made
} kt_value;

// Values that getters make.
void kt_value_set_text(kt_value *out, const char *text); // NULL gives null
void kt_value_set_number(kt_value *out, double number);  // NaN and what is not finite give null
void kt_value_set_count(kt_value *out, uint64_t count);
void kt_value_set_flag(kt_value *out, bool flag);
void kt_value_set_day(kt_value *out, double day); // since 1970-01-01; NaN gives null

#endif
