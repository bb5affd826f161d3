// SPDX-License-Identifier: EUPL-1.2
// Both layouts come down to one question for each figure: which of our materials and stages is it,
// whose, of which year, in what unit. Rows of one series follow each other, so its name is looked
// up once. Some 30,000 rows, of which a fifth are of the world's output.
#include "ingest/yearly/usgs.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ingest/recognise/fold.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/names.h"

enum { YEAR_DIGITS = 4, MOST_YEARS = 8, ROWS_PER_LOOK = 1 << 10 };

// The columns of the two layouts, in the order of layout.c.
enum { WORLD_SOURCE, WORLD_COMMODITY, WORLD_COUNTRY, WORLD_TYPE, WORLD_UNIT };
enum {
    LONG_CHAPTER,
    LONG_SECTION,
    LONG_COMMODITY,
    LONG_COUNTRY,
    LONG_STATISTICS,
    LONG_DETAIL,
    LONG_UNIT,
    LONG_YEAR,
    LONG_VALUE
};

typedef struct reading {
    kt_yearly *yearly;
    kt_yearly_sheet *sheet;
    kt_output_amount_list *out;
    kt_dictionary told; // series and countries that were told to be unknown
    const char *name, *chapter, *detail;
    kt_names_found found; // of those three
    int last_year;
} reading;

// One figure, and where it stands.
typedef struct figure {
    size_t row;
    const char *name, *chapter, *detail, *country, *unit, *value;
    uint32_t name_column, country_column, unit_column, value_column;
    int year;
} figure;

static const char *text_at(const reading *r, size_t row, int column)
{
    return kt_yearly_text(r->yearly, r->sheet, row, r->sheet->match.column[column]);
}

// The year that a text begins with; 0 where it begins otherwise, or is a span of years.
static int year_of(const char *text)
{
    int year = 0;
    for (size_t i = 0; i < YEAR_DIGITS; i++) {
        if (!isdigit((unsigned char)text[i]))
            return 0;
        year = year * 10 + (text[i] - '0');
    }
    bool ends = text[YEAR_DIGITS] == '\0' || text[YEAR_DIGITS] == '_' || text[YEAR_DIGITS] == ' ';
    return ends ? year : 0;
}

static bool begins_with(const char *text, const char *folded_beginning)
{
    char folded[KT_FOLD_SIZE];
    kt_fold_word(folded, text, strlen(text));
    return strncmp(folded, folded_beginning, strlen(folded_beginning)) == 0;
}

static bool is_series(const reading *r, const figure *f)
{
    return r->name != NULL && strcmp(r->name, f->name) == 0 && strcmp(r->detail, f->detail) == 0 &&
           strcmp(r->chapter == NULL ? "" : r->chapter, f->chapter == NULL ? "" : f->chapter) == 0;
}

// What the series of the figure is of ours. A series that nobody knows is told of once.
static const kt_names_found *find_series(reading *r, const figure *f)
{
    if (is_series(r, f))
        return &r->found;
    kt_names_question question = {KT_PUBLICATION_USGS, f->name, f->chapter, f->detail};
    r->name = f->name;
    r->chapter = f->chapter;
    r->detail = f->detail;
    r->found = kt_names_find(r->yearly->reference, &question);
    if (!r->found.known) {
        char series[512];
        const char *rounded = strstr(f->detail, "rounded"); // of the world: the same series
        int length = rounded == NULL ? (int)strlen(f->detail) : (int)(rounded - f->detail);
        while (length > 0 && strchr(" :(,", f->detail[length - 1]) != NULL)
            length--;
        snprintf(series, sizeof series, "%.200s: %.*s", f->name, length < 200 ? length : 200,
                 f->detail);
        if (kt_dictionary_count(&r->told, 'S', series) == 1)
            kt_yearly_refuse(r->yearly, r->sheet, f->row, f->name_column,
                             "\"%s\" is not known: published_names.csv has no row for it (all of "
                             "its rows are left out)",
                             series);
    }
    return &r->found;
}

