// SPDX-License-Identifier: EUPL-1.2
// Each kind of question has one function that turns its answer into changes; what an answer leaves
// unsaid stays as it is. 5 to 200 rows, each looked up in the case by its id. A row is taken whole
// or refused whole with its column.
#include "ingest/intake/questionnaire_answers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "base/number.h"
#include "ingest/intake/answer_market.h"

// The next supply row of the item and supplier (symbols), from `row` on; KT_NO_ROW at the end.
static uint32_t next_supply(const kt_answer_reading *r, const char *item, const char *supplier,
                            uint32_t row)
{
    const kt_table *table = kt_answer_reading_table_of(r, KT_SUPPLY);
    kt_symbol i = kt_answer_reading_symbol_of(r, item);
    kt_symbol s = kt_answer_reading_symbol_of(r, supplier);
    for (; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_SUPPLY_ITEM, row) == i &&
            kt_table_text(table, KT_SUPPLY_SUPPLIER, row) == s)
            return row;
    }
    return KT_NO_ROW;
}

static const char *buyer_of(const kt_answer_reading *r, uint32_t row)
{
    return kt_answer_reading_text_of(
        r, kt_table_text(kt_answer_reading_table_of(r, KT_SUPPLY), KT_SUPPLY_BUYER, row));
}

// Rows that name `old` as supplier make way for the answer.
static void remove_rows(kt_answer_reading *r, const char *item, const char *old)
{
    for (uint32_t row = next_supply(r, item, old, 0); row != KT_NO_ROW;
         row = next_supply(r, item, old, row + 1))
        kt_answer_reading_remove_supply(r, item, old, buyer_of(r, row));
}

// supplier/ITEM and withheld/ITEM
static bool answer_supplier(kt_answer_reading *r, const char *old)
{
    const char *item = r->cells->part[1];
    if (r->cells->word == KT_WORD_WITHHELD) {
        if (strcmp(old, "withheld") == 0)
            return true;
        for (uint32_t row = next_supply(r, item, old, 0); row != KT_NO_ROW;
             row = next_supply(r, item, old, row + 1)) {
            const kt_table *table = kt_answer_reading_table_of(r, KT_SUPPLY);
            char share[KT_NUMBER_SIZE] = "";
            double stated = kt_table_number(table, KT_SUPPLY_SHARE, row);
            if (!isnan(stated))
                kt_number_shortest(share, stated);
            kt_answer_reading_remove_supply(r, item, old, buyer_of(r, row));
            kt_answer_change *new = kt_answer_reading_supply(r, item, "withheld", buyer_of(r, row));
            const char *kept = kt_arena_text(&r->out->arena, share, strlen(share));
            r->failed |= kept == NULL;
            kt_answer_reading_set(new, KT_SUPPLY_SHARE, kept);
            kt_answer_reading_prove(r, new, KT_SUPPLY_EVIDENCE);
        }
        if (next_supply(r, item, old, 0) == KT_NO_ROW)
            kt_answer_reading_prove(r, kt_answer_reading_supply(r, item, "withheld", ""),
                                    KT_SUPPLY_EVIDENCE);
        return true;
    }
    if (r->cells->word != KT_WORD_GIVEN)
        return r->cells->word == KT_WORD_UNKNOWN;
    if (!kt_answer_reading_needs_supplier(r))
        return true;
    remove_rows(r, item, old);
    kt_answer_reading_add_supplier(r, item, "");
    return true;
}

// supply/ITEM/SUPPLIER
static bool answer_supply(kt_answer_reading *r)
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
            kt_answer_change *kept = kt_answer_reading_supply(r, item, supplier, buyer);
            kt_answer_reading_set(kept, KT_SUPPLY_SHARE, r->cells->share);
            kt_answer_reading_prove(r, kept, KT_SUPPLY_EVIDENCE);
            continue;
        }
        kt_answer_reading_remove_supply(r, item, supplier, buyer);
        if (*r->cells->supplier != '\0')
            kt_answer_reading_add_supplier(r, item, buyer);
        else
            kt_answer_reading_prove(r, kt_answer_reading_supply(r, item, "unknown", buyer),
                                    KT_SUPPLY_EVIDENCE);
    }
    return true;
}

