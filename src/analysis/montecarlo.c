// SPDX-License-Identifier: EUPL-1.2
// See montecarlo.h. Runs are drawn and swept a row of lanes at a time, a thousand runs a task.
#include "analysis/montecarlo.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/draw.h"
#include "analysis/estimate.h"
#include "analysis/exposure.h"
#include "analysis/hazard.h"
#include "base/buffer.h"
#include "base/lang.h"
#include "base/text.h"

const double kt_montecarlo_tail = 0.05;

static const double ALL = 1.0 - 1e-9; // of the output, up to rounding

enum { TASK_RUNS = 1024 };

// What the threads share.
typedef struct work {
    const kt_montecarlo_options *options;
    kt_montecarlo *out;
    kt_circuit circuit;
    kt_capacity *capacity; // [threads]
    unsigned n_capacity;
    kt_capacity sure; // nothing drawn, shares as they are
    kt_draw draw;
    uint32_t target;
    uint64_t runs;
    uint32_t scenario; // that has happened, or KT_NO_ROW: an ordinary year
    double *loss;      // [runs]; of a scenario: what is left
    double *mass;      // [runs] of importance sampling, else NULL
} work;

static void run_lanes(work *w, kt_capacity *capacity, uint64_t first, uint32_t n)
{
    for (uint32_t l = 0; l < n; l++) {
        double mass = kt_draw_year(&w->draw, capacity, first + l, l, w->scenario);
        if (w->scenario != KT_NO_ROW)
            kt_scenario_apply(capacity, &w->out->scenarios, w->scenario,
                              w->out->scenarios.row[w->scenario].worst_day, l);
        else if (w->mass != NULL)
            w->mass[first + l] = mass;
        if (w->options->spread > 0.0)
            kt_draw_shares(&w->draw, capacity, first + l, l);
    }
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++) {
        double lost = kt_exposure_loss(capacity, w->target, l);
        w->loss[first + l] = w->scenario == KT_NO_ROW ? lost : 1.0 - lost;
    }
    kt_capacity_clear(capacity);
}

static kt_status run_task(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    work *w = user;
    kt_capacity *capacity = &w->capacity[worker];
    uint64_t end = (task + 1) * TASK_RUNS < w->runs ? (task + 1) * TASK_RUNS : w->runs;
    (void)err;
    for (uint64_t first = task * TASK_RUNS; first < end; first += capacity->lanes)
        run_lanes(w, capacity, first,
                  end - first < capacity->lanes ? (uint32_t)(end - first) : capacity->lanes);
    return KT_OK;
}

static kt_parallel job_of(work *w)
{
    return (kt_parallel){.n_tasks = (w->runs + TASK_RUNS - 1) / TASK_RUNS,
                         .n_threads = w->options->n_threads,
                         .task = run_task,
                         .user = w,
                         .stop = w->options->stop,
                         .lang = w->out->network->the_case->faults.lang,
                         .progress = w->options->progress};
}

static kt_status open_work(work *w, const kt_network *net, kt_error *err)
{
    kt_status status = KT_OK;
    kt_parallel job = job_of(w);
    unsigned n = kt_parallel_threads(&job);
    kt_capacity_options options = {.lanes = KT_LANES_D16, .weighted = w->options->spread > 0.0};
    KT_TRY(kt_circuit_open(&w->circuit, net,
                           &(kt_circuit_options){.item = &w->target, .n_items = 1, .lean = true},
                           err));
    w->loss = malloc((size_t)w->runs * sizeof *w->loss);
    if (w->options->sampling == KT_SAMPLING_IMPORTANCE)
        w->mass = malloc((size_t)w->runs * sizeof *w->mass);
    w->capacity = calloc(n, sizeof *w->capacity);
    if (w->loss == NULL || w->capacity == NULL ||
        (w->mass == NULL && w->options->sampling == KT_SAMPLING_IMPORTANCE)) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(kt_capacity_open(&w->sure, &w->circuit, NULL, err));
    for (; w->n_capacity < n; w->n_capacity++)
        KT_TRY(kt_capacity_open(&w->capacity[w->n_capacity], &w->circuit, &options, err));
done:
    return status;
}

