// SPDX-License-Identifier: EUPL-1.2
// Reads number, mark and unit of one cell with tables of units in Dutch and English; a file
// has up to 1e6 such cells, and most are plain numbers. Money in other currencies is refused: no
// rate is on record, and one must not be made up.
#include "ingest/recognise/quantity.h"

#include <string.h>
#include <strings.h>

#include "base/number.h"

enum { MAX_DIGITS = 64 };

typedef struct unit_name {
    kt_quantity_kind kind;
    const char *name;
    double factor;
} unit_name;

static const unit_name UNITS[] = {
    {KT_QUANTITY_MASS, "mg", 1e-6},
    {KT_QUANTITY_MASS, "g", 1e-3},
    {KT_QUANTITY_MASS, "gr", 1e-3},
    {KT_QUANTITY_MASS, "gram", 1e-3},
    {KT_QUANTITY_MASS, "kg", 1},
    {KT_QUANTITY_MASS, "kilo", 1},
    {KT_QUANTITY_MASS, "kilogram", 1},
    {KT_QUANTITY_MASS, "t", 1000},
    {KT_QUANTITY_MASS, "ton", 1000},
    {KT_QUANTITY_MASS, "tonne", 1000},
    {KT_QUANTITY_MASS, "tonnes", 1000},
    {KT_QUANTITY_MASS, "lb", 0.45359237},
    {KT_QUANTITY_TIME, "d", 1},
    {KT_QUANTITY_TIME, "day", 1},
    {KT_QUANTITY_TIME, "days", 1},
    {KT_QUANTITY_TIME, "dag", 1},
    {KT_QUANTITY_TIME, "dagen", 1},
    {KT_QUANTITY_TIME, "w", 7},
    {KT_QUANTITY_TIME, "wk", 7},
    {KT_QUANTITY_TIME, "week", 7},
    {KT_QUANTITY_TIME, "weeks", 7},
    {KT_QUANTITY_TIME, "weken", 7},
    {KT_QUANTITY_TIME, "mnd", 30.4375},
    {KT_QUANTITY_TIME, "month", 30.4375},
    {KT_QUANTITY_TIME, "months", 30.4375},
    {KT_QUANTITY_TIME, "maand", 30.4375},
    {KT_QUANTITY_TIME, "maanden", 30.4375},
    {KT_QUANTITY_TIME, "y", 365.25},
    {KT_QUANTITY_TIME, "yr", 365.25},
    {KT_QUANTITY_TIME, "year", 365.25},
    {KT_QUANTITY_TIME, "years", 365.25},
    {KT_QUANTITY_TIME, "jaar", 365.25},
    {KT_QUANTITY_TIME, "jaren", 365.25},
    {KT_QUANTITY_MONEY, "€", 1},
    {KT_QUANTITY_MONEY, "eur", 1},
    {KT_QUANTITY_MONEY, "euro", 1},
    {KT_QUANTITY_MONEY, "euros", 1},
    {KT_QUANTITY_MONEY, "k€", 1000},
    {KT_QUANTITY_MONEY, "keur", 1000},
    {KT_QUANTITY_MONEY, "m€", 1e6},
    {KT_QUANTITY_MONEY, "meur", 1e6},
    {KT_QUANTITY_SHARE, "%", 0.01},
    {KT_QUANTITY_SHARE, "pct", 0.01},
    {KT_QUANTITY_SHARE, "procent", 0.01},
    {KT_QUANTITY_SHARE, "percent", 0.01},
};

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text);
    size_t m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

kt_quantity_kind kt_quantity_kind_of(const char *column)
{
    if (ends_with(column, "_kg"))
        return KT_QUANTITY_MASS;
    if (ends_with(column, "_days") || strcmp(column, "days_of_cover") == 0)
        return KT_QUANTITY_TIME;
    if (ends_with(column, "_eur"))
        return KT_QUANTITY_MONEY;
    if (ends_with(column, "share") || strcmp(column, "yield") == 0 ||
        ends_with(column, "probability_per_year"))
        return KT_QUANTITY_SHARE;
    return KT_QUANTITY_PLAIN;
}

double kt_quantity_factor(kt_quantity_kind kind, const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == '.') // "wk."
        length--;
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (UNITS[i].kind == kind && strlen(UNITS[i].name) == length &&
            strncasecmp(UNITS[i].name, text, length) == 0)
            return UNITS[i].factor;
    }
    return 0;
}

