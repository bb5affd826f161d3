// SPDX-License-Identifier: EUPL-1.2
// Heads are compared folded to letters and digits, since publishers change blanks and underscores
// from year to year ("PROD_EST_ 2024"). Six layouts, the first twenty rows of a table.
#include "ingest/yearly/layout.h"

#include <ctype.h>
#include <string.h>

#include "ingest/recognise/fold.h"

enum { ROWS_LOOKED_AT = 20, YEAR_DIGITS = 4 };

// clang-format off
const kt_layout kt_layouts[KT_N_LAYOUTS] = {
    [KT_LAYOUT_USGS_WORLD] = {"USGS Mineral Commodity Summaries, world data", KT_PUBLICATION_USGS,
        {"SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS", "PROD_####", "PROD_EST_####"}},
    [KT_LAYOUT_USGS_COMMODITIES] = {"USGS Mineral Commodity Summaries, commodities data",
        KT_PUBLICATION_USGS,
        {"MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit",
         "Year", "Value"}},
    [KT_LAYOUT_GOVERNANCE] = {"World Bank, Worldwide Governance Indicators", KT_PUBLICATION_WGI,
        {"code", "countryname", "year", "indicator", "estimate", "stddev"}},
    [KT_LAYOUT_GOVERNANCE_BOOK] = {"World Bank, Worldwide Governance Indicators, a sheet an indicator",
        KT_PUBLICATION_WGI,
        {"Economy (code)", "Economy (name)", "Year", "Governance estimate (approx. -2.5 to +2.5)"}},
    [KT_LAYOUT_PINK_SHEET] = {"World Bank, Pink Sheet, monthly prices", KT_PUBLICATION_PINK_SHEET,
        {"Aluminum", "Copper", "Lead", "Tin", "Nickel", "Zinc", "Gold", "Platinum", "Silver"}},
    [KT_LAYOUT_WORLD_MINING] = {"World Mining Data, production by mineral", KT_PUBLICATION_WMD,
        {"Country", "unit", "20##", "data source"}},
};
// clang-format on

// Letters and digits of a pattern, in small letters, and its # as they are.
static void fold_pattern(char out[KT_FOLD_SIZE], const char *pattern)
{
    size_t n = 0;
    for (; *pattern != '\0' && n + 1 < KT_FOLD_SIZE; pattern++) {
        unsigned char c = (unsigned char)*pattern;
        if (isalnum(c) || c == '#')
            out[n++] = (char)tolower(c);
    }
    out[n] = '\0';
}

// How many characters of `text` the pattern stands for, all of it being there; else 0.
static size_t match_length(const char *text, const char *pattern)
{
    size_t n = 0;
    for (; pattern[n] != '\0'; n++) {
        bool fits = pattern[n] == '#' ? isdigit((unsigned char)text[n]) : text[n] == pattern[n];
        if (!fits)
            return 0;
    }
    return n;
}

bool kt_layout_is(const char *head, const char *pattern)
{
    char text[KT_FOLD_SIZE];
    char wanted[KT_FOLD_SIZE];
    kt_fold_word(text, head, strlen(head));
    fold_pattern(wanted, pattern);
    size_t n = match_length(text, wanted);
    return n > 0 && text[n] == '\0';
}

int kt_layout_year(const char *head, const char *pattern)
{
    char text[KT_FOLD_SIZE];
    char wanted[KT_FOLD_SIZE];
    kt_fold_word(text, head, strlen(head));
    fold_pattern(wanted, pattern);
    size_t n = match_length(text, wanted);
    size_t length = strlen(text);
    int year = 0;
    if (n == 0 || length < n + YEAR_DIGITS)
        return 0;
    for (size_t i = length - YEAR_DIGITS; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return 0;
        year = year * 10 + (text[i] - '0');
    }
    return year;
}

// Where in the row the head stands; KT_GRID_COLUMNS: nowhere.
static uint32_t column_of(const kt_grid *grid, size_t row, const kt_pool *pool, const char *head)
{
    size_t n;
    const kt_grid_cell *cell = kt_grid_cells(grid, row, &n);
    for (size_t c = 0; c < n; c++) {
        if (kt_layout_is(kt_pool_text(pool, cell[c].text), head))
            return cell[c].column;
    }
    return KT_GRID_COLUMNS;
}

static kt_layout_match match_row(const kt_grid *grid, size_t row, const kt_pool *pool,
                                 kt_layout_kind kind)
{
    kt_layout_match match = {.kind = kind, .header = row};
    const char *const *head = kt_layouts[kind].column;
    for (size_t c = 0; c < KT_LAYOUT_COLUMNS && head[c] != NULL; c++) {
        match.column[c] = column_of(grid, row, pool, head[c]);
        if (match.column[c] != KT_GRID_COLUMNS)
            match.n_found++;
        else if (match.missing == NULL)
            match.missing = head[c];
    }
    return match;
}

void kt_layout_find(kt_layout_match *out, const kt_grid *grid, const kt_pool *pool)
{
    *out = (kt_layout_match){.missing = kt_layouts[0].column[0]};
    for (size_t row = 0; row < grid->n_rows && row < ROWS_LOOKED_AT; row++) {
        for (int kind = 0; kind < KT_N_LAYOUTS; kind++) {
            kt_layout_match match = match_row(grid, row, pool, (kt_layout_kind)kind);
            if (out->missing != NULL && (match.missing == NULL || match.n_found > out->n_found))
                *out = match;
        }
    }
}
