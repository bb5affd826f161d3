// SPDX-License-Identifier: EUPL-1.2
// See answers.h. Each kind of question has one function that turns its answer into changes; what an
// answer leaves unsaid stays as it is.
#include "ingest/answers.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/grow.h"
#include "base/lang.h"
#include "base/number.h"
#include "ingest/answer_cells.h"

typedef struct reading {
    kt_answers *out;
    const kt_case *c;
    const kt_answer_sender *sender;
    const kt_answer_row *row; // at hand
    size_t i;
    const kt_answer_cells *cells;
    const char *source; // of what is entered
    bool failed;
} reading;

static const char *text_of(const reading *r, kt_symbol symbol)
{
    return kt_pool_text(&r->c->pool, symbol);
}

static kt_symbol symbol_of(const reading *r, const char *text)
{
    return kt_pool_find(&r->c->pool, text, strlen(text));
}

static const kt_table *table_of(const reading *r, kt_case_table table)
{
    return &r->c->table[table];
}

// A new change with its key; NULL when memory runs out.
static kt_answer_change *change(reading *r, kt_case_table table, size_t n_key, const int *column,
                                const char *const *text)
{
    kt_answers *out = r->out;
    out->change = kt_grow_array(out->change, &out->change_capacity, out->n_changes + 1,
                                sizeof *out->change, &r->failed);
    if (r->failed)
        return NULL;
    kt_answer_change *new = &out->change[out->n_changes++];
    *new = (kt_answer_change){.table = table, .answer = r->i, .n_key = n_key, .n_cells = n_key};
    for (size_t k = 0; k < n_key; k++) {
        new->cell[k].column = column[k];
        new->cell[k].text = text[k];
    }
    return new;
}

// Sets a cell of the change; an empty text says nothing.
static void set(kt_answer_change *change, int column, const char *text)
{
    if (change == NULL || text == NULL || *text == '\0')
        return;
    assert(change->n_cells < KT_ANSWER_CELLS);
    change->cell[change->n_cells].column = column;
    change->cell[change->n_cells++].text = text;
}

static void refuse(reading *r, const char *column, const char *reason)
{
    kt_answers *out = r->out;
    out->refusal = kt_grow_array(out->refusal, &out->refusal_capacity, out->n_refusals + 1,
                                 sizeof *out->refusal, &r->failed);
    if (!r->failed)
        out->refusal[out->n_refusals++] =
            (kt_answer_refusal){r->i, column, kt_lang_text(r->c->faults.lang, reason)};
}

static void prove(reading *r, kt_answer_change *change, int evidence)
{
    set(change, evidence, r->cells->grade);
    set(change, evidence + 1, r->source); // `source` stands behind `evidence` in every table
}

static kt_answer_change *supply(reading *r, const char *item, const char *supplier,
                                const char *buyer)
{
    static const int KEY[] = {KT_SUPPLY_ITEM, KT_SUPPLY_SUPPLIER, KT_SUPPLY_BUYER};
    return change(r, KT_SUPPLY, 3, KEY, (const char *const[]){item, supplier, buyer});
}

static void remove_supply(reading *r, const char *item, const char *supplier, const char *buyer)
{
    kt_answer_change *row = supply(r, item, supplier, buyer);
    if (row != NULL)
        row->remove = true;
}

// The next supply row of the item and supplier (symbols), from `row` on; KT_NO_ROW at the end.
static uint32_t next_supply(const reading *r, const char *item, const char *supplier, uint32_t row)
{
    const kt_table *table = table_of(r, KT_SUPPLY);
    kt_symbol i = symbol_of(r, item);
    kt_symbol s = symbol_of(r, supplier);
    for (; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_SUPPLY_ITEM, row) == i &&
            kt_table_text(table, KT_SUPPLY_SUPPLIER, row) == s)
            return row;
    }
    return KT_NO_ROW;
}

static const char *buyer_of(const reading *r, uint32_t row)
{
    return text_of(r, kt_table_text(table_of(r, KT_SUPPLY), KT_SUPPLY_BUYER, row));
}

