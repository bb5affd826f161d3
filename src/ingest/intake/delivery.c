// SPDX-License-Identifier: EUPL-1.2
// Appends rows and cells table by table. A row keeps its place in the file until the end, because a
// fault that the check of the whole case finds must be led back to that cell. To refuse rows,
// places are sorted and searched: one row of a parts list may have given rows of several tables.
#include "ingest/intake/delivery.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static const char *const UNITS[] = {"piece", "kg", "m", "m2", "m3", NULL};
static const char *const EVIDENCE[] = {"A", "B", "C", "D", NULL};

// clang-format off
const kt_table_spec kt_delivery_parts = {"parts", false, {
    [KT_PARTS_PARENT] = {.name = "parent", .type = KT_COLUMN_TEXT},
    [KT_PARTS_ITEM] = {.name = "item", .type = KT_COLUMN_TEXT},
    [KT_PARTS_NAME] = {.name = "name", .type = KT_COLUMN_TEXT},
    [KT_PARTS_QUANTITY] = {.name = "quantity", .type = KT_COLUMN_NUMBER, .max = INFINITY, .above_min = true},
    [KT_PARTS_UNIT] = {.name = "unit", .type = KT_COLUMN_CHOICE, .choices = UNITS},
    [KT_PARTS_MASS] = {.name = "mass_kg", .type = KT_COLUMN_NUMBER, .max = INFINITY},
    [KT_PARTS_MATERIAL] = {.name = "material", .type = KT_COLUMN_TEXT},
    [KT_PARTS_SUPPLIER] = {.name = "supplier", .type = KT_COLUMN_TEXT},
    [KT_PARTS_COUNTRY] = {.name = "supplier_country", .type = KT_COLUMN_COUNTRY},
    [KT_PARTS_KVK] = {.name = "supplier_kvk", .type = KT_COLUMN_TEXT},
    [KT_PARTS_SHARE] = {.name = "share", .type = KT_COLUMN_NUMBER, .max = 1},
    [KT_PARTS_LEAD_TIME] = {.name = "lead_time_days", .type = KT_COLUMN_NUMBER, .max = INFINITY},
    [KT_PARTS_SWITCH] = {.name = "switch_days", .type = KT_COLUMN_NUMBER, .max = INFINITY},
    [KT_PARTS_PRICE] = {.name = "price_eur", .type = KT_COLUMN_NUMBER, .max = INFINITY},
    [KT_PARTS_COVER] = {.name = "days_of_cover", .type = KT_COLUMN_NUMBER, .max = INFINITY},
    [KT_PARTS_EVIDENCE] = {.name = "evidence", .type = KT_COLUMN_CHOICE, .choices = EVIDENCE},
    [KT_PARTS_SOURCE] = {.name = "source", .type = KT_COLUMN_TEXT},
    [KT_PARTS_NOTE] = {.name = "note", .type = KT_COLUMN_TEXT},
}};
// clang-format on

void kt_delivery_free(kt_delivery *delivery)
{
    for (size_t t = 0; t < delivery->n; t++) {
        free(delivery->table[t].row);
        free(delivery->table[t].cell);
    }
    free(delivery->table);
    *delivery = (kt_delivery){.pool = delivery->pool};
}

static kt_symbol symbol_of(kt_delivery *delivery, const char *text)
{
    kt_symbol symbol = 0;
    delivery->failed |= !kt_pool_add(delivery->pool, text, strlen(text), &symbol);
    return symbol;
}

const kt_table_spec *kt_delivery_spec(const char *name)
{
    if (strcmp(name, kt_delivery_parts.name) == 0)
        return &kt_delivery_parts;
    for (int t = 0; t < KT_N_CASE_TABLES; t++) {
        if (strcmp(kt_schema_case[t].name, name) == 0)
            return &kt_schema_case[t];
    }
    return NULL;
}

size_t kt_delivery_table_at(kt_delivery *delivery, const char *name)
{
    kt_symbol symbol = symbol_of(delivery, name);
    for (size_t t = 0; t < delivery->n; t++) {
        if (delivery->table[t].name == symbol)
            return t;
    }
    delivery->table = kt_grow_array(delivery->table, &delivery->capacity, delivery->n + 1,
                                    sizeof *delivery->table, &delivery->failed);
    if (delivery->failed)
        return 0;
    kt_delivery_table *table = &delivery->table[delivery->n];
    *table = (kt_delivery_table){.name = symbol, .spec = kt_delivery_spec(name)};
    for (int c = 0; table->spec != NULL && table->spec->column[c].name != NULL; c++)
        table->field[table->n_fields++] = symbol_of(delivery, table->spec->column[c].name);
    return delivery->n++;
}

