// SPDX-License-Identifier: EUPL-1.2
// See grid_rows.h. The hot path is a text or a plain number that is taken as it is: one comparison
// of types and one symbol.
#include "ingest/intake/grid_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "format/sniff.h"
#include "ingest/intake/convert.h"
#include "ingest/intake/layout_heads.h"
#include "ingest/intake/layout_levels.h"
#include "ingest/recognise/fold.h"
#include "model/label.h"

enum { CONTEXT_KEYS = 5, PRODUCT_NAME = 3, SHOWN = 60 };

// What a sheet says once for all of its rows: a key in column A, the value in column C.
static const char *const CONTEXT[CONTEXT_KEYS] = {"company.name", "company.country", "company.kvk",
                                                  "product.name", "product.number"};

#define NO_FIELD SIZE_MAX

typedef struct filling {
    const kt_intake *intake;
    const kt_grid *grid;
    uint32_t grid_index;
    const kt_mapping_sheet *sheet;
    size_t table;
    const kt_table_spec *spec;
    char decimal;
    const kt_column_spec **column; // [sheet->n] what we hold, NULL: unknown or not taken
    size_t *field;                 // [sheet->n] of the delivery
    kt_symbol context[CONTEXT_KEYS];
    size_t context_field[CONTEXT_KEYS];
    size_t id, name_en, name_nl; // fields; name_en is NO_FIELD in a table without both names
    kt_pool known;               // ids that the case has
    kt_layout_heads heads;
    kt_layout_levels levels;
    size_t n_marked, n_rows, n_named;
    uint32_t first_marked;
    const kt_grid_row *header;
    uint8_t *headed;            // [KT_GRID_COLUMNS] the column has a header
    size_t n_headless;          // cells under no header
    kt_delivery_place headless; // row of the first,
    uint32_t headless_column;   // and its column
    bool failed;
} filling;

static const kt_column_spec NOTHING = {.name = "", .type = KT_COLUMN_TEXT}; // of an unknown column

static kt_delivery_place place_of(const filling *f, size_t row)
{
    return (kt_delivery_place){f->grid_index, f->grid->row[row].number, 0};
}

static void refuse(filling *f, size_t row, const kt_mapping_column *column, const kt_convert *p)
{
    char place[KT_GRID_PLACE];
    kt_buffer shown = {0};
    kt_buffer choices = {0};
    const char *name = column->header;
    kt_grid_place(place, f->grid, f->grid->row[row].number, column->column);
    kt_text_show(&shown, p->text, strlen(p->text), SHOWN);
    kt_buffer_put(&choices, p->choices == NULL ? "" : p->choices);
    for (int i = 0; p->column->choices != NULL && p->column->choices[i] != NULL; i++)
        kt_buffer_format(
            &choices, "%s%s", i == 0 ? "" : ", ",
            kt_lang_text(f->intake->rejects->lang, kt_label_choice(p->column->choices[i])));
    f->failed |= shown.failed || choices.failed;
    if (!f->failed) // the reasons are literals of convert.c and of this file
        kt_reject_add(f->intake->rejects, place_of(f, row), place, p->reason, name, shown.text,
                      choices.text);
    kt_buffer_free(&choices);
    kt_buffer_free(&shown);
}

// The cell of a column. A merged range gives its value to each of its rows, in its first column; in
// the others nobody can tell what is meant, and the row is refused (*good false).
static const kt_grid_cell *cell_at(filling *f, size_t row, size_t c, bool *good)
{
    const kt_mapping_column *column = &f->sheet->column[c];
    const kt_grid_cell *cell = kt_grid_find(f->grid, row, column->column);
    bool aside = false;
    if (cell != NULL || f->grid->n_merges == 0)
        return cell;
    cell = kt_grid_merged(f->grid, row, column->column, &aside);
    if (cell == NULL || !aside)
        return cell;
    kt_convert p = {.reason =
                        "%s: the cell is merged with one of another column, \"%s\": unmerge them",
                    .text = kt_pool_text(f->intake->pool, cell->text),
                    .column = &NOTHING};
    refuse(f, row, column, &p);
    *good = false;
    return NULL;
}

// The column of items that names a raw material.
static bool is_material(const filling *f, const kt_column_spec *spec)
{
    return f->spec == &kt_schema_case[KT_ITEMS] && strcmp(spec->name, "material") == 0;
}

