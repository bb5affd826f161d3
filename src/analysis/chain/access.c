// SPDX-License-Identifier: EUPL-1.2
// See access.h. Some hundred markets of some thirty countries each; of those an event touches few.
#include "analysis/chain/access.h"

#include <assert.h>
#include <math.h>

// A market is touched when it lost more than sums round off.
static const double TOUCHED = 1e-12;

// What is left of a market, as shares of it.
typedef struct remains {
    double all;     // sources that sell, the unknown rest too
    double located; // of those, what countries make
} remains;

bool kt_access_is_scarce(const kt_capacity *swept, uint32_t item, uint32_t lane)
{
    return kt_capacity_item(swept, item, lane) <= 1.0 - KT_ACCESS_SCARCE + TOUCHED;
}

static remains what_remains(const kt_access *access, const kt_capacity *swept, uint32_t item,
                            uint32_t lane)
{
    const kt_network *net = access->network;
    uint32_t mix = net->item[item].mix;
    remains left = {0};
    bool scarce = kt_access_is_scarce(swept, item, lane);
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        if (scarce && access->hostile[source->producer])
            continue;
        double part = source->share * kt_capacity_output(swept, source->producer, lane);
        left.all += part;
        left.located += net->producer[source->producer].country != 0 ? part : 0.0;
    }
    return left;
}

static double accessible(const kt_access_market *market, remains left)
{
    return (market->world_kg + market->spare_kg) * left.located + market->secondary_kg;
}

double kt_access_accessible_kg(const kt_access *access, const kt_capacity *swept, uint32_t item,
                               uint32_t lane)
{
    assert(access->network->item[item].market == KT_MARKET_REFERENCE);
    return accessible(&access->market[item], what_remains(access, swept, item, lane));
}

double kt_access_sells(const kt_access *access, const kt_capacity *swept, uint32_t item,
                       uint32_t lane)
{
    assert(access->network->item[item].market == KT_MARKET_REFERENCE);
    return what_remains(access, swept, item, lane).all;
}

double kt_access_available(const kt_access *access, const kt_capacity *swept, uint32_t item,
                           uint32_t lane)
{
    assert(access->network->item[item].market == KT_MARKET_REFERENCE);
    const kt_access_market *market = &access->market[item];
    remains left = what_remains(access, swept, item, lane);
    double kg = access->reach * accessible(market, left);
    kg = (isnan(kg) ? 0.0 : kg) +
         market->stock_kg; // what is not known to be there is not counted on
    double first = market->need_kg > 0.0 ? kg / market->need_kg : 0.0;
    if (market->need_kg == 0.0)
        first = 1.0; // nothing is needed, so nothing is lacking
    double most = first > left.all ? first : left.all;
    return most < 1.0 ? most : 1.0;
}

void kt_access_give(kt_capacity *capacity, const kt_access *access, uint32_t n_lanes)
{
    const kt_network *net = access->network;
    double left[KT_MOST_LANES];
    uint32_t at = 0;
    for (uint32_t i = kt_capacity_next_item(capacity, &at, left); i != KT_NO_ROW;
         i = kt_capacity_next_item(capacity, &at, left)) {
        if (net->item[i].market != KT_MARKET_REFERENCE)
            continue;
        for (uint32_t l = 0; l < n_lanes; l++) {
            if (left[l] < 1.0 - TOUCHED)
                kt_capacity_give(capacity, i, l, kt_access_available(access, capacity, i, l));
        }
    }
}

void kt_access_sweep(kt_capacity *capacity, const kt_access *access, uint32_t n_lanes)
{
    kt_access_give(capacity, access, n_lanes);
    kt_capacity_sweep_given(capacity);
}
