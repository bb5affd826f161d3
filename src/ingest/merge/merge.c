// SPDX-License-Identifier: EUPL-1.2
// Finds the row of the case through the symbol of its key: an index a table, filled once, so that
// 200,000 delivered rows cost a look each and no comparison of texts. Tables are merged one after
// the other in the order of the delivery.
#include "ingest/merge/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/merge/merge_row.h"

enum { ROWS_PER_LOOK = 1 << 10 }; // about a millisecond

static kt_symbol name_of(kt_merging *m, const kt_symbol *part, size_t n)
{
    kt_symbol name = kt_row_index_name(&m->rows, m->merge->pool, part, n);
    m->failed |= m->rows.failed;
    return name;
}

static kt_symbol key_of_row(kt_merging *m, size_t row)
{
    kt_symbol part[KT_MERGE_KEY];
    if (m->key == NULL)
        return name_of(m, kt_draft_cell(m->to, row, 0), m->to->n_columns);
    for (size_t i = 0; i < m->n_key; i++)
        part[i] = *kt_draft_cell(m->to, row, m->key_column[i]);
    return name_of(m, part, m->n_key);
}

// The key of a delivered row; *named false when all of it is empty.
static kt_symbol key_of_delivered(kt_merging *m, size_t row, bool *named)
{
    kt_symbol part[KT_MERGE_KEY];
    *named = m->key == NULL;
    if (m->key == NULL) {
        kt_symbol cell[KT_TABLE_COLUMNS] = {0};
        size_t n;
        const kt_delivery_cell *given = kt_delivery_cells(m->from, row, &n);
        for (size_t i = 0; i < n; i++) {
            size_t column = m->column_of[given[i].field];
            if (column < KT_TABLE_COLUMNS)
                cell[column] = given[i].text;
        }
        return name_of(m, cell, m->to->n_columns);
    }
    for (size_t i = 0; i < m->n_key; i++) {
        part[i] = kt_delivery_text(m->from, row, m->key_field[i]);
        *named |= part[i] != 0;
    }
    return name_of(m, part, m->n_key);
}

static void put_row(kt_merging *m, kt_symbol key, size_t row)
{
    kt_row_index_put(&m->rows, key, row);
    m->failed |= m->rows.failed;
}

// Columns that a delivered row has at all; others are not added to the draft.
static void find_columns(kt_merging *m)
{
    bool used[KT_DELIVERY_FIELDS] = {false};
    size_t field[KT_DELIVERY_FIELDS];
    kt_symbol name[KT_DELIVERY_FIELDS];
    size_t at[KT_DELIVERY_FIELDS];
    size_t n = 0;
    for (size_t i = 0; i < m->from->n_cells; i++)
        used[m->from->cell[i].field] = true;
    for (size_t f = 0; f < m->from->n_fields; f++) {
        m->column_of[f] = SIZE_MAX;
        if (!used[f] && m->from->spec != NULL) // all of an unknown table's columns are its own
            continue;
        field[n] = f;
        name[n++] = m->from->field[f];
    }
    kt_draft_columns(m->draft, m->to, name, n, at);
    for (size_t i = 0; i < n; i++)
        m->column_of[field[i]] = at[i];
    m->key = kt_merge_key(m->to->name);
    for (size_t i = 0; m->key != NULL && i < KT_MERGE_KEY && m->key[i] != NULL; i++) {
        size_t column = kt_draft_find_column(m->draft, m->to, m->key[i]);
        if (column == m->to->n_columns)
            continue; // neither side has it
        m->key_column[m->n_key] = column;
        m->key_field[m->n_key++] = kt_delivery_field(m->delivery, m->from_index, m->key[i]);
    }
    m->evidence = kt_draft_find_column(m->draft, m->to, "evidence");
    m->source = kt_draft_find_column(m->draft, m->to, "source");
    m->failed |= m->draft->failed || m->delivery->failed;
}

