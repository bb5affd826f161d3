// SPDX-License-Identifier: EUPL-1.2
// The hot path, up to 200,000 rows of 10 cells, is a text or a plain number that is taken as it is:
// one comparison of types and one symbol. A row is judged cell by cell and refused as a whole,
// because half a row is another statement than the sender's.
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

enum { COMPANY_NAME, COMPANY_COUNTRY, COMPANY_KVK, PRODUCT_NAME, PRODUCT_NUMBER, CONTEXT_KEYS };
enum { SHOWN = 60 };

// What a sheet says once for all of its rows: a key in column A, the value in column C.
static const char *const CONTEXT[CONTEXT_KEYS] = {
    [COMPANY_NAME] = "company.name",     [COMPANY_COUNTRY] = "company.country",
    [COMPANY_KVK] = "company.kvk",       [PRODUCT_NAME] = "product.name",
    [PRODUCT_NUMBER] = "product.number",
};

#define NO_FIELD SIZE_MAX

typedef struct row_reader {
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
} row_reader;

static const kt_column_spec NOTHING = {.name = "", .type = KT_COLUMN_TEXT}; // of an unknown column

static kt_delivery_place place_of(const row_reader *r, size_t row)
{
    return (kt_delivery_place){r->grid_index, r->grid->row[row].number, 0};
}

static void refuse(row_reader *r, size_t row, const kt_mapping_column *column,
                   const kt_convert *convert)
{
    char place[KT_GRID_PLACE];
    kt_buffer shown = {0};
    kt_buffer choices = {0};
    const char *name = column->header;
    kt_grid_place(place, r->grid, r->grid->row[row].number, column->column);
    kt_text_show(&shown, convert->text, strlen(convert->text), SHOWN);
    kt_buffer_put(&choices, convert->choices == NULL ? "" : convert->choices);
    for (int i = 0; convert->column->choices != NULL && convert->column->choices[i] != NULL; i++)
        kt_buffer_format(&choices, "%s%s", i == 0 ? "" : ", ",
                         kt_lang_text(r->intake->rejects->notes.lang,
                                      kt_label_choice(convert->column->choices[i])));
    r->failed |= shown.failed || choices.failed;
    if (!r->failed) // the reasons are literals of convert.c and of this file
        kt_reject_add(r->intake->rejects, place_of(r, row), place, convert->reason, name,
                      shown.text, choices.text);
    kt_buffer_free(&choices);
    kt_buffer_free(&shown);
}

// The cell of a column. A merged range gives its value to each of its rows, in its first column; in
// the others it is not clear what is meant, and the row is refused (*good false).
static const kt_grid_cell *cell_at(row_reader *r, size_t row, size_t c, bool *good)
{
    const kt_mapping_column *column = &r->sheet->column[c];
    const kt_grid_cell *cell = kt_grid_find(r->grid, row, column->column);
    bool beside = false;
    if (cell != NULL || r->grid->n_merges == 0)
        return cell;
    cell = kt_grid_merged(r->grid, row, column->column, &beside);
    if (cell == NULL || !beside)
        return cell;
    kt_convert convert = {
        .reason = "%s: the cell is merged with one of another column, \"%s\": unmerge them",
        .text = kt_pool_text(r->intake->pool, cell->text),
        .column = &NOTHING};
    refuse(r, row, column, &convert);
    *good = false;
    return NULL;
}

// The column of items that names a raw material.
static bool is_material(const row_reader *r, const kt_column_spec *spec)
{
    return r->spec == &kt_schema_case[KT_ITEMS] && strcmp(spec->name, "material") == 0;
}

