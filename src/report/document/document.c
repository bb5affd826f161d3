// SPDX-License-Identifier: EUPL-1.2
// See document.h.
#include "report/document/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void kt_document_free(kt_document *document)
{
    kt_arena_free(&document->arena);
    *document = (kt_document){0};
}

static const char *format_text(kt_document *document, const char *format, va_list args)
{
    const char *text = kt_arena_format(&document->arena, format, args);
    document->failed |= text == NULL;
    return text == NULL ? "" : text;
}

static kt_block *add_block(kt_document *document, kt_block_kind kind)
{
    kt_block *block = kt_arena_alloc(&document->arena, 1, sizeof *block);
    if (block == NULL) {
        document->failed = true;
        return NULL;
    }
    block->kind = kind;
    block->text = "";
    if (document->last == NULL)
        document->first = block;
    else
        document->last->next = block;
    document->last = block;
    return block;
}

void kt_document_add(kt_document *document, kt_block_kind kind, const char *format, ...)
{
    kt_block *block = add_block(document, kind);
    if (block == NULL)
        return;
    va_list args;
    va_start(args, format);
    block->text = format_text(document, format, args);
    va_end(args);
}

void kt_document_table(kt_document *document, const kt_column_head *head, size_t n_columns)
{
    kt_block *block = add_block(document, KT_BLOCK_TABLE);
    if (block == NULL)
        return;
    block->n_columns = n_columns;
    memcpy(block->head, head, n_columns * sizeof *head);
}

static bool make_room(kt_document *document, kt_block *block)
{
    if (block->n_rows < block->row_capacity)
        return true;
    size_t capacity = block->row_capacity == 0 ? 16 : 2 * block->row_capacity;
    const char **cell = kt_arena_alloc(&document->arena, capacity * block->n_columns, sizeof *cell);
    if (cell == NULL) {
        document->failed = true;
        return false;
    }
    if (block->n_rows > 0)
        memcpy(cell, block->cell, block->n_rows * block->n_columns * sizeof *cell);
    block->cell = cell;
    block->row_capacity = capacity;
    return true;
}

void kt_document_row(kt_document *document, const char *const *cells)
{
    kt_block *block = document->last;
    if (block == NULL || block->kind != KT_BLOCK_TABLE || !make_room(document, block))
        return;
    const char **row = block->cell + block->n_rows * block->n_columns;
    for (size_t c = 0; c < block->n_columns; c++) {
        row[c] = kt_arena_text(&document->arena, cells[c], strlen(cells[c]));
        if (row[c] == NULL) {
            document->failed = true;
            return;
        }
    }
    block->n_rows++;
}

const char *kt_document_format(kt_document *document, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_text(document, format, args);
    va_end(args);
    return text;
}
