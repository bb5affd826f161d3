// SPDX-License-Identifier: EUPL-1.2
// A column is a series: its name stands in the row of the heads, its unit below that. Some 70
// columns of 800 months, of which a dozen are ours.
#include "ingest/yearly/pink_sheet.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "ingest/recognise/fold.h"
#include "ingest/yearly/figure.h"
#include "ingest/yearly/names.h"

enum { MONTH_TEXT = 8, YEAR_DIGITS = 4, DECIMALS = 2, DATE_TEXT = 32 };

static const double MOST_TIMES = 2.0;

// One column that is ours.
typedef struct series {
    uint32_t column;
    const char *material;
    const char *unit; // as the record has it
} series;

typedef struct reading {
    kt_yearly *yearly;
    kt_yearly_sheet *sheet;
    const kt_grid *grid;
    char date[DATE_TEXT]; // of the update
    char series[96];      // as the record names it
} reading;

static const char *text_at(const reading *r, size_t row, uint32_t column)
{
    return kt_yearly_text(r->yearly, r->sheet, row, column);
}

// The month of the year, 1 to 12, by its English name; 0: none.
static int month_of(const char *name, size_t length)
{
    static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    for (int m = 0; m < 12; m++) {
        if (strlen(MONTHS[m]) == length && strncmp(MONTHS[m], name, length) == 0)
            return m + 1;
    }
    return 0;
}

// "June 02, 2026" as 2026-06-02. False for anything else.
static bool read_date(char out[DATE_TEXT], const char *text)
{
    size_t length = strcspn(text, " ");
    int month = month_of(text, length);
    char *end;
    unsigned long day = strtoul(text + length, &end, 10);
    unsigned long year = *end == ',' ? strtoul(end + 1, NULL, 10) : 0;
    if (month == 0 || day == 0 || day > 31 || year < 1990 || year > 2200)
        return false;
    snprintf(out, DATE_TEXT, "%04lu-%02d-%02lu", year, month, day);
    return true;
}

// "Updated on" and a date, above the heads. False where it does not stand there.
static bool find_date(reading *r)
{
    static const char BEGIN[] = "Updated on ";
    for (size_t row = 0; row < r->sheet->match.header; row++) {
        size_t n;
        const kt_grid_cell *cell = kt_grid_cells(r->grid, row, &n);
        for (size_t c = 0; c < n; c++) {
            const char *text = kt_pool_text(r->yearly->pool, cell[c].text);
            if (strncmp(text, BEGIN, sizeof BEGIN - 1) != 0 ||
                !read_date(r->date, text + sizeof BEGIN - 1))
                continue;
            r->sheet->edition = (int)strtoul(r->date, NULL, 10);
            return true;
        }
    }
    return false;
}

// "2026M05" as 2026-05. False for anything else.
static bool read_month(char out[MONTH_TEXT], const char *text)
{
    if (strlen(text) != 7 || text[YEAR_DIGITS] != 'M')
        return false;
    for (size_t i = 0; i < 7; i++) {
        if (i != YEAR_DIGITS && !isdigit((unsigned char)text[i]))
            return false;
    }
    snprintf(out, MONTH_TEXT, "%.4s-%.2s", text, text + YEAR_DIGITS + 1);
    return true;
}

// "($/mt)" as the record has it; "" for a unit that it does not.
static const char *unit_of(const char *text)
{
    static const struct {
        const char *published, *ours; // folded
    } UNITS[] = {{"mt", "USD/t"}, {"kg", "USD/kg"}, {"troyoz", "USD/ozt"}, {"dmtu", "USD/dmtu"}};
    char folded[KT_FOLD_SIZE];
    kt_fold_word(folded, text, strlen(text));
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcmp(UNITS[i].published, folded) == 0)
            return UNITS[i].ours;
    }
    return "";
}

// A price of the table; NaN where it has none there.
static double price_at(const reading *r, size_t row, uint32_t column)
{
    double price;
    const char *text = text_at(r, row, column);
    return kt_number_read(&price, text, strlen(text)) && price > 0 ? price : (double)NAN;
}

// ----------------------------------------------------------------------------- what is on record

typedef struct record {
    const char *first, *last; // months; last "": nothing is on record
    const char *unit;         // of the last one
} record;

static record find_record(const reading *r, const char *material)
{
    const kt_case *c = r->yearly->reference;
    const kt_table *table = &c->reference[KT_PRICES];
    kt_symbol id = kt_pool_find(&c->pool, material, strlen(material));
    record out = {.unit = "", .first = "9999", .last = ""};
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_PRICES_MATERIAL, row) != id)
            continue;
        const char *month = kt_pool_text(&c->pool, kt_table_text(table, KT_PRICES_MONTH, row));
        if (strcmp(month, out.first) < 0)
            out.first = month;
        if (strcmp(month, out.last) < 0)
            continue;
        out.last = month;
        out.unit = kt_pool_text(&c->pool, kt_table_text(table, KT_PRICES_UNIT, row));
    }
    return out;
}

static double price_on_record(const reading *r, const char *material, const char *month)
{
    const kt_case *c = r->yearly->reference;
    const kt_table *table = &c->reference[KT_PRICES];
    kt_symbol id = kt_pool_find(&c->pool, material, strlen(material));
    kt_symbol when = kt_pool_find(&c->pool, month, strlen(month));
    double price = (double)NAN;
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_PRICES_MATERIAL, row) == id &&
            kt_table_text(table, KT_PRICES_MONTH, row) == when)
            price = kt_table_number(table, KT_PRICES_PRICE, row);
    }
    return price;
}

// The newest month that both have, and its two prices.
typedef struct common {
    char month[MONTH_TEXT]; // "": there is none
    double now, then;
} common;