// The symbol of the cell in our words; 0 when it is empty or refuses its row (*good false).
static kt_symbol take_cell(row_reader *r, size_t row, size_t c, const kt_grid_cell *cell,
                           bool *good)
{
    const kt_mapping_column *column = &r->sheet->column[c];
    const kt_column_spec *spec = r->column[c];
    kt_symbol symbol = cell->text;
    bool plain = spec == NULL
                     ? cell->type != KT_GRID_ERROR
                     : cell->type != KT_GRID_ERROR &&
                           ((spec->type == KT_COLUMN_ID && !is_material(r, spec)) ||
                            (spec->type == KT_COLUMN_TEXT && strcmp(spec->name, "supplier") != 0));
    if (plain)
        return symbol;
    kt_convert convert = {.text = kt_pool_text(r->intake->pool, symbol),
                          .type = (kt_grid_type)cell->type,
                          .column = spec == NULL ? &NOTHING : spec,
                          .unit = column->unit,
                          .decimal = r->decimal,
                          .intake = r->intake,
                          .grid = r->grid,
                          .number = r->grid->row[row].number,
                          .at = column->column};
    const char *before = convert.text;
    kt_convert_cell(&convert);
    if (convert.reason != NULL) {
        refuse(r, row, column, &convert);
        *good = false;
        return 0;
    }
    if (convert.text != before)
        r->failed |= !kt_pool_add(r->intake->pool, convert.text, strlen(convert.text), &symbol);
    return symbol;
}

// The template's own rows; that they are not read goes without saying.
static bool is_example(const char *mark)
{
    return strcmp(mark, "example") == 0 || strcmp(mark, kt_lang_text(KT_LANG_NL, "example")) == 0;
}

static bool is_marked(row_reader *r, size_t row)
{
    for (size_t c = 0; c < r->sheet->n; c++) {
        const kt_grid_cell *cell = strcmp(r->sheet->column[c].to, "#") == 0
                                       ? kt_grid_find(r->grid, row, r->sheet->column[c].column)
                                       : NULL;
        if (cell == NULL)
            continue;
        if (!is_example(kt_pool_text(r->intake->pool, cell->text)) && r->n_marked++ == 0)
            r->first_marked = r->grid->row[row].number;
        return true;
    }
    return false;
}

static bool is_left_out(row_reader *r, size_t row)
{
    return kt_layout_heads_row(&r->heads, r->grid, r->intake->pool, r->sheet, row) !=
           KT_LAYOUT_HEADS_NONE;
}

// The Dutch name of the row at hand for the English one that it lacks, unless the case has one.
static void name_row(row_reader *r)
{
    kt_delivery *delivery = r->intake->delivery;
    const kt_delivery_table *table = &delivery->table[r->table];
    if (r->name_en == NO_FIELD || delivery->failed)
        return;
    size_t row = table->n_rows - 1;
    kt_symbol name = kt_delivery_text(table, row, r->name_nl);
    const char *id = kt_pool_text(r->intake->pool, kt_delivery_text(table, row, r->id));
    if (name == 0 || kt_delivery_text(table, row, r->name_en) != 0 ||
        kt_pool_find(&r->known, id, strlen(id)) != 0)
        return;
    r->n_named++;
    kt_delivery_put(delivery, r->table,
                    (kt_delivery_cell){name, (uint16_t)r->name_en, KT_GRID_COLUMNS});
}

// Refuses the row at hand for its level, or for a row above it that is not read.
static void refuse_level(row_reader *r, size_t row, uint32_t missing)
{
    char place[KT_GRID_PLACE];
    const kt_grid_cell *cell = kt_grid_find(r->grid, row, r->levels.column);
    kt_convert convert = {.text = cell == NULL ? "" : kt_pool_text(r->intake->pool, cell->text),
                          .column = &NOTHING,
                          .reason =
                              cell == NULL ? "%s: the cell is empty: what the part goes into is "
                                             "told by its level"
                              : r->levels.positions
                                  ? "%s: \"%s\" is not a position that follows the one above it"
                                  : "%s: \"%s\" is not a level"};
    const kt_mapping_column *column = r->sheet->column;
    while (column->column != r->levels.column)
        column++;
    if (missing == 0) {
        refuse(r, row, column, &convert);
        return;
    }
    kt_grid_place(place, r->grid, r->grid->row[row].number, r->levels.column);
    kt_reject_add(r->intake->rejects, place_of(r, row), place,
                  "what the part goes into is not known: row %u above it is not read", missing);
}

