// SPDX-License-Identifier: EUPL-1.2
// A sheet has up to 100 countries and five years; a workbook some 65 sheets.
#include "ingest/yearly/world_mining.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/recognise/fold.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/figure.h"
#include "ingest/yearly/names.h"
#include "ingest/yearly/size.h"

enum { COUNTRY, UNIT }; // columns, in the order of layout.c
enum { DIGITS = 6, YEARS_LATER = 2 };

// What the sheet is of, and what is on record of it.
typedef struct reading {
    kt_yearly *yearly;
    kt_yearly_sheet *sheet;
    const kt_grid *grid;
    const char *material;
    int stage;
    uint32_t column; // of the newest year
    int year;
    kt_output_amount_list amounts;
    double total;     // as published; NaN: none
    double sum;       // of the countries
    const char *unit; // of the rows above, which a total without one is in
    size_t total_row;
    double on_record; // tonnes of the newest year there; NaN: none
    int year_on_record;
    const char *content;
    double correction;
} reading;

static const char *text_at(const reading *r, size_t row, uint32_t column)
{
    return kt_yearly_text(r->yearly, r->sheet, row, column);
}

static bool find_year(reading *r)
{
    size_t n;
    const kt_grid_cell *cell = kt_grid_cells(r->grid, r->sheet->match.header, &n);
    for (size_t c = 0; c < n; c++) {
        const char *head = kt_pool_text(r->yearly->pool, cell[c].text);
        int year = kt_layout_is(head, "20##") ? (int)strtol(head, NULL, 10) : 0;
        if (year <= r->year)
            continue;
        r->year = year;
        r->column = cell[c].column;
    }
    return r->year > 0;
}

// Newest year on record of this publication, and its sum. Means of years have shares alone.
static void find_record(reading *r)
{
    const kt_case *c = r->yearly->reference;
    const kt_table *table = &c->reference[KT_PRODUCTION];
    kt_symbol material = kt_pool_find(&c->pool, r->material, strlen(r->material));
    r->on_record = (double)NAN;
    r->content = "";
    for (uint32_t row = 0; row < table->n_rows; row++) {
        double tonnes = kt_table_number(table, KT_PRODUCTION_TONNES, row);
        int year = (int)kt_table_number(table, KT_PRODUCTION_YEAR, row);
        const char *source =
            kt_pool_text(&c->pool, kt_table_text(table, KT_PRODUCTION_SOURCE, row));
        if (kt_yearly_edition(KT_PUBLICATION_WMD, source) == 0 ||
            kt_table_text(table, KT_PRODUCTION_MATERIAL, row) != material ||
            kt_table_choice(table, KT_PRODUCTION_STAGE, row) != r->stage || isnan(tonnes) ||
            year < r->year_on_record)
            continue;
        if (year > r->year_on_record) {
            r->year_on_record = year;
            r->on_record = 0.0;
        }
        r->on_record += tonnes;
        r->content = kt_pool_text(&c->pool, kt_table_text(table, KT_PRODUCTION_CONTENT, row));
    }
}

static bool is_total(const char *country)
{
    char folded[KT_FOLD_SIZE];
    kt_fold_word(folded, country, strlen(country));
    return strcmp(folded, "total") == 0 || strcmp(folded, "worldtotal") == 0;
}

// `unit` is the file's, and per_unit the tonnes in one of it.
static void add_country(reading *r, size_t row, double tonnes, const char *unit, double per_unit)
{
    const char *name = text_at(r, row, r->sheet->match.column[COUNTRY]);
    const char *iso3 = kt_country_names_find(r->yearly->countries, name);
    kt_output_amount amount = {.material = kt_yearly_symbol(r->yearly, r->material),
                               .stage = r->stage,
                               .of = KT_OUTPUT_AMOUNT_COUNTRY,
                               .tonnes = tonnes,
                               .unit = kt_yearly_symbol(r->yearly, unit),
                               .per_unit = per_unit,
                               .place = kt_yearly_place(r->yearly, r->sheet, row)};
    r->sum += tonnes;
    if (iso3 == NULL) {
        kt_yearly_refuse(r->yearly, r->sheet, row, r->sheet->match.column[COUNTRY],
                         "country \"%s\" is not known: it is counted among other countries; add "
                         "the name to synonyms.csv",
                         name);
        return;
    }
    snprintf(amount.country, sizeof amount.country, "%.3s", iso3);
    kt_output_amount_add(&r->amounts, &amount);
}

static void read_row(reading *r, size_t row)
{
    double value;
    const char *country = text_at(r, row, r->sheet->match.column[COUNTRY]);
    const char *unit = text_at(r, row, r->sheet->match.column[UNIT]);
    const char *text = text_at(r, row, r->column);
    if (*country == '\0' || (*unit == '\0' && !is_total(country))) // notes below the table
        return;
    if (*unit == '\0')
        unit = r->unit;
    double per_unit = kt_output_amount_unit(unit, r->material);
    if (!(per_unit > 0)) {
        kt_yearly_refuse(r->yearly, r->sheet, row, r->sheet->match.column[UNIT],
                         "unit \"%s\" is not known for %s: a unit of mass is expected", unit,
                         r->material);
        return;
    }
    kt_output_amount_figure figure = kt_output_amount_read(&value, text);
    if (figure == KT_OUTPUT_AMOUNT_NO_FIGURE || figure == KT_OUTPUT_AMOUNT_BOUND) {
        kt_yearly_refuse(r->yearly, r->sheet, row, r->column,
                         "\"%s\" is no figure: a number, or W or NA, is expected", text);
        return;
    }
    r->unit = unit;
    if (isnan(value))
        return;
    if (is_total(country)) {
        r->total = value * per_unit;
        r->total_row = row;
        return;
    }
    add_country(r, row, value * per_unit, unit, per_unit);
}

