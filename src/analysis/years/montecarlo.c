// SPDX-License-Identifier: EUPL-1.2
// Takes two samples: years in which every scenario is seen, and years by the sampling asked for,
// from which the year's loss is estimated; one sample serves both where the sampling allows it. The
// latter is gone through once more for who is served first. 1
// to 1e9 runs. What is left in each year of each scenario takes 8 bytes; beyond 256 MiB the
// scenarios take several passes over the same years.
#include "analysis/years/montecarlo.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/chain/exposure.h"
#include "analysis/years/drawn_years.h"
#include "analysis/years/estimate.h"
#include "analysis/years/hazard.h"
#include "base/buffer.h"
#include "base/lang.h"
#include "base/parallel.h"
#include "base/text.h"

const double kt_montecarlo_tail = 0.05;

static const double ALL = 1.0 - 1e-9; // of the output, up to rounding

// Room for what is left in each year of each scenario; more scenarios than fit take another pass
// over the same years.
enum { MOST_LEFT_BYTES = 256 << 20 };

typedef struct work {
    const kt_montecarlo_options *options;
    kt_montecarlo *out;
    kt_study study; // of the target, for the buyer
    kt_buyer buyer;
    kt_access access; // of the buyer, while the scenario at hand lasts
    bool *hostile;    // [n_producers] of `access`, where that is a dated measure
    kt_circuit circuit;
    kt_capacity sure; // nothing drawn, shares as they are
    uint32_t target;
    uint64_t runs;
    double quiet_loss;  // of a year in which nothing happens
    double quiet_first; // the same of who is served first
} work;

static kt_status open_work(work *w, const kt_network *net, kt_error *err)
{
    kt_circuit_options options = {.item = &w->target,
                                  .n_items = 1,
                                  .lean = true,
                                  .markets = true,
                                  .control = w->options->control};
    const kt_capacity_options plain = {.given = true, .control = w->options->control};
    kt_status status = KT_OK;
    KT_TRY(kt_circuit_open(&w->circuit, net, &options, err));
    KT_TRY(kt_switching_find(&w->out->late, &w->study, err));
    KT_TRY(kt_switching_leave_out(&w->circuit, &w->out->late, err));
    KT_TRY(kt_capacity_open(&w->sure, &w->circuit, &plain, err));
done:
    return status;
}

static void close_work(work *w)
{
    kt_capacity_close(&w->sure);
    kt_circuit_close(&w->circuit);
    kt_buyer_close(&w->buyer);
}

static void converge(kt_year *year, const kt_sample *sample)
{
    for (int k = KT_MONTECARLO_STEPS - 1; k >= 0; k--) {
        kt_sample part = *sample;
        part.n = sample->n >> k;
        if (part.n < 2)
            continue;
        year->step[year->n_steps++] = (kt_convergence){part.n, kt_estimate_mean(&part)};
    }
}

// Who sells to the buyer while the scenario lasts. What a dated measure lets through is on record
// as sold: whoever took it is not also supposed to sell nothing.
static kt_status find_access(work *w, uint32_t s, kt_arena *arena, kt_error *err)
{
    const kt_scenarios *scenarios = &w->out->scenarios;
    const kt_scenario *scenario = &scenarios->row[s];
    uint32_t n_producers = w->out->network->n_producers;
    w->access = w->buyer.access;
    if (!scenarios->dated || scenario->row == KT_NO_ROW)
        return KT_OK;
    if (w->hostile == NULL)
        w->hostile = kt_arena_alloc(arena, (size_t)n_producers + 1, sizeof *w->hostile);
    if (w->hostile == NULL)
        return kt_error_no_memory(err);
    memcpy(w->hostile, w->buyer.access.hostile, n_producers * sizeof *w->hostile);
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        for (uint32_t k = 0; k < effect->n; k++)
            w->hostile[scenarios->producer[effect->first + k]] = false;
    }
    w->access.hostile = w->hostile;
    return KT_OK;
}