// What the row at hand goes into, by its level and the rows above; false where they do not tell.
static bool place_row(row_reader *r, size_t row)
{
    kt_delivery *delivery = r->intake->delivery;
    const kt_delivery_table *table = &delivery->table[r->table];
    uint32_t missing = 0;
    if (r->levels.column == KT_GRID_COLUMNS || delivery->failed)
        return true;
    int level = kt_layout_levels_read(&r->levels, r->grid, r->intake->pool, row);
    kt_symbol part = kt_delivery_text(table, table->n_rows - 1, KT_PARTS_ITEM);
    if (part == 0)
        part = kt_delivery_text(table, table->n_rows - 1, KT_PARTS_NAME);
    if (level < 0)
        kt_layout_levels_skip(&r->levels, level, r->grid->row[row].number);
    kt_symbol parent = level < 0 ? 0 : kt_layout_levels_parent(&r->levels, level, part, &missing);
    if (level < 0 || missing != 0) {
        refuse_level(r, row, missing);
        return false;
    }
    kt_delivery_put(delivery, r->table,
                    (kt_delivery_cell){parent, KT_PARTS_PARENT, (uint16_t)r->levels.column});
    return true;
}

// A row that is left out: what goes into it may not go into the one before.
static void skip_row(row_reader *r, size_t row, bool marked)
{
    const kt_grid_cell *cell =
        r->levels.column == KT_GRID_COLUMNS ? NULL : kt_grid_find(r->grid, row, r->levels.column);
    int level =
        cell == NULL ? -1 : kt_layout_levels_read(&r->levels, r->grid, r->intake->pool, row);
    if (level >= 0 || (marked && cell != NULL))
        kt_layout_levels_skip(&r->levels, level, r->grid->row[row].number);
}

// Cells that stand under no header are told, for nothing says what they mean. False for a row of
// delimited text that is longer than its header: a mark between two fields may be one too many, and
// then every field behind it stands in the wrong column.
static bool fits_header(row_reader *r, size_t row)
{
    size_t n;
    char place[KT_GRID_PLACE];
    const kt_grid_cell *cell = kt_grid_cells(r->grid, row, &n);
    const kt_grid_row *here = &r->grid->row[row];
    for (size_t i = 0; i < n; i++) {
        if (r->headed[cell[i].column])
            continue;
        if (here->n_fields > r->header->n_fields && cell[i].column >= r->header->n_fields) {
            kt_grid_place(place, r->grid, here->number, cell[i].column);
            kt_reject_add(r->intake->rejects, place_of(r, row), place,
                          "row has %u fields, the header has %u", here->n_fields,
                          r->header->n_fields);
            return false;
        }
        if (r->n_headless++ == 0) {
            r->headless = place_of(r, row);
            r->headless_column = cell[i].column;
        }
    }
    return true;
}

static void take_row(row_reader *r, size_t row)
{
    kt_delivery *delivery = r->intake->delivery;
    bool begun = false;
    if (r->grid->row[row].first == r->grid->row[row + 1].first)
        return;
    bool marked = is_marked(r, row);
    if (marked || is_left_out(r, row)) {
        skip_row(r, row, marked);
        return;
    }
    bool good = fits_header(r, row);
    for (size_t c = 0; c < r->sheet->n; c++) {
        const kt_mapping_column *column = &r->sheet->column[c];
        if (*column->to == '\0' || *column->to == '#')
            continue;
        const kt_grid_cell *cell = cell_at(r, row, c, &good);
        kt_symbol symbol = cell == NULL ? 0 : take_cell(r, row, c, cell, &good);
        if (symbol == 0)
            continue;
        if (!begun)
            kt_delivery_begin(delivery, r->table, place_of(r, row));
        begun = true;
        kt_delivery_put(
            delivery, r->table,
            (kt_delivery_cell){symbol, (uint16_t)r->field[c], (uint16_t)column->column});
    }
    if (!begun)
        return;
    r->n_rows++;
    name_row(r);
    good &= place_row(r, row);
    for (size_t k = 0; k < CONTEXT_KEYS; k++)
        kt_delivery_put(
            delivery, r->table,
            (kt_delivery_cell){r->context[k], (uint16_t)r->context_field[k], KT_GRID_COLUMNS});
    if (!good && !delivery->failed)
        delivery->table[r->table].row[delivery->table[r->table].n_rows - 1].refused = true;
}

// What the mapping says that all parts of the list go into.
static void take_product(row_reader *r)
{
    char place[KT_GRID_PLACE];
    const char *product = r->sheet->product;
    if (product == NULL || *product == '\0')
        return;
    r->failed |= !kt_pool_add(r->intake->pool, product, strlen(product), &r->context[PRODUCT_NAME]);
    r->context_field[PRODUCT_NAME] =
        kt_delivery_field(r->intake->delivery, r->table, CONTEXT[PRODUCT_NAME]);
    kt_grid_place(place, r->grid, r->sheet->header_row, KT_GRID_COLUMNS);
    kt_notes_add(r->intake->notes, KT_NOTE_WARNING, place,
                 "the list does not say what its parts go into: \"%s\" is taken (\"product\" in "
                 "the mapping)",
                 product);
}

