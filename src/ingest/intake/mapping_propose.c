// SPDX-License-Identifier: EUPL-1.2
// Looks for the header in the first 30 rows, because logos, titles and dates come first in the
// sheets of companies: the row in which most cells mean a field of a parts list. Before that, it
// looks for names like `items.id`, which our own templates have. A sheet at a time, a few hundred
// cells.
#include "ingest/intake/mapping_propose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "ingest/intake/delivery.h"
#include "ingest/intake/header.h"
#include "ingest/intake/layout_levels.h"

enum { HEADER_ROWS = 30, LEAST_FIELDS = 2, LEAST_LETTERS = 3 };

typedef struct proposing {
    const kt_grid *grid;
    const kt_pool *pool;
    kt_arena *arena;
    bool failed;
} proposing;

static const char *text_of(const proposing *p, const kt_grid_cell *cell)
{
    return kt_pool_text(p->pool, cell->text);
}

static const char *keep(proposing *p, const char *text, size_t length)
{
    const char *copy = kt_arena_text(p->arena, text, length);
    p->failed |= copy == NULL;
    return copy == NULL ? "" : copy;
}

// "items.id" → the spec of items and "id"; NULL for anything else.
static const kt_table_spec *technical(const char *header, const char **column)
{
    char table[64];
    const char *dot = strchr(header, '.');
    if (dot == NULL || (size_t)(dot - header) >= sizeof table || dot[1] == '\0')
        return NULL;
    memcpy(table, header, (size_t)(dot - header));
    table[dot - header] = '\0';
    *column = dot + 1;
    return kt_delivery_spec(table);
}

static bool knows(const kt_table_spec *spec, const char *column)
{
    for (int c = 0; spec->column[c].name != NULL; c++) {
        if (strcmp(spec->column[c].name, column) == 0)
            return true;
    }
    return false;
}

static size_t cells_of(const proposing *p, size_t row, const kt_grid_cell **cell)
{
    size_t n;
    *cell = kt_grid_cells(p->grid, row, &n);
    return n;
}

static size_t rows_to_look_at(const proposing *p)
{
    return p->grid->n_rows < HEADER_ROWS ? p->grid->n_rows : HEADER_ROWS;
}

static kt_mapping_column *columns_for(proposing *p, kt_mapping_sheet *sheet, size_t row)
{
    const kt_grid_cell *cell;
    size_t n = cells_of(p, row, &cell);
    sheet->header_row = p->grid->row[row].number;
    sheet->column = kt_arena_alloc(p->arena, n + 1, sizeof *sheet->column);
    p->failed |= sheet->column == NULL;
    sheet->n = p->failed ? 0 : n;
    for (size_t i = 0; i < sheet->n; i++) {
        const char *header = text_of(p, &cell[i]);
        sheet->column[i] = (kt_mapping_column){.header = keep(p, header, strlen(header)),
                                               .to = "",
                                               .unit = "",
                                               .column = cell[i].column};
    }
    return sheet->column;
}

// The sheets of the template: a row of names like `items.id`.
static bool propose_technical(proposing *p, kt_mapping_sheet *sheet)
{
    for (size_t row = 0; row < rows_to_look_at(p); row++) {
        const kt_table_spec *spec = NULL;
        const kt_grid_cell *cell;
        size_t n = cells_of(p, row, &cell);
        const char *column;
        for (size_t i = 0; i < n && spec == NULL; i++)
            spec = technical(text_of(p, &cell[i]), &column);
        if (spec == NULL)
            continue;
        columns_for(p, sheet, row);
        for (size_t i = 0; i < sheet->n; i++) {
            kt_mapping_column *c = &sheet->column[i];
            if (strcmp(c->header, "#") == 0)
                c->to = "#";
            else if (technical(c->header, &column) == spec)
                c->to = column;
        }
        sheet->table = spec->name;
        sheet->sure = true;
        return true;
    }
    return false;
}

// A table under its own name, with its own columns: `items.csv`, or a sheet called items.
static bool propose_named(proposing *p, kt_mapping_sheet *sheet)
{
    char name[64];
    const char *from = *p->grid->sheet != '\0' ? p->grid->sheet : p->grid->file;
    const char *dot = *p->grid->sheet != '\0' ? NULL : strrchr(from, '.');
    size_t length = dot == NULL ? strlen(from) : (size_t)(dot - from);
    if (length >= sizeof name || p->grid->n_rows == 0)
        return false;
    memcpy(name, from, length);
    name[length] = '\0';
    const kt_table_spec *spec = kt_delivery_spec(name);
    if (spec == NULL)
        return false;
    const kt_grid_cell *cell;
    size_t n = cells_of(p, 0, &cell);
    for (size_t i = 0; i < n && spec == &kt_delivery_parts; i++) {
        if (!knows(spec, text_of(p, &cell[i]))) // many a list of parts is called parts
            return false;
    }
    for (int c = 0; spec->column[c].name != NULL; c++) {
        bool found = false;
        for (size_t i = 0; i < n; i++)
            found |= strcmp(text_of(p, &cell[i]), spec->column[c].name) == 0;
        if (spec->column[c].need == KT_FILLED && !found)
            return false;
    }
    columns_for(p, sheet, 0);
    for (size_t i = 0; i < sheet->n; i++)
        sheet->column[i].to = sheet->column[i].header; // columns that the table does not know too
    sheet->table = spec->name;
    sheet->sure = true;
    return true;
}

