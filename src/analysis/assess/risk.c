// SPDX-License-Identifier: EUPL-1.2
// Judges every flow by what is known of it without a path, keeps the worst of each material, and
// looks its path up in the sweep that made it worst: shortest chain first, through requirements
// that fall as low as the target does. Some 2,000 flows for a frigate, 65 kept.
#include "analysis/assess/risk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/chain/path.h"
#include "analysis/supply/annual_price.h"

const kt_risk_rule kt_risk_default_rule = {.concentrated = KT_RISK_CONCENTRATED,
                                           .governance = KT_RISK_GOVERNANCE,
                                           .impact = KT_RISK_IMPACT};

const char *const kt_risky_names[] = {"no", "unknown", "allied", "yes", NULL};

typedef struct ranking {
    const kt_risk_work *work;
    const kt_study *study;
    const kt_events *flows;
    double *governance;  // [flows] of the flow's country
    struct whole *whole; // [n_whole] what flows name, by material and stage
    uint32_t n_whole;
} ranking;

static const kt_case *case_of(const ranking *r)
{
    return r->study->network->the_case;
}

// A material at a stage, with the units of it that the target takes from everywhere.
typedef struct whole {
    kt_symbol material;
    uint8_t stage;
    double units;
} whole;

static int by_material(const void *left, const void *right)
{
    const whole *a = left;
    const whole *b = right;
    if (a->material != b->material)
        return a->material < b->material ? -1 : 1;
    return (int)a->stage - (int)b->stage;
}

static whole *find_whole(const ranking *r, kt_symbol material, uint8_t stage)
{
    const whole key = {.material = material, .stage = stage};
    return bsearch(&key, r->whole, r->n_whole, sizeof key, by_material);
}

// What flows name, each material and stage once, and what all producers of it supply.
static void sum_wholes(ranking *r)
{
    const kt_network *net = r->study->network;
    for (uint32_t e = 0; e < r->flows->n; e++)
        r->whole[e] =
            (whole){.material = r->flows->event[e].material, .stage = r->flows->event[e].stage};
    qsort(r->whole, r->flows->n, sizeof *r->whole, by_material);
    for (uint32_t e = 0; e < r->flows->n; e++) {
        if (r->n_whole == 0 || by_material(&r->whole[r->n_whole - 1], &r->whole[e]) != 0)
            r->whole[r->n_whole++] = r->whole[e];
    }
    for (uint32_t i = 0; i < net->n_items; i++) {
        const kt_network_item *item = &net->item[i];
        whole *all = item->material == 0 ? NULL : find_whole(r, item->material, item->stage);
        for (uint32_t p = item->producer; all != NULL && p < item[1].producer; p++)
            all->units += r->study->explosion.units[p].typical;
    }
}

static double share_of_flow(const ranking *r, uint32_t e)
{
    const kt_event *flow = &r->flows->event[e];
    double all = find_whole(r, flow->material, flow->stage)->units;
    double mine = 0.0;
    for (uint32_t k = flow->first; k < flow[1].first; k++)
        mine += r->study->explosion.units[r->flows->producer[k]].typical;
    return all > 0.0 ? mine / all : (double)NAN;
}

// ------------------------------------------------------------------------------------ the rule

// What the target loses, with alternatives and as built.
typedef struct losses {
    double used, built;
} losses;

bool kt_risk_is_first_in_line(const kt_risk *risk)
{
    return risk->mechanism == KT_MECHANISM_SHORTAGE || risk->mechanism == KT_MECHANISM_PRICE;
}

static losses losses_of(const kt_risk *risk)
{
    return kt_risk_is_first_in_line(risk) ? (losses){risk->dependence_first, risk->first_built}
                                          : (losses){risk->dependence, risk->dependence_built};
}

static bool is_ally(kt_bloc bloc)
{
    return bloc == KT_BLOC_HOME || bloc == KT_BLOC_EU || bloc == KT_BLOC_NATO;
}

