// SPDX-License-Identifier: EUPL-1.2
// Keeps reasons in the order of finding; a row may have several. The file is CSV with the cells of
// each row as the sender wrote them, so that it can be mended and sent back. Mostly some tens, at
// worst one a row.
#include "ingest/intake/reject.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/grow.h"
#include "format/csv_write.h"

void kt_reject_add_list(kt_reject_list *list, kt_delivery_place row, const char *place,
                        const char *format, va_list args)
{
    kt_notes *notes = &list->notes;
    size_t before = notes->n;
    notes->most = SIZE_MAX; // a row whose reason is not kept would be taken over
    list->row =
        kt_grow_array(list->row, &list->capacity, before + 1, sizeof *list->row, &notes->failed);
    kt_notes_put(notes, (kt_note){.place = place, .see_record = KT_NO_RECORD}, format, args);
    if (notes->n > before)
        list->row[before] = row;
}

void kt_reject_add(kt_reject_list *list, kt_delivery_place row, const char *place,
                   const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kt_reject_add_list(list, row, place, format, args);
    va_end(args);
}

void kt_reject_free(kt_reject_list *list)
{
    kt_notes_free(&list->notes);
    free(list->row);
    *list = (kt_reject_list){.notes = list->notes};
}

kt_status kt_reject_rows(size_t *out, const kt_reject_list *list, kt_error *err)
{
    kt_delivery_place *rows = malloc((list->notes.n + 1) * sizeof *rows);
    if (rows == NULL)
        return kt_error_no_memory(err);
    for (size_t i = 0; i < list->notes.n; i++)
        rows[i] = list->row[i];
    qsort(rows, list->notes.n, sizeof *rows, kt_delivery_by_place);
    size_t n = 0;
    for (size_t i = 0; i < list->notes.n; i++)
        n += i == 0 || kt_delivery_by_place(&rows[i - 1], &rows[i]) != 0;
    free(rows);
    *out = n;
    return KT_OK;
}

// Fields of the row, up to its last filled one: a row of one cell in a table of thousands of
// columns would take as many bytes as a full one.
static void write_cells(kt_buffer *out, const kt_grid *grid, uint32_t number, const kt_pool *pool)
{
    size_t row = grid == NULL ? 0 : kt_grid_position(grid, number);
    size_t n = 0;
    const kt_grid_cell *cell =
        grid == NULL || row == grid->n_rows ? NULL : kt_grid_cells(grid, row, &n);
    uint32_t column = 0;
    for (size_t i = 0; i < n; i++) {
        for (; column < cell[i].column; column++)
            kt_csv_write_text(out, "", false);
        kt_csv_write_text(out, kt_pool_text(pool, cell[i].text), false);
        column++;
    }
}

void kt_reject_write(kt_buffer *out, const kt_reject_list *list, const kt_grid_list *grids,
                     const kt_pool *pool)
{
    uint32_t width = 0;
    for (size_t i = 0; i < list->notes.n; i++) {
        uint32_t grid = list->row[i].grid;
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
    for (size_t i = 0; i < list->notes.n; i++) {
        const kt_delivery_place *row = &list->row[i];
        kt_csv_write_text(out, list->notes.note[i].place, true);
        kt_csv_write_text(out, list->notes.note[i].message, false);
        write_cells(out, row->grid == KT_NO_GRID ? NULL : &grids->grid[row->grid], row->number,
                    pool);
        kt_csv_write_end(out);
    }
}
