// SPDX-License-Identifier: EUPL-1.2
// Numbers as text, both ways, with `.` as the decimal mark whatever the caller's locale says.
#ifndef KT_BASE_NUMBER_H
#define KT_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { KT_NUMBER_SIZE = 32 };

// Reads all `length` bytes as one number: -?digits[.digits][e[+-]digits]. False for anything else:
// spaces, hexadecimal, `1,5`, NaN, inf, and what overflows a double. Correctly rounded.
bool kt_number_read(double *out, const char *text, size_t length);

// The fewest significant digits that read back as the same double; "0" for -0. `value` must be
// finite. Returns the length; `text` holds KT_NUMBER_SIZE bytes.
size_t kt_number_shortest(char *text, double value);

#endif
