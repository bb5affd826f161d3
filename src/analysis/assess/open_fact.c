// SPDX-License-Identifier: EUPL-1.2
// Walks producers, bill of materials, markets and risks of what the target reaches, one kind of
// fact after the other, in the order of the network. Each fact has an id of names and not of row
// numbers, so that a question keeps its id when the tables change. The list grows in malloc memory,
// because its length is not known beforehand.
#include "analysis/assess/open_fact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/grow.h"

typedef struct listing {
    kt_open_facts *out;
    const kt_assessment *a;
    const kt_network *net;
    const kt_reach *reach;
    const kt_control *control;
    kt_arena *arena;
    bool failed; // memory ran out, or the work is to end
} listing;

static const char *const KINDS[KT_N_OPEN_FACT_KINDS] = {
    [KT_OPEN_FACT_SUPPLIER] = "supplier", [KT_OPEN_FACT_SUPPLY] = "supply",
    [KT_OPEN_FACT_INPUT] = "input",       [KT_OPEN_FACT_MARKET] = "market",
    [KT_OPEN_FACT_TIME] = "time",
};

static const char *const RESOLUTIONS[KT_N_RESOLUTIONS] = {
    [KT_RESOLVE_SAFE] = "safe",         [KT_RESOLVE_FAILS] = "fails",
    [KT_RESOLVE_ONLY] = "only",         [KT_RESOLVE_NONE] = "none",
    [KT_RESOLVE_MET] = "met",           [KT_RESOLVE_ESSENTIAL] = "essential",
    [KT_RESOLVE_OFF] = "off",           [KT_RESOLVE_ALLIED] = "allied",
    [KT_RESOLVE_THIRD] = "third",       [KT_RESOLVE_IN_TIME] = "in_time",
    [KT_RESOLVE_TOO_LATE] = "too_late",
};

const char *kt_open_fact_kind_name(kt_open_fact_kind kind)
{
    assert(kind < KT_N_OPEN_FACT_KINDS);
    return KINDS[kind];
}

const char *kt_open_fact_resolution_name(kt_resolution resolution)
{
    assert(resolution < KT_N_RESOLUTIONS);
    return RESOLUTIONS[resolution];
}

// True for grade D and for none.
static bool is_weak(int evidence)
{
    return evidence == 0 || evidence == KT_EVIDENCE_D;
}

static unsigned bit(kt_resolution resolution)
{
    return 1u << resolution;
}

static const char *item_id(const listing *l, uint32_t item)
{
    return kt_pool_text(&l->net->the_case->pool, l->net->item[item].id);
}

// Adds the fact with the id made of the parts; a part that is empty is left out.
static void add(listing *l, kt_open_fact fact, const char *const part[4])
{
    kt_open_facts *out = l->out;
    kt_buffer id = {0};
    for (int k = 0; k < 4; k++) {
        if (part[k] != NULL && *part[k] != '\0')
            kt_buffer_format(&id, "%s%s", k == 0 ? "" : "/", part[k]);
    }
    fact.id = id.failed ? NULL : kt_arena_text(l->arena, id.text, id.length);
    kt_buffer_free(&id);
    out->fact = kt_grow_array(out->fact, &out->capacity, out->n + 1, sizeof *out->fact, &l->failed);
    l->failed |= fact.id == NULL;
    if (!l->failed)
        out->fact[out->n++] = fact;
}

static bool is_delivered(const kt_network_item *item)
{
    return item->kind != KT_KIND_FUNCTION && item->kind != KT_KIND_PRODUCT_GROUP;
}

// What the published shares of a world market leave is a gap in statistics, not in the case.
static void list_supplier(listing *l, uint32_t p)
{
    const kt_producer *producer = &l->net->producer[p];
    const kt_network_item *item = &l->net->item[producer->item];
    if (!is_delivered(item) || item->market == KT_MARKET_REFERENCE)
        return;
    kt_open_fact fact = {.kind = KT_OPEN_FACT_SUPPLIER,
                         .item = producer->item,
                         .other = KT_NO_ROW,
                         .producer = p,
                         .bom_row = KT_NO_ROW,
                         .open_end = kt_exposure_open_end(l->net, p),
                         .answers = bit(KT_RESOLVE_SAFE) | bit(KT_RESOLVE_FAILS)};
    const char *word = producer->kind == KT_SUPPLIER_WITHHELD ? "withheld" : "supplier";
    add(l, fact, (const char *const[]){word, item_id(l, producer->item), NULL, NULL});
}

