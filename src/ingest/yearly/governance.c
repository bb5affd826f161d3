// SPDX-License-Identifier: EUPL-1.2
// Gathers the six indicators of a country and year, which the file has in six rows, by sorting.
// Some 32,000 rows.
#include "ingest/yearly/governance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "ingest/recognise/fold.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/figure.h"

// Columns of the grid.
typedef enum column { CODE, NAME, YEAR, INDICATOR, ESTIMATE, ERROR, N_COLUMNS } column;

enum { N_INDICATORS = 6, ROWS_PER_LOOK = 1 << 12, DECIMALS = 4 };

static const char *const INDICATORS[N_INDICATORS] = {"va", "pv", "ge", "rq", "rl", "cc"};

// Estimates lie within -2.5 and 2.5 but for a few; ranks and percentages do not.
static const double MOST = 4.0;
static const double MOST_ERROR = 2.0;
static const double MOST_MISSING = 0.1;

// One estimate.
typedef struct estimate {
    char iso3[4];
    int year;
    int indicator;
    double value, error; // NaN: not given
    kt_delivery_place place;
} estimate;

typedef struct reading {
    kt_yearly *yearly;
    kt_yearly_sheet *sheet;     // that is being read
    uint32_t column[N_COLUMNS]; // of it; KT_GRID_COLUMNS: it has none
    estimate *row;
    size_t n, capacity;
    kt_dictionary told; // countries that were told to be unknown
    int first_year;     // on record
    int last_year;      // of the table
} reading;

static const char *text_at(const reading *r, size_t row, column at)
{
    if (r->column[at] == KT_GRID_COLUMNS)
        return "";
    return kt_yearly_text(r->yearly, r->sheet, row, r->column[at]);
}

// Where each column stands in the layout of the sheet; a standard error may be absent.
static void find_columns(reading *r)
{
    static const column TABLE[] = {CODE, NAME, YEAR, INDICATOR, ESTIMATE, ERROR};
    static const column BOOK[] = {CODE, NAME, YEAR, ESTIMATE};
    bool is_book = r->sheet->match.kind == KT_LAYOUT_GOVERNANCE_BOOK;
    const kt_grid *grid = &r->yearly->grids->grid[r->sheet->grid];
    size_t n;
    const kt_grid_cell *cell = kt_grid_cells(grid, r->sheet->match.header, &n);
    for (size_t c = 0; c < N_COLUMNS; c++)
        r->column[c] = KT_GRID_COLUMNS;
    for (size_t c = 0; c < (is_book ? 4 : 6); c++)
        r->column[is_book ? BOOK[c] : TABLE[c]] = r->sheet->match.column[c];
    for (size_t c = 0; is_book && c < n; c++) {
        char folded[KT_FOLD_SIZE];
        const char *head = kt_pool_text(r->yearly->pool, cell[c].text);
        kt_fold_word(folded, head, strlen(head));
        if (strstr(folded, "standarderror") != NULL)
            r->column[ERROR] = cell[c].column;
    }
}

static void refuse(reading *r, size_t row, column at, const char *format, const char *text)
    __attribute__((format(printf, 4, 0)));

static void refuse(reading *r, size_t row, column at, const char *format, const char *text)
{
    kt_yearly_refuse(r->yearly, r->sheet, row, r->column[at], format, text);
}

// What the row is of: the sheet's name says it where no column does.
static const char *indicator_text(const reading *r, size_t row)
{
    return r->column[INDICATOR] == KT_GRID_COLUMNS ? r->yearly->grids->grid[r->sheet->grid].sheet
                                                   : text_at(r, row, INDICATOR);
}

// The code where it is one of ours, else the name: the publisher has codes of its own.
static const char *country_of(reading *r, size_t row)
{
    const char *code = text_at(r, row, CODE);
    const kt_case *c = r->yearly->reference;
    kt_symbol symbol = kt_pool_find(&c->pool, code, strlen(code));
    if (symbol != 0 && kt_case_row(&c->country, symbol) != KT_NO_ROW)
        return code;
    const char *name = text_at(r, row, NAME);
    const char *iso3 = kt_country_names_find(r->yearly->countries, name);
    if (iso3 == NULL && kt_dictionary_count(&r->told, 'C', name) == 1)
        refuse(r, row, NAME,
               "country \"%s\" is not known: its rows are left out; add the name to synonyms.csv",
               name);
    return iso3;
}

static int indicator_of(const char *text)
{
    for (int i = 0; i < N_INDICATORS; i++) {
        if (strcmp(INDICATORS[i], text) == 0)
            return i;
    }
    return -1;
}

// A figure of the table; NaN where it has none. False for what is no figure, or none within bounds.
static bool read_figure(double *out, const char *text, double least, double most)
{
    *out = (double)NAN;
    bool none = *text == '\0' || strcmp(text, "..") == 0 || strcmp(text, "#N/A") == 0 ||
                strcmp(text, ".") == 0 || strcmp(text, "NA") == 0;
    return none || (kt_number_read(out, text, strlen(text)) && *out >= least && *out <= most);
}

