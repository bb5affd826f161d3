// SPDX-License-Identifier: EUPL-1.2
// Tells a head of a group or a total from a part by what the row lacks (a part has a number, a
// material or a supplier) and by the word of a total where a name may stand. Two looks at each of
// up to 200,000 rows; only the number and the first names of such rows are kept.
#include "ingest/intake/layout_heads.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char *const TOTALS[] = {"total",      "subtotal",      "sub-total",  "sub total",
                                     "totals",     "grand total",   "totaal",     "subtotaal",
                                     "sub-totaal", "sub totaal",    "eindtotaal", "gesamt",
                                     "summe",      "zwischensumme", "gesamtsumme"};

static bool is_total(const char *text)
{
    for (size_t i = 0; i < sizeof TOTALS / sizeof TOTALS[0]; i++) {
        size_t n = strlen(TOTALS[i]);
        bool begins = strncasecmp(text, TOTALS[i], n) == 0;
        if (begins && (text[n] == '\0' || strchr(" :.-(", text[n]) != NULL))
            return true;
    }
    return false;
}

static const char *meaning_of(const kt_mapping_sheet *sheet, uint32_t column)
{
    for (size_t c = 0; c < sheet->n; c++) {
        if (sheet->column[c].column == column)
            return sheet->column[c].to;
    }
    return "";
}

static uint32_t column_of(const kt_mapping_sheet *sheet, const char *to)
{
    for (size_t c = 0; c < sheet->n; c++) {
        if (strcmp(sheet->column[c].to, to) == 0)
            return sheet->column[c].column;
    }
    return KT_GRID_COLUMNS;
}

// A row with a name and more to say, but without a number: not all parts have one.
static bool lacks_number(const kt_grid *grid, const kt_pool *pool, size_t row, uint32_t item,
                         uint32_t name)
{
    const kt_grid_cell *called = kt_grid_find(grid, row, name);
    return called != NULL && grid->row[row + 1].first - grid->row[row].first > 1 &&
           kt_grid_find(grid, row, item) == NULL && !is_total(kt_pool_text(pool, called->text));
}

void kt_layout_heads_begin(kt_layout_heads *heads, const kt_grid *grid, const kt_pool *pool,
                           const kt_mapping_sheet *sheet)
{
    uint32_t item = column_of(sheet, "item");
    uint32_t name = column_of(sheet, "name");
    *heads = (kt_layout_heads){0};
    if (strcmp(sheet->table, "parts") != 0 || item == KT_GRID_COLUMNS || name == KT_GRID_COLUMNS)
        return;
    heads->numbered = true;
    heads->named_parts = true;
    for (size_t row = kt_grid_position(grid, sheet->header_row) + 1; row < grid->n_rows; row++)
        heads->numbered &= !lacks_number(grid, pool, row, item, name);
}

// "200 Propulsion" is no part number, "6205 2RS" and "4320-17 001" may be: a space, and a word
// behind it.
static bool is_heading(const char *text)
{
    enum { LEAST_WORD = 4 };
    size_t letters = 0;
    for (text += strcspn(text, " "); *text != '\0' && letters < LEAST_WORD; text++) {
        unsigned char c = (unsigned char)*text;
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        letters = letter || c >= 0x80 ? letters + 1 : 0;
    }
    return letters >= LEAST_WORD;
}

// One cell, merged over more than one column; or nothing but a name in a list of numbered parts; or
// a heading where the number or the level stands, in a list of parts that have names too.
static bool is_head(const kt_layout_heads *heads, const kt_grid *grid, const kt_pool *pool,
                    const char *to, size_t row)
{
    const kt_grid_cell *cell = grid->cell + grid->row[row].first;
    uint32_t number = grid->row[row].number;
    if (heads->numbered && strcmp(to, "name") == 0)
        return true;
    bool leads = (heads->named_parts && strcmp(to, "item") == 0) || strcmp(to, "level") == 0;
    if (leads && cell->type == KT_GRID_TEXT && is_heading(kt_pool_text(pool, cell->text)))
        return true;
    for (size_t m = 0; cell->type == KT_GRID_TEXT && m < grid->n_merges; m++) {
        const kt_grid_merge *merge = &grid->merge[m];
        if (merge->first_row <= number && number <= merge->last_row &&
            merge->first_column == cell->column && merge->last_column > cell->column)
            return true;
    }
    return false;
}

// Whether the row has a cell of a column that is read as `to`.
static bool has(const kt_grid *grid, const kt_mapping_sheet *sheet, size_t row, const char *to)
{
    uint32_t column = column_of(sheet, to);
    return column != KT_GRID_COLUMNS && kt_grid_find(grid, row, column) != NULL;
}

