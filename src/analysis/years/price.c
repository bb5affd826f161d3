// SPDX-License-Identifier: EUPL-1.2
// Supply rises and demand falls with the price, so there is one price at which they meet; halving
// an interval around it finds it to the last bit, where a formula exists for few elasticities only.
// Some tens of tariffs a case, 200 steps at most for each.
#include "analysis/years/price.h"

#include <math.h>

enum { STEPS = 200 };

static const double HIGHEST = 1e12; // times the price of today

kt_elasticity kt_price_elasticity(const kt_case *c, kt_symbol material, int stage)
{
    const kt_table *table = &c->reference[KT_ELASTICITIES];
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (kt_table_text(table, KT_ELASTICITIES_MATERIAL, r) == material &&
            kt_table_choice(table, KT_ELASTICITIES_STAGE, r) == stage)
            return (kt_elasticity){kt_table_number(table, KT_ELASTICITIES_SUPPLY, r),
                                   kt_table_number(table, KT_ELASTICITIES_DEMAND, r)};
    }
    return (kt_elasticity){(double)NAN, (double)NAN};
}

typedef struct market {
    kt_elasticity e;
    double lost, idle, taxed, rate;
} market;

static double excess(const market *m, double price)
{
    double whole = (1.0 - m->lost - m->taxed) * pow(price, m->e.supply);
    double dutied = m->taxed * pow(price / (1.0 + m->rate), m->e.supply);
    return whole + dutied + m->idle - pow(price, m->e.demand);
}

static double clear(const market *m, double low, double high)
{
    if (isnan(m->e.supply) || isnan(m->e.demand))
        return (double)NAN;
    if (excess(m, low) >= 0.0)
        return low;
    if (excess(m, high) < 0.0)
        return (double)INFINITY;
    for (int step = 0; step < STEPS && low < high; step++) {
        double middle = low + (high - low) / 2.0;
        if (middle <= low || middle >= high)
            break;
        if (excess(m, middle) < 0.0)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double kt_price_after_loss(kt_elasticity elasticity, double lost, double idle)
{
    const market m = {.e = elasticity, .lost = lost, .idle = idle};
    return lost >= 1.0 && idle <= 0.0 && !isnan(elasticity.supply) ? (double)INFINITY
                                                                   : clear(&m, 1.0, HIGHEST);
}

double kt_price_after_tariff(kt_elasticity elasticity, double taxed, double rate)
{
    const market m = {.e = elasticity, .taxed = taxed, .rate = rate};
    return clear(&m, 1.0, 1.0 + rate);
}

static double share_of(const kt_network *net, const kt_scenarios *scenarios,
                       const kt_effect *effect, uint32_t item)
{
    uint32_t mix = net->item[item].mix;
    double share = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        for (uint32_t j = 0; j < effect->n; j++) {
            if (scenarios->producer[effect->first + j] == net->source[k].producer)
                share += net->source[k].share;
        }
    }
    return share;
}

static double units_of(const kt_study *study, uint32_t item)
{
    const kt_network_item *it = &study->network->item[item];
    double units = 0.0;
    for (uint32_t p = it->producer; p < it[1].producer; p++)
        units += study->explosion.units[p].typical;
    return units;
}

static kt_tariff tariff_on(const kt_study *study, const kt_scenarios *scenarios,
                           const kt_scenario *scenario, const kt_effect *effect, uint32_t item)
{
    const kt_network *net = study->network;
    const kt_network_item *it = &net->item[item];
    kt_tariff t = {.scenario = scenario, .rate = effect->event.magnitude, .item = item};
    t.taxed = share_of(net, scenarios, effect, item);
    t.factor = kt_price_after_tariff(kt_price_elasticity(net->the_case, it->material, it->stage),
                                     t.taxed, t.rate);
    if (isnan(t.rate))
        t.factor = (double)NAN;
    t.cost = units_of(study, item) * it->value_eur * (t.factor - 1.0);
    return t;
}

kt_status kt_price_tariffs(kt_tariffs *out, const kt_study *study, const kt_scenarios *scenarios,
                           kt_error *err)
{
    const kt_network *net = study->network;
    size_t most = 0;
    *out = (kt_tariffs){0};
    for (uint32_t s = 0; s < scenarios->n; s++) {
        for (uint32_t e = 0; e < scenarios->row[s].n; e++)
            most += scenarios->effect[scenarios->row[s].first + e].n;
    }
    out->row = kt_arena_alloc(study->arena, most + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    for (uint32_t s = 0; s < scenarios->n; s++) {
        const kt_scenario *scenario = &scenarios->row[s];
        for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
            const kt_effect *effect = &scenarios->effect[e];
            uint32_t done = KT_NO_ROW; // producers ascend, so an item's stand together
            for (uint32_t k = 0; k < effect->n && effect->event.kind == KT_EVENT_TARIFF; k++) {
                uint32_t item = net->producer[scenarios->producer[effect->first + k]].item;
                kt_status status = kt_control_check(study->control, err);
                if (status != KT_OK)
                    return status;
                if (item != done && study->reach.item[item])
                    out->row[out->n++] = tariff_on(study, scenarios, scenario, effect, item);
                done = item;
            }
        }
    }
    return KT_OK;
}
