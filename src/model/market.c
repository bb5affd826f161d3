// SPDX-License-Identifier: EUPL-1.2
// Builds all mixes of an item from one list of offers, sorted by buyer and supplier; the empty
// buyer, the market, comes first. Completes the shares: missing ones split the rest, and what is
// left is `unknown`. A few offers an item, up to 1e5 in a market of firms; the list is reused, so
// an economy of 1e7 sources allocates it once.
#include "model/market.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/sort.h"

const double kt_market_nearly_whole = 0.97;

static const double NO_REST = 1e-9; // a rest below this is rounding

typedef struct kt_market_offer {
    uint32_t buyer, supplier; // ranks
    kt_symbol buyer_id, supplier_id;
    uint32_t row; // of supply, or KT_NO_ROW
    double share; // NaN: not given
    double spare;
} offer; // a source before its share is complete

typedef struct offer_list {
    kt_builder *b;
    offer *source; // of the builder: every item uses the same room
    size_t n;
} offer_list;

static void add_offer(offer_list *list, kt_symbol buyer, kt_symbol supplier, uint32_t row,
                      double share, double spare)
{
    kt_builder *b = list->b;
    b->offer =
        kt_grow_array(b->offer, &b->capacity.offer, list->n + 1, sizeof *b->offer, &b->failed);
    list->source = b->offer;
    if (b->failed)
        return;
    list->source[list->n++] = (offer){
        b->rank[buyer], b->rank[supplier], buyer, supplier, row, share, isnan(spare) ? 0.0 : spare};
}

static int by_buyer_and_supplier(const void *left, const void *right)
{
    const offer *a = left;
    const offer *b = right;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return (a->supplier > b->supplier) - (a->supplier < b->supplier);
}

static void sort_offers(offer_list *list)
{
    kt_builder *b = list->b;
    b->failed |= kt_sort_long(list->source, list->n, sizeof *list->source, by_buyer_and_supplier,
                              b->control, NULL) != KT_OK;
}

static void offer_supply_rows(offer_list *list, uint32_t case_row)
{
    const kt_builder *b = list->b;
    const kt_table *supply = &b->the_case->table[KT_SUPPLY];
    for (uint32_t k = b->supply.first[case_row]; k < b->supply.first[case_row + 1]; k++) {
        uint32_t r = b->supply.row[k];
        add_offer(list, kt_table_text(supply, KT_SUPPLY_BUYER, r),
                  kt_table_text(supply, KT_SUPPLY_SUPPLIER, r), r,
                  kt_table_number(supply, KT_SUPPLY_SHARE, r),
                  kt_table_number(supply, KT_SUPPLY_SPARE_SHARE, r));
    }
}

static void offer_country(offer_list *list, kt_symbol country, double share)
{
    const kt_case *c = list->b->the_case;
    add_offer(list, 0, c->world.row[country], KT_NO_ROW, share, 0.0);
}

static void offer_reference_market(offer_list *list, kt_network_item *item)
{
    const kt_builder *b = list->b;
    const kt_table *supply = &b->the_case->reference[KT_MATERIAL_SUPPLY];
    kt_world_market market =
        kt_world_find(&b->world, item->material, item->stage, (kt_scope)item->scope);
    item->period = market.period;
    item->late = market.late;
    item->model = market.model;
    item->rounded = market.rounded;
    item->shared_code = market.imports != NULL && market.imports->n_shared_codes > 0;
    for (uint32_t k = 0; k < market.n; k++) {
        if (market.imports != NULL)
            offer_country(list, market.imports->partner[k].country,
                          market.imports->partner[k].share);
        else
            offer_country(list, kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, market.row[k]),
                          kt_table_number(supply, KT_MATERIAL_SUPPLY_SHARE, market.row[k]));
    }
}

// The market comes first in the sorted list, so the sum does not depend on the order of rows. A
// list that says of what kind it is leaves out on purpose what it does not name: that is not
// divided away.
static void normalise_reference_market(const offer_list *list, kt_network_item *item)
{
    double sum = 0.0;
    size_t n = 0;
    for (; n < list->n && list->source[n].buyer_id == 0; n++)
        sum += list->source[n].share;
    bool divide = item->rounded ? sum > kt_market_nearly_whole : sum > 1.0;
    for (size_t k = 0; divide && k < n; k++)
        list->source[k].share /= sum;
    item->published_sum = sum;
}

// Gives the missing shares of one mix their part of the rest. Returns the rest that none of them
// takes.
static double complete_shares(offer *source, size_t n)
{
    double given = 0.0;
    size_t n_missing = 0;
    for (size_t k = 0; k < n; k++) {
        if (isnan(source[k].share))
            n_missing++;
        else
            given += source[k].share;
    }
    double rest = 1.0 - given;
    assert(rest > -1e-6); // the rules of supply rows let no more than the whole through
    if (rest < NO_REST)
        rest = 0.0;
    for (size_t k = 0; k < n; k++) {
        if (isnan(source[k].share))
            source[k].share = rest / (double)n_missing;
    }
    return n_missing > 0 ? 0.0 : rest;
}

