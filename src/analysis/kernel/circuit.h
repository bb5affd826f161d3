// SPDX-License-Identifier: EUPL-1.2
// The part of a network that some items reach, laid out in the order in which a sweep computes it:
// what is read together lies together, and nothing else is read at all.
//
// A step is an item. Producers that share a recipe make the same of it but for their own a(p), so
// what they make has one row, which the mixes they supply take times a(p); a producer with a recipe
// of its own has a row of its own. Of these the few that many draw on come first, so that they
// share the cache; the others stand as they do in the network. A mix that one recipe draws on is
// worked out where it is used and never stored: in a network of firms that is nearly all of them. A
// sweep reads 12 bytes and one row of lanes for each source.
//
// A recipe with many essential requirements, such as that of a ship with 4,000 parts, would be
// worked out anew for each change of one of them. It is laid out as a tree: parts, each the
// scarcest of some, and the recipe the scarcest of its parts. The scarcest of the scarcest has the
// same bits.
//
// Frozen once built: any number of threads may sweep one circuit. Expected: 1e4 sources (a frigate,
// 1 MB) to 1e7 (an economy, 250 MB).
#ifndef KT_ANALYSIS_KERNEL_CIRCUIT_H
#define KT_ANALYSIS_KERNEL_CIRCUIT_H

#include "base/bitset.h"
#include "base/control.h"
#include "model/network.h"

typedef struct kt_circuit_options {
    const uint32_t *item; // the items with a wanted market; NULL: every item of the network
    uint32_t n_items;
    bool reallocate; // sources add their spare share
    bool lean;       // keep the wanted markets and what is shared; else every mix can be read, and
                     // the market of every reached item with it
    bool markets;    // lean, but keep the reference markets too: what is given of them can be
                     // looked at (access.h)
    bool places;     // sources without a share are laid out: a change may give them one
    bool single;     // lanes of float will be swept too
    bool whole;      // no recipe is a tree: a change may make an essential requirement inessential
    const kt_control *control; // of the opening; may be NULL
} kt_circuit_options;

typedef struct kt_circuit {
    const kt_network *network;
    uint32_t n_steps, n_producers, n_recipes, n_requirements, n_alternatives, n_mixes;
    uint32_t n_mix_rows; // mixes that are stored
    uint64_t n_sources;
    bool places;               // sources without a share have theirs
    bool whole;                // no recipe is a tree
    uint32_t *item_step;       // [n_items of the network] or KT_NO_ROW: not reached
    uint32_t *step_recipe;     // [n_steps + 1]
    uint32_t *step_mix_row;    // [n_steps + 1]
    uint32_t *recipe_step;     // [n_recipes]
    uint32_t *recipe_producer; // [n_recipes] whose alone it is: its row is what that one makes,
                               // a(p) included; KT_NO_ROW: the row is of all that share the recipe,
                               // before their a(p)
    uint32_t *mix_row_step;    // [n_mix_rows]
    uint32_t *row_item;        // [n_mix_rows] of the network, whose market the mix is; KT_NO_ROW:
                               // it is what a buyer draws on
    uint32_t *row_mix;         // [n_mix_rows]
    uint32_t *producer_recipe; // [n_producers]
    uint32_t *recipe_requirement; // [n_recipes + 1]
    kt_requirement *requirement;  // [n_requirements + 1]
    uint32_t *alternative;        // [n_alternatives] mix
    uint32_t *mix_row;            // [n_mixes + 2] or KT_NO_ROW: not stored; the last two are the
                                  // rows of the constant mixes
    kt_bitset mix_shares;         // [n_mixes] those with a source whose recipe is shared
    uint64_t *mix_source;         // [n_mixes + 1]
    uint32_t *source_recipe;      // [n_sources, and a few zeros behind for reading ahead]
    uint32_t *source_producer;    // [n_sources]
    double *source_share;         // [n_sources]
    float *source_share_f;        // [n_sources] the same, rounded; NULL unless `single`
    uint32_t *requirement_at;     // [requirements of the network] here, or KT_NO_ROW: not reached
    uint32_t *producer_at;        // [producers of the network] here, or KT_NO_ROW: not reached
    uint32_t *mix_at;             // [mixes of the network] here, or KT_NO_ROW

    // Backwards, to follow a change up: who uses what.
    uint64_t *recipe_user; // [n_recipes + 1] into user_mix
    uint32_t *user_mix;    // [n_sources at most] each mix of a recipe once
    uint32_t *mix_user;    // [n_mixes + 1] into user_recipe
    uint32_t *user_recipe; // [n_alternatives]
} kt_circuit;

// Two mixes behind the last, which no item has: of one everything can always be had, of the other
// never anything. A change lets an alternative draw on them (change.h).
enum { KT_CIRCUIT_ALWAYS, KT_CIRCUIT_NEVER, KT_CIRCUIT_CONSTANTS }; // added to n_mixes

// A recipe is a tree where more than KT_CIRCUIT_WIDE of its requirements are essential. A part is
// of KT_CIRCUIT_PART: a recipe of its own, in the step of the item before the recipe, with a
// producer whose a(p) nothing changes and a mix that it has to itself.
enum { KT_CIRCUIT_WIDE = 32, KT_CIRCUIT_PART = 16 };

enum { KT_CIRCUIT_AHEAD = 64 }; // a sweep fetches the source that lies this many further on

// `network` must outlive it. O(network). KT_NO_RESOURCES when memory runs out or it is
// stopped; *out is then empty.
kt_status kt_circuit_open(kt_circuit *out, const kt_network *network,
                          const kt_circuit_options *options, kt_error *err);
void kt_circuit_close(kt_circuit *circuit);

// The recipe of which a requirement is, both of the circuit. O(log recipes).
uint32_t kt_circuit_recipe_with(const kt_circuit *circuit, uint32_t requirement);

// Bytes that the arrays take.
uint64_t kt_circuit_bytes(const kt_circuit *circuit);

// How far the market of network item `item` can differ at most between lanes of float and of
// double, whatever the scenario: the running error bound of the sweep (Higham, Accuracy and
// Stability of Numerical Algorithms, section 3.3; sums of n products in [0, 1] lose at most
// (n + 1) u each, minima and maxima nothing). O(sources). KT_NO_RESOURCES only.
kt_status kt_circuit_float_bound(double *out, const kt_circuit *circuit, uint32_t item,
                                 kt_error *err);

#endif
