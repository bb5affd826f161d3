// SPDX-License-Identifier: EUPL-1.2
// See import_view.h. What stops the import comes last, where the reader's eye is. Lists show their
// first rows; a first delivery may change nothing and refuse thousands.
#include "report/view/import_view.h"

#include <string.h>

#include "base/lang.h"
#include "model/label.h"
#include "report/document/say.h"
#include "report/view/short_list.h"

static const char *const CHANGE_ANCHOR[KT_N_CHANGES] = {
    [KT_CHANGE_CHANGED] = "changed",
    [KT_CHANGE_CONTRADICTED] = "contradicted",
    [KT_CHANGE_REMOVED] = "removed",
    [KT_CHANGE_SETTLED] = "settled",
};

typedef struct building {
    kt_document *document;
    const kt_import *import;
    kt_import_view_options options;
} building;

static const char *text_of(const building *b, kt_symbol symbol)
{
    return kt_pool_text(&b->import->pool, symbol);
}

static void add_columns(const building *b, const kt_mapping_sheet *sheet)
{
    const kt_column_head head[] = {{.title = kt_say(b->document, "column of the file")},
                                   {.title = kt_say(b->document, "is read as")},
                                   {.title = kt_say(b->document, "unit")},
                                   {.title = kt_say(b->document, "what that means"), .wide = true}};
    kt_document_table(b->document, head, 4);
    for (size_t c = 0; c < sheet->n; c++) {
        const kt_mapping_column *column = &sheet->column[c];
        kt_label label = kt_label_column(sheet->table, column->to);
        bool used = *column->to != '\0';
        const kt_cell cells[] = {
            kt_cell_text(column->header),
            kt_cell_text(used ? column->to : kt_say(b->document, "(not used)")),
            kt_cell_text(column->unit), kt_cell_text(used ? kt_say(b->document, label.help) : "")};
        kt_document_row(b->document, cells);
    }
}

// What was read of each file; the guessed columns in full, because a person must look at them.
static void add_files(const building *b)
{
    for (size_t f = 0; f < b->import->n_files; f++) {
        const kt_import_file *file = &b->import->file[f];
        kt_document_add(b->document, KT_BLOCK_PARAGRAPH, "%s: %s%s%s%s", file->name, file->format,
                        file->profile == NULL ? "" : ", ",
                        file->profile == NULL ? "" : kt_say(b->document, "columns by "),
                        file->profile == NULL ? "" : file->profile);
        for (size_t s = 0; s < file->mapping.n; s++) {
            const kt_mapping_sheet *sheet = &file->mapping.sheet[s];
            if (*sheet->table == '\0' || sheet->sure)
                continue;
            kt_document_add(b->document, KT_BLOCK_HEADING,
                            kt_say(b->document, "Columns as guessed from row %u of %s%s%s"),
                            sheet->header_row, file->name, *sheet->sheet == '\0' ? "" : ", ",
                            sheet->sheet);
            add_columns(b, sheet);
        }
    }
}

// Those of one kind, at most *left.
static void add_remarks_of(const building *b, kt_note_kind kind, size_t *left)
{
    const kt_notes *remarks = &b->import->remarks;
    for (size_t i = 0; i < remarks->n && (*left) > 0; i++) {
        if (remarks->note[i].kind != kind)
            continue;
        --*left;
        kt_document_add(b->document, KT_BLOCK_POINT, "%s: %s%s", remarks->note[i].place,
                        kind == KT_NOTE_WARNING ? kt_say(b->document, "warning: ") : "",
                        remarks->note[i].message);
    }
}

// What a person should look at comes first: a short list must not hide it.
static void add_remarks(const building *b)
{
    size_t n = b->import->remarks.n;
    size_t left = kt_short_list(b->options.full, n);
    if (n == 0 || b->options.quiet)
        return;
    kt_document_add(b->document, KT_BLOCK_HEADING, "%s", kt_say(b->document, "How it was read"));
    kt_document_anchor(b->document, "notes");
    add_remarks_of(b, KT_NOTE_WARNING, &left);
    add_remarks_of(b, KT_NOTE_PLAIN, &left);
    kt_short_list_rest(b->document, b->options.full, n);
}

