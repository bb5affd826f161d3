// SPDX-License-Identifier: EUPL-1.2
// Two passes over up to 200,000 rows: the first learns what the parts are called, because a row may
// name a parent that stands below it; the second writes. Everything a row gives carries the row's
// place, so that what is refused of it is refused as a whole.
#include "ingest/intake/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/intake/parts_supply.h"
#include "ingest/recognise/fold.h"
#include "ingest/recognise/recognise.h"

static bool has_failed(const kt_parts_list *e)
{
    return e->failed || e->names.failed || e->delivery->failed || e->materials.failed;
}

// An id for a number or name that the dictionary does not have. Two texts that give the same id
// ("A 1" and "A/1") get two.
static kt_symbol new_id(kt_parts_list *e, const char *text)
{
    char id[KT_FOLD_ID];
    char base[KT_FOLD_ID];
    if (kt_text_is_id(text, strlen(text)))
        snprintf(id, sizeof id, "%s", text);
    else
        kt_fold_id(id, text);
    memcpy(base, id, sizeof base);
    bool taken = true;
    while (taken && !e->names.failed) {
        unsigned twin = kt_dictionary_count(&e->names, KT_PARTS_LIST_TWINS, base);
        if (twin > 1)
            kt_fold_twin(id, base, twin);
        const char *owner = kt_dictionary_find(&e->names, KT_PARTS_LIST_MADE_OF, id);
        taken =
            (owner != NULL && strcmp(owner, text) != 0) ||
            (kt_dictionary_find(&e->names, KT_PARTS_LIST_OLD, id) != NULL && strcmp(id, text) != 0);
    }
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_MADE_OF, id, text, true);
    return kt_parts_list_symbol(e, id);
}

static void learn_part(kt_parts_list *e)
{
    const char *item = kt_parts_list_text(e, kt_parts_list_cell(e, KT_PARTS_ITEM));
    const char *name = kt_parts_list_text(e, kt_parts_list_cell(e, KT_PARTS_NAME));
    const char *first = *item != '\0' ? item : name;
    const char *known_id = kt_parts_list_find(&e->names, first);
    kt_symbol id = known_id != NULL ? kt_parts_list_symbol(e, known_id)
                   : *first == '\0' ? 0
                                    : new_id(e, first);
    if (id == 0) {
        char place[KT_GRID_PLACE];
        kt_delivery_where(place, e->delivery, e->intake->grids, &e->delivery->table[e->parts],
                          e->row, KT_PARTS_NAME);
        kt_reject_add(e->intake->rejects, kt_parts_list_place(e), place,
                      "the row names no part: a number or a name is expected");
        e->delivery->table[e->parts].row[e->row].refused = true;
        return;
    }
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_EXACT, first, kt_parts_list_text(e, id), true);
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_FOLDED, name, kt_parts_list_text(e, id), false);
}

// An item once a list; what the case already calls it stays.
static void give_item(kt_parts_list *e, kt_symbol id, kt_symbol name, bool own)
{
    kt_part_known *k = kt_parts_list_know(e, id);
    if (k == NULL || k->item)
        return;
    k->item = true;
    bool is_old =
        kt_dictionary_find(&e->names, KT_PARTS_LIST_OLD, kt_parts_list_text(e, id)) != NULL;
    kt_symbol mass = own ? kt_parts_list_cell(e, KT_PARTS_MASS) : 0;
    if (is_old && mass == 0)
        return;
    kt_delivery_begin(e->delivery, e->items, kt_parts_list_place(e));
    kt_parts_list_put(e, e->items, KT_ITEMS_ID, id, own ? KT_PARTS_ITEM : KT_N_PARTS);
    if (!is_old) {
        k->kind_cell = e->delivery->table[e->items].n_cells;
        kt_parts_list_put(e, e->items, KT_ITEMS_KIND, kt_parts_list_symbol(e, "component"),
                          KT_N_PARTS);
        kt_parts_list_put(e, e->items, KT_ITEMS_NAME_EN, name,
                          own ? KT_PARTS_NAME : KT_PARTS_PARENT);
    }
    kt_parts_list_put(e, e->items, KT_ITEMS_MASS_KG, mass, KT_PARTS_MASS);
    if (own) {
        kt_parts_list_put(e, e->items, KT_ITEMS_UNIT, kt_parts_list_cell(e, KT_PARTS_UNIT),
                          KT_PARTS_UNIT);
        kt_parts_list_put(e, e->items, kt_parts_list_field(e, e->items, "note"),
                          kt_parts_list_cell(e, KT_PARTS_NOTE), KT_PARTS_NOTE);
        if (kt_parts_list_cell(e, KT_PARTS_SUPPLIER) == 0)
            kt_parts_list_put(e, e->items, KT_ITEMS_VALUE_EUR,
                              kt_parts_list_cell(e, KT_PARTS_PRICE), KT_PARTS_PRICE);
    }
}

