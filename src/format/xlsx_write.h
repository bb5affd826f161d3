// SPDX-License-Identifier: EUPL-1.2
// Writes a workbook for people: sheets of cells in a few styles, with comments, drop-down lists and
// messages beside the cells. Knows no chain and no table. Rows and columns count from 0. The same
// calls give the same bytes: no clock is read.
#ifndef KT_FORMAT_XLSX_WRITE_H
#define KT_FORMAT_XLSX_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/save.h"

typedef enum kt_xlsx_write_style {
    KT_XLSX_WRITE_PLAIN,
    KT_XLSX_WRITE_TITLE,
    KT_XLSX_WRITE_HEADING,
    KT_XLSX_WRITE_WRAPPED,   // running text
    KT_XLSX_WRITE_NEEDED,    // head of a column that must be filled in
    KT_XLSX_WRITE_OPTIONAL,  // head of a column that may stay empty
    KT_XLSX_WRITE_TECHNICAL, // small and grey: names for the program
    KT_XLSX_WRITE_EXAMPLE,   // grey and slanted
    KT_XLSX_WRITE_ANSWER,    // a framed cell to write in
    KT_XLSX_WRITE_N_STYLES
} kt_xlsx_write_style;

typedef struct kt_xlsx_writer kt_xlsx_writer;

// A list to choose from and a message for the cells of one column. One of `choices` and `range` may
// be set; both NULL: any value, with the message only.
typedef struct kt_xlsx_write_rule {
    uint32_t first_row, last_row;
    uint16_t column;
    const char *const *choices; // NULL-terminated, at most 255 characters in all
    const char *range;          // "=Lists!$A$2:$A$250"
    const char *title;          // at most 32 characters, cut
    const char *message;        // at most 255, cut
    bool strict;                // refuses what is not in the list and shows the message; else warns
} kt_xlsx_write_rule;

// The file on its way is written when the book is closed; `save` is borrowed until then, and the
// caller's to end. Caller owns *out. KT_NO_RESOURCES when memory runs out.
kt_status kt_xlsx_write_open(kt_xlsx_writer **out, const kt_save *save, kt_error *err);

// What is in the book is not whole: closing it then is KT_NO_RESOURCES.
void kt_xlsx_write_abandon(kt_xlsx_writer *book);

// Writes the file on its way, which the caller gives its name. KT_BAD_INPUT with the reason when it
// cannot be written, KT_NO_RESOURCES where the disk is full. Frees the book either way.
kt_status kt_xlsx_write_close(kt_xlsx_writer *book, kt_error *err);

// Adds a sheet after the others and makes it the one that is written to; names of more than 31
// characters are cut. Failures are kept until the book is closed.
void kt_xlsx_write_add(kt_xlsx_writer *book, const char *name, bool accent);

// A title makes its row high enough for itself.
void kt_xlsx_write_text(kt_xlsx_writer *book, uint32_t row, uint16_t column, const char *text,
                        kt_xlsx_write_style style);
void kt_xlsx_write_comment(kt_xlsx_writer *book, uint32_t row, uint16_t column, const char *text);
void kt_xlsx_write_width(kt_xlsx_writer *book, uint16_t column, double characters);
void kt_xlsx_write_height(kt_xlsx_writer *book, uint32_t row, double points);
void kt_xlsx_write_add_rule(kt_xlsx_writer *book, const kt_xlsx_write_rule *rule);
void kt_xlsx_write_freeze(kt_xlsx_writer *book, uint32_t row, uint16_t column);

// Where the cursor stands when the sheet is opened: the first cell to write in.
void kt_xlsx_write_begin_at(kt_xlsx_writer *book, uint32_t row, uint16_t column);

// How it is printed: landscape, one page wide (and high, when `one_page`), the first `head_rows`
// rows on every page.
void kt_xlsx_write_print(kt_xlsx_writer *book, uint32_t head_rows, bool one_page);

// A column for the program: it is there, but not shown.
void kt_xlsx_write_hide(kt_xlsx_writer *book, uint16_t column);

#endif
