// SPDX-License-Identifier: EUPL-1.2
// Reads and writes a double. A table of a million shares is mostly numbers of few digits: those are
// exact products of an integer and a power of ten (Clinger's fast path, 20 ns). The rest goes to
// strtod, which rounds correctly. The locale's decimal mark is put in and taken out here, so that
// no caller meets it.
#include "base/number.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 400 }; // longer digit strings than any double needs are refused

static const double POWER_OF_TEN[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

typedef struct decimal {
    uint64_t digits;
    int n_digits; // significant ones
    int exponent; // value = digits * 10^exponent
    bool negative;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *scan_digits(decimal *number, const char *at, const char *end, int step)
{
    for (; at < end && is_digit(*at); at++) {
        if (number->n_digits < 19) {
            number->digits = number->digits * 10 + (uint64_t)(*at - '0');
            number->n_digits += number->digits != 0;
        } else {
            number->n_digits = 20; // too long for the fast path
        }
        number->exponent += step;
    }
    return at;
}

static bool scan(decimal *number, const char *text, const char *end)
{
    const char *at = text;
    if (at < end && *at == '-') {
        number->negative = true;
        at++;
    }
    const char *start = at;
    at = scan_digits(number, at, end, 0);
    if (at == start)
        return false;
    if (at < end && *at == '.') {
        start = ++at;
        at = scan_digits(number, at, end, -1);
        if (at == start)
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        int sign = 1;
        if (at < end && (*at == '+' || *at == '-'))
            sign = *at++ == '-' ? -1 : 1;
        start = at;
        int exponent = 0;
        for (; at < end && is_digit(*at); at++)
            exponent = exponent < 10000 ? exponent * 10 + (*at - '0') : exponent;
        if (at == start)
            return false;
        number->exponent += sign * exponent;
    }
    return at == end;
}

static bool read_slowly(double *out, const char *text, size_t length)
{
    char copy[MAX_TEXT + 1];
    if (length > MAX_TEXT)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *point = memchr(copy, '.', length);
    char mark = *localeconv()->decimal_point;
    if (point != NULL && mark != '\0')
        *point = mark;
    *out = strtod(copy, NULL);
    return isfinite(*out);
}

bool kt_number_read(double *out, const char *text, size_t length)
{
    decimal number = {0};
    if (!scan(&number, text, text + length))
        return false;
    if (number.n_digits > 15 || number.exponent < -22 || number.exponent > 22)
        return read_slowly(out, text, length);
    double value = (double)number.digits;
    value = number.exponent < 0 ? value / POWER_OF_TEN[-number.exponent]
                                : value * POWER_OF_TEN[number.exponent];
    *out = number.negative ? -value : value;
    return true;
}

// "1.5e-07" → "1.5e-7": shorter, and still JSON.
static size_t tidy_exponent(char *text)
{
    char *e = strchr(text, 'e');
    if (e == NULL)
        return strlen(text);
    char *to = e + 1;
    char *from = e + 1;
    if (*from == '-')
        *to++ = *from++;
    else if (*from == '+')
        from++;
    while (*from == '0' && from[1] != '\0')
        from++;
    memmove(to, from, strlen(from) + 1);
    return strlen(text);
}

size_t kt_number_shortest(char *text, double value)
{
    assert(isfinite(value));
    if (value == 0.0) {
        memcpy(text, "0", 2);
        return 1;
    }
    // 15 digits are always recovered for normal numbers; fewer may do for subnormal ones
    int precision = fabs(value) < 2.3e-308 ? 1 : 15;
    for (; precision <= 17; precision++) {
        snprintf(text, KT_NUMBER_SIZE, "%.*g", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    char mark = *localeconv()->decimal_point;
    char *point = strchr(text, mark);
    if (point != NULL)
        *point = '.';
    return tidy_exponent(text);
}