static kt_size size_of(const reading *r)
{
    return (kt_size){.material = r->material,
                     .stage = kt_schema_stage_name(r->stage),
                     .year = r->year,
                     .total = r->total,
                     .sum = r->sum,
                     .on_record = r->on_record,
                     .year_on_record = r->year_on_record,
                     .unit = r->unit,
                     .place = kt_yearly_place(r->yearly, r->sheet, r->total_row)};
}

static void put_number(const reading *r, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    kt_figure_write(text, value, DIGITS);
    kt_delivery_put_text(r->yearly->delivery, table, field, text);
}

static void put_text(const reading *r, size_t table, const char *field, const char *text)
{
    kt_delivery_put_text(r->yearly->delivery, table, field, text);
}

static void put_rows(const reading *r)
{
    char source[300];
    char year[16];
    char edition[16];
    char shares[KT_NUMBER_SIZE];
    size_t table = kt_delivery_table_at(r->yearly->delivery, "production");
    double whole = isnan(r->total) ? r->sum : fmax(r->total, r->sum);
    snprintf(source, sizeof source, "%s, table %.100s", r->sheet->source, r->grid->sheet);
    snprintf(year, sizeof year, "%d", r->year);
    snprintf(edition, sizeof edition, "%d", r->sheet->edition);
    snprintf(shares, sizeof shares, "%.4f", r->sum / whole);
    for (size_t i = 0; i < r->amounts.n; i++) {
        const kt_output_amount *a = &r->amounts.amount[i];
        char share[KT_NUMBER_SIZE];
        if (!(a->tonnes > 0))
            continue;
        snprintf(share, sizeof share, "%.6f", a->tonnes / whole);
        kt_delivery_begin(r->yearly->delivery, table, a->place);
        put_text(r, table, "material", r->material);
        put_text(r, table, "stage", kt_schema_stage_name(r->stage));
        put_text(r, table, "country", a->country);
        put_text(r, table, "year", year);
        put_number(r, table, "tonnes", a->tonnes * r->correction);
        put_text(r, table, "share", share);
        put_text(r, table, "sum_of_published_shares", shares);
        put_text(r, table, "content", r->content);
        put_text(r, table, "period", year);
        put_text(r, table, "edition", edition);
        put_text(r, table, "evidence", "C");
        put_text(r, table, "source", source);
    }
}

// What the sheet is of, by its name. False where it is none of ours, which is counted or told.
static bool find_series(reading *r)
{
    kt_names_question question = {KT_PUBLICATION_WMD, r->grid->sheet, NULL, ""};
    kt_names_found found = kt_names_find(r->yearly->reference, &question);
    if (!found.known)
        kt_yearly_refuse(r->yearly, r->sheet, r->sheet->match.header, KT_GRID_COLUMNS,
                         "\"%s\" is not known: published_names.csv has no row for it (all of its "
                         "rows are left out)",
                         r->grid->sheet);
    r->yearly->n_left_out += found.known && found.n == 0;
    if (found.n == 0)
        return false;
    r->material = kt_pool_text(&r->yearly->reference->pool, found.meaning[0].material);
    r->stage = found.meaning[0].stage;
    return true;
}

kt_status kt_world_mining_read(kt_yearly *yearly, kt_yearly_sheet *sheet, kt_error *err)
{
    reading r = {.yearly = yearly,
                 .sheet = sheet,
                 .grid = &yearly->grids->grid[sheet->grid],
                 .total = (double)NAN,
                 .unit = "",
                 .total_row = sheet->match.header,
                 .correction = 1.0};
    if (!find_series(&r) || !find_year(&r))
        return KT_OK;
    sheet->edition = r.year + YEARS_LATER;
    sheet->source = kt_yearly_cite(yearly, KT_PUBLICATION_WMD, sheet->edition,
                                   "(Federal Ministry of Finance, Austria)");
    find_record(&r);
    for (size_t row = sheet->match.header + 1; row < r.grid->n_rows; row++)
        read_row(&r, row);
    kt_output_amount_sort(&r.amounts);
    kt_size size = size_of(&r);
    if (sheet->source != NULL && r.amounts.n > 0 && kt_size_check(yearly, &size)) {
        r.correction = size.correction;
        kt_yearly_convert(yearly, r.amounts.amount, r.amounts.n, r.correction);
        put_rows(&r);
    }
    yearly->failed |= r.amounts.failed || sheet->source == NULL;
    kt_output_amount_free(&r.amounts);
    return yearly->failed ? kt_error_no_memory(err) : KT_OK;
}
