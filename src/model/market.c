// SPDX-License-Identifier: EUPL-1.2
// See market.h. One draft list holds the sources of all mixes of an item, sorted by buyer and
// supplier; the empty buyer, the market, comes first.
#include "model/market.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/sort.h"

const double kt_market_nearly_whole = 0.97;

static const double NO_REST = 1e-9; // a rest below this is rounding

typedef struct kt_market_draft {
    uint32_t buyer, supplier; // ranks
    kt_symbol buyer_id, supplier_id;
    uint32_t row; // of supply, or KT_NO_ROW
    double share; // NaN: not given
    double spare;
} draft_source;

typedef struct draft_list {
    kt_builder *b;
    draft_source *source; // of the builder: every item uses the same room
    size_t n;
} draft_list;

static void add_draft(draft_list *list, kt_symbol buyer, kt_symbol supplier, uint32_t row,
                      double share, double spare)
{
    kt_builder *b = list->b;
    b->draft =
        kt_grow_array(b->draft, &b->capacity.draft, list->n + 1, sizeof *b->draft, &b->failed);
    list->source = b->draft;
    if (b->failed)
        return;
    list->source[list->n++] = (draft_source){
        b->rank[buyer], b->rank[supplier], buyer, supplier, row, share, isnan(spare) ? 0.0 : spare};
}

static int by_buyer_and_supplier(const void *left, const void *right)
{
    const draft_source *a = left;
    const draft_source *b = right;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return (a->supplier > b->supplier) - (a->supplier < b->supplier);
}

static void sort_drafts(draft_list *list)
{
    kt_builder *b = list->b;
    b->failed |= kt_sort_long(list->source, list->n, sizeof *list->source, by_buyer_and_supplier,
                              b->control, NULL) != KT_OK;
}

static void draft_supply_rows(draft_list *list, uint32_t case_row)
{
    const kt_builder *b = list->b;
    const kt_table *supply = &b->the_case->table[KT_SUPPLY];
    for (uint32_t k = b->supply.first[case_row]; k < b->supply.first[case_row + 1]; k++) {
        uint32_t r = b->supply.row[k];
        add_draft(list, kt_table_text(supply, KT_SUPPLY_BUYER, r),
                  kt_table_text(supply, KT_SUPPLY_SUPPLIER, r), r,
                  kt_table_number(supply, KT_SUPPLY_SHARE, r),
                  kt_table_number(supply, KT_SUPPLY_SPARE_SHARE, r));
    }
}

static void draft_reference_market(draft_list *list, const kt_network_item *item)
{
    const kt_builder *b = list->b;
    const kt_case *c = b->the_case;
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    kt_world_market market =
        kt_world_find(&b->world, item->material, item->stage, (kt_scope)item->scope);
    for (uint32_t k = 0; k < market.n; k++) {
        uint32_t r = market.row[k];
        kt_symbol country = kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, r);
        add_draft(list, 0, c->world.row[country], KT_NO_ROW,
                  kt_table_number(supply, KT_MATERIAL_SUPPLY_SHARE, r), 0.0);
    }
}

// The market comes first in the sorted list, so the sum does not depend on the order of rows.
static void normalise_reference_market(const draft_list *list, kt_network_item *item)
{
    double sum = 0.0;
    size_t n = 0;
    for (; n < list->n && list->source[n].buyer_id == 0; n++)
        sum += list->source[n].share;
    for (size_t k = 0; sum > kt_market_nearly_whole && k < n; k++)
        list->source[k].share /= sum;
    item->published_sum = sum;
}

// Gives the missing shares of one mix their part of the rest. Returns the rest nobody has.
static double complete_shares(draft_source *source, size_t n)
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
    if (rest < NO_REST)
        rest = 0.0;
    for (size_t k = 0; k < n; k++) {
        if (isnan(source[k].share))
            source[k].share = rest / (double)n_missing;
    }
    return n_missing > 0 ? 0.0 : rest;
}

// The rest is a source of its own, or joins an `unknown` that the rows name.
static void add_unknown_rest(draft_list *list, size_t first, size_t end, kt_symbol buyer)
{
    double rest = complete_shares(list->source + first, end - first);
    if (rest == 0.0)
        return;
    for (size_t k = first; k < end; k++) {
        if (list->source[k].supplier_id == list->b->the_case->unknown) {
            list->source[k].share += rest;
            return;
        }
    }
    add_draft(list, buyer, list->b->the_case->unknown, KT_NO_ROW, rest, 0.0);
}

static void complete_mixes(draft_list *list)
{
    size_t n = list->n; // the rests come behind
    for (size_t first = 0, end = 0; first < n && !list->b->failed; first = end) {
        kt_symbol buyer = list->source[first].buyer_id;
        while (end < n && list->source[end].buyer_id == buyer)
            end++;
        add_unknown_rest(list, first, end, buyer);
    }
    if (list->n > n)
        sort_drafts(list);
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

static void add_producers(kt_builder *b, uint32_t item, const draft_list *list)
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

static void add_source(kt_builder *b, const draft_source *draft)
{
    kt_network *net = b->net;
    net->source = kt_grow_array(net->source, &b->capacity.source, net->n_sources + 1,
                                sizeof *net->source, &b->failed);
    if (b->failed)
        return;
    net->source[net->n_sources++] =
        (kt_source){b->producer_of[draft->supplier_id], draft->row, draft->share, draft->spare};
    net->mix_source[net->n_mixes] = net->n_sources;
}

static void add_mixes(kt_builder *b, uint32_t item, const draft_list *list)
{
    for (size_t k = 0; k < list->n && !b->failed; k++) {
        const draft_source *draft = &list->source[k];
        if (k == 0 || draft->buyer_id != draft[-1].buyer_id)
            begin_mix(b, item, draft->buyer_id);
        if (!b->failed)
            add_source(b, draft);
    }
}

void kt_market_build(kt_builder *b, uint32_t i)
{
    kt_network_item *item = &b->net->item[i];
    draft_list list = {.b = b};

    item->producer = b->net->n_producers;
    item->mix = b->net->n_mixes;
    if (item->row != KT_NO_ROW)
        draft_supply_rows(&list, item->row);
    if (item->market == KT_MARKET_REFERENCE)
        draft_reference_market(&list, item);
    else if (item->market == KT_MARKET_UNKNOWN)
        add_draft(&list, 0, b->the_case->unknown, KT_NO_ROW, 1.0, 0.0);
    if (!b->failed)
        sort_drafts(&list);
    if (!b->failed && item->market == KT_MARKET_REFERENCE)
        normalise_reference_market(&list, item);
    if (!b->failed)
        complete_mixes(&list);
    if (!b->failed)
        add_producers(b, i, &list);
    if (!b->failed)
        add_mixes(b, i, &list);
}
