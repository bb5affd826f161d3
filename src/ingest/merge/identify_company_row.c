// SPDX-License-Identifier: EUPL-1.2
// Joins two rows cell by cell. What the rows are to each other is decided once, then each cell by
// itself, as merge_row.c does for delivered rows: the rules are the same, but here both rows are of
// the case, so nothing is refused. Some tens of rows an import.
#include "ingest/merge/identify_company_row.h"

#include <assert.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/merge/merge_conflict.h"
#include "ingest/merge/merge_key.h"
#include "ingest/recognise/evidence.h"

const char *kt_identify_company_row_text(const kt_identifying *s, kt_symbol symbol)
{
    return kt_pool_text(s->draft->pool, symbol);
}

kt_symbol kt_identify_company_row_symbol(kt_identifying *s, const char *text)
{
    kt_symbol symbol = 0;
    s->failed |= !kt_pool_add(s->draft->pool, text, strlen(text), &symbol);
    return symbol;
}

kt_symbol kt_identify_company_row_cell(const kt_identifying *s, const kt_draft_table *table,
                                       size_t row, const char *name)
{
    size_t column = kt_draft_find_column(s->draft, table, name);
    return column < table->n_columns ? *kt_draft_cell(table, row, column) : 0;
}

// The names of a row, divided by spaces.
static kt_symbol key_of(kt_identifying *s, const kt_draft_table *table, size_t row)
{
    const char *const *key = kt_merge_key(table->name);
    kt_buffer text = {0};
    for (; key != NULL && *key != NULL; key++) {
        const char *part =
            kt_identify_company_row_text(s, kt_identify_company_row_cell(s, table, row, *key));
        if (*part != '\0')
            kt_buffer_format(&text, "%s%s", text.length == 0 ? "" : " ", part);
    }
    s->failed |= text.failed;
    kt_symbol symbol = text.length == 0 ? 0 : kt_identify_company_row_symbol(s, text.text);
    kt_buffer_free(&text);
    return symbol;
}

static void tell(kt_identifying *s, const kt_draft_table *table, size_t row, kt_merge_change change)
{
    kt_merge_log *merge = s->merge;
    change.table = kt_identify_company_row_symbol(s, table->name);
    change.key = key_of(s, table, row);
    change.place = s->place;
    merge->change = kt_grow_array(merge->change, &merge->capacity, merge->n + 1,
                                  sizeof *merge->change, &s->failed);
    if (!s->failed)
        merge->change[merge->n++] = change;
}

void kt_identify_company_row_put(kt_identifying *s, size_t table_index, size_t row, size_t column,
                                 kt_symbol after)
{
    kt_draft_table *table = &s->draft->table[table_index];
    kt_symbol *here = kt_draft_cell(table, row, column);
    if (*here == after)
        return;
    tell(s, table, row,
         (kt_merge_change){.kind = KT_CHANGE_SETTLED,
                           .column = table->column[column],
                           .before = *here,
                           .after = after});
    *here = after;
    table->changed = true;
}

void kt_identify_company_row_note(kt_identifying *s, const kt_draft_table *table, size_t row,
                                  kt_merge_change change)
{
    change.kind = KT_CHANGE_SETTLED;
    tell(s, table, row, change);
}

// What is decided once for two rows that become one.
typedef struct joining {
    size_t table, from, to;
    bool other_wins;  // of a contradiction: `from`
    bool adds_shares; // one source names the two as parts of one market
    bool stays[2];    // a figure of `to`, of `from`, that the other row does not tell
    bool lost[2];     // a figure that is in `conflicts` now
} joining;

bool kt_identify_company_row_is_key(const kt_draft_table *table, const char *column)
{
    const char *const *key = kt_merge_key(table->name);
    for (; key != NULL && *key != NULL; key++) {
        if (strcmp(*key, column) == 0)
            return true;
    }
    return false;
}

// Columns that are not weighed: the names of the row, its proof, another spelling (the answer has
// it), and a role, for an import makes every company a supplier.
static bool is_weighed(const kt_draft_table *table, const char *column)
{
    static const char *const NOT[] = {"evidence", "source", "name", "role"};
    for (size_t i = 0; i < sizeof NOT / sizeof NOT[0]; i++) {
        if (strcmp(NOT[i], column) == 0)
            return false;
    }
    return !kt_identify_company_row_is_key(table, column);
}

