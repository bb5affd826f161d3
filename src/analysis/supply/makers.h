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

// Countries with a published output of this element and stage that are neither `but` nor hostile. A
// share of a group of elements is no output of one of them: where only a group is published, or
// nothing of the world, the countries of those who are known to make the element are counted.
// Shares of 0 and what is not a country of the reference do not count. O(countries + rows of
// makers).
uint32_t kt_makers_outside(kt_makers *makers, kt_symbol material, int stage, kt_symbol but);

#endif
