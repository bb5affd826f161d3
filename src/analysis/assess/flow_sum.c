// SPDX-License-Identifier: EUPL-1.2
// Three states of the kernel, one after the other, each for the one flow: with alternatives, with
// the open ends failing too, and as built. They read off what an assessment reads off for all flows
// (some 2,000), so that the figures are the same to the last bit; the rows behind them are looked
// up again. A frigate takes a tenth of a second, most of it for the network.
#include "analysis/assess/flow_sum.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"

typedef struct work {
    kt_flow_sum *out;
    const kt_study *study;
    const kt_control *control;
    uint32_t flow;
    kt_exposure flows; // of which only the row and market of this flow are filled
} work;

static const kt_case *case_of(const work *w)
{
    return w->study->network->the_case;
}

static const kt_event *flow_of(const work *w)
{
    return &w->flows.events.event[w->flow];
}

// ----------------------------------------------------------------------------- which flow is meant

enum { MOST_MEANT = 3 };

// Flows with a word that begins with what was asked, by id, at most three.
static uint32_t suggest_by_word(kt_buffer *out, const kt_events *flows, const char *wanted)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < flows->n && n < MOST_MEANT; e++) {
        if (kt_text_has_word(flows->event[e].id, wanted))
            kt_buffer_format(out, "%s\"%s\"", n++ == 0 ? "" : ", ", flows->event[e].id);
    }
    return n;
}

// The nearest ids, nearest first, of those of which at most a third differs.
static uint32_t suggest_nearest(kt_buffer *out, const kt_events *flows, const char *wanted)
{
    size_t most = strlen(wanted) / 3;
    uint32_t n = 0;
    for (size_t distance = 0; distance <= most && distance <= 64 && n < MOST_MEANT; distance++) {
        for (uint32_t e = 0; e < flows->n && n < MOST_MEANT; e++) {
            if (kt_text_distance(flows->event[e].id, wanted) == distance)
                kt_buffer_format(out, "%s\"%s\"", n++ == 0 ? "" : ", ", flows->event[e].id);
        }
    }
    return n;
}

static kt_status no_such_flow(const kt_events *flows, const char *wanted, kt_error *err)
{
    kt_lang lang = kt_error_lang(err);
    kt_buffer shown = {0};
    kt_buffer ids = {0};
    kt_text_show(&shown, wanted, strlen(wanted), 64);
    uint32_t n = suggest_by_word(&ids, flows, wanted);
    n = n > 0 ? n : suggest_nearest(&ids, flows, wanted);
    const char *text = shown.text == NULL ? "" : shown.text;
    kt_status status;
    if (shown.failed || ids.failed)
        status = kt_error_no_memory(err);
    else if (flows->n == 0)
        status = kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(lang, "flow \"%s\": no supply of a material by a country is in the chain "
                               "of the target"),
            text);
    else if (n > 0)
        status = kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(lang, "flow \"%s\" is not in the chain of the target: did you mean %s?"),
            text, ids.text);
    else
        status = kt_error_set(err, KT_BAD_INPUT,
                              kt_lang_text(lang, "flow \"%s\" is not in the chain of the target: "
                                                 "COUNTRY/material/stage is expected, such as %s"),
                              text, flows->event[0].id);
    kt_buffer_free(&shown);
    kt_buffer_free(&ids);
    return status;
}

static kt_status find_flow(work *w, const char *wanted, kt_error *err)
{
    const kt_event_request request = {w->study->network, w->study->reach.producer, KT_CLASS_FLOW,
                                      w->control};
    kt_events *flows = &w->flows.events;
    kt_status status = kt_event_list(flows, &request, w->study->arena, err);
    if (status != KT_OK)
        return status;
    w->out->flows = *flows;
    w->flows.row = kt_arena_alloc(w->study->arena, (size_t)flows->n + 1, sizeof *w->flows.row);
    w->flows.market =
        kt_arena_alloc(w->study->arena, (size_t)flows->n + 1, sizeof *w->flows.market);
    if (w->flows.row == NULL || w->flows.market == NULL)
        return kt_error_no_memory(err);
    for (w->flow = 0; w->flow < flows->n; w->flow++) {
        if (strcmp(flow_of(w)->id, wanted) == 0)
            return KT_OK;
    }
    return no_such_flow(flows, wanted, err);
}

// ---------------------------------------------------------------------------- what is left of whom

static bool is_of_flow(const work *w, uint32_t producer)
{
    const kt_event *flow = flow_of(w);
    for (uint32_t k = flow->first; k < flow[1].first; k++) {
        if (w->flows.events.producer[k] == producer)
            return true;
    }
    return false;
}