static void close_work(work *w)
{
    for (unsigned k = 0; k < w->n_capacity; k++)
        kt_capacity_close(&w->capacity[k]);
    kt_capacity_close(&w->sure);
    free(w->capacity);
    free(w->loss);
    free(w->mass);
    kt_draw_close(&w->draw);
    kt_circuit_close(&w->circuit);
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

static kt_status run_year(work *w, kt_error *err)
{
    kt_status status = KT_OK;
    kt_year *year = &w->out->year;
    bool split = w->options->sampling == KT_SAMPLING_STRATIFIED;
    w->scenario = KT_NO_ROW;
    kt_parallel job = job_of(w);
    kt_sample sample = {.loss = w->loss, .mass = w->mass, .n = w->runs, .sampled = 1.0};
    KT_TRY(kt_parallel_run(&job, err));
    kt_capacity_sweep(&w->sure); // a year in which nothing happens
    sample.quiet_loss = kt_exposure_loss(&w->sure, w->target, 0);
    if (split)
        sample.sampled = w->draw.anything;
    year->anything = w->draw.anything;
    year->expected = kt_estimate_mean(&sample);
    year->all_lost = kt_estimate_exceeds(&sample, ALL);
    KT_TRY(kt_estimate_tail(&year->tail, &year->quantile, &sample, kt_montecarlo_tail, err));
    converge(year, &sample);
    w->out->has_year = true;
done:
    return status;
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
        kt_capacity_clear(capacity);
    }
}

static kt_status run_scenario(work *w, uint32_t s, kt_error *err)
{
    kt_scenario_result *result = &w->out->result[w->out->n_results++];
    *result = (kt_scenario_result){.scenario = &w->out->scenarios.row[s]};
    find_residual(w, result, s);
    result->range = (kt_range){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    if (w->runs < 2)
        return KT_OK;
    w->scenario = s;
    kt_parallel job = job_of(w);
    kt_status status = kt_parallel_run(&job, err);
    if (status == KT_OK)
        result->range = kt_estimate_range(w->loss, w->runs);
    return status;
}

static kt_status no_such_scenario(const kt_network *net, const char *id, kt_error *err)
{
    const kt_case *c = net->the_case;
    const kt_table *scenarios = &c->table[KT_SCENARIOS];
    uint32_t nearest = kt_case_nearest(c, scenarios, KT_SCENARIOS_ID, id);
    kt_buffer shown = {0};
    kt_text_show(&shown, id, strlen(id), 64);
    const char *text = shown.text == NULL ? "" : shown.text;
    kt_status status;
    if (nearest == KT_NO_ROW)
        status = kt_error_set(err, KT_BAD_INPUT,
                              kt_lang_text(c->faults.lang, "\"%s\" is not a scenario of the case"),
                              text);
    else
        status = kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(c->faults.lang,
                         "\"%s\" is not a scenario of the case: did you mean \"%s\"?"),
            text, kt_pool_text(&c->pool, kt_table_text(scenarios, KT_SCENARIOS_ID, nearest)));
    kt_buffer_free(&shown);
    return status;
}

static kt_status run_scenarios(work *w, uint32_t only, kt_arena *arena, kt_error *err)
{
    kt_montecarlo *out = w->out;
    kt_status status = KT_OK;
    out->result = kt_arena_alloc(arena, (size_t)out->scenarios.n + 1, sizeof *out->result);
    if (out->result == NULL)
        return kt_error_no_memory(err);
    kt_scenario_worst(&out->scenarios, &w->sure, w->target);
    for (uint32_t s = 0; s < out->scenarios.n && status == KT_OK; s++) {
        if (only == KT_NO_ROW || s == only)
            status = run_scenario(w, s, err);
    }
    return status;
}

kt_status kt_montecarlo_run(kt_montecarlo *out, const kt_network *net, const char *target,
                            const kt_montecarlo_options *options, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    uint32_t only = KT_NO_ROW;
    work w = {.options = options, .out = out, .runs = options->runs < 1 ? 1 : options->runs};
    *out = (kt_montecarlo){.network = net};

    KT_TRY(kt_reach_target(&w.target, net, target, net->the_case->faults.lang, err));
    KT_TRY(kt_reach_find(&out->reach, net, w.target, arena, err));
    KT_TRY(kt_scenario_list(&out->scenarios, net, arena, err));
    if (options->scenario != NULL) {
        only = kt_scenario_find(&out->scenarios, net, options->scenario);
        if (only == KT_NO_ROW) {
            status = no_such_scenario(net, options->scenario, err);
            goto done;
        }
    }
    KT_TRY(kt_hazard_list(&out->hazards, net, &out->reach, &out->scenarios, arena, err));
    KT_TRY(kt_draw_open(&w.draw, out, options, err));
    KT_TRY(open_work(&w, net, err));
    KT_TRY(run_scenarios(&w, only, arena, err));
    if (w.runs > 1 && only == KT_NO_ROW)
        KT_TRY(run_year(&w, err));
done:
    close_work(&w);
    return status;
}
