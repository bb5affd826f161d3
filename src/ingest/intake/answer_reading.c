// SPDX-License-Identifier: EUPL-1.2
// Collects changes and refusals of up to some 200 answered rows in growing arrays. A change is a
// key and at most ten cells, in fixed room: no kind of question needs more, so a change is one
// copy.
#include "ingest/intake/answer_reading.h"

#include <assert.h>
#include <string.h>

#include "base/grow.h"
#include "base/lang.h"

const char *kt_answer_reading_text_of(const kt_answer_reading *r, kt_symbol symbol)
{
    return kt_pool_text(&r->c->pool, symbol);
}

kt_symbol kt_answer_reading_symbol_of(const kt_answer_reading *r, const char *text)
{
    return kt_pool_find(&r->c->pool, text, strlen(text));
}

const kt_table *kt_answer_reading_table_of(const kt_answer_reading *r, kt_case_table table)
{
    return &r->c->table[table];
}

// A new change with its key; NULL when memory runs out.
kt_answer_change *kt_answer_reading_change(kt_answer_reading *r, kt_case_table table, size_t n_key,
                                           const int *column, const char *const *text)
{
    assert(n_key <= KT_ANSWER_CELLS);
    kt_questionnaire_answers *out = r->out;
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
void kt_answer_reading_set(kt_answer_change *change, int column, const char *text)
{
    if (change == NULL || text == NULL || *text == '\0')
        return;
    assert(change->n_cells < KT_ANSWER_CELLS);
    change->cell[change->n_cells].column = column;
    change->cell[change->n_cells++].text = text;
}

void kt_answer_reading_refuse(kt_answer_reading *r, const char *column, const char *reason)
{
    kt_questionnaire_answers *out = r->out;
    out->refusal = kt_grow_array(out->refusal, &out->refusal_capacity, out->n_refusals + 1,
                                 sizeof *out->refusal, &r->failed);
    if (!r->failed)
        out->refusal[out->n_refusals++] =
            (kt_answer_refusal){r->i, column, kt_lang_text(r->c->faults.lang, reason)};
}

void kt_answer_reading_prove(kt_answer_reading *r, kt_answer_change *change, int evidence)
{
    kt_answer_reading_set(change, evidence, r->cells->grade);
    kt_answer_reading_set(change, evidence + 1,
                          r->source); // `source` stands behind `evidence` in every table
}

kt_answer_change *kt_answer_reading_supply(kt_answer_reading *r, const char *item,
                                           const char *supplier, const char *buyer)
{
    static const int KEY[] = {KT_SUPPLY_ITEM, KT_SUPPLY_SUPPLIER, KT_SUPPLY_BUYER};
    return kt_answer_reading_change(r, KT_SUPPLY, 3, KEY,
                                    (const char *const[]){item, supplier, buyer});
}

void kt_answer_reading_remove_supply(kt_answer_reading *r, const char *item, const char *supplier,
                                     const char *buyer)
{
    kt_answer_change *row = kt_answer_reading_supply(r, item, supplier, buyer);
    if (row != NULL)
        row->remove = true;
}

// The company that the row names, where the case does not have it yet.
static void add_organisation(kt_answer_reading *r)
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
        kt_answer_reading_change(r, KT_ORGANISATIONS, 1, KEY, (const char *const[]){cells->new_id});
    kt_answer_reading_set(row, KT_ORGANISATIONS_NAME, r->row->name);
    kt_answer_reading_set(row, KT_ORGANISATIONS_COUNTRY, cells->country);
    kt_answer_reading_set(row, KT_ORGANISATIONS_ROLE, "supplier");
    kt_answer_reading_prove(r, row, KT_ORGANISATIONS_EVIDENCE);
}

void kt_answer_reading_add_supplier(kt_answer_reading *r, const char *item, const char *buyer)
{
    add_organisation(r);
    kt_answer_change *row = kt_answer_reading_supply(r, item, r->cells->supplier, buyer);
    kt_answer_reading_set(row, KT_SUPPLY_SHARE, r->cells->share);
    kt_answer_reading_set(row, KT_SUPPLY_SWITCH, r->cells->switch_days);
    kt_answer_reading_prove(r, row, KT_SUPPLY_EVIDENCE);
}

bool kt_answer_reading_needs_supplier(kt_answer_reading *r)
{
    if (*r->cells->supplier != '\0')
        return true;
    kt_answer_reading_refuse(r, "name", "a company or a country is needed");
    return false;
}
