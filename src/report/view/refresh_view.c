// SPDX-License-Identifier: EUPL-1.2
// See refresh_view.h. A new edition changes a thousand figures: the largest changes come first, and
// what was not taken comes after them, where the reader's eye is.
#include "report/view/refresh_view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "model/label.h"
#include "model/schema.h"
#include "report/document/say.h"
#include "report/view/short_list.h"

typedef struct building {
    kt_document *document;
    const kt_refresh *refresh;
    kt_refresh_view_options options;
} building;

static const char *text_of(const building *b, kt_symbol symbol)
{
    return kt_pool_text(&b->refresh->pool, symbol);
}

static void add_files(const building *b)
{
    for (size_t f = 0; f < b->refresh->n_files; f++) {
        const kt_refresh_file *file = &b->refresh->file[f];
        if (file->edition > 0)
            kt_document_add(b->document, KT_BLOCK_PARAGRAPH,
                            kt_say(b->document, "%s: %s, edition %d"), file->name, file->layout,
                            file->edition);
        else
            kt_document_add(b->document, KT_BLOCK_PARAGRAPH,
                            kt_say(b->document, "%s: %s, without a figure of ours"), file->name,
                            file->layout);
    }
}

static void add_remarks(const building *b)
{
    const kt_notes *remarks = &b->refresh->remarks;
    if (remarks->n == 0 || b->options.quiet)
        return;
    kt_document_add(b->document, KT_BLOCK_HEADING, "%s", kt_say(b->document, "How it was read"));
    kt_document_anchor(b->document, "notes");
    for (size_t i = 0; i < kt_short_list(b->options.full, remarks->n); i++)
        kt_document_add(b->document, KT_BLOCK_POINT, "%s: %s", remarks->note[i].place,
                        remarks->note[i].message);
    kt_short_list_rest(b->document, b->options.full, remarks->n);
}

static void add_counts(const building *b)
{
    const kt_beside *beside = &b->refresh->beside;
    const kt_column_head head[] = {
        {.title = kt_say(b->document, "table"), .wide = true},
        {.title = kt_say(b->document, "rows"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "new"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "on record"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "older"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "differ"), .align = KT_ALIGN_RIGHT}};
    if (beside->n_counts == 0)
        return;
    kt_document_table(b->document, head, 6);
    kt_document_anchor(b->document, "tables");
    for (size_t t = 0; t < beside->n_counts; t++) {
        const kt_beside_count *count = &beside->count[t];
        const kt_cell cells[] = {kt_cell_text(kt_say(b->document, kt_label_table(count->table))),
                                 kt_cell_count(count->n_rows),
                                 kt_cell_count(count->n_new),
                                 kt_cell_count(count->n_same),
                                 kt_cell_count(count->n_older),
                                 kt_cell_count(count->n_differs)};
        kt_document_row(b->document, cells);
    }
    kt_document_add(b->document, KT_BLOCK_NOTE, "%s",
                    kt_say(b->document,
                           "new: put beside what is on record, which stays. older: of an edition "
                           "before the one on record. differ: of the same edition, with another "
                           "figure. Neither is taken."));
}

static bool is_share(const building *b, const kt_beside_change *change)
{
    return strcmp(text_of(b, change->column), "share") == 0;
}

// What comes first: of shares the points, of others the parts that they changed by.
typedef struct ranked {
    const kt_beside_change *change;
    double size;
} ranked;

static int by_size(const void *left, const void *right)
{
    const ranked *one = left;
    const ranked *other = right;
    if (one->size != other->size)
        return one->size < other->size ? 1 : -1;
    return (one->change > other->change) - (one->change < other->change);
}

static double size_of(const building *b, const kt_beside_change *change)
{
    double before = isnan(change->before) ? 0.0 : change->before;
    double after = isnan(change->after) ? 0.0 : change->after;
    double part = fabs(kt_beside_part(change));
    if (is_share(b, change) || !change->is_ratio)
        return fabs(after - before);
    return isnan(part) ? 1.0 : part;
}

// "+12 %", or "+0.11" where parts say nothing; "" of a row that is new or gone.
static const char *difference_of(const building *b, const kt_beside_change *change)
{
    double part = kt_beside_part(change);
    double difference = change->after - change->before;
    if (!isnan(part))
        return kt_say_growth(b->document, part);
    if (change->is_ratio || isnan(difference))
        return "";
    return kt_document_format(b->document, "%s%s", difference > 0 ? "+" : "",
                              kt_say_digits(b->document, difference));
}

static const char *figure_of(const building *b, const kt_beside_change *change, double value)
{
    if (isnan(value))
        return kt_say(b->document, "none");
    return is_share(b, change) ? kt_say_share(b->document, value)
                               : kt_say_digits(b->document, value);
}

static void add_change(const building *b, const kt_beside_change *change)
{
    kt_document *d = b->document;
    const char *where = kt_document_format(d, "%s %s, %s", change->table, text_of(b, change->key),
                                           text_of(b, change->period));
    const char *was = figure_of(b, change, change->before);
    bool same = change->period == change->before_period;
    const kt_cell cells[] = {
        kt_cell_text(where), kt_cell_text(text_of(b, change->column)),
        kt_cell_text(
            same ? was : kt_document_format(d, "%s (%s)", was, text_of(b, change->before_period))),
        kt_cell_text(figure_of(b, change, change->after)), kt_cell_text(difference_of(b, change))};
    kt_document_row(d, cells);
}