static kt_answer_change *bom(kt_answer_reading *r, const char *parent, const char *child,
                             const char *group)
{
    static const int KEY[] = {KT_BOM_PARENT, KT_BOM_CHILD, KT_BOM_ALTERNATIVE_GROUP};
    return kt_answer_reading_change(r, KT_BOM, 3, KEY, (const char *const[]){parent, child, group});
}

static uint32_t find_bom(const kt_answer_reading *r, const char *parent, const char *child,
                         const char *group)
{
    const kt_table *table = kt_answer_reading_table_of(r, KT_BOM);
    kt_symbol p = kt_answer_reading_symbol_of(r, parent);
    kt_symbol c = kt_answer_reading_symbol_of(r, child);
    kt_symbol g = kt_answer_reading_symbol_of(r, group);
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_BOM_PARENT, row) == p &&
            kt_table_text(table, KT_BOM_CHILD, row) == c &&
            kt_table_text(table, KT_BOM_ALTERNATIVE_GROUP, row) == g)
            return row;
    }
    return KT_NO_ROW;
}

// An item that can stand in for the child: a row of its own beside it in one group.
static void add_alternative(kt_answer_reading *r, const char *group, uint32_t row)
{
    static const int KEY[] = {KT_ITEMS_ID};
    const kt_table *items = kt_answer_reading_table_of(r, KT_ITEMS);
    const kt_column_spec *kinds = &items->spec->column[KT_ITEMS_KIND];
    const char *parent = r->cells->part[1];
    const char *child = r->cells->part[2];
    uint32_t child_row = kt_case_row(&r->c->item, kt_answer_reading_symbol_of(r, child));
    char quantity[KT_NUMBER_SIZE];
    if (*r->row->name == '\0') {
        kt_answer_reading_refuse(r, "name", "the name of the alternative is needed");
        return;
    }
    kt_symbol known = kt_answer_reading_symbol_of(r, r->row->name);
    const char *id = r->row->name;
    if (kt_case_row(&r->c->item, known) == KT_NO_ROW) {
        id = kt_answer_cells_new_id(r->c, r->row->name, &r->out->arena);
        r->failed |= id == NULL;
        kt_answer_change *item =
            kt_answer_reading_change(r, KT_ITEMS, 1, KEY, (const char *const[]){id});
        kt_answer_reading_set(item, KT_ITEMS_KIND,
                              kinds->choices[kt_table_choice(items, KT_ITEMS_KIND, child_row) - 1]);
        kt_answer_reading_set(item, KT_ITEMS_NAME_EN, r->row->name);
    }
    if (*group == '\0') { // the row itself begins the group
        group = child;
        kt_answer_change *old = bom(r, parent, child, "");
        kt_answer_reading_set(old, KT_BOM_ALTERNATIVE_GROUP, group);
    }
    kt_number_shortest(
        quantity, kt_table_number(kt_answer_reading_table_of(r, KT_BOM), KT_BOM_QUANTITY, row));
    const char *kept = kt_arena_text(&r->out->arena, quantity, strlen(quantity));
    r->failed |= kept == NULL;
    kt_answer_change *new = bom(r, parent, id, group);
    kt_answer_reading_set(new, KT_BOM_QUANTITY, kept);
    kt_answer_reading_set(
        new, KT_BOM_ESSENTIAL,
        kt_table_choice(kt_answer_reading_table_of(r, KT_BOM), KT_BOM_ESSENTIAL, row) == KT_NO
            ? "no"
            : "yes");
    kt_answer_reading_prove(r, new, KT_BOM_EVIDENCE);
}

