// SPDX-License-Identifier: EUPL-1.2
// Which columns make a list, which a row in it, and which hold figures is data, a row a table. The
// texts of delivery and draft are of one pool, so names are compared as symbols. Lists of some 30
// rows; one of 5,000 (governance).
#include "ingest/yearly/beside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"

enum { MOST_KEYS = 6, MOST_FIGURES = 7, KEY_TEXT = 300, NO_FIELD = KT_DELIVERY_FIELDS };

// Shares are written to six digits behind the point, others to six in all.
static const double SAME = 2e-6;

typedef struct table_rule {
    const char *name;
    const char *list[MOST_KEYS];      // that a list has in common
    const char *row[MOST_KEYS];       // that a row has for itself
    const char *figure[MOST_FIGURES]; // compared
    const char *period;               // the one of these columns that says of when a figure is
    const char *cited;                // what says of which edition a row is, where no cell does
    bool has_edition;                 // the table gets a column for it
    bool newest_only;  // only the newest period of a list is told of, and compared with the newest
                       // one before, whatever that is
    bool changes_only; // a row that says what the record says is not put beside it
    bool is_ratio;     // see kt_beside_change
} table_rule;

// clang-format off
static const table_rule RULES[] = {
    {"world_output", {"material", "stage", "period"}, {NULL}, {"tonnes"},
     "period", "source", true, false, false, true},
    {"material_supply", {"material", "stage", "scope", "period"}, {"country"}, {"share"},
     "period", "source", true, false, false, true},
    {"production", {"material", "stage", "period"}, {"country"}, {"tonnes"},
     "period", "source", true, false, false, true},
    {"governance", {NULL}, {"country", "year"}, {"va", "pv", "ge", "rq", "rl", "cc"},
     "year", "source", true, true, false, false},
    {"governance_errors", {NULL}, {"country", "year"}, {"va", "pv", "ge", "rq", "rl", "cc"},
     "year", "source", true, true, false, false},
    {"prices", {"material", "month"}, {NULL}, {"price"}, "month", "series", false, false, true, true},
};
// clang-format on

// Columns of a rule, as the delivered table and the draft have them.
typedef struct columns {
    size_t n_list, n_row, n_figures;
    size_t list[MOST_KEYS], row[MOST_KEYS], figure[MOST_FIGURES];
    size_t edition, cited, period;
} columns;

typedef struct putting {
    kt_beside *beside;
    kt_yearly *yearly;
    kt_draft *draft;
    kt_publication publication;
    const table_rule *rule;
    kt_draft_table *table; // of the rule, in the draft
    kt_beside_count *count;
    const kt_delivery_table *from;
    columns field;  // of `from`
    columns column; // of the table in the draft
    uint32_t *row;  // scratch: [rows of the draft]
} putting;

static kt_symbol given(const putting *p, size_t row, size_t field)
{
    return kt_delivery_text(p->from, row, field);
}

static kt_symbol recorded(const putting *p, size_t row, size_t column)
{
    return column >= p->table->n_columns ? 0 : *kt_draft_cell(p->table, row, column);
}

static double number_of(const putting *p, kt_symbol text)
{
    double value;
    const char *at = kt_pool_text(p->yearly->pool, text);
    return kt_number_read(&value, at, strlen(at)) ? value : (double)NAN;
}

static bool is_same(double one, double other)
{
    if (isnan(one) || isnan(other))
        return isnan(one) && isnan(other);
    return fabs(one - other) <= SAME * fmax(1.0, fmax(fabs(one), fabs(other)));
}

// ------------------------------------------------------------------------------------ the columns

static size_t field_of(const putting *p, const char *name)
{
    kt_symbol symbol = kt_pool_find(p->yearly->pool, name, strlen(name));
    for (size_t f = 0; f < p->from->n_fields; f++) {
        if (p->from->field[f] == symbol)
            return f;
    }
    return NO_FIELD;
}

static size_t find_columns(const putting *p, size_t *out, const char *const *name, bool in_draft)
{
    size_t n = 0;
    for (; n < MOST_KEYS && name[n] != NULL; n++)
        out[n] =
            in_draft ? kt_draft_find_column(p->draft, p->table, name[n]) : field_of(p, name[n]);
    return n;
}