// Only sheets of the self-scan have these keys.
static void find_context(row_reader *r)
{
    for (size_t row = 0; row < r->grid->n_rows; row++) {
        const kt_grid_cell *key = kt_grid_find(r->grid, row, 0);
        const kt_grid_cell *value = kt_grid_find(r->grid, row, 2);
        if (r->grid->row[row].number >= r->sheet->header_row)
            break;
        for (size_t k = 0; key != NULL && value != NULL && k < CONTEXT_KEYS; k++) {
            if (strcmp(kt_pool_text(r->intake->pool, key->text), CONTEXT[k]) != 0)
                continue;
            r->context[k] = value->text;
            r->context_field[k] = kt_delivery_field(r->intake->delivery, r->table, CONTEXT[k]);
        }
    }
}

static void find_columns(row_reader *r)
{
    for (size_t c = 0; c < r->sheet->n; c++) {
        const char *to = r->sheet->column[c].to;
        r->column[c] = NULL;
        if (*to == '\0' || *to == '#')
            continue;
        r->field[c] = kt_delivery_field(r->intake->delivery, r->table, to);
        for (int s = 0; r->spec->column[s].name != NULL; s++) {
            if (strcmp(r->spec->column[s].name, to) == 0)
                r->column[c] = &r->spec->column[s];
        }
    }
}

static void say_left_out(row_reader *r)
{
    char place[KT_GRID_PLACE];
    kt_buffer names = {0};
    kt_layout_heads_say(&r->heads, r->grid, r->intake->pool, r->intake->notes);
    kt_grid_place(place, r->grid, r->sheet->header_row, KT_GRID_COLUMNS);
    if (r->n_named > 0)
        kt_notes_add(r->intake->notes, KT_NOTE_PLAIN, place,
                     "the Dutch name stands in for the English one: %zu times", r->n_named);
    for (size_t c = 0; c < r->sheet->n; c++) {
        if (*r->sheet->column[c].to == '\0')
            kt_buffer_format(&names, "%s\"%s\"", names.length == 0 ? "" : ", ",
                             r->sheet->column[c].header);
    }
    r->failed |= names.failed;
    if (r->n_headless > 0) {
        kt_grid_place(place, r->grid, r->headless.number, r->headless_column);
        kt_notes_add(r->intake->notes, KT_NOTE_WARNING, place,
                     "cells in columns without a header are not read: %zu, this is the first",
                     r->n_headless);
    }
    kt_grid_place(place, r->grid, r->sheet->header_row, KT_GRID_COLUMNS);
    if (names.length > 0)
        kt_notes_add(r->intake->notes, KT_NOTE_PLAIN, place, "columns that are not used: %s",
                     names.text);
    kt_buffer_free(&names);
    if (r->n_marked == 0)
        return;
    kt_grid_place(place, r->grid, r->first_marked, 0);
    kt_notes_add(r->intake->notes, KT_NOTE_PLAIN, place,
                 "rows with a mark in the first column are not read: %zu, this is the first",
                 r->n_marked);
}

// The decimal mark of this sheet: the mapping's, what the texts of its columns of figures decide
// (a material called 1.4404 is none), or the file's.
static char decimal_of(const row_reader *r)
{
    size_t dots = 0;
    size_t commas = 0;
    if (r->sheet->decimal != 0)
        return r->sheet->decimal;
    size_t first = kt_grid_position(r->grid, r->sheet->header_row);
    for (size_t c = 0; c < r->sheet->n; c++) {
        bool figures = r->column[c] != NULL && r->column[c]->type == KT_COLUMN_NUMBER;
        for (size_t row = first + 1; figures && row < r->grid->n_rows; row++) {
            const kt_grid_cell *cell = kt_grid_find(r->grid, row, r->sheet->column[c].column);
            bool text = cell != NULL && cell->type == KT_GRID_TEXT;
            char says = text ? kt_sniff_vote(kt_pool_text(r->intake->pool, cell->text)) : 0;
            dots += says == '.';
            commas += says == ',';
        }
    }
    if (dots > 0 && commas > 0)
        return 0;
    return dots > 0 ? '.' : commas > 0 ? ',' : r->grid->decimal;
}

