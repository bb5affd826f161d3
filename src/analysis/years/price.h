// SPDX-License-Identifier: EUPL-1.2
// What a tariff or a lost share of supply does to a price, where elasticities are on record. No
// default elasticity exists here: without a row in `elasticities` the answer is "not known".
#ifndef KT_ANALYSIS_YEARS_PRICE_H
#define KT_ANALYSIS_YEARS_PRICE_H

#include "analysis/chain/study.h"
#include "analysis/years/scenario.h"

typedef struct kt_elasticity {
    double supply; // above 0
    double demand; // 0 or below
} kt_elasticity;

// The reference's row of the material and stage; NaN where it has none.
kt_elasticity kt_price_elasticity(const kt_case *the_case, kt_symbol material, int stage);

// P1/P0 at which the market clears after share `lost` of supply is gone, with idle capacity `idle`
// as a share of supply: (1 - lost) P^es + idle = P^ed. Infinite when nothing is left. Bisection to
// the last bit, at most 200 steps.
double kt_price_after_loss(kt_elasticity elasticity, double lost, double idle);

// P1/P0 of buyers after a tariff `rate` (0.25 is 25 %) on share `taxed` of supply; its sellers get
// P / (1 + rate): (1 - taxed) P^es + taxed (P / (1 + rate))^es = P^ed. Between 1 and 1 + rate.
double kt_price_after_tariff(kt_elasticity elasticity, double taxed, double rate);

// One tariff of a scenario on one item.
typedef struct kt_tariff {
    const kt_scenario *scenario;
    uint32_t item; // that the taxed producers make
    double rate;   // NaN where the event gives none
    double taxed;  // share of the item's market
    double factor; // of its price; NaN without an elasticity
    double cost;   // EUR more for one unit of the target; NaN where not known
} kt_tariff;

typedef struct kt_tariffs {
    kt_tariff *row;
    size_t n;
} kt_tariffs;

// All tariffs on items that the target reaches, by scenario, event and item. Rows live in the
// study's arena. KT_NO_RESOURCES only.
kt_status kt_price_tariffs(kt_tariffs *out, const kt_study *study, const kt_scenarios *scenarios,
                           kt_error *err);

#endif
