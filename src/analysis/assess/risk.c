// SPDX-License-Identifier: EUPL-1.2
// Keeps the worst flow of each material and looks its path up in the sweep that made it worst:
// shortest chain first, through requirements that fall as low as the target does. Some 2,000 flows
// for a frigate, 65 kept. What a flow costs as built takes a sweep, and its path a walk: flows are
// ranked by what they can cost at most, and only those are swept that may be the worst.
#include "analysis/assess/risk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/chain/bound.h"
#include "analysis/chain/path.h"

const kt_risk_rule kt_risk_default_rule = {.concentrated = KT_RISK_CONCENTRATED,
                                           .governance = KT_RISK_GOVERNANCE,
                                           .impact = KT_RISK_IMPACT};

enum { AT_ONCE = 4 }; // flows of a material that are swept before looking again

typedef struct ranking {
    kt_capacity *capacity;
    const kt_study *study;
    const kt_events *flows;
    const kt_dependence *rows;
    const kt_risk_rule *rule;
    double *built;       // [flows] dependence without alternatives, or no less than that
    bool *swept;         // [flows] `built` is the dependence itself
    double *governance;  // [flows] of the flow's country
    struct whole *whole; // [n_whole] what flows name, by material and stage
    uint32_t n_whole;
} ranking;

static const kt_case *case_of(const ranking *r)
{
    return r->study->network->the_case;
}

// Sweeps up to a row of flows without alternatives; lane l holds flow `flow[l]`.
static void sweep_as_built(const ranking *r, const uint32_t *flow, uint32_t n)
{
    for (uint32_t l = 0; l < n; l++)
        kt_exposure_fail(r->capacity, r->flows, flow[l], l);
    kt_capacity_sweep(r->capacity);
    kt_capacity_clear(r->capacity);
}

// Sweeps the flows, whose order it changes.
static kt_status find_built(const ranking *r, uint32_t *flow, uint32_t n, kt_error *err)
{
    uint32_t lanes = 0;
    kt_status status = kt_event_place(flow, n, r->flows, err);
    for (uint32_t first = 0; first < n && status == KT_OK; first += lanes) {
        lanes = kt_event_together(flow + first, n - first, r->flows, r->capacity->lanes);
        sweep_as_built(r, flow + first, lanes);
        for (uint32_t l = 0; l < lanes; l++) {
            double lost = 1.0 - kt_capacity_item(r->capacity, r->study->reach.target, l);
            r->built[flow[first + l]] = lost > 0.0 ? lost : 0.0;
            r->swept[flow[first + l]] = true;
        }
        status = kt_control_check(r->study->control, err);
    }
    return status;
}

// What stops the target in spite of alternatives does so without them.
static kt_status bound_built(const ranking *r, kt_error *err)
{
    kt_bound bound;
    kt_status status = kt_bound_open(&bound, r->capacity, r->study, err);
    if (status != KT_OK)
        return status;
    for (uint32_t e = 0; e < r->flows->n; e++) {
        r->swept[e] = r->rows[e].dependence >= 1.0;
        r->built[e] = r->swept[e] ? 1.0 : kt_bound_loss(&bound, r->flows, e);
    }
    kt_bound_close(&bound);
    return KT_OK;
}

