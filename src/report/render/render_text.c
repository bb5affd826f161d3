// SPDX-License-Identifier: EUPL-1.2
// See render_text.h. A table is written into one buffer cell by cell first, because a column is as
// wide as its widest cell; a screen has some hundred rows, --full some thousand. Widths are counted
// in terminal columns, not bytes, so that "é" and "→" line up.
#include "report/render/render_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "report/document/cell_text.h"

enum { DEFAULT_WIDTH = 100, GAP = 2, LEAST_WIDE = 24, LONG_WORD = 255 };

// Columns of names on a screen: two lines hold the longest path.
static const kt_cell_text_room ONE_SCREEN = {.part = 20, .half_product = 24, .name = 16};

typedef struct pen {
    kt_buffer *out;
    kt_lang lang;
    size_t width;
    bool colour;
    const kt_control *control;
    kt_cell_text_room room;
    const kt_figure *legend; // of the last figure: the same one is not told twice
} pen;

// A table as texts, row after row; the head is the first row.
typedef struct sheet {
    const kt_block *table;
    kt_buffer text; // all cells, each with its NUL
    size_t *at;     // [(n_rows + 1) * n_columns] where each begins
} sheet;

// Text as a screen shows it: a no-break space has done its work once lines are cut.
static void put_spaced(kt_buffer *out, const char *text, size_t length)
{
    static const char NO_BREAK[] = "\u00a0";
    size_t from = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        if (text[i] != NO_BREAK[0] || text[i + 1] != NO_BREAK[1])
            continue;
        kt_buffer_add(out, text + from, i - from);
        kt_buffer_put(out, " ");
        from = i + 2;
    }
    kt_buffer_add(out, text + from, length - from);
}

static void put_padded(kt_buffer *out, const char *text, size_t length, size_t shown, size_t width,
                       bool right)
{
    size_t pad = shown < width ? width - shown : 0;
    if (right)
        kt_buffer_repeat(out, " ", pad);
    put_spaced(out, text, length);
    if (!right)
        kt_buffer_repeat(out, " ", pad);
}

// Bytes of the word at `text`. One that is longer than LONG_WORD is not looked at to its end while
// it may be cut: a text of one word would be read anew for each of its lines.
static size_t word_length(const char *text)
{
    size_t length = 0;
    while (length < LONG_WORD && text[length] != ' ' && text[length] != '\0')
        length++;
    return length;
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
        size_t word = word_length(text + i);
        char piece[LONG_WORD + 1];
        memcpy(piece, text + i, word);
        piece[word] = '\0';
        size_t columns = kt_text_width(piece);
        size_t need = used + (i > 0) + columns;
        if (best > 0 && need > width)
            break;
        size_t part = need > width ? kt_text_fit(text, width, shown) : 0;
        if (part > 0)
            return part;
        used = need;
        i += word == LONG_WORD ? strcspn(text + i, " ") : word;
        best = i;
        *shown = used;
        if (text[i] == ' ')
            i++;
    }
    return best;
}

static void put_wrapped(pen *p, const char *text, const char *first, const char *others)
{
    bool begun = false;
    do {
        size_t shown;
        size_t indent = kt_text_width(begun ? others : first);
        size_t n = fit(text, p->width > indent ? p->width - indent : 1, &shown);
        kt_buffer_put(p->out, begun ? others : first);
        put_spaced(p->out, text, n);
        kt_buffer_put(p->out, "\n");
        text += n;
        text += strspn(text, " ");
        begun = true;
    } while (*text != '\0');
}

// ------------------------------------------------------------------------------------------ cells

static const char *shade(double part)
{
    if (part >= 1.0 - 1e-9)
        return "██";
    if (part > 0.5)
        return "▓▓";
    if (part > 0.1)
        return "▒▒";
    return part > 1e-9 ? "░░" : " ·";
}

static void put_series(kt_buffer *out, const kt_cell *cell)
{
    for (size_t k = 0; k < cell->n; k++)
        kt_buffer_format(out, "%s%s", k == 0 ? "" : " ", shade(cell->series[k]));
}

// Numbers stand for the names of the series: the legend tells them.
static void put_series_head(kt_buffer *out, size_t n)
{
    for (size_t k = 0; k < n; k++)
        kt_buffer_format(out, "%s%2zu", k == 0 ? "" : " ", k + 1);
}

static void put_cell(pen *p, sheet *s, size_t row, size_t column)
{
    const kt_cell *cell = &s->table->cell[row * s->table->n_columns + column];
    if (cell->kind == KT_CELL_SERIES)
        put_series(&s->text, cell);
    else
        kt_cell_text_write(&s->text, cell, p->lang, p->room);
    if (s->table->head[column].marks && cell->mark == KT_MARK_NONE)
        kt_buffer_put(&s->text, "  ");
}

