// SPDX-License-Identifier: EUPL-1.2
// Calendar dates as day numbers (days since 1970-01-01, proleptic Gregorian). No function reads the
// clock.
#ifndef KT_BASE_DATE_H
#define KT_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads YYYY-MM-DD, years 1 to 9999. False for anything else, 2023-02-29 included.
bool kt_date_read(int32_t *day, const char *text, size_t length);

// Writes YYYY-MM-DD and a NUL.
void kt_date_write(char text[11], int32_t day);

#endif