// The sum of two shares of one market; 0 when they are none, or more than all of it.
static kt_symbol sum_of(kt_identifying *s, kt_symbol a, kt_symbol b)
{
    double sum;
    char text[KT_NUMBER_SIZE];
    bool is_sum = kt_evidence_sum(text, &sum, kt_identify_company_row_text(s, a),
                                  kt_identify_company_row_text(s, b));
    return is_sum && sum <= 1.0 ? kt_identify_company_row_symbol(s, text) : 0;
}

// Both rows have the cell, and say different things.
static void contradict(kt_identifying *s, const joining *f, size_t column)
{
    const kt_draft_table *table = &s->draft->table[f->table];
    size_t kept = f->other_wins ? f->from : f->to;
    size_t other = f->other_wins ? f->to : f->from;
    kt_merge_change change = {.kind = KT_CHANGE_CONTRADICTED,
                              .column = table->column[column],
                              .before = *kt_draft_cell(table, f->to, column),
                              .after = *kt_draft_cell(table, kept, column),
                              .other = *kt_draft_cell(table, other, column)};
    kt_merge_conflict conflict = {
        .table = kt_identify_company_row_symbol(s, table->name),
        .key = key_of(s, table, f->to),
        .column = change.column,
        .kept = change.after,
        .kept_evidence = kt_identify_company_row_cell(s, table, kept, "evidence"),
        .kept_source = kt_identify_company_row_cell(s, table, kept, "source"),
        .other = change.other,
        .other_evidence = kt_identify_company_row_cell(s, table, other, "evidence"),
        .other_source = kt_identify_company_row_cell(s, table, other, "source")};
    tell(s, table, f->to, change);
    (void)kt_merge_conflict_keep(s->merge, s->draft, &conflict);
    s->failed |= s->draft->failed;
    table = &s->draft->table[f->table]; // the list of tables may have moved
    *kt_draft_cell(table, f->to, column) = change.after;
}

static void join_cell(kt_identifying *s, joining *f, size_t column)
{
    const kt_draft_table *table = &s->draft->table[f->table];
    const char *name = kt_identify_company_row_text(s, table->column[column]);
    kt_symbol theirs = *kt_draft_cell(table, f->from, column);
    kt_symbol ours = *kt_draft_cell(table, f->to, column);
    if (!is_weighed(table, name))
        return;
    bool is_share = f->adds_shares && strcmp(name, "share") == 0;
    kt_symbol sum = is_share && ours != 0 && theirs != 0 ? sum_of(s, ours, theirs) : 0;
    if (sum == 0 && kt_evidence_same(kt_identify_company_row_text(s, ours),
                                     kt_identify_company_row_text(s, theirs)))
        return;
    if (ours != 0 && theirs != 0 && sum == 0) {
        f->stays[f->other_wins] = true;
        f->lost[!f->other_wins] = true;
        contradict(s, f, column);
        return;
    }
    f->stays[0] |= ours != 0;
    f->stays[1] |= theirs != 0;
    if (theirs != 0)
        kt_identify_company_row_put(s, f->table, f->to, column, sum != 0 ? sum : theirs);
}

// A row with figures of both is worth what the weaker of them is worth. Sources are named as far as
// something of them stays.
static void join_proof(kt_identifying *s, const joining *f)
{
    const kt_draft_table *table = &s->draft->table[f->table];
    size_t evidence = kt_draft_find_column(s->draft, table, "evidence");
    size_t source = kt_draft_find_column(s->draft, table, "source");
    if (evidence < table->n_columns) {
        kt_symbol ours = *kt_draft_cell(table, f->to, evidence);
        kt_symbol theirs = *kt_draft_cell(table, f->from, evidence);
        bool weaker = kt_evidence_grade(kt_identify_company_row_text(s, theirs)) >
                      kt_evidence_grade(kt_identify_company_row_text(s, ours));
        bool one = f->stays[0] != f->stays[1]; // all that differs is of one row
        bool takes = one ? f->stays[1] : f->stays[0] ? weaker : f->other_wins;
        kt_identify_company_row_put(s, f->table, f->to, evidence, takes ? theirs : ours);
    }
    if (source < table->n_columns) {
        bool gone[2];
        kt_buffer text = {0};
        const char *both[2] = {
            kt_identify_company_row_text(s, *kt_draft_cell(table, f->to, source)),
            kt_identify_company_row_text(s, *kt_draft_cell(table, f->from, source))};
        for (int i = 0; i < 2; i++)
            gone[i] = f->lost[i] && !f->stays[i];
        kt_evidence_join(&text, gone[0] ? "" : both[0], gone[1] ? "" : both[1]);
        s->failed |= text.failed;
        kt_symbol now =
            text.length == 0 || text.failed ? 0 : kt_identify_company_row_symbol(s, text.text);
        kt_identify_company_row_put(s, f->table, f->to, source, now);
        kt_buffer_free(&text);
    }
}