// A producer that the world market has too is no claim of the case alone: the market is the fact.
static void list_supply(listing *l, uint32_t p)
{
    const kt_network *net = l->net;
    const kt_table *supply = &net->the_case->table[KT_SUPPLY];
    uint32_t item = net->producer[p].item;
    bool weak = false;
    bool divided = false;
    for (uint64_t k = net->mix_source[net->item[item].mix];
         k < net->mix_source[net->item[item + 1].mix]; k++) {
        const kt_source *source = &net->source[k];
        if (source->producer != p || !(source->share > 0.0))
            continue;
        if (source->row == KT_NO_ROW)
            return;
        weak |= is_weak(kt_table_choice(supply, KT_SUPPLY_EVIDENCE, source->row));
        divided |= source->share < 1.0;
    }
    if (!weak)
        return;
    kt_open_fact fact = {.kind = KT_OPEN_FACT_SUPPLY,
                         .item = item,
                         .other = KT_NO_ROW,
                         .producer = p,
                         .bom_row = KT_NO_ROW,
                         .answers = bit(KT_RESOLVE_SAFE) | bit(KT_RESOLVE_FAILS)};
    if (divided)
        fact.answers |= bit(KT_RESOLVE_ONLY) | bit(KT_RESOLVE_NONE);
    const char *supplier = kt_pool_text(&net->the_case->pool, net->producer[p].supplier);
    add(l, fact,
        (const char *const[]){KINDS[KT_OPEN_FACT_SUPPLY], item_id(l, item), supplier, NULL});
}

static void list_producers(listing *l, bool named)
{
    for (uint32_t p = 0; p < l->net->n_producers && !l->failed; p++) {
        uint8_t kind = l->net->producer[p].kind;
        bool hidden = kind == KT_SUPPLIER_UNKNOWN || kind == KT_SUPPLIER_WITHHELD;
        if (!l->reach->producer[p] || hidden == named)
            continue;
        l->failed |= kt_control_stopped(l->control);
        if (named)
            list_supply(l, p);
        else
            list_supplier(l, p);
    }
}

// A recipe of the item holds every BOM row of it; so the first one tells which rows lead. What a
// product group holds defines it: it is not asked whether it could be made without.
static void list_input(listing *l, uint32_t item, uint32_t requirement, uint32_t j)
{
    const kt_network *net = l->net;
    const kt_table *bom = &net->the_case->table[KT_BOM];
    uint32_t row = net->alternative[j].bom_row;
    uint32_t child = net->mix_item[net->alternative[j].mix];
    if (row == KT_NO_ROW || !is_weak(kt_table_choice(bom, KT_BOM_EVIDENCE, row)) ||
        !is_delivered(&net->item[child]) || net->item[item].kind == KT_KIND_PRODUCT_GROUP)
        return;
    bool leads = j == net->requirement[requirement].alternative;
    kt_open_fact fact = {.kind = KT_OPEN_FACT_INPUT,
                         .item = item,
                         .other = child,
                         .producer = KT_NO_ROW,
                         .bom_row = row,
                         .answers = bit(leads ? KT_RESOLVE_MET : KT_RESOLVE_OFF)};
    if (leads && !net->requirement[requirement].essential)
        fact.answers |= bit(KT_RESOLVE_ESSENTIAL);
    kt_symbol group = kt_table_text(bom, KT_BOM_ALTERNATIVE_GROUP, row);
    add(l, fact,
        (const char *const[]){KINDS[KT_OPEN_FACT_INPUT], item_id(l, item), item_id(l, child),
                              kt_pool_text(&net->the_case->pool, group)});
}

static void list_inputs(listing *l)
{
    const kt_network *net = l->net;
    for (uint32_t i = 0; i < net->n_items && !l->failed; i++) {
        if (!l->reach->item[i])
            continue;
        l->failed |= kt_control_stopped(l->control);
        uint32_t recipe = net->producer[net->item[i].producer].recipe;
        for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
             k++) {
            for (uint32_t j = net->requirement[k].alternative;
                 j < net->requirement[k + 1].alternative; j++)
                list_input(l, i, k, j);
        }
    }
}

bool kt_open_fact_same_market(const kt_network_item *a, const kt_network_item *b)
{
    return a->market == KT_MARKET_REFERENCE && b->market == KT_MARKET_REFERENCE &&
           a->material == b->material && a->stage == b->stage && a->scope == b->scope;
}

uint64_t kt_open_fact_largest_third(const kt_study *study, uint32_t mix)
{
    const kt_network *net = study->network;
    uint64_t largest = UINT64_MAX;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        kt_symbol country = net->producer[net->source[k].producer].country;
        if (kt_country_bloc(net->the_case, country, study->home) == KT_BLOC_ELSEWHERE &&
            net->source[k].share > 0.0 &&
            (largest == UINT64_MAX || net->source[k].share > net->source[largest].share))
            largest = k;
    }
    return largest;
}

static double allied_share(const kt_study *study, uint32_t mix)
{
    const kt_network *net = study->network;
    double sum = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        kt_symbol country = net->producer[net->source[k].producer].country;
        kt_bloc bloc = kt_country_bloc(net->the_case, country, study->home);
        if (bloc != KT_BLOC_ELSEWHERE && bloc != KT_BLOC_UNKNOWN)
            sum += net->source[k].share;
    }
    return sum;
}