// The symbol of the cell in our words; 0 when it is empty or refuses its row (*good false).
static kt_symbol take_cell(filling *f, size_t row, size_t c, const kt_grid_cell *cell, bool *good)
{
    const kt_mapping_column *column = &f->sheet->column[c];
    const kt_column_spec *spec = f->column[c];
    kt_symbol symbol = cell->text;
    bool plain = spec == NULL
                     ? cell->type != KT_GRID_ERROR
                     : cell->type != KT_GRID_ERROR &&
                           ((spec->type == KT_COLUMN_ID && !is_material(f, spec)) ||
                            (spec->type == KT_COLUMN_TEXT && strcmp(spec->name, "supplier") != 0));
    if (plain)
        return symbol;
    kt_convert p = {.text = kt_pool_text(f->intake->pool, symbol),
                    .type = (kt_grid_type)cell->type,
                    .column = spec == NULL ? &NOTHING : spec,
                    .unit = column->unit,
                    .decimal = f->decimal,
                    .intake = f->intake,
                    .grid = f->grid,
                    .number = f->grid->row[row].number,
                    .at = column->column};
    const char *before = p.text;
    kt_convert_cell(&p);
    if (p.reason != NULL) {
        refuse(f, row, column, &p);
        *good = false;
        return 0;
    }
    if (p.text != before)
        f->failed |= !kt_pool_add(f->intake->pool, p.text, strlen(p.text), &symbol);
    return symbol;
}

// The template's own rows; that they are not read goes without saying.
static bool is_example(const char *mark)
{
    return strcmp(mark, "example") == 0 || strcmp(mark, kt_lang_text(KT_LANG_NL, "example")) == 0;
}

static bool is_marked(filling *f, size_t row)
{
    for (size_t c = 0; c < f->sheet->n; c++) {
        const kt_grid_cell *cell = strcmp(f->sheet->column[c].to, "#") == 0
                                       ? kt_grid_find(f->grid, row, f->sheet->column[c].column)
                                       : NULL;
        if (cell == NULL)
            continue;
        if (!is_example(kt_pool_text(f->intake->pool, cell->text)) && f->n_marked++ == 0)
            f->first_marked = f->grid->row[row].number;
        return true;
    }
    return false;
}

static bool is_aside(filling *f, size_t row)
{
    return kt_layout_heads_row(&f->heads, f->grid, f->intake->pool, f->sheet, row) !=
           KT_LAYOUT_HEADS_NONE;
}

// The Dutch name of the row at hand for the English one that it lacks, unless the case has one.
static void name_row(filling *f)
{
    kt_delivery *delivery = f->intake->delivery;
    const kt_delivery_table *table = &delivery->table[f->table];
    if (f->name_en == NO_FIELD || delivery->failed)
        return;
    size_t row = table->n_rows - 1;
    kt_symbol name = kt_delivery_text(table, row, f->name_nl);
    const char *id = kt_pool_text(f->intake->pool, kt_delivery_text(table, row, f->id));
    if (name == 0 || kt_delivery_text(table, row, f->name_en) != 0 ||
        kt_pool_find(&f->known, id, strlen(id)) != 0)
        return;
    f->n_named++;
    kt_delivery_put(delivery, f->table,
                    (kt_delivery_cell){name, (uint16_t)f->name_en, KT_GRID_COLUMNS});
}

// Refuses the row at hand for its level, or for a row above it that is not read.
static void refuse_level(filling *f, size_t row, uint32_t missing)
{
    char place[KT_GRID_PLACE];
    const kt_grid_cell *cell = kt_grid_find(f->grid, row, f->levels.column);
    kt_convert p = {.text = cell == NULL ? "" : kt_pool_text(f->intake->pool, cell->text),
                    .column = &NOTHING,
                    .reason = cell == NULL ? "%s: the cell is empty: what the part goes into is "
                                             "told by its level"
                              : f->levels.positions
                                  ? "%s: \"%s\" is not a position that follows the one above it"
                                  : "%s: \"%s\" is not a level"};
    const kt_mapping_column *column = f->sheet->column;
    while (column->column != f->levels.column)
        column++;
    if (missing == 0) {
        refuse(f, row, column, &p);
        return;
    }
    kt_grid_place(place, f->grid, f->grid->row[row].number, f->levels.column);
    kt_reject_add(f->intake->rejects, place_of(f, row), place,
                  "what the part goes into is not known: row %u above it is not read", missing);
}