// A column without a title is that of the series.
static void put_head(sheet *s, size_t column)
{
    const char *title = s->table->head[column].title;
    if (title == NULL && s->table->figure != NULL)
        put_series_head(&s->text, s->table->figure->n_series);
    else
        kt_buffer_put(&s->text, title == NULL ? "" : title);
}

static void end_cell(sheet *s)
{
    kt_buffer_add(&s->text, "", 1); // its NUL
}

static bool write_sheet(pen *p, sheet *s)
{
    const kt_block *table = s->table;
    size_t n = (table->n_rows + 1) * table->n_columns;
    s->at = calloc(n, sizeof *s->at);
    if (s->at == NULL)
        return false;
    for (size_t k = 0; k < n; k++) {
        if (kt_control_stopped(p->control))
            return false;
        s->at[k] = s->text.length;
        if (k < table->n_columns)
            put_head(s, k);
        else
            put_cell(p, s, k / table->n_columns - 1, k % table->n_columns);
        end_cell(s);
    }
    return !s->text.failed;
}

static const char *text_of(const sheet *s, size_t row, size_t column)
{
    return s->text.text + s->at[row * s->table->n_columns + column];
}

// ------------------------------------------------------------------------------------------ tables

// The longest word of a cell.
static size_t longest_word(const char *at)
{
    size_t most = 0;
    for (; *at != '\0'; at += *at == ' ') {
        char word[LONG_WORD + 1];
        size_t length = word_length(at);
        memcpy(word, at, length);
        word[length] = '\0';
        size_t columns = kt_text_width(word);
        most = columns > most ? columns : most;
        at += length;
    }
    return most;
}

// The widest cell of a column; of its title all, or where titles are broken the longest word.
static size_t needed(const sheet *s, size_t column, bool broken)
{
    size_t most = broken ? longest_word(text_of(s, 0, column)) : 0;
    for (size_t r = broken ? 1 : 0; r <= s->table->n_rows; r++) {
        size_t cell = kt_text_width(text_of(s, r, column));
        most = cell > most ? cell : most;
    }
    return most;
}

// The wide column gets what the others leave; false where that is less than it can do with.
static bool try_widths(size_t *width, const sheet *s, size_t total, bool broken)
{
    const kt_block *table = s->table;
    size_t used = GAP * (table->n_columns - 1);
    size_t wide = table->n_columns;
    for (size_t c = 0; c < table->n_columns; c++) {
        bool series =
            table->head[c].title == NULL; // numbers over shades, which must stay above them
        width[c] = needed(s, c, broken && !series && !table->head[c].wide);
        if (table->head[c].wide)
            wide = c;
        else
            used += width[c];
    }
    if (wide == table->n_columns)
        return used <= total;
    size_t rest = total > used + LEAST_WIDE ? total - used : LEAST_WIDE;
    bool fits = width[wide] + used <= total || rest > LEAST_WIDE;
    width[wide] = width[wide] < rest ? width[wide] : rest;
    return fits;
}

// Words beside the wide column may be broken, figures and the shades of a series may not.
static bool is_breakable(const kt_block *table, size_t column)
{
    const kt_column_head *head = &table->head[column];
    return head->wide || (head->title != NULL && head->align != KT_ALIGN_RIGHT);
}

// Takes what is too much from the columns of words, from the widest first, as far as their words
// go.
static void squeeze(size_t *width, const sheet *s, size_t total)
{
    size_t least[KT_DOCUMENT_COLUMNS] = {0};
    size_t used = GAP * (s->table->n_columns - 1);
    for (size_t c = 0; c < s->table->n_columns; c++) {
        used += width[c];
        least[c] = width[c];
        if (!is_breakable(s->table, c) || s->table->head[c].wide)
            continue;
        least[c] = 0;
        for (size_t r = 0; r <= s->table->n_rows; r++) {
            size_t word = longest_word(text_of(s, r, c));
            least[c] = word > least[c] ? word : least[c];
        }
    }
    while (used > total) {
        size_t widest = s->table->n_columns;
        for (size_t c = 0; c < s->table->n_columns; c++) {
            if (width[c] > least[c] && (widest == s->table->n_columns || width[c] > width[widest]))
                widest = c;
        }
        if (widest == s->table->n_columns)
            return;
        width[widest]--;
        used--;
    }
}

// A table that is too wide for the screen gets titles of several lines, then cells.
static void measure(size_t *width, const sheet *s, size_t total)
{
    if (!try_widths(width, s, total, false) && !try_widths(width, s, total, true))
        squeeze(width, s, total);
}

// Takes trailing blanks off the line just written.
static void end_line(kt_buffer *out)
{
    while (out->length > 0 && out->text[out->length - 1] == ' ')
        out->text[--out->length] = '\0';
    kt_buffer_put(out, "\n");
}