// Whose the figure is. A country that is not known counts among the others, and is told of.
static void find_country(reading *r, const figure *f, kt_output_amount *amount)
{
    if (begins_with(f->country, "world")) {
        amount->of = KT_OUTPUT_AMOUNT_WORLD;
        return;
    }
    amount->of = KT_OUTPUT_AMOUNT_OTHERS;
    if (begins_with(f->country, "other"))
        return;
    const char *iso3 = kt_country_names_find(r->yearly->countries, f->country);
    if (iso3 == NULL) {
        if (kt_dictionary_count(&r->told, 'C', f->country) > 1)
            return;
        kt_yearly_refuse(r->yearly, r->sheet, f->row, f->country_column,
                         "country \"%s\" is not known: it is counted among other countries; add "
                         "the name to synonyms.csv",
                         f->country);
        return;
    }
    amount->of = KT_OUTPUT_AMOUNT_COUNTRY;
    snprintf(amount->country, sizeof amount->country, "%.3s", iso3);
}

// False where the cell is no figure, which is told of.
static bool read_value(reading *r, const figure *f, double *value)
{
    switch (kt_output_amount_read(value, f->value)) {
    case KT_OUTPUT_AMOUNT_GIVEN:
    case KT_OUTPUT_AMOUNT_WITHHELD:
        return true;
    case KT_OUTPUT_AMOUNT_BOUND:
        kt_yearly_refuse(r->yearly, r->sheet, f->row, f->value_column,
                         "\"%s\" is a bound, no figure", f->value);
        return false;
    default:
        kt_yearly_refuse(r->yearly, r->sheet, f->row, f->value_column,
                         "\"%s\" is no figure: a number, or W or NA, is expected", f->value);
        return false;
    }
}

static void add_figure(reading *r, const figure *f)
{
    kt_yearly *y = r->yearly;
    const kt_names_found *found = find_series(r, f);
    double value;
    if (!found->known)
        return;
    if (found->n == 0) {
        y->n_left_out++;
        return;
    }
    if (!read_value(r, f, &value))
        return;
    kt_output_amount amount = {.year = f->year,
                               .unit = kt_yearly_symbol(y, f->unit),
                               .place = kt_yearly_place(y, r->sheet, f->row)};
    find_country(r, f, &amount);
    for (size_t i = 0; i < found->n; i++) {
        const char *material = kt_pool_text(&y->reference->pool, found->meaning[i].material);
        amount.material = kt_yearly_symbol(y, material);
        amount.stage = found->meaning[i].stage;
        amount.per_unit = kt_output_amount_unit(f->unit, material);
        if (!(amount.per_unit > 0)) {
            kt_yearly_refuse(y, r->sheet, f->row, f->unit_column,
                             "unit \"%s\" is not known for %s: a unit of mass is expected", f->unit,
                             material);
            return;
        }
        amount.tonnes = value * amount.per_unit;
        kt_output_amount_add(r->out, &amount);
        r->last_year = f->year > r->last_year ? f->year : r->last_year;
    }
}

static const kt_grid *grid_of(const reading *r)
{
    return &r->yearly->grids->grid[r->sheet->grid];
}

// The columns with output, each with its year.
typedef struct output_columns {
    uint32_t column[MOST_YEARS];
    int year[MOST_YEARS];
    size_t n;
} output_columns;

static void find_output_columns(const reading *r, output_columns *out)
{
    size_t n;
    const kt_grid_cell *cell = kt_grid_cells(grid_of(r), r->sheet->match.header, &n);
    for (size_t c = 0; c < n && out->n < MOST_YEARS; c++) {
        int year = kt_layout_year(kt_pool_text(r->yearly->pool, cell[c].text), "PROD");
        if (year == 0)
            continue;
        out->column[out->n] = cell[c].column;
        out->year[out->n++] = year;
    }
}

// "MCS2025": 2025; 0 where there is no year.
static int edition_of(const char *source)
{
    while (*source != '\0' && !isdigit((unsigned char)*source))
        source++;
    return year_of(source);
}

