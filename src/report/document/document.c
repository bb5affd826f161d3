// SPDX-License-Identifier: EUPL-1.2
// See document.h. All is kept in one arena and freed at once: a report of a frigate is some hundred
// blocks and ten thousand cells, about 1 MB. A failure is remembered, so that a view of two hundred
// lines needs one check at its end.
#include "report/document/document.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

void kt_document_free(kt_document *document)
{
    kt_arena_free(&document->arena);
    *document = (kt_document){.lang = document->lang};
}

// What a case says is shown, never sent to the reader's terminal; a line break in a cell becomes a
// space. The document is the door for all text that leaves.
static const char *show(kt_document *document, const char *text)
{
    kt_buffer shown = {0};
    if (kt_text_is_shown(text))
        return text;
    kt_buffer_put(&shown, text);
    for (char *c = shown.text; !shown.failed && *c != '\0'; c++)
        *c = *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c;
    kt_buffer clean = {0};
    if (!shown.failed)
        kt_text_show_lines(&clean, shown.text);
    const char *copy = shown.failed || clean.failed
                           ? NULL
                           : kt_arena_text(&document->arena, clean.text, clean.length);
    document->failed |= copy == NULL;
    kt_buffer_free(&shown);
    kt_buffer_free(&clean);
    return copy == NULL ? "" : copy;
}

// False when nothing more is to be added.
static bool goes_on(kt_document *document)
{
    document->failed |= kt_control_stopped(document->control);
    return !document->failed;
}

static const char *format_text(kt_document *document, const char *format, va_list args)
{
    if (!goes_on(document))
        return "";
    const char *text = kt_arena_format(&document->arena, format, args);
    document->failed |= text == NULL;
    return text == NULL ? "" : show(document, text);
}

static const char *keep(kt_document *document, const char *text)
{
    if (text == NULL || *text == '\0')
        return text;
    const char *copy = kt_arena_text(&document->arena, text, strlen(text));
    document->failed |= copy == NULL;
    return copy == NULL ? "" : show(document, copy);
}

void *kt_document_alloc(kt_document *document, size_t n, size_t size)
{
    void *room = kt_arena_alloc(&document->arena, n, size);
    document->failed |= room == NULL;
    return room;
}

static kt_block *add_block(kt_document *document, kt_block_kind kind)
{
    kt_block *block = goes_on(document) ? kt_document_alloc(document, 1, sizeof *block) : NULL;
    if (block == NULL)
        return NULL;
    block->kind = kind;
    block->text = "";
    block->level = kind == KT_BLOCK_HEADING ? 1 : 0;
    if (document->last == NULL)
        document->first = block;
    else
        document->last->next = block;
    document->last = block;
    return block;
}

void kt_document_add(kt_document *document, kt_block_kind kind, const char *format, ...)
{
    assert(kind < KT_BLOCK_TABLE && kind != KT_BLOCK_PAIR && kind != KT_BLOCK_SOURCE);
    kt_block *block = add_block(document, kind);
    if (block == NULL)
        return;
    va_list args;
    va_start(args, format);
    block->text = format_text(document, format, args);
    va_end(args);
}

void kt_document_pair(kt_document *document, kt_block_kind kind, const char *key, const char *text)
{
    assert(kind == KT_BLOCK_PAIR || kind == KT_BLOCK_SOURCE);
    kt_block *block = add_block(document, kind);
    if (block == NULL)
        return;
    block->key = keep(document, key);
    block->text = keep(document, text);
}

void kt_document_anchor(kt_document *document, const char *anchor)
{
    if (document->last != NULL)
        document->last->anchor = anchor;
}

void kt_document_level(kt_document *document, int level)
{
    assert(level >= 1 && level <= 3);
    if (document->last != NULL && document->last->kind == KT_BLOCK_HEADING)
        document->last->level = level;
}

static kt_block *add_table(kt_document *document, kt_block_kind kind, const kt_column_head *head,
                           size_t n_columns)
{
    assert(n_columns >= 1 && n_columns <= KT_DOCUMENT_COLUMNS);
    kt_column_head *copy = kt_document_alloc(document, n_columns, sizeof *copy);
    kt_block *block = copy == NULL ? NULL : add_block(document, kind);
    if (block == NULL)
        return NULL;
    memcpy(copy, head, n_columns * sizeof *head);
    block->head = copy;
    block->n_columns = n_columns;
    return block;
}

void kt_document_table(kt_document *document, const kt_column_head *head, size_t n_columns)
{
    add_table(document, KT_BLOCK_TABLE, head, n_columns);
}

static const char *const *keep_names(kt_document *document, const char *const *name, size_t n)
{
    const char **copy = kt_document_alloc(document, n, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < n; i++)
        copy[i] = keep(document, name[i]);
    return copy;
}

void kt_document_figure(kt_document *document, const kt_figure *figure, const kt_column_head *head,
                        size_t n_columns)
{
    kt_figure *copy = kt_document_alloc(document, 1, sizeof *copy);
    kt_block *block = copy == NULL ? NULL : add_table(document, KT_BLOCK_FIGURE, head, n_columns);
    if (block == NULL)
        return;
    *copy = *figure;
    copy->title = keep(document, figure->title);
    copy->series = keep_names(document, figure->series, figure->n_series);
    block->figure = copy;
}

static bool make_room(kt_document *document, kt_block *block)
{
    if (block->n_rows < block->row_capacity)
        return true;
    size_t capacity = block->row_capacity == 0 ? 16 : 2 * block->row_capacity;
    kt_cell *cell = kt_document_alloc(document, capacity * block->n_columns, sizeof *cell);
    if (cell == NULL)
        return false;
    if (block->n_rows > 0)
        memcpy(cell, block->cell, block->n_rows * block->n_columns * sizeof *cell);
    block->cell = cell;
    block->row_capacity = capacity;
    return true;
}

static const kt_cell_step *keep_steps(kt_document *document, const kt_cell *cell)
{
    kt_cell_step *step = kt_document_alloc(document, cell->n, sizeof *step);
    for (size_t i = 0; step != NULL && i < cell->n; i++)
        step[i] = (kt_cell_step){keep(document, cell->step[i].name), cell->step[i].kind};
    return step;
}

static const double *keep_series(kt_document *document, const kt_cell *cell)
{
    double *value = kt_document_alloc(document, cell->n, sizeof *value);
    if (value != NULL)
        memcpy(value, cell->series, cell->n * sizeof *value);
    return value;
}

void kt_document_row(kt_document *document, const kt_cell *cells)
{
    kt_block *block = document->last;
    if (block == NULL || block->n_columns == 0 || !goes_on(document) || !make_room(document, block))
        return;
    kt_cell *row = block->cell + block->n_rows * block->n_columns;
    for (size_t c = 0; c < block->n_columns; c++) {
        row[c] = cells[c];
        row[c].text = keep(document, cells[c].text);
        if (cells[c].n > 0 && cells[c].kind == KT_CELL_PATH)
            row[c].step = keep_steps(document, &cells[c]);
        if (cells[c].n > 0 && cells[c].kind == KT_CELL_SERIES)
            row[c].series = keep_series(document, &cells[c]);
    }
    if (!document->failed)
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
