// SPDX-License-Identifier: EUPL-1.2
// See settle.h. Few companies are settled at a time (some tens), so each one walks the tables that
// name organisations; which columns those are is told by the schema.
#include "ingest/settle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/dictionary.h"
#include "ingest/merge_conflict.h"
#include "ingest/merge_key.h"

enum { NAME_SIZE = 512 };
// Kinds of the dictionary: delivered organisations; markets of the case, that is an item and its
// buyer, with the one row that each has; markets of which the delivery says that they are unknown
static const char BY_NAME = 'F', MARKET = 'm', STILL_UNKNOWN = 'u';

typedef struct settling {
    kt_merge *merge;
    kt_draft *draft;
    const kt_recogniser *recogniser;
    kt_dictionary known;
    const char *place; // of the answer at hand
    bool failed;
} settling;

static const char *text_of(const settling *s, kt_symbol symbol)
{
    return kt_pool_text(s->draft->pool, symbol);
}

static kt_symbol symbol_of(settling *s, const char *text)
{
    kt_symbol symbol = 0;
    s->failed |= !kt_pool_add(s->draft->pool, text, strlen(text), &symbol);
    return symbol;
}

static kt_symbol cell(const settling *s, const kt_draft_table *table, size_t row, const char *name)
{
    size_t column = kt_draft_find_column(s->draft, table, name);
    return column < table->n_columns ? *kt_draft_cell(table, row, column) : 0;
}

// The names of a row, divided by spaces.
static kt_symbol key_of(settling *s, const kt_draft_table *table, size_t row)
{
    const char *const *key = kt_merge_key(table->name);
    kt_buffer text = {0};
    for (; key != NULL && *key != NULL; key++) {
        const char *part = text_of(s, cell(s, table, row, *key));
        if (*part != '\0')
            kt_buffer_format(&text, "%s%s", text.length == 0 ? "" : " ", part);
    }
    s->failed |= text.failed;
    kt_symbol symbol = text.length == 0 ? 0 : symbol_of(s, text.text);
    kt_buffer_free(&text);
    return symbol;
}

static void note(settling *s, const kt_draft_table *table, size_t row, kt_change change)
{
    kt_merge *merge = s->merge;
    change.kind = KT_CHANGE_SETTLED;
    change.table = symbol_of(s, table->name);
    change.key = key_of(s, table, row);
    change.place = s->place;
    merge->change = kt_grow_array(merge->change, &merge->capacity, merge->n + 1,
                                  sizeof *merge->change, &s->failed);
    if (!s->failed)
        merge->change[merge->n++] = change;
}

static bool same_key(const settling *s, const kt_draft_table *table, size_t a, size_t b)
{
    const char *const *key = kt_merge_key(table->name);
    for (; key != NULL && *key != NULL; key++) {
        if (cell(s, table, a, *key) != cell(s, table, b, *key))
            return false;
    }
    return kt_merge_key(table->name) != NULL;
}

// "a book; another book"
static kt_symbol joined(settling *s, kt_symbol first, kt_symbol second)
{
    kt_buffer text = {0};
    if (strstr(text_of(s, first), text_of(s, second)) != NULL)
        return first;
    kt_buffer_format(&text, "%s; %s", text_of(s, first), text_of(s, second));
    s->failed |= text.failed;
    kt_symbol symbol = text.failed ? first : symbol_of(s, text.text);
    kt_buffer_free(&text);
    return symbol;
}

// What row `from` tells goes to row `to`, as far as that one does not tell it.
static void fold_row(settling *s, size_t table_index, size_t from, size_t to)
{
    kt_draft_table *table = &s->draft->table[table_index];
    for (size_t c = 0; c < table->n_columns && !s->failed; c++) {
        kt_symbol theirs = *kt_draft_cell(table, from, c);
        kt_symbol *ours = kt_draft_cell(table, to, c);
        const char *name = text_of(s, table->column[c]);
        bool graded = strcmp(name, "evidence") == 0; // of the figures that stay
        bool named = strcmp(name, "name") == 0;      // another spelling; the answer has it
        bool ranked = strcmp(name, "role") == 0;     // an import makes every company a supplier
        if (theirs == 0 || theirs == *ours || graded || named || ranked)
            continue;
        if (*ours == 0 || strcmp(name, "source") == 0) {
            *ours = *ours == 0 ? theirs : joined(s, *ours, theirs);
            continue;
        }
        kt_merge_conflict conflict = {.table = symbol_of(s, table->name),
                                      .key = key_of(s, table, to),
                                      .column = table->column[c],
                                      .kept = *ours,
                                      .kept_evidence = cell(s, table, to, "evidence"),
                                      .kept_source = cell(s, table, to, "source"),
                                      .other = theirs,
                                      .other_evidence = cell(s, table, from, "evidence"),
                                      .other_source = cell(s, table, from, "source")};
        (void)kt_merge_conflict_keep(s->draft, &conflict);
        s->failed |= s->draft->failed;
        table = &s->draft->table[table_index]; // the list of tables may have moved
    }
    table->origin[from] = KT_DRAFT_GONE;
}

