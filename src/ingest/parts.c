// SPDX-License-Identifier: EUPL-1.2
// See parts.h. Two passes: the first learns what the parts are called, because a row may name a
// parent that stands below it; the second writes. Everything a row gives carries the row's place,
// so that what is refused of it is refused as a whole.
#include "ingest/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/dictionary.h"
#include "ingest/fold.h"
#include "ingest/meaning.h"
#include "ingest/parts_material.h"

// Kinds of the dictionary: by exact number or name, by folded name, ids of the case, the text that
// an id was made of.
enum { EXACT = 'i', FOLDED = 'I', OLD = 'o', MADE_OF = 'm', ORGANISATION = 'F' };
enum { MAX_TWINS = 1000 };
#define NO_CELL SIZE_MAX

// What is known of an id of this list, by its symbol.
typedef struct known {
    bool item, child, organisation;
    size_t kind_cell; // of the delivered row of items, NO_CELL: none
} known;

typedef struct expanding {
    const kt_fill *fill;
    const kt_draft *draft;
    kt_delivery *delivery;
    kt_dictionary names;
    known *known; // [n_known] by symbol
    size_t n_known, known_capacity;
    size_t parts, items, bom, organisations, supply, stocks; // tables
    size_t company, company_country, company_kvk, product, product_number;
    size_t row; // of parts at hand
    bool said_no_holder;
    kt_material_list materials;
    bool failed;
} expanding;

static kt_symbol symbol_of(expanding *e, const char *text)
{
    kt_symbol symbol = 0;
    e->failed |= !kt_pool_add(e->fill->pool, text, strlen(text), &symbol);
    return symbol;
}

static const char *text_of(const expanding *e, kt_symbol symbol)
{
    return kt_pool_text(e->fill->pool, symbol);
}

static kt_symbol part(const expanding *e, size_t field)
{
    return kt_delivery_text(&e->delivery->table[e->parts], e->row, field);
}

static known *know(expanding *e, kt_symbol id)
{
    size_t from = e->known_capacity;
    e->known =
        kt_grow_array(e->known, &e->known_capacity, (size_t)id + 1, sizeof *e->known, &e->failed);
    if (e->failed)
        return NULL;
    for (size_t i = from; i < e->known_capacity; i++)
        e->known[i] = (known){.kind_cell = NO_CELL};
    return &e->known[id];
}

static kt_delivery_place place_of(const expanding *e)
{
    return e->delivery->table[e->parts].row[e->row].place;
}

// The cell of the parts list that a derived cell comes from, for its place.
static uint16_t column_of(const expanding *e, size_t field)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(&e->delivery->table[e->parts], e->row, &n);
    for (size_t i = 0; i < n; i++) {
        if (cell[i].field == field)
            return cell[i].column;
    }
    return KT_GRID_COLUMNS;
}

static void put(expanding *e, size_t table, size_t field, kt_symbol text, size_t from)
{
    uint16_t column = from < KT_N_PARTS ? column_of(e, from) : (uint16_t)KT_GRID_COLUMNS;
    kt_delivery_put(e->delivery, table, (kt_delivery_cell){text, (uint16_t)field, column});
}

static const char *find_item(const expanding *e, const char *text)
{
    const char *exact = kt_dictionary_find(&e->names, EXACT, text);
    return exact != NULL ? exact : kt_dictionary_find(&e->names, FOLDED, text);
}

// An id for a number or name that the dictionary does not have. Two texts that give the same id
// ("A 1" and "A/1") get two.
static kt_symbol new_id(expanding *e, const char *text)
{
    char id[KT_FOLD_ID];
    char base[KT_FOLD_ID];
    if (kt_text_is_id(text, strlen(text)))
        snprintf(id, sizeof id, "%s", text);
    else
        kt_fold_id(id, text);
    memcpy(base, id, sizeof base);
    for (unsigned twin = 2; twin < MAX_TWINS; twin++) {
        const char *owner = kt_dictionary_find(&e->names, MADE_OF, id);
        bool taken = kt_dictionary_find(&e->names, OLD, id) != NULL && strcmp(id, text) != 0;
        if ((owner == NULL || strcmp(owner, text) == 0) && !taken)
            break;
        kt_fold_twin(id, base, twin);
    }
    kt_dictionary_learn(&e->names, MADE_OF, id, text, true);
    return symbol_of(e, id);
}

