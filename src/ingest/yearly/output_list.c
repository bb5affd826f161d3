// SPDX-License-Identifier: EUPL-1.2
// Some 120 lists of up to 40 countries; the record is walked for each.
#include "ingest/yearly/output_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "ingest/yearly/figure.h"
#include "ingest/yearly/size.h"
#include "model/vintage.h"

static const double MOST_NAMED = 0.5;  // a list that names less of the world is no market
static const int DIGITS_OF_TONNES = 6; // significant

// What is on record of a material and stage, of the publication and a year close by.
typedef struct record {
    const kt_draft_table *table; // world_output
    size_t row;
    double published;
    int year;
    bool found;
} record;

// The amounts of one material, stage and year.
typedef struct list {
    kt_yearly *yearly;
    const kt_yearly_sheet *sheet;
    kt_output_amount *amount; // [n], by country
    size_t n;
    int newest;   // year of the edition
    double total; // as published; NaN: none
    double sum;   // of countries and others
    double named; // of countries
    record on_record;
    double correction; // 1 or a thousand, either way
} list;

static const char *cell_of(const kt_yearly *y, const kt_draft_table *table, size_t row,
                           const char *column)
{
    size_t at = kt_draft_find_column(y->draft, table, column);
    return at == table->n_columns ? "" : kt_pool_text(y->pool, *kt_draft_cell(table, row, at));
}

static bool is_counted(const char *basis)
{
    return strcmp(basis, "statistic") == 0 || strcmp(basis, "estimate") == 0;
}

static bool is_of(const list *l, const kt_draft_table *table, size_t row)
{
    const kt_output_amount *a = &l->amount[0];
    return strcmp(cell_of(l->yearly, table, row, "material"),
                  kt_pool_text(l->yearly->pool, a->material)) == 0 &&
           strcmp(cell_of(l->yearly, table, row, "stage"), kt_schema_stage_name(a->stage)) == 0;
}

// The row of the year closest to the list's, the later edition of two.
static void find_record(list *l)
{
    const kt_yearly *y = l->yearly;
    kt_publication publication = kt_layouts[l->sheet->match.kind].publication;
    const kt_draft_table *table = kt_draft_find(y->draft, "world_output");
    int latest = 0;
    l->on_record = (record){.table = table};
    for (size_t row = 0; table != NULL && row < table->n_rows; row++) {
        kt_years years;
        double published;
        const char *figure = cell_of(y, table, row, "published");
        int edition = kt_yearly_edition(publication, cell_of(y, table, row, "source"));
        if (!is_of(l, table, row) || edition == 0 || !is_counted(cell_of(y, table, row, "basis")) ||
            !kt_vintage_read_years(&years, cell_of(y, table, row, "period")) ||
            !kt_number_read(&published, figure, strlen(figure)) || !(published > 0))
            continue;
        int far = abs(years.last - l->amount[0].year);
        int best = abs(l->on_record.year - l->amount[0].year);
        if (l->on_record.found && (far > best || (far == best && edition < latest)))
            continue;
        l->on_record = (record){table, row, published, years.last, true};
        latest = edition;
    }
}

static void add_up(list *l)
{
    double total = 0.0;
    size_t n_totals = 0;
    l->sum = l->named = 0.0;
    for (size_t i = 0; i < l->n; i++) {
        const kt_output_amount *a = &l->amount[i];
        if (isnan(a->tonnes))
            continue;
        if (a->of == KT_OUTPUT_AMOUNT_WORLD) {
            total += a->tonnes;
            n_totals++;
            continue;
        }
        l->sum += a->tonnes;
        l->named += a->of == KT_OUTPUT_AMOUNT_COUNTRY ? a->tonnes : 0.0;
    }
    l->total = n_totals > 0 ? total : (double)NAN;
}

static double whole_of(const list *l)
{
    return isnan(l->total) ? l->sum : fmax(l->total, l->sum);
}

static double published_of(const list *l)
{
    return isnan(l->total) ? l->sum : l->total;
}

// The row that a reason stands at: the world's, which comes last.
static const kt_output_amount *last_of(const list *l)
{
    return &l->amount[l->n - 1];
}

