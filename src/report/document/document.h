// SPDX-License-Identifier: EUPL-1.2
// A document as a list of blocks: what an analysis wants to say, before it is a screen, a page or a
// sheet. Views fill it, renderers read it, neither knows the other. Cells are typed; no block knows
// a width, a shade or a digit.
#ifndef KT_REPORT_DOCUMENT_DOCUMENT_H
#define KT_REPORT_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/control.h"
#include "keten.h"
#include "report/document/cell.h"

typedef enum kt_block_kind {
    KT_BLOCK_TITLE,
    KT_BLOCK_HEADING, // of `level` 1 (a chapter) to 3
    KT_BLOCK_PARAGRAPH,
    KT_BLOCK_POINT,  // one of a list; those that follow one another are one list
    KT_BLOCK_NOTE,   // small print
    KT_BLOCK_PAIR,   // a key (`key`) and what is said of it
    KT_BLOCK_SOURCE, // a source (`key` is its reference) and how it is cited
    KT_BLOCK_PLAIN,  // a line for other programs: nothing but the text
    KT_BLOCK_TABLE,
    KT_BLOCK_FIGURE // a table with what is drawn from it
} kt_block_kind;

typedef enum kt_align { KT_ALIGN_LEFT, KT_ALIGN_RIGHT } kt_align;

typedef struct kt_column_head {
    const char *title;
    kt_align align; // figures stand right
    bool wide;      // takes the room that is left, and wraps
    bool marks;     // some of its cells have a mark behind the figure
} kt_column_head;

enum { KT_DOCUMENT_COLUMNS = 24 };

typedef enum kt_figure_kind {
    KT_FIGURE_BARS,     // a figure a row
    KT_FIGURE_HEAT_MAP, // rows × series, 0..1
    KT_FIGURE_MATRIX,   // rows × series, of any scale
    KT_FIGURE_FLOW,     // from, to, how much
    KT_FIGURE_MAP,      // a figure a country
    KT_FIGURE_TIME,     // series over days or years
    KT_FIGURE_GANTT     // from when to when, a row each
} kt_figure_kind;

typedef struct kt_figure {
    kt_figure_kind kind;
    const char *title;
    const char *meaning; // one sentence: what a reader should see
    const char *alt;     // for who cannot see it
    const char *source;
    const char *const *series; // [n_series] names of the columns that are drawn
    size_t n_series;
} kt_figure;

typedef struct kt_block {
    kt_block_kind kind;
    int level;          // of a heading
    const char *anchor; // that links can point to; NULL: none
    const char *key;    // of a pair or source
    const char *text;   // not of a table or figure
    const kt_figure *figure;
    const kt_column_head *head; // [n_columns]
    size_t n_columns;
    kt_cell *cell; // [n_rows * n_columns]
    size_t n_rows, row_capacity;
    struct kt_block *next;
} kt_block;

typedef struct kt_document {
    kt_lang lang;
    const kt_control *control; // of who waits for it; NULL: it is not given up
    kt_arena arena;
    kt_block *first, *last;
    bool failed; // memory ran out, or the work is stopped: what was added since is lost
} kt_document;   // {.lang} is an empty document

void kt_document_free(kt_document *document);

// Adds a block of text; `format` as printf, already in the reader's language. A heading is of
// level 1.
void kt_document_add(kt_document *document, kt_block_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Adds a pair or a source: `key` and `text` are copied.
void kt_document_pair(kt_document *document, kt_block_kind kind, const char *key, const char *text);

// Names the block that was added last, for links; `anchor` is static.
void kt_document_anchor(kt_document *document, const char *anchor);

// Makes the heading that was added last one of this level.
void kt_document_level(kt_document *document, int level);

// Begins a table of 1 to KT_DOCUMENT_COLUMNS columns; the rows added next belong to it. `head` is
// copied, its titles are borrowed.
void kt_document_table(kt_document *document, const kt_column_head *head, size_t n_columns);

// Begins a figure in the same way; its title and the names of its series are copied, its other
// texts are borrowed.
void kt_document_figure(kt_document *document, const kt_figure *figure, const kt_column_head *head,
                        size_t n_columns);

// Adds a row: one cell a column. Texts, steps and series are copied.
void kt_document_row(kt_document *document, const kt_cell *cells);

// printf into the document's memory; "" when memory runs out.
const char *kt_document_format(kt_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Room for `n` objects in the document's memory; NULL when memory runs out.
void *kt_document_alloc(kt_document *document, size_t n, size_t size);

#endif