// The row of shares that a source of a reference market was made of.
static uint32_t world_row_of(const work *w, kt_symbol country)
{
    const kt_network_item *item = &w->study->network->item[w->out->item];
    kt_world_market market = kt_world_find(&w->out->buyer.makers.world, item->material, item->stage,
                                           (kt_scope)item->scope);
    for (uint32_t k = 0; k < market.n; k++) {
        if (kt_table_text(&case_of(w)->reference[KT_MATERIAL_SUPPLY], KT_MATERIAL_SUPPLY_COUNTRY,
                          market.row[k]) == country)
            return market.row[k];
    }
    return KT_NO_ROW;
}

// The row of imports, of those that the share of a customs partner was made of, that is worth most.
static uint32_t import_row_of(const work *w, kt_symbol country)
{
    const kt_network_item *item = &w->study->network->item[w->out->item];
    const kt_table *rows = &case_of(w)->reference[KT_IMPORTS];
    kt_symbol importer = kt_world_importer(case_of(w), (kt_scope)item->scope);
    uint32_t best = KT_NO_ROW;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_IMPORTS_IMPORTER, r) == importer &&
            kt_table_text(rows, KT_IMPORTS_MATERIAL, r) == item->material &&
            kt_table_choice(rows, KT_IMPORTS_STAGE, r) == item->stage &&
            kt_table_text(rows, KT_IMPORTS_YEAR, r) == item->period &&
            kt_table_text(rows, KT_IMPORTS_EXPORTER, r) == country &&
            (best == KT_NO_ROW || kt_table_number(rows, KT_IMPORTS_VALUE, r) >
                                      kt_table_number(rows, KT_IMPORTS_VALUE, best)))
            best = r;
    }
    return best;
}

static kt_flow_source_verdict verdict_of(const work *w, const kt_producer *producer, uint32_t p)
{
    if (is_of_flow(w, p))
        return KT_FLOW_SOURCE_FAILS;
    if (!w->out->named && w->out->scarce && w->out->buyer.access.hostile[p])
        return KT_FLOW_SOURCE_WILL_NOT;
    return producer->country == 0 ? KT_FLOW_SOURCE_NOWHERE : KT_FLOW_SOURCE_SELLS;
}

static void add_source(work *w, const kt_capacity *swept, const kt_source *from)
{
    kt_flow_sum *out = w->out;
    const kt_network *net = w->study->network;
    const kt_producer *producer = &net->producer[from->producer];
    bool of_world = from->row == KT_NO_ROW && producer->country != 0;
    kt_flow_source source = {.supplier = producer->supplier,
                             .country = producer->country,
                             .share = from->share,
                             .left = kt_capacity_output(swept, from->producer, 0),
                             .verdict = verdict_of(w, producer, from->producer),
                             .supply_row = from->row,
                             .world_row = KT_NO_ROW,
                             .import_row = KT_NO_ROW};
    if (of_world && net->item[out->item].scope == KT_SCOPE_NL)
        source.import_row = import_row_of(w, producer->country);
    else if (of_world)
        source.world_row = world_row_of(w, producer->country);
    bool sells = source.verdict != KT_FLOW_SOURCE_WILL_NOT;
    source.kept = sells ? source.share * source.left : 0.0;
    out->sells += source.kept;
    out->located += source.country != 0 ? source.kept : 0.0;
    uint32_t at = out->n_sources++; // by insertion: some tens
    while (at > 0 && out->source[at - 1].share < source.share) {
        out->source[at] = out->source[at - 1];
        at--;
    }
    out->source[at] = source;
}

// The market of the item, or what the buyer who is hit worst draws on.
static void find_mix(work *w, const kt_capacity *swept)
{
    kt_flow_sum *out = w->out;
    const kt_network_item *item = &w->study->network->item[w->flows.market[w->flow].item];
    out->item = w->flows.market[w->flow].item;
    out->named = w->flows.market[w->flow].named;
    out->mix = item->mix;
    if (!out->named)
        return;
    uint32_t first = item->mix + (item->market == KT_MARKET_REFERENCE ? 1 : 0);
    bool any = false;
    for (uint32_t m = first; m < item[1].mix; m++) {
        if (!w->study->reach.mix[m])
            continue;
        if (!any || kt_capacity_mix(swept, m, 0) < kt_capacity_mix(swept, out->mix, 0))
            out->mix = m;
        any = true;
    }
}

