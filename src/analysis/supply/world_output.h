// SPDX-License-Identifier: EUPL-1.2
// How much of a material the world makes, in kilograms that can be set against a need: published
// tonnes of oxides, ores or concentrates cannot, nor lists that leave producers out.
#ifndef KT_ANALYSIS_SUPPLY_WORLD_OUTPUT_H
#define KT_ANALYSIS_SUPPLY_WORLD_OUTPUT_H

#include "model/case.h"

typedef struct kt_world_output {
    double all_kg;     // in the year; NaN where no comparable figures are published
    double country_kg; // of the country asked for, 0 where it is not on the list
    double year;
} kt_world_output;

// Of the latest year with tonnes whose published shares cover the whole. O(rows of production).
kt_world_output kt_world_output_of(const kt_case *the_case, kt_symbol material, int stage,
                                   kt_symbol country);

#endif
