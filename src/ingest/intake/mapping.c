// SPDX-License-Identifier: EUPL-1.2
// Writes and reads a profile as JSON and fits it to a file: sheets by name, columns by the text of
// their header, never by position, because suppliers insert columns. Some sheets of tens of
// columns; a profile that does not fit is no fault but another file.
#include "ingest/intake/mapping.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/lang.h"
#include "ingest/intake/delivery.h"

bool kt_mapping_is_useful(const kt_mapping *mapping)
{
    for (size_t i = 0; i < mapping->n; i++) {
        if (*mapping->sheet[i].table != '\0')
            return true;
    }
    return false;
}

bool kt_mapping_is_sure(const kt_mapping *mapping)
{
    for (size_t i = 0; i < mapping->n; i++) {
        if (*mapping->sheet[i].table != '\0' && !mapping->sheet[i].sure)
            return false;
    }
    return kt_mapping_is_useful(mapping);
}

void kt_mapping_write(kt_buffer *out, const kt_mapping *mapping)
{
    kt_json json = {.out = out};
    kt_json_open(&json, NULL, '{');
    kt_json_text(&json, "keten", "mapping");
    kt_json_open(&json, "sheets", '[');
    for (size_t i = 0; i < mapping->n; i++) {
        const kt_mapping_sheet *sheet = &mapping->sheet[i];
        char decimal[2] = {sheet->decimal, '\0'};
        kt_buffer_put(out, "\n");
        kt_json_open(&json, NULL, '{');
        kt_json_text(&json, "sheet", sheet->sheet);
        kt_json_text(&json, "table", sheet->table);
        kt_json_count(&json, "header_row", sheet->header_row);
        kt_json_text(&json, "decimal", decimal);
        if (sheet->product != NULL && *sheet->product != '\0')
            kt_json_text(&json, "product", sheet->product);
        kt_json_open(&json, "columns", '[');
        for (size_t c = 0; c < sheet->n; c++) {
            kt_json_open(&json, NULL, '{');
            kt_json_text(&json, "header", sheet->column[c].header);
            kt_json_text(&json, "to", sheet->column[c].to);
            kt_json_text(&json, "unit", sheet->column[c].unit);
            kt_json_close(&json, '}');
        }
        kt_json_close(&json, ']');
        kt_json_close(&json, '}');
    }
    kt_json_close(&json, ']');
    kt_json_close(&json, '}');
    kt_buffer_put(out, "\n");
}

typedef struct sheet_reader {
    const kt_grid *grid;
    const kt_pool *pool;
    kt_arena *arena;
} sheet_reader;

// The column of the header row with this text; headers that occur twice are taken in order.
static bool find_header(const sheet_reader *p, size_t row, const char *header, uint32_t after,
                        uint32_t *column)
{
    size_t n;
    const kt_grid_cell *cell = kt_grid_cells(p->grid, row, &n);
    for (size_t i = 0; i < n; i++) {
        if (cell[i].column >= after && strcmp(kt_pool_text(p->pool, cell[i].text), header) == 0) {
            *column = cell[i].column;
            return true;
        }
    }
    return false;
}

