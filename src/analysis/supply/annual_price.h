// SPDX-License-Identifier: EUPL-1.2
// What a kilogram of a material costs, after the newest year's mean that is published. Prices of
// two markets are never averaged, and none is made up: one row answers, or none.
#ifndef KT_ANALYSIS_SUPPLY_ANNUAL_PRICE_H
#define KT_ANALYSIS_SUPPLY_ANNUAL_PRICE_H

#include "model/case.h"

typedef struct kt_annual_price {
    double eur_per_kg; // of content; NaN: no price is published
    uint32_t row;      // of annual_prices, or KT_NO_ROW
} kt_annual_price;

// Of the material at the stage: of the newest year; among its rows metal before alloy, compound and
// ore, then the first market by text. Euros at the mean rate of that year: without a rate, no
// price. O(rows).
kt_annual_price kt_annual_price_of(const kt_case *the_case, kt_symbol material, int stage);

#endif