static void find_all(const putting *p, columns *out, bool in_draft)
{
    const char *const others[MOST_KEYS] = {"edition", p->rule->cited, p->rule->period};
    size_t other[MOST_KEYS] = {0};
    out->n_list = find_columns(p, out->list, p->rule->list, in_draft);
    out->n_row = find_columns(p, out->row, p->rule->row, in_draft);
    out->n_figures = find_columns(p, out->figure, p->rule->figure, in_draft);
    (void)find_columns(p, other, others, in_draft);
    out->edition = other[0];
    out->cited = other[1];
    out->period = other[2];
}

// --------------------------------------------------------------------------------- rows and lists

static kt_symbol period_of(const putting *p, size_t row)
{
    return given(p, row, p->field.period);
}

static kt_symbol period_on_record(const putting *p, size_t record)
{
    return recorded(p, record, p->column.period);
}

// Whether a row on record is of the list of a delivered row; `other_period`: of any period.
static bool is_of_list(const putting *p, size_t record, size_t row, bool any_period)
{
    for (size_t k = 0; k < p->field.n_list; k++) {
        if (any_period && p->field.list[k] == p->field.period)
            continue;
        if (recorded(p, record, p->column.list[k]) != given(p, row, p->field.list[k]))
            return false;
    }
    return true;
}

static bool is_same_list(const putting *p, size_t one, size_t other)
{
    for (size_t k = 0; k < p->field.n_list; k++) {
        if (given(p, one, p->field.list[k]) != given(p, other, p->field.list[k]))
            return false;
    }
    return true;
}

static bool is_row(const putting *p, size_t record, size_t row, bool any_period)
{
    for (size_t k = 0; k < p->field.n_row; k++) {
        if (any_period && p->field.row[k] == p->field.period)
            continue;
        if (recorded(p, record, p->column.row[k]) != given(p, row, p->field.row[k]))
            return false;
    }
    return true;
}

// The edition of a row on record: its own cell, else what its citation says; 0: none is named.
static double edition_of(const putting *p, size_t record)
{
    double edition = number_of(p, recorded(p, record, p->column.edition));
    if (!isnan(edition))
        return edition;
    return kt_yearly_edition(p->publication,
                             kt_pool_text(p->yearly->pool, recorded(p, record, p->column.cited)));
}

// The same of a delivered row.
static double edition_given(const putting *p, size_t row)
{
    double edition = number_of(p, given(p, row, p->field.edition));
    if (!isnan(edition))
        return edition;
    return kt_yearly_edition(p->publication,
                             kt_pool_text(p->yearly->pool, given(p, row, p->field.cited)));
}

// Rows on record of one list in one edition, in p->row.
typedef struct recorded_list {
    size_t n;
    double edition;
    kt_symbol period;
} recorded_list;

// Of the list of the delivered row; the latest edition of it.
static recorded_list find_list(const putting *p, size_t row)
{
    recorded_list out = {.period = period_of(p, row)};
    for (size_t r = 0; r < p->table->n_rows; r++) {
        if (!is_of_list(p, r, row, false))
            continue;
        double edition = edition_of(p, r);
        if (out.n > 0 && edition < out.edition)
            continue;
        if (out.n == 0 || edition > out.edition) {
            out.n = 0;
            out.edition = edition;
        }
        p->row[out.n++] = (uint32_t)r;
    }
    return out;
}

// Of the newest period before that of the delivered row, "2016-2020" coming before "2017".
static recorded_list find_list_before(const putting *p, size_t row)
{
    recorded_list out = {.n = 0};
    const kt_pool *pool = p->yearly->pool;
    const char *own = kt_pool_text(pool, period_of(p, row));
    for (size_t r = 0; r < p->table->n_rows; r++) {
        kt_symbol period = period_on_record(p, r);
        const char *text = kt_pool_text(pool, period);
        if (strcmp(text, own) >= 0 || !is_of_list(p, r, row, true))
            continue;
        double edition = edition_of(p, r);
        int order = out.n == 0 ? 1 : strcmp(text, kt_pool_text(pool, out.period));
        if (order < 0 || (order == 0 && edition < out.edition))
            continue;
        if (order > 0 || edition > out.edition)
            out = (recorded_list){.edition = edition, .period = period};
        p->row[out.n++] = (uint32_t)r;
    }
    return out;
}

