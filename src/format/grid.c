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
#include "base/text.h"

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
        free(list->grid[i].merge_first);
        free(list->grid[i].merge_of);
    }
    free(list->grid);
    *list = (kt_grid_list){0};
}

void kt_grid_begin_row(kt_grid *grid, uint32_t number)
{
    grid->row = kt_grow_array(grid->row, &grid->row_capacity, grid->n_rows + 2, sizeof *grid->row,
                              &grid->failed);
    if (!grid->failed)
        grid->row[grid->n_rows++] = (kt_grid_row){number, (uint32_t)grid->n_cells, 0};
}

void kt_grid_put(kt_grid *grid, kt_pool *pool, kt_grid_cell cell, const char *text, size_t length)
{
    if (length == 0 || grid->failed || grid->full)
        return;
    grid->full = grid->n_cells >= MAX_CELLS;
    grid->failed |= !kt_pool_add(pool, text, length, &cell.text);
    grid->cell = kt_grow_array(grid->cell, &grid->cell_capacity, grid->n_cells + 1,
                               sizeof *grid->cell, &grid->failed);
    if (grid->failed || grid->full)
        return;
    grid->cell[grid->n_cells++] = cell;
    if (cell.column >= grid->n_columns)
        grid->n_columns = (uint32_t)cell.column + 1;
}

void kt_grid_end(kt_grid *grid)
{
    if (grid->n_rows > 0 && !grid->failed)
        grid->row[grid->n_rows] = (kt_grid_row){UINT32_MAX, (uint32_t)grid->n_cells, 0};
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

// The first row of the grid whose number is at least this.
static size_t row_from(const kt_grid *grid, uint32_t number)
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
    return low;
}

size_t kt_grid_position(const kt_grid *grid, uint32_t number)
{
    size_t row = row_from(grid, number);
    return row < grid->n_rows && grid->row[row].number == number ? row : grid->n_rows;
}

typedef struct ranked_merge {
    size_t first, end; // rows of the grid
    uint32_t merge;
    uint16_t first_column, last_column;
} ranked_merge;

static int by_first_column(const void *left, const void *right)
{
    const ranked_merge *a = left;
    const ranked_merge *b = right;
    if (a->first_column != b->first_column)
        return a->first_column < b->first_column ? -1 : 1;
    return (a->merge > b->merge) - (a->merge < b->merge);
}

// The ranges by first column, each with its rows; how many rows they cover in all.
static uint64_t rank_merges(const kt_grid *grid, ranked_merge *ranked)
{
    uint64_t covered = 0;
    for (size_t i = 0; i < grid->n_merges; i++) {
        const kt_grid_merge *m = &grid->merge[i];
        ranked_merge *r = &ranked[i];
        *r = (ranked_merge){row_from(grid, m->first_row), row_from(grid, m->last_row + 1),
                            (uint32_t)i, m->first_column, m->last_column};
        covered += r->end > r->first ? r->end - r->first : 0;
    }
    qsort(ranked, grid->n_merges, sizeof *ranked, by_first_column);
    return covered;
}

// Fills in the lists of the rows. NULL, or the range that overlaps another.
static const kt_grid_merge *list_merges(kt_grid *grid, const ranked_merge *ranked)
{
    uint32_t *first = grid->merge_first;
    memset(first, 0, (grid->n_rows + 1) * sizeof *first);
    for (size_t i = 0; i < grid->n_merges; i++) {
        for (size_t row = ranked[i].first; row < ranked[i].end; row++)
            first[row + 1]++;
    }
    for (size_t row = 0; row < grid->n_rows; row++)
        first[row + 1] += first[row];
    for (size_t i = 0; i < grid->n_merges; i++) {
        for (size_t row = ranked[i].first; row < ranked[i].end; row++)
            grid->merge_of[first[row]++] = ranked[i].merge; // each then begins where the next did
    }
    memmove(first + 1, first, grid->n_rows * sizeof *first);
    first[0] = 0;
    for (size_t row = 0; row < grid->n_rows; row++) {
        for (size_t k = first[row] + 1; k < first[row + 1]; k++) {
            const kt_grid_merge *here = &grid->merge[grid->merge_of[k]];
            if (grid->merge[grid->merge_of[k - 1]].last_column >= here->first_column)
                return here;
        }
    }
    return NULL;
}