// What is left when a scenario alone happens, and with the unknown ends failing too.
static void find_residual(work *w, kt_scenario_result *result, uint32_t s)
{
    kt_capacity *capacity = &w->sure;
    for (int lower = 0; lower < 2; lower++) {
        if (lower == 1)
            kt_exposure_fail_open_ends(capacity);
        kt_scenario_apply(capacity, &w->out->scenarios, s, result->scenario->worst_day, 0);
        kt_capacity_sweep(capacity);
        double left = 1.0 - kt_exposure_loss(capacity, w->target, 0);
        *(lower == 1 ? &result->residual_lower : &result->residual) = left;
        if (lower == 0) {
            kt_access_sweep(capacity, &w->access, 1);
            result->residual_first = 1.0 - kt_exposure_loss(capacity, w->target, 0);
        }
        kt_capacity_clear(capacity);
    }
}

static void apply_year(kt_capacity *capacity, const kt_scenario_year *year)
{
    for (size_t k = 0; k < year->n; k++)
        kt_change_lane(capacity, &year->change[k], 0);
    kt_capacity_sweep(capacity);
}

// How much each market loses on the worst day of the scenario.
static void find_worst_taken(work *w, kt_scenario_result *result, uint32_t s)
{
    kt_scenario_apply(&w->sure, &w->out->scenarios, s, result->scenario->worst_day, 0);
    kt_capacity_sweep(&w->sure);
    for (uint32_t m = 0; m < result->markets.n; m++) {
        kt_scenario_market *market = &result->markets.row[m];
        market->worst_taken = 1.0 - kt_capacity_item(&w->sure, market->item, 0);
    }
    kt_capacity_clear(&w->sure);
}

// The first year of a dated measure, and what it takes of which market.
static kt_status find_year(work *w, kt_scenario_result *result, uint32_t s, kt_arena *arena,
                           kt_error *err)
{
    kt_scenario_year year;
    kt_capacity *capacity = &w->sure;
    const kt_scenarios *scenarios = &w->out->scenarios;
    result->residual_year = result->residual_year_first = (double)NAN;
    if (!scenarios->dated || result->scenario->row == KT_NO_ROW)
        return KT_OK;
    if (!kt_scenario_year_find(&year, scenarios, s, arena))
        return kt_error_no_memory(err);
    apply_year(capacity, &year);
    result->residual_year = 1.0 - kt_exposure_loss(capacity, w->target, 0);
    const kt_scenario_market_request request = {scenarios, s, &w->buyer, &w->access, capacity};
    kt_status status = kt_scenario_market_find(&result->markets, &request, arena, err);
    kt_access_sweep(capacity, &w->access, 1);
    result->residual_year_first = 1.0 - kt_exposure_loss(capacity, w->target, 0);
    kt_capacity_clear(capacity);
    if (status == KT_OK)
        find_worst_taken(w, result, s);
    return status;
}

// Events of the scenario that change nothing in the target's chain.
static uint32_t count_idle(const work *w, uint32_t s)
{
    const kt_scenarios *scenarios = &w->out->scenarios;
    const kt_scenario *scenario = &scenarios->row[s];
    uint32_t n = 0;
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        bool hits = false;
        for (uint32_t k = 0; k < effect->n && !hits; k++)
            hits = w->out->reach.producer[scenarios->producer[effect->first + k]];
        n += !hits || effect->left >= 1.0;
    }
    return n;
}

// Years that are drawn once: what they lose, and what the scenarios leave in them.
typedef struct pass {
    kt_sampling sampling;
    double *loss;       // [runs], or NULL where only scenarios are asked for
    double *mass;       // [runs] of importance sampling
    double *left;       // [n][runs]
    uint32_t *scenario; // [n]
    uint32_t *result;   // [n]
    double *alone;      // [n] what is left when nothing else happens
    uint32_t n;
    const kt_access *access; // of who is served first: `loss` is his; NULL: in proportion
} pass;