// The row has a new name: it may be that of another row now.
static void fold_twin(settling *s, size_t table_index, size_t row)
{
    const kt_draft_table *table = &s->draft->table[table_index];
    for (size_t r = 0; r < table->n_rows; r++) {
        if (r != row && table->origin[r] != KT_DRAFT_GONE && same_key(s, table, r, row)) {
            fold_row(s, table_index, row, r);
            return;
        }
    }
}

static bool is_key(const kt_draft_table *table, const char *column)
{
    const char *const *key = kt_merge_key(table->name);
    for (; key != NULL && *key != NULL; key++) {
        if (strcmp(*key, column) == 0)
            return true;
    }
    return false;
}

// Every cell of the column that has `from` gets `to`.
static void rename_cells(settling *s, size_t table_index, const char *name, kt_symbol from,
                         kt_symbol to)
{
    size_t n_rows = s->draft->table[table_index].n_rows;
    for (size_t r = 0; r < n_rows && !s->failed; r++) {
        kt_draft_table *table = &s->draft->table[table_index];
        size_t column = kt_draft_find_column(s->draft, table, name);
        if (column == table->n_columns || *kt_draft_cell(table, r, column) != from ||
            table->origin[r] == KT_DRAFT_GONE)
            continue;
        note(s, table, r,
             (kt_change){.column = table->column[column], .before = from, .after = to});
        *kt_draft_cell(table, r, column) = to;
        table->changed = true;
        if (is_key(table, name))
            fold_twin(s, table_index, r);
    }
    kt_draft_remove_rows(&s->draft->table[table_index], KT_DRAFT_GONE);
}

// Columns that name organisations; the target of a scenario's event does where its type says so,
// and ids of organisations are like no other.
static bool names_organisation(const kt_draft_table *table, const kt_column_spec *column)
{
    return (column->refers & KT_REFERS_ORGANISATION) != 0 ||
           (strcmp(table->name, "scenario_events") == 0 && strcmp(column->name, "target") == 0);
}

static void rename_everywhere(settling *s, kt_symbol from, kt_symbol to)
{
    for (size_t t = 0; t < s->draft->n && !s->failed; t++) {
        const kt_table_spec *spec = s->draft->table[t].spec;
        for (size_t c = 0; spec != NULL && spec->column[c].name != NULL; c++) {
            if (names_organisation(&s->draft->table[t], &spec->column[c]))
                rename_cells(s, t, spec->column[c].name, from, to);
        }
    }
}

// The row of `organisations` with this id; n_rows: none.
static size_t find_organisation(const settling *s, const kt_draft_table *table, kt_symbol id)
{
    size_t r = 0;
    while (r < table->n_rows && cell(s, table, r, "id") != id)
        r++;
    return r;
}

// The company taken as `from` is `to`. False when there is nothing to settle.
static bool settle_company(settling *s, kt_symbol from, kt_symbol to)
{
    kt_draft_table *table = kt_draft_find(s->draft, "organisations");
    size_t ours = find_organisation(s, table, to);
    size_t theirs = find_organisation(s, table, from);
    if (from == to || ours == table->n_rows || theirs == table->n_rows)
        return false;
    rename_everywhere(s, from, to);
    table = kt_draft_find(s->draft, "organisations");
    size_t id = kt_draft_find_column(s->draft, table, "id");
    note(s, table, theirs, (kt_change){.column = table->column[id], .before = from, .after = to});
    *kt_draft_cell(table, theirs, id) = to;
    fold_row(s, (size_t)(table - s->draft->table), theirs, ours);
    kt_draft_remove_rows(kt_draft_find(s->draft, "organisations"), KT_DRAFT_GONE);
    return true;
}

// The answer has done its work: whatever has that id later is another company.
static void forget(const settling *s, size_t row)
{
    kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    *kt_draft_cell(answers, row, kt_draft_find_column(s->draft, answers, "taken_as")) = 0;
    answers->changed = true;
}