// The id of a part that a row names as parent or product, made when new; 0 for an empty text.
static kt_symbol give_other(kt_parts_list *e, kt_symbol text)
{
    if (text == 0)
        return 0;
    const char *found = kt_parts_list_find(&e->names, kt_parts_list_text(e, text));
    kt_symbol id =
        found != NULL ? kt_parts_list_symbol(e, found) : new_id(e, kt_parts_list_text(e, text));
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_EXACT, kt_parts_list_text(e, text),
                        kt_parts_list_text(e, id), true);
    return id;
}

static void give_bom(kt_parts_list *e, kt_symbol parent, kt_symbol child)
{
    kt_symbol quantity = kt_parts_list_cell(e, KT_PARTS_QUANTITY);
    if (parent == 0 || parent == child)
        return;
    kt_parts_list_know(e, child);
    if (e->failed)
        return;
    e->known[child].child = true;
    kt_delivery_begin(e->delivery, e->bom, kt_parts_list_place(e));
    kt_parts_list_put(e, e->bom, KT_BOM_PARENT, parent, KT_PARTS_PARENT);
    kt_parts_list_put(e, e->bom, KT_BOM_CHILD, child, KT_PARTS_ITEM);
    if (quantity != 0) {
        kt_parts_list_put(e, e->bom, KT_BOM_QUANTITY, quantity, KT_PARTS_QUANTITY);
        kt_parts_list_put_proof(e, e->bom, KT_BOM_EVIDENCE,
                                kt_parts_list_field(e, e->bom, "source"));
        return;
    }
    char place[KT_GRID_PLACE];
    kt_parts_list_where(place, e, KT_PARTS_ITEM);
    kt_intake_assume(e->intake, KT_ASSUMED_QUANTITY, place, kt_parts_list_text(e, child));
    kt_parts_list_put(e, e->bom, KT_BOM_QUANTITY, kt_parts_list_symbol(e, "1"), KT_N_PARTS);
    kt_parts_list_put(e, e->bom, KT_BOM_EVIDENCE, kt_parts_list_symbol(e, "D"), KT_N_PARTS);
    kt_parts_list_put(e, e->bom, kt_parts_list_field(e, e->bom, "source"),
                      kt_parts_list_symbol(e, "assumption: the list gives no quantity, 1 is taken"),
                      KT_N_PARTS);
}

static void give_row(kt_parts_list *e)
{
    kt_symbol item = kt_parts_list_cell(e, KT_PARTS_ITEM);
    kt_symbol name =
        kt_parts_list_cell(e, KT_PARTS_NAME) != 0 ? kt_parts_list_cell(e, KT_PARTS_NAME) : item;
    kt_symbol id = give_other(e, item != 0 ? item : name);
    kt_symbol product_text = kt_parts_list_cell(e, e->product_number) != 0
                                 ? kt_parts_list_cell(e, e->product_number)
                                 : kt_parts_list_cell(e, e->product);
    kt_symbol product = give_other(e, product_text);
    kt_symbol parent = give_other(e, kt_parts_list_cell(e, KT_PARTS_PARENT));
    if (product != 0)
        give_item(e, product,
                  kt_parts_list_cell(e, e->product) != 0 ? kt_parts_list_cell(e, e->product)
                                                         : product_text,
                  false);
    give_item(e, id, name, true);
    kt_symbol company = kt_parts_supply_company(e, product);
    give_bom(e, parent != 0 ? parent : product, id);
    kt_parts_supply_give(e, id, company);
    kt_symbol text = kt_parts_list_cell(e, KT_PARTS_MATERIAL);
    if (text != 0 && kt_recognise_reserved(kt_parts_list_text(e, text)) == NULL) {
        kt_material_part p = {.part = id,
                              .text = text,
                              .mass = kt_parts_list_cell(e, KT_PARTS_MASS),
                              .place = kt_parts_list_place(e),
                              .column = kt_parts_list_column(e, KT_PARTS_MATERIAL)};
        kt_parts_material_give(&e->materials, e->intake, &p);
    }
}

