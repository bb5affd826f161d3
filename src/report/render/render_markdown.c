// SPDX-License-Identifier: EUPL-1.2
// See render_markdown.h. What a case says is text, never markup: characters that Markdown would
// read as its own are escaped. A figure becomes the table that it is drawn from, with its meaning
// and its alternative text before it.
#include "report/render/render_markdown.h"

#include <string.h>

#include "report/document/cell_text.h"
#include "report/document/quantity_text.h"

typedef struct pen {
    kt_buffer *out;
    kt_lang lang;
    const kt_control *control;
    bool in_list; // the last block was a point
    kt_buffer cell;
} pen;

static void put_escaped(kt_buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n' || *text == '\r')
            kt_buffer_put(out, " ");
        else if (strchr("\\`*_[]<>|#~&", *text) != NULL)
            kt_buffer_format(out, "\\%c", *text);
        else
            kt_buffer_add(out, text, 1);
    }
}

// At the beginning of a line "- ", "+ " and "1. " would begin a list, "--" and "==" make a heading
// of the line before, four blanks code.
static void put_from_start(kt_buffer *out, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t digits = strspn(text, "0123456789");
    bool numbered = digits > 0 && (text[digits] == '.' || text[digits] == ')') &&
                    (text[digits + 1] == '\0' || strchr(" \t\r\n", text[digits + 1]) != NULL);
    if (*text == '-' || *text == '+' || *text == '=') {
        kt_buffer_put(out, "\\");
    } else if (numbered) {
        kt_buffer_add(out, text, digits);
        kt_buffer_put(out, "\\");
        text += digits;
    }
    put_escaped(out, text);
}

// An address between <>, in which blanks and brackets stand for themselves; a bar would end its
// cell.
static void put_address(kt_buffer *out, const char *address)
{
    kt_buffer_put(out, "](<");
    for (; *address != '\0'; address++) {
        if (*address == '\n' || *address == '\r')
            kt_buffer_put(out, " ");
        else if (strchr("\\<>&|", *address) != NULL)
            kt_buffer_format(out, "\\%c", *address);
        else
            kt_buffer_add(out, address, 1);
    }
    kt_buffer_put(out, ">)");
}

static void put_anchor(pen *p, const kt_block *block)
{
    if (block->anchor != NULL)
        kt_buffer_format(p->out, "<a id=\"%s\"></a>\n\n", block->anchor);
}

static void put_heading(pen *p, const kt_block *block, int level)
{
    put_anchor(p, block);
    kt_buffer_repeat(p->out, "#", (size_t)level);
    kt_buffer_put(p->out, " ");
    put_escaped(p->out, block->text);
    kt_buffer_put(p->out, "\n");
}

static void put_cell(pen *p, const kt_cell *cell)
{
    p->cell.length = 0;
    kt_buffer_put(&p->cell, "");
    kt_cell_text_write(&p->cell, cell, p->lang, (kt_cell_text_room){0});
    p->out->failed |= p->cell.failed;
    if (cell->link != NULL)
        kt_buffer_put(p->out, "[");
    if (!p->cell.failed)
        put_escaped(p->out, p->cell.text);
    if (cell->link != NULL)
        put_address(p->out, cell->link);
}

// Columns of a table as Markdown has them: those of a figure's series stand each alone.
static void put_table_row(pen *p, const kt_block *table, const kt_cell *row)
{
    kt_buffer_put(p->out, "|");
    for (size_t c = 0; c < table->n_columns; c++) {
        if (row[c].kind != KT_CELL_SERIES) {
            kt_buffer_put(p->out, " ");
            put_cell(p, &row[c]);
            kt_buffer_put(p->out, " |");
            continue;
        }
        for (size_t k = 0; k < row[c].n; k++) {
            char text[KT_QUANTITY_TEXT_SIZE];
            kt_quantity_text_share(text, row[c].series[k], p->lang);
            kt_buffer_format(p->out, " %s |", text);
        }
    }
    kt_buffer_put(p->out, "\n");
}

static bool is_series(const kt_block *table, size_t column)
{
    return table->n_rows > 0 && table->cell[column].kind == KT_CELL_SERIES;
}

static void put_titles(pen *p, const kt_block *table)
{
    kt_buffer_put(p->out, "|");
    for (size_t c = 0; c < table->n_columns; c++) {
        size_t n = is_series(table, c) ? table->figure->n_series : 1;
        for (size_t k = 0; k < n; k++) {
            const char *title =
                is_series(table, c) ? table->figure->series[k] : table->head[c].title;
            kt_buffer_put(p->out, " ");
            put_escaped(p->out, title == NULL ? "" : title);
            kt_buffer_put(p->out, " |");
        }
    }
    kt_buffer_put(p->out, "\n|");
    for (size_t c = 0; c < table->n_columns; c++) {
        size_t n = is_series(table, c) ? table->figure->n_series : 1;
        bool right = table->head[c].align == KT_ALIGN_RIGHT || is_series(table, c);
        kt_buffer_repeat(p->out, right ? " ---: |" : " --- |", n);
    }
    kt_buffer_put(p->out, "\n");
}

static void put_table(pen *p, const kt_block *table)
{
    put_anchor(p, table);
    put_titles(p, table);
    for (size_t r = 0; r < table->n_rows && !kt_control_stopped(p->control); r++)
        put_table_row(p, table, table->cell + r * table->n_columns);
}

static void put_figure(pen *p, const kt_block *block)
{
    const kt_figure *figure = block->figure;
    const char *const said[] = {figure->meaning, figure->alt, figure->source};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (said[i] == NULL || *said[i] == '\0')
            continue;
        kt_buffer_put(p->out, "*");
        put_escaped(p->out, said[i]);
        kt_buffer_put(p->out, "*\n\n");
    }
    put_table(p, block);
}

static void put_line(pen *p, const char *before, const char *text, const char *behind)
{
    kt_buffer_put(p->out, before);
    put_from_start(p->out, text);
    kt_buffer_put(p->out, behind);
    kt_buffer_put(p->out, "\n");
}

static void put_block(pen *p, const kt_block *block)
{
    bool point = block->kind == KT_BLOCK_POINT;
    if (p->out->length > 0 && !(point && p->in_list))
        kt_buffer_put(p->out, "\n");
    p->in_list = point;
    switch (block->kind) {
    case KT_BLOCK_TITLE:
        put_heading(p, block, 1);
        break;
    case KT_BLOCK_HEADING:
        put_heading(p, block, block->level + 1);
        break;
    case KT_BLOCK_PARAGRAPH:
    case KT_BLOCK_PLAIN:
        put_line(p, "", block->text, "");
        break;
    case KT_BLOCK_NOTE:
        put_line(p, "> ", block->text, "");
        break;
    case KT_BLOCK_POINT:
        put_line(p, "- ", block->text, "");
        break;
    case KT_BLOCK_PAIR:
    case KT_BLOCK_SOURCE:
        put_line(p, "**", block->key, "**:");
        put_line(p, "", block->text, "");
        break;
    case KT_BLOCK_TABLE:
        put_table(p, block);
        break;
    case KT_BLOCK_FIGURE:
        put_figure(p, block);
        break;
    }
}

void kt_render_markdown(kt_buffer *out, const kt_disclosed *disclosed)
{
    pen p = {.out = out, .lang = disclosed->document->lang, .control = disclosed->control};
    for (const kt_block *block = disclosed->document->first; block != NULL; block = block->next)
        put_block(&p, block);
    kt_buffer_free(&p.cell);
}