// Whether the word of a total may stand in this column, and mean that the row is one.
static bool may_total(const char *to, const char *text, bool names_part)
{
    if (strcmp(to, "item") == 0)
        return strpbrk(text, "0123456789") == NULL; // TOTAL-1 is a part
    return strcmp(to, "name") == 0 || (!names_part && (*to == '\0' || strcmp(to, "level") == 0));
}

// The text by which the row is a total, 0: it is none.
static kt_symbol total_of(const kt_grid *grid, const kt_pool *pool, const kt_mapping_sheet *sheet,
                          size_t row)
{
    static const char *const OF_A_PART[] = {"item", "material", "supplier", "supplier_country"};
    const kt_grid_cell *cell = grid->cell + grid->row[row].first;
    size_t n = grid->row[row + 1].first - grid->row[row].first;
    bool names_part = has(grid, sheet, row, "item") || has(grid, sheet, row, "name");
    kt_symbol total = 0;
    for (size_t i = 0; i < n; i++) {
        const char *to = meaning_of(sheet, cell[i].column);
        const char *text = kt_pool_text(pool, cell[i].text);
        if (cell[i].type == KT_GRID_TEXT && is_total(text) && may_total(to, text, names_part)) {
            total = total == 0 ? cell[i].text : total;
            continue; // an item that is only the word
        }
        for (size_t k = 0; k < sizeof OF_A_PART / sizeof OF_A_PART[0]; k++) {
            if (strcmp(to, OF_A_PART[k]) == 0)
                return 0;
        }
    }
    return total;
}

static void count(kt_layout_heads *heads, kt_layout_heads_kind kind, uint32_t number,
                  kt_symbol text)
{
    size_t n = heads->n[kind]++;
    if (n == 0)
        heads->first[kind] = number;
    if (n < KT_LAYOUT_HEADS_NAMED)
        heads->named[kind][n] = text;
}

kt_layout_heads_kind kt_layout_heads_row(kt_layout_heads *heads, const kt_grid *grid,
                                         const kt_pool *pool, const kt_mapping_sheet *sheet,
                                         size_t row)
{
    const kt_grid_cell *cell = grid->cell + grid->row[row].first;
    uint32_t number = grid->row[row].number;
    if (strcmp(sheet->table, "parts") != 0)
        return KT_LAYOUT_HEADS_NONE;
    kt_symbol total = total_of(grid, pool, sheet, row);
    if (total != 0) {
        count(heads, KT_LAYOUT_HEADS_TOTAL, number, total);
        return KT_LAYOUT_HEADS_TOTAL;
    }
    if (grid->row[row + 1].first - grid->row[row].first == 1 &&
        is_head(heads, grid, pool, meaning_of(sheet, cell->column), row)) {
        count(heads, KT_LAYOUT_HEADS_HEAD, number, cell->text);
        return KT_LAYOUT_HEADS_HEAD;
    }
    return KT_LAYOUT_HEADS_NONE;
}

void kt_layout_heads_say(const kt_layout_heads *heads, const kt_grid *grid, const kt_pool *pool,
                         kt_notes *remarks)
{
    enum { SHOWN = 60 };
    for (int kind = KT_LAYOUT_HEADS_HEAD; kind < KT_LAYOUT_HEADS_N; kind++) {
        char place[KT_GRID_PLACE];
        kt_buffer names = {0};
        size_t n = heads->n[kind];
        if (n == 0)
            continue;
        for (size_t i = 0; i < n && i < KT_LAYOUT_HEADS_NAMED; i++) {
            const char *text = kt_pool_text(pool, heads->named[kind][i]);
            kt_buffer_put(&names, i == 0 ? "\"" : ", \"");
            kt_text_show(&names, text, strlen(text), SHOWN);
            kt_buffer_put(&names, "\"");
        }
        kt_buffer_put(&names, n > KT_LAYOUT_HEADS_NAMED ? ", …" : "");
        remarks->failed |= names.failed;
        kt_grid_place(place, grid, heads->first[kind], KT_GRID_COLUMNS);
        if (!names.failed && kind == KT_LAYOUT_HEADS_HEAD)
            kt_notes_add(remarks, KT_NOTE_PLAIN, place,
                         "rows that are the head of a group of parts are not read: %zu, from here "
                         "on: %s",
                         n, names.text);
        else if (!names.failed)
            kt_notes_add(remarks, KT_NOTE_PLAIN, place,
                         "rows of totals are not read: %zu, from here on: %s", n, names.text);
        kt_buffer_free(&names);
    }
}