// Of the runs in which something happens, those in which only the scenario itself does say nothing
// about years in which something else does.
static kt_range range_of(double *left, const kt_drawn_years *years, uint32_t layer)
{
    kt_sample sample = {.value = left, .sampled = 1.0, .quiet = years->alone[layer]};
    for (uint64_t run = 0; run < years->runs; run++) {
        if (!isnan(left[run]))
            left[sample.n++] = left[run];
    }
    if (years->draw.sampling == KT_SAMPLING_STRATIFIED)
        sample.sampled = kt_draw_anything_but(&years->draw, years->layers.layer[layer].scenario);
    return kt_estimate_range(&sample);
}

typedef struct summary {
    const work *work;
    const pass *pass;
    const kt_drawn_years *years;
} summary;

static kt_status summarise(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    const summary *s = user;
    uint32_t k = (uint32_t)task;
    (void)worker;
    (void)err;
    s->work->out->result[s->pass->result[k]].range =
        range_of(s->pass->left + k * s->work->runs, s->years, k);
    return KT_OK;
}

static kt_status run_pass(work *w, const pass *p, kt_error *err)
{
    kt_drawn_years years;
    summary s = {w, p, &years};
    kt_parallel job = {
        .n_tasks = p->n, .task = summarise, .user = &s, .control = w->options->control};
    kt_drawn_years_sample sample = {p->sampling, p->scenario, p->n, p->access};
    kt_status status = kt_drawn_years_open(&years, w->out, w->options, &sample, err);
    if (status != KT_OK)
        return status;
    years.loss = p->loss;
    years.mass = p->mass;
    years.left = p->left;
    years.alone = p->alone;
    years.quiet_loss = p->access != NULL ? w->quiet_first : w->quiet_loss;
    KT_TRY(kt_drawn_years_run(&years, err));
    KT_TRY(kt_parallel_run(&job, err));
    if (p->loss != NULL)
        w->out->year.anything = years.draw.anything;
done:
    kt_drawn_years_close(&years);
    return status;
}

// A scenario that leaves nothing alone leaves nothing in any year: it needs no drawing.
static uint32_t pick_scenarios(const work *w, const pass *p)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < w->out->n_results; r++) {
        kt_scenario_result *result = &w->out->result[r];
        if (!(result->residual > 0.0)) {
            result->range = (kt_range){0.0, 0.0, 0.0, 0.0};
            continue;
        }
        p->scenario[n] = (uint32_t)(result->scenario - w->out->scenarios.row);
        p->result[n] = r;
        p->alone[n++] = result->residual;
    }
    return n;
}

// As many scenarios a pass as there is room for. The first pass gives the year too where scenarios
// are seen in the same sample of years; else the year has a pass of its own.
static kt_status run_passes(work *w, const pass *all, const pass *year, kt_error *err)
{
    // quiet years are not all the same for a scenario where shares are uncertain, and weights do
    // not suit its quantiles: then it is seen in years as they fall
    bool plain = w->options->spread > 0.0 || w->options->sampling == KT_SAMPLING_IMPORTANCE;
    kt_sampling sampling = plain ? KT_SAMPLING_PLAIN : w->options->sampling;
    kt_status status = KT_OK;
    uint64_t most = MOST_LEFT_BYTES / (w->runs * sizeof(double));
    most = most < 1 ? 1 : (most < all->n ? most : all->n);
    double *left = malloc((size_t)(most * w->runs) * sizeof *left + 1);
    if (left == NULL)
        return kt_error_no_memory(err);
    for (uint32_t first = 0; first < all->n && status == KT_OK; first += (uint32_t)most) {
        pass part = {.sampling = sampling, .left = left, .n = all->n - first};
        part.n = part.n < most ? part.n : (uint32_t)most;
        part.scenario = all->scenario + first;
        part.result = all->result + first;
        part.alone = all->alone + first;
        part.loss = first == 0 && sampling == year->sampling ? year->loss : NULL;
        status = run_pass(w, &part, err);
    }
    free(left);
    bool seen = all->n > 0 && sampling == year->sampling;
    return status == KT_OK && year->loss != NULL && !seen ? run_pass(w, year, err) : status;
}

