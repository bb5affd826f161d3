// SPDX-License-Identifier: EUPL-1.2
// Walks the tables that name organisations for each company that has become known: few do at a time
// (some tens, a thousand at most). The schema tells which columns name organisations, so that a new
// table needs no code.
#include "ingest/merge/identify_company.h"

#include <string.h>

#include "ingest/merge/identify_company_market.h"
#include "ingest/merge/identify_company_row.h"
#include "ingest/merge/merge_conflict.h"
#include "ingest/merge/merge_key.h"

enum { NAME_SIZE = 512, MOST_SETTLED = 1000 };

// Every cell of the column that has `from` gets `to`.
static void rename_cells(kt_identifying *s, size_t table_index, const char *name, kt_symbol from,
                         kt_symbol to)
{
    size_t n_rows = s->draft->table[table_index].n_rows;
    bool is_key = kt_identify_company_row_is_key(&s->draft->table[table_index], name);
    kt_identify_company_row_begin(s);
    for (size_t r = 0; r < n_rows && kt_identify_company_row_goes_on(s); r++) {
        kt_draft_table *table = &s->draft->table[table_index];
        size_t column = kt_draft_find_column(s->draft, table, name);
        if (column == table->n_columns || *kt_draft_cell(table, r, column) != from ||
            table->origin[r] == KT_DRAFT_GONE)
            continue;
        kt_identify_company_row_note(
            s, table, r,
            (kt_merge_change){.column = table->column[column], .before = from, .after = to});
        if (is_key)
            kt_identify_company_row_unname(s, table_index, r);
        *kt_draft_cell(table, r, column) = to;
        table->changed = true;
        if (is_key)
            kt_identify_company_row_join_twin(s, table_index, r);
    }
    kt_draft_remove_rows(&s->draft->table[table_index], KT_DRAFT_GONE);
}

// Columns that name organisations; the target of a scenario's event does where its type says so,
// and ids of organisations are like no other.
static bool names_organisation(const kt_table_spec *spec, const char *column)
{
    for (const kt_column_spec *c = spec->column; c->name != NULL; c++) {
        if (strcmp(c->name, column) == 0 && (c->refers & KT_REFERS_ORGANISATION) != 0)
            return true;
    }
    return strcmp(spec->name, "scenario_events") == 0 && strcmp(column, "target") == 0;
}

static void rename_everywhere(kt_identifying *s, kt_symbol from, kt_symbol to)
{
    for (size_t t = 0; t < s->draft->n && !s->failed; t++) {
        const kt_table_spec *spec = s->draft->table[t].spec;
        for (size_t c = 0; spec != NULL && spec->column[c].name != NULL; c++) {
            if (names_organisation(spec, spec->column[c].name))
                rename_cells(s, t, spec->column[c].name, from, to);
        }
    }
}

// The row of `organisations` with this id; n_rows: none.
static size_t find_organisation(const kt_identifying *s, const kt_draft_table *table, kt_symbol id)
{
    size_t r = 0;
    while (r < table->n_rows && kt_identify_company_row_cell(s, table, r, "id") != id)
        r++;
    return r;
}

// "pump alpha yard" of a table of the case, with `to` where an organisation `from` is named; 0 when
// none is. Only the last names of a key may be missing.
static kt_symbol renamed_key(kt_identifying *s, const kt_draft_table *table, const char *key,
                             const char *const change[2])
{
    const char *const *name = kt_merge_key(table->name);
    kt_buffer text = {0};
    bool found = false;
    while (*key != '\0') {
        size_t length = strcspn(key, " ");
        bool same =
            name != NULL && *name != NULL && length == strlen(change[0]) &&
            memcmp(key, change[0], length) == 0 &&
            (names_organisation(table->spec, *name) || strcmp(table->name, "organisations") == 0);
        found |= same;
        kt_buffer_add(&text, same ? change[1] : key, same ? strlen(change[1]) : length);
        key += length;
        name += name != NULL && *name != NULL;
        if (*key == ' ')
            kt_buffer_add(&text, key++, 1);
    }
    s->failed |= text.failed;
    kt_symbol symbol = found && !text.failed ? kt_identify_company_row_symbol(s, text.text) : 0;
    kt_buffer_free(&text);
    return symbol;
}