static kt_status read_world(reading *r, kt_error *err)
{
    output_columns output = {.n = 0};
    find_output_columns(r, &output);
    for (size_t row = r->sheet->match.header + 1; row < grid_of(r)->n_rows; row++) {
        const char *source = text_at(r, row, WORLD_SOURCE);
        if (row % ROWS_PER_LOOK == 0 && kt_control_stopped(r->yearly->control))
            return kt_control_check(r->yearly->control, err);
        if (*source == '\0') // notes below the table
            continue;
        int edition = edition_of(source);
        if (r->sheet->edition == 0)
            r->sheet->edition = edition;
        if (edition == 0 || edition != r->sheet->edition) {
            kt_yearly_refuse(r->yearly, r->sheet, row, r->sheet->match.column[WORLD_SOURCE],
                             "\"%s\" names no edition, or another one than the rows above: MCS and "
                             "a year is expected",
                             source);
            continue;
        }
        figure f = {.row = row,
                    .name = text_at(r, row, WORLD_COMMODITY),
                    .detail = text_at(r, row, WORLD_TYPE),
                    .country = text_at(r, row, WORLD_COUNTRY),
                    .unit = text_at(r, row, WORLD_UNIT),
                    .name_column = r->sheet->match.column[WORLD_COMMODITY],
                    .country_column = r->sheet->match.column[WORLD_COUNTRY],
                    .unit_column = r->sheet->match.column[WORLD_UNIT]};
        for (size_t c = 0; c < output.n; c++) {
            f.year = output.year[c];
            f.value_column = output.column[c];
            f.value = kt_yearly_text(r->yearly, r->sheet, row, f.value_column);
            add_figure(r, &f);
        }
    }
    return KT_OK;
}

static kt_status read_commodities(reading *r, kt_error *err)
{
    const uint32_t *column = r->sheet->match.column;
    for (size_t row = r->sheet->match.header + 1; row < grid_of(r)->n_rows; row++) {
        if (row % ROWS_PER_LOOK == 0 && kt_control_stopped(r->yearly->control))
            return kt_control_check(r->yearly->control, err);
        if (!begins_with(text_at(r, row, LONG_SECTION), "world") ||
            !begins_with(text_at(r, row, LONG_STATISTICS), "production"))
            continue;
        figure f = {.row = row,
                    .name = text_at(r, row, LONG_COMMODITY),
                    .chapter = text_at(r, row, LONG_CHAPTER),
                    .detail = text_at(r, row, LONG_DETAIL),
                    .country = text_at(r, row, LONG_COUNTRY),
                    .unit = text_at(r, row, LONG_UNIT),
                    .value = text_at(r, row, LONG_VALUE),
                    .year = year_of(text_at(r, row, LONG_YEAR)),
                    .name_column = column[LONG_COMMODITY],
                    .country_column = column[LONG_COUNTRY],
                    .unit_column = column[LONG_UNIT],
                    .value_column = column[LONG_VALUE]};
        if (f.year == 0)
            kt_yearly_refuse(r->yearly, r->sheet, row, column[LONG_YEAR],
                             "\"%s\" is no year: four digits are expected",
                             text_at(r, row, LONG_YEAR));
        else
            add_figure(r, &f);
    }
    return KT_OK;
}

kt_status kt_usgs_read(kt_output_amount_list *out, kt_yearly *yearly, kt_yearly_sheet *sheet,
                       kt_error *err)
{
    bool is_world = sheet->match.kind == KT_LAYOUT_USGS_WORLD;
    reading r = {.yearly = yearly, .sheet = sheet, .out = out};
    if (!kt_dictionary_open(&r.told))
        return kt_error_no_memory(err);
    kt_status status = is_world ? read_world(&r, err) : read_commodities(&r, err);
    yearly->failed |= r.told.failed || out->failed;
    kt_dictionary_close(&r.told);
    if (status != KT_OK)
        return status;
    if (!is_world && r.last_year > 0)
        sheet->edition = r.last_year + 1;
    if (sheet->edition > 0)
        sheet->source = kt_yearly_cite(yearly, KT_PUBLICATION_USGS, sheet->edition,
                                       is_world ? "(world data release)" : "(data release)");
    return yearly->failed || (sheet->edition > 0 && sheet->source == NULL) ? kt_error_no_memory(err)
                                                                           : KT_OK;
}
