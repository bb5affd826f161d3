// SPDX-License-Identifier: EUPL-1.2
// The indicators of a raw materials observatory that are not part of the EU method: reserves, by-
// product share, price. The list follows TNO's study for the Ministry of Economic Affairs (Bastein
// and Rietveld 2015). What no open source gives is NaN, never zero.
#ifndef KT_ANALYSIS_SUPPLY_INDICATOR_H
#define KT_ANALYSIS_SUPPLY_INDICATOR_H

#include "analysis/supply/basis.h"

enum { KT_INDICATOR_MONTHS = 60, KT_INDICATOR_LEAST = 24 };

typedef struct kt_indicator {
    double reserve_years;              // world reserves over a year's extraction, both in tonnes
    double reserve_hhi;                // of countries' shares in world reserves, newest year
    int reserve_year;                  // 0: none
    uint32_t reserve_largest;          // country, or KT_NO_ROW
    double reserve_share;              // its share
    double companionality;             // share won as by-product
    double volatility;                 // standard deviation of monthly log returns times sqrt(12)
    double trend;                      // growth a year of the exponential fit: 0.1 is 10 % a year
    double price;                      // of the last month
    kt_symbol price_month, price_unit; // of the last month; 0: no series
    uint32_t price_months;             // behind volatility and trend, at most KT_INDICATOR_MONTHS
} kt_indicator;

// One row per material. Prices of the months that were over on `day` (days since 1970-01-01).
// Arrays live in `arena`. One pass over each table. KT_NO_RESOURCES only.
kt_status kt_indicator_find(kt_indicator **out, const kt_basis *basis, int32_t day, kt_arena *arena,
                            kt_error *err);

// Volatility of `n` monthly prices, oldest first; NaN for fewer than KT_INDICATOR_LEAST returns.
double kt_indicator_volatility(const double *price, size_t n);

// Yearly growth of the least-squares line through the logarithms of `n` monthly prices; NaN for as
// few.
double kt_indicator_trend(const double *price, size_t n);

#endif