static kt_verdict at_least(double value, double threshold)
{
    if (isnan(value))
        return KT_VERDICT_UNKNOWN;
    return value >= threshold ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict unreliable(const kt_risk *risk, const kt_risk_rule *rule)
{
    if (is_ally(risk->bloc))
        return KT_VERDICT_NO;
    if (risk->restricted)
        return KT_VERDICT_YES;
    if (isnan(risk->governance))
        return KT_VERDICT_UNKNOWN;
    return risk->governance < rule->governance ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict no_substitute(const kt_risk *risk, const kt_risk_rule *rule)
{
    losses lost = losses_of(risk);
    bool helps = lost.used < rule->impact && lost.built >= rule->impact;
    if (!helps)
        return KT_VERDICT_YES;
    if (isnan(risk->stock_days) || isnan(risk->switch_days))
        return KT_VERDICT_UNKNOWN; // it exists, but no row says whether it comes in time
    return risk->stock_days < risk->switch_days ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict impact(const kt_risk *risk, const kt_risk_rule *rule)
{
    losses lost = losses_of(risk);
    bool any = lost.built > kt_exposure_tolerance;
    if (lost.built >= rule->impact || (any && risk->function_critical))
        return KT_VERDICT_YES;
    if (risk->mechanism == KT_MECHANISM_PRICE)
        return KT_VERDICT_NO;
    return risk->dependence_upper >= rule->impact ? KT_VERDICT_UNKNOWN : KT_VERDICT_NO;
}

static kt_risky verdict_of(const kt_risk *risk)
{
    kt_verdict least = KT_VERDICT_YES;  // of all conditions
    kt_verdict others = KT_VERDICT_YES; // but the second
    for (int k = 0; k < KT_N_CONDITIONS; k++) {
        least = risk->condition[k] < least ? risk->condition[k] : least;
        if (k != KT_UNRELIABLE && risk->condition[k] < others)
            others = risk->condition[k];
    }
    if (least == KT_VERDICT_YES)
        return KT_RISKY_YES;
    if (others == KT_VERDICT_YES && is_ally(risk->bloc))
        return KT_RISKY_ALLIED;
    return least == KT_VERDICT_NO ? KT_RISKY_NO : KT_RISKY_UNKNOWN;
}

void kt_risk_judge(kt_risk *risk, const kt_risk_rule *rule)
{
    risk->condition[KT_CONCENTRATED] = at_least(risk->share, rule->concentrated);
    risk->condition[KT_UNRELIABLE] = unreliable(risk, rule);
    risk->condition[KT_NO_SUBSTITUTE] = no_substitute(risk, rule);
    risk->condition[KT_IMPACT] = impact(risk, rule);
    bool buys = risk->mechanism == KT_MECHANISM_PRICE && !risk->denial_unknown;
    if (buys)
        risk->risky = KT_RISKY_NO;
    else if (risk->mechanism <= KT_MECHANISM_UNKNOWN)
        risk->risky = KT_RISKY_UNKNOWN;
    else
        risk->risky = verdict_of(risk);
}

// -------------------------------------------------------------------------------- a flow alone

// Flows are sorted by id, and an id begins with the country: each is looked up once.
static void find_governance(const ranking *r)
{
    for (uint32_t e = 0; e < r->flows->n; e++) {
        const kt_event *flow = &r->flows->event[e];
        bool again = e > 0 && flow[-1].country == flow->country;
        r->governance[e] =
            again ? r->governance[e - 1] : kt_country_governance(case_of(r), flow->country);
    }
}

bool kt_risk_may_be_denied(kt_force refusal, const kt_mechanism_facts *facts)
{
    return refusal == KT_FORCE_UNKNOWN && facts->dominates &&
           facts->n_outside < KT_MECHANISM_WAYS_OUT;
}

// Whether a measure refuses the buyer, and who else makes it.
static void find_refusal(const ranking *r, kt_risk *risk, kt_mechanism_facts *facts)
{
    kt_buyer *buyer = r->work->buyer;
    const kt_event *flow = risk->flow;
    risk->refusal = kt_buyer_refusal(buyer, flow);
    facts->refuses = risk->refusal == KT_FORCE_YES;
    facts->n_outside =
        kt_makers_outside(&buyer->makers, flow->material, flow->stage, flow->country);
}

// How much is left, who may sell it, and so why what is lost is lost.
static void find_mechanism(const ranking *r, kt_risk *risk, const kt_flow_market *left)
{
    const kt_buyer *buyer = r->work->buyer;
    const kt_network_item *item = &r->study->network->item[left->item];
    const kt_access_market *market = &buyer->tonnage.market[left->item];
    kt_mechanism_facts facts = {.named = left->named,
                                .dominates = risk->share >= r->work->rule->concentrated,
                                .available = left->available,
                                .sells = left->sells,
                                .reachable_kg = buyer->asked.reach * left->accessible_kg,
                                .need_kg = market->need_kg,
                                .stock_kg = market->stock_kg};
    if (facts.dominates) // else nobody asks
        find_refusal(r, risk, &facts);
    risk->mechanism = kt_mechanism_judge(&facts);
    // of the flow itself enough is left, of what is made of it not
    if (risk->mechanism == KT_MECHANISM_PRICE && risk->dependence_first > kt_exposure_tolerance)
        risk->mechanism = left->blind ? KT_MECHANISM_UNKNOWN : KT_MECHANISM_SHORTAGE;
    risk->denial_unknown = kt_risk_may_be_denied(risk->refusal, &facts);
    risk->facts = facts;
    risk->hit = left->item;
    risk->thin = risk->mechanism == KT_MECHANISM_PRICE && kt_mechanism_is_thin(&facts);
    risk->need_share = kt_mechanism_need_share(&facts);
    risk->period = left->named ? 0 : item->period;
    risk->need_kg = buyer->tonnage.one_kg[left->item];
    risk->need_kg_per_year = market->need_kg;
    risk->world_kg = market->world_kg;
    risk->accessible_kg = left->accessible_kg;
}

static kt_risk risk_of_flow(const ranking *r, uint32_t e)
{
    const kt_event *flow = &r->flows->event[e];
    const kt_dependence *row = &r->work->flows->row[e];
    kt_risk risk = {
        .flow = flow,
        .share = share_of_flow(r, e),
        .dependence = row->dependence,
        .dependence_upper = row->dependence_upper,
        .dependence_first = row->dependence_first,
        .governance = r->governance[e],
        .restricted = kt_restriction_on_record(case_of(r), flow->country, flow->material),
        .bloc = kt_country_bloc(case_of(r), flow->country, r->study->home),
        .part = KT_NO_ROW,
        .half_product = KT_NO_ROW,
        .alternative = KT_NO_ROW,
        .stock_days = (double)NAN,
        .switch_days = (double)NAN,
    };
    find_mechanism(r, &risk, &r->work->flows->market[e]);
    return risk;
}

// ---------------------------------------------------------------- the worst flow of each material

static int compare_numbers(double a, double b) // larger first, NaN last
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

static int by_share(const kt_risk *a, const kt_risk *b)
{
    int order = compare_numbers(a->share, b->share);
    if (order == 0)
        order = compare_numbers(-a->governance, -b->governance);
    return order != 0 ? order : strcmp(a->flow->id, b->flow->id);
}

// How much speaks for a risk before the path is known: the first two conditions.
static int promise(const kt_risk *risk, const kt_risk_rule *rule)
{
    kt_verdict concentrated = at_least(risk->share, rule->concentrated);
    kt_verdict ground = unreliable(risk, rule);
    return concentrated < ground ? (int)concentrated : (int)ground;
}

static bool is_worse(const kt_risk *a, const kt_risk *b, const kt_risk_rule *rule)
{
    if (a->mechanism != b->mechanism)
        return a->mechanism > b->mechanism;
    int order = promise(b, rule) - promise(a, rule);
    if (order == 0)
        order = compare_numbers(a->dependence_first, b->dependence_first);
    if (order == 0)
        order = compare_numbers(a->dependence, b->dependence);
    return (order != 0 ? order : by_share(a, b)) < 0;
}

// Flows come by country, so that a material's are anywhere: its row is kept by its symbol.
static kt_status keep_worst_of_each(const ranking *r, kt_risks *out, kt_error *err)
{
    const kt_case *c = case_of(r);
    size_t n_symbols = c->pool.n;
    uint32_t *at = calloc(n_symbols + 1, sizeof *at); // row + 1 of a material
    kt_status status = KT_OK;
    if (at == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < r->flows->n && status == KT_OK; e++) {
        kt_risk risk = risk_of_flow(r, e);
        uint32_t *row = &at[risk.flow->material];
        if (*row == 0) {
            out->row[out->n++] = risk;
            *row = (uint32_t)out->n;
        } else if (is_worse(&risk, &out->row[*row - 1], r->work->rule)) {
            out->row[*row - 1] = risk;
        }
        status = kt_control_check(r->study->control, err);
    }
    free(at);
    return status;
}

// --------------------------------------------------------------------------------- paths and costs

static void describe_path(const ranking *r, kt_risk *risk, const kt_path *path)
{
    const kt_network *net = r->study->network;
    const kt_table *bom = &case_of(r)->table[KT_BOM];
    for (uint32_t k = 1; k < path->n; k++) { // from the item under the target down to the material
        const kt_path_step *step = &path->step[k];
        const kt_network_item *item = &net->item[step->item];
        if (item->kind != KT_KIND_MATERIAL) {
            risk->part = risk->half_product;
            risk->half_product = step->item;
        }
        risk->function_critical |= item->function_critical;
        if (step->alternative != KT_NO_ROW && risk->alternative == KT_NO_ROW)
            risk->alternative = net->mix_item[net->alternative[step->alternative].mix];
        if (step->bom_row != KT_NO_ROW) {
            int grade = kt_table_choice(bom, KT_BOM_EVIDENCE, step->bom_row);
            grade = grade == 0 ? KT_EVIDENCE_D : grade;
            risk->evidence = grade > risk->evidence ? (uint8_t)grade : risk->evidence;
        }
        double days = kt_path_stock_days(net, step->item);
        if (item->kind >= KT_KIND_SEMI_FINISHED && !(days < risk->stock_days) && !isnan(days))
            risk->stock_days = days; // the largest cover near the material
    }
    if (risk->alternative != KT_NO_ROW)
        risk->switch_days = kt_path_switch_days(net, risk->alternative);
}

// What the kept flows cost as built, the path by which they do, and the verdict.
static kt_status describe_batch(const ranking *r, kt_risk *risk, uint32_t n, kt_error *err)
{
    kt_capacity *built = r->work->built;
    uint32_t target = r->study->reach.target;
    kt_status status = KT_OK;
    for (uint32_t l = 0; l < n; l++)
        kt_exposure_fail(built, r->flows, (uint32_t)(risk[l].flow - r->flows->event), l);
    kt_capacity_sweep(built);
    for (uint32_t l = 0; l < n && status == KT_OK; l++) {
        kt_path path;
        risk[l].dependence_built = kt_exposure_loss(built, target, l);
        status = kt_path_find(&path, built, r->study, risk[l].flow, l, err);
        if (status == KT_OK)
            describe_path(r, &risk[l], &path);
    }
    kt_access_sweep(built, &r->work->buyer->access, n);
    for (uint32_t l = 0; l < n; l++) {
        risk[l].first_built = kt_exposure_loss(built, target, l);
        kt_risk_judge(&risk[l], r->work->rule);
    }
    kt_capacity_clear(built);
    return status;
}

// Of a row that is kept; also what would refuse it if the country had more of the stage, which
// tells how firm the verdict is.
static void complete(const ranking *r, kt_risk *risk)
{
    const kt_event *flow = risk->flow;
    if (!risk->facts.dominates)
        find_refusal(r, risk, &risk->facts);
    bool of_one = kt_yearly_use_is_of_one(&r->work->buyer->use);
    kt_annual_price price = kt_annual_price_of(case_of(r), flow->material, flow->stage);
    risk->cost_eur = price.eur_per_kg * (of_one ? risk->need_kg : risk->need_kg_per_year);
}

bool kt_risk_is_needed(const kt_risk *risk)
{
    return isnan(risk->need_kg_per_year) || risk->need_kg_per_year > 0.0 ||
           risk->dependence_built > kt_exposure_tolerance;
}

static int riskiest_first(const void *left, const void *right)
{
    const kt_risk *a = left;
    const kt_risk *b = right;
    if (a->risky != b->risky)
        return a->risky > b->risky ? -1 : 1;
    if (a->mechanism != b->mechanism)
        return a->mechanism > b->mechanism ? -1 : 1;
    int order = compare_numbers(a->dependence_first, b->dependence_first);
    if (order == 0)
        order = compare_numbers(a->dependence_built, b->dependence_built);
    return order != 0 ? order : by_share(a, b);
}

static kt_status open_ranking(ranking *r, kt_risks *out, kt_error *err)
{
    kt_arena *arena = r->study->arena;
    size_t n = (size_t)r->flows->n + 1;
    out->row = kt_arena_alloc(arena, n, sizeof *out->row);
    r->governance = kt_arena_alloc(arena, n, sizeof *r->governance);
    r->whole = kt_arena_alloc(arena, n, sizeof *r->whole);
    bool good = out->row != NULL && r->governance != NULL && r->whole != NULL;
    return good ? KT_OK : kt_error_no_memory(err);
}

kt_status kt_risk_rank(kt_risks *out, const kt_risk_work *work, kt_error *err)
{
    assert(work->built->sweep.first_only && work->flows->events.event_class == KT_CLASS_FLOW);
    assert(work->flows->n_listed == work->flows->events.n && work->flows->market != NULL);
    kt_status status = KT_OK;
    uint32_t lanes = work->built->lanes;
    ranking r = {.work = work, .study = work->buyer->study, .flows = &work->flows->events};
    *out = (kt_risks){0};
    KT_TRY(open_ranking(&r, out, err));
    find_governance(&r);
    sum_wholes(&r);
    KT_TRY(keep_worst_of_each(&r, out, err));
    for (size_t i = 0; i < out->n; i += lanes) {
        uint32_t n = out->n - i < lanes ? (uint32_t)(out->n - i) : lanes;
        KT_TRY(kt_control_check(r.study->control, err));
        KT_TRY(describe_batch(&r, &out->row[i], n, err));
    }
    for (size_t i = 0; i < out->n; i++)
        complete(&r, &out->row[i]);
    qsort(out->row, out->n, sizeof *out->row, riskiest_first);
done:
    return status;
}

kt_status kt_risk_of_flow(kt_risk *out, const kt_risk_work *work, uint32_t flow, kt_error *err)
{
    assert(work->built->sweep.first_only && work->flows->events.event_class == KT_CLASS_FLOW);
    assert(flow < work->flows->events.n && work->flows->market != NULL);
    kt_status status = KT_OK;
    kt_risks ignored = {0};
    ranking r = {.work = work, .study = work->buyer->study, .flows = &work->flows->events};
    KT_TRY(open_ranking(&r, &ignored, err));
    find_governance(&r);
    sum_wholes(&r);
    *out = risk_of_flow(&r, flow);
    KT_TRY(describe_batch(&r, out, 1, err));
    complete(&r, out);
done:
    return status;
}