static void settle_answers(settling *s)
{
    size_t n = 0;
    const kt_draft_table *answers = kt_draft_find(s->draft, "answers");
    if (kt_draft_find(s->draft, "organisations") != NULL && answers != NULL)
        n = answers->n_rows;
    for (size_t r = 0; r < n && !s->failed; r++) {
        answers = kt_draft_find(s->draft, "answers"); // the list of tables may have moved
        kt_symbol from = cell(s, answers, r, "taken_as");
        kt_symbol to = cell(s, answers, r, "id");
        kt_buffer place = {0};
        if (from == 0 || to == 0 ||
            strcmp(text_of(s, cell(s, answers, r, "kind")),
                   kt_recognise_name[KT_RECOGNISE_ORGANISATION]) != 0)
            continue;
        kt_buffer_format(&place, "%s: %s", answers->path, text_of(s, cell(s, answers, r, "text")));
        s->place = place.failed ? NULL : kt_arena_text(&s->merge->texts, place.text, place.length);
        s->failed |= s->place == NULL;
        kt_buffer_free(&place);
        if (!s->failed && settle_company(s, from, to))
            forget(s, r);
    }
}

static const char *find_company(const settling *s, const char *name)
{
    const char *id = kt_recognise_text(s->recogniser, KT_RECOGNISE_ORGANISATION, name);
    return id != NULL ? id : kt_dictionary_find(&s->known, BY_NAME, name);
}

