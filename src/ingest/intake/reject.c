// SPDX-License-Identifier: EUPL-1.2
// See reject.h.
#include "ingest/intake/reject.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"
#include "format/csv_write.h"

void kt_reject_add(kt_reject_list *list, kt_delivery_place row, const char *place,
                   const char *format, ...)
{
    format = kt_lang_text(list->lang, format);
    va_list args;
    va_start(args, format);
    char *text = kt_arena_format(&list->texts, format, args);
    va_end(args);
    char *where = kt_arena_text(&list->texts, place, strlen(place));
    list->reject = kt_grow_array(list->reject, &list->capacity, list->n + 1, sizeof *list->reject,
                                 &list->failed);
    if (text == NULL || where == NULL || list->failed) {
        list->failed = true;
        return;
    }
    list->reject[list->n++] = (kt_reject){row, where, text};
}

void kt_reject_free(kt_reject_list *list)
{
    kt_arena_free(&list->texts);
    free(list->reject);
    *list = (kt_reject_list){.lang = list->lang};
}

size_t kt_reject_rows(const kt_reject_list *list)
{
    kt_delivery_place *rows = malloc((list->n + 1) * sizeof *rows);
    if (rows == NULL)
        return list->n;
    for (size_t i = 0; i < list->n; i++)
        rows[i] = list->reject[i].row;
    qsort(rows, list->n, sizeof *rows, kt_delivery_by_place);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += i == 0 || kt_delivery_by_place(&rows[i - 1], &rows[i]) != 0;
    free(rows);
    return n;
}

// Fields of the row, up to its last filled one: a row of one cell in a table of thousands of
// columns would take as many bytes as a full one.
static void write_cells(kt_buffer *out, const kt_grid *grid, uint32_t number, const kt_pool *pool)
{
    size_t row = kt_grid_position(grid, number);
    size_t n = 0;
    const kt_grid_cell *cell = row == grid->n_rows ? NULL : kt_grid_cells(grid, row, &n);
    uint32_t column = 0;
    for (size_t i = 0; i < n; i++) {
        for (; column < cell[i].column; column++)
            kt_csv_write_field(out, "", false);
        kt_csv_write_field(out, kt_pool_text(pool, cell[i].text), false);
        column++;
    }
}

void kt_reject_write(kt_buffer *out, const kt_reject_list *list, const kt_grid_list *grids,
                     const kt_pool *pool)
{
    uint32_t width = 0;
    for (size_t i = 0; i < list->n; i++) {
        uint32_t grid = list->reject[i].row.grid;
        if (grid != KT_NO_GRID && grids->grid[grid].n_columns > width)
            width = grids->grid[grid].n_columns;
    }
    kt_csv_write_field(out, "place", true);
    kt_csv_write_field(out, "reason", false);
    for (uint32_t column = 0; column < width; column++) {
        char letters[4];
        kt_grid_letters(letters, column);
        kt_csv_write_field(out, letters, false);
    }
    kt_csv_write_end(out);
    for (size_t i = 0; i < list->n; i++) {
        const kt_reject *reject = &list->reject[i];
        kt_csv_write_field(out, reject->place, true);
        kt_csv_write_field(out, reject->reason, false);
        if (reject->row.grid != KT_NO_GRID)
            write_cells(out, &grids->grid[reject->row.grid], reject->row.number, pool);
        kt_csv_write_end(out);
    }
}