// Conflicts of rows that are named after the company are found under its new name.
static void rename_conflicts(kt_identifying *s, kt_symbol from, kt_symbol to)
{
    kt_draft_table *conflicts = kt_draft_find(s->draft, "conflicts");
    size_t column = conflicts == NULL ? 0 : kt_draft_find_column(s->draft, conflicts, "key");
    if (conflicts == NULL || column == conflicts->n_columns)
        return;
    for (size_t r = 0; r < conflicts->n_rows && kt_identify_company_row_goes_on(s); r++) {
        const char *change[2] = {kt_identify_company_row_text(s, from),
                                 kt_identify_company_row_text(s, to)};
        const char *of =
            kt_identify_company_row_text(s, kt_identify_company_row_cell(s, conflicts, r, "table"));
        const kt_draft_table *table = kt_draft_find(s->draft, of);
        kt_symbol *key = kt_draft_cell(conflicts, r, column);
        if (table == NULL || table->spec == NULL)
            continue;
        kt_symbol now = renamed_key(s, table, kt_identify_company_row_text(s, *key), change);
        if (now != 0) {
            *key = now;
            conflicts->changed = true;
        }
    }
    kt_merge_conflict_forget(s->merge);
}

// The company taken as `from` is `to`. False when no row has to change.
static bool replace_company(kt_identifying *s, kt_symbol from, kt_symbol to)
{
    kt_draft_table *table = kt_draft_find(s->draft, "organisations");
    size_t ours = find_organisation(s, table, to);
    size_t theirs = find_organisation(s, table, from);
    if (from == to || ours == table->n_rows || theirs == table->n_rows)
        return false;
    rename_everywhere(s, from, to);
    rename_conflicts(s, from, to);
    table = kt_draft_find(s->draft, "organisations");
    size_t id = kt_draft_find_column(s->draft, table, "id");
    kt_identify_company_row_note(
        s, table, theirs,
        (kt_merge_change){.column = table->column[id], .before = from, .after = to});
    *kt_draft_cell(table, theirs, id) = to;
    kt_identify_company_row_join(s, (size_t)(table - s->draft->table), theirs, ours);
    kt_draft_remove_rows(kt_draft_find(s->draft, "organisations"), KT_DRAFT_GONE);
    return true;
}

// Gives a cell of `answers` another text, and tells it.
static void change_answer(kt_identifying *s, size_t row, const char *name, kt_symbol after)
{
    const kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    size_t column = kt_draft_find_column(s->draft, answers, name);
    kt_identify_company_row_put(s, (size_t)(answers - s->draft->table), row, column, after);
}

static bool is_about_company(const kt_identifying *s, const kt_draft_table *answers, size_t row)
{
    return strcmp(kt_identify_company_row_text(
                      s, kt_identify_company_row_cell(s, answers, row, "kind")),
                  kt_recognise_name[KT_RECOGNISE_ORGANISATION]) == 0;
}

// The answer of row `row` has done its work: no company is `from` any more, and whatever has that
// id later is another company. Answers that led to `from` lead to `to`.
static void redirect_other_answers(kt_identifying *s, size_t row, kt_symbol from, kt_symbol to)
{
    kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    *kt_draft_cell(answers, row, kt_draft_find_column(s->draft, answers, "taken_as")) = 0;
    answers->changed = true;
    for (size_t r = 0; r < answers->n_rows && !s->failed; r++) {
        if (!is_about_company(s, answers, r))
            continue;
        if (kt_identify_company_row_cell(s, answers, r, "id") == from)
            change_answer(s, r, "id", to);
        if (kt_identify_company_row_cell(s, answers, r, "taken_as") == from)
            change_answer(s, r, "taken_as", 0);
    }
}

static bool is_organisations(const kt_identifying *s, const kt_delivery_table *table)
{
    return strcmp(kt_identify_company_row_text(s, table->name), "organisations") == 0;
}