static kt_status read_columns(sheet_reader *p, kt_mapping_sheet *sheet, const kt_json_tree *node,
                              kt_error *err)
{
    const kt_json_tree *columns = kt_json_tree_get(node, "columns");
    const kt_table_spec *spec = kt_delivery_spec(sheet->table);
    size_t row = kt_grid_position(p->grid, sheet->header_row);
    if (spec == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "\"%.60s\" is not a table of a case, or \"parts\"",
                            sheet->table);
    if (columns == NULL || row == p->grid->n_rows)
        return kt_error_set(err, KT_BAD_INPUT, "sheet \"%.60s\" has no header in row %u",
                            sheet->sheet, sheet->header_row);
    sheet->column = kt_arena_alloc(p->arena, columns->n + 1, sizeof *sheet->column);
    if (sheet->column == NULL)
        return kt_error_no_memory(err);
    for (const kt_json_tree *entry = columns->first; entry != NULL; entry = entry->next) {
        kt_mapping_column *column = &sheet->column[sheet->n];
        *column = (kt_mapping_column){.header = kt_json_tree_text(entry, "header", ""),
                                      .to = kt_json_tree_text(entry, "to", ""),
                                      .unit = kt_json_tree_text(entry, "unit", "")};
        uint32_t after = 0;
        for (size_t i = 0; i < sheet->n; i++) {
            if (strcmp(sheet->column[i].header, column->header) == 0)
                after = sheet->column[i].column + 1;
        }
        if (find_header(p, row, column->header, after, &column->column))
            sheet->n++;
        else if (*column->to != '\0')
            return kt_error_set(err, KT_BAD_INPUT,
                                "sheet \"%.60s\": row %u has no column \"%.60s\"", sheet->sheet,
                                sheet->header_row, column->header);
    }
    return KT_OK;
}

static const kt_json_tree *sheet_named(const kt_json_tree *sheets, const char *name)
{
    for (const kt_json_tree *s = sheets->first; s != NULL; s = s->next) {
        if (strcmp(kt_json_tree_text(s, "sheet", ""), name) == 0)
            return s;
    }
    return NULL;
}

static kt_status read_sheet(kt_mapping_sheet *sheet, const kt_json_tree *node, sheet_reader *p,
                            kt_error *err)
{
    const kt_json_tree *header_row = kt_json_tree_get(node, "header_row");
    const char *decimal = kt_json_tree_text(node, "decimal", "");
    bool numbered = header_row != NULL && header_row->kind == KT_JSON_TREE_NUMBER &&
                    header_row->number >= 1 && header_row->number < 1e6;
    sheet->table = kt_json_tree_text(node, "table", "");
    sheet->sure = true;
    if (*sheet->table == '\0')
        return KT_OK;
    sheet->header_row = numbered ? (uint32_t)header_row->number : 1;
    sheet->product = kt_json_tree_text(node, "product", "");
    sheet->decimal = *decimal == ',' || *decimal == '.' ? *decimal : 0;
    return read_columns(p, sheet, node, err);
}

kt_status kt_mapping_read(kt_mapping *out, const kt_buffer *text, kt_mapping_file file,
                          kt_arena *arena, kt_error *err)
{
    size_t n = file.n;
    kt_json_tree_fault fault;
    const kt_json_tree *root = kt_json_tree_read(text->length == 0 ? "" : text->text, text->length,
                                                 file.grids->control, arena, &fault);
    const kt_json_tree *sheets = kt_json_tree_get(root, "sheets");
    if (root == NULL && fault.line == 0)
        return kt_control_failed(file.grids->control, err);
    if (root == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "line %u, column %u: not valid JSON: %s", fault.line,
                            fault.column,
                            kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, fault.message));
    if (sheets == NULL || sheets->kind != KT_JSON_TREE_ARRAY ||
        strcmp(kt_json_tree_text(root, "keten", ""), "mapping") != 0)
        return kt_error_set(err, KT_BAD_INPUT,
                            "is not a mapping: {\"keten\": \"mapping\", \"sheets\": […]} is "
                            "expected");
    *out = (kt_mapping){.sheet = kt_arena_alloc(arena, n + 1, sizeof *out->sheet), .n = n};
    if (out->sheet == NULL)
        return kt_error_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const kt_grid *grid = &file.grids->grid[file.first + i];
        sheet_reader p = {grid, file.pool, arena};
        const kt_json_tree *node = sheet_named(sheets, grid->sheet);
        out->sheet[i] =
            (kt_mapping_sheet){.sheet = grid->sheet, .table = "", .hidden = grid->hidden};
        if (node == NULL)
            continue;
        kt_status status = read_sheet(&out->sheet[i], node, &p, err);
        if (status != KT_OK)
            return status;
    }
    return KT_OK;
}
