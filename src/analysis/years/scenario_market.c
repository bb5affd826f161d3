// SPDX-License-Identifier: EUPL-1.2
// See scenario_market.h. Some twenty markets of some thirty countries each.
#include "analysis/years/scenario_market.h"

#include "analysis/supply/annual_price.h"
#include "analysis/years/price.h"
#include "model/measure.h"

typedef struct finding {
    const kt_scenarios *scenarios;
    const kt_scenario *scenario;
    kt_buyer *buyer;
    const kt_access *access;
    const kt_network *net;
    const kt_capacity *swept;
} finding;

static bool is_same_market(const kt_network *net, uint32_t one, uint32_t other)
{
    const kt_network_item *a = &net->item[one];
    const kt_network_item *b = &net->item[other];
    return a->material == b->material && a->stage == b->stage;
}

static bool is_known(const kt_scenario_markets *out, const kt_network *net, uint32_t item)
{
    for (uint32_t m = 0; m < out->n; m++) {
        if (is_same_market(net, out->row[m].item, item))
            return true;
    }
    return false;
}

static double share_of(const kt_network *net, uint32_t item, uint32_t producer)
{
    uint32_t mix = net->item[item].mix;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].producer == producer)
            return net->source[k].share;
    }
    return 0.0;
}

static kt_event flow_of(const kt_network *net, uint32_t producer)
{
    const kt_network_item *item = &net->item[net->producer[producer].item];
    return (kt_event){.country = net->producer[producer].country,
                      .material = item->material,
                      .stage = (uint8_t)item->stage};
}

// The scenario lets nothing through of the producer, by a measure that can refuse.
static bool stops_whole(const finding *f, const kt_effect *effect, uint32_t producer)
{
    const kt_measure *measure = kt_measure_of_event(effect->event.kind);
    return measure != NULL && (measure->traits & KT_MEASURE_REFUSES) != 0 &&
           kt_capacity_left(f->swept, producer, 0) <= 0.0;
}

// Who dominates the market, and whether it refuses: of the hit producers the one that is worst.
static void judge_access(kt_mechanism_facts *facts, const finding *f, uint32_t item)
{
    const kt_network *net = f->net;
    facts->n_outside = UINT32_MAX;
    for (uint32_t e = f->scenario->first; e < f->scenario->first + f->scenario->n; e++) {
        const kt_effect *effect = &f->scenarios->effect[e];
        for (uint32_t k = 0; k < effect->n; k++) {
            uint32_t p = f->scenarios->producer[effect->first + k];
            if (net->producer[p].item != item || share_of(net, item, p) < KT_MECHANISM_DOMINATES)
                continue;
            kt_event flow = flow_of(net, p);
            facts->dominates = true;
            facts->refuses |=
                stops_whole(f, effect, p) || kt_buyer_refusal(f->buyer, &flow) == KT_FORCE_YES;
            facts->n_outside =
                kt_makers_outside(&f->buyer->makers, flow.material, flow.stage, flow.country);
        }
    }
}

static kt_scenario_market market_of(const finding *f, uint32_t item)
{
    const kt_network_item *it = &f->net->item[item];
    const kt_buyer *buyer = f->buyer;
    const kt_access *access = f->access;
    const kt_access_market *market = &buyer->tonnage.market[item];
    kt_scenario_market out = {.item = item, .worst_taken = (double)NAN};
    out.taken = 1.0 - kt_capacity_item(f->swept, item, 0);
    out.facts = (kt_mechanism_facts){
        .available = kt_access_available(access, f->swept, item, 0),
        .sells = kt_access_sells(access, f->swept, item, 0),
        .reachable_kg = buyer->asked.reach * kt_access_accessible_kg(access, f->swept, item, 0),
        .need_kg = market->need_kg,
        .stock_kg = market->stock_kg};
    judge_access(&out.facts, f, item);
    out.mechanism = kt_mechanism_judge(&out.facts);
    out.price_factor = kt_price_after_loss(
        kt_price_elasticity(f->net->the_case, it->material, it->stage), out.taken, 0.0);
    out.cost_eur =
        kt_annual_price_of(f->net->the_case, it->material, it->stage).eur_per_kg * market->need_kg;
    return out;
}

static void add_markets(kt_scenario_markets *out, const finding *f, const kt_effect *effect)
{
    const bool *reached = f->buyer->study->reach.item;
    for (uint32_t k = 0; k < effect->n; k++) {
        uint32_t item = f->net->producer[f->scenarios->producer[effect->first + k]].item;
        if (reached[item] && f->net->item[item].market == KT_MARKET_REFERENCE &&
            !is_known(out, f->net, item))
            out->row[out->n++] = market_of(f, item);
    }
}

// Distinct items that an effect hits: producers ascend, so those of an item stand together.
static size_t count_items(const finding *f, const kt_effect *effect)
{
    size_t n = 0;
    for (uint32_t k = 0; k < effect->n; k++) {
        const uint32_t *producer = f->scenarios->producer + effect->first + k;
        n += k == 0 || f->net->producer[producer[0]].item != f->net->producer[producer[-1]].item;
    }
    return n;
}

kt_status kt_scenario_market_find(kt_scenario_markets *out,
                                  const kt_scenario_market_request *request, kt_arena *arena,
                                  kt_error *err)
{
    const finding f = {.scenarios = request->scenarios,
                       .scenario = &request->scenarios->row[request->scenario],
                       .buyer = request->buyer,
                       .access = request->access,
                       .net = request->access->network,
                       .swept = request->swept};
    const kt_effect *effect = &f.scenarios->effect[f.scenario->first];
    size_t most = 0;
    for (uint32_t e = 0; e < f.scenario->n; e++)
        most += count_items(&f, &effect[e]);
    *out = (kt_scenario_markets){.row = kt_arena_alloc(arena, most + 1, sizeof *out->row)};
    if (out->row == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < f.scenario->n; e++)
        add_markets(out, &f, &effect[e]);
    return KT_OK;
}
