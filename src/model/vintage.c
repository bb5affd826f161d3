// SPDX-License-Identifier: EUPL-1.2
// Two passes over some 6,000 rows of shares: the first finds the years that each list is taken
// from, the second drops the rest. The text of a period is read once for each run of rows that have
// it, since the table is sorted.
#include "model/vintage.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200, YEAR_DIGITS = 4 };

const kt_vintage kt_vintage_study = {.years = {2016, 2020}};
const char *const kt_figures_scopes[] = {[KT_SCOPE_GLOBAL] = "global",
                                         [KT_SCOPE_EU] = "eu",
                                         [KT_SCOPE_NL] = "nl",
                                         [KT_SCOPE_NL + 1] = NULL};
const kt_figures kt_figures_study = {KT_SCOPE_GLOBAL, {.years = {2016, 2020}}};

static bool read_year(int *out, const char *text)
{
    int year = 0;
    for (int i = 0; i < YEAR_DIGITS; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        year = year * 10 + (text[i] - '0');
    }
    *out = year;
    return year >= FIRST_YEAR && year <= LAST_YEAR;
}

bool kt_vintage_read_years(kt_years *out, const char *text)
{
    kt_years years = {0, 0};
    *out = years;
    if (!read_year(&years.first, text))
        return false;
    const char *rest = text + YEAR_DIGITS;
    years.last = years.first;
    if (*rest == '-') {
        if (!read_year(&years.last, rest + 1))
            return false;
        rest += 1 + YEAR_DIGITS;
    }
    if (*rest != '\0' || years.last < years.first)
        return false;
    *out = years;
    return true;
}

bool kt_vintage_read(kt_vintage *out, const char *text)
{
    *out = (kt_vintage){.newest = strcmp(text, "newest") == 0};
    return out->newest || kt_vintage_read_years(&out->years, text);
}

void kt_vintage_write(char out[KT_VINTAGE_TEXT], const kt_vintage *vintage)
{
    const kt_years *years = &vintage->years;
    if (vintage->newest)
        snprintf(out, KT_VINTAGE_TEXT, "newest");
    else if (years->first == years->last)
        snprintf(out, KT_VINTAGE_TEXT, "%u", (unsigned)years->last % 10000);
    else
        snprintf(out, KT_VINTAGE_TEXT, "%u-%u", (unsigned)years->first % 10000,
                 (unsigned)years->last % 10000);
}

bool kt_vintage_is_late(const kt_vintage *vintage, kt_years years)
{
    return !vintage->newest && years.last > vintage->years.last;
}

static bool is_newer(kt_years one, kt_years other)
{
    return one.last != other.last ? one.last > other.last : one.first > other.first;
}

static bool is_same(kt_years one, kt_years other)
{
    return one.first == other.first && one.last == other.last;
}

bool kt_vintage_is(const kt_vintage *one, const kt_vintage *other)
{
    if (one->newest || other->newest)
        return one->newest == other->newest;
    return is_same(one->years, other->years);
}

bool kt_vintage_prefers(const kt_vintage *vintage, kt_years one, kt_years other)
{
    bool one_late = kt_vintage_is_late(vintage, one);
    bool other_late = kt_vintage_is_late(vintage, other);
    if (vintage->newest)
        return is_newer(one, other);
    if (is_same(one, vintage->years) || is_same(other, vintage->years))
        return !is_same(other, vintage->years);
    if (one_late != other_late)
        return other_late;
    return one_late ? is_newer(other, one) : is_newer(one, other);
}

bool kt_vintage_makes_market(int listing)
{
    return listing == 0 || listing == KT_LISTING_COMPLETE || listing == KT_LISTING_SUM_OF_LISTED ||
           listing == KT_LISTING_MODEL;
}

bool kt_vintage_is_later(double one, double other)
{
    return !isnan(one) && (isnan(other) || one > other);
}

double kt_vintage_latest(const kt_table *table, int edition_column)
{
    double latest = (double)NAN;
    if (table->at[edition_column] < 0)
        return latest;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double edition = kt_table_number(table, edition_column, r);
        if (kt_vintage_is_later(edition, latest))
            latest = edition;
    }
    return latest;
}

bool kt_vintage_is_of(double edition, double latest)
{
    return isnan(latest) ? isnan(edition) : edition == latest;
}

// Whether a list goes before the one that was picked so far.
static bool replaces(const kt_vintage_pick *best, const kt_vintage *vintage, kt_years years,
                     double edition)
{
    if (!best->found)
        return true;
    if (is_same(years, best->years))
        return kt_vintage_is_later(edition, best->edition);
    return kt_vintage_prefers(vintage, years, best->years);
}

typedef struct period_text {
    kt_symbol symbol;
    kt_years years;
} period_text;

static kt_years years_of(period_text *seen, const kt_case *c, kt_symbol period)
{
    if (period != seen->symbol) {
        seen->symbol = period;
        (void)kt_vintage_read_years(&seen->years, kt_pool_text(&c->pool, period));
    }
    return seen->years;
}

void kt_vintage_keep(kt_vintage_pick *pick, uint32_t n_keys, uint32_t *key, const kt_case *c,
                     const kt_vintage *vintage)
{
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    period_text seen = {0};
    memset(pick, 0, n_keys * sizeof *pick);
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol period = kt_table_text(supply, KT_MATERIAL_SUPPLY_PERIOD, r);
        int listing = kt_table_choice(supply, KT_MATERIAL_SUPPLY_BASIS, r);
        kt_years years = years_of(&seen, c, period);
        if (!kt_vintage_makes_market(listing))
            key[r] = KT_NO_ROW;
        if (key[r] == KT_NO_ROW)
            continue;
        kt_vintage_pick *best = &pick[key[r]];
        double edition = kt_table_number(supply, KT_MATERIAL_SUPPLY_EDITION, r);
        if (replaces(best, vintage, years, edition))
            *best = (kt_vintage_pick){years, edition, period, listing, true};
    }
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol period = kt_table_text(supply, KT_MATERIAL_SUPPLY_PERIOD, r);
        double edition = kt_table_number(supply, KT_MATERIAL_SUPPLY_EDITION, r);
        if (key[r] != KT_NO_ROW && (!is_same(years_of(&seen, c, period), pick[key[r]].years) ||
                                    !kt_vintage_is_of(edition, pick[key[r]].edition)))
            key[r] = KT_NO_ROW;
    }
}