static void learn_draft(expanding *e, const char *name, char kind, const char *const *columns)
{
    const kt_draft_table *table = kt_draft_find(e->draft, name);
    size_t id = table == NULL ? 0 : kt_draft_find_column(e->draft, table, "id");
    for (; table != NULL && id < table->n_columns && *columns != NULL; columns++) {
        size_t c = kt_draft_find_column(e->draft, table, *columns);
        for (size_t r = 0; c < table->n_columns && r < table->n_rows; r++)
            kt_dictionary_learn(
                &e->names, kind, kt_pool_text(e->draft->pool, *kt_draft_cell(table, r, c)),
                kt_pool_text(e->draft->pool, *kt_draft_cell(table, r, id)), kind != FOLDED);
    }
}

static void learn_part(expanding *e)
{
    const char *item = text_of(e, part(e, KT_PARTS_ITEM));
    const char *name = text_of(e, part(e, KT_PARTS_NAME));
    const char *first = *item != '\0' ? item : name;
    const char *known_id = find_item(e, first);
    kt_symbol id = known_id != NULL ? symbol_of(e, known_id)
                   : *first == '\0' ? 0
                                    : new_id(e, first);
    if (id == 0) {
        char place[KT_GRID_PLACE];
        kt_delivery_where(place, e->delivery, e->fill->grids, &e->delivery->table[e->parts], e->row,
                          KT_PARTS_NAME);
        kt_reject_add(e->fill->rejects, place_of(e), place,
                      "the row names no part: a number or a name is expected");
        e->delivery->table[e->parts].row[e->row].refused = true;
        return;
    }
    kt_dictionary_learn(&e->names, EXACT, first, text_of(e, id), true);
    kt_dictionary_learn(&e->names, FOLDED, name, text_of(e, id), false);
}

// What the rows of this list are worth as evidence, and where they come from.
static void put_proof(expanding *e, size_t table, size_t evidence, size_t source)
{
    kt_symbol grade = part(e, KT_PARTS_EVIDENCE);
    kt_symbol from = part(e, KT_PARTS_SOURCE);
    kt_delivery_place place = place_of(e);
    if (grade == 0 && part(e, e->company) != 0)
        grade = symbol_of(e, "B"); // the company's own estimate
    if (from == 0 && place.grid != KT_NO_GRID) {
        const kt_grid *grid = &e->fill->grids->grid[place.grid];
        kt_buffer text = {0};
        if (part(e, e->company) != 0)
            kt_buffer_format(&text, "%s: ", text_of(e, part(e, e->company)));
        kt_buffer_format(&text, "%s%s%s", grid->file, *grid->sheet == '\0' ? "" : ", ",
                         grid->sheet);
        from = text.failed ? 0 : symbol_of(e, text.text);
        kt_buffer_free(&text);
    }
    put(e, table, evidence, grade, KT_PARTS_EVIDENCE);
    put(e, table, source, from, KT_PARTS_SOURCE);
}

static size_t field(expanding *e, size_t table, const char *name)
{
    return kt_delivery_field(e->delivery, table, name);
}