// What the row at hand goes into, by its level and the rows above; false where nobody can tell.
static bool place_row(filling *f, size_t row)
{
    kt_delivery *delivery = f->intake->delivery;
    const kt_delivery_table *table = &delivery->table[f->table];
    uint32_t missing = 0;
    if (f->levels.column == KT_GRID_COLUMNS || delivery->failed)
        return true;
    int level = kt_layout_levels_read(&f->levels, f->grid, f->intake->pool, row);
    kt_symbol part = kt_delivery_text(table, table->n_rows - 1, KT_PARTS_ITEM);
    if (part == 0)
        part = kt_delivery_text(table, table->n_rows - 1, KT_PARTS_NAME);
    if (level < 0)
        kt_layout_levels_skip(&f->levels, level, f->grid->row[row].number);
    kt_symbol parent = level < 0 ? 0 : kt_layout_levels_parent(&f->levels, level, part, &missing);
    if (level < 0 || missing != 0) {
        refuse_level(f, row, missing);
        return false;
    }
    kt_delivery_put(delivery, f->table,
                    (kt_delivery_cell){parent, KT_PARTS_PARENT, (uint16_t)f->levels.column});
    return true;
}

// A row that is left out: what goes into it may not go into the one before.
static void skip_row(filling *f, size_t row, bool marked)
{
    const kt_grid_cell *cell =
        f->levels.column == KT_GRID_COLUMNS ? NULL : kt_grid_find(f->grid, row, f->levels.column);
    int level =
        cell == NULL ? -1 : kt_layout_levels_read(&f->levels, f->grid, f->intake->pool, row);
    if (level >= 0 || (marked && cell != NULL))
        kt_layout_levels_skip(&f->levels, level, f->grid->row[row].number);
}

// Cells that stand under no header are told, for nothing says what they mean. False for a row of
// delimited text that is longer than its header: a mark between two fields may be one too many, and
// then every field behind it stands in the wrong column.
static bool fits_header(filling *f, size_t row)
{
    size_t n;
    char place[KT_GRID_PLACE];
    const kt_grid_cell *cell = kt_grid_cells(f->grid, row, &n);
    const kt_grid_row *here = &f->grid->row[row];
    for (size_t i = 0; i < n; i++) {
        if (f->headed[cell[i].column])
            continue;
        if (here->n_fields > f->header->n_fields && cell[i].column >= f->header->n_fields) {
            kt_grid_place(place, f->grid, here->number, cell[i].column);
            kt_reject_add(f->intake->rejects, place_of(f, row), place,
                          "row has %u fields, the header has %u", here->n_fields,
                          f->header->n_fields);
            return false;
        }
        if (f->n_headless++ == 0) {
            f->headless = place_of(f, row);
            f->headless_column = cell[i].column;
        }
    }
    return true;
}

static void take_row(filling *f, size_t row)
{
    kt_delivery *delivery = f->intake->delivery;
    bool begun = false;
    if (f->grid->row[row].first == f->grid->row[row + 1].first)
        return;
    bool marked = is_marked(f, row);
    if (marked || is_aside(f, row)) {
        skip_row(f, row, marked);
        return;
    }
    bool good = fits_header(f, row);
    for (size_t c = 0; c < f->sheet->n; c++) {
        const kt_mapping_column *column = &f->sheet->column[c];
        if (*column->to == '\0' || *column->to == '#')
            continue;
        const kt_grid_cell *cell = cell_at(f, row, c, &good);
        kt_symbol symbol = cell == NULL ? 0 : take_cell(f, row, c, cell, &good);
        if (symbol == 0)
            continue;
        if (!begun)
            kt_delivery_begin(delivery, f->table, place_of(f, row));
        begun = true;
        kt_delivery_put(
            delivery, f->table,
            (kt_delivery_cell){symbol, (uint16_t)f->field[c], (uint16_t)column->column});
    }
    if (!begun)
        return;
    f->n_rows++;
    name_row(f);
    good &= place_row(f, row);
    for (size_t k = 0; k < CONTEXT_KEYS; k++)
        kt_delivery_put(
            delivery, f->table,
            (kt_delivery_cell){f->context[k], (uint16_t)f->context_field[k], KT_GRID_COLUMNS});
    if (!good && !delivery->failed)
        delivery->table[f->table].row[delivery->table[f->table].n_rows - 1].refused = true;
}

