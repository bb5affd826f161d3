// SPDX-License-Identifier: EUPL-1.2
// Numbers are read as strtod reads them, where the grammar allows them and nowhere else; what is
// written is read back as the same double. The input is the text, and its first eight bytes a
// double.
#include <ctype.h>
#include <math.h>

#include "base/number.h"
#include "place.h"

static size_t digits(const char *text)
{
    size_t n = 0;
    while (isdigit((unsigned char)text[n]))
        n++;
    return n;
}

// -?digits[.digits][e[+-]digits], said once more and slowly.
static int is_number(const char *text)
{
    text += *text == '-';
    size_t n = digits(text);
    if (n == 0)
        return 0;
    text += n;
    if (*text == '.') {
        n = digits(text + 1);
        if (n == 0)
            return 0;
        text += n + 1;
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '+' || text[1] == '-' ? 2 : 1;
        n = digits(text);
        if (n == 0)
            return 0;
        text += n;
    }
    return *text == '\0';
}

static void check_text(const uint8_t *data, size_t size)
{
    char text[512];
    double value = 0.0;
    if (size >= sizeof text)
        return;
    memcpy(text, data, size);
    text[size] = '\0';
    bool read = kt_number_read(&value, text, size);
    bool meant = strlen(text) == size && is_number(text);
    double expected = meant ? strtod(text, NULL) : 0.0;
    promise(!read || meant, "only a number is a number");
    promise(!meant || size > 400 || read == (isfinite(expected) != 0), "a number is read");
    promise(!read || value == expected, "it is what strtod says");
}

// Without the zeroes before the first and behind the last one that counts.
static int significant_digits(const char *text)
{
    int n = 0;
    int zeroes = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (!isdigit((unsigned char)*text) || (*text == '0' && n == 0))
            continue;
        zeroes = *text == '0' ? zeroes + 1 : 0;
        n++;
    }
    return n - zeroes;
}

static void check_double(const uint8_t *data)
{
    double value;
    double back = 0.0;
    char text[KT_NUMBER_SIZE];
    char fewer[64];
    memcpy(&value, data, sizeof value);
    if (!isfinite(value))
        return;
    size_t length = kt_number_shortest(text, value);
    promise(length < sizeof text && strlen(text) == length, "it fits");
    promise(kt_number_read(&back, text, length) && back == value, "it comes back");
    int n = significant_digits(text);
    promise(n <= 17, "17 digits are always enough");
    snprintf(fewer, sizeof fewer, "%.*e", n > 2 ? n - 2 : 0, value);
    promise(n < 2 || strtod(fewer, NULL) != value, "one digit less is another number");
    promise(strcmp(text, "-0") != 0, "zero has no sign");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_text(data, size);
    if (size >= sizeof(double))
        check_double(data);
    return 0;
}
