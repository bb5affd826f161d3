// SPDX-License-Identifier: EUPL-1.2
// What lies between an item and the target: who uses it, the shortest way to the target, and the
// nearest company on record that would know more about it.
#ifndef KT_ANALYSIS_CHAIN_DOWNSTREAM_H
#define KT_ANALYSIS_CHAIN_DOWNSTREAM_H

#include "analysis/chain/study.h"

typedef struct kt_downstream {
    const kt_network *network;
    uint32_t target;
    uint32_t *first; // [n_items + 1] of the users of each item
    uint32_t *user;  // reached items that draw on it, by any alternative; ascending
    uint32_t *up;    // [n_items] the user on a shortest way to the target; KT_NO_ROW for the target
                     // itself and for what is not reached
    uint32_t *depth; // [n_items] steps to the target that way
    uint32_t *maker; // [n_items] organisation (row) of the reached producer with most units;
                     // KT_NO_ROW where none is named
    uint32_t *knower; // [n_items] organisation (row) of the nearest maker at or above the item
    uint32_t *steps;  // [n_items] how far up that is
    uint32_t *toward; // [n_items] the user through which that maker is reached; KT_NO_ROW where the
                      // item has a maker of its own, or none is found
} kt_downstream;

// Ties go to the user with the smaller id at the same level. O(requirements of reached items).
// Arrays live in `arena`. KT_NO_RESOURCES only.
kt_status kt_downstream_find(kt_downstream *out, const kt_study *study, kt_arena *arena,
                             kt_error *err);

// An order of the items in which those whose shortest ways to the target share most stand together:
// the target first, each below the one it is used in, before the next. place: [n_items] of the
// reached ones; n_items of others. O(items). KT_NO_RESOURCES only.
kt_status kt_downstream_order(uint32_t *place, const kt_downstream *downstream, kt_error *err);

// Organisation (row) of the nearest maker strictly above the item, else of the item itself;
// KT_NO_ROW where no organisation is named all the way up.
uint32_t kt_downstream_buyer(const kt_downstream *downstream, uint32_t item);

// The way from the target down to the item that passes what that company makes (`own`: at or above
// the item, else strictly above it), then the shortest way: at most `most` items, nearest to the
// item first, the item itself included. Returns how many; *made gets the position of what the
// company makes, or the position of the last one where it is beyond.
uint32_t kt_downstream_path(const kt_downstream *downstream, uint32_t item, bool own,
                            uint32_t *path, uint32_t most, uint32_t *made);

#endif