// The company that the row names, where the case does not have it yet.
static void add_organisation(reading *r)
{
    static const int KEY[] = {KT_ORGANISATIONS_ID};
    const kt_answer_cells *cells = r->cells;
    if (*cells->new_id == '\0')
        return;
    for (size_t k = 0; k < r->out->n_changes; k++) {
        const kt_answer_change *old = &r->out->change[k];
        if (old->table == KT_ORGANISATIONS && strcmp(old->cell[0].text, cells->new_id) == 0)
            return;
    }
    kt_answer_change *row =
        change(r, KT_ORGANISATIONS, 1, KEY, (const char *const[]){cells->new_id});
    set(row, KT_ORGANISATIONS_NAME, r->row->name);
    set(row, KT_ORGANISATIONS_COUNTRY, cells->country);
    set(row, KT_ORGANISATIONS_ROLE, "supplier");
    prove(r, row, KT_ORGANISATIONS_EVIDENCE);
}

static void add_supplier(reading *r, const char *item, const char *buyer)
{
    add_organisation(r);
    kt_answer_change *row = supply(r, item, r->cells->supplier, buyer);
    set(row, KT_SUPPLY_SHARE, r->cells->share);
    set(row, KT_SUPPLY_SWITCH, r->cells->switch_days);
    prove(r, row, KT_SUPPLY_EVIDENCE);
}

// Rows that name `old` as supplier make way for the answer.
static void remove_rows(reading *r, const char *item, const char *old)
{
    for (uint32_t row = next_supply(r, item, old, 0); row != KT_NO_ROW;
         row = next_supply(r, item, old, row + 1))
        remove_supply(r, item, old, buyer_of(r, row));
}

static bool needs_supplier(reading *r)
{
    if (*r->cells->supplier != '\0')
        return true;
    refuse(r, "name", "a company or a country is needed");
    return false;
}

// supplier/ITEM and withheld/ITEM
static bool answer_supplier(reading *r, const char *old)
{
    const char *item = r->cells->part[1];
    if (r->cells->word == KT_WORD_WITHHELD) {
        if (strcmp(old, "withheld") == 0)
            return true;
        for (uint32_t row = next_supply(r, item, old, 0); row != KT_NO_ROW;
             row = next_supply(r, item, old, row + 1)) {
            const kt_table *table = table_of(r, KT_SUPPLY);
            char share[KT_NUMBER_SIZE] = "";
            double stated = kt_table_number(table, KT_SUPPLY_SHARE, row);
            if (!isnan(stated))
                kt_number_shortest(share, stated);
            remove_supply(r, item, old, buyer_of(r, row));
            kt_answer_change *new = supply(r, item, "withheld", buyer_of(r, row));
            const char *kept = kt_arena_text(&r->out->arena, share, strlen(share));
            r->failed |= kept == NULL;
            set(new, KT_SUPPLY_SHARE, kept);
            prove(r, new, KT_SUPPLY_EVIDENCE);
        }
        if (next_supply(r, item, old, 0) == KT_NO_ROW)
            prove(r, supply(r, item, "withheld", ""), KT_SUPPLY_EVIDENCE);
        return true;
    }
    if (r->cells->word != KT_WORD_GIVEN)
        return r->cells->word == KT_WORD_UNKNOWN;
    if (!needs_supplier(r))
        return true;
    remove_rows(r, item, old);
    add_supplier(r, item, "");
    return true;
}

// supply/ITEM/SUPPLIER
static bool answer_supply(reading *r)
{
    const char *item = r->cells->part[1];
    const char *supplier = r->cells->part[2];
    bool right = r->cells->word == KT_WORD_YES;
    if (r->cells->word != KT_WORD_YES && r->cells->word != KT_WORD_NO)
        return r->cells->word == KT_WORD_UNKNOWN || r->cells->word == KT_WORD_WITHHELD;
    for (uint32_t row = next_supply(r, item, supplier, 0); row != KT_NO_ROW;
         row = next_supply(r, item, supplier, row + 1)) {
        const char *buyer = buyer_of(r, row);
        if (right) {
            kt_answer_change *kept = supply(r, item, supplier, buyer);
            set(kept, KT_SUPPLY_SHARE, r->cells->share);
            prove(r, kept, KT_SUPPLY_EVIDENCE);
            continue;
        }
        remove_supply(r, item, supplier, buyer);
        if (*r->cells->supplier != '\0')
            add_supplier(r, item, buyer);
        else
            prove(r, supply(r, item, "unknown", buyer), KT_SUPPLY_EVIDENCE);
    }
    return true;
}