kt_status kt_grid_index_merges(kt_grid *grid, kt_error *err)
{
    static const uint64_t MAX_COVERED = (uint64_t)10 * 1000 * 1000;
    char place[KT_GRID_PLACE];
    kt_status status = KT_OK;
    if (grid->n_merges == 0 || grid->n_rows == 0 || grid->failed)
        return KT_OK;
    ranked_merge *ranked = malloc(grid->n_merges * sizeof *ranked);
    if (ranked == NULL)
        return kt_error_no_memory(err);
    uint64_t covered = rank_merges(grid, ranked);
    const kt_grid_merge *wrong = &grid->merge[0];
    kt_grid_place(place, grid, wrong->first_row, wrong->first_column);
    if (covered > MAX_COVERED) {
        status = kt_error_set(err, KT_BAD_INPUT,
                              "%s: merged cells cover more than 10 million rows, this is the first "
                              "range: unmerge them",
                              place);
        goto done;
    }
    grid->merge_first = malloc((grid->n_rows + 1) * sizeof *grid->merge_first);
    grid->merge_of = calloc(covered + 1, sizeof *grid->merge_of);
    if (grid->merge_first == NULL || grid->merge_of == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    wrong = list_merges(grid, ranked);
    if (wrong == NULL)
        goto done;
    kt_grid_place(place, grid, wrong->first_row, wrong->first_column);
    status =
        kt_error_set(err, KT_BAD_INPUT, "%s: ranges of merged cells overlap: unmerge them", place);
done:
    free(ranked);
    return status;
}

const kt_grid_merge *kt_grid_merge_at(const kt_grid *grid, size_t row, uint32_t column)
{
    if (grid->merge_first == NULL)
        return NULL;
    size_t low = grid->merge_first[row];
    size_t high = grid->merge_first[row + 1];
    while (low < high) { // the last that begins at the column or before
        size_t middle = low + (high - low) / 2;
        if (grid->merge[grid->merge_of[middle]].first_column <= column)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == grid->merge_first[row])
        return NULL;
    const kt_grid_merge *merge = &grid->merge[grid->merge_of[low - 1]];
    return merge->last_column >= column ? merge : NULL;
}

const kt_grid_cell *kt_grid_merged(const kt_grid *grid, size_t row, uint32_t column, bool *aside)
{
    assert(row < grid->n_rows);
    const kt_grid_merge *merge = kt_grid_merge_at(grid, row, column);
    if (merge == NULL)
        return NULL;
    *aside = column > merge->first_column;
    size_t top = kt_grid_position(grid, merge->first_row);
    return top == grid->n_rows ? NULL : kt_grid_find(grid, top, merge->first_column);
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

void kt_grid_place_text(char place[KT_GRID_PLACE], const char *text)
{
    snprintf(place, KT_GRID_PLACE, "%.*s", (int)kt_text_whole(text, KT_GRID_PLACE - 1), text);
}

void kt_grid_place(char place[KT_GRID_PLACE], const kt_grid *grid, uint32_t number, uint32_t column)
{
    char letters[4] = "";
    bool whole = column >= KT_GRID_COLUMNS;
    int file = (int)kt_text_whole(grid->file, KT_GRID_FILE);
    int sheet = (int)kt_text_whole(grid->sheet, KT_GRID_SHEET);
    if (!whole)
        kt_grid_letters(letters, column);
    if (sheet > 0)
        snprintf(place, KT_GRID_PLACE, "%.*s:%.*s!%s%u", file, grid->file, sheet, grid->sheet,
                 letters, number);
    else if (whole)
        snprintf(place, KT_GRID_PLACE, "%.*s:%u", file, grid->file, number);
    else
        snprintf(place, KT_GRID_PLACE, "%.*s:%u:%u", file, grid->file, number, column + 1);
}
