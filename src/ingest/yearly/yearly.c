// SPDX-License-Identifier: EUPL-1.2
// What the readers share. A citation begins as data/SOURCES.md has it, with the year of the edition
// behind: so the edition of a row on record is found in its source.
#include "ingest/yearly/yearly.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/grow.h"

enum { YEAR_DIGITS = 4 };

static const char *const BEGINS[] = {
    [KT_PUBLICATION_USGS] = "USGS Mineral Commodity Summaries ",
    [KT_PUBLICATION_WMD] = "World Mining Data ",
    [KT_PUBLICATION_WGI] = "World Bank, Worldwide Governance Indicators, ",
    [KT_PUBLICATION_PINK_SHEET] = "World Bank Pink Sheet (updated ",
};

const char *kt_yearly_text(const kt_yearly *yearly, const kt_yearly_sheet *sheet, size_t row,
                           uint32_t column)
{
    const kt_grid_cell *cell = kt_grid_find(&yearly->grids->grid[sheet->grid], row, column);
    const char *text = cell == NULL ? "" : kt_pool_text(yearly->pool, cell->text);
    size_t begin = strspn(text, " ");
    size_t length = strlen(text + begin);
    if (length == 0 || text[begin + length - 1] != ' ')
        return text + begin;
    while (length > 0 && text[begin + length - 1] == ' ')
        length--;
    const char *trimmed = kt_arena_text(yearly->arena, text + begin, length);
    return trimmed == NULL ? text + begin : trimmed;
}

kt_delivery_place kt_yearly_place(const kt_yearly *yearly, const kt_yearly_sheet *sheet, size_t row)
{
    const kt_grid *grid = &yearly->grids->grid[sheet->grid];
    return (kt_delivery_place){(uint32_t)sheet->grid, grid->row[row].number, 0};
}

void kt_yearly_refuse(kt_yearly *yearly, const kt_yearly_sheet *sheet, size_t row, uint32_t column,
                      const char *format, ...)
{
    const kt_grid *grid = &yearly->grids->grid[sheet->grid];
    char place[KT_GRID_PLACE];
    kt_grid_place(place, grid, grid->row[row].number, column);
    va_list args;
    va_start(args, format);
    kt_reject_add_list(yearly->rejects, kt_yearly_place(yearly, sheet, row), place, format, args);
    va_end(args);
}

kt_symbol kt_yearly_symbol(kt_yearly *yearly, const char *text)
{
    kt_symbol symbol = 0;
    yearly->failed |= !kt_pool_add(yearly->pool, text, strlen(text), &symbol);
    return symbol;
}

static void count_conversion(kt_yearly *yearly, const kt_yearly_conversion *conversion)
{
    for (size_t i = 0; i < yearly->n_conversions; i++) {
        kt_yearly_conversion *c = &yearly->conversion[i];
        if (c->material == conversion->material && c->stage == conversion->stage &&
            c->unit == conversion->unit && c->correction == conversion->correction) {
            c->n += conversion->n;
            return;
        }
    }
    yearly->conversion =
        kt_grow_array(yearly->conversion, &yearly->conversion_capacity, yearly->n_conversions + 1,
                      sizeof *yearly->conversion, &yearly->failed);
    if (!yearly->failed)
        yearly->conversion[yearly->n_conversions++] = *conversion;
}

void kt_yearly_convert(kt_yearly *yearly, const kt_output_amount *amount, size_t n,
                       double correction)
{
    for (size_t i = 0; i < n; i++) {
        const kt_output_amount *a = &amount[i];
        kt_yearly_conversion conversion = {a->material, a->stage,   a->unit,
                                           a->per_unit, correction, 1};
        if (!isnan(a->tonnes) && (a->per_unit != 1.0 || correction != 1.0))
            count_conversion(yearly, &conversion);
    }
}

// Digits at `at`; -1 where there is something else.
static int read_digits(const char *at, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)at[i]))
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

int kt_yearly_edition(kt_publication publication, const char *source)
{
    enum { MONTH = 5, DAY = 8, DATE = 10 };
    const char *begin = BEGINS[publication];
    const char *at = strstr(source, begin);
    if (at == NULL)
        return 0;
    at += strlen(begin);
    int year = read_digits(at, YEAR_DIGITS);
    if (year < 0 || publication != KT_PUBLICATION_PINK_SHEET)
        return year < 0 ? 0 : year;
    bool is_date = strlen(at) >= DATE && at[YEAR_DIGITS] == '-' && at[DAY - 1] == '-';
    int month = is_date ? read_digits(at + MONTH, 2) : -1;
    int day = is_date ? read_digits(at + DAY, 2) : -1;
    return month < 0 || day < 0 ? 0 : (year * 100 + month) * 100 + day;
}

const char *kt_yearly_cite(kt_yearly *yearly, kt_publication publication, int edition,
                           const char *kind)
{
    char text[256];
    int length = snprintf(text, sizeof text, "%s%d%s%s", BEGINS[publication], edition,
                          kind == NULL ? "" : " ", kind == NULL ? "" : kind);
    return kt_arena_text(yearly->arena, text, (size_t)length);
}