// What name_row needs; nothing for a table without both names.
static bool find_names(row_reader *r)
{
    const kt_draft_table *table =
        r->intake->draft == NULL ? NULL : kt_draft_find(r->intake->draft, r->spec->name);
    size_t id = table == NULL ? 0 : kt_draft_find_column(r->intake->draft, table, "id");
    size_t both = 0;
    r->name_en = NO_FIELD;
    for (int c = 0; r->spec->column[c].name != NULL; c++)
        both += strcmp(r->spec->column[c].name, "name_en") == 0 ||
                strcmp(r->spec->column[c].name, "name_nl") == 0;
    if (both != 2)
        return true;
    r->id = kt_delivery_field(r->intake->delivery, r->table, "id");
    r->name_en = kt_delivery_field(r->intake->delivery, r->table, "name_en");
    r->name_nl = kt_delivery_field(r->intake->delivery, r->table, "name_nl");
    bool good = true;
    for (size_t row = 0; table != NULL && id < table->n_columns && row < table->n_rows; row++) {
        kt_symbol symbol;
        const char *text = kt_pool_text(r->intake->pool, *kt_draft_cell(table, row, id));
        good = good && kt_pool_add(&r->known, text, strlen(text), &symbol);
    }
    return good;
}

// The header row, and which columns have a header in it. False when memory runs out.
static bool find_header(row_reader *r, kt_arena *arena)
{
    size_t n;
    size_t row = kt_grid_position(r->grid, r->sheet->header_row);
    r->headed = kt_arena_alloc(arena, KT_GRID_COLUMNS, 1);
    r->column = kt_arena_alloc(arena, r->sheet->n + 1, sizeof(const kt_column_spec *));
    r->field = kt_arena_alloc(arena, r->sheet->n + 1, sizeof *r->field);
    if (r->headed == NULL || r->column == NULL || r->field == NULL)
        return false;
    r->header = &r->grid->row[row];
    const kt_grid_cell *cell = kt_grid_cells(r->grid, row, &n);
    for (size_t i = 0; i < n; i++)
        r->headed[cell[i].column] = 1;
    return true;
}

kt_status kt_grid_rows_read(const kt_intake *intake, size_t index, const kt_mapping_sheet *sheet,
                            kt_error *err)
{
    char place[KT_GRID_PLACE];
    const kt_grid *grid = &intake->grids->grid[index];
    row_reader r = {.intake = intake,
                    .grid = grid,
                    .grid_index = (uint32_t)index,
                    .sheet = sheet,
                    .spec = kt_delivery_spec(sheet->table)};
    kt_arena arena = {0};
    kt_grid_place(place, grid, sheet->header_row, KT_GRID_COLUMNS);
    if (sheet->n > KT_TABLE_COLUMNS)
        return kt_error_set(err, KT_BAD_INPUT, "%s: the table has more than %d columns", place,
                            KT_TABLE_COLUMNS);
    r.table = kt_delivery_table_at(intake->delivery, sheet->table);
    if (!find_header(&r, &arena) || intake->delivery->failed || !kt_pool_open(&r.known)) {
        kt_arena_free(&arena);
        return kt_error_no_memory(err);
    }
    kt_layout_levels_begin(&r.levels, grid, intake->pool, sheet);
    kt_layout_heads_begin(&r.heads, grid, intake->pool, sheet);
    find_columns(&r);
    r.decimal = decimal_of(&r);
    find_context(&r);
    take_product(&r);
    r.failed |= !find_names(&r);
    size_t first = kt_grid_position(grid, sheet->header_row);
    kt_status status = kt_control_check(intake->control, err);
    for (size_t row = first + 1; row < grid->n_rows && !intake->delivery->failed && status == KT_OK;
         row++) {
        take_row(&r, row);
        status = kt_control_step(intake->control, "reading", row, grid->n_rows, err);
    }
    say_left_out(&r);
    kt_pool_close(&r.known);
    kt_arena_free(&arena);
    return r.failed || intake->delivery->failed ? kt_control_failed(intake->control, err) : status;
}
