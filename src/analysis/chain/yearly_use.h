// SPDX-License-Identifier: EUPL-1.2
// How much of every item a target takes in a year. Which year is asked for decides:
//
//     new build       the ones that are wanted a year (`demand` of the target; one where nobody
//                     says), each with all that is in it; told of one
//     sustainment     what is installed keeps working: of an item with a row in `sustainment` its
//                     use a year, or, where that is empty, what is installed divided by the years
//                     that it serves; of any other item what the items above it take
//     modernisation   one set of the target
//     production      the same as new build, told of the year: what a maker sells
//
// A row of `sustainment` counts what all targets together have and use, so it goes before what the
// items above would take.
//
// What is taken is what must be bought, cutting losses included: the `yield` of a row of the bill
// of materials, else, of an item that is a composition of the reference, that of the composition.
// The latter is of no concern to what a target holds (explode.h), so the two differ by it.
#ifndef KT_ANALYSIS_CHAIN_YEARLY_USE_H
#define KT_ANALYSIS_CHAIN_YEARLY_USE_H

#include "analysis/chain/study.h"

typedef enum kt_need_kind {
    KT_NEED_KIND_NEWBUILD,
    KT_NEED_KIND_SUSTAINMENT,
    KT_NEED_KIND_MODERNISATION,
    KT_NEED_KIND_PRODUCTION,
    KT_N_NEED_KINDS
} kt_need_kind;

#define KT_LIFE_YEARS 30.0 // of a ship: an assumption, grade D

typedef struct kt_yearly_use {
    kt_need_kind need;
    double *units;  // [n_items] a year, of what the target reaches; NaN: a quantity on the way is
                    // not known
    double *recipe; // [n_recipes] units a year that the producers of a recipe make; NaN as above
    double targets; // units of the target a year
    uint32_t n_by_life; // items whose use is what is installed, divided by the life
} kt_yearly_use;

// "newbuild", "sustainment", "modernisation", "production", NULL: in the order of kt_need_kind.
extern const char *const kt_yearly_use_needs[];

// The need that is meant where nobody says: sustainment of a target that is in service, that is,
// has a row in `sustainment`; production where `demand` wants more than one of it a year; else new
// build.
kt_need_kind kt_yearly_use_default(const kt_network *network, uint32_t target);

// The need is of one target, not of a year: the kilograms and euros that are told are of one.
bool kt_yearly_use_is_of_one(const kt_yearly_use *use);

// `life`: years, above 0. First alternatives are what is used. Without a row of its own one target
// is in service. O(reached sources). Arrays live in the study's arena. KT_NO_RESOURCES only.
kt_status kt_yearly_use_find(kt_yearly_use *out, const kt_study *study, kt_need_kind need,
                             double life, kt_error *err);

// What one unit of `item` takes of an input, losses in making it included: of the bill of materials
// or, where that says none, of the composition that the item is. O(rows of compositions).
double kt_yearly_use_quantity(const kt_network *network, uint32_t item,
                              const kt_alternative *input);

#endif