// An item once a list; what the case already calls it stays.
static void give_item(expanding *e, kt_symbol id, kt_symbol name, bool own)
{
    known *k = know(e, id);
    if (k == NULL || k->item)
        return;
    k->item = true;
    bool is_old = kt_dictionary_find(&e->names, OLD, text_of(e, id)) != NULL;
    kt_symbol mass = own ? part(e, KT_PARTS_MASS) : 0;
    if (is_old && mass == 0)
        return;
    kt_delivery_begin(e->delivery, e->items, place_of(e));
    put(e, e->items, KT_ITEMS_ID, id, own ? KT_PARTS_ITEM : KT_N_PARTS);
    if (!is_old) {
        k->kind_cell = e->delivery->table[e->items].n_cells;
        put(e, e->items, KT_ITEMS_KIND, symbol_of(e, "component"), KT_N_PARTS);
        put(e, e->items, KT_ITEMS_NAME_EN, name, own ? KT_PARTS_NAME : KT_PARTS_PARENT);
    }
    put(e, e->items, KT_ITEMS_MASS_KG, mass, KT_PARTS_MASS);
    if (own) {
        put(e, e->items, KT_ITEMS_UNIT, part(e, KT_PARTS_UNIT), KT_PARTS_UNIT);
        put(e, e->items, field(e, e->items, "note"), part(e, KT_PARTS_NOTE), KT_PARTS_NOTE);
        if (part(e, KT_PARTS_SUPPLIER) == 0)
            put(e, e->items, KT_ITEMS_VALUE_EUR, part(e, KT_PARTS_PRICE), KT_PARTS_PRICE);
    }
}

// The id of a part that a row names as parent or product, made when new; 0 for an empty text.
static kt_symbol give_other(expanding *e, kt_symbol text)
{
    if (text == 0)
        return 0;
    const char *found = find_item(e, text_of(e, text));
    kt_symbol id = found != NULL ? symbol_of(e, found) : new_id(e, text_of(e, text));
    kt_dictionary_learn(&e->names, EXACT, text_of(e, text), text_of(e, id), true);
    return id;
}

static void give_bom(expanding *e, kt_symbol parent, kt_symbol child)
{
    kt_symbol quantity = part(e, KT_PARTS_QUANTITY);
    if (parent == 0 || parent == child)
        return;
    know(e, child);
    if (e->failed)
        return;
    e->known[child].child = true;
    kt_delivery_begin(e->delivery, e->bom, place_of(e));
    put(e, e->bom, KT_BOM_PARENT, parent, KT_PARTS_PARENT);
    put(e, e->bom, KT_BOM_CHILD, child, KT_PARTS_ITEM);
    if (quantity != 0) {
        put(e, e->bom, KT_BOM_QUANTITY, quantity, KT_PARTS_QUANTITY);
        put_proof(e, e->bom, KT_BOM_EVIDENCE, field(e, e->bom, "source"));
        return;
    }
    put(e, e->bom, KT_BOM_QUANTITY, symbol_of(e, "1"), KT_N_PARTS);
    put(e, e->bom, KT_BOM_EVIDENCE, symbol_of(e, "D"), KT_N_PARTS);
    put(e, e->bom, field(e, e->bom, "source"),
        symbol_of(e, "assumption: the list gives no quantity, 1 is taken"), KT_N_PARTS);
}

static bool is_number(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789") == digits;
}

static void warn(expanding *e, size_t from, const char *format, const char *text)
{
    char place[KT_GRID_PLACE];
    kt_delivery_where(place, e->delivery, e->fill->grids, &e->delivery->table[e->parts], e->row,
                      from);
    kt_remark_add(e->fill->remarks, KT_REMARK_WARNING, place, format, text);
}

// What a text of the row surely means; NULL, with a question where `ask`, when that is not sure.
static const char *meaning_of(expanding *e, kt_recognise_kind kind, kt_symbol text, size_t from,
                              bool ask)
{
    char place[KT_GRID_PLACE];
    kt_delivery_where(place, e->delivery, e->fill->grids, &e->delivery->table[e->parts], e->row,
                      from);
    const char *id = kt_meaning_find(e->fill, kind, text_of(e, text), place);
    if (id == NULL && ask)
        kt_meaning_ask(e->fill, kind, text_of(e, text), place);
    return id;
}