static kt_answer_change *bom(reading *r, const char *parent, const char *child, const char *group)
{
    static const int KEY[] = {KT_BOM_PARENT, KT_BOM_CHILD, KT_BOM_ALTERNATIVE_GROUP};
    return change(r, KT_BOM, 3, KEY, (const char *const[]){parent, child, group});
}

static uint32_t find_bom(const reading *r, const char *parent, const char *child, const char *group)
{
    const kt_table *table = table_of(r, KT_BOM);
    kt_symbol p = symbol_of(r, parent);
    kt_symbol c = symbol_of(r, child);
    kt_symbol g = symbol_of(r, group);
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_BOM_PARENT, row) == p &&
            kt_table_text(table, KT_BOM_CHILD, row) == c &&
            kt_table_text(table, KT_BOM_ALTERNATIVE_GROUP, row) == g)
            return row;
    }
    return KT_NO_ROW;
}

// An item that can stand in for the child: a row of its own beside it in one group.
static void add_alternative(reading *r, const char *group, uint32_t row)
{
    static const int KEY[] = {KT_ITEMS_ID};
    const kt_table *items = table_of(r, KT_ITEMS);
    const kt_column_spec *kinds = &items->spec->column[KT_ITEMS_KIND];
    const char *parent = r->cells->part[1];
    const char *child = r->cells->part[2];
    uint32_t child_row = kt_case_row(&r->c->item, symbol_of(r, child));
    char quantity[KT_NUMBER_SIZE];
    if (*r->row->name == '\0') {
        refuse(r, "name", "the name of the alternative is needed");
        return;
    }
    kt_symbol known = symbol_of(r, r->row->name);
    const char *id = r->row->name;
    if (kt_case_row(&r->c->item, known) == KT_NO_ROW) {
        id = kt_answer_cells_new_id(r->c, r->row->name, &r->out->arena);
        r->failed |= id == NULL;
        kt_answer_change *item = change(r, KT_ITEMS, 1, KEY, (const char *const[]){id});
        set(item, KT_ITEMS_KIND,
            kinds->choices[kt_table_choice(items, KT_ITEMS_KIND, child_row) - 1]);
        set(item, KT_ITEMS_NAME_EN, r->row->name);
    }
    if (*group == '\0') { // the row itself begins the group
        group = child;
        kt_answer_change *old = bom(r, parent, child, "");
        set(old, KT_BOM_ALTERNATIVE_GROUP, group);
    }
    kt_number_shortest(quantity, kt_table_number(table_of(r, KT_BOM), KT_BOM_QUANTITY, row));
    const char *kept = kt_arena_text(&r->out->arena, quantity, strlen(quantity));
    r->failed |= kept == NULL;
    kt_answer_change *new = bom(r, parent, id, group);
    set(new, KT_BOM_QUANTITY, kept);
    set(new, KT_BOM_ESSENTIAL,
        kt_table_choice(table_of(r, KT_BOM), KT_BOM_ESSENTIAL, row) == KT_NO ? "no" : "yes");
    prove(r, new, KT_BOM_EVIDENCE);
}

// input/PARENT/CHILD[/GROUP]
static bool answer_input(reading *r)
{
    const kt_answer_cells *cells = r->cells;
    const char *group = cells->part[3] == NULL ? "" : cells->part[3];
    uint32_t row = find_bom(r, cells->part[1], cells->part[2], group);
    if (row == KT_NO_ROW) {
        refuse(r, "id", "the case has no such row in its bill of materials");
        return true;
    }
    switch (cells->word) {
    case KT_WORD_YES:
        prove(r, bom(r, cells->part[1], cells->part[2], group), KT_BOM_EVIDENCE);
        if (*group == '\0' && r->out->n_changes > 0)
            set(&r->out->change[r->out->n_changes - 1], KT_BOM_ESSENTIAL, "yes");
        return true;
    case KT_WORD_NO: {
        kt_answer_change *old = bom(r, cells->part[1], cells->part[2], group);
        if (old != NULL)
            old->remove = true;
        return true;
    }
    case KT_WORD_ALTERNATIVE:
        add_alternative(r, group, row);
        return true;
    default:
        return cells->word == KT_WORD_UNKNOWN || cells->word == KT_WORD_WITHHELD;
    }
}