// Parents that no row describes become items under the name the list gives them.
static void give_parents(kt_parts_list *e)
{
    kt_delivery_table *table = &e->delivery->table[e->parts];
    for (e->row = 0; e->row < table->n_rows && !has_failed(e); e->row++) {
        e->failed |= kt_control_stopped(e->intake->control);
        kt_symbol text = kt_parts_list_cell(e, KT_PARTS_PARENT);
        kt_symbol id = table->row[e->row].refused ? 0 : give_other(e, text);
        if (id == 0 || kt_parts_list_know(e, id) == NULL)
            continue;
        if (!e->known[id].item &&
            kt_dictionary_find(&e->names, KT_PARTS_LIST_OLD, kt_parts_list_text(e, id)) == NULL)
            kt_parts_list_warn(e, KT_PARTS_PARENT,
                               "\"%s\" has no row of its own: taken as a component",
                               kt_parts_list_text(e, text));
        give_item(e, id, text, false);
        table = &e->delivery->table[e->parts];
    }
}

static bool has_platform(const kt_parts_list *e)
{
    const kt_draft_table *items = kt_draft_find(e->draft, "items");
    size_t kind = items == NULL ? 0 : kt_draft_find_column(e->draft, items, "kind");
    for (size_t r = 0; items != NULL && kind < items->n_columns && r < items->n_rows; r++) {
        if (strcmp(kt_pool_text(e->draft->pool, *kt_draft_cell(items, r, kind)), "platform") == 0)
            return true;
    }
    return false;
}

static void choose_platform(kt_parts_list *e)
{
    kt_symbol root = 0;
    size_t n = 0;
    for (size_t id = 0; id < e->known_capacity; id++) {
        if (e->known[id].item && !e->known[id].child &&
            e->known[id].kind_cell != KT_PARTS_NO_CELL) {
            root = (kt_symbol)id;
            n++;
        }
    }
    if (n != 1 || has_platform(e))
        return;
    kt_symbol platform = kt_parts_list_symbol(e, "platform");
    e->delivery->table[e->items].cell[e->known[root].kind_cell].text = platform;
    kt_notes_add(e->intake->notes, KT_NOTE_PLAIN, kt_parts_list_text(e, root),
                 "goes into nothing else: taken as the platform that is analysed");
}

static void open_tables(kt_parts_list *e)
{
    kt_delivery *d = e->delivery;
    e->parts = kt_delivery_table_at(d, "parts");
    e->items = kt_delivery_table_at(d, "items");
    e->bom = kt_delivery_table_at(d, "bom");
    e->organisations = kt_delivery_table_at(d, "organisations");
    e->supply = kt_delivery_table_at(d, "supply");
    e->stocks = kt_delivery_table_at(d, "stocks");
    e->company = kt_delivery_field(d, e->parts, "company.name");
    e->company_country = kt_delivery_field(d, e->parts, "company.country");
    e->company_kvk = kt_delivery_field(d, e->parts, "company.kvk");
    e->product = kt_delivery_field(d, e->parts, "product.name");
    e->product_number = kt_delivery_field(d, e->parts, "product.number");
}

kt_status kt_parts_expand(const kt_intake *intake, const kt_draft *draft, kt_error *err)
{
    kt_parts_list e = {.intake = intake, .draft = draft, .delivery = intake->delivery};
    if (!kt_dictionary_open(&e.names))
        return kt_error_no_memory(err);
    open_tables(&e);
    e.failed |= !kt_parts_material_open(&e.materials, draft);
    kt_parts_list_learn(&e.names, draft);
    size_t n = has_failed(&e) ? 0 : e.delivery->table[e.parts].n_rows;
    for (e.row = 0; e.row < n && !has_failed(&e); e.row++) {
        if (!e.delivery->table[e.parts].row[e.row].refused)
            learn_part(&e);
        e.failed |= kt_control_stopped(intake->control);
    }
    for (e.row = 0; e.row < n && !has_failed(&e); e.row++) {
        if (!e.delivery->table[e.parts].row[e.row].refused)
            give_row(&e);
        e.failed |=
            kt_control_step(intake->control, "taking the lists apart", e.row, n, NULL) != KT_OK;
    }
    kt_parts_supply_end(&e);
    if (n > 0)
        give_parents(&e);
    bool failed = has_failed(&e);
    if (!failed) {
        choose_platform(&e);
        e.delivery->table[e.parts].n_rows = 0;
        e.delivery->table[e.parts].n_cells = 0;
        failed = has_failed(&e);
    }
    kt_parts_material_close(&e.materials);
    kt_dictionary_close(&e.names);
    free(e.known);
    return failed ? kt_control_failed(intake->control, err) : KT_OK;
}