// The id of an organisation, made when new; 0 when it cannot be, for want of a country.
static kt_symbol give_organisation(expanding *e, kt_symbol name, kt_symbol country,
                                   kt_symbol number)
{
    const char *found = NULL;
    if (number != 0)
        found =
            kt_recognise_text(e->fill->recogniser, KT_RECOGNISE_ORGANISATION, text_of(e, number));
    if (found == NULL)
        found = kt_recognise_text(e->fill->recogniser, KT_RECOGNISE_ORGANISATION, text_of(e, name));
    if (found == NULL)
        found = kt_dictionary_find(&e->names, ORGANISATION, text_of(e, name));
    if (found == NULL)
        found = meaning_of(e, KT_RECOGNISE_ORGANISATION, name, KT_PARTS_SUPPLIER, true);
    if (found != NULL)
        return symbol_of(e, found);
    if (country == 0)
        return 0;
    char id[KT_FOLD_ID];
    kt_fold_id(id, text_of(e, name));
    kt_dictionary_learn(&e->names, ORGANISATION, text_of(e, name), id, true);
    kt_symbol symbol = symbol_of(e, id);
    kt_delivery_begin(e->delivery, e->organisations, place_of(e));
    put(e, e->organisations, KT_ORGANISATIONS_ID, symbol, KT_PARTS_SUPPLIER);
    put(e, e->organisations, KT_ORGANISATIONS_NAME, name, KT_PARTS_SUPPLIER);
    put(e, e->organisations, KT_ORGANISATIONS_COUNTRY, country, KT_PARTS_COUNTRY);
    put(e, e->organisations, KT_ORGANISATIONS_ROLE, symbol_of(e, "supplier"), KT_N_PARTS);
    if (number != 0)
        put(e, e->organisations,
            field(e, e->organisations, is_number(text_of(e, number), 8) ? "kvk" : "lei"), number,
            KT_PARTS_KVK);
    return symbol;
}

// The supplier of a supply row: an organisation, a country, unknown or withheld; 0: the row says
// nothing of it.
static kt_symbol find_supplier(expanding *e)
{
    kt_symbol name = part(e, KT_PARTS_SUPPLIER);
    kt_symbol country = part(e, KT_PARTS_COUNTRY);
    const char *text = text_of(e, name);
    if (strcmp(text, "unknown") == 0 || strcmp(text, "withheld") == 0)
        name = 0;
    if (name == 0 && country != 0) {
        char world[32] = "country:";
        strncat(world, text_of(e, country), sizeof world - 9);
        return symbol_of(e, world);
    }
    if (name == 0)
        return *text == '\0' ? 0 : symbol_of(e, text);
    kt_symbol id = give_organisation(e, name, country, part(e, KT_PARTS_KVK));
    if (id != 0)
        return id;
    warn(e, KT_PARTS_SUPPLIER,
         "supplier \"%s\" has no country: it counts as unknown until the country is given", text);
    return symbol_of(e, "unknown");
}

static void give_supply(expanding *e, kt_symbol item, kt_symbol buyer)
{
    static const struct {
        size_t to, from;
    } FIELDS[] = {{KT_SUPPLY_SHARE, KT_PARTS_SHARE},
                  {KT_SUPPLY_LEAD_TIME, KT_PARTS_LEAD_TIME},
                  {KT_SUPPLY_SWITCH, KT_PARTS_SWITCH},
                  {KT_SUPPLY_PRICE, KT_PARTS_PRICE}};
    kt_symbol supplier = find_supplier(e);
    if (supplier == 0 || supplier == buyer)
        return;
    kt_delivery_begin(e->delivery, e->supply, place_of(e));
    put(e, e->supply, KT_SUPPLY_ITEM, item, KT_PARTS_ITEM);
    put(e, e->supply, KT_SUPPLY_SUPPLIER, supplier, KT_PARTS_SUPPLIER);
    put(e, e->supply, KT_SUPPLY_BUYER, buyer, KT_N_PARTS);
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        put(e, e->supply, FIELDS[i].to, part(e, FIELDS[i].from), FIELDS[i].from);
    put_proof(e, e->supply, KT_SUPPLY_EVIDENCE, field(e, e->supply, "source"));
}