// The delivery was read with the answers as they were, and may still name the old company. Not when
// it brings an organisation of that id itself.
static void rename_delivered(const kt_identifying *s, kt_delivery *delivery, kt_symbol from,
                             kt_symbol to)
{
    for (size_t t = 0; t < delivery->n; t++) {
        const kt_delivery_table *table = &delivery->table[t];
        for (size_t r = 0; r < table->n_rows && is_organisations(s, table); r++) {
            if (!table->row[r].refused && kt_delivery_text(table, r, KT_ORGANISATIONS_ID) == from)
                return;
        }
    }
    for (size_t t = 0; t < delivery->n; t++) {
        kt_delivery_table *table = &delivery->table[t];
        for (size_t i = 0; table->spec != NULL && i < table->n_cells; i++) {
            kt_delivery_cell *cell = &table->cell[i];
            const char *field = kt_identify_company_row_text(s, table->field[cell->field]);
            if (cell->text == from && names_organisation(table->spec, field))
                cell->text = to;
        }
    }
}

static bool can_settle(const kt_identifying *s, const kt_draft_table *answers, size_t row)
{
    return kt_identify_company_row_cell(s, answers, row, "taken_as") != 0 &&
           kt_identify_company_row_cell(s, answers, row, "id") != 0 &&
           is_about_company(s, answers, row);
}

// True when it settled something.
static bool settle_answer(kt_identifying *s, kt_delivery *delivery, size_t row)
{
    const kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    kt_symbol from = kt_identify_company_row_cell(s, answers, row, "taken_as");
    kt_symbol to = kt_identify_company_row_cell(s, answers, row, "id");
    kt_buffer place = {0};
    kt_buffer_format(
        &place, "%s: %s", answers->path,
        kt_identify_company_row_text(s, kt_identify_company_row_cell(s, answers, row, "text")));
    s->place = place.failed ? NULL : kt_arena_text(&s->merge->texts, place.text, place.length);
    s->failed |= s->place == NULL;
    kt_buffer_free(&place);
    if (s->failed || !replace_company(s, from, to))
        return false;
    redirect_other_answers(s, row, from, to);
    rename_delivered(s, delivery, from, to);
    return true;
}

static void apply_answers(kt_identifying *s, kt_delivery *delivery)
{
    const kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    size_t n = 0;
    size_t n_settled = 0;
    if (kt_draft_find(s->draft, "organisations") != NULL && answers != NULL)
        n = answers->n_rows;
    for (size_t r = 0; r < n && !s->merge->settles_more && kt_identify_company_row_goes_on(s);
         r++) {
        if (!can_settle(s, kt_draft_find(s->draft, "answers"), r))
            continue;
        s->merge->settles_more = n_settled == MOST_SETTLED;
        if (!s->merge->settles_more)
            n_settled += settle_answer(s, delivery, r);
    }
}

static const char *find_company(const kt_identifying *s, const char *name)
{
    const char *id = kt_recognise_text(s->recogniser, KT_RECOGNISE_ORGANISATION, name);
    return id != NULL ? id : kt_dictionary_find(&s->known, KT_IDENTIFY_NAME, name);
}

// Adds the row of another supplier that the old row named.
static void add_supply(kt_identifying *s, size_t like, kt_symbol supplier)
{
    static const char *const COPIED[] = {"item", "buyer", "evidence", "source"};
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t row = kt_draft_add_row(s->draft, supply);
    if (s->draft->failed)
        return;
    for (size_t i = 0; i < sizeof COPIED / sizeof COPIED[0]; i++) {
        size_t column = kt_draft_find_column(s->draft, supply, COPIED[i]);
        if (column < supply->n_columns)
            *kt_draft_cell(supply, row, column) = *kt_draft_cell(supply, like, column);
    }
    *kt_draft_cell(supply, row, kt_draft_find_column(s->draft, supply, "supplier")) = supplier;
    kt_identify_company_row_note(
        s, supply, row,
        (kt_merge_change){.column = kt_identify_company_row_symbol(s, "supplier"),
                          .before = 0,
                          .after = supplier});
    kt_identify_company_row_join_twin(s, (size_t)(supply - s->draft->table), row);
}

// The names of a cell, "A; B", in turn.
static bool next_name(char name[NAME_SIZE], const char **at)
{
    *at += strspn(*at, "; ");
    size_t length = strcspn(*at, ";");
    if (length == 0)
        return false;
    size_t kept = length < NAME_SIZE ? length : NAME_SIZE - 1;
    memcpy(name, *at, kept);
    name[kept] = '\0';
    *at += length;
    return true;
}

