// SPDX-License-Identifier: EUPL-1.2
// One walk over some 450 rows a question; asked once a material.
#include "analysis/supply/annual_price.h"

#include <math.h>
#include <string.h>

// USD for one EUR, NaN where no rate of that year is known.
static double rate_of(const kt_case *c, double year)
{
    const kt_table *rates = &c->reference[KT_EXCHANGE_RATES];
    for (uint32_t r = 0; r < rates->n_rows; r++) {
        if (kt_table_number(rates, KT_EXCHANGE_RATES_YEAR, r) == year)
            return kt_table_number(rates, KT_EXCHANGE_RATES_USD, r);
    }
    return (double)NAN;
}

static bool goes_before(const kt_case *c, uint32_t row, uint32_t other)
{
    const kt_table *prices = &c->reference[KT_ANNUAL_PRICES];
    double year = kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, row);
    double other_year = kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, other);
    int form = kt_table_choice(prices, KT_ANNUAL_PRICES_FORM, row);
    int other_form = kt_table_choice(prices, KT_ANNUAL_PRICES_FORM, other);
    if (year != other_year)
        return year > other_year;
    if (form != other_form)
        return form > other_form; // the purer, the later in the list
    return strcmp(kt_pool_text(&c->pool, kt_table_text(prices, KT_ANNUAL_PRICES_MARKET, row)),
                  kt_pool_text(&c->pool, kt_table_text(prices, KT_ANNUAL_PRICES_MARKET, other))) <
           0;
}

kt_annual_price kt_annual_price_of(const kt_case *c, kt_symbol material, int stage)
{
    const kt_table *prices = &c->reference[KT_ANNUAL_PRICES];
    kt_annual_price out = {(double)NAN, KT_NO_ROW};
    for (uint32_t r = 0; r < prices->n_rows; r++) {
        if (kt_table_text(prices, KT_ANNUAL_PRICES_MATERIAL, r) == material &&
            kt_table_choice(prices, KT_ANNUAL_PRICES_STAGE, r) == stage &&
            !isnan(rate_of(c, kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, r))) &&
            (out.row == KT_NO_ROW || goes_before(c, r, out.row)))
            out.row = r;
    }
    if (out.row == KT_NO_ROW)
        return out;
    double fraction = kt_table_number(prices, KT_ANNUAL_PRICES_FRACTION, out.row);
    out.eur_per_kg = kt_table_number(prices, KT_ANNUAL_PRICES_USD, out.row) /
                     rate_of(c, kt_table_number(prices, KT_ANNUAL_PRICES_YEAR, out.row)) /
                     (isnan(fraction) ? 1.0 : fraction);
    return out;
}
