// SPDX-License-Identifier: EUPL-1.2
// See settle_row.h.
#include "ingest/settle_row.h"

#include <string.h>

#include "base/grow.h"
#include "ingest/merge_conflict.h"
#include "ingest/merge_key.h"

const char *kt_settle_row_text(const kt_settling *s, kt_symbol symbol)
{
    return kt_pool_text(s->draft->pool, symbol);
}

kt_symbol kt_settle_row_symbol(kt_settling *s, const char *text)
{
    kt_symbol symbol = 0;
    s->failed |= !kt_pool_add(s->draft->pool, text, strlen(text), &symbol);
    return symbol;
}

kt_symbol kt_settle_row_cell(const kt_settling *s, const kt_draft_table *table, size_t row,
                             const char *name)
{
    size_t column = kt_draft_find_column(s->draft, table, name);
    return column < table->n_columns ? *kt_draft_cell(table, row, column) : 0;
}

// The names of a row, divided by spaces.
static kt_symbol key_of(kt_settling *s, const kt_draft_table *table, size_t row)
{
    const char *const *key = kt_merge_key(table->name);
    kt_buffer text = {0};
    for (; key != NULL && *key != NULL; key++) {
        const char *part = kt_settle_row_text(s, kt_settle_row_cell(s, table, row, *key));
        if (*part != '\0')
            kt_buffer_format(&text, "%s%s", text.length == 0 ? "" : " ", part);
    }
    s->failed |= text.failed;
    kt_symbol symbol = text.length == 0 ? 0 : kt_settle_row_symbol(s, text.text);
    kt_buffer_free(&text);
    return symbol;
}

void kt_settle_row_note(kt_settling *s, const kt_draft_table *table, size_t row, kt_change change)
{
    kt_merge *merge = s->merge;
    change.kind = KT_CHANGE_SETTLED;
    change.table = kt_settle_row_symbol(s, table->name);
    change.key = key_of(s, table, row);
    change.place = s->place;
    merge->change = kt_grow_array(merge->change, &merge->capacity, merge->n + 1,
                                  sizeof *merge->change, &s->failed);
    if (!s->failed)
        merge->change[merge->n++] = change;
}

static bool same_key(const kt_settling *s, const kt_draft_table *table, size_t a, size_t b)
{
    const char *const *key = kt_merge_key(table->name);
    for (; key != NULL && *key != NULL; key++) {
        if (kt_settle_row_cell(s, table, a, *key) != kt_settle_row_cell(s, table, b, *key))
            return false;
    }
    return kt_merge_key(table->name) != NULL;
}

// "a book; another book"
static kt_symbol joined(kt_settling *s, kt_symbol first, kt_symbol second)
{
    kt_buffer text = {0};
    if (strstr(kt_settle_row_text(s, first), kt_settle_row_text(s, second)) != NULL)
        return first;
    kt_buffer_format(&text, "%s; %s", kt_settle_row_text(s, first), kt_settle_row_text(s, second));
    s->failed |= text.failed;
    kt_symbol symbol = text.failed ? first : kt_settle_row_symbol(s, text.text);
    kt_buffer_free(&text);
    return symbol;
}

// What row `from` tells goes to row `to`, as far as that one does not tell it.
void kt_settle_row_fold(kt_settling *s, size_t table_index, size_t from, size_t to)
{
    kt_draft_table *table = &s->draft->table[table_index];
    for (size_t c = 0; c < table->n_columns && !s->failed; c++) {
        kt_symbol theirs = *kt_draft_cell(table, from, c);
        kt_symbol *ours = kt_draft_cell(table, to, c);
        const char *name = kt_settle_row_text(s, table->column[c]);
        bool graded = strcmp(name, "evidence") == 0; // of the figures that stay
        bool named = strcmp(name, "name") == 0;      // another spelling; the answer has it
        bool ranked = strcmp(name, "role") == 0;     // an import makes every company a supplier
        if (theirs == 0 || theirs == *ours || graded || named || ranked)
            continue;
        if (*ours == 0 || strcmp(name, "source") == 0) {
            *ours = *ours == 0 ? theirs : joined(s, *ours, theirs);
            continue;
        }
        kt_merge_conflict conflict = {.table = kt_settle_row_symbol(s, table->name),
                                      .key = key_of(s, table, to),
                                      .column = table->column[c],
                                      .kept = *ours,
                                      .kept_evidence = kt_settle_row_cell(s, table, to, "evidence"),
                                      .kept_source = kt_settle_row_cell(s, table, to, "source"),
                                      .other = theirs,
                                      .other_evidence =
                                          kt_settle_row_cell(s, table, from, "evidence"),
                                      .other_source = kt_settle_row_cell(s, table, from, "source")};
        (void)kt_merge_conflict_keep(s->draft, &conflict);
        s->failed |= s->draft->failed;
        table = &s->draft->table[table_index]; // the list of tables may have moved
    }
    table->origin[from] = KT_DRAFT_GONE;
}

// The row has a new name: it may be that of another row now.
void kt_settle_row_fold_twin(kt_settling *s, size_t table_index, size_t row)
{
    const kt_draft_table *table = &s->draft->table[table_index];
    for (size_t r = 0; r < table->n_rows; r++) {
        if (r != row && table->origin[r] != KT_DRAFT_GONE && same_key(s, table, r, row)) {
            kt_settle_row_fold(s, table_index, row, r);
            return;
        }
    }
}