static void read_row(reading *r, size_t row)
{
    double year;
    const char *text = text_at(r, row, YEAR);
    estimate e = {.place = kt_yearly_place(r->yearly, r->sheet, row),
                  .indicator = indicator_of(indicator_text(r, row))};
    if (!kt_number_read(&year, text, strlen(text)) || !(year >= 1990 && year <= 2200) ||
        year != floor(year)) {
        refuse(r, row, YEAR, "\"%s\" is no year: four digits are expected", text);
        return;
    }
    e.year = (int)year;
    if (e.year < r->first_year)
        return;
    if (e.indicator < 0) {
        refuse(r, row, INDICATOR, "\"%s\" is no indicator: va, pv, ge, rq, rl or cc is expected",
               indicator_text(r, row));
        return;
    }
    if (!read_figure(&e.value, text_at(r, row, ESTIMATE), -MOST, MOST)) {
        refuse(r, row, ESTIMATE, "\"%s\" is no estimate: about -2.5 to 2.5 is expected",
               text_at(r, row, ESTIMATE));
        return;
    }
    if (!read_figure(&e.error, text_at(r, row, ERROR), 0.0, MOST_ERROR)) {
        refuse(r, row, ERROR, "\"%s\" is no standard error of an estimate: 0 to 2 is expected",
               text_at(r, row, ERROR));
        return;
    }
    const char *iso3 = country_of(r, row);
    if (iso3 == NULL || isnan(e.value))
        return;
    snprintf(e.iso3, sizeof e.iso3, "%.3s", iso3);
    r->last_year = e.year > r->last_year ? e.year : r->last_year;
    r->row = kt_grow_array(r->row, &r->capacity, r->n + 1, sizeof *r->row, &r->yearly->failed);
    if (!r->yearly->failed)
        r->row[r->n++] = e;
}

static int in_order(const void *left, const void *right)
{
    const estimate *one = left;
    const estimate *other = right;
    int order = strcmp(one->iso3, other->iso3);
    if (order == 0)
        order = (one->year > other->year) - (one->year < other->year);
    if (order == 0)
        order = one->indicator - other->indicator;
    return order != 0 ? order : kt_delivery_by_place(&one->place, &other->place);
}

static bool is_same(const estimate *one, const estimate *other)
{
    return one->year == other->year && strcmp(one->iso3, other->iso3) == 0;
}

// Of an indicator that a country has twice in a year the first counts, and the other is told of.
static void drop_twice(reading *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        const estimate *e = &r->row[i];
        const estimate *before = n == 0 ? NULL : &r->row[n - 1];
        char place[KT_GRID_PLACE];
        if (before == NULL || !is_same(before, e) || before->indicator != e->indicator) {
            r->row[n++] = *e;
            continue;
        }
        kt_grid_place(place, &r->yearly->grids->grid[e->place.grid], e->place.number,
                      KT_GRID_COLUMNS);
        kt_reject_add(r->yearly->rejects, e->place, place,
                      "%s of %s in %d stands in the file twice: the first counts",
                      INDICATORS[e->indicator], e->iso3, e->year);
    }
    r->n = n;
}

// ----------------------------------------------------------------------------- what is on record

static int year_on_record(const kt_table *table, uint32_t row)
{
    return (int)kt_table_number(table, KT_GOVERNANCE_YEAR, row);
}

static void find_first_year(reading *r)
{
    const kt_table *table = &r->yearly->reference->reference[KT_GOVERNANCE];
    for (uint32_t row = 0; row < table->n_rows; row++) {
        int year = year_on_record(table, row);
        r->first_year = r->first_year == 0 || year < r->first_year ? year : r->first_year;
    }
}

static bool is_in_table(const reading *r, const char *iso3, int indicator)
{
    for (size_t i = 0; i < r->n; i++) {
        const estimate *e = &r->row[i];
        if (e->year == r->last_year && e->indicator == indicator && strcmp(e->iso3, iso3) == 0)
            return true;
    }
    return false;
}

// Countries that have the indicator on record, in its newest year, and how many of them the table
// lacks in its own.
static void count_missing(const reading *r, int indicator, unsigned *n, unsigned *n_missing)
{
    const kt_case *c = r->yearly->reference;
    const kt_table *table = &c->reference[KT_GOVERNANCE];
    int newest = 0;
    *n = *n_missing = 0;
    for (uint32_t row = 0; row < table->n_rows; row++)
        newest = year_on_record(table, row) > newest ? year_on_record(table, row) : newest;
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (year_on_record(table, row) != newest ||
            isnan(kt_table_number(table, KT_GOVERNANCE_VA + indicator, row)))
            continue;
        const char *iso3 = kt_pool_text(&c->pool, kt_table_text(table, KT_GOVERNANCE_COUNTRY, row));
        *n += 1;
        *n_missing += is_in_table(r, iso3, indicator) ? 0 : 1;
    }
}

