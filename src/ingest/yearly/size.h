// SPDX-License-Identifier: EUPL-1.2
// Whether a list of amounts is of the size that is on record: official files have a unit wrong now
// and then, mostly by a thousand, and never say so.
#ifndef KT_INGEST_YEARLY_SIZE_H
#define KT_INGEST_YEARLY_SIZE_H

#include "ingest/yearly/yearly.h"

// A list, and what it is held against. Tonnes.
typedef struct kt_size {
    const char *material, *stage;
    int year;
    double total;     // as published; NaN: none
    double sum;       // of countries and others
    double on_record; // total of the same thing; NaN: nothing is on record
    int year_on_record;
    const char *unit; // as the file has it, for the message
    kt_delivery_place place;
    double correction; // set: 1, or a thousand either way where the user agreed
} kt_size;

// False, with a reason among the rejects, where nothing is on record; where the total is an eighth
// or less, or eight times or more, of the record and no agreed thousandfold; where the sum is more
// than 1.1 times the total. False without a reason where the list has no amount above zero: nothing
// of it was published, or nothing made.
bool kt_size_check(kt_yearly *yearly, kt_size *size);

#endif
