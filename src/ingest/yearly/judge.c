// SPDX-License-Identifier: EUPL-1.2
// Sorts the rows of each table by its keys, once, and walks them: lists are runs of equal keys.
// Some 6,000 rows of shares and of prices, 3,000 of governance and of production.
#include "ingest/yearly/judge.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/yearly/figure.h"
#include "model/vintage.h"

enum { MOST_KEYS = 6, DIGITS = 4, NO_EDITION = -1 };

static const double MOST_ROUNDED = 1.03;
static const double MOST_COUNTED = 1.0005;
static const double PERCENT = 0.0051;
static const double NEARLY_ALL = 0.9;

// The columns that a row is known by; the first `n_list` of them name its list.
typedef struct keys {
    kt_reference_table table;
    int column[MOST_KEYS];
    size_t n, n_list;
    int edition; // NO_EDITION: what they are known by tells it
} keys;

static const keys SHARES = {KT_MATERIAL_SUPPLY,
                            {KT_MATERIAL_SUPPLY_MATERIAL, KT_MATERIAL_SUPPLY_STAGE,
                             KT_MATERIAL_SUPPLY_SCOPE, KT_MATERIAL_SUPPLY_PERIOD,
                             KT_MATERIAL_SUPPLY_COUNTRY},
                            5,
                            4,
                            KT_MATERIAL_SUPPLY_EDITION};
static const keys OUTPUT = {
    KT_WORLD_OUTPUT,
    {KT_WORLD_OUTPUT_MATERIAL, KT_WORLD_OUTPUT_STAGE, KT_WORLD_OUTPUT_PERIOD},
    3,
    3,
    KT_WORLD_OUTPUT_EDITION};
static const keys GOVERNANCE = {
    KT_GOVERNANCE, {KT_GOVERNANCE_COUNTRY, KT_GOVERNANCE_YEAR}, 2, 2, KT_GOVERNANCE_EDITION};
static const keys ERRORS = {KT_GOVERNANCE_ERRORS,
                            {KT_GOVERNANCE_ERRORS_COUNTRY, KT_GOVERNANCE_ERRORS_YEAR},
                            2,
                            2,
                            KT_GOVERNANCE_ERRORS_EDITION};

// Several publications stand in the one table, and several series in the other.
static const keys PRODUCTION = {KT_PRODUCTION,
                                {KT_PRODUCTION_MATERIAL, KT_PRODUCTION_STAGE, KT_PRODUCTION_PERIOD,
                                 KT_PRODUCTION_COUNTRY, KT_PRODUCTION_SOURCE},
                                5,
                                5,
                                KT_PRODUCTION_EDITION};
static const keys PRICES = {
    KT_PRICES, {KT_PRICES_MATERIAL, KT_PRICES_MONTH, KT_PRICES_SERIES}, 3, 3, NO_EDITION};

// A row as it is sorted: its keys as numbers, its edition, and where it stands.
typedef struct sorted_row {
    double key[MOST_KEYS];
    double edition; // 0: none
    uint32_t row;
} sorted_row;

typedef struct judging {
    kt_notes *faults;
    const kt_case *reference;
    const kt_table *table;
    const keys *keys;
    sorted_row *row; // [table->n_rows]
} judging;

static double key_of(const kt_table *table, int column, uint32_t row)
{
    switch (table->spec->column[column].type) {
    case KT_COLUMN_NUMBER:
    case KT_COLUMN_DATE:
        return kt_table_number(table, column, row);
    case KT_COLUMN_CHOICE:
        return kt_table_choice(table, column, row);
    default:
        return kt_table_text(table, column, row);
    }
}

static int by_keys(const void *left, const void *right)
{
    const sorted_row *one = left;
    const sorted_row *other = right;
    for (size_t k = 0; k < MOST_KEYS; k++) {
        if (one->key[k] != other->key[k])
            return one->key[k] > other->key[k] ? 1 : -1;
    }
    if (one->edition != other->edition)
        return one->edition > other->edition ? 1 : -1;
    return (one->row > other->row) - (one->row < other->row);
}

// Of a list the edition comes before what its rows are known by.
static bool sort_rows(judging *j)
{
    const keys *k = j->keys;
    j->row = calloc((size_t)j->table->n_rows + 1, sizeof *j->row);
    if (j->row == NULL)
        return false;
    for (uint32_t r = 0; r < j->table->n_rows; r++) {
        double edition =
            k->edition == NO_EDITION ? (double)NAN : kt_table_number(j->table, k->edition, r);
        sorted_row *row = &j->row[r];
        *row = (sorted_row){.edition = isnan(edition) ? 0.0 : edition, .row = r};
        for (size_t c = 0; c < k->n; c++)
            row->key[c < k->n_list ? c : c + 1] = key_of(j->table, k->column[c], r);
        if (k->n > k->n_list)
            row->key[k->n_list] = row->edition;
    }
    if (j->table->n_rows > 1)
        qsort(j->row, j->table->n_rows, sizeof *j->row, by_keys);
    return true;
}

static bool is_same(const sorted_row *one, const sorted_row *other, size_t n_keys)
{
    for (size_t k = 0; k < n_keys; k++) {
        if (one->key[k] != other->key[k])
            return false;
    }
    return one->edition == other->edition;
}