static void correct(list *l, double correction)
{
    l->correction = correction;
    for (size_t i = 0; i < l->n; i++)
        l->amount[i].tonnes *= correction;
    add_up(l);
}

// Whether the list is of the size that is on record. Where its figures are a thousand times off and
// the user agrees that this is the unit, they are put right.
static bool check_size(list *l)
{
    const kt_pool *pool = l->yearly->pool;
    const kt_output_amount *a = &l->amount[0];
    kt_size size = {.material = kt_pool_text(pool, a->material),
                    .stage = kt_schema_stage_name(a->stage),
                    .year = a->year,
                    .total = l->total,
                    .sum = l->sum,
                    .on_record = l->on_record.found ? l->on_record.published : (double)NAN,
                    .year_on_record = l->on_record.year,
                    .unit = kt_pool_text(pool, last_of(l)->unit),
                    .place = last_of(l)->place};
    bool good = kt_size_check(l->yearly, &size);
    if (good && size.correction != 1.0)
        correct(l, size.correction);
    return good;
}

static void put(const list *l, size_t table, const char *field, const char *text)
{
    kt_delivery_put_text(l->yearly->delivery, table, field, text);
}

static void put_number(const list *l, size_t table, const char *field, double value)
{
    char text[KT_NUMBER_SIZE];
    kt_figure_write(text, value, DIGITS_OF_TONNES);
    put(l, table, field, text);
}

// Material, stage, period and edition, as both tables have them.
static void begin_row(const list *l, size_t table, const kt_output_amount *a, const char *period)
{
    char edition[16];
    snprintf(edition, sizeof edition, "%d", l->sheet->edition);
    kt_delivery_begin(l->yearly->delivery, table, a->place);
    put(l, table, "material", kt_pool_text(l->yearly->pool, a->material));
    put(l, table, "stage", kt_schema_stage_name(a->stage));
    put(l, table, "period", period);
    put(l, table, "edition", edition);
}

// The source of a row on record, of the new edition: an assumption that goes with it stays.
static const char *source_of(const list *l)
{
    static const char OPEN[] = " (";
    kt_yearly *y = l->yearly;
    kt_publication publication = kt_layouts[l->sheet->match.kind].publication;
    const char *old = cell_of(y, l->on_record.table, l->on_record.row, "source");
    const char *cited = kt_yearly_cite(y, publication, kt_yearly_edition(publication, old), NULL);
    const char *at = cited == NULL ? NULL : strstr(old, cited);
    char text[1024];
    if (at == NULL || at == old)
        return l->sheet->source;
    const char *rest = at + strlen(cited);
    if (strncmp(rest, OPEN, sizeof OPEN - 1) == 0) // of which release it was
        rest += strcspn(rest, ")") + (strchr(rest, ')') != NULL);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - old), old, l->sheet->source, rest);
    const char *kept = kt_arena_text(y->arena, text, strlen(text));
    y->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

// What a reader of the row should know of how the figure came about.
static void put_note(const list *l, size_t table)
{
    char note[512];
    int n = 0;
    const kt_output_amount *last = last_of(l);
    note[0] = '\0';
    if (last->per_unit != 1.0 && last->per_unit != 1e3 && last->per_unit != 1e6)
        n = snprintf(note, sizeof note, "converted from %.60s at %.4g t each",
                     kt_pool_text(l->yearly->pool, last->unit), last->per_unit);
    if (l->correction != 1.0)
        n += snprintf(note + n, sizeof note - (size_t)n, "%staken as %g times the unit of the file",
                      n > 0 ? "; " : "", l->correction);
    const char *begin = n > 0 ? "; withheld: " : "withheld: ";
    for (size_t i = 0; i < l->n && n < (int)sizeof note - 80; i++) {
        const kt_output_amount *a = &l->amount[i];
        if (a->of != KT_OUTPUT_AMOUNT_COUNTRY || !isnan(a->tonnes))
            continue;
        n += snprintf(note + n, sizeof note - (size_t)n, "%s%s", begin, a->country);
        begin = " ";
    }
    put(l, table, "note", note);
}

