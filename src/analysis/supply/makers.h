// SPDX-License-Identifier: EUPL-1.2
// How many countries outside one could deliver a material at a stage: whether a buyer who is
// refused has somewhere else to go.
#ifndef KT_ANALYSIS_SUPPLY_MAKERS_H
#define KT_ANALYSIS_SUPPLY_MAKERS_H

#include "analysis/supply/hostile.h"
#include "model/world.h"

typedef struct kt_makers {
    kt_world world; // global shares of one vintage
    const kt_hostile *hostile;
    bool *seen; // [countries] scratch
} kt_makers;

// `the_case`, `hostile` must outlive it. The caller closes it. KT_NO_RESOURCES only.
kt_status kt_makers_open(kt_makers *out, const kt_case *the_case, const kt_vintage *vintage,
                         const kt_hostile *hostile, kt_error *err);
void kt_makers_close(kt_makers *makers);

// Out of which country a way is looked for, and of what.
typedef struct kt_maker_request {
    kt_symbol material;
    int stage;
    kt_symbol but;
} kt_maker_request;

// Countries with a published output of this element and stage that are neither `but` nor hostile. A
// share of a group of elements is no output of one of them: where only a group is published, or
// nothing of the world, the countries of those who are known to make the element are counted.
// Shares of 0 and what is not a country of the reference do not count. O(countries + rows of
// makers).
uint32_t kt_makers_outside(kt_makers *makers, kt_symbol material, int stage, kt_symbol but);

// Why a country counts as a way out, or does not.
typedef enum kt_maker_verdict {
    KT_MAKER_COUNTS,
    KT_MAKER_AGAIN,      // it was counted already
    KT_MAKER_ITSELF,     // the country that the way leads out of
    KT_MAKER_WILL_NOT,   // it is supposed not to sell
    KT_MAKER_OF_GROUP,   // the share is of a group of elements
    KT_MAKER_OF_NOTHING, // the share is 0
    KT_MAKER_NO_COUNTRY, // the reference has no such country: all others together
    KT_N_MAKER_VERDICTS
} kt_maker_verdict;

typedef struct kt_maker {
    kt_symbol country;
    uint32_t supply_row; // of material_supply, or KT_NO_ROW
    uint32_t maker_row;  // of makers, or KT_NO_ROW
    kt_maker_verdict verdict;
} kt_maker;

typedef struct kt_maker_list {
    kt_maker *row; // in the order of the tables, published output first
    uint32_t n, n_counted;
    bool published; // the world's shares of the element itself are
} kt_maker_list;

// The same, with every row that was looked at. Rows live in `arena`. KT_NO_RESOURCES only.
kt_status kt_makers_list(kt_maker_list *out, kt_makers *makers, const kt_maker_request *request,
                         kt_arena *arena, kt_error *err);

#endif