static void put_row(pen *p, const sheet *s, const size_t *width, size_t row)
{
    const kt_block *table = s->table;
    const char *rest[KT_DOCUMENT_COLUMNS];
    bool more = true;
    for (size_t c = 0; c < table->n_columns; c++)
        rest[c] = text_of(s, row, c);
    while (more) {
        more = false;
        for (size_t c = 0; c < table->n_columns; c++) {
            size_t shown;
            bool cut = is_breakable(table, c) || (row == 0 && table->head[c].title != NULL);
            size_t n = cut ? fit(rest[c], width[c], &shown) : strlen(rest[c]);
            if (!cut)
                shown = kt_text_width(rest[c]);
            if (c > 0)
                kt_buffer_repeat(p->out, " ", GAP);
            put_padded(p->out, rest[c], n, shown, width[c], table->head[c].align == KT_ALIGN_RIGHT);
            rest[c] += n;
            rest[c] += strspn(rest[c], " ");
            more |= *rest[c] != '\0';
        }
        end_line(p->out);
    }
}

static void put_table(pen *p, const kt_block *table)
{
    sheet s = {.table = table};
    size_t width[KT_DOCUMENT_COLUMNS] = {0};
    if (!write_sheet(p, &s)) {
        p->out->failed = true;
        goto done;
    }
    measure(width, &s, p->width);
    put_row(p, &s, width, 0);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (c > 0)
            kt_buffer_repeat(p->out, " ", GAP);
        kt_buffer_repeat(p->out, "─", width[c]);
    }
    kt_buffer_put(p->out, "\n");
    for (size_t r = 1; r <= table->n_rows && !kt_control_stopped(p->control); r++)
        put_row(p, &s, width, r);
done:
    free(s.at);
    kt_buffer_free(&s.text);
}

static bool same_series(const kt_figure *a, const kt_figure *b)
{
    bool same = a != NULL && a->n_series == b->n_series;
    for (size_t k = 0; same && k < b->n_series; k++)
        same = strcmp(a->series[k], b->series[k]) == 0;
    return same;
}

// What the numbers over the shades stand for, once for figures that share their series.
static void put_legend(pen *p, const kt_figure *figure)
{
    kt_buffer names = {0};
    if (same_series(p->legend, figure))
        return;
    p->legend = figure;
    for (size_t k = 0; k < figure->n_series; k++)
        kt_buffer_format(&names, "%s%zu %s", k == 0 ? "" : ", ", k + 1, figure->series[k]);
    if (names.length > 0)
        kt_buffer_put(&names, ".");
    p->out->failed |= names.failed;
    if (names.length > 0)
        put_wrapped(p, names.text, "", "");
    kt_buffer_free(&names);
    put_wrapped(p,
                kt_lang_text(p->lang, "██ all is lost, ▓▓ more than half, ▒▒ more than a tenth, ░░ "
                                      "less, · nothing."),
                "", "");
}

static void put_pair(pen *p, const kt_block *block)
{
    kt_buffer first = {0};
    kt_buffer_format(&first, "%s: ", block->key);
    p->out->failed |= first.failed;
    if (!first.failed)
        put_wrapped(p, block->text, first.text, "  ");
    kt_buffer_free(&first);
}

static void put_bold(pen *p, const char *text)
{
    if (p->colour)
        kt_buffer_put(p->out, "\x1b[1m");
    put_wrapped(p, text, "", "");
    if (p->colour)
        kt_buffer_put(p->out, "\x1b[0m");
}

static void put_block(pen *p, const kt_block *block)
{
    switch (block->kind) {
    case KT_BLOCK_TITLE:
        put_bold(p, block->text);
        break;
    case KT_BLOCK_HEADING:
        kt_buffer_put(p->out, "\n");
        put_bold(p, block->text);
        break;
    case KT_BLOCK_PARAGRAPH:
    case KT_BLOCK_NOTE:
        put_wrapped(p, block->text, "", "");
        break;
    case KT_BLOCK_POINT:
        put_wrapped(p, block->text, "- ", "  ");
        break;
    case KT_BLOCK_PAIR:
    case KT_BLOCK_SOURCE:
        put_pair(p, block);
        break;
    case KT_BLOCK_PLAIN:
        kt_buffer_format(p->out, "%s\n", block->text);
        break;
    case KT_BLOCK_TABLE:
        put_table(p, block);
        break;
    case KT_BLOCK_FIGURE:
        put_table(p, block);
        if (block->figure->kind == KT_FIGURE_HEAT_MAP)
            put_legend(p, block->figure);
        break;
    }
}

void kt_render_text(kt_buffer *out, const kt_disclosed *disclosed, kt_render_text_options options)
{
    const kt_document *document = disclosed->document;
    pen p = {.out = out,
             .lang = document->lang,
             .width = options.width == 0 ? DEFAULT_WIDTH : options.width,
             .colour = options.colour,
             .control = disclosed->control,
             .room = options.whole ? (kt_cell_text_room){0} : ONE_SCREEN};
    for (const kt_block *block = document->first; block != NULL; block = block->next)
        put_block(&p, block);
}
