// SPDX-License-Identifier: EUPL-1.2
// A document as a list of blocks: what an analysis wants to say, before anyone knows whether it
// becomes a screen, a page or a sheet. Builders fill it, renderers read it, neither knows the
// other.
#ifndef KT_REPORT_DOCUMENT_DOCUMENT_H
#define KT_REPORT_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef enum kt_block_kind {
    KT_BLOCK_TITLE,
    KT_BLOCK_HEADING,
    KT_BLOCK_PARAGRAPH,
    KT_BLOCK_POINT, // one of a list
    KT_BLOCK_NOTE,  // small print
    KT_BLOCK_TABLE,
} kt_block_kind;

typedef struct kt_column_head {
    const char *title;
    bool right; // figures
    bool wide;  // takes the room that is left, and wraps
} kt_column_head;

enum { KT_DOCUMENT_COLUMNS = 12 };

typedef struct kt_block {
    kt_block_kind kind;
    const char *text; // not of a table
    kt_column_head head[KT_DOCUMENT_COLUMNS];
    size_t n_columns;
    const char **cell; // [n_rows * n_columns]
    size_t n_rows, row_capacity;
    struct kt_block *next;
} kt_block;

typedef struct kt_document {
    kt_arena arena;
    kt_block *first, *last;
    bool failed; // memory ran out
} kt_document;   // {0} is an empty document

void kt_document_free(kt_document *document);

// Adds a block of text; `format` as printf, already in the reader's language.
void kt_document_add(kt_document *document, kt_block_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Begins a table of at most KT_DOCUMENT_COLUMNS columns; the rows added next belong to it.
void kt_document_table(kt_document *document, const kt_column_head *head, size_t n_columns);

// Adds a row: one text per column, copied.
void kt_document_row(kt_document *document, const char *const *cells);

// printf into the document's memory; "" when memory runs out.
const char *kt_document_format(kt_document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
