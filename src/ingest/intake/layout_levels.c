// SPDX-License-Identifier: EUPL-1.2
// Keeps the last part of each of 32 levels, so that one pass over up to 200,000 rows finds every
// parent. A level that is skipped (1, then 3) goes into the nearest part above it. Positions are
// held against the one above, so that levels with one mistyped among them are not taken for
// positions unseen: 1.5 may not follow 2, nor 2 another 2.
#include "ingest/intake/layout_levels.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char DIGITS[] = "0123456789";

static const char *text_of(const kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                           size_t row)
{
    const kt_grid_cell *cell =
        levels->column == KT_GRID_COLUMNS ? NULL : kt_grid_find(grid, row, levels->column);
    return cell == NULL ? "" : kt_pool_text(pool, cell->text);
}

// How many parts "1.2.1" or "1.2.1." has; 0 for anything else.
static int count_parts(const char *text)
{
    int n = 0;
    for (;;) {
        size_t digits = strspn(text, DIGITS);
        if (digits == 0 || digits > 9)
            return n > 0 && digits == 0 && *text == '\0' ? n : 0; // a dot at the end
        n++;
        text += digits;
        if (*text == '\0')
            return n;
        if (*text++ != '.')
            return 0;
    }
}

// Whether a position of `n` parts may stand below another: the same but for its last part, or one
// part deeper. The first parts of all rise.
static bool follows(const char *text, int n, const char *last)
{
    if (*last == '\0')
        return n == 1;
    if (n > count_parts(last) + 1)
        return false;
    for (int i = 1; i < n; i++) {
        size_t digits = strspn(text, DIGITS);
        if (strspn(last, DIGITS) != digits || memcmp(text, last, digits) != 0)
            return false;
        text += digits + 1;
        last += digits;
        last += *last == '.';
    }
    long before = *last == '\0' ? -1 : strtol(last, NULL, 10);
    long here = strtol(text, NULL, 10);
    return n == 1 ? here > before : here != before;
}

void kt_layout_levels_begin(kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                            const kt_mapping_sheet *sheet)
{
    *levels = (kt_layout_levels){.column = KT_GRID_COLUMNS, .top = KT_LAYOUT_LEVELS_MAX};
    bool filled = false;
    for (size_t c = 0; c < sheet->n && strcmp(sheet->table, "parts") == 0; c++) {
        if (strcmp(sheet->column[c].to, "level") == 0)
            levels->column = sheet->column[c].column;
    }
    for (size_t c = 0; c < sheet->n; c++) {
        if (strcmp(sheet->column[c].to, "parent") == 0)
            levels->column = KT_GRID_COLUMNS;
    }
    size_t first = kt_grid_position(grid, sheet->header_row) + 1;
    for (size_t row = first; row < grid->n_rows; row++) {
        const char *text = text_of(levels, grid, pool, row);
        filled |= *text != '\0';
        levels->positions |= count_parts(text) > 1;
    }
    kt_layout_levels scan = *levels;
    for (size_t row = first; row < grid->n_rows; row++) {
        int level = kt_layout_levels_read(&scan, grid, pool, row);
        if (level >= 0 && level < levels->top)
            levels->top = level;
    }
    if (!filled)
        levels->column = KT_GRID_COLUMNS;
}

static int read_position(kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                         size_t row)
{
    const kt_grid_cell *cell = kt_grid_find(grid, row, levels->column);
    if (cell == NULL)
        return -1;
    const char *text = kt_pool_text(pool, cell->text);
    int n = count_parts(text);
    if (n == 0 || n >= KT_LAYOUT_LEVELS_MAX || !follows(text, n, kt_pool_text(pool, levels->last)))
        return -1;
    levels->last = cell->text;
    return n == 1 && strtol(text, NULL, 10) == 0 ? 0 : n;
}

int kt_layout_levels_read(kt_layout_levels *levels, const kt_grid *grid, const kt_pool *pool,
                          size_t row)
{
    const char *text = text_of(levels, grid, pool, row);
    int level = 0;
    if (levels->positions)
        return read_position(levels, grid, pool, row);
    text += strspn(text, ". -"); // "..2", "- 2"
    size_t digits = strspn(text, DIGITS);
    const char *end = text + digits;
    end += *end == '.'; // "1."
    if (digits == 0 || digits > 2 || *end != '\0')
        return -1;
    for (; digits > 0; digits--)
        level = level * 10 + (*text++ - '0');
    return level < KT_LAYOUT_LEVELS_MAX ? level : -1;
}

static void enter(kt_layout_levels *levels, int level, kt_symbol part, uint32_t missing)
{
    assert(level >= 0 && level < KT_LAYOUT_LEVELS_MAX);
    levels->above[level] = part;
    levels->missing[level] = missing;
    for (int below = level + 1; below < KT_LAYOUT_LEVELS_MAX; below++) {
        levels->above[below] = 0;
        levels->missing[below] = 0;
    }
}

kt_symbol kt_layout_levels_parent(kt_layout_levels *levels, int level, kt_symbol part,
                                  uint32_t *missing)
{
    kt_symbol parent = 0;
    *missing = 0;
    for (int above = level - 1; above >= 0 && parent == 0 && *missing == 0; above--) {
        parent = levels->above[above];
        *missing = levels->missing[above];
    }
    enter(levels, level, *missing == 0 ? part : 0, *missing);
    return parent;
}

void kt_layout_levels_skip(kt_layout_levels *levels, int level, uint32_t number)
{
    if (level >= 0) {
        enter(levels, level, 0, number);
        return;
    }
    for (int below = levels->top; below < KT_LAYOUT_LEVELS_MAX; below++) {
        levels->above[below] = 0;
        levels->missing[below] = number;
    }
}

size_t kt_layout_levels_count_top(const kt_layout_levels *levels, const kt_grid *grid,
                                  const kt_pool *pool, uint32_t header_row)
{
    kt_layout_levels scan = *levels;
    size_t n = 0;
    for (size_t row = kt_grid_position(grid, header_row) + 1; row < grid->n_rows; row++)
        n += kt_layout_levels_read(&scan, grid, pool, row) == levels->top;
    return n;
}