// ------------------------------------------------------------------------------- what is told

static kt_symbol key_of(const putting *p, size_t row, bool on_record)
{
    char text[KEY_TEXT];
    size_t n = 0;
    const columns *c = on_record ? &p->column : &p->field;
    text[0] = '\0';
    for (size_t k = 0; k < c->n_list + c->n_row; k++) {
        size_t at = k < c->n_list ? c->list[k] : c->row[k - c->n_list];
        if (at == c->period)
            continue;
        const char *part =
            kt_pool_text(p->yearly->pool, on_record ? recorded(p, row, at) : given(p, row, at));
        int length = snprintf(text + n, sizeof text - n, "%s%s", n > 0 ? " " : "", part);
        n += length < 0 || (size_t)length >= sizeof text - n ? 0 : (size_t)length;
    }
    return kt_yearly_symbol(p->yearly, text);
}

static void tell(const putting *p, kt_beside_change change)
{
    kt_beside *b = p->beside;
    b->change = kt_grow_array(b->change, &b->capacity, b->n + 1, sizeof *b->change, &b->failed);
    change.table = p->rule->name;
    change.is_ratio = p->rule->is_ratio;
    if (!b->failed)
        b->change[b->n++] = change;
}

static const char *place_of(const putting *p, size_t row)
{
    char place[KT_GRID_PLACE];
    kt_delivery_where(place, p->yearly->delivery, p->yearly->grids, p->from, row, NO_FIELD);
    const char *kept = kt_arena_text(p->yearly->arena, place, strlen(place));
    p->yearly->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

// Compares the figures of a delivered row with those of a row on record (or none).
static void tell_row(const putting *p, size_t row, const recorded_list *before, size_t record,
                     kt_beside_kind kind)
{
    for (size_t f = 0; f < p->field.n_figures; f++) {
        double old = record == SIZE_MAX ? (double)NAN
                                        : number_of(p, recorded(p, record, p->column.figure[f]));
        double new = number_of(p, given(p, row, p->field.figure[f]));
        if (!is_same(old, new))
            tell(p, (kt_beside_change){
                        .kind = record == SIZE_MAX && kind == KT_BESIDE_CHANGED ? KT_BESIDE_APPEARED
                                                                                : kind,
                        .key = key_of(p, row, false),
                        .column = kt_yearly_symbol(p->yearly, p->rule->figure[f]),
                        .period = period_of(p, row),
                        .before_period =
                            record == SIZE_MAX ? before->period : period_on_record(p, record),
                        .before = old,
                        .after = new,
                        .place = place_of(p, row)});
    }
}

// Tells of a row on record that the delivered list has not.
static void tell_absent(const putting *p, size_t record, kt_beside_kind kind)
{
    for (size_t f = 0; f < p->column.n_figures; f++)
        tell(p, (kt_beside_change){.kind = kind,
                                   .key = key_of(p, record, true),
                                   .column = kt_yearly_symbol(p->yearly, p->rule->figure[f]),
                                   .period = period_on_record(p, record),
                                   .before_period = period_on_record(p, record),
                                   .before = number_of(p, recorded(p, record, p->column.figure[f])),
                                   .after = (double)NAN,
                                   .place = ""});
}

static size_t record_of(const putting *p, const recorded_list *list, size_t row, bool any_period)
{
    for (size_t i = 0; i < list->n; i++) {
        if (is_row(p, p->row[i], row, any_period))
            return p->row[i];
    }
    return SIZE_MAX;
}

// Delivered rows of one list.
typedef struct run {
    size_t first, end;
} run;

// The newest period of the delivered rows.
static kt_symbol newest_given(const putting *p, run delivered)
{
    const kt_pool *pool = p->yearly->pool;
    kt_symbol newest = period_of(p, delivered.first);
    for (size_t row = delivered.first; row < delivered.end; row++) {
        if (strcmp(kt_pool_text(pool, period_of(p, row)), kt_pool_text(pool, newest)) > 0)
            newest = period_of(p, row);
    }
    return newest;
}

// Leaves only the rows of the newest period in the list.
static void keep_newest(const putting *p, recorded_list *list)
{
    const kt_pool *pool = p->yearly->pool;
    size_t n = 0;
    list->period = list->n == 0 ? 0 : period_on_record(p, p->row[0]);
    for (size_t i = 0; i < list->n; i++) {
        kt_symbol period = period_on_record(p, p->row[i]);
        if (strcmp(kt_pool_text(pool, period), kt_pool_text(pool, list->period)) > 0)
            list->period = period;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (period_on_record(p, p->row[i]) == list->period)
            p->row[n++] = p->row[i];
    }
    list->n = n;
}

static void tell_changes(const putting *p, run delivered, recorded_list *before)
{
    bool newest_only = p->rule->newest_only;
    kt_symbol newest = newest_only ? newest_given(p, delivered) : 0;
    if (newest_only)
        keep_newest(p, before);
    if (before->n == 0)
        return;
    for (size_t row = delivered.first; row < delivered.end; row++) {
        if (!newest_only || period_of(p, row) == newest)
            tell_row(p, row, before, record_of(p, before, row, newest_only), KT_BESIDE_CHANGED);
    }
    for (size_t i = 0; i < before->n; i++) {
        size_t row = delivered.first;
        while (row < delivered.end && !(is_row(p, p->row[i], row, newest_only) &&
                                        (!newest_only || period_of(p, row) == newest)))
            row++;
        if (row == delivered.end)
            tell_absent(p, p->row[i], KT_BESIDE_GONE);
    }
}

// ---------------------------------------------------------------------------------------- putting

static void add_row(const putting *p, size_t row)
{
    kt_draft_table *table = p->table;
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(p->from, row, &n);
    size_t to = kt_draft_add_row(p->draft, table);
    for (size_t c = 0; c < n && !p->draft->failed; c++) {
        size_t column = kt_draft_column(p->draft, table, p->from->field[cell[c].field]);
        if (!p->draft->failed)
            *kt_draft_cell(table, to, column) = cell[c].text;
    }
}

static bool is_on_record(const putting *p, size_t row, size_t record)
{
    for (size_t f = 0; record != SIZE_MAX && f < p->field.n_figures; f++) {
        if (!is_same(number_of(p, recorded(p, record, p->column.figure[f])),
                     number_of(p, given(p, row, p->field.figure[f]))))
            return false;
    }
    return record != SIZE_MAX;
}

// Rows of an edition that is on record: the record stays, and what differs is told, of rows that
// only one of the two has as well.
static void compare_list(putting *p, run delivered, const recorded_list *list)
{
    for (size_t row = delivered.first; row < delivered.end; row++) {
        size_t record = record_of(p, list, row, false);
        bool same = is_on_record(p, row, record);
        p->count->n_same += same;
        p->count->n_differs += !same;
        if (!same)
            tell_row(p, row, list, record, KT_BESIDE_DIFFERS);
    }
    for (size_t i = 0; i < list->n; i++) {
        size_t row = delivered.first;
        while (row < delivered.end && !is_row(p, p->row[i], row, false))
            row++;
        if (row == delivered.end)
            tell_absent(p, p->row[i], KT_BESIDE_DIFFERS);
    }
}

static void put_list(putting *p, run delivered)
{
    double edition = edition_given(p, delivered.first);
    recorded_list list = find_list(p, delivered.first);
    size_t n = delivered.end - delivered.first;
    size_t n_same = 0;
    p->count->n_rows += n;
    for (size_t row = delivered.first; p->rule->changes_only && row < delivered.end; row++)
        n_same += is_on_record(p, row, record_of(p, &list, row, false));
    if (list.n > 0 && n_same == n) {
        p->count->n_same += n;
    } else if (list.n > 0 && list.edition > edition) {
        p->count->n_older += n;
    } else if (list.n > 0 && list.edition == edition) {
        compare_list(p, delivered, &list);
    } else {
        recorded_list before = list.n > 0 ? list : find_list_before(p, delivered.first);
        tell_changes(p, delivered, &before);
        for (size_t row = delivered.first; row < delivered.end; row++)
            add_row(p, row);
        p->count->n_new += n;
    }
}

static void put_table(putting *p)
{
    run delivered = {0, 0};
    size_t n = p->table->n_rows + p->from->n_rows;
    find_all(p, &p->field, false);
    // before anything is looked up: a column that comes later would move the others' cells
    if (p->rule->has_edition)
        (void)kt_draft_column(p->draft, p->table, kt_yearly_symbol(p->yearly, "edition"));
    find_all(p, &p->column, true);
    p->row = malloc((n + 1) * sizeof *p->row);
    if (p->row == NULL || p->draft->failed) {
        p->beside->failed = true;
        return;
    }
    for (; delivered.first < p->from->n_rows; delivered.first = delivered.end) {
        for (delivered.end = delivered.first + 1; delivered.end < p->from->n_rows;
             delivered.end++) {
            if (!is_same_list(p, delivered.first, delivered.end))
                break;
        }
        if (kt_control_stopped(p->yearly->control))
            return;
        put_list(p, delivered);
    }
}

// Position of what a table gets, added when new; SIZE_MAX when memory runs out.
static size_t count_of(kt_beside *beside, const char *table)
{
    size_t t = 0;
    while (t < beside->n_counts && strcmp(beside->count[t].table, table) != 0)
        t++;
    if (t < beside->n_counts)
        return t;
    beside->count = kt_grow_array(beside->count, &beside->count_capacity, t + 1,
                                  sizeof *beside->count, &beside->failed);
    if (beside->failed)
        return SIZE_MAX;
    beside->count[beside->n_counts++] = (kt_beside_count){.table = table};
    return t;
}

static const kt_delivery_table *delivered_of(const kt_yearly *yearly, const char *table)
{
    kt_symbol name = kt_pool_find(yearly->pool, table, strlen(table));
    for (size_t d = 0; name != 0 && d < yearly->delivery->n; d++) {
        if (yearly->delivery->table[d].name == name)
            return &yearly->delivery->table[d];
    }
    return NULL;
}

// The file that the rows come from, by the first of them.
static const char *file_of(const kt_yearly *yearly, const kt_delivery_table *from)
{
    return yearly->grids->grid[from->row[0].place.grid].file;
}

void kt_beside_put(kt_beside *beside, kt_yearly *yearly, kt_draft *draft,
                   kt_publication publication)
{
    for (size_t t = 0; t < sizeof RULES / sizeof RULES[0]; t++) {
        const kt_delivery_table *from = delivered_of(yearly, RULES[t].name);
        kt_draft_table *table = kt_draft_find(draft, RULES[t].name);
        if (from == NULL || from->n_rows == 0)
            continue;
        if (table == NULL) { // one that is optional
            kt_notes_add(yearly->remarks, KT_NOTE_WARNING, file_of(yearly, from),
                         "the reference has no table %s: its rows are left out", RULES[t].name);
            continue;
        }
        bool changed = table->changed;
        size_t count = count_of(beside, RULES[t].name);
        if (count == SIZE_MAX)
            return;
        putting p = {.beside = beside,
                     .yearly = yearly,
                     .draft = draft,
                     .publication = publication,
                     .rule = &RULES[t],
                     .table = table,
                     .count = &beside->count[count],
                     .from = from};
        size_t n_new = p.count->n_new;
        put_table(&p);
        free(p.row);
        if (p.count->n_new == n_new) // a column that was made to look rows up is no change
            table->changed = changed;
    }
}

const char *kt_beside_edition(const char *table)
{
    for (size_t t = 0; t < sizeof RULES / sizeof RULES[0]; t++) {
        if (strcmp(RULES[t].name, table) == 0)
            return RULES[t].has_edition ? "edition" : RULES[t].cited;
    }
    return NULL;
}

void kt_beside_free(kt_beside *beside)
{
    free(beside->change);
    free(beside->count);
    *beside = (kt_beside){0};
}

double kt_beside_part(const kt_beside_change *change)
{
    if (!change->is_ratio || isnan(change->before) || isnan(change->after) || change->before == 0.0)
        return (double)NAN;
    return (change->after - change->before) / change->before;
}