void kt_identify_company_row_join(kt_identifying *s, size_t table_index, size_t from, size_t to)
{
    assert(from != to);
    const kt_draft_table *table = &s->draft->table[table_index];
    const char *theirs =
        kt_identify_company_row_text(s, kt_identify_company_row_cell(s, table, from, "evidence"));
    const char *ours =
        kt_identify_company_row_text(s, kt_identify_company_row_cell(s, table, to, "evidence"));
    joining f = {.table = table_index, .from = from, .to = to};
    f.other_wins = kt_evidence_grade(theirs) < kt_evidence_grade(ours);
    f.adds_shares = strcmp(table->name, "supply") == 0 &&
                    kt_identify_company_row_cell(s, table, from, "source") ==
                        kt_identify_company_row_cell(s, table, to, "source");
    for (size_t c = 0; c < table->n_columns && !s->failed; c++) {
        join_cell(s, &f, c);
        table = &s->draft->table[table_index]; // the list of tables may have moved
    }
    join_proof(s, &f);
    s->draft->table[table_index].origin[from] = KT_DRAFT_GONE;
    s->draft->table[table_index].changed = true;
}

// The symbol that the names of the row make together; 0 for a table whose rows have no names.
static kt_symbol name_of(kt_identifying *s, const kt_draft_table *table, size_t row)
{
    const char *const *key = kt_merge_key(table->name);
    kt_symbol part[KT_MERGE_KEY];
    size_t n = 0;
    for (; key != NULL && n < KT_MERGE_KEY && key[n] != NULL; n++)
        part[n] = kt_identify_company_row_cell(s, table, row, key[n]);
    kt_symbol name = key == NULL ? 0 : kt_row_index_name(&s->twin, s->draft->pool, part, n);
    s->failed |= s->twin.failed;
    return name;
}

static void put_name(kt_identifying *s, kt_symbol name, size_t row)
{
    kt_row_index_put(&s->twin, name, row);
    s->failed |= s->twin.failed;
}

void kt_identify_company_row_begin(kt_identifying *s)
{
    s->twin_known = false;
}

static void learn_names(kt_identifying *s, const kt_draft_table *table)
{
    if (s->twin_known)
        return;
    s->twin_known = true;
    kt_row_index_clear(&s->twin);
    for (size_t r = 0; r < table->n_rows && !s->failed; r++) {
        kt_symbol name = table->origin[r] == KT_DRAFT_GONE ? 0 : name_of(s, table, r);
        if (name != 0 && kt_row_index_find(&s->twin, name) == KT_ROW_INDEX_NONE)
            put_name(s, name, r);
    }
}

void kt_identify_company_row_unname(kt_identifying *s, size_t table_index, size_t row)
{
    const kt_draft_table *table = &s->draft->table[table_index];
    learn_names(s, table);
    kt_symbol name = s->failed ? 0 : name_of(s, table, row);
    if (name != 0 && kt_row_index_find(&s->twin, name) == row)
        put_name(s, name, KT_ROW_INDEX_NONE);
}

void kt_identify_company_row_join_twin(kt_identifying *s, size_t table_index, size_t row)
{
    const kt_draft_table *table = &s->draft->table[table_index];
    learn_names(s, table);
    kt_symbol name = s->failed ? 0 : name_of(s, table, row);
    size_t found = name == 0 ? row : kt_row_index_find(&s->twin, name);
    if (found == KT_ROW_INDEX_NONE)
        put_name(s, name, row);
    else if (found != row)
        kt_identify_company_row_join(s, table_index, row, found);
}