// What the years of a pass cost, in proportion or first in line.
static kt_sample sample_of(const work *w, const pass *p, double quiet)
{
    bool stratified = p->sampling == KT_SAMPLING_STRATIFIED;
    return (kt_sample){.value = p->loss,
                       .mass = p->mass,
                       .n = w->runs,
                       .sampled = stratified ? w->out->year.anything : 1.0,
                       .quiet = quiet};
}

static void describe_year(work *w, const pass *p)
{
    kt_year *year = &w->out->year;
    kt_sample sample = sample_of(w, p, w->quiet_loss);
    year->expected = kt_estimate_mean(&sample);
    year->all_lost = kt_estimate_exceeds(&sample, ALL);
    year->tail = kt_estimate_tail(&year->quantile, &sample, kt_montecarlo_tail);
    converge(year, &sample);
    w->out->has_year = true;
}

static void describe_first(work *w, const pass *p)
{
    kt_year *year = &w->out->year;
    double quantile;
    kt_sample sample = sample_of(w, p, w->quiet_first);
    year->expected_first = kt_estimate_mean(&sample);
    year->all_lost_first = kt_estimate_exceeds(&sample, ALL);
    year->tail_first = kt_estimate_tail(&quantile, &sample, kt_montecarlo_tail);
}

// The same years again, of who is served first.
static kt_status run_first(work *w, const pass *year, kt_error *err)
{
    pass first = *year;
    first.access = &w->buyer.access;
    kt_status status = run_pass(w, &first, err);
    if (status == KT_OK)
        describe_first(w, &first);
    return status;
}

static kt_status draw_years(work *w, bool with_year, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    bool weighed = with_year && w->options->sampling == KT_SAMPLING_IMPORTANCE;
    size_t room = (size_t)w->out->n_results + 1;
    size_t bytes = (size_t)w->runs * sizeof(double);
    pass all = {.scenario = kt_arena_alloc(arena, room, sizeof *all.scenario),
                .result = kt_arena_alloc(arena, room, sizeof *all.result),
                .alone = kt_arena_alloc(arena, room, sizeof *all.alone)};
    pass year = {.sampling = w->options->sampling,
                 .loss = with_year ? malloc(bytes) : NULL,
                 .mass = weighed ? malloc(bytes) : NULL};
    if (all.scenario == NULL || all.result == NULL || all.alone == NULL ||
        (with_year && year.loss == NULL) || (weighed && year.mass == NULL)) {
        status = kt_error_no_memory(err);
        goto done;
    }
    kt_capacity_sweep(&w->sure); // a year in which nothing happens
    w->quiet_loss = kt_exposure_loss(&w->sure, w->target, 0);
    kt_access_sweep(&w->sure, &w->buyer.access, 1);
    w->quiet_first = kt_exposure_loss(&w->sure, w->target, 0);
    kt_capacity_clear(&w->sure);
    all.n = pick_scenarios(w, &all);
    KT_TRY(run_passes(w, &all, &year, err));
    if (with_year) {
        describe_year(w, &year);
        status = run_first(w, &year, err);
    }
done:
    free(year.loss);
    free(year.mass);
    return status;
}

// Adds the ids of one list that may have been meant, behind those that are there.
static uint32_t suggest(kt_buffer *ids, const kt_case *c, bool dated, const char *id)
{
    kt_buffer more = {0};
    uint32_t n =
        kt_case_suggest(&more, c, kt_case_scenarios(c, dated).scenarios, KT_SCENARIOS_ID, id);
    if (n > 0)
        kt_buffer_format(ids, "%s%s", ids->length > 0 ? ", " : "", more.text);
    ids->failed |= more.failed;
    kt_buffer_free(&more);
    return n;
}