static bool knows_all(const kt_identifying *s, const char *names)
{
    char name[NAME_SIZE];
    bool any = false;
    while (next_name(name, &names)) {
        if (find_company(s, name) == NULL)
            return false;
        any = true;
    }
    return any;
}

// The row names the first company; the others get rows of their own. How a share of several divides
// among them is not known.
static void name_suppliers_of(kt_identifying *s, size_t row, const char *names)
{
    char name[NAME_SIZE];
    const kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t table = (size_t)(supply - s->draft->table);
    size_t share = kt_draft_find_column(s->draft, supply, "share");
    if (!next_name(name, &names))
        return;
    kt_identify_company_row_unname(s, table, row);
    kt_identify_company_row_put(s, table, row, kt_draft_find_column(s->draft, supply, "supplier"),
                                kt_identify_company_row_symbol(s, find_company(s, name)));
    *kt_draft_cell(supply, row, kt_draft_find_column(s->draft, supply, "supplier_name")) = 0;
    bool several = false;
    while (next_name(name, &names) && !s->failed && !s->draft->failed) {
        add_supply(s, row, kt_identify_company_row_symbol(s, find_company(s, name)));
        several = true;
    }
    supply = kt_draft_find(s->draft, "supply"); // the list of tables may have moved
    if (several && share < supply->n_columns)
        kt_identify_company_row_put(s, table, row, share, 0);
    kt_identify_company_row_join_twin(s, table, row);
}

static void name_suppliers(kt_identifying *s)
{
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t n = supply == NULL ? 0 : supply->n_rows;
    kt_identify_company_row_begin(s);
    for (size_t r = 0; r < n && kt_identify_company_row_goes_on(s); r++) {
        supply = kt_draft_find(s->draft, "supply");
        const char *names = kt_identify_company_row_text(
            s, kt_identify_company_row_cell(s, supply, r, "supplier_name"));
        if (supply->origin[r] == KT_DRAFT_GONE || *names == '\0' ||
            strcmp(kt_identify_company_row_text(
                       s, kt_identify_company_row_cell(s, supply, r, "supplier")),
                   "unknown") != 0 ||
            !knows_all(s, names))
            continue;
        s->place = kt_arena_text(&s->merge->texts, names, strlen(names));
        s->failed |= s->place == NULL;
        if (!s->failed)
            name_suppliers_of(s, r, s->place);
    }
    if (supply != NULL)
        kt_draft_remove_rows(kt_draft_find(s->draft, "supply"), KT_DRAFT_GONE);
}

// Organisations of the delivery, by name.
static void learn_delivered(kt_identifying *s, const kt_delivery *delivery)
{
    for (size_t t = 0; t < delivery->n; t++) {
        const kt_delivery_table *table = &delivery->table[t];
        if (!is_organisations(s, table))
            continue;
        for (size_t r = 0; r < table->n_rows && kt_identify_company_row_goes_on(s); r++) {
            if (!table->row[r].refused)
                kt_dictionary_learn(&s->known, KT_IDENTIFY_NAME,
                                    kt_identify_company_row_text(
                                        s, kt_delivery_text(table, r, KT_ORGANISATIONS_NAME)),
                                    kt_identify_company_row_text(
                                        s, kt_delivery_text(table, r, KT_ORGANISATIONS_ID)),
                                    false);
        }
    }
}

kt_status kt_identify_company_all(kt_merge_log *merge, kt_draft *draft, kt_delivery *delivery,
                                  const kt_grid_list *grids, const kt_recogniser *recogniser,
                                  kt_error *err)
{
    kt_identifying s = {.merge = merge, .draft = draft, .recogniser = recogniser};
    if (!kt_dictionary_open(&s.known))
        return kt_error_no_memory(err);
    learn_delivered(&s, delivery);
    apply_answers(&s, delivery);
    name_suppliers(&s);
    kt_identify_company_market_all(&s, delivery, grids);
    bool failed = s.failed || s.known.failed || draft->failed;
    kt_dictionary_close(&s.known);
    kt_row_index_free(&s.twin);
    return failed ? kt_control_failed(draft->control, err) : KT_OK;
}