// input/PARENT/CHILD[/GROUP]
static bool answer_input(kt_answer_reading *r)
{
    const kt_answer_cells *cells = r->cells;
    const char *group = cells->part[3] == NULL ? "" : cells->part[3];
    uint32_t row = find_bom(r, cells->part[1], cells->part[2], group);
    if (row == KT_NO_ROW) {
        kt_answer_reading_refuse(r, "id", "the case has no such row in its bill of materials");
        return true;
    }
    switch (cells->word) {
    case KT_WORD_YES:
        kt_answer_reading_prove(r, bom(r, cells->part[1], cells->part[2], group), KT_BOM_EVIDENCE);
        if (*group == '\0' && r->out->n_changes > 0)
            kt_answer_reading_set(&r->out->change[r->out->n_changes - 1], KT_BOM_ESSENTIAL, "yes");
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

// time/ITEM/ALTERNATIVE
static bool answer_time(kt_answer_reading *r)
{
    static const int KEY[] = {KT_STOCKS_ITEM, KT_STOCKS_HOLDER};
    const kt_answer_cells *cells = r->cells;
    const kt_table *table = kt_answer_reading_table_of(r, KT_SUPPLY);
    bool found = false;
    if (cells->word != KT_WORD_GIVEN)
        return cells->word == KT_WORD_UNKNOWN || cells->word == KT_WORD_WITHHELD;
    if (*cells->days == '\0' && *cells->switch_days == '\0')
        kt_answer_reading_refuse(r, "days", "a number of days is expected");
    if (*cells->days != '\0') {
        kt_answer_change *stock = kt_answer_reading_change(
            r, KT_STOCKS, 2, KEY, (const char *const[]){cells->part[1], r->sender->organisation});
        kt_answer_reading_set(stock, KT_STOCKS_DAYS, cells->days);
        kt_answer_reading_prove(r, stock, KT_STOCKS_EVIDENCE);
    }
    if (*cells->switch_days == '\0')
        return true;
    for (uint32_t row = 0; row < table->n_rows; row++) {
        if (kt_table_text(table, KT_SUPPLY_ITEM, row) !=
                kt_answer_reading_symbol_of(r, cells->part[2]) ||
            kt_table_text(table, KT_SUPPLY_BUYER, row) != 0)
            continue;
        found = true;
        kt_answer_reading_set(
            kt_answer_reading_supply(
                r, cells->part[2],
                kt_answer_reading_text_of(r, kt_table_text(table, KT_SUPPLY_SUPPLIER, row)), ""),
            KT_SUPPLY_SWITCH, cells->switch_days);
    }
    if (!found) {
        kt_answer_change *row = kt_answer_reading_supply(r, cells->part[2], "unknown", "");
        kt_answer_reading_set(row, KT_SUPPLY_SWITCH, cells->switch_days);
        kt_answer_reading_prove(r, row, KT_SUPPLY_EVIDENCE);
    }
    return true;
}

// What a question is about exists, and its id has the parts of its kind.
static bool knows_id(const kt_answer_reading *r, int n_parts, int n_items)
{
    for (int k = 1; k < n_parts; k++) {
        if (r->cells->part[k] == NULL)
            return false;
    }
    for (int k = 1; k <= n_items; k++) {
        if (kt_case_row(&r->c->item, kt_answer_reading_symbol_of(r, r->cells->part[k])) ==
            KT_NO_ROW)
            return false;
    }
    return true;
}

// False where the answer is none of this kind of question.
static bool answer_question(kt_answer_reading *r, bool *known)
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
        return kt_answer_market_read(r);
    if (strcmp(kind, "time") == 0 && knows_id(r, 3, 2))
        return answer_time(r);
    *known = false;
    return true;
}

static const char *const REPLIES[KT_N_WORDS] = {
    [KT_WORD_GIVEN] = "given",     [KT_WORD_YES] = "given",
    [KT_WORD_NO] = "given",        [KT_WORD_ALTERNATIVE] = "given",
    [KT_WORD_UNKNOWN] = "unknown", [KT_WORD_WITHHELD] = "withheld"};

// What a row above said to the same question; NULL: nothing.
static const char *earlier_reply(const kt_answer_reading *r)
{
    for (size_t k = 0; k < r->out->n_changes; k++) {
        const kt_answer_change *change = &r->out->change[k];
        if (change->table != KT_QUESTIONS || strcmp(change->cell[0].text, r->row->id) != 0)
            continue;
        for (size_t i = 1; i < change->n_cells; i++) {
            if (change->cell[i].column == KT_QUESTIONS_ANSWER)
                return change->cell[i].text;
        }
    }
    return NULL;
}

static void record(kt_answer_reading *r)
{
    static const int KEY[] = {KT_QUESTIONS_ID};
    if (earlier_reply(r) != NULL)
        return; // another supplier of the same answer
    kt_answer_change *row =
        kt_answer_reading_change(r, KT_QUESTIONS, 1, KEY, (const char *const[]){r->row->id});
    kt_answer_reading_set(row, KT_QUESTIONS_ORGANISATION, r->sender->organisation);
    kt_answer_reading_set(row, KT_QUESTIONS_ANSWERED, r->sender->date);
    kt_answer_reading_set(row, KT_QUESTIONS_ANSWER, REPLIES[r->cells->word]);
    kt_answer_reading_prove(r, row, KT_QUESTIONS_EVIDENCE);
}

// "questionnaire, Terma, 2026-03-31: remark"
static const char *source_of(kt_answer_reading *r)
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

// All of the row or nothing.
static void take_row(kt_answer_reading *r)
{
    kt_questionnaire_answers *out = r->out;
    size_t n_changes = out->n_changes;
    size_t n_refusals = out->n_refusals;
    bool known = true;
    const char *earlier = earlier_reply(r);
    if (r->cells->fault != NULL)
        kt_answer_reading_refuse(r, r->cells->column, r->cells->fault);
    else if (earlier != NULL && strcmp(earlier, REPLIES[r->cells->word]) != 0)
        kt_answer_reading_refuse(r, "answer", "a row above answers this question differently");
    else if (!answer_question(r, &known))
        kt_answer_reading_refuse(r, "answer", "this is no answer to this question");
    else if (!known)
        kt_answer_reading_refuse(r, "id", "the case has no such question");
    if (out->n_refusals > n_refusals)
        out->n_changes = n_changes;
    else
        record(r);
}

static bool is_blank(const kt_answer_row *row)
{
    return *row->answer == '\0' && *row->name == '\0' && *row->country == '\0' &&
           *row->share == '\0' && *row->days == '\0' && *row->switch_days == '\0';
}

static void read_row(kt_answer_reading *r)
{
    kt_answer_cells cells;
    if (is_blank(r->row))
        return;
    r->source = source_of(r);
    r->cells = &cells;
    if (!r->failed && kt_answer_cells_read(&cells, r->c, r->row, &r->out->arena))
        take_row(r);
    else
        r->failed = true;
    r->cells = NULL;
}

kt_status kt_questionnaire_answers_read(kt_questionnaire_answers *out, const kt_case *c,
                                        const kt_answer_sender *sender, const kt_answer_row *row,
                                        size_t n, kt_error *err)
{
    *out = (kt_questionnaire_answers){0};
    kt_answer_reading r = {.out = out, .c = c, .sender = sender};
    if (kt_case_row(&c->organisation, kt_answer_reading_symbol_of(&r, sender->organisation)) ==
        KT_NO_ROW)
        return kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(c->faults.lang, "\"%.64s\" is not an organisation of the case"),
            sender->organisation);
    for (r.i = 0; r.i < n && !r.failed; r.i++) {
        r.row = &row[r.i];
        read_row(&r);
        r.failed |= kt_control_stopped(sender->control); // a row looks through the supply rows
    }
    if (r.failed) {
        kt_questionnaire_answers_free(out);
        return kt_control_failed(sender->control, err);
    }
    return KT_OK;
}

void kt_questionnaire_answers_free(kt_questionnaire_answers *answers)
{
    free(answers->change);
    free(answers->refusal);
    kt_arena_free(&answers->arena);
    *answers = (kt_questionnaire_answers){0};
}