static void add_changes(const building *b, kt_beside_kind kind, const char *title,
                        const char *anchor)
{
    const kt_beside *beside = &b->refresh->beside;
    kt_document *d = b->document;
    size_t n = 0;
    ranked *order = kt_document_alloc(d, beside->n + 1, sizeof *order);
    for (size_t i = 0; i < beside->n && order != NULL; i++) {
        if (beside->change[i].kind == kind)
            order[n++] = (ranked){&beside->change[i], size_of(b, &beside->change[i])};
    }
    bool stays = kind == KT_BESIDE_DIFFERS; // nothing was, and is no more
    const char *before = stays ? kt_say(d, "on record") : kt_say(d, "was");
    const char *after = stays ? kt_say(d, "in the file") : kt_say(d, "is now");
    const char *change = stays ? kt_say(d, "difference") : kt_say(d, "change");
    const kt_column_head head[] = {{.title = kt_say(d, "where"), .wide = true},
                                   {.title = kt_say(d, "column")},
                                   {.title = before, .align = KT_ALIGN_RIGHT},
                                   {.title = after, .align = KT_ALIGN_RIGHT},
                                   {.title = change, .align = KT_ALIGN_RIGHT}};
    if (n == 0)
        return;
    qsort(order, n, sizeof *order, by_size);
    kt_document_add(d, KT_BLOCK_HEADING, "%s", title);
    kt_document_anchor(d, anchor);
    kt_document_table(d, head, 5);
    for (size_t i = 0; i < kt_short_list(b->options.full, n); i++)
        add_change(b, order[i].change);
    kt_short_list_rest(b->document, b->options.full, n);
}

static void add_conversions(const building *b)
{
    kt_document *d = b->document;
    size_t n = b->refresh->n_conversions;
    const kt_column_head head[] = {{.title = kt_say(d, "material"), .wide = true},
                                   {.title = kt_say(d, "unit of the file")},
                                   {.title = kt_say(d, "tonnes"), .align = KT_ALIGN_RIGHT},
                                   {.title = kt_say(d, "taken as"), .align = KT_ALIGN_RIGHT},
                                   {.title = kt_say(d, "figures"), .align = KT_ALIGN_RIGHT}};
    if (n == 0)
        return;
    kt_document_add(d, KT_BLOCK_HEADING, "%s", kt_say(d, "Units converted"));
    kt_document_anchor(d, "conversions");
    kt_document_table(d, head, 5);
    for (size_t i = 0; i < kt_short_list(b->options.full, n); i++) {
        const kt_yearly_conversion *c = &b->refresh->conversion[i];
        const char *what = kt_document_format(d, "%s, %s", text_of(b, c->material),
                                              kt_say(d, kt_schema_stage_name(c->stage)));
        const kt_cell cells[] = {
            kt_cell_text(what), kt_cell_text(text_of(b, c->unit)),
            kt_cell_text(kt_say_digits(d, c->per_unit)),
            kt_cell_text(c->correction == 1.0
                             ? ""
                             : kt_document_format(d, "× %s", kt_say_digits(d, c->correction))),
            kt_cell_count(c->n)};
        kt_document_row(d, cells);
    }
    kt_short_list_rest(b->document, b->options.full, n);
}

static void add_notes(const building *b, const kt_notes *notes, const char *anchor)
{
    kt_document_anchor(b->document, anchor);
    for (size_t i = 0; i < kt_short_list(b->options.full, notes->n); i++)
        kt_document_add(b->document, KT_BLOCK_POINT, "%s: %s", notes->note[i].place,
                        notes->note[i].message);
    kt_short_list_rest(b->document, b->options.full, notes->n);
}

static void add_rejects(const building *b)
{
    kt_document *d = b->document;
    if (b->refresh->n_left_out > 0)
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(d, "Left out, being of no material or stage of ours: %zu."),
                        b->refresh->n_left_out);
    if (b->refresh->rejects.notes.n > 0) {
        kt_document_add(d, KT_BLOCK_HEADING, "%s", kt_say(d, "Not taken"));
        add_notes(b, &b->refresh->rejects.notes, "refused");
    }
    if (b->refresh->faults.n > 0) {
        kt_document_add(d, KT_BLOCK_HEADING, "%s", kt_say(d, "What the reference would break"));
        add_notes(b, &b->refresh->faults, "faults");
    }
}

static void add_outcome(const building *b)
{
    kt_document *d = b->document;
    switch (b->refresh->outcome) {
    case KT_REFRESH_WRITTEN:
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(d, "Written: %s/reference. It is used where KETEN_DATA is %s."),
                        b->options.data, b->options.data);
        break;
    case KT_REFRESH_UNCHANGED:
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(d, "Nothing new for %s/reference: nothing was written."),
                        b->options.data);
        break;
    case KT_REFRESH_DRY:
        kt_document_add(d, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(d, "This is what would be written; nothing was."));
        break;
    default:
        break;
    }
}

void kt_refresh_view_build(kt_document *document, const kt_refresh *refresh,
                           kt_refresh_view_options options)
{
    building b = {document, refresh, options};
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(document, "What is new for %s"), options.data);
    add_files(&b);
    add_remarks(&b);
    add_counts(&b);
    add_changes(&b, KT_BESIDE_CHANGED, kt_say(document, "Changed, the largest first"), "changed");
    add_changes(&b, KT_BESIDE_APPEARED, kt_say(document, "New in the list"), "appeared");
    add_changes(&b, KT_BESIDE_GONE, kt_say(document, "Gone from the list"), "gone");
    add_changes(&b, KT_BESIDE_DIFFERS,
                kt_say(document, "Different from the record of the same edition, which stays"),
                "differs");
    add_conversions(&b);
    add_rejects(&b);
    add_outcome(&b);
}
