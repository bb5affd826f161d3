// SPDX-License-Identifier: EUPL-1.2
// Cells, places and proof of the row at hand for parts.c, parts_supply.c and parts_material.c, so
// that everything written from a row says the same of where it comes from. What is known of an id
// lies in an array by symbol: 16 bytes a symbol, for lists of up to 200,000 rows.
#include "ingest/intake/parts_list.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/intake/meaning.h"

kt_symbol kt_parts_list_symbol(kt_parts_list *e, const char *text)
{
    kt_symbol symbol = 0;
    e->failed |= !kt_pool_add(e->intake->pool, text, strlen(text), &symbol);
    return symbol;
}

const char *kt_parts_list_text(const kt_parts_list *e, kt_symbol symbol)
{
    return kt_pool_text(e->intake->pool, symbol);
}

kt_symbol kt_parts_list_cell(const kt_parts_list *e, size_t field)
{
    return kt_delivery_text(&e->delivery->table[e->parts], e->row, field);
}

kt_part_known *kt_parts_list_know(kt_parts_list *e, kt_symbol id)
{
    size_t from = e->known_capacity;
    e->known =
        kt_grow_array(e->known, &e->known_capacity, (size_t)id + 1, sizeof *e->known, &e->failed);
    if (e->failed)
        return NULL;
    for (size_t i = from; i < e->known_capacity; i++)
        e->known[i] = (kt_part_known){.kind_cell = KT_PARTS_NO_CELL};
    return &e->known[id];
}

void kt_parts_list_learn(kt_dictionary *names, const kt_draft *draft)
{
    static const char *const COLUMNS[] = {"id", "name_en", "name_nl"};
    const kt_draft_table *items = kt_draft_find(draft, "items");
    size_t id = items == NULL ? 0 : kt_draft_find_column(draft, items, "id");
    if (items == NULL || id == items->n_columns)
        return;
    for (size_t i = 0; i < sizeof COLUMNS / sizeof COLUMNS[0]; i++) {
        size_t c = kt_draft_find_column(draft, items, COLUMNS[i]);
        for (size_t r = 0; c < items->n_columns && r < items->n_rows && !names->failed; r++) {
            const char *text = kt_pool_text(draft->pool, *kt_draft_cell(items, r, c));
            const char *of = kt_pool_text(draft->pool, *kt_draft_cell(items, r, id));
            kt_dictionary_learn(names, KT_PARTS_LIST_FOLDED, text, of, false);
            if (c == id) {
                kt_dictionary_learn(names, KT_PARTS_LIST_EXACT, text, of, true);
                kt_dictionary_learn(names, KT_PARTS_LIST_OLD, text, of, true);
            }
            names->failed |= kt_control_stopped(draft->control);
        }
    }
}

const char *kt_parts_list_find(const kt_dictionary *names, const char *text)
{
    const char *exact = kt_dictionary_find(names, KT_PARTS_LIST_EXACT, text);
    return exact != NULL ? exact : kt_dictionary_find(names, KT_PARTS_LIST_FOLDED, text);
}

kt_delivery_place kt_parts_list_place(const kt_parts_list *e)
{
    assert(e->row < e->delivery->table[e->parts].n_rows);
    return e->delivery->table[e->parts].row[e->row].place;
}

uint16_t kt_parts_list_column(const kt_parts_list *e, size_t field)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(&e->delivery->table[e->parts], e->row, &n);
    for (size_t i = 0; i < n; i++) {
        if (cell[i].field == field)
            return cell[i].column;
    }
    return KT_GRID_COLUMNS;
}

void kt_parts_list_put(kt_parts_list *e, size_t table, size_t field, kt_symbol text, size_t from)
{
    uint16_t column = from < KT_N_PARTS ? kt_parts_list_column(e, from) : (uint16_t)KT_GRID_COLUMNS;
    kt_delivery_put(e->delivery, table, (kt_delivery_cell){text, (uint16_t)field, column});
}

void kt_parts_list_proof(kt_parts_list *e, kt_symbol *evidence, kt_symbol *source)
{
    kt_symbol grade = kt_parts_list_cell(e, KT_PARTS_EVIDENCE);
    kt_symbol from = kt_parts_list_cell(e, KT_PARTS_SOURCE);
    kt_delivery_place place = kt_parts_list_place(e);
    if (grade == 0 && kt_parts_list_cell(e, e->company) != 0)
        grade = kt_parts_list_symbol(e, "B"); // the company's own estimate
    if (from == 0 && place.grid != KT_NO_GRID) {
        const kt_grid *grid = &e->intake->grids->grid[place.grid];
        kt_buffer text = {0};
        if (kt_parts_list_cell(e, e->company) != 0)
            kt_buffer_format(&text,
                             "%s: ", kt_parts_list_text(e, kt_parts_list_cell(e, e->company)));
        kt_buffer_format(&text, "%s%s%s", grid->file, *grid->sheet == '\0' ? "" : ", ",
                         grid->sheet);
        e->failed |= text.failed;
        from = text.failed ? 0 : kt_parts_list_symbol(e, text.text);
        kt_buffer_free(&text);
    }
    *evidence = grade;
    *source = from;
}

void kt_parts_list_put_proof(kt_parts_list *e, size_t table, size_t evidence, size_t source)
{
    kt_symbol grade;
    kt_symbol from;
    kt_parts_list_proof(e, &grade, &from);
    kt_parts_list_put(e, table, evidence, grade, KT_PARTS_EVIDENCE);
    kt_parts_list_put(e, table, source, from, KT_PARTS_SOURCE);
}

size_t kt_parts_list_field(kt_parts_list *e, size_t table, const char *name)
{
    return kt_delivery_field(e->delivery, table, name);
}

void kt_parts_list_where(char place[KT_GRID_PLACE], const kt_parts_list *e, size_t field)
{
    kt_delivery_where(place, e->delivery, e->intake->grids, &e->delivery->table[e->parts], e->row,
                      field);
}

void kt_parts_list_warn(kt_parts_list *e, size_t from, const char *format, const char *text)
{
    char place[KT_GRID_PLACE];
    kt_parts_list_where(place, e, from);
    kt_notes_add(e->intake->notes, KT_NOTE_WARNING, place, format, text);
}

const char *kt_parts_list_meaning(kt_parts_list *e, kt_recognise_kind kind, kt_symbol text,
                                  size_t from)
{
    char place[KT_GRID_PLACE];
    kt_parts_list_where(place, e, from);
    return kt_meaning_find(e->intake, kind, kt_parts_list_text(e, text), place);
}
