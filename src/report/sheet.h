// SPDX-License-Identifier: EUPL-1.2
// Writes a workbook for people: sheets of cells in a few styles, with comments, drop-down lists and
// messages beside the cells. Knows no chain and no table. Rows and columns count from 0. The same
// calls give the same bytes: no clock is read.
#ifndef KT_REPORT_SHEET_H
#define KT_REPORT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef enum kt_sheet_style {
    KT_SHEET_PLAIN,
    KT_SHEET_TITLE,
    KT_SHEET_HEADING,
    KT_SHEET_WRAPPED,   // running text
    KT_SHEET_NEEDED,    // head of a column that must be filled in
    KT_SHEET_OPTIONAL,  // head of a column that may stay empty
    KT_SHEET_TECHNICAL, // small and grey: names for the program
    KT_SHEET_EXAMPLE,   // grey and slanted
    KT_SHEET_ANSWER,    // a framed cell to write in
    KT_SHEET_N_STYLES
} kt_sheet_style;

typedef struct kt_sheet_book kt_sheet_book;

// A list to choose from and a message for the cells of one column. One of `choices` and `range` may
// be set; both NULL: any value, with the message only.
typedef struct kt_sheet_rule {
    uint32_t first_row, last_row;
    uint16_t column;
    const char *const *choices; // NULL-terminated, at most 255 characters in all
    const char *range;          // "=Lists!$A$2:$A$250"
    const char *title;          // at most 32 characters, cut
    const char *message;        // at most 255, cut
    bool strict;                // refuses what is not in the list and shows the message; else warns
} kt_sheet_rule;

// The file is written when the book is closed; `path` is borrowed until then. Caller owns *out.
// KT_NO_RESOURCES when memory runs out.
kt_status kt_sheet_open(kt_sheet_book **out, const char *path, kt_error *err);

// What is in the book is not whole: closing it then leaves no file and is KT_NO_RESOURCES.
void kt_sheet_abandon(kt_sheet_book *book);

// Writes the file beside its name, which it gets when it is whole. KT_BAD_INPUT with the reason
// when it cannot be written, KT_NO_RESOURCES where the disk is full. Frees the book either way.
kt_status kt_sheet_close(kt_sheet_book *book, kt_error *err);

// Adds a sheet after the others and makes it the one that is written to; names of more than 31
// characters are cut. Failures are kept until the book is closed.
void kt_sheet_add(kt_sheet_book *book, const char *name, bool accent);

// A title makes its row high enough for itself.
void kt_sheet_text(kt_sheet_book *book, uint32_t row, uint16_t column, const char *text,
                   kt_sheet_style style);
void kt_sheet_comment(kt_sheet_book *book, uint32_t row, uint16_t column, const char *text);
void kt_sheet_width(kt_sheet_book *book, uint16_t column, double characters);
void kt_sheet_height(kt_sheet_book *book, uint32_t row, double points);
void kt_sheet_add_rule(kt_sheet_book *book, const kt_sheet_rule *rule);
void kt_sheet_freeze(kt_sheet_book *book, uint32_t row, uint16_t column);

// Where the cursor stands when the sheet is opened: the first cell to write in.
void kt_sheet_begin_at(kt_sheet_book *book, uint32_t row, uint16_t column);

// How it is printed: landscape, one page wide (and high, when `one_page`), the first `head_rows`
// rows on every page.
void kt_sheet_print(kt_sheet_book *book, uint32_t head_rows, bool one_page);

// A column for the program: it is there, but not shown.
void kt_sheet_hide(kt_sheet_book *book, uint16_t column);

#endif