static kt_status list_sources(work *w, const kt_capacity *swept, kt_error *err)
{
    kt_flow_sum *out = w->out;
    const kt_network *net = w->study->network;
    uint32_t mix = out->mix;
    size_t n = (size_t)(net->mix_source[mix + 1] - net->mix_source[mix]);
    out->source = kt_arena_alloc(w->study->arena, n + 1, sizeof *out->source);
    if (out->source == NULL)
        return kt_error_no_memory(err);
    out->proportional = kt_capacity_mix(swept, mix, 0);
    out->scarce = kt_access_is_scarce(swept, out->item, 0);
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++)
        add_source(w, swept, &net->source[k]);
    return KT_OK;
}

static void count_items(work *w)
{
    const kt_event *flow = flow_of(w);
    const kt_network *net = w->study->network;
    const uint32_t *producer = w->flows.events.producer;
    for (uint32_t k = flow->first; k < flow[1].first; k++)
        w->out->n_items += k == flow->first ||
                           net->producer[producer[k]].item != net->producer[producer[k - 1]].item;
}

// The two bounds, with the figures of access.h.
static void fill_bounds(work *w)
{
    kt_flow_sum *out = w->out;
    const kt_flow_market *left = &w->flows.market[w->flow];
    out->available = left->available;
    out->reachable_kg = out->buyer.asked.reach * left->accessible_kg; // NaN off a market
    out->first = (double)NAN;
    if (out->named) {
        out->market = (kt_access_market){.world_kg = (double)NAN,
                                         .need_kg = out->buyer.tonnage.market[out->item].need_kg};
        return;
    }
    out->market = out->buyer.tonnage.market[out->item];
    out->output = out->buyer.tonnage.output[out->item];
    if (out->market.need_kg == 0.0)
        out->first = 1.0;
    double kg = out->market.stock_kg + (isnan(out->reachable_kg) ? 0.0 : out->reachable_kg);
    bool known = !isnan(out->reachable_kg) || out->market.stock_kg > 0.0;
    if (out->market.need_kg > 0.0 && known)
        out->first = kg < out->market.need_kg ? kg / out->market.need_kg : 1.0;
}

// -------------------------------------------------------------------------------------- the sweeps

// Twice: for the figures, and to see who then still makes what.
static kt_status sweep_lower(work *w, const kt_circuit *circuit, kt_error *err)
{
    kt_capacity capacity = {0};
    const kt_capacity_options options = {.given = true, .control = w->control};
    const kt_exposure_work sweeping = {
        .study = w->study, .capacity = &capacity, .access = &w->out->buyer.access};
    kt_status status = KT_OK;
    KT_TRY(kt_capacity_open(&capacity, circuit, &options, err));
    kt_exposure_of_event(&w->flows, w->flow, &sweeping, false);
    kt_exposure_fail(&capacity, &w->flows.events, w->flow, 0);
    kt_capacity_sweep(&capacity);
    find_mix(w, &capacity);
    KT_TRY(list_sources(w, &capacity, err));
done:
    kt_capacity_close(&capacity);
    return status;
}

static kt_status sweep_upper(work *w, const kt_circuit *circuit, kt_error *err)
{
    kt_capacity capacity = {0};
    const kt_capacity_options options = {.control = w->control};
    const kt_exposure_work sweeping = {.study = w->study, .capacity = &capacity};
    kt_status status = KT_OK;
    KT_TRY(kt_capacity_open(&capacity, circuit, &options, err));
    KT_TRY(kt_exposure_settle_open_ends(&capacity, err));
    kt_exposure_of_event(&w->flows, w->flow, &sweeping, true);
done:
    kt_capacity_close(&capacity);
    return status;
}

static kt_status sweep_unknown(work *w, const kt_circuit *circuit, kt_error *err)
{
    kt_capacity capacity = {0};
    const kt_capacity_options options = {.control = w->control};
    kt_status status = KT_OK;
    KT_TRY(kt_capacity_open(&capacity, circuit, &options, err));
    KT_TRY(
        kt_one_unknown_find(&w->out->unknown, &capacity, w->study, &w->flows.events, w->flow, err));
done:
    kt_capacity_close(&capacity);
    return status;
}

