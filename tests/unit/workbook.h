// SPDX-License-Identifier: EUPL-1.2
// A workbook of a few parts, written out as text: what is in its cells, what was remarked.
#ifndef KETEN_TESTS_UNIT_WORKBOOK_H
#define KETEN_TESTS_UNIT_WORKBOOK_H

#include "format/xlsx.h"
#include "zip.h"

static const char WORKBOOK_PACKAGE[] =
    "<Relationships><Relationship Id=\"r0\" Type=\"http://x/metadata\" Target=\"m.xml\"/>"
    "<Relationship Id=\"r1\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/>"
    "</Relationships>";
static const char WORKBOOK_BOOK[] =
    "<workbook><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
static const char WORKBOOK_RELATIONS[] =
    "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/></Relationships>";

typedef struct workbook {
    const char *package, *book, *relations, *strings, *styles; // NULL: as above, or none
    const char *sheet;                                         // its rows
    const char *second;                                        // a part xl/worksheets/sheet2.xml
} workbook;

static inline kt_buffer workbook_bytes(const workbook *w)
{
    zip_entry entry[8] = {
        {"_rels/.rels", w->package == NULL ? WORKBOOK_PACKAGE : w->package, 0, 0, 0, 0, 0},
        {"xl/workbook.xml", w->book == NULL ? WORKBOOK_BOOK : w->book, 0, 0, 0, 0, 0},
        {"xl/_rels/workbook.xml.rels", w->relations == NULL ? WORKBOOK_RELATIONS : w->relations, 0,
         0, 0, 0, 0},
    };
    size_t n = 3;
    if (w->sheet != NULL)
        entry[n++] = (zip_entry){.name = "xl/worksheets/sheet1.xml", .bytes = w->sheet};
    if (w->second != NULL)
        entry[n++] = (zip_entry){.name = "xl/worksheets/sheet2.xml", .bytes = w->second};
    if (w->strings != NULL)
        entry[n++] = (zip_entry){.name = "xl/sharedStrings.xml", .bytes = w->strings};
    if (w->styles != NULL)
        entry[n++] = (zip_entry){.name = "xl/styles.xml", .bytes = w->styles};
    return zip_of(entry);
}

static inline void workbook_tell(kt_buffer *out, const kt_grid_list *grids, const kt_pool *pool)
{
    static const char *const TYPE[] = {"", "#", "%", "@", "?", "!"}; // of kt_grid_type
    for (size_t g = 0; g < grids->n; g++) {
        const kt_grid *grid = &grids->grid[g];
        kt_buffer_format(out, "[%s%s]", grid->sheet, grid->hidden ? " hidden" : "");
        for (size_t r = 0; r < grid->n_rows; r++) {
            size_t n;
            const kt_grid_cell *cell = kt_grid_cells(grid, r, &n);
            kt_buffer_format(out, " %u:", grid->row[r].number);
            for (size_t i = 0; i < n; i++) {
                char letters[4];
                kt_grid_letters(letters, cell[i].column);
                kt_buffer_format(out, " %s%s=%s%s", letters, cell[i].formula ? "f" : "",
                                 TYPE[cell[i].type], kt_pool_text(pool, cell[i].text));
            }
        }
    }
}

// Reads bytes as a workbook; what is in it, or "refused: " and why, and behind it the remarks.
static inline kt_status workbook_read(kt_buffer *out, const char *bytes, size_t length,
                                      kt_error *err)
{
    kt_arena arena = {0};
    kt_pool pool;
    kt_notes remarks = {0};
    kt_grid_list grids = {0};
    if (!kt_pool_open(&pool))
        return kt_error_no_memory(err);
    kt_xlsx_place place = {"f.xlsx", &arena, &pool, &remarks};
    kt_status status = kt_xlsx_read_bytes(&grids, bytes, length, place, err);
    if (status == KT_OK)
        workbook_tell(out, &grids, &pool);
    for (size_t i = 0; i < remarks.n && status == KT_OK; i++)
        kt_buffer_format(out, "\n%s: %s", remarks.note[i].place, remarks.note[i].message);
    if (status == KT_OK && (remarks.failed || out->failed))
        status = kt_error_no_memory(err);
    kt_grid_free(&grids);
    kt_notes_free(&remarks);
    kt_pool_close(&pool);
    kt_arena_free(&arena);
    return status;
}

#endif
