// SPDX-License-Identifier: EUPL-1.2
// What the sheets of a workbook share: their list, the shared strings, the styles that tell a date
// from a number, the epoch.
// Internal to: xlsx.
#ifndef KT_FORMAT_XLSX_BOOK_H
#define KT_FORMAT_XLSX_BOOK_H

#include "format/archive.h"
#include "format/grid.h"
#include "format/xml.h"

typedef enum kt_xlsx_style {
    KT_XLSX_PLAIN,
    KT_XLSX_DATE,
    KT_XLSX_PERCENT,
} kt_xlsx_style;

enum { KT_XLSX_BOOK_TEXT = 32767 * 4, KT_XLSX_FORMATS = 65536 }; // bytes of a cell; ids of formats

typedef struct kt_xlsx_sheet {
    const char *name;
    const char *relation; // id
    const char *part;     // entry of the archive, NULL: not a table
    bool twin;            // another sheet has the same part
    bool hidden;
} kt_xlsx_sheet;

typedef struct kt_xlsx_book {
    kt_arena *arena;
    kt_pool *pool;
    const kt_control *control; // may be NULL
    bool epoch_1904;
    kt_xlsx_sheet *sheet; // [n_sheets]
    size_t n_sheets, sheet_capacity;
    kt_symbol *string; // [n_strings] shared
    size_t n_strings, string_capacity;
    uint8_t *style; // [n_styles] kt_xlsx_style of a cell's format
    size_t n_styles, style_capacity;
    uint8_t *format_style; // [KT_XLSX_FORMATS] of the workbook's own formats: 1 + kt_xlsx_style
    const char *refused;   // what passes a limit, in English; NULL: nothing
    bool failed;           // memory ran out
} kt_xlsx_book;            // {arena, pool, control} is an empty one

kt_status kt_xlsx_book_read(kt_xlsx_book *book, kt_archive *archive, kt_error *err);
void kt_xlsx_book_free(kt_xlsx_book *book);

// Reads one part of the archive through an XML sink; `control` may be NULL.
kt_status kt_xlsx_book_part(kt_archive *archive, const char *entry, kt_xml_sink sink,
                            const kt_control *control, kt_error *err);

#endif