// What the mapping says that all parts of the list go into.
static void take_product(filling *f)
{
    char place[KT_GRID_PLACE];
    const char *product = f->sheet->product;
    if (product == NULL || *product == '\0')
        return;
    f->failed |= !kt_pool_add(f->intake->pool, product, strlen(product), &f->context[PRODUCT_NAME]);
    f->context_field[PRODUCT_NAME] =
        kt_delivery_field(f->intake->delivery, f->table, CONTEXT[PRODUCT_NAME]);
    kt_grid_place(place, f->grid, f->sheet->header_row, KT_GRID_COLUMNS);
    kt_notes_add(f->intake->remarks, KT_NOTE_WARNING, place,
                 "the list does not say what its parts go into: \"%s\" is taken (\"product\" in "
                 "the mapping)",
                 product);
}

// Only sheets of the self-scan have these keys.
static void find_context(filling *f)
{
    for (size_t row = 0; row < f->grid->n_rows; row++) {
        const kt_grid_cell *key = kt_grid_find(f->grid, row, 0);
        const kt_grid_cell *value = kt_grid_find(f->grid, row, 2);
        if (f->grid->row[row].number >= f->sheet->header_row)
            break;
        for (size_t k = 0; key != NULL && value != NULL && k < CONTEXT_KEYS; k++) {
            if (strcmp(kt_pool_text(f->intake->pool, key->text), CONTEXT[k]) != 0)
                continue;
            f->context[k] = value->text;
            f->context_field[k] = kt_delivery_field(f->intake->delivery, f->table, CONTEXT[k]);
        }
    }
}

static void find_columns(filling *f)
{
    for (size_t c = 0; c < f->sheet->n; c++) {
        const char *to = f->sheet->column[c].to;
        f->column[c] = NULL;
        if (*to == '\0' || *to == '#')
            continue;
        f->field[c] = kt_delivery_field(f->intake->delivery, f->table, to);
        for (int s = 0; f->spec->column[s].name != NULL; s++) {
            if (strcmp(f->spec->column[s].name, to) == 0)
                f->column[c] = &f->spec->column[s];
        }
    }
}

static void say_left_out(filling *f)
{
    char place[KT_GRID_PLACE];
    kt_buffer names = {0};
    kt_layout_heads_say(&f->heads, f->grid, f->intake->pool, f->intake->remarks);
    kt_grid_place(place, f->grid, f->sheet->header_row, KT_GRID_COLUMNS);
    if (f->n_named > 0)
        kt_notes_add(f->intake->remarks, KT_NOTE_PLAIN, place,
                     "the Dutch name stands in for the English one: %zu times", f->n_named);
    for (size_t c = 0; c < f->sheet->n; c++) {
        if (*f->sheet->column[c].to == '\0')
            kt_buffer_format(&names, "%s\"%s\"", names.length == 0 ? "" : ", ",
                             f->sheet->column[c].header);
    }
    f->failed |= names.failed;
    if (f->n_headless > 0) {
        kt_grid_place(place, f->grid, f->headless.number, f->headless_column);
        kt_notes_add(f->intake->remarks, KT_NOTE_WARNING, place,
                     "cells in columns without a header are not read: %zu, this is the first",
                     f->n_headless);
    }
    kt_grid_place(place, f->grid, f->sheet->header_row, KT_GRID_COLUMNS);
    if (names.length > 0)
        kt_notes_add(f->intake->remarks, KT_NOTE_PLAIN, place, "columns that are not used: %s",
                     names.text);
    kt_buffer_free(&names);
    if (f->n_marked == 0)
        return;
    kt_grid_place(place, f->grid, f->first_marked, 0);
    kt_notes_add(f->intake->remarks, KT_NOTE_PLAIN, place,
                 "rows with a mark in the first column are not read: %zu, this is the first",
                 f->n_marked);
}

// The decimal mark of this sheet: the mapping's, what the texts of its columns of figures decide
// (a material called 1.4404 is none), or the file's.
static char decimal_of(const filling *f)
{
    size_t dots = 0;
    size_t commas = 0;
    if (f->sheet->decimal != 0)
        return f->sheet->decimal;
    size_t first = kt_grid_position(f->grid, f->sheet->header_row);
    for (size_t c = 0; c < f->sheet->n; c++) {
        bool figures = f->column[c] != NULL && f->column[c]->type == KT_COLUMN_NUMBER;
        for (size_t row = first + 1; figures && row < f->grid->n_rows; row++) {
            const kt_grid_cell *cell = kt_grid_find(f->grid, row, f->sheet->column[c].column);
            bool text = cell != NULL && cell->type == KT_GRID_TEXT;
            char says = text ? kt_sniff_vote(kt_pool_text(f->intake->pool, cell->text)) : 0;
            dots += says == '.';
            commas += says == ',';
        }
    }
    if (dots > 0 && commas > 0)
        return 0;
    return dots > 0 ? '.' : commas > 0 ? ',' : f->grid->decimal;
}