static void give_stock(expanding *e, kt_symbol item, kt_symbol holder)
{
    if (part(e, KT_PARTS_COVER) == 0)
        return;
    if (holder == 0) {
        if (!e->said_no_holder)
            warn(e, KT_PARTS_COVER,
                 "stocks are left out, that of \"%s\" first: the list does not say who holds them",
                 text_of(e, item));
        e->said_no_holder = true;
        return;
    }
    kt_delivery_begin(e->delivery, e->stocks, place_of(e));
    put(e, e->stocks, KT_STOCKS_ITEM, item, KT_PARTS_ITEM);
    put(e, e->stocks, KT_STOCKS_HOLDER, holder, KT_N_PARTS);
    put(e, e->stocks, KT_STOCKS_DAYS, part(e, KT_PARTS_COVER), KT_PARTS_COVER);
    put_proof(e, e->stocks, field(e, e->stocks, "evidence"), field(e, e->stocks, "source"));
}

// The company that filled in a self-scan, and its product; 0 in any other list.
static kt_symbol give_company(expanding *e, kt_symbol product)
{
    kt_symbol name = part(e, e->company);
    kt_symbol country = part(e, e->company_country);
    if (name == 0)
        return 0;
    const char *code = meaning_of(e, KT_RECOGNISE_COUNTRY, country, e->company_country, false);
    kt_symbol id =
        give_organisation(e, name, code == NULL ? 0 : symbol_of(e, code), part(e, e->company_kvk));
    known *k = id == 0 ? NULL : know(e, id);
    if (k == NULL) {
        kt_reject_add(e->fill->rejects, place_of(e), text_of(e, name),
                      "company \"%s\" has no country that is known", text_of(e, name));
        return 0;
    }
    if (product != 0 && !k->organisation) {
        kt_delivery_begin(e->delivery, e->supply, place_of(e));
        put(e, e->supply, KT_SUPPLY_ITEM, product, KT_N_PARTS);
        put(e, e->supply, KT_SUPPLY_SUPPLIER, id, KT_N_PARTS);
        put_proof(e, e->supply, KT_SUPPLY_EVIDENCE, field(e, e->supply, "source"));
    }
    know(e, id)->organisation = true;
    return id;
}

static void give_row(expanding *e)
{
    kt_symbol item = part(e, KT_PARTS_ITEM);
    kt_symbol name = part(e, KT_PARTS_NAME) != 0 ? part(e, KT_PARTS_NAME) : item;
    kt_symbol id = give_other(e, item != 0 ? item : name);
    kt_symbol product_text =
        part(e, e->product_number) != 0 ? part(e, e->product_number) : part(e, e->product);
    kt_symbol product = give_other(e, product_text);
    kt_symbol parent = give_other(e, part(e, KT_PARTS_PARENT));
    if (product != 0)
        give_item(e, product, part(e, e->product) != 0 ? part(e, e->product) : product_text, false);
    give_item(e, id, name, true);
    kt_symbol company = give_company(e, product);
    give_bom(e, parent != 0 ? parent : product, id);
    give_supply(e, id, company);
    give_stock(e, id, company);
    kt_symbol text = part(e, KT_PARTS_MATERIAL);
    if (text != 0 && kt_fill_answer(text_of(e, text)) == NULL) {
        kt_material_part p = {.part = id,
                              .text = text,
                              .mass = part(e, KT_PARTS_MASS),
                              .place = place_of(e),
                              .column = column_of(e, KT_PARTS_MATERIAL)};
        kt_parts_material_give(&e->materials, e->fill, &p);
    }
}