static kt_status no_such_scenario(const kt_network *net, const char *id, kt_error *err)
{
    const kt_case *c = net->the_case;
    kt_buffer shown = {0};
    kt_buffer ids = {0};
    uint32_t n = suggest(&ids, c, false, id);
    n += suggest(&ids, c, true, id);
    kt_text_show(&shown, id, strlen(id), 64);
    const char *text = shown.text == NULL ? "" : shown.text;
    kt_status status;
    if (shown.failed || ids.failed)
        status = kt_error_no_memory(err);
    else if (n == 0)
        status =
            kt_error_set(err, KT_BAD_INPUT,
                         kt_lang_text(kt_error_lang(err),
                                      "\"%s\" is not a scenario of the case, nor a dated measure"),
                         text);
    else
        status = kt_error_set(err, KT_BAD_INPUT,
                              kt_lang_text(kt_error_lang(err),
                                           "\"%s\" is not a scenario of the case, nor a dated "
                                           "measure: did you mean %s?"),
                              text, ids.text);
    kt_buffer_free(&ids);
    kt_buffer_free(&shown);
    return status;
}

static kt_status find_residuals(work *w, uint32_t only, kt_arena *arena, kt_error *err)
{
    kt_montecarlo *out = w->out;
    out->result = kt_arena_alloc(arena, (size_t)out->scenarios.n + 1, sizeof *out->result);
    if (out->result == NULL)
        return kt_error_no_memory(err);
    const kt_control *control = w->options->control;
    kt_status status = kt_scenario_worst(&out->scenarios, &w->sure, w->target, control, err);
    for (uint32_t s = 0; s < out->scenarios.n && status == KT_OK; s++) {
        bool supposed = out->scenarios.row[s].row == KT_NO_ROW;
        if (only != KT_NO_ROW && s != only && !supposed)
            continue;
        kt_scenario_result *result = &out->result[out->n_results++];
        *result = (kt_scenario_result){.scenario = &out->scenarios.row[s]};
        result->range = (kt_range){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
        KT_TRY(find_access(w, s, arena, err));
        find_residual(w, result, s);
        result->n_idle = count_idle(w, s);
        KT_TRY(find_year(w, result, s, arena, err));
        status = kt_control_check(control, err);
    }
done:
    return status;
}

kt_status kt_montecarlo_run(kt_montecarlo *out, const kt_network *net, const char *target,
                            const kt_montecarlo_options *options, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    uint32_t only = KT_NO_ROW;
    kt_scenario_choice choice = {.supposed = options->supposed};
    bool known;
    work w = {.options = options, .out = out, .runs = options->runs < 1 ? 1 : options->runs};
    *out = (kt_montecarlo){.network = net};

    KT_TRY(kt_study_open(&w.study, net, target, options->control, arena, err));
    out->reach = w.study.reach;
    w.target = out->reach.target;
    KT_TRY(kt_buyer_open(&w.buyer, &w.study, options->buyer, err));
    choice.dated = kt_scenario_is_dated(&known, net->the_case, options->scenario);
    bool supposed = !known && options->supposed.n > 0 &&
                    strcmp(options->scenario, kt_scenario_event_supposed) == 0;
    if (!known && !supposed) {
        status = no_such_scenario(net, options->scenario, err);
        goto done;
    }
    KT_TRY(kt_scenario_list(&out->scenarios, net, &choice, options->control, arena, err));
    if (options->scenario != NULL)
        only = kt_scenario_find(&out->scenarios, options->scenario); // none: all that are listed
    out->n_dated = choice.dated ? 0 : net->the_case->dated[KT_DATED_SCENARIOS].n_rows;
    KT_TRY(kt_hazard_list(&out->hazards, out, options->control, arena, err));
    KT_TRY(open_work(&w, net, err));
    KT_TRY(find_residuals(&w, only, arena, err));
    if (w.runs > 1)
        KT_TRY(draw_years(&w, options->scenario == NULL, arena, err));
done:
    close_work(&w);
    return status;
}