static bool has_indicator(const reading *r, int indicator)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->row[i].indicator == indicator)
            return true;
    }
    return false;
}

// Whether the table may stand for the whole of an edition.
static bool is_whole(reading *r)
{
    size_t head = r->sheet->match.header;
    for (int i = 0; i < N_INDICATORS; i++) {
        if (has_indicator(r, i))
            continue;
        refuse(r, head, INDICATOR,
               "indicator %s is missing: governance is taken from one edition alone, so that all "
               "six are needed",
               INDICATORS[i]);
        return false;
    }
    for (int i = 0; i < N_INDICATORS; i++) {
        unsigned n;
        unsigned n_missing;
        count_missing(r, i, &n, &n_missing);
        if (n_missing <= (unsigned)(MOST_MISSING * n))
            continue;
        kt_yearly_refuse(r->yearly, r->sheet, head, r->column[CODE],
                         "indicator %s: %u of the %u countries on record are missing in %d: "
                         "governance is taken from one edition alone, so that all are needed",
                         INDICATORS[i], n_missing, n, r->last_year);
        return false;
    }
    return true;
}

// ------------------------------------------------------------------------------------- the rows

static void put(const reading *r, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    if (isnan(value))
        return;
    kt_figure_fixed(text, value, DECIMALS);
    kt_delivery_put_text(r->yearly->delivery, table, field, text);
}

static void begin_row(const reading *r, size_t table, const estimate *e)
{
    char year[16];
    char edition[16];
    kt_delivery *delivery = r->yearly->delivery;
    snprintf(year, sizeof year, "%d", e->year);
    snprintf(edition, sizeof edition, "%d", r->sheet->edition);
    kt_delivery_begin(delivery, table, e->place);
    kt_delivery_put_text(delivery, table, "country", e->iso3);
    kt_delivery_put_text(delivery, table, "year", year);
    kt_delivery_put_text(delivery, table, "edition", edition);
    kt_delivery_put_text(delivery, table, "evidence", "C");
    kt_delivery_put_text(delivery, table, "source", r->sheet->source);
}

static void put_rows(const reading *r)
{
    size_t end;
    size_t estimates = kt_delivery_table_at(r->yearly->delivery, "governance");
    size_t errors = kt_delivery_table_at(r->yearly->delivery, "governance_errors");
    for (size_t first = 0; first < r->n; first = end) {
        bool any_error = false;
        for (end = first; end < r->n && is_same(&r->row[first], &r->row[end]); end++)
            any_error |= !isnan(r->row[end].error);
        begin_row(r, estimates, &r->row[first]);
        for (size_t i = first; i < end; i++)
            put(r, estimates, INDICATORS[r->row[i].indicator], r->row[i].value);
        if (!any_error)
            continue;
        begin_row(r, errors, &r->row[first]);
        for (size_t i = first; i < end; i++)
            put(r, errors, INDICATORS[r->row[i].indicator], r->row[i].error);
    }
}

static kt_status read_rows(reading *r, kt_error *err)
{
    find_columns(r);
    size_t n = r->yearly->grids->grid[r->sheet->grid].n_rows;
    for (size_t row = r->sheet->match.header + 1; row < n; row++) {
        if (row % ROWS_PER_LOOK == 0 && kt_control_stopped(r->yearly->control))
            return kt_control_check(r->yearly->control, err);
        read_row(r, row);
    }
    return KT_OK;
}

// Names the edition of all sheets and puts their rows.
static kt_status deliver(reading *r, kt_yearly_sheet *sheet, size_t n, kt_error *err)
{
    int edition = r->last_year + 1;
    const char *source = kt_yearly_cite(r->yearly, KT_PUBLICATION_WGI, edition, "update");
    if (source == NULL)
        return kt_error_no_memory(err);
    for (size_t s = 0; s < n; s++) {
        sheet[s].edition = edition;
        sheet[s].source = source;
    }
    qsort(r->row, r->n, sizeof *r->row, in_order);
    drop_twice(r);
    put_rows(r);
    return KT_OK;
}

kt_status kt_governance_read(kt_yearly *yearly, kt_yearly_sheet *sheet, size_t n, kt_error *err)
{
    reading r = {.yearly = yearly};
    kt_status status = KT_OK;
    if (!kt_dictionary_open(&r.told))
        return kt_error_no_memory(err);
    find_first_year(&r);
    for (size_t s = 0; s < n && status == KT_OK; s++) {
        r.sheet = &sheet[s];
        status = read_rows(&r, err);
    }
    yearly->failed |= r.told.failed;
    kt_dictionary_close(&r.told);
    if (status == KT_OK && yearly->failed)
        status = kt_error_no_memory(err);
    if (status == KT_OK && r.n > 0 && is_whole(&r))
        status = deliver(&r, sheet, n, err);
    free(r.row);
    return status;
}