// Months follow each other, so that the last rows of the table mostly say it.
static common find_common(const reading *r, const series *s)
{
    common out = {.month = ""};
    for (size_t row = r->grid->n_rows; row-- > r->sheet->match.header + 1;) {
        char month[MONTH_TEXT];
        double now = price_at(r, row, s->column);
        if (isnan(now) || !read_month(month, text_at(r, row, 0)) || strcmp(month, out.month) <= 0)
            continue;
        double then = price_on_record(r, s->material, month);
        if (isnan(then))
            continue;
        out = (common){.now = now, .then = then};
        memcpy(out.month, month, sizeof out.month);
    }
    return out;
}

// Whether the column is the series on record, by its unit and the newest price that both have.
static bool is_on_record(const reading *r, const series *s, const record *on_record)
{
    size_t units = r->sheet->match.header + 1;
    char now[KT_NUMBER_SIZE];
    char then[KT_NUMBER_SIZE];
    if (*on_record->last == '\0') {
        kt_yearly_refuse(r->yearly, r->sheet, r->sheet->match.header, s->column,
                         "%s: no price is on record to hold this one against", s->material);
        return false;
    }
    if (strcmp(s->unit, on_record->unit) != 0) {
        kt_yearly_refuse(r->yearly, r->sheet, units, s->column,
                         "%s: the unit is %s, where prices on record are in %s", s->material,
                         text_at(r, units, s->column), on_record->unit);
        return false;
    }
    common both = find_common(r, s);
    if (*both.month == '\0' ||
        (both.now < both.then * MOST_TIMES && both.now > both.then / MOST_TIMES))
        return true;
    kt_figure_fixed(now, both.now, DECIMALS);
    kt_figure_fixed(then, both.then, DECIMALS);
    kt_yearly_refuse(r->yearly, r->sheet, r->sheet->match.header, s->column,
                     "%s, %s: %s, where %s is on record: too far off to be the same series",
                     s->material, both.month, now, then);
    return false;
}

// ------------------------------------------------------------------------------------- the rows

static void put_prices(const reading *r, const series *s, const record *on_record)
{
    kt_delivery *delivery = r->yearly->delivery;
    size_t table = kt_delivery_table_at(delivery, "prices");
    for (size_t row = r->sheet->match.header + 1; row < r->grid->n_rows; row++) {
        char month[MONTH_TEXT];
        char text[KT_NUMBER_SIZE];
        double price = price_at(r, row, s->column);
        if (isnan(price) || !read_month(month, text_at(r, row, 0)) ||
            strcmp(month, on_record->first) < 0)
            continue;
        kt_figure_fixed(text, price, DECIMALS);
        kt_delivery_begin(delivery, table, kt_yearly_place(r->yearly, r->sheet, row));
        kt_delivery_put_text(delivery, table, "material", s->material);
        kt_delivery_put_text(delivery, table, "month", month);
        kt_delivery_put_text(delivery, table, "price", text);
        kt_delivery_put_text(delivery, table, "unit", s->unit);
        kt_delivery_put_text(delivery, table, "series", r->series);
        kt_delivery_put_text(delivery, table, "evidence", "C");
        kt_delivery_put_text(delivery, table, "source", r->sheet->source);
    }
}

static void read_column(const reading *r, uint32_t column, const char *name)
{
    kt_names_question question = {KT_PUBLICATION_PINK_SHEET, name, NULL, ""};
    kt_names_found found = kt_names_find(r->yearly->reference, &question);
    if (found.n == 0) { // energy, food, timber
        r->yearly->n_left_out++;
        return;
    }
    series s = {.column = column,
                .material = kt_pool_text(&r->yearly->reference->pool, found.meaning[0].material),
                .unit = unit_of(text_at(r, r->sheet->match.header + 1, column))};
    record on_record = find_record(r, s.material);
    if (is_on_record(r, &s, &on_record))
        put_prices(r, &s, &on_record);
}

// Whether the rows are months: those of the other workbook are years.
static bool has_months(const reading *r)
{
    char month[MONTH_TEXT];
    for (size_t row = r->sheet->match.header + 1; row < r->grid->n_rows; row++) {
        if (read_month(month, text_at(r, row, 0)))
            return true;
    }
    return false;
}

kt_status kt_pink_sheet_read(kt_yearly *yearly, kt_yearly_sheet *sheet, kt_error *err)
{
    static const char SOURCE[] = "World Bank, Commodity Price Data (The Pink Sheet)";
    size_t n;
    reading r = {.yearly = yearly, .sheet = sheet, .grid = &yearly->grids->grid[sheet->grid]};
    if (!has_months(&r)) {
        kt_yearly_refuse(yearly, sheet, sheet->match.header, 0,
                         "no row is a month (as 2026M05): means of a year are those of its months; "
                         "give the monthly prices");
        return KT_OK;
    }
    if (!find_date(&r)) {
        kt_yearly_refuse(yearly, sheet, sheet->match.header, 0,
                         "no date of the update (as \"Updated on June 02, 2026\") stands above the "
                         "heads: it says which edition this is");
        return KT_OK;
    }
    snprintf(r.series, sizeof r.series, "World Bank Pink Sheet (updated %s)", r.date);
    sheet->source = SOURCE;
    const kt_grid_cell *cell = kt_grid_cells(r.grid, sheet->match.header, &n);
    for (size_t c = 0; c < n; c++) {
        if (kt_control_stopped(yearly->control))
            return kt_control_check(yearly->control, err);
        if (cell[c].column > 0)
            read_column(&r, cell[c].column, kt_pool_text(yearly->pool, cell[c].text));
    }
    return yearly->failed ? kt_error_no_memory(err) : KT_OK;
}