static void add_fault(const judging *j, uint32_t row, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_fault(const judging *j, uint32_t row, const char *format, ...)
{
    char place[128];
    snprintf(place, sizeof place, "%.80s:%u", j->table->file, row + 2);
    va_list args;
    va_start(args, format);
    kt_notes_put(j->faults,
                 (kt_note){.kind = KT_NOTE_FAULT, .place = place, .see_record = KT_NO_RECORD},
                 format, args);
    va_end(args);
}

static void check_twice(const judging *j)
{
    for (uint32_t i = 1; i < j->table->n_rows; i++) {
        const sorted_row *before = &j->row[i - 1];
        if (is_same(before, &j->row[i], MOST_KEYS))
            add_fault(j, j->row[i].row, "is about the same as row %u, in one edition",
                      before->row + 2);
    }
}

// Rows of one list, [first, end) of those that are sorted.
typedef struct list {
    uint32_t first, end;
} list;

static list list_at(const judging *j, uint32_t first)
{
    list l = {first, first + 1};
    while (l.end < j->table->n_rows && is_same(&j->row[first], &j->row[l.end], j->keys->n_list))
        l.end++;
    return l;
}

static double share_of(const judging *j, uint32_t i)
{
    return kt_table_number(j->table, KT_MATERIAL_SUPPLY_SHARE, j->row[i].row);
}

static void check_sum(const judging *j, list l)
{
    int basis = kt_table_choice(j->table, KT_MATERIAL_SUPPLY_BASIS, j->row[l.first].row);
    double most = basis == 0 ? MOST_ROUNDED : MOST_COUNTED;
    double sum = 0.0;
    for (uint32_t i = l.first; i < l.end; i++)
        sum += share_of(j, i);
    char text[KT_NUMBER_SIZE];
    kt_figure_write(text, sum, DIGITS);
    if (kt_vintage_makes_market(basis) && sum > most)
        add_fault(j, j->row[l.first].row,
                  "the shares of this list add up to %s, more than the world", text);
}

static bool is_eu(const judging *j, uint32_t i)
{
    return kt_table_choice(j->table, KT_MATERIAL_SUPPLY_SCOPE, j->row[i].row) == KT_SCOPE_CELL_EU;
}

// The world's list of the same material, stage, years and edition; first = end: there is none.
static list world_of(const judging *j, list eu)
{
    enum { PERIOD = 3 };
    const sorted_row *wanted = &j->row[eu.first];
    for (uint32_t i = 0; i < j->table->n_rows; i++) {
        const sorted_row *row = &j->row[i];
        if (row->key[0] == wanted->key[0] && row->key[1] == wanted->key[1] && !is_eu(j, i) &&
            row->key[PERIOD] == wanted->key[PERIOD] && row->edition == wanted->edition)
            return list_at(j, i);
    }
    return (list){0, 0};
}

// Whether the list may be the world's: the record says so, or does not judge this stage.
static bool may_be_rounded(const judging *j, list eu)
{
    const kt_table *inputs = &j->reference->reference[KT_CRITICALITY_INPUTS];
    for (uint32_t r = 0; r < inputs->n_rows; r++) {
        const char *note =
            kt_pool_text(&j->reference->pool, kt_table_text(inputs, KT_INPUTS_NOTE, r));
        if (kt_table_text(inputs, KT_INPUTS_MATERIAL, r) == j->row[eu.first].key[0] &&
            kt_table_choice(inputs, KT_INPUTS_STAGE, r) == j->row[eu.first].key[1])
            return strstr(note, "the list of EU sourcing is the world's, rounded") != NULL;
    }
    return true;
}

static void check_rounded(const judging *j, list eu)
{
    list world = world_of(j, eu);
    double same = 0.0;
    char text[KT_NUMBER_SIZE];
    for (uint32_t i = eu.first; i < eu.end; i++) {
        kt_symbol country = kt_table_text(j->table, KT_MATERIAL_SUPPLY_COUNTRY, j->row[i].row);
        for (uint32_t w = world.first; w < world.end; w++) {
            if (kt_table_text(j->table, KT_MATERIAL_SUPPLY_COUNTRY, j->row[w].row) == country &&
                fabs(share_of(j, i) - share_of(j, w)) < PERCENT)
                same += share_of(j, i);
        }
    }
    kt_figure_write(text, same, DIGITS);
    if (eu.end - eu.first > 1 && same > NEARLY_ALL && !may_be_rounded(j, eu))
        add_fault(j, j->row[eu.first].row,
                  "this list of EU sourcing is the world's, rounded: %s of it agree", text);
}

static void check_lists(const judging *j)
{
    list l;
    for (uint32_t first = 0; first < j->table->n_rows; first = l.end) {
        l = list_at(j, first);
        check_sum(j, l);
        if (is_eu(j, first))
            check_rounded(j, l);
    }
}

kt_status kt_judge_reference(kt_notes *faults, const kt_case *reference, const kt_control *control,
                             kt_error *err)
{
    static const keys *const EACH[] = {&SHARES, &OUTPUT,     &GOVERNANCE,
                                       &ERRORS, &PRODUCTION, &PRICES};
    for (size_t t = 0; t < sizeof EACH / sizeof EACH[0]; t++) {
        judging j = {.faults = faults,
                     .reference = reference,
                     .table = &reference->reference[EACH[t]->table],
                     .keys = EACH[t]};
        if (j.table->file == NULL)
            continue;
        if (!sort_rows(&j))
            return kt_error_no_memory(err);
        check_twice(&j);
        if (EACH[t] == &SHARES)
            check_lists(&j);
        free(j.row);
        if (kt_control_stopped(control))
            return kt_control_check(control, err);
    }
    return faults->failed ? kt_error_no_memory(err) : KT_OK;
}