// The rest is a source of its own, or joins an `unknown` that the rows name.
static void add_unknown_rest(offer_list *list, size_t first, size_t end, kt_symbol buyer)
{
    double rest = complete_shares(list->source + first, end - first);
    assert(rest >= 0.0 && rest <= 1.0);
    if (rest == 0.0)
        return;
    for (size_t k = first; k < end; k++) {
        if (list->source[k].supplier_id == list->b->the_case->unknown) {
            list->source[k].share += rest;
            return;
        }
    }
    add_offer(list, buyer, list->b->the_case->unknown, KT_NO_ROW, rest, 0.0);
}

static void complete_mixes(offer_list *list)
{
    size_t n = list->n; // the rests come behind
    for (size_t first = 0, end = 0; first < n && !list->b->failed; first = end) {
        kt_symbol buyer = list->source[first].buyer_id;
        while (end < n && list->source[end].buyer_id == buyer)
            end++;
        add_unknown_rest(list, first, end, buyer);
    }
    if (list->n > n)
        sort_offers(list);
}

typedef struct kt_market_party {
    uint32_t rank;
    kt_symbol id;
} party;

static int by_rank(const void *left, const void *right)
{
    const party *a = left;
    const party *b = right;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static void add_producer(kt_builder *b, uint32_t item, kt_symbol id)
{
    kt_network *net = b->net;
    net->producer = kt_grow_array(net->producer, &b->capacity.producer,
                                  (size_t)net->n_producers + 1, sizeof *net->producer, &b->failed);
    if (b->failed)
        return;
    kt_supplier supplier = kt_case_supplier(b->the_case, id);
    b->producer_of[id] = net->n_producers;
    net->producer[net->n_producers++] = (kt_producer){
        .item = item,
        .site = supplier.site,
        .organisation = supplier.organisation,
        .supplier = id,
        .country = supplier.country,
        .kind = (uint8_t)supplier.kind,
    };
}

static void add_producers(kt_builder *b, uint32_t item, const offer_list *list)
{
    size_t n = 0;
    b->party =
        kt_grow_array(b->party, &b->capacity.party, list->n + 1, sizeof *b->party, &b->failed);
    if (b->failed)
        return;
    for (size_t k = 0; k < list->n; k++) {
        kt_symbol id = list->source[k].supplier_id;
        if (b->met[id] == item + 1)
            continue;
        b->met[id] = item + 1;
        b->party[n++] = (party){list->source[k].supplier, id};
    }
    b->failed |= kt_sort_long(b->party, n, sizeof *b->party, by_rank, b->control, NULL) != KT_OK;
    for (size_t k = 0; k < n && !b->failed; k++)
        add_producer(b, item, b->party[k].id);
}

static void begin_mix(kt_builder *b, uint32_t item, kt_symbol buyer)
{
    kt_network *net = b->net;
    size_t need = (size_t)net->n_mixes + 1;
    net->mix_source = kt_grow_array(net->mix_source, &b->capacity.mix, need + 1,
                                    sizeof *net->mix_source, &b->failed);
    net->mix_buyer = kt_grow_array(net->mix_buyer, &b->capacity.mix_buyer, need,
                                   sizeof *net->mix_buyer, &b->failed);
    net->mix_item = kt_grow_array(net->mix_item, &b->capacity.mix_item, need, sizeof *net->mix_item,
                                  &b->failed);
    if (b->failed)
        return;
    net->mix_source[net->n_mixes] = net->n_sources;
    net->mix_buyer[net->n_mixes] = buyer;
    net->mix_item[net->n_mixes] = item;
    net->n_mixes++;
    net->mix_source[net->n_mixes] = net->n_sources;
}

static void add_source(kt_builder *b, const offer *from)
{
    kt_network *net = b->net;
    net->source = kt_grow_array(net->source, &b->capacity.source, net->n_sources + 1,
                                sizeof *net->source, &b->failed);
    if (b->failed)
        return;
    assert(net->producer[b->producer_of[from->supplier_id]].item ==
           net->mix_item[net->n_mixes - 1]);
    assert(from->share >= 0.0); // complete: NaN would not pass
    net->source[net->n_sources++] =
        (kt_source){b->producer_of[from->supplier_id], from->row, from->share, from->spare};
    net->mix_source[net->n_mixes] = net->n_sources;
}

static void add_mixes(kt_builder *b, uint32_t item, const offer_list *list)
{
    for (size_t k = 0; k < list->n && !b->failed; k++) {
        const offer *from = &list->source[k];
        if (k == 0 || from->buyer_id != from[-1].buyer_id)
            begin_mix(b, item, from->buyer_id);
        if (!b->failed)
            add_source(b, from);
    }
}

void kt_market_build(kt_builder *b, uint32_t i)
{
    assert(i < b->net->n_items);
    kt_network_item *item = &b->net->item[i];
    offer_list list = {.b = b};

    item->producer = b->net->n_producers;
    item->mix = b->net->n_mixes;
    if (item->row != KT_NO_ROW)
        offer_supply_rows(&list, item->row);
    if (item->market == KT_MARKET_REFERENCE)
        offer_reference_market(&list, item);
    else if (item->market == KT_MARKET_UNKNOWN)
        add_offer(&list, 0, b->the_case->unknown, KT_NO_ROW, 1.0, 0.0);
    if (!b->failed)
        sort_offers(&list);
    if (!b->failed && item->market == KT_MARKET_REFERENCE)
        normalise_reference_market(&list, item);
    if (!b->failed)
        complete_mixes(&list);
    if (!b->failed)
        add_producers(b, i, &list);
    if (!b->failed)
        add_mixes(b, i, &list);
}
