// SPDX-License-Identifier: EUPL-1.2
// Appends rows and cells as a reader meets them and finds a cell by bisection in its row. At most
// 100 million cells. Rows keep the number they have in the file, because empty rows are not stored
// and places must still be right.
#include "format/grid.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

static const size_t MAX_CELLS = (size_t)100 * 1000 * 1000;

kt_grid *kt_grid_add(kt_grid_list *list, const char *file, const char *sheet)
{
    list->grid =
        kt_grow_array(list->grid, &list->capacity, list->n + 1, sizeof *list->grid, &list->failed);
    if (list->failed)
        return NULL;
    kt_grid *grid = &list->grid[list->n++];
    *grid = (kt_grid){.file = file, .sheet = sheet};
    return grid;
}

void kt_grid_free(kt_grid_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->grid[i].row);
        free(list->grid[i].cell);
        free(list->grid[i].merge);
    }
    free(list->grid);
    *list = (kt_grid_list){0};
}

void kt_grid_begin_row(kt_grid *grid, uint32_t number)
{
    grid->row = kt_grow_array(grid->row, &grid->row_capacity, grid->n_rows + 2, sizeof *grid->row,
                              &grid->failed);
    if (!grid->failed)
        grid->row[grid->n_rows++] = (kt_grid_row){number, (uint32_t)grid->n_cells};
}

void kt_grid_put(kt_grid *grid, kt_pool *pool, kt_grid_cell cell, const char *text, size_t length)
{
    if (length == 0 || grid->failed)
        return;
    grid->failed |= grid->n_cells >= MAX_CELLS || !kt_pool_add(pool, text, length, &cell.text);
    grid->cell = kt_grow_array(grid->cell, &grid->cell_capacity, grid->n_cells + 1,
                               sizeof *grid->cell, &grid->failed);
    if (grid->failed)
        return;
    grid->cell[grid->n_cells++] = cell;
    if (cell.column >= grid->n_columns)
        grid->n_columns = (uint32_t)cell.column + 1;
}

void kt_grid_end(kt_grid *grid)
{
    if (grid->n_rows > 0 && !grid->failed)
        grid->row[grid->n_rows] = (kt_grid_row){UINT32_MAX, (uint32_t)grid->n_cells};
}

const kt_grid_cell *kt_grid_find(const kt_grid *grid, size_t row, uint32_t column)
{
    assert(row < grid->n_rows);
    size_t low = grid->row[row].first;
    size_t high = grid->row[row + 1].first;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->cell[middle].column == column)
            return &grid->cell[middle];
        if (grid->cell[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

size_t kt_grid_position(const kt_grid *grid, uint32_t number)
{
    size_t low = 0;
    size_t high = grid->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->row[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < grid->n_rows && grid->row[low].number == number ? low : grid->n_rows;
}

const kt_grid_cell *kt_grid_merged(const kt_grid *grid, size_t row, uint32_t column, bool *aside)
{
    assert(row < grid->n_rows);
    uint32_t number = grid->row[row].number;
    for (size_t i = 0; i < grid->n_merges; i++) {
        const kt_grid_merge *m = &grid->merge[i];
        if (number < m->first_row || number > m->last_row || column < m->first_column ||
            column > m->last_column)
            continue;
        *aside = column > m->first_column;
        size_t top = kt_grid_position(grid, m->first_row);
        return top == grid->n_rows ? NULL : kt_grid_find(grid, top, m->first_column);
    }
    return NULL;
}

void kt_grid_letters(char letters[4], uint32_t column)
{
    char reversed[4];
    size_t n = 0;
    uint32_t rest = column + 1;
    while (rest > 0 && n < 3) {
        reversed[n++] = (char)('A' + (rest - 1) % 26);
        rest = (rest - 1) / 26;
    }
    for (size_t i = 0; i < n; i++)
        letters[i] = reversed[n - 1 - i];
    letters[n] = '\0';
}

void kt_grid_place(char place[KT_GRID_PLACE], const kt_grid *grid, uint32_t number, uint32_t column)
{
    char letters[4] = "";
    bool whole = column >= KT_GRID_COLUMNS;
    if (!whole)
        kt_grid_letters(letters, column);
    if (*grid->sheet != '\0')
        snprintf(place, KT_GRID_PLACE, "%.255s:%.100s!%s%u", grid->file, grid->sheet, letters,
                 number);
    else if (whole)
        snprintf(place, KT_GRID_PLACE, "%.255s:%u", grid->file, number);
    else
        snprintf(place, KT_GRID_PLACE, "%.255s:%u:%u", grid->file, number, column + 1);
}
