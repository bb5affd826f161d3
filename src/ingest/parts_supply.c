// SPDX-License-Identifier: EUPL-1.2
// See parts_supply.h. A supplier needs a country. One without counts as unknown, and its name is
// kept with the row until the country is known (settle.h).
#include "ingest/parts_supply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/fold.h"
#include "ingest/meaning.h"

enum { JOINED_SIZE = 512 }; // several names in one cell

static bool is_number(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789") == digits;
}

static const char *find_organisation(kt_parts_list *e, kt_symbol name, kt_symbol number)
{
    const kt_recogniser *recogniser = e->fill->recogniser;
    const char *text = kt_parts_list_text(e, name);
    const char *found = NULL;
    if (number != 0)
        found =
            kt_recognise_text(recogniser, KT_RECOGNISE_ORGANISATION, kt_parts_list_text(e, number));
    if (found == NULL)
        found = kt_recognise_text(recogniser, KT_RECOGNISE_ORGANISATION, text);
    if (found == NULL)
        found = kt_dictionary_find(&e->names, KT_PARTS_LIST_COMPANY, text);
    if (found == NULL)
        found = kt_parts_list_meaning(e, KT_RECOGNISE_ORGANISATION, name, KT_PARTS_SUPPLIER);
    return found;
}

// The id of an organisation, made when new; 0 when it cannot be, for want of a country.
static kt_symbol give_organisation(kt_parts_list *e, kt_symbol name, kt_symbol country,
                                   kt_symbol number)
{
    const char *found = find_organisation(e, name, number);
    const char *text = kt_parts_list_text(e, name);
    char place[KT_GRID_PLACE];
    if (found != NULL)
        return kt_parts_list_symbol(e, found);
    kt_parts_list_where(place, e, KT_PARTS_SUPPLIER);
    if (country == 0) {
        kt_meaning_ask(e->fill, KT_RECOGNISE_ORGANISATION, text, place);
        return 0;
    }
    char id[KT_FOLD_ID];
    kt_fold_id(id, text);
    kt_meaning_ask_company(e->fill, text, id, place);
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_COMPANY, text, id, true);
    kt_symbol symbol = kt_parts_list_symbol(e, id);
    size_t to = e->organisations;
    kt_delivery_begin(e->delivery, to, kt_parts_list_place(e));
    kt_parts_list_put(e, to, KT_ORGANISATIONS_ID, symbol, KT_PARTS_SUPPLIER);
    kt_parts_list_put(e, to, KT_ORGANISATIONS_NAME, name, KT_PARTS_SUPPLIER);
    kt_parts_list_put(e, to, KT_ORGANISATIONS_COUNTRY, country, KT_PARTS_COUNTRY);
    kt_parts_list_put(e, to, KT_ORGANISATIONS_ROLE, kt_parts_list_symbol(e, "supplier"),
                      KT_N_PARTS);
    if (number != 0)
        kt_parts_list_put(
            e, to,
            kt_parts_list_field(e, to, is_number(kt_parts_list_text(e, number), 8) ? "kvk" : "lei"),
            number, KT_PARTS_KVK);
    return symbol;
}

// The supplier of a supply row: an organisation, a country, unknown or withheld; 0: the row says
// nothing of it. *named is the name of one that counts as unknown, 0 else.
static kt_symbol find_supplier(kt_parts_list *e, kt_symbol *named)
{
    kt_symbol name = kt_parts_list_cell(e, KT_PARTS_SUPPLIER);
    kt_symbol country = kt_parts_list_cell(e, KT_PARTS_COUNTRY);
    const char *text = kt_parts_list_text(e, name);
    *named = 0;
    if (strcmp(text, "unknown") == 0 || strcmp(text, "withheld") == 0)
        name = 0;
    if (name == 0 && country != 0) {
        char world[32] = "country:";
        strncat(world, kt_parts_list_text(e, country), sizeof world - 9);
        return kt_parts_list_symbol(e, world);
    }
    if (name == 0)
        return *text == '\0' ? 0 : kt_parts_list_symbol(e, text);
    kt_symbol id = give_organisation(e, name, country, kt_parts_list_cell(e, KT_PARTS_KVK));
    if (id != 0)
        return id;
    *named = name;
    kt_parts_list_warn(e, KT_PARTS_SUPPLIER,
                       "supplier \"%s\" has no country: it counts as unknown until the country is "
                       "given",
                       text);
    return kt_parts_list_symbol(e, "unknown");
}

// "A; B" in the cell of an earlier row, when that has one.
static bool add_name(kt_parts_list *e, size_t row, size_t field, kt_symbol name)
{
    const kt_delivery_table *supply = &e->delivery->table[e->supply];
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(supply, row, &n);
    size_t at = (size_t)(cell - supply->cell);
    for (size_t i = at; i < at + n; i++) {
        char joined[JOINED_SIZE];
        const char *old = kt_parts_list_text(e, supply->cell[i].text);
        if (supply->cell[i].field != field)
            continue;
        snprintf(joined, sizeof joined, "%.300s; %.200s", old, kt_parts_list_text(e, name));
        if (supply->cell[i].text != name)
            e->delivery->table[e->supply].cell[i].text = kt_parts_list_symbol(e, joined);
        return true;
    }
    return false;
}