static void index_rows(kt_merging *m)
{
    for (size_t r = 0; r < m->to->n_rows && !m->failed; r++) {
        m->failed |= r % ROWS_PER_LOOK == 0 && kt_control_stopped(m->draft->control);
        kt_symbol key = key_of_row(m, r);
        if (!m->failed && kt_row_index_find(&m->rows, key) == KT_ROW_INDEX_NONE)
            put_row(m, key, r);
    }
}

static void add_row(kt_merging *m, size_t delivered)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, delivered, &n);
    size_t row = kt_draft_add_row(m->draft, m->to);
    if (m->draft->failed)
        return;
    for (size_t i = 0; i < n; i++)
        *kt_draft_cell(m->to, row, m->column_of[cell[i].field]) = cell[i].text;
    m->to->origin[row] = m->base + (uint32_t)delivered;
    m->count.n_new++;
}

static void take_row(kt_merging *m, size_t delivered)
{
    bool named;
    kt_symbol key = key_of_delivered(m, delivered, &named);
    m->count.n_rows++;
    if (!named) {
        kt_reject_add(m->rejects, m->from->row[delivered].place,
                      kt_merge_row_place(m, delivered, KT_DELIVERY_FIELDS),
                      "the row names nothing: %s is expected", m->key[0]);
        return;
    }
    if (m->failed)
        return;
    kt_delivery_act act = m->from->row[delivered].act;
    size_t row = kt_row_index_find(&m->rows, key);
    bool known = row != KT_ROW_INDEX_NONE;
    if (act == KT_DELIVERY_REMOVE && known) {
        kt_merge_row_remove(m, delivered, row);
        put_row(m, key, KT_ROW_INDEX_NONE);
    } else if (act == KT_DELIVERY_OVERRIDE && known) {
        kt_merge_row_override(m, delivered, row);
    } else if (known) {
        kt_merge_row_rows(m, delivered, row);
    } else if (act != KT_DELIVERY_REMOVE) {
        put_row(m, key, m->to->n_rows);
        add_row(m, delivered);
    }
}

static kt_status merge_table(kt_merging *m, kt_error *err)
{
    find_columns(m);
    index_rows(m);
    for (size_t r = 0; r < m->from->n_rows && !m->failed && !m->draft->failed; r++) {
        if (!m->from->row[r].refused)
            take_row(m, r);
        m->failed |=
            kt_control_step(m->draft->control, "merging", r, m->from->n_rows, NULL) != KT_OK;
    }
    kt_draft_remove_rows(m->to, KT_DRAFT_GONE);
    kt_merge_log *merge = m->merge;
    m->count.table = m->from->name;
    merge->count = kt_grow_array(merge->count, &merge->count_capacity, merge->n_counts + 1,
                                 sizeof *merge->count, &m->failed);
    if (!m->failed)
        merge->count[merge->n_counts++] = m->count;
    bool failed = m->failed || m->draft->failed;
    kt_row_index_free(&m->rows);
    kt_buffer_free(&m->text);
    return failed ? kt_control_failed(m->draft->control, err) : KT_OK;
}

kt_status kt_merge_delivery(kt_merge_log *merge, kt_draft *draft, kt_delivery *delivery,
                            const kt_grid_list *grids, kt_reject_list *rejects, kt_error *err)
{
    uint32_t base = 0;
    for (size_t t = 0; t < delivery->n; t++) {
        size_t n = delivery->table[t].n_rows;
        if (n == 0)
            continue;
        const char *name = kt_pool_text(merge->pool, delivery->table[t].name);
        kt_draft_table *to = kt_draft_table_at(draft, name);
        if (to == NULL)
            return kt_error_no_memory(err);
        kt_merging m = {.merge = merge,
                        .draft = draft,
                        .delivery = delivery,
                        .grids = grids,
                        .rejects = rejects,
                        .from = &delivery->table[t],
                        .from_index = t,
                        .to = to,
                        .base = base};
        kt_status status = merge_table(&m, err);
        if (status != KT_OK)
            return status;
        base += (uint32_t)n;
    }
    return KT_OK;
}