static bool is_on_market(const reading *r, uint32_t item)
{
    const kt_table *items = table_of(r, KT_ITEMS);
    kt_symbol id = kt_table_text(items, KT_ITEMS_ID, item);
    kt_symbol material = kt_table_text(items, KT_ITEMS_MATERIAL, item);
    const char *stage = kt_schema_stage_name(kt_table_choice(items, KT_ITEMS_STAGE, item));
    return kt_table_choice(items, KT_ITEMS_KIND, item) == KT_KIND_MATERIAL &&
           (material != 0 ? material : id) == symbol_of(r, r->cells->part[1]) &&
           (*stage == '\0' || strcmp(stage, r->cells->part[2]) == 0);
}

// market/MATERIAL/STAGE/SCOPE: the items of that material and stage that the case has.
static bool answer_market(reading *r)
{
    const kt_table *items = table_of(r, KT_ITEMS);
    size_t n = 0;
    if (r->cells->word != KT_WORD_GIVEN)
        return r->cells->word == KT_WORD_UNKNOWN || r->cells->word == KT_WORD_WITHHELD;
    if (!needs_supplier(r))
        return true;
    for (uint32_t row = 0; row < items->n_rows; row++) {
        if (!is_on_market(r, row))
            continue;
        add_supplier(r, text_of(r, kt_table_text(items, KT_ITEMS_ID, row)), "");
        n++;
    }
    if (n == 0)
        refuse(r, "id",
               "the case has no item of this material and stage: it cannot hold the answer");
    return true;
}

// time/ITEM/ALTERNATIVE
static bool answer_time(reading *r)
{
    static const int KEY[] = {KT_STOCKS_ITEM, KT_STOCKS_HOLDER};
    const kt_answer_cells *cells = r->cells;
    const kt_table *table = table_of(r, KT_SUPPLY);
    bool found = false;
    if (cells->word != KT_WORD_GIVEN)
        return cells->word == KT_WORD_UNKNOWN || cells->word == KT_WORD_WITHHELD;
    if (*cells->days == '\0' && *cells->switch_days == '\0')
        refuse(r, "days", "a number of days is expected");
    if (*cells->days != '\0') {
        kt_answer_change *stock = change(
            r, KT_STOCKS, 2, KEY, (const char *const[]){cells->part[1], r->sender->organisation});
        set(stock, KT_STOCKS_DAYS, cells->days);
        prove(r, stock, KT_STOCKS_EVIDENCE);
    }
    if (*cells->switch_days == '\0')
        return true;
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_SUPPLY_ITEM, row) != symbol_of(r, cells->part[2]) ||
            kt_table_text(table, KT_SUPPLY_BUYER, row) != 0)
            continue;
        found = true;
        set(supply(r, cells->part[2], text_of(r, kt_table_text(table, KT_SUPPLY_SUPPLIER, row)),
                   ""),
            KT_SUPPLY_SWITCH, cells->switch_days);
    }
    if (!found) {
        kt_answer_change *row = supply(r, cells->part[2], "unknown", "");
        set(row, KT_SUPPLY_SWITCH, cells->switch_days);
        prove(r, row, KT_SUPPLY_EVIDENCE);
    }
    return true;
}

// What a question is about exists, and its id has the parts of its kind.
static bool knows_id(const reading *r, int n_parts, int n_items)
{
    for (int k = 1; k < n_parts; k++) {
        if (r->cells->part[k] == NULL)
            return false;
    }
    for (int k = 1; k <= n_items; k++) {
        if (kt_case_row(&r->c->item, symbol_of(r, r->cells->part[k])) == KT_NO_ROW)
            return false;
    }
    return true;
}