// Spaces of every width that spreadsheets put into numbers.
static size_t space_at(const char *text)
{
    if (*text == ' ' || *text == '\t' || *text == '\'')
        return 1;
    if (strncmp(text, "\xC2\xA0", 2) == 0) // no-break space
        return 2;
    return strncmp(text, "\xE2\x80\xAF", 3) == 0 ? 3 : 0; // narrow no-break space
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

typedef struct figure {
    char digits[MAX_DIGITS + 1]; // digits, sign, marks and exponent, without spaces
    size_t n;
    const char *unit; // what is left behind, or before
    size_t unit_length;
} figure;

static void skip_spaces(const char **text)
{
    for (size_t n = space_at(*text); n > 0; n = space_at(*text))
        *text += n;
}

static bool split(figure *f, const char *text)
{
    *f = (figure){.unit = ""};
    skip_spaces(&text);
    const char *before = text;
    while (*text != '\0' && !is_digit(*text) && *text != '-' && *text != '+' && *text != '.' &&
           *text != ',' && space_at(text) == 0)
        text++;
    f->unit = before;
    f->unit_length = (size_t)(text - before);
    skip_spaces(&text);
    for (;; text++) {
        size_t space = space_at(text);
        bool exponent =
            (*text == 'e' || *text == 'E') && f->n > 0 &&
            (is_digit(text[1]) || ((text[1] == '-' || text[1] == '+') && is_digit(text[2])));
        bool sign = (*text == '-' || *text == '+') && (f->n == 0 || f->digits[f->n - 1] == 'e');
        if (space > 0 && is_digit(text[space])) { // between groups
            text += space - 1;
            continue;
        }
        if (!is_digit(*text) && *text != '.' && *text != ',' && !exponent && !sign)
            break;
        if (f->n == MAX_DIGITS)
            return false;
        f->digits[f->n++] = exponent ? 'e' : *text;
    }
    f->digits[f->n] = '\0';
    skip_spaces(&text);
    size_t rest = strlen(text);
    while (rest > 0 && text[rest - 1] == ' ')
        rest--;
    if (rest > 0 && f->unit_length > 0)
        return false; // "€ 5 kg"
    if (rest > 0) {
        f->unit = text;
        f->unit_length = rest;
    }
    return f->n > 0;
}

// Three digits behind every thousands mark, none behind the decimal mark.
static bool well_grouped(const char *digits, char thousands, char decimal)
{
    if (*digits == '0' && strchr(digits, thousands) != NULL) // 0.123 is no thousand
        return false;
    const char *end = strchr(digits, decimal);
    for (const char *c = strchr(digits, thousands); c != NULL; c = strchr(c + 1, thousands)) {
        if (c == digits || !is_digit(c[-1]) || !is_digit(c[1]) || !is_digit(c[2]) ||
            !is_digit(c[3]) || is_digit(c[4]) || (end != NULL && c > end))
            return false;
    }
    return end == NULL || strchr(end + 1, decimal) == NULL;
}

static kt_quantity_fault read_digits(double *out, const char *digits, char decimal)
{
    char canonical[MAX_DIGITS + 1];
    size_t n = 0;
    bool dot = strchr(digits, '.') != NULL;
    bool comma = strchr(digits, ',') != NULL;
    if (decimal == 0 && (dot || comma)) {
        bool as_dot = well_grouped(digits, ',', '.');
        bool as_comma = well_grouped(digits, '.', ',');
        if (as_dot && as_comma)
            return KT_QUANTITY_TWO_WAYS;
        decimal = as_dot ? '.' : ',';
    }
    char thousands = decimal == ',' ? '.' : ',';
    if ((dot || comma) && !well_grouped(digits, thousands, decimal))
        return KT_QUANTITY_NO_NUMBER;
    for (const char *c = *digits == '+' ? digits + 1 : digits; *c != '\0'; c++) {
        if (*c != thousands)
            canonical[n++] = *c == decimal ? '.' : *c;
    }
    return kt_number_read(out, canonical, n) ? KT_QUANTITY_GOOD : KT_QUANTITY_NO_NUMBER;
}

kt_quantity_fault kt_quantity_read(double *out, const char *text, char decimal,
                                   kt_quantity_kind kind, const char *unit)
{
    figure f;
    double factor = 1;
    if (!split(&f, text))
        return KT_QUANTITY_NO_NUMBER;
    kt_quantity_fault fault = read_digits(out, f.digits, decimal);
    if (fault != KT_QUANTITY_GOOD)
        return fault;
    if (f.unit_length > 0)
        factor = kt_quantity_factor(kind, f.unit, f.unit_length);
    else if (unit != NULL && *unit != '\0')
        factor = kt_quantity_factor(kind, unit, strlen(unit));
    if (factor == 0)
        return KT_QUANTITY_WRONG_UNIT;
    // 35 * 0.01 is 0.35000000000000003: dividing by the inverse keeps decimal figures decimal.
    *out = factor < 1 && factor != 0.45359237 ? *out / (1 / factor) : *out * factor;
    return KT_QUANTITY_GOOD;
}