static kt_status sweep_built(work *w, const kt_circuit *circuit, kt_error *err)
{
    kt_capacity as_built = {0};
    const kt_capacity_options options = {.first_only = true, .given = true, .control = w->control};
    const kt_risk_work risk = {
        .buyer = &w->out->buyer, .built = &as_built, .flows = &w->flows, .rule = &w->out->rule};
    kt_status status = KT_OK;
    KT_TRY(kt_capacity_open(&as_built, circuit, &options, err));
    KT_TRY(kt_risk_of_flow(&w->out->risk, &risk, w->flow, err));
done:
    kt_capacity_close(&as_built);
    return status;
}

static kt_status sweep(work *w, kt_error *err)
{
    kt_circuit circuit = {0};
    const kt_circuit_options options = {
        .item = &w->study->reach.target, .n_items = 1, .control = w->control};
    kt_status status = KT_OK;
    KT_TRY(kt_circuit_open(&circuit, w->study->network, &options, err));
    KT_TRY(sweep_lower(w, &circuit, err));
    KT_TRY(sweep_upper(w, &circuit, err));
    KT_TRY(sweep_unknown(w, &circuit, err));
    KT_TRY(sweep_built(w, &circuit, err));
done:
    kt_circuit_close(&circuit);
    return status;
}

// ----------------------------------------------------------------------- measures, makers, price

static kt_status list_acts(work *w, kt_error *err)
{
    const kt_table *rows = &case_of(w)->reference[KT_EXPORT_RESTRICTIONS];
    const kt_event *flow = flow_of(w);
    kt_flow_sum *out = w->out;
    out->act = kt_arena_alloc(w->study->arena, (size_t)rows->n_rows + 1, sizeof *out->act);
    if (out->act == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_RESTRICTIONS_COUNTRY, r) != flow->country ||
            kt_table_text(rows, KT_RESTRICTIONS_MATERIAL, r) != flow->material)
            continue;
        kt_restriction_status status =
            kt_restriction_status_on(case_of(w), r, out->buyer.asked.day);
        bool covers = kt_restriction_covers(case_of(w), r, (kt_stage)flow->stage);
        bool concerns = covers && kt_restriction_refuses(case_of(w), r, &out->buyer.importer);
        const char *target =
            kt_pool_text(&case_of(w)->pool, kt_table_text(rows, KT_RESTRICTIONS_TARGET, r));
        bool names_buyer = kt_importer_is_target(&out->buyer.importer, case_of(w), target);
        kt_force force =
            kt_restriction_force(case_of(w), r, &out->buyer.importer, out->buyer.asked.day);
        out->act[out->n_acts++] =
            (kt_flow_act){r, status, names_buyer, covers, concerns, covers ? force : KT_FORCE_NOT};
    }
    return KT_OK;
}

static void find_price(work *w)
{
    const kt_case *c = case_of(w);
    const kt_table *rates = &c->reference[KT_EXCHANGE_RATES];
    kt_flow_sum *out = w->out;
    out->price = kt_annual_price_of(c, flow_of(w)->material, flow_of(w)->stage);
    out->usd_per_eur = (double)NAN;
    for (uint32_t r = 0; out->price.row != KT_NO_ROW && r < rates->n_rows; r++) {
        if (kt_table_number(rates, KT_EXCHANGE_RATES_YEAR, r) ==
            kt_table_number(&c->reference[KT_ANNUAL_PRICES], KT_ANNUAL_PRICES_YEAR, out->price.row))
            out->usd_per_eur = kt_table_number(rates, KT_EXCHANGE_RATES_USD, r);
    }
}

kt_status kt_flow_sum_find(kt_flow_sum *out, const kt_study *study,
                           const kt_flow_question *question, kt_error *err)
{
    work w = {.out = out, .study = study, .control = question->control};
    kt_status status = KT_OK;
    *out = (kt_flow_sum){
        .study = study, .rule = question->rule, .item = KT_NO_ROW, .output = KT_NO_ROW};
    KT_TRY(kt_buyer_open(&out->buyer, study, &question->buyer, err));
    KT_TRY(find_flow(&w, question->flow, err));
    const kt_maker_request others = {flow_of(&w)->material, flow_of(&w)->stage,
                                     flow_of(&w)->country};
    count_items(&w);
    KT_TRY(sweep(&w, err));
    fill_bounds(&w);
    KT_TRY(kt_flow_use_find(&out->uses, study, &out->buyer.use, flow_of(&w), err));
    KT_TRY(list_acts(&w, err));
    KT_TRY(kt_makers_list(&out->makers, &out->buyer.makers, &others, study->arena, err));
    find_price(&w);
done:
    return status;
}

void kt_flow_sum_close(kt_flow_sum *sum)
{
    kt_buyer_close(&sum->buyer);
}