static void add_counts(const building *b)
{
    const kt_merge_log *merge = &b->import->merge;
    const kt_column_head head[] = {
        {.title = kt_say(b->document, "table"), .wide = true},
        {.title = kt_say(b->document, "rows"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "new"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "the same"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "cells filled"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "changed"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "contradicted"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(b->document, "removed"), .align = KT_ALIGN_RIGHT}};
    size_t n_columns = kt_merge_log_total(merge, KT_CHANGE_REMOVED) > 0 ? 8 : 7;
    if (merge->n_counts == 0) // a list whose parts are all known
        return;
    kt_document_table(b->document, head, n_columns);
    kt_document_anchor(b->document, "tables");
    for (size_t t = 0; t < merge->n_counts; t++) {
        const kt_merge_count *count = &merge->count[t];
        const char *name = text_of(b, count->table);
        const kt_cell cells[] = {kt_cell_text(kt_say(b->document, kt_label_table(name))),
                                 kt_cell_count(count->n_rows),
                                 kt_cell_count(count->n_new),
                                 kt_cell_count(count->n_same),
                                 kt_cell_count(count->n_cells[KT_CHANGE_FILLED]),
                                 kt_cell_count(count->n_cells[KT_CHANGE_CHANGED]),
                                 kt_cell_count(count->n_cells[KT_CHANGE_CONTRADICTED]),
                                 kt_cell_count(count->n_cells[KT_CHANGE_REMOVED])};
        kt_document_row(b->document, cells);
    }
}

static void add_changes(const building *b, kt_merge_change_kind kind, const char *title,
                        const char *last_column)
{
    const kt_merge_log *merge = &b->import->merge;
    size_t n = kt_merge_log_total(merge, kind);
    size_t left = kt_short_list(b->options.full, n);
    const kt_column_head head[] = {{.title = kt_say(b->document, "where"), .wide = true},
                                   {.title = kt_say(b->document, "column")},
                                   {.title = kt_say(b->document, "was")},
                                   {.title = kt_say(b->document, "is now")},
                                   {.title = last_column}};
    if (n == 0)
        return;
    kt_document_add(b->document, KT_BLOCK_HEADING, "%s", title);
    kt_document_anchor(b->document, CHANGE_ANCHOR[kind]);
    kt_document_table(b->document, head, *last_column == '\0' ? 4 : 5);
    for (size_t i = 0; i < merge->n && left > 0; i++) {
        const kt_merge_change *change = &merge->change[i];
        if (change->kind != kind)
            continue;
        left--;
        const char *where = kt_document_format(b->document, "%s %s (%s)", text_of(b, change->table),
                                               text_of(b, change->key), change->place);
        const kt_cell cells[] = {
            kt_cell_text(where), kt_cell_text(text_of(b, change->column)),
            kt_cell_text(text_of(b, change->before)), kt_cell_text(text_of(b, change->after)),
            kt_cell_text(kind == KT_CHANGE_CONTRADICTED ? text_of(b, change->other) : "")};
        kt_document_row(b->document, cells);
    }
    kt_short_list_rest(b->document, b->options.full, n);
}

static void add_removals(const building *b)
{
    const kt_merge_log *merge = &b->import->merge;
    size_t n = kt_merge_log_total(merge, KT_CHANGE_REMOVED);
    size_t left = kt_short_list(b->options.full, n);
    if (n == 0)
        return;
    kt_document_add(b->document, KT_BLOCK_HEADING, "%s",
                    kt_say(b->document, "Removed: an answer takes their place"));
    kt_document_anchor(b->document, CHANGE_ANCHOR[KT_CHANGE_REMOVED]);
    for (size_t i = 0; i < merge->n && left > 0; i++) {
        const kt_merge_change *change = &merge->change[i];
        if (change->kind != KT_CHANGE_REMOVED)
            continue;
        left--;
        kt_document_add(b->document, KT_BLOCK_POINT, "%s: %s %s", change->place,
                        text_of(b, change->table), text_of(b, change->key));
    }
    kt_short_list_rest(b->document, b->options.full, n);
}

static void add_rejects(const building *b)
{
    const kt_notes *rejects = &b->import->rejects.notes;
    if (rejects->n == 0)
        return;
    kt_document_add(b->document, KT_BLOCK_HEADING,
                    kt_say(b->document, b->import->n_refused == 1 ? "%zu row is refused"
                                                                  : "%zu rows are refused"),
                    b->import->n_refused);
    kt_document_anchor(b->document, "refused");
    for (size_t i = 0; i < kt_short_list(b->options.full, rejects->n); i++)
        kt_document_add(b->document, KT_BLOCK_POINT, "%s: %s", rejects->note[i].place,
                        rejects->note[i].message);
    kt_short_list_rest(b->document, b->options.full, rejects->n);
    if (b->import->reject_path != NULL)
        kt_document_add(b->document, KT_BLOCK_PARAGRAPH,
                        kt_say(b->document, "With their reasons in %s."), b->import->reject_path);
}

// Figures that nobody gave, in one line, whatever is said of each above.
static void add_assumed(const building *b)
{
    const size_t *assumed = b->import->assumed;
    if (assumed[KT_ASSUMED_QUANTITY] + assumed[KT_ASSUMED_MASS] == 0)
        return;
    kt_document_add(b->document, KT_BLOCK_PARAGRAPH,
                    kt_say(b->document,
                           "Assumed because the files do not say it, with evidence D: quantities "
                           "of 1: %zu; masses of a material of 1 gram: %zu."),
                    assumed[KT_ASSUMED_QUANTITY], assumed[KT_ASSUMED_MASS]);
}

// Whether an answer says what a material is: an id of the reference, or that it is none of ours.
static bool is_answer(const building *b, const char *id)
{
    const kt_case *reference = b->import->reference;
    const kt_table *table = &reference->reference[KT_COMPOSITIONS];
    kt_symbol symbol = kt_pool_find(&reference->pool, id, strlen(id));
    if (strcmp(id, "-") == 0 || kt_case_row(&reference->material, symbol) != KT_NO_ROW)
        return true;
    for (uint32_t row = 0; symbol != 0 && row < table->n_rows; row++) {
        if (kt_table_text(table, KT_COMPOSITIONS_COMPOSITION, row) == symbol)
            return true;
    }
    return false;
}

// Materials that nobody has answered for, or not with an id: what they stand for is missing from
// every result.
static void add_open(const building *b)
{
    const kt_draft *draft = &b->import->draft;
    const kt_draft_table *answers = kt_draft_find(draft, "answers");
    size_t id = answers == NULL ? 0 : kt_draft_find_column(draft, answers, "id");
    size_t kind = answers == NULL ? 0 : kt_draft_find_column(draft, answers, "kind");
    size_t n = 0;
    bool taken = b->import->outcome == KT_IMPORT_WRITTEN || b->import->outcome == KT_IMPORT_DRY ||
                 b->import->outcome == KT_IMPORT_UNCHANGED;
    if (answers == NULL || id == answers->n_columns || kind == answers->n_columns || !taken)
        return;
    for (size_t row = 0; row < answers->n_rows; row++)
        n += strcmp(text_of(b, *kt_draft_cell(answers, row, kind)), "composition") == 0 &&
             !is_answer(b, text_of(b, *kt_draft_cell(answers, row, id)));
    if (n > 0)
        kt_document_add(
            b->document, KT_BLOCK_PARAGRAPH,
            kt_say(b->document,
                   "Materials that were not recognised, and so are left out of every result: "
                   "%zu. Give their ids in %s/answers.csv and import again."),
            n, b->options.target);
}

static void add_outcome(const building *b)
{
    kt_document *d = b->document;
    const char *target = b->options.target;
    switch (b->import->outcome) {
    case KT_IMPORT_WRITTEN:
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(b->document, "Written: %s. Next: keten assess %s"), target, target);
        break;
    case KT_IMPORT_UNCHANGED:
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(b->document, "%s has all of this already: nothing was written."),
                        target);
        break;
    case KT_IMPORT_DRY:
        kt_document_add(d, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(b->document, "This is what would be written; nothing was."));
        break;
    default:
        break;
    }
    add_open(b);
    if (b->import->mapping_path != NULL)
        kt_document_add(d, KT_BLOCK_PARAGRAPH,
                        kt_say(b->document,
                               "The columns as guessed are in %s: change what is wrong there, then "
                               "run the same command again."),
                        b->import->mapping_path);
}

void kt_import_view_build(kt_document *document, const kt_import *import,
                          kt_import_view_options options)
{
    building b = {document, import, options};
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(b.document, "Import into %s"), options.target);
    add_files(&b);
    add_remarks(&b);
    add_counts(&b);
    add_changes(&b, KT_CHANGE_CHANGED,
                kt_say(b.document, "Changed: the same source says something new"), "");
    add_changes(
        &b, KT_CHANGE_CONTRADICTED,
        kt_say(b.document, "Contradicted: two sources disagree; both are kept in conflicts.csv"),
        kt_say(b.document, "the other says"));
    add_changes(&b, KT_CHANGE_SETTLED,
                kt_say(b.document, "Settled: which company it is is known now"), "");
    add_removals(&b);
    add_rejects(&b);
    add_assumed(&b);
    add_outcome(&b);
}