static bool has_restriction(const kt_case *c, kt_symbol country, kt_symbol material)
{
    const kt_table *restrictions = &c->reference[KT_EXPORT_RESTRICTIONS];
    for (uint32_t r = 0; r < restrictions->n_rows; r++) {
        if (kt_table_text(restrictions, KT_RESTRICTIONS_COUNTRY, r) == country &&
            kt_table_text(restrictions, KT_RESTRICTIONS_MATERIAL, r) == material)
            return true;
    }
    return false;
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

static kt_verdict at_least(double value, double threshold)
{
    if (isnan(value))
        return KT_VERDICT_UNKNOWN;
    return value >= threshold ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict unreliable(const kt_risk *risk, const kt_risk_rule *rule)
{
    if (risk->bloc == KT_BLOC_HOME || risk->bloc == KT_BLOC_EU || risk->bloc == KT_BLOC_NATO)
        return KT_VERDICT_NO;
    if (risk->restricted)
        return KT_VERDICT_YES;
    if (isnan(risk->governance))
        return KT_VERDICT_UNKNOWN;
    return risk->governance < rule->governance ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict no_substitute(const kt_risk *risk, const kt_risk_rule *rule)
{
    bool helps = risk->dependence < rule->impact && risk->dependence_built >= rule->impact;
    if (!helps)
        return KT_VERDICT_YES;
    if (isnan(risk->stock_days) || isnan(risk->switch_days))
        return KT_VERDICT_UNKNOWN; // it exists, but no row says whether it comes in time
    return risk->stock_days < risk->switch_days ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static kt_verdict impact(const kt_risk *risk, const kt_risk_rule *rule)
{
    bool lost = risk->dependence_built > kt_exposure_tolerance;
    if (risk->dependence_built >= rule->impact || (lost && risk->function_critical))
        return KT_VERDICT_YES;
    return risk->dependence_upper >= rule->impact ? KT_VERDICT_UNKNOWN : KT_VERDICT_NO;
}

void kt_risk_judge(kt_risk *risk, const kt_risk_rule *rule)
{
    risk->condition[KT_CONCENTRATED] = at_least(risk->share, rule->concentrated);
    risk->condition[KT_UNRELIABLE] = unreliable(risk, rule);
    risk->condition[KT_NO_SUBSTITUTE] = no_substitute(risk, rule);
    risk->condition[KT_IMPACT] = impact(risk, rule);
    risk->verdict = KT_VERDICT_YES;
    for (int k = 0; k < KT_N_CONDITIONS; k++) {
        if (risk->condition[k] < risk->verdict)
            risk->verdict = risk->condition[k];
    }
}

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

static kt_risk risk_of_flow(const ranking *r, uint32_t e)
{
    const kt_event *flow = &r->flows->event[e];
    kt_risk risk = {
        .flow = flow,
        .share = share_of_flow(r, e),
        .dependence = r->rows[e].dependence,
        .dependence_upper = r->rows[e].dependence_upper,
        .governance = r->governance[e],
        .restricted = has_restriction(case_of(r), flow->country, flow->material),
        .bloc = kt_country_bloc(case_of(r), flow->country, r->study->home),
        .part = KT_NO_ROW,
        .half_product = KT_NO_ROW,
        .alternative = KT_NO_ROW,
        .stock_days = (double)NAN,
        .switch_days = (double)NAN,
    };
    return risk;
}

static int compare_numbers(double a, double b) // larger first, NaN last
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

static int riskiest_first(const void *left, const void *right)
{
    const kt_risk *a = left;
    const kt_risk *b = right;
    if (a->verdict != b->verdict)
        return a->verdict > b->verdict ? -1 : 1;
    int order = compare_numbers(a->dependence_built, b->dependence_built);
    if (order == 0)
        order = compare_numbers(a->share, b->share);
    if (order == 0)
        order = compare_numbers(-a->governance, -b->governance);
    return order != 0 ? order : strcmp(a->flow->id, b->flow->id);
}

static int by_material_riskiest_first(const void *left, const void *right)
{
    const kt_risk *a = left;
    const kt_risk *b = right;
    if (a->flow->material != b->flow->material)
        return a->flow->material < b->flow->material ? -1 : 1;
    return riskiest_first(left, right);
}

static uint32_t event_of(const ranking *r, const kt_risk *risk)
{
    return (uint32_t)(risk->flow - r->flows->event);
}

// With the dependence as far as it is known. The more a flow costs as built, the riskier it is: no
// verdict falls with it as long as nothing is known of stocks and critical parts, which paths tell
// of the rows that are kept.
static void judge_all(const ranking *r, kt_risk *risk)
{
    for (uint32_t i = 0; i < r->flows->n; i++) {
        assert(isnan(risk[i].stock_days) && !risk[i].function_critical);
        risk[i].dependence_built = r->built[event_of(r, &risk[i])];
        kt_risk_judge(&risk[i], r->rule);
    }
    qsort(risk, r->flows->n, sizeof *risk, by_material_riskiest_first);
}

// Of each material whose riskiest flow is not swept yet, the first few that are not.
static uint32_t list_open(const ranking *r, const kt_risk *risk, uint32_t *flow)
{
    uint32_t n = 0, first = 0;
    for (uint32_t i = 0; i < r->flows->n; i++) {
        bool same = i > 0 && risk[i - 1].flow->material == risk[i].flow->material;
        if (!same && r->swept[event_of(r, &risk[i])])
            first = KT_NO_ROW; // it is the worst of its material
        else if (!same)
            first = n;
        if (first != KT_NO_ROW && n - first < AT_ONCE && !r->swept[event_of(r, &risk[i])])
            flow[n++] = event_of(r, &risk[i]);
    }
    return n;
}

// Leaves the riskiest flow of each material. Rows come with what is known without a sweep.
static kt_status keep_worst_of_each(const ranking *r, kt_risks *out, kt_error *err)
{
    uint32_t *flow = malloc(((size_t)r->flows->n + 1) * sizeof *flow);
    kt_status status = KT_OK;
    if (flow == NULL)
        return kt_error_no_memory(err);
    judge_all(r, out->row);
    for (uint32_t n = list_open(r, out->row, flow); n > 0; n = list_open(r, out->row, flow)) {
        KT_TRY(find_built(r, flow, n, err));
        out->n_swept += n;
        judge_all(r, out->row);
    }
    for (uint32_t i = 0; i < r->flows->n; i++) {
        if (out->n == 0 || out->row[out->n - 1].flow->material != out->row[i].flow->material)
            out->row[out->n++] = out->row[i];
    }
done:
    free(flow);
    return status;
}

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

static kt_status find_paths(const ranking *r, kt_risk *risk, size_t n, kt_error *err)
{
    uint32_t flow[KT_MOST_LANES];
    for (size_t first = 0; first < n; first += r->capacity->lanes) {
        uint32_t lanes =
            n - first < r->capacity->lanes ? (uint32_t)(n - first) : r->capacity->lanes;
        for (uint32_t l = 0; l < lanes; l++)
            flow[l] = event_of(r, &risk[first + l]);
        sweep_as_built(r, flow, lanes);
        for (uint32_t l = 0; l < lanes; l++) {
            kt_path path;
            kt_status status = kt_control_check(r->study->control, err);
            if (status == KT_OK)
                status = kt_path_find(&path, r->capacity, r->study, risk[first + l].flow, l, err);
            if (status != KT_OK)
                return status;
            describe_path(r, &risk[first + l], &path);
            kt_risk_judge(&risk[first + l],
                          r->rule); // with what the path told of stocks and critical parts
        }
    }
    return KT_OK;
}

static kt_status open_ranking(ranking *r, kt_risks *out, kt_error *err)
{
    kt_arena *arena = r->study->arena;
    size_t n = (size_t)r->flows->n + 1;
    out->row = kt_arena_alloc(arena, n, sizeof *out->row);
    r->built = kt_arena_alloc(arena, n, sizeof *r->built);
    r->governance = kt_arena_alloc(arena, n, sizeof *r->governance);
    r->whole = kt_arena_alloc(arena, n, sizeof *r->whole);
    r->swept = kt_arena_alloc(arena, n, sizeof *r->swept);
    bool good = out->row != NULL && r->built != NULL && r->swept != NULL;
    return good && r->governance != NULL && r->whole != NULL ? KT_OK : kt_error_no_memory(err);
}

kt_status kt_risk_rank(kt_risks *out, kt_capacity *capacity, const kt_study *study,
                       const kt_exposure *flows, const kt_risk_rule *rule, kt_error *err)
{
    assert(capacity->sweep.first_only && flows->events.event_class == KT_CLASS_FLOW);
    assert(flows->n_listed == flows->events.n);
    uint32_t n = flows->events.n;
    kt_status status = KT_OK;
    ranking r = {.capacity = capacity,
                 .study = study,
                 .flows = &flows->events,
                 .rows = flows->row,
                 .rule = rule};
    *out = (kt_risks){0};
    KT_TRY(open_ranking(&r, out, err));
    find_governance(&r);
    sum_wholes(&r);
    KT_TRY(bound_built(&r, err));
    for (uint32_t e = 0; e < n; e++) {
        out->row[e] = risk_of_flow(&r, e);
        KT_TRY(kt_control_check(study->control, err));
    }
    KT_TRY(keep_worst_of_each(&r, out, err));
    KT_TRY(find_paths(&r, out->row, out->n, err));
    qsort(out->row, out->n, sizeof *out->row, riskiest_first);
done:
    return status;
}