// Several suppliers of an item that all count as unknown are one row with their names. True when
// the earlier row took this name too.
static bool join_unknown(kt_parts_list *e, kt_symbol item, kt_symbol buyer, kt_symbol name)
{
    char key[64];
    char row[32];
    size_t field = kt_parts_list_field(e, e->supply, "supplier_name");
    snprintf(key, sizeof key, "%u %u", item, buyer);
    const char *earlier = kt_dictionary_find(&e->names, KT_PARTS_LIST_UNKNOWN, key);
    if (earlier != NULL)
        return add_name(e, strtoul(earlier, NULL, 10), field, name);
    snprintf(row, sizeof row, "%zu", e->delivery->table[e->supply].n_rows);
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_UNKNOWN, key, row, true);
    return false;
}

static void give_supply(kt_parts_list *e, kt_symbol item, kt_symbol buyer)
{
    static const struct {
        size_t to, from;
    } FIELDS[] = {{KT_SUPPLY_SHARE, KT_PARTS_SHARE},
                  {KT_SUPPLY_LEAD_TIME, KT_PARTS_LEAD_TIME},
                  {KT_SUPPLY_SWITCH, KT_PARTS_SWITCH},
                  {KT_SUPPLY_PRICE, KT_PARTS_PRICE}};
    kt_symbol named;
    kt_symbol supplier = find_supplier(e, &named);
    if (supplier == 0 || supplier == buyer || (named != 0 && join_unknown(e, item, buyer, named)))
        return;
    kt_delivery_begin(e->delivery, e->supply, kt_parts_list_place(e));
    kt_parts_list_put(e, e->supply, KT_SUPPLY_ITEM, item, KT_PARTS_ITEM);
    kt_parts_list_put(e, e->supply, KT_SUPPLY_SUPPLIER, supplier, KT_PARTS_SUPPLIER);
    kt_parts_list_put(e, e->supply, KT_SUPPLY_BUYER, buyer, KT_N_PARTS);
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++)
        kt_parts_list_put(e, e->supply, FIELDS[i].to, kt_parts_list_cell(e, FIELDS[i].from),
                          FIELDS[i].from);
    if (named != 0)
        kt_parts_list_put(e, e->supply, kt_parts_list_field(e, e->supply, "supplier_name"), named,
                          KT_PARTS_SUPPLIER);
    kt_parts_list_put_proof(e, e->supply, KT_SUPPLY_EVIDENCE,
                            kt_parts_list_field(e, e->supply, "source"));
}

static void give_stock(kt_parts_list *e, kt_symbol item, kt_symbol holder)
{
    if (kt_parts_list_cell(e, KT_PARTS_COVER) == 0)
        return;
    if (holder == 0) {
        if (!e->said_no_holder)
            kt_parts_list_warn(
                e, KT_PARTS_COVER,
                "stocks are left out, that of \"%s\" first: the list does not say who holds them",
                kt_parts_list_text(e, item));
        e->said_no_holder = true;
        return;
    }
    kt_delivery_begin(e->delivery, e->stocks, kt_parts_list_place(e));
    kt_parts_list_put(e, e->stocks, KT_STOCKS_ITEM, item, KT_PARTS_ITEM);
    kt_parts_list_put(e, e->stocks, KT_STOCKS_HOLDER, holder, KT_N_PARTS);
    kt_parts_list_put(e, e->stocks, KT_STOCKS_DAYS, kt_parts_list_cell(e, KT_PARTS_COVER),
                      KT_PARTS_COVER);
    kt_parts_list_put_proof(e, e->stocks, kt_parts_list_field(e, e->stocks, "evidence"),
                            kt_parts_list_field(e, e->stocks, "source"));
}

kt_symbol kt_parts_supply_company(kt_parts_list *e, kt_symbol product)
{
    kt_symbol name = kt_parts_list_cell(e, e->company);
    kt_symbol country = kt_parts_list_cell(e, e->company_country);
    if (name == 0)
        return 0;
    const char *code = kt_parts_list_meaning(e, KT_RECOGNISE_COUNTRY, country, e->company_country);
    kt_symbol id = give_organisation(e, name, code == NULL ? 0 : kt_parts_list_symbol(e, code),
                                     kt_parts_list_cell(e, e->company_kvk));
    kt_part_known *k = id == 0 ? NULL : kt_parts_list_know(e, id);
    if (k == NULL) {
        kt_reject_add(e->fill->rejects, kt_parts_list_place(e), kt_parts_list_text(e, name),
                      "company \"%s\" has no country that is known", kt_parts_list_text(e, name));
        return 0;
    }
    if (product != 0 && !k->organisation) {
        kt_delivery_begin(e->delivery, e->supply, kt_parts_list_place(e));
        kt_parts_list_put(e, e->supply, KT_SUPPLY_ITEM, product, KT_N_PARTS);
        kt_parts_list_put(e, e->supply, KT_SUPPLY_SUPPLIER, id, KT_N_PARTS);
        kt_parts_list_put_proof(e, e->supply, KT_SUPPLY_EVIDENCE,
                                kt_parts_list_field(e, e->supply, "source"));
    }
    kt_parts_list_know(e, id)->organisation = true;
    return id;
}

void kt_parts_supply_give(kt_parts_list *e, kt_symbol item, kt_symbol buyer)
{
    give_supply(e, item, buyer);
    give_stock(e, item, buyer);
}
