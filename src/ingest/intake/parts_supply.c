// SPDX-License-Identifier: EUPL-1.2
// Writes organisations, supply rows and stocks of a part. A supplier needs a country. One without
// counts as unknown, and its name is kept with the row until the country is known
// (identify_company.h). Earlier rows of the same item and supplier are looked up and joined, up to
// 200,000 rows; shares are added, other figures have room in one row only.
#include "ingest/intake/parts_supply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/intake/meaning.h"
#include "ingest/recognise/evidence.h"
#include "ingest/recognise/fold.h"

// Figures of a supply row that a row of the list may have.
static const struct {
    size_t to, from;
} FIGURE[] = {{KT_SUPPLY_SHARE, KT_PARTS_SHARE},
              {KT_SUPPLY_LEAD_TIME, KT_PARTS_LEAD_TIME},
              {KT_SUPPLY_SWITCH, KT_PARTS_SWITCH},
              {KT_SUPPLY_PRICE, KT_PARTS_PRICE}};
enum { MOST_NAMES = 32767 }; // bytes: what a cell of a spreadsheet holds
enum { N_FIGURES = sizeof FIGURE / sizeof FIGURE[0], FIGURES_SIZE = N_FIGURES * 12 };

static bool is_number(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789") == digits;
}

static const char *find_organisation(kt_parts_list *e, kt_symbol name, kt_symbol number)
{
    const kt_recogniser *recogniser = e->intake->recogniser;
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
        kt_meaning_ask(e->intake, KT_RECOGNISE_ORGANISATION, text, place);
        return 0;
    }
    char id[KT_FOLD_ID];
    kt_fold_id(id, text);
    kt_meaning_ask_company(e->intake, text, id, place);
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

// A name as it stands in `supplier_name`, where `;` divides names.
static kt_symbol listed_name(kt_parts_list *e, kt_symbol name)
{
    kt_buffer text = {0};
    const char *from = kt_parts_list_text(e, name);
    if (strchr(from, ';') == NULL)
        return name;
    kt_buffer_put(&text, from);
    e->failed |= text.failed;
    for (char *at = text.text; !text.failed && *at != '\0'; at++) {
        if (*at == ';')
            *at = ',';
    }
    kt_symbol symbol = text.failed ? 0 : kt_parts_list_symbol(e, text.text);
    kt_buffer_free(&text);
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
    *named = listed_name(e, name);
    kt_parts_list_warn(e, KT_PARTS_SUPPLIER,
                       "supplier \"%s\" has no country: it counts as unknown until the country is "
                       "given",
                       text);
    return kt_parts_list_symbol(e, "unknown");
}

// A cell of an earlier supply row; NULL: it has none.
static kt_delivery_cell *find_cell(kt_parts_list *e, size_t row, size_t field)
{
    kt_delivery_table *supply = &e->delivery->table[e->supply];
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(supply, row, &n);
    size_t at = (size_t)(cell - supply->cell);
    for (size_t i = at; i < at + n; i++) {
        if (supply->cell[i].field == field)
            return &supply->cell[i];
    }
    return NULL;
}

// What a cell of the market's row says so far, at the beginning of the text that grows.
static void begin_text(kt_parts_list *e, const kt_parts_market *market, size_t field,
                       kt_buffer *text)
{
    const kt_delivery_cell *cell = text->length > 0 ? NULL : find_cell(e, market->row, field);
    if (cell != NULL)
        kt_buffer_put(text, kt_parts_list_text(e, cell->text));
}

// "A; B"; false when there is no room for another name.
static bool add_name(kt_parts_list *e, kt_parts_market *market, kt_symbol name)
{
    const char *text = kt_parts_list_text(e, name);
    begin_text(e, market, kt_parts_list_field(e, e->supply, "supplier_name"), &market->names);
    if (market->names.length + strlen(text) > MOST_NAMES)
        return false;
    kt_buffer_format(&market->names, "; %s", text);
    e->failed |= market->names.failed;
    return true;
}