// Adds the row of another supplier that the old row named.
static void add_supply(settling *s, kt_draft_table *supply, size_t like, kt_symbol supplier)
{
    static const char *const COPIED[] = {"item", "buyer", "evidence", "source"};
    size_t row = kt_draft_add_row(s->draft, supply);
    if (s->draft->failed)
        return;
    for (size_t i = 0; i < sizeof COPIED / sizeof COPIED[0]; i++) {
        size_t column = kt_draft_find_column(s->draft, supply, COPIED[i]);
        if (column < supply->n_columns)
            *kt_draft_cell(supply, row, column) = *kt_draft_cell(supply, like, column);
    }
    *kt_draft_cell(supply, row, kt_draft_find_column(s->draft, supply, "supplier")) = supplier;
    note(s, supply, row,
         (kt_change){.column = symbol_of(s, "supplier"), .before = 0, .after = supplier});
    fold_twin(s, (size_t)(supply - s->draft->table), row);
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

static bool knows_all(const settling *s, const char *names)
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

static void settle_supply(settling *s, size_t row, const char *names)
{
    char name[NAME_SIZE];
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t supplier = kt_draft_find_column(s->draft, supply, "supplier");
    size_t named = kt_draft_find_column(s->draft, supply, "supplier_name");
    bool first = true;
    while (next_name(name, &names) && !s->failed && !s->draft->failed) {
        kt_symbol id = symbol_of(s, find_company(s, name));
        if (!first) {
            add_supply(s, supply, row, id);
            continue;
        }
        note(s, supply, row,
             (kt_change){.column = supply->column[supplier],
                         .before = *kt_draft_cell(supply, row, supplier),
                         .after = id});
        *kt_draft_cell(supply, row, supplier) = id;
        *kt_draft_cell(supply, row, named) = 0;
        supply->changed = true;
        first = false;
    }
    size_t table = (size_t)(supply - s->draft->table);
    fold_twin(s, table, row);
}

static void settle_names(settling *s)
{
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t n = supply == NULL ? 0 : supply->n_rows;
    for (size_t r = 0; r < n && !s->failed && !s->draft->failed; r++) {
        supply = kt_draft_find(s->draft, "supply");
        const char *names = text_of(s, cell(s, supply, r, "supplier_name"));
        if (supply->origin[r] == KT_DRAFT_GONE || *names == '\0' ||
            strcmp(text_of(s, cell(s, supply, r, "supplier")), "unknown") != 0 ||
            !knows_all(s, names))
            continue;
        s->place = kt_arena_text(&s->merge->texts, names, strlen(names));
        s->failed |= s->place == NULL;
        if (!s->failed)
            settle_supply(s, r, s->place);
    }
    if (supply != NULL)
        kt_draft_remove_rows(kt_draft_find(s->draft, "supply"), KT_DRAFT_GONE);
}

// Organisations of the delivery, by name.
static void learn_delivered(settling *s, const kt_delivery *delivery)
{
    for (size_t t = 0; t < delivery->n; t++) {
        const kt_delivery_table *table = &delivery->table[t];
        if (strcmp(kt_pool_text(delivery->pool, table->name), "organisations") != 0)
            continue;
        for (size_t r = 0; r < table->n_rows; r++) {
            if (!table->row[r].refused)
                kt_dictionary_learn(&s->known, BY_NAME,
                                    text_of(s, kt_delivery_text(table, r, KT_ORGANISATIONS_NAME)),
                                    text_of(s, kt_delivery_text(table, r, KT_ORGANISATIONS_ID)),
                                    false);
        }
    }
}

static bool is_open(const settling *s, kt_symbol supplier)
{
    return strcmp(text_of(s, supplier), "unknown") == 0;
}

static const char *market(char text[32], kt_symbol item, kt_symbol buyer)
{
    snprintf(text, 32, "%u %u", item, buyer);
    return text;
}

// A row that says no more than that nobody knows the supplier.
static bool says_unknown(const settling *s, const kt_draft_table *supply, size_t row)
{
    static const char *const FIGURES[] = {"share", "supplier_name"};
    for (size_t i = 0; i < sizeof FIGURES / sizeof FIGURES[0]; i++) {
        if (cell(s, supply, row, FIGURES[i]) != 0)
            return false;
    }
    return is_open(s, cell(s, supply, row, "supplier"));
}

// False when the case has no row to settle.
static bool learn_markets(settling *s, const kt_draft_table *supply)
{
    char text[32];
    char row[32];
    size_t n = 0;
    for (size_t r = 0; r < supply->n_rows; r++)
        n += says_unknown(s, supply, r);
    for (size_t r = 0; r < supply->n_rows && n > 0; r++) {
        snprintf(row, sizeof row, "%zu", r);
        kt_dictionary_learn(&s->known, MARKET,
                            market(text, cell(s, supply, r, "item"), cell(s, supply, r, "buyer")),
                            row, false); // a market of two rows is found no more
    }
    return n > 0;
}

static void settle_market(settling *s, kt_symbol item, kt_symbol buyer, kt_symbol supplier,
                          const char *where)
{
    char text[32];
    kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    const char *found = kt_dictionary_find(&s->known, MARKET, market(text, item, buyer));
    size_t row = found == NULL ? 0 : strtoul(found, NULL, 10);
    if (found == NULL || !says_unknown(s, supply, row) ||
        kt_dictionary_find(&s->known, STILL_UNKNOWN, text) != NULL)
        return;
    size_t column = kt_draft_find_column(s->draft, supply, "supplier");
    s->place = kt_arena_text(&s->merge->texts, where, strlen(where));
    s->failed |= s->place == NULL;
    note(s, supply, row,
         (kt_change){.column = supply->column[column],
                     .before = *kt_draft_cell(supply, row, column),
                     .after = supplier});
    *kt_draft_cell(supply, row, column) = supplier;
    for (int i = 0; i < 2; i++) { // of what nobody knew: the new row brings its own
        size_t proof = kt_draft_find_column(s->draft, supply, i == 0 ? "evidence" : "source");
        if (proof < supply->n_columns)
            *kt_draft_cell(supply, row, proof) = 0;
    }
    supply->changed = true;
}

static void settle_markets(settling *s, const kt_delivery *delivery, const kt_grid_list *grids)
{
    const kt_draft_table *supply = kt_draft_find(s->draft, "supply");
    size_t at = 0;
    while (at < delivery->n &&
           strcmp(kt_pool_text(delivery->pool, delivery->table[at].name), "supply") != 0)
        at++;
    if (supply == NULL || at == delivery->n || !learn_markets(s, supply))
        return;
    const kt_delivery_table *table = &delivery->table[at];
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < table->n_rows && !s->failed; r++) {
            char text[32];
            char where[KT_GRID_PLACE];
            kt_symbol item = kt_delivery_text(table, r, KT_SUPPLY_ITEM);
            kt_symbol buyer = kt_delivery_text(table, r, KT_SUPPLY_BUYER);
            kt_symbol supplier = kt_delivery_text(table, r, KT_SUPPLY_SUPPLIER);
            bool named = supplier != 0 && !is_open(s, supplier);
            if (table->row[r].refused || table->row[r].act != KT_DELIVERY_MERGE)
                continue;
            kt_delivery_where(where, delivery, grids, table, r, KT_SUPPLY_SUPPLIER);
            if (pass == 0 && !named)
                kt_dictionary_learn(&s->known, STILL_UNKNOWN, market(text, item, buyer), "yes",
                                    true);
            else if (pass == 1 && named)
                settle_market(s, item, buyer, supplier, where);
        }
    }
}

kt_status kt_settle_companies(kt_merge *merge, kt_draft *draft, const kt_delivery *delivery,
                              const kt_grid_list *grids, const kt_recogniser *recogniser,
                              kt_error *err)
{
    settling s = {.merge = merge, .draft = draft, .recogniser = recogniser};
    if (!kt_dictionary_open(&s.known))
        return kt_error_no_memory(err);
    learn_delivered(&s, delivery);
    settle_answers(&s);
    settle_names(&s);
    settle_markets(&s, delivery, grids);
    bool failed = s.failed || s.known.failed || draft->failed;
    kt_dictionary_close(&s.known);
    return failed ? kt_error_no_memory(err) : KT_OK;
}