// Parents that no row describes become items under the name the list gives them.
static void give_parents(expanding *e)
{
    kt_delivery_table *table = &e->delivery->table[e->parts];
    for (e->row = 0; e->row < table->n_rows; e->row++) {
        kt_symbol text = part(e, KT_PARTS_PARENT);
        kt_symbol id = table->row[e->row].refused ? 0 : give_other(e, text);
        if (id == 0 || know(e, id) == NULL)
            continue;
        if (!e->known[id].item && kt_dictionary_find(&e->names, OLD, text_of(e, id)) == NULL)
            warn(e, KT_PARTS_PARENT, "\"%s\" has no row of its own: taken as a component",
                 text_of(e, text));
        give_item(e, id, text, false);
        table = &e->delivery->table[e->parts];
    }
}

static bool has_platform(const expanding *e)
{
    const kt_draft_table *items = kt_draft_find(e->draft, "items");
    size_t kind = items == NULL ? 0 : kt_draft_find_column(e->draft, items, "kind");
    for (size_t r = 0; items != NULL && kind < items->n_columns && r < items->n_rows; r++) {
        if (strcmp(kt_pool_text(e->draft->pool, *kt_draft_cell(items, r, kind)), "platform") == 0)
            return true;
    }
    return false;
}

static void choose_platform(expanding *e)
{
    kt_symbol root = 0;
    size_t n = 0;
    for (size_t id = 0; id < e->known_capacity; id++) {
        if (e->known[id].item && !e->known[id].child && e->known[id].kind_cell != NO_CELL) {
            root = (kt_symbol)id;
            n++;
        }
    }
    if (n != 1 || has_platform(e))
        return;
    kt_symbol platform = symbol_of(e, "platform");
    e->delivery->table[e->items].cell[e->known[root].kind_cell].text = platform;
    kt_remark_add(e->fill->remarks, KT_REMARK_NOTE, text_of(e, root),
                  "goes into nothing else: taken as the platform that is analysed");
}

static void open_tables(expanding *e)
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

static void learn_old(expanding *e)
{
    static const char *const ITEM_NAMES[] = {"id", "name_en", "name_nl", NULL};
    static const char *const IDS[] = {"id", NULL};
    learn_draft(e, "items", EXACT, IDS);
    learn_draft(e, "items", OLD, IDS);
    learn_draft(e, "items", FOLDED, ITEM_NAMES);
}

kt_status kt_parts_expand(const kt_fill *fill, const kt_draft *draft, kt_error *err)
{
    expanding e = {.fill = fill, .draft = draft, .delivery = fill->delivery};
    if (!kt_dictionary_open(&e.names))
        return kt_error_no_memory(err);
    open_tables(&e);
    e.failed |= !kt_parts_material_open(&e.materials, draft);
    learn_old(&e);
    kt_delivery_table *parts = e.delivery->failed ? NULL : &e.delivery->table[e.parts];
    size_t n = parts == NULL ? 0 : parts->n_rows;
    for (e.row = 0; e.row < n && !e.failed; e.row++) {
        if (!e.delivery->table[e.parts].row[e.row].refused)
            learn_part(&e);
    }
    for (e.row = 0; e.row < n && !e.failed; e.row++) {
        if (!e.delivery->table[e.parts].row[e.row].refused)
            give_row(&e);
    }
    if (!e.failed && !e.delivery->failed && n > 0) {
        give_parents(&e);
        choose_platform(&e);
    }
    if (!e.delivery->failed && e.delivery->table != NULL) {
        e.delivery->table[e.parts].n_rows = 0;
        e.delivery->table[e.parts].n_cells = 0;
    }
    bool failed = e.failed || e.names.failed || e.delivery->failed || e.materials.failed;
    kt_parts_material_close(&e.materials);
    kt_dictionary_close(&e.names);
    free(e.known);
    return failed ? kt_error_no_memory(err) : KT_OK;
}