static void add_source(kt_parts_list *e, kt_parts_market *market, kt_symbol source)
{
    kt_buffer text = {0};
    begin_text(e, market, kt_parts_list_field(e, e->supply, "source"), &market->sources);
    e->failed |= market->sources.failed;
    if (source == 0 || market->sources.length == 0)
        return;
    kt_evidence_join(&text, market->sources.text, kt_parts_list_text(e, source));
    kt_buffer_free(&market->sources);
    market->sources = text;
    e->failed |= text.failed;
}

// The row is worth no more than its weakest part; no evidence is D.
static void join_proof(kt_parts_list *e, kt_parts_market *market)
{
    kt_symbol evidence;
    kt_symbol source;
    kt_parts_list_proof(e, &evidence, &source);
    kt_delivery_cell *cell = find_cell(e, market->row, KT_SUPPLY_EVIDENCE);
    if (cell != NULL && kt_evidence_grade(kt_parts_list_text(e, evidence)) >
                            kt_evidence_grade(kt_parts_list_text(e, cell->text)))
        cell->text = evidence == 0 ? kt_parts_list_symbol(e, "D") : evidence;
    add_source(e, market, source);
}

static void warn_not_kept(kt_parts_list *e, size_t field, kt_symbol name)
{
    char place[KT_GRID_PLACE];
    kt_parts_list_where(place, e, field);
    kt_notes_add(e->intake->notes, KT_NOTE_WARNING, place,
                 "\"%s\" of supplier \"%s\" is not kept: without a country it is in one row with "
                 "what was said before",
                 kt_parts_list_text(e, kt_parts_list_cell(e, field)), kt_parts_list_text(e, name));
}

// The figures of another supplier: shares are added, as far as the row has one; for others there is
// room in one supplier's row only.
static void join_figures(kt_parts_list *e, size_t row, kt_symbol name)
{
    for (size_t i = 0; i < N_FIGURES; i++) {
        kt_symbol theirs = kt_parts_list_cell(e, FIGURE[i].from);
        kt_delivery_cell *cell = find_cell(e, row, FIGURE[i].to);
        const char *text = kt_parts_list_text(e, theirs);
        const char *old = cell == NULL ? "" : kt_parts_list_text(e, cell->text);
        char sum[KT_NUMBER_SIZE];
        double total;
        bool is_share = FIGURE[i].to == KT_SUPPLY_SHARE;
        if (theirs == 0 || (!is_share && kt_evidence_same(old, text)))
            continue;
        if (is_share && cell != NULL && kt_evidence_sum(sum, &total, old, text))
            cell->text = kt_parts_list_symbol(e, sum);
        else
            warn_not_kept(e, FIGURE[i].from, name);
    }
}

// The figures of the row at hand, as text: a supplier that is named twice says them twice.
static void figures_of(char text[FIGURES_SIZE], const kt_parts_list *e)
{
    size_t length = 0;
    for (size_t i = 0; i < N_FIGURES; i++)
        length += (size_t)snprintf(text + length, FIGURES_SIZE - length, "%u ",
                                   kt_parts_list_cell(e, FIGURE[i].from));
}

// The same supplier of the same item again, perhaps of another use of it.
static void meet_again(kt_parts_list *e, kt_symbol name, const char *earlier)
{
    for (size_t i = 0; i < N_FIGURES; i++) {
        char *end;
        kt_symbol before = (kt_symbol)strtoul(earlier, &end, 10);
        kt_symbol now = kt_parts_list_cell(e, FIGURE[i].from);
        if (now != 0 &&
            !kt_evidence_same(kt_parts_list_text(e, before), kt_parts_list_text(e, now)))
            warn_not_kept(e, FIGURE[i].from, name);
        earlier = end;
    }
}

static kt_parts_market *new_market(kt_parts_list *e, const char *key)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", e->n_markets);
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_UNKNOWN, key, number, true);
    e->market = kt_grow_array(e->market, &e->market_capacity, e->n_markets + 1, sizeof *e->market,
                              &e->failed);
    if (e->failed)
        return NULL;
    kt_parts_market *market = &e->market[e->n_markets++];
    *market = (kt_parts_market){.row = e->delivery->table[e->supply].n_rows};
    return market;
}