// How many different fields of a parts list the row's cells mean; the item or its name must be one.
static size_t count_fields(const proposing *p, size_t row)
{
    const char *seen[KT_N_PARTS + 1]; // and `level`
    size_t n_seen = 0;
    bool named = false;
    const kt_grid_cell *cell;
    size_t n = cells_of(p, row, &cell);
    for (size_t i = 0; i < n && n_seen <= KT_N_PARTS; i++) {
        char unit[KT_HEADER_UNIT];
        const char *field =
            cell[i].type == KT_GRID_TEXT ? kt_header_field(unit, text_of(p, &cell[i])) : NULL;
        bool known = field == NULL;
        for (size_t k = 0; k < n_seen && !known; k++)
            known = seen[k] == field;
        if (known)
            continue;
        seen[n_seen++] = field;
        named |= strcmp(field, "item") == 0 || strcmp(field, "name") == 0;
    }
    return named ? n_seen : 0;
}

static bool is_taken(const kt_mapping_sheet *sheet, size_t before, const char *field)
{
    for (size_t i = 0; i < before; i++) {
        if (strcmp(sheet->column[i].to, field) == 0)
            return true;
    }
    return false;
}

static bool has_letters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
    return n >= LEAST_LETTERS;
}

// What a bill of materials is of: the first text above its header, else the file's name.
static const char *find_product(proposing *p, size_t header)
{
    const char *dot = strrchr(p->grid->file, '.');
    for (size_t row = 0; row < header; row++) {
        const kt_grid_cell *cell;
        size_t n = cells_of(p, row, &cell);
        for (size_t i = 0; i < n; i++) {
            const char *text = text_of(p, &cell[i]);
            if (cell[i].type == KT_GRID_TEXT && has_letters(text))
                return keep(p, text, strlen(text));
        }
    }
    return keep(p, p->grid->file,
                dot == NULL ? strlen(p->grid->file) : (size_t)(dot - p->grid->file));
}

static bool propose_parts(proposing *p, kt_mapping_sheet *sheet)
{
    size_t best = 0;
    size_t best_row = 0;
    for (size_t row = 0; row < rows_to_look_at(p); row++) {
        size_t n = count_fields(p, row);
        if (n > best) {
            best = n;
            best_row = row;
        }
    }
    if (best < LEAST_FIELDS)
        return false;
    columns_for(p, sheet, best_row);
    for (size_t i = 0; i < sheet->n; i++) {
        char unit[KT_HEADER_UNIT];
        const char *field = kt_header_field(unit, sheet->column[i].header);
        if (field == NULL || is_taken(sheet, i, field))
            continue;
        sheet->column[i].to = field;
        sheet->column[i].unit = keep(p, unit, strlen(unit));
    }
    sheet->table = kt_delivery_parts.name;
    kt_layout_levels levels;
    kt_layout_levels_begin(&levels, p->grid, p->pool, sheet);
    bool one_top = levels.column != KT_GRID_COLUMNS &&
                   kt_layout_levels_count_top(&levels, p->grid, p->pool, sheet->header_row) == 1;
    if (is_taken(sheet, sheet->n, "quantity") && !is_taken(sheet, sheet->n, "parent") && !one_top)
        sheet->product = find_product(p, best_row);
    return true;
}

kt_status kt_mapping_propose(kt_mapping *out, kt_mapping_file file, kt_arena *arena)
{
    size_t n = file.n;
    *out = (kt_mapping){.sheet = kt_arena_alloc(arena, n + 1, sizeof *out->sheet), .n = n};
    if (out->sheet == NULL)
        return KT_NO_RESOURCES;
    for (size_t i = 0; i < n; i++) {
        const kt_grid *grid = &file.grids->grid[file.first + i];
        proposing p = {grid, file.pool, arena, false};
        kt_mapping_sheet *sheet = &out->sheet[i];
        *sheet = (kt_mapping_sheet){.sheet = grid->sheet, .table = "", .hidden = grid->hidden};
        bool found = !grid->hidden && (propose_technical(&p, sheet) || propose_named(&p, sheet) ||
                                       propose_parts(&p, sheet));
        if (p.failed)
            return KT_NO_RESOURCES;
        if (!found)
            sheet->n = 0;
    }
    return KT_OK;
}