static void put_output(const list *l, const char *period)
{
    kt_yearly *y = l->yearly;
    const record *r = &l->on_record;
    size_t table = kt_delivery_table_at(y->delivery, "world_output");
    const char *factor_text = cell_of(y, r->table, r->row, "factor");
    double factor = 1.0;
    (void)kt_number_read(&factor, factor_text, strlen(factor_text));
    begin_row(l, table, last_of(l), period);
    put_number(l, table, "tonnes", published_of(l) * factor);
    put_number(l, table, "published", published_of(l));
    put(l, table, "basis",
        isnan(l->total)                  ? "sum_of_listed"
        : l->amount[0].year == l->newest ? "estimate"
                                         : "statistic");
    put(l, table, "primary", cell_of(y, r->table, r->row, "primary"));
    put(l, table, "content", cell_of(y, r->table, r->row, "content"));
    put(l, table, "factor", factor_text);
    put(l, table, "evidence", cell_of(y, r->table, r->row, "evidence"));
    put(l, table, "source", source_of(l));
    put_note(l, table);
}

static bool has_study(const list *l)
{
    const kt_draft_table *table = kt_draft_find(l->yearly->draft, "material_supply");
    for (size_t row = 0; table != NULL && row < table->n_rows; row++) {
        if (is_of(l, table, row) && strcmp(cell_of(l->yearly, table, row, "scope"), "global") == 0)
            return true;
    }
    return false;
}

// The rows of one country, which may be several (two minerals, two fields), added.
static void put_shares(const list *l, const char *period)
{
    size_t table = kt_delivery_table_at(l->yearly->delivery, "material_supply");
    double whole = whole_of(l);
    const char *basis = isnan(l->total)                  ? "sum_of_listed"
                        : l->named >= whole * MOST_NAMED ? "complete"
                                                         : "partial";
    for (size_t i = 0; i < l->n && l->amount[i].of == KT_OUTPUT_AMOUNT_COUNTRY;) {
        const kt_output_amount *a = &l->amount[i];
        double tonnes = 0.0;
        char share[KT_NUMBER_SIZE];
        for (; i < l->n && l->amount[i].of == KT_OUTPUT_AMOUNT_COUNTRY &&
               strcmp(l->amount[i].country, a->country) == 0;
             i++)
            tonnes += isnan(l->amount[i].tonnes) ? 0.0 : l->amount[i].tonnes;
        snprintf(share, sizeof share, "%.6f", tonnes / whole);
        if (strcmp(share, "0.000000") == 0)
            continue;
        begin_row(l, table, a, period);
        put(l, table, "scope", "global");
        put(l, table, "country", a->country);
        put(l, table, "share", share);
        put(l, table, "basis", basis);
        put(l, table, "evidence", "C");
        put(l, table, "source", l->sheet->source);
    }
}

static void make_list(list *l)
{
    char period[16];
    add_up(l);
    find_record(l);
    if (!check_size(l))
        return;
    snprintf(period, sizeof period, "%d", l->amount[0].year);
    kt_yearly_convert(l->yearly, l->amount, l->n, l->correction);
    put_output(l, period);
    if (has_study(l))
        put_shares(l, period);
}

static bool is_same_list(const kt_output_amount *one, const kt_output_amount *other)
{
    return one->material == other->material && one->stage == other->stage &&
           one->year == other->year;
}

void kt_output_list_make(kt_yearly *yearly, const kt_yearly_sheet *sheet,
                         kt_output_amount_list *amounts)
{
    kt_output_amount_sort(amounts);
    size_t end;
    int newest = 0;
    for (size_t i = 0; i < amounts->n; i++)
        newest = amounts->amount[i].year > newest ? amounts->amount[i].year : newest;
    for (size_t first = 0; first < amounts->n; first = end) {
        for (end = first + 1; end < amounts->n; end++) {
            if (!is_same_list(&amounts->amount[first], &amounts->amount[end]))
                break;
        }
        if (kt_control_stopped(yearly->control))
            return;
        list l = {.yearly = yearly,
                  .sheet = sheet,
                  .amount = amounts->amount + first,
                  .n = end - first,
                  .newest = newest,
                  .correction = 1.0};
        make_list(&l);
    }
}