static void list_market(listing *l, uint32_t item)
{
    const kt_network *net = l->net;
    const kt_network_item *it = &net->item[item];
    uint64_t largest = kt_open_fact_largest_third(&l->a->study, it->mix);
    kt_open_fact fact = {.kind = KT_OPEN_FACT_MARKET,
                         .item = item,
                         .other = KT_NO_ROW,
                         .producer = KT_NO_ROW,
                         .bom_row = KT_NO_ROW};
    if (largest == UINT64_MAX) // no third country supplies it: nothing to ask
        return;
    for (uint32_t i = 0; i < item; i++) {
        if (l->reach->item[i] && kt_open_fact_same_market(&net->item[i], it))
            return; // asked already
    }
    if (allied_share(&l->a->study, it->mix) > 0.0)
        fact.answers |= bit(KT_RESOLVE_ALLIED);
    if (net->source[largest].share < 1.0)
        fact.answers |= bit(KT_RESOLVE_THIRD);
    if (fact.answers != 0)
        add(l, fact,
            (const char *const[]){KINDS[KT_OPEN_FACT_MARKET],
                                  kt_pool_text(&net->the_case->pool, it->material),
                                  kt_schema_stage_name(it->stage), kt_figures_scopes[it->scope]});
}

static void list_markets(listing *l)
{
    for (uint32_t i = 0; i < l->net->n_items && !l->failed; i++) {
        if (l->reach->item[i] && l->net->item[i].market == KT_MARKET_REFERENCE)
            list_market(l, i);
        l->failed |= kt_control_stopped(l->control);
    }
}

// True where no stock, or only a weakly evidenced one, is on record.
static bool stock_is_weak(const listing *l, uint32_t item)
{
    const kt_table *stocks = &l->net->the_case->table[KT_STOCKS];
    bool weak = true;
    for (uint32_t r = 0; r < stocks->n_rows; r++) {
        if (kt_table_text(stocks, KT_STOCKS_ITEM, r) == l->net->item[item].id &&
            !isnan(kt_table_number(stocks, KT_STOCKS_DAYS, r)))
            weak = is_weak(kt_table_choice(stocks, KT_STOCKS_EVIDENCE, r));
        if (!weak)
            break;
    }
    return weak;
}

static bool hangs_on_time(const kt_risk *risk, const kt_risk_rule *rule)
{
    kt_risk early = *risk;
    kt_risk late = *risk;
    early.stock_days = late.switch_days = 1.0;
    early.switch_days = late.stock_days = 0.0;
    kt_risk_judge(&early, rule);
    kt_risk_judge(&late, rule);
    return early.risky != late.risky;
}

static void list_times(listing *l)
{
    const kt_assessment *a = l->a;
    size_t first = l->out->n;
    for (size_t i = 0; i < a->risks.n && !l->failed; i++) {
        const kt_risk *risk = &a->risks.row[i];
        l->failed |= kt_control_stopped(l->control);
        bool known = !isnan(risk->stock_days) && !isnan(risk->switch_days);
        if (risk->half_product == KT_NO_ROW || risk->alternative == KT_NO_ROW ||
            !hangs_on_time(risk, &a->rule) || (known && !stock_is_weak(l, risk->half_product)))
            continue;
        kt_open_fact fact = {.kind = KT_OPEN_FACT_TIME,
                             .item = risk->half_product,
                             .other = risk->alternative,
                             .producer = KT_NO_ROW,
                             .bom_row = KT_NO_ROW,
                             .answers = bit(KT_RESOLVE_IN_TIME) | bit(KT_RESOLVE_TOO_LATE)};
        bool listed = false;
        for (size_t k = first; k < l->out->n && !listed; k++)
            listed = l->out->fact[k].item == fact.item && l->out->fact[k].other == fact.other;
        if (!listed)
            add(l, fact,
                (const char *const[]){KINDS[KT_OPEN_FACT_TIME], item_id(l, fact.item),
                                      item_id(l, fact.other), NULL});
    }
}

kt_status kt_open_fact_list(kt_open_facts *out, const kt_assessment *a, const kt_control *control,
                            kt_arena *arena, kt_error *err)
{
    *out = (kt_open_facts){0};
    listing l = {.out = out,
                 .a = a,
                 .net = &a->network,
                 .reach = &a->study.reach,
                 .control = control,
                 .arena = arena};
    list_producers(&l, false);
    list_producers(&l, true);
    list_inputs(&l);
    list_markets(&l);
    list_times(&l);
    if (l.failed) {
        kt_open_fact_free(out);
        return kt_control_failed(control, err);
    }
    return KT_OK;
}

void kt_open_fact_free(kt_open_facts *facts)
{
    free(facts->fact);
    *facts = (kt_open_facts){0};
}