// What name_row needs; nothing for a table whose rows have not both names.
static bool find_names(filling *f)
{
    const kt_draft_table *table =
        f->intake->draft == NULL ? NULL : kt_draft_find(f->intake->draft, f->spec->name);
    size_t id = table == NULL ? 0 : kt_draft_find_column(f->intake->draft, table, "id");
    size_t both = 0;
    f->name_en = NO_FIELD;
    for (int c = 0; f->spec->column[c].name != NULL; c++)
        both += strcmp(f->spec->column[c].name, "name_en") == 0 ||
                strcmp(f->spec->column[c].name, "name_nl") == 0;
    if (both != 2)
        return true;
    f->id = kt_delivery_field(f->intake->delivery, f->table, "id");
    f->name_en = kt_delivery_field(f->intake->delivery, f->table, "name_en");
    f->name_nl = kt_delivery_field(f->intake->delivery, f->table, "name_nl");
    bool good = true;
    for (size_t r = 0; table != NULL && id < table->n_columns && r < table->n_rows; r++) {
        kt_symbol symbol;
        const char *text = kt_pool_text(f->intake->pool, *kt_draft_cell(table, r, id));
        good = good && kt_pool_add(&f->known, text, strlen(text), &symbol);
    }
    return good;
}

// The header row, and which columns have a header in it. False when memory runs out.
static bool find_header(filling *f, kt_arena *arena)
{
    size_t n;
    size_t row = kt_grid_position(f->grid, f->sheet->header_row);
    f->headed = kt_arena_alloc(arena, KT_GRID_COLUMNS, 1);
    f->column = kt_arena_alloc(arena, f->sheet->n + 1, sizeof(const kt_column_spec *));
    f->field = kt_arena_alloc(arena, f->sheet->n + 1, sizeof *f->field);
    if (f->headed == NULL || f->column == NULL || f->field == NULL)
        return false;
    f->header = &f->grid->row[row];
    const kt_grid_cell *cell = kt_grid_cells(f->grid, row, &n);
    for (size_t i = 0; i < n; i++)
        f->headed[cell[i].column] = 1;
    return true;
}

kt_status kt_grid_rows_read(const kt_intake *intake, size_t index, const kt_mapping_sheet *sheet,
                            kt_error *err)
{
    char place[KT_GRID_PLACE];
    const kt_grid *grid = &intake->grids->grid[index];
    filling f = {.intake = intake,
                 .grid = grid,
                 .grid_index = (uint32_t)index,
                 .sheet = sheet,
                 .spec = kt_delivery_spec(sheet->table)};
    kt_arena arena = {0};
    kt_grid_place(place, grid, sheet->header_row, KT_GRID_COLUMNS);
    if (sheet->n > KT_TABLE_COLUMNS)
        return kt_error_set(err, KT_BAD_INPUT, "%s: the table has more than %d columns", place,
                            KT_TABLE_COLUMNS);
    f.table = kt_delivery_table_at(intake->delivery, sheet->table);
    if (!find_header(&f, &arena) || intake->delivery->failed || !kt_pool_open(&f.known)) {
        kt_arena_free(&arena);
        return kt_error_no_memory(err);
    }
    kt_layout_levels_begin(&f.levels, grid, intake->pool, sheet);
    kt_layout_heads_begin(&f.heads, grid, intake->pool, sheet);
    find_columns(&f);
    f.decimal = decimal_of(&f);
    find_context(&f);
    take_product(&f);
    f.failed |= !find_names(&f);
    size_t first = kt_grid_position(grid, sheet->header_row);
    for (size_t row = first + 1; row < grid->n_rows && !intake->delivery->failed; row++)
        take_row(&f, row);
    say_left_out(&f);
    kt_pool_close(&f.known);
    kt_arena_free(&arena);
    return f.failed || intake->delivery->failed ? kt_error_no_memory(err) : KT_OK;
}