size_t kt_delivery_field(kt_delivery *delivery, size_t table, const char *name)
{
    if (delivery->failed)
        return 0;
    kt_delivery_table *t = &delivery->table[table];
    kt_symbol symbol = symbol_of(delivery, name);
    for (size_t f = 0; f < t->n_fields; f++) {
        if (t->field[f] == symbol)
            return f;
    }
    if (t->n_fields == KT_DELIVERY_FIELDS) {
        delivery->crowded = kt_pool_text(delivery->pool, t->name);
        delivery->failed = true;
        return 0;
    }
    t->field[t->n_fields] = symbol;
    return t->n_fields++;
}

void kt_delivery_begin(kt_delivery *delivery, size_t table, kt_delivery_place place)
{
    kt_delivery_begin_act(delivery, table, place, KT_DELIVERY_MERGE);
}

void kt_delivery_begin_act(kt_delivery *delivery, size_t table, kt_delivery_place place,
                           kt_delivery_act act)
{
    if (delivery->failed)
        return;
    kt_delivery_table *t = &delivery->table[table];
    t->row =
        kt_grow_array(t->row, &t->row_capacity, t->n_rows + 1, sizeof *t->row, &delivery->failed);
    if (!delivery->failed)
        t->row[t->n_rows++] = (kt_delivery_row){place, (uint32_t)t->n_cells, false, act};
}

void kt_delivery_put(kt_delivery *delivery, size_t table, kt_delivery_cell cell)
{
    assert(delivery->failed || cell.field < delivery->table[table].n_fields);
    assert(delivery->failed || (table < delivery->n && delivery->table[table].n_rows > 0));
    if (delivery->failed || cell.text == 0)
        return;
    kt_delivery_table *t = &delivery->table[table];
    t->cell = kt_grow_array(t->cell, &t->cell_capacity, t->n_cells + 1, sizeof *t->cell,
                            &delivery->failed);
    if (!delivery->failed)
        t->cell[t->n_cells++] = cell;
}

void kt_delivery_put_text(kt_delivery *delivery, size_t table, const char *field, const char *text)
{
    size_t f = kt_delivery_field(delivery, table, field);
    kt_delivery_put(delivery, table,
                    (kt_delivery_cell){symbol_of(delivery, text), (uint16_t)f, KT_GRID_COLUMNS});
}

kt_symbol kt_delivery_text(const kt_delivery_table *table, size_t row, size_t field)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(table, row, &n);
    for (size_t i = 0; i < n; i++) {
        if (cell[i].field == field)
            return cell[i].text;
    }
    return 0;
}

void kt_delivery_where(char place[KT_GRID_PLACE], const kt_delivery *delivery,
                       const kt_grid_list *grids, const kt_delivery_table *table, size_t row,
                       size_t field)
{
    size_t n;
    kt_delivery_place from = table->row[row].place;
    const kt_delivery_cell *cell = kt_delivery_cells(table, row, &n);
    uint32_t column = KT_GRID_COLUMNS;
    for (size_t i = 0; i < n; i++) {
        if (cell[i].field == field)
            column = cell[i].column;
    }
    if (from.grid == KT_NO_GRID)
        kt_grid_place_text(place, kt_pool_text(delivery->pool, from.text));
    else
        kt_grid_place(place, &grids->grid[from.grid], from.number, column);
}

static int order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int kt_delivery_by_place(const void *left, const void *right)
{
    const kt_delivery_place *a = left;
    const kt_delivery_place *b = right;
    int by = order(a->grid, b->grid);
    by = by != 0 ? by : order(a->number, b->number);
    return by != 0 ? by : order(a->text, b->text);
}

size_t kt_delivery_refuse(kt_delivery *delivery, kt_delivery_place *places, size_t n)
{
    size_t marked = 0;
    if (n == 0)
        return 0;
    qsort(places, n, sizeof *places, kt_delivery_by_place);
    for (size_t t = 0; t < delivery->n; t++) {
        kt_delivery_table *table = &delivery->table[t];
        for (size_t r = 0; r < table->n_rows; r++) {
            if (table->row[r].refused || bsearch(&table->row[r].place, places, n, sizeof *places,
                                                 kt_delivery_by_place) == NULL)
                continue;
            table->row[r].refused = true;
            marked++;
        }
    }
    return marked;
}

void kt_delivery_row_at(const kt_delivery *delivery, uint32_t number, size_t *table, size_t *row)
{
    size_t t = 0;
    while (t + 1 < delivery->n && number >= delivery->table[t].n_rows)
        number -= (uint32_t)delivery->table[t++].n_rows;
    *table = t;
    *row = number;
}