// False where the answer is none of this kind of question.
static bool answer_question(reading *r, bool *known)
{
    const char *kind = r->cells->part[0];
    *known = true;
    if (strcmp(kind, "supplier") == 0 && knows_id(r, 2, 1))
        return answer_supplier(r, "unknown");
    if (strcmp(kind, "withheld") == 0 && knows_id(r, 2, 1))
        return answer_supplier(r, "withheld");
    if (strcmp(kind, "supply") == 0 && knows_id(r, 3, 1) &&
        next_supply(r, r->cells->part[1], r->cells->part[2], 0) != KT_NO_ROW)
        return answer_supply(r);
    if (strcmp(kind, "input") == 0 && knows_id(r, 3, 2))
        return answer_input(r);
    if (strcmp(kind, "market") == 0 && knows_id(r, 4, 0))
        return answer_market(r);
    if (strcmp(kind, "time") == 0 && knows_id(r, 3, 2))
        return answer_time(r);
    *known = false;
    return true;
}

static void record(reading *r)
{
    static const int KEY[] = {KT_QUESTIONS_ID};
    static const char *const REPLIES[KT_N_WORDS] = {
        [KT_WORD_GIVEN] = "given",     [KT_WORD_YES] = "given",
        [KT_WORD_NO] = "given",        [KT_WORD_ALTERNATIVE] = "given",
        [KT_WORD_UNKNOWN] = "unknown", [KT_WORD_WITHHELD] = "withheld"};
    for (size_t k = 0; k < r->out->n_changes; k++) {
        if (r->out->change[k].table == KT_QUESTIONS &&
            strcmp(r->out->change[k].cell[0].text, r->row->id) == 0)
            return; // another supplier of the same answer
    }
    kt_answer_change *row = change(r, KT_QUESTIONS, 1, KEY, (const char *const[]){r->row->id});
    set(row, KT_QUESTIONS_ORGANISATION, r->sender->organisation);
    set(row, KT_QUESTIONS_ANSWERED, r->sender->date);
    set(row, KT_QUESTIONS_ANSWER, REPLIES[r->cells->word]);
    prove(r, row, KT_QUESTIONS_EVIDENCE);
}

// "questionnaire, Terma, 2026-03-31: remark"
static const char *source_of(reading *r)
{
    kt_buffer text = {0};
    kt_buffer_format(&text, "questionnaire, %s", r->sender->organisation);
    if (*r->sender->date != '\0')
        kt_buffer_format(&text, ", %s", r->sender->date);
    if (*r->row->remark != '\0')
        kt_buffer_format(&text, ": %s", r->row->remark);
    const char *source = text.failed ? NULL : kt_arena_text(&r->out->arena, text.text, text.length);
    kt_buffer_free(&text);
    r->failed |= source == NULL;
    return source;
}

static void read_row(reading *r)
{
    kt_answers *out = r->out;
    kt_answer_cells cells;
    size_t n_changes = out->n_changes;
    size_t n_refusals = out->n_refusals;
    bool known = true;
    if (*r->row->answer == '\0')
        return;
    r->cells = &cells;
    r->source = source_of(r);
    if (r->failed || !kt_answer_cells_read(&cells, r->c, r->row, &out->arena)) {
        r->failed = true;
        return;
    }
    if (cells.fault != NULL)
        refuse(r, cells.column, cells.fault);
    else if (!answer_question(r, &known))
        refuse(r, "answer", "this is no answer to this question");
    else if (!known)
        refuse(r, "id", "the case has no such question");
    if (out->n_refusals > n_refusals)
        out->n_changes = n_changes; // all of the row or nothing
    else
        record(r);
}

kt_status kt_answers_read(kt_answers *out, const kt_case *c, const kt_answer_sender *sender,
                          const kt_answer_row *row, size_t n, kt_error *err)
{
    *out = (kt_answers){0};
    reading r = {.out = out, .c = c, .sender = sender};
    if (kt_case_row(&c->organisation, symbol_of(&r, sender->organisation)) == KT_NO_ROW)
        return kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(c->faults.lang, "\"%.64s\" is not an organisation of the case"),
            sender->organisation);
    for (r.i = 0; r.i < n && !r.failed; r.i++) {
        r.row = &row[r.i];
        read_row(&r);
    }
    if (r.failed) {
        kt_answers_free(out);
        return kt_error_no_memory(err);
    }
    return KT_OK;
}

void kt_answers_free(kt_answers *answers)
{
    free(answers->change);
    free(answers->refusal);
    kt_arena_free(&answers->arena);
    *answers = (kt_answers){0};
}
