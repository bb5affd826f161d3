// SPDX-License-Identifier: EUPL-1.2
// What the steps of building a network share: chain.c orders the items, market.c makes producers
// and mixes, recipe.c requirements, network_build.c calls them item by item.
// Internal to: chain, market, network_build, recipe.
#ifndef KT_MODEL_BUILDER_H
#define KT_MODEL_BUILDER_H

#include "base/control.h"
#include "model/group.h"
#include "model/network.h"
#include "model/world.h"

typedef struct kt_builder {
    kt_network *net;
    const kt_case *the_case;
    kt_scope scope;
    const kt_control *control; // may be NULL
    kt_world world;
    kt_group bom;           // BOM rows by parent: row of items
    kt_group supply;        // supply rows by item: row of items
    uint32_t *item_of_row;  // [rows of items] → item of the network
    uint32_t *stage_before; // [n_items] item of the stage that feeds it, or KT_NO_ROW
    double *stage_yield;    // [n_items]
    uint32_t *rank;         // [symbols] order of suppliers and buyers by text, from 1; 0: neither
    uint32_t *grouped; // [symbols] 1 + the first line of a group; scratch of recipe.c, 0 between
    uint32_t *met;     // [symbols] 1 + the last item that the supplier was met at
    uint32_t *producer_of; // [symbols] supplier → producer of the item at hand; scratch of market.c
    struct kt_market_offer *offer; // sources of the item at hand; scratch of market.c
    struct kt_market_party *party; // suppliers of the item at hand; scratch of market.c
    struct {
        size_t producer, recipe, requirement, alternative, mix, mix_buyer, mix_item, source;
        size_t offer, party;
    } capacity;
    bool failed; // memory ran out, or the work is stopped
} kt_builder;

// The case's text of a symbol.
static inline const char *kt_builder_text(const kt_builder *b, kt_symbol symbol)
{
    return kt_pool_text(&b->the_case->pool, symbol);
}

#endif
