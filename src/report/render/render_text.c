// SPDX-License-Identifier: EUPL-1.2
// See render_text.h. Widths are counted in terminal columns, not bytes, so that "é" and "→" line
// up.
#include "report/render/render_text.h"

#include <string.h>

#include "base/text.h"

enum { DEFAULT_WIDTH = 100, GAP = 2, LEAST_WIDE = 24 };

typedef struct pen {
    kt_buffer *out;
    size_t width;
    bool colour;
} pen;

static void put_padded(kt_buffer *out, const char *text, size_t length, size_t shown, size_t width,
                       bool right)
{
    size_t pad = shown < width ? width - shown : 0;
    if (right)
        kt_buffer_repeat(out, " ", pad);
    kt_buffer_add(out, text, length);
    if (!right)
        kt_buffer_repeat(out, " ", pad);
}

// Bytes of `text` that fit in `width` columns, cut at a space where there is one, else inside the
// word. `shown` gets their columns.
static size_t fit(const char *text, size_t width, size_t *shown)
{
    size_t best = 0;
    size_t used = 0;
    size_t i = 0;
    *shown = 0;
    while (text[i] != '\0') {
        size_t word = strcspn(text + i, " ");
        char piece[256];
        size_t copied = word < sizeof piece ? word : sizeof piece - 1;
        memcpy(piece, text + i, copied);
        piece[copied] = '\0';
        size_t columns = kt_text_width(piece);
        size_t need = used + (i > 0) + columns;
        if (best > 0 && need > width)
            break;
        size_t part = need > width ? kt_text_fit(text, width, shown) : 0;
        if (part > 0)
            return part;
        used = need;
        i += word;
        best = i;
        *shown = used;
        if (text[i] == ' ')
            i++;
    }
    return best;
}

static void put_wrapped(pen *p, const char *text, const char *first, const char *others)
{
    size_t indent = kt_text_width(others);
    bool begun = false;
    do {
        size_t shown;
        size_t n = fit(text, p->width > indent ? p->width - indent : 1, &shown);
        kt_buffer_put(p->out, begun ? others : first);
        kt_buffer_add(p->out, text, n);
        kt_buffer_put(p->out, "\n");
        text += n;
        text += strspn(text, " ");
        begun = true;
    } while (*text != '\0');
}

static void measure(size_t *width, const kt_block *table, size_t total)
{
    size_t used = 0;
    size_t wide = table->n_columns;
    for (size_t c = 0; c < table->n_columns; c++) {
        width[c] = kt_text_width(table->head[c].title);
        for (size_t r = 0; r < table->n_rows; r++) {
            size_t cell = kt_text_width(table->cell[r * table->n_columns + c]);
            width[c] = cell > width[c] ? cell : width[c];
        }
        if (table->head[c].wide)
            wide = c;
        else
            used += width[c];
    }
    used += GAP * (table->n_columns - 1);
    if (wide < table->n_columns) {
        size_t rest = total > used + LEAST_WIDE ? total - used : LEAST_WIDE;
        width[wide] = width[wide] < rest ? width[wide] : rest;
    }
}

// Takes trailing blanks off the line just written.
static void end_line(kt_buffer *out)
{
    while (out->length > 0 && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
    kt_buffer_put(out, "\n");
}

static void put_row(pen *p, const kt_block *table, const size_t *width, const char *const *cell)
{
    const char *rest[KT_DOCUMENT_COLUMNS];
    bool more = true;
    for (size_t c = 0; c < table->n_columns; c++)
        rest[c] = cell[c];
    while (more) {
        more = false;
        for (size_t c = 0; c < table->n_columns; c++) {
            size_t shown = kt_text_width(rest[c]);
            size_t n = table->head[c].wide ? fit(rest[c], width[c], &shown) : strlen(rest[c]);
            if (c > 0)
                kt_buffer_repeat(p->out, " ", GAP);
            put_padded(p->out, rest[c], n, shown, width[c], table->head[c].right);
            rest[c] += n;
            rest[c] += strspn(rest[c], " ");
            more |= *rest[c] != '\0';
        }
        end_line(p->out);
    }
}

static void put_table(pen *p, const kt_block *table)
{
    size_t width[KT_DOCUMENT_COLUMNS];
    const char *title[KT_DOCUMENT_COLUMNS];
    measure(width, table, p->width);
    for (size_t c = 0; c < table->n_columns; c++)
        title[c] = table->head[c].title;
    put_row(p, table, width, title);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (c > 0)
            kt_buffer_repeat(p->out, " ", GAP);
        kt_buffer_repeat(p->out, "─", width[c]);
    }
    kt_buffer_put(p->out, "\n");
    for (size_t r = 0; r < table->n_rows; r++)
        put_row(p, table, width, table->cell + r * table->n_columns);
}

static void put_bold(pen *p, const char *text)
{
    if (p->colour)
        kt_buffer_put(p->out, "\x1b[1m");
    put_wrapped(p, text, "", "");
    if (p->colour)
        kt_buffer_put(p->out, "\x1b[0m");
}

void kt_render_text(kt_buffer *out, const kt_document *document, kt_render_text_options options)
{
    pen p = {out, options.width == 0 ? DEFAULT_WIDTH : options.width, options.colour};
    for (const kt_block *block = document->first; block != NULL; block = block->next) {
        switch (block->kind) {
        case KT_BLOCK_TITLE:
            put_bold(&p, block->text);
            break;
        case KT_BLOCK_HEADING:
            kt_buffer_put(out, "\n");
            put_bold(&p, block->text);
            break;
        case KT_BLOCK_PARAGRAPH:
        case KT_BLOCK_NOTE:
            put_wrapped(&p, block->text, "", "");
            break;
        case KT_BLOCK_POINT:
            put_wrapped(&p, block->text, "- ", "  ");
            break;
        case KT_BLOCK_TABLE:
            put_table(&p, block);
            break;
        }
    }
}
