// SPDX-License-Identifier: EUPL-1.2
// See levels.h. A level that is skipped (1, then 3) goes into the nearest part above it.
#include "ingest/levels.h"

#include <string.h>

void kt_levels_begin(kt_levels *levels, const kt_mapping_sheet *sheet)
{
    *levels = (kt_levels){.column = KT_GRID_COLUMNS};
    for (size_t c = 0; c < sheet->n; c++) {
        if (strcmp(sheet->column[c].to, "level") == 0)
            levels->column = sheet->column[c].column;
    }
    for (size_t c = 0; c < sheet->n; c++) {
        if (strcmp(sheet->column[c].to, "parent") == 0)
            levels->column = KT_GRID_COLUMNS;
    }
}

int kt_levels_read(const kt_levels *levels, const kt_grid *grid, const kt_pool *pool, size_t row)
{
    const kt_grid_cell *cell =
        levels->column == KT_GRID_COLUMNS ? NULL : kt_grid_find(grid, row, levels->column);
    const char *text = cell == NULL ? "" : kt_pool_text(pool, cell->text);
    int level = 0;
    text += strspn(text, ". -"); // "..2", "- 2"
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 2 || text[digits] != '\0')
        return -1;
    for (; *text != '\0'; text++)
        level = level * 10 + (*text - '0');
    return level < KT_LEVELS_MAX ? level : -1;
}

kt_symbol kt_levels_parent(kt_levels *levels, int level, kt_symbol part)
{
    kt_symbol parent = 0;
    for (int above = level - 1; above >= 0 && parent == 0; above--)
        parent = levels->above[above];
    levels->above[level] = part;
    for (int below = level + 1; below < KT_LEVELS_MAX; below++)
        levels->above[below] = 0;
    return parent;
}

size_t kt_levels_count_top(const kt_levels *levels, const kt_grid *grid, const kt_pool *pool,
                           uint32_t header_row)
{
    int top = KT_LEVELS_MAX;
    size_t n = 0;
    for (size_t row = kt_grid_position(grid, header_row) + 1; row < grid->n_rows; row++) {
        int level = kt_levels_read(levels, grid, pool, row);
        if (level < 0 || level > top)
            continue;
        n = level < top ? 1 : n + 1;
        top = level;
    }
    return n;
}
