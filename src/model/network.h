// SPDX-License-Identifier: EUPL-1.2
// The network of a case (DESIGN section 4): producers, what they require, and the mixes of sources
// that can satisfy it. Compressed sparse rows throughout; frozen once built.
//
// Two things are shared rather than repeated, because a market has many buyers: a *mix* is a list
// of sources with shares (the market of an item, or what one buyer draws on), a *recipe* is a list
// of requirements (all producers of an item without sourcing of their own have the same). So a
// sweep costs the sources of each mix once, not once a buyer.
//
//     item ── producers ── recipe ── requirements ── alternatives ── mix ── sources ── producers
//
// Items are in topological order, inputs first, then by id; producers of an item and sources of a
// mix by supplier id; requirements by the id of their first child. So no sum depends on the order
// of rows in a file. Expected: 1e3 producers (a frigate) to 1e7 sources (an economy).
#ifndef KT_MODEL_NETWORK_H
#define KT_MODEL_NETWORK_H

#include "model/case.h"
#include "model/vintage.h"

typedef enum kt_market_kind {
    KT_MARKET_SUPPLY,    // supply rows without a buyer
    KT_MARKET_REFERENCE, // the world market of the reference package
    KT_MARKET_UNKNOWN,   // nothing is known: one producer, `unknown`
} kt_market_kind;

typedef struct kt_network_item {
    kt_symbol id;
    kt_symbol material; // 0 unless kind is material
    uint32_t row; // of items, KT_NO_ROW for a stage that the reference adds (MATERIAL.extraction)
    uint32_t producer;         // first one; they end where the next item's begin
    uint32_t mix;              // first one: the market; the mixes of buyers follow
    uint8_t kind;              // kt_item_kind
    uint8_t stage;             // kt_stage of a material, 0 else
    uint8_t market;            // kt_market_kind
    uint8_t scope;             // kt_scope that a reference market really uses
    bool late, model, rounded; // of a reference market: see kt_world_market
    bool shared_code;          // its imports are of customs codes that are of other materials, too
    kt_symbol period;          // of a reference market's shares; 0 else
    bool function_critical;
    double unit_kg;       // mass of one unit, NaN when not known
    double value_eur;     // of one unit, NaN when not known
    double published_sum; // of a reference market's shares before they are divided by it; NaN else
} kt_network_item;

typedef struct kt_producer {
    uint32_t item;
    uint32_t recipe;
    uint32_t site;         // row of sites, or KT_NO_ROW
    uint32_t organisation; // row of organisations, or KT_NO_ROW
    kt_symbol supplier; // the id: of a site or organisation, `country:XXX`, `unknown`, `withheld`
    kt_symbol country;  // 0 when none is known
    uint8_t kind;       // kt_supplier_kind
} kt_producer;

typedef struct kt_requirement {
    uint32_t alternative; // first one; they end where the next requirement's begin
    bool essential;
    double weight; // w_k of DESIGN section 4
} kt_requirement;

typedef struct kt_alternative {
    uint32_t mix;
    uint32_t bom_row;                            // KT_NO_ROW for a stage of the reference
    double quantity, quantity_min, quantity_max; // units of the child for one unit, yield included
    double min_share;                            // NaN when not given
} kt_alternative;

typedef struct kt_source {
    uint32_t producer;
    uint32_t row; // of supply; KT_NO_ROW: of the reference, or the unknown rest
    double share;
    double spare;
} kt_source;

typedef struct kt_network {
    const kt_case *the_case;
    kt_figures figures; // of the reference, that were asked for
    uint32_t n_items, n_producers, n_recipes, n_requirements, n_alternatives, n_mixes;
    uint64_t n_sources;
    kt_network_item *item;               // [n_items + 1]
    kt_producer *producer;               // [n_producers]
    uint32_t *recipe_requirement;        // [n_recipes + 1]
    kt_requirement *requirement;         // [n_requirements + 1]
    kt_alternative *alternative;         // [n_alternatives]
    uint64_t *mix_source;                // [n_mixes + 1]
    kt_symbol *mix_buyer;                // [n_mixes] 0: the market
    uint32_t *mix_item;                  // [n_mixes]
    kt_source *source;                   // [n_sources]
    kt_index item_of;                    // symbol of an id → item
    kt_symbol first_period, last_period; // of the reference's shares, by text; 0: none is stated
    bool borrowed;                       // a copy of the struct: its arrays are those of another
} kt_network;

void kt_network_free(kt_network *network);

// A copy that borrows all of `network`, which outlives it. It is given to kt_network_free too.
kt_network kt_network_borrow(const kt_network *network);

// The recipes of an item's producers, which are neighbours; first is end for an item without any.
typedef struct kt_recipes {
    uint32_t first, end;
} kt_recipes;

// O(producers of the item).
kt_recipes kt_network_recipes(const kt_network *network, uint32_t item);

// The item a target id names, or KT_NO_ROW.
uint32_t kt_network_find(const kt_network *network, const char *id);

#endif