static void refuse_name(kt_parts_list *e, kt_symbol name)
{
    char place[KT_GRID_PLACE];
    kt_parts_list_where(place, e, KT_PARTS_SUPPLIER);
    kt_reject_add(
        e->intake->rejects, kt_parts_list_place(e), place,
        "the part has more suppliers without a country than one row can name; the next is "
        "\"%.100s\"",
        kt_parts_list_text(e, name));
}

// Several suppliers of an item that all count as unknown are one row with their names. True when
// an earlier row took this one.
static bool join_unknown(kt_parts_list *e, kt_symbol item, kt_symbol buyer, kt_symbol name)
{
    char key[64];
    char named[96];
    char figures[FIGURES_SIZE];
    snprintf(key, sizeof key, "%u %u", item, buyer);
    snprintf(named, sizeof named, "%s %u", key, name);
    const char *first = kt_dictionary_find(&e->names, KT_PARTS_LIST_UNKNOWN, key);
    const char *earlier = kt_dictionary_find(&e->names, KT_PARTS_LIST_UNKNOWN, named);
    kt_parts_market *market =
        first == NULL ? new_market(e, key) : &e->market[strtoul(first, NULL, 10)];
    if (market == NULL)
        return true;
    if (earlier != NULL) {
        meet_again(e, name, earlier);
        join_proof(e, market);
        return true;
    }
    if (first != NULL && !add_name(e, market, name)) {
        refuse_name(e, name);
        return true;
    }
    if (first != NULL) {
        join_figures(e, market->row, name);
        join_proof(e, market);
    }
    figures_of(figures, e);
    kt_dictionary_learn(&e->names, KT_PARTS_LIST_UNKNOWN, named, figures, true);
    return first != NULL;
}

static void write_text(kt_parts_list *e, const kt_parts_market *market, const char *field,
                       const kt_buffer *text)
{
    kt_delivery_cell *cell =
        text->length == 0 ? NULL
                          : find_cell(e, market->row, kt_parts_list_field(e, e->supply, field));
    if (cell != NULL)
        cell->text = kt_parts_list_symbol(e, text->text);
}

void kt_parts_supply_end(kt_parts_list *e)
{
    for (size_t i = 0; i < e->n_markets; i++) {
        kt_parts_market *market = &e->market[i];
        if (!e->failed && !e->delivery->failed) {
            write_text(e, market, "supplier_name", &market->names);
            write_text(e, market, "source", &market->sources);
        }
        kt_buffer_free(&market->names);
        kt_buffer_free(&market->sources);
    }
    free(e->market);
    e->market = NULL;
    e->n_markets = 0;
}

static void give_supply(kt_parts_list *e, kt_symbol item, kt_symbol buyer)
{
    kt_symbol named;
    kt_symbol supplier = find_supplier(e, &named);
    if (supplier == 0 || supplier == buyer || (named != 0 && join_unknown(e, item, buyer, named)))
        return;
    kt_delivery_begin(e->delivery, e->supply, kt_parts_list_place(e));
    kt_parts_list_put(e, e->supply, KT_SUPPLY_ITEM, item, KT_PARTS_ITEM);
    kt_parts_list_put(e, e->supply, KT_SUPPLY_SUPPLIER, supplier, KT_PARTS_SUPPLIER);
    kt_parts_list_put(e, e->supply, KT_SUPPLY_BUYER, buyer, KT_N_PARTS);
    for (size_t i = 0; i < N_FIGURES; i++)
        kt_parts_list_put(e, e->supply, FIGURE[i].to, kt_parts_list_cell(e, FIGURE[i].from),
                          FIGURE[i].from);
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
        kt_reject_add(e->intake->rejects, kt_parts_list_place(e), kt_parts_list_text(e, name),
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
    e->known[id].organisation = true;
    return id;
}

void kt_parts_supply_give(kt_parts_list *e, kt_symbol item, kt_symbol buyer)
{
    give_supply(e, item, buyer);
    give_stock(e, item, buyer);
}
