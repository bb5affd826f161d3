// SPDX-License-Identifier: EUPL-1.2
// See quantity_text.h. More digits than the evidence carries would be a claim, so there are only
// two.
#include "report/document/quantity_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static double two_digits(double value)
{
    if (value == 0.0)
        return 0.0;
    double power = pow(10.0, floor(log10(fabs(value))) - 1.0);
    return power > 0.0 ? round(value / power) * power : value;
}

// Puts the language's marks into "1234.5".
static void write_plain(char text[KT_QUANTITY_TEXT_SIZE], double value, int decimals, kt_lang lang)
{
    char digits[48];
    int length = snprintf(digits, sizeof digits, "%.*f", decimals, value);
    size_t to = 0;
    int whole = decimals > 0 ? length - decimals - 1 : length;
    for (int i = 0; i < length && to + 2 < KT_QUANTITY_TEXT_SIZE; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text[to++] = lang == KT_LANG_NL ? '.' : ',';
        if (i == whole)
            text[to++] = lang == KT_LANG_NL ? ',' : '.';
        else
            text[to++] = digits[i];
    }
    text[to] = '\0';
}

void kt_quantity_text_number(char text[KT_QUANTITY_TEXT_SIZE], double value, kt_lang lang)
{
    if (!isfinite(value) || fabs(value) >= 1e30) {
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "?");
        return;
    }
    double rounded = two_digits(value);
    double size = fabs(rounded);
    int decimals = size >= 10.0 || size == 0.0 ? 0 : size >= 0.999 ? 1 : size >= 0.0999 ? 2 : 3;
    write_plain(text, rounded, decimals, lang);
}

void kt_quantity_text_count(char text[KT_QUANTITY_TEXT_SIZE], uint64_t count, kt_lang lang)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t to = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[to++] = lang == KT_LANG_NL ? '.' : ',';
        text[to++] = digits[i];
    }
    text[to] = '\0';
}

void kt_quantity_text_digits(char text[KT_QUANTITY_TEXT_SIZE], double value, kt_lang lang)
{
    enum { DIGITS = 4, MOST = 15 };
    if (!isfinite(value) || fabs(value) >= 1e15) {
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "?");
        return;
    }
    int decimals = 0;
    if (value != 0.0 && fabs(value) < 1e4)
        decimals = DIGITS - 1 - (int)floor(log10(fabs(value)));
    decimals = decimals < 0 ? 0 : decimals > MOST ? MOST : decimals;
    double power = pow(10.0, decimals);
    while (decimals > 0 && fmod(round(value * power), 10.0) == 0.0) { // no zeros at the end
        decimals--;
        power /= 10.0;
    }
    write_plain(text, value, decimals, lang);
}

void kt_quantity_text_share(char text[KT_QUANTITY_TEXT_SIZE], double share, kt_lang lang)
{
    char number[KT_QUANTITY_TEXT_SIZE];
    const char *before = "";
    double percent = share * 100.0;
    if (!isfinite(share)) {
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "?");
        return;
    }
    if (fabs(share) < 1e-9) { // what is left of rounding, as at the other end
        percent = 0.0;
    } else if (percent > 0.0 && percent < 0.1) {
        percent = 0.1;
        before = "< ";
    } else if (percent > 99.0 && share < 1.0 - 1e-9) {
        percent = 99.0;
        before = "> ";
    }
    if (percent >= 9.95 || percent == 0.0) // one decimal would round to "10.0"
        write_plain(number, percent, 0, lang);
    else
        write_plain(number, percent, 1, lang);
    snprintf(text, KT_QUANTITY_TEXT_SIZE, "%s%.20s %%", before, number);
}

void kt_quantity_text_mass(char text[KT_QUANTITY_TEXT_SIZE], double kg, kt_lang lang)
{
    char number[KT_QUANTITY_TEXT_SIZE];
    if (!isfinite(kg)) {
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "?");
        return;
    }
    if (kg > 0.0 && kg < 1e-6) {
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "< 1 mg");
        return;
    }
    double rounded = two_digits(kg);
    double scale = rounded >= 1e3                     ? 1e-3
                   : rounded >= 1.0 || rounded == 0.0 ? 1.0
                   : rounded >= 1e-3                  ? 1e3
                                                      : 1e6;
    const char *unit = scale == 1e-3 ? "t" : scale == 1.0 ? "kg" : scale == 1e3 ? "g" : "mg";
    kt_quantity_text_number(number, kg * scale, lang);
    snprintf(text, KT_QUANTITY_TEXT_SIZE, "%.40s %s", number, unit);
}

void kt_quantity_text_growth(char text[KT_QUANTITY_TEXT_SIZE], double growth)
{
    if (!isfinite(growth))
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "?");
    else
        snprintf(text, KT_QUANTITY_TEXT_SIZE, "%+.0f %%", 100.0 * growth);
}
