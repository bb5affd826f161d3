// SPDX-License-Identifier: EUPL-1.2
// Packs the years that need a sweep into sixteen lanes, sweeps them, and lays the scenarios on them
// one after the other. A task is 1,024 runs, some milliseconds of work; each writes to its own part
// of the results, so that the number of threads changes nothing. Which hazards alone stop the
// target is found beforehand: of a large case nearly every year has one, and needs no sweep.
#include "analysis/years/drawn_years.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/chain/exposure.h"
#include "base/parallel.h"

enum { TASK_RUNS = 1024 };

// Sweeps what is in the lanes, and writes where the runs are.
static void flush(const kt_drawn_years *y, kt_drawn_years_worker *w)
{
    kt_capacity *capacity = &w->capacity;
    uint32_t lanes = (1u << w->n_lanes) - 1;
    kt_capacity_sweep(capacity);
    if (y->access != NULL)
        kt_access_sweep(capacity, y->access, w->n_lanes);
    for (uint32_t l = 0; l < w->n_lanes && y->loss != NULL; l++)
        y->loss[w->run[l]] = kt_exposure_loss(capacity, y->target, l);
    for (uint32_t k = 0; k < y->layers.n; k++) {
        uint32_t has = w->has[y->layers.layer[k].scenario];
        bool last = k + 1 == y->layers.n; // what it took is cleared below
        kt_scenario_layer_lay(&y->layers, k, &w->variant, lanes & ~has);
        for (uint32_t l = 0; l < w->n_lanes; l++) {
            bool alone = (has & w->single) >> l & 1;
            y->left[k * y->runs + w->run[l]] =
                alone ? (double)NAN : 1.0 - kt_exposure_loss(capacity, y->target, l);
        }
        if (last)
            kt_variant_keep(&w->variant, 0);
        else
            kt_variant_revert(&w->variant, 0);
    }
    memset(w->has, 0, y->run->scenarios.n * sizeof *w->has);
    kt_capacity_clear(capacity);
    w->n_lanes = 0;
    w->single = 0;
}

static bool is_stopped(const kt_drawn_years *y, const kt_drawn *drawn)
{
    for (uint32_t k = 0; k < drawn->n && y->stops != NULL; k++) {
        if (y->stops[drawn->hazard[k]])
            return true;
    }
    return false;
}

static void write_stopped(const kt_drawn_years *y, uint64_t run)
{
    if (y->loss != NULL)
        y->loss[run] = 1.0;
    for (uint32_t k = 0; k < y->layers.n; k++)
        y->left[k * y->runs + run] = 0.0;
}

static void write_quiet(const kt_drawn_years *y, uint64_t run)
{
    if (y->loss != NULL)
        y->loss[run] = y->quiet_loss;
    for (uint32_t k = 0; k < y->layers.n; k++)
        y->left[k * y->runs + run] = y->alone[k];
}

static void put_in_lane(const kt_drawn_years *y, kt_drawn_years_worker *w, uint64_t run)
{
    assert(w->n_lanes < w->capacity.lanes);
    uint32_t l = w->n_lanes++;
    w->run[l] = run;
    if (w->drawn.n == 1 && y->draw.sampling == KT_SAMPLING_STRATIFIED)
        w->single |= 1u << l;
    for (uint32_t k = 0; k < w->drawn.n; k++) {
        const kt_hazard *hazard = &y->run->hazards.row[w->drawn.hazard[k]];
        kt_draw_occur(&y->draw, &w->capacity, w->drawn.hazard[k], l);
        if (hazard->is_scenario)
            w->has[hazard->first] |= 1u << l;
    }
    if (y->options->spread > 0.0)
        kt_draw_shares(&y->draw, &w->capacity, run, l);
}

static kt_status run_task(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    const kt_drawn_years *y = user;
    kt_drawn_years_worker *w = &y->worker[worker];
    uint64_t end = (task + 1) * TASK_RUNS < y->runs ? (task + 1) * TASK_RUNS : y->runs;
    for (uint64_t run = task * TASK_RUNS; run < end; run++) {
        kt_draw_year(&w->drawn, &y->draw, run);
        if (y->mass != NULL)
            y->mass[run] = w->drawn.mass;
        if (is_stopped(y, &w->drawn))
            write_stopped(y, run);
        else if (w->drawn.n == 0 && !(y->options->spread > 0.0)) // else its shares are drawn
            write_quiet(y, run);
        else
            put_in_lane(y, w, run);
        if (w->n_lanes == w->capacity.lanes)
            flush(y, w);
    }
    if (w->n_lanes > 0)
        flush(y, w);
    return w->variant.failed ? kt_error_no_memory(err) : KT_OK;
}

static kt_parallel job_of(kt_drawn_years *y)
{
    return (kt_parallel){.n_tasks = (y->runs + TASK_RUNS - 1) / TASK_RUNS,
                         .task = run_task,
                         .user = y,
                         .control = y->options->control,
                         .phase = "drawing years",
                         .most = y->n_workers}; // once they are open
}

// A sweep for each row of lanes of hazards.
static kt_status sweep_for_stops(kt_drawn_years *y, kt_capacity *capacity, kt_error *err)
{
    const kt_hazards *hazards = &y->run->hazards;
    kt_status status = KT_OK;
    for (uint32_t first = 0; status == KT_OK && first < hazards->n; first += capacity->lanes) {
        uint32_t n = hazards->n - first < capacity->lanes ? hazards->n - first : capacity->lanes;
        for (uint32_t l = 0; l < n; l++)
            kt_draw_occur(&y->draw, capacity, first + l, l);
        kt_capacity_sweep(capacity);
        if (y->access != NULL)
            kt_access_sweep(capacity, y->access, n);
        for (uint32_t l = 0; l < n; l++)
            y->stops[first + l] = !(kt_capacity_item(capacity, y->target, l) > 0.0);
        kt_capacity_clear(capacity);
        status = kt_control_check(y->options->control, err);
    }
    return status;
}

// Those of which one pass can tell.
static kt_status look_for_stops(kt_drawn_years *y, kt_capacity *capacity, kt_error *err)
{
    const kt_hazards *hazards = &y->run->hazards;
    const kt_study study = {
        .network = y->run->network, .reach = y->run->reach, .control = y->options->control};
    kt_bound bound;
    kt_status status = kt_bound_open(&bound, capacity, &study, err);
    if (status != KT_OK)
        return status;
    for (uint32_t i = 0; i < hazards->n; i++) {
        const kt_hazard *h = &hazards->row[i];
        const uint32_t *producer = hazards->producer + h->first;
        y->stops[i] =
            !h->is_scenario && (y->access != NULL ? kt_bound_stops_first(&bound, producer, h->n)
                                                  : kt_bound_stops(&bound, producer, h->n));
    }
    kt_bound_close(&bound);
    return KT_OK;
}

// Which hazards alone stop the target: all of them, or, where there are more hazards than years to
// save a sweep for, those that are easily told. A year that has one is decided by it, and is drawn
// no further where nothing is counted but what it costs.
static kt_status find_stops(kt_drawn_years *y, kt_error *err)
{
    const kt_hazards *hazards = &y->run->hazards;
    kt_capacity capacity = {0};
    y->stops = calloc((size_t)hazards->n + 1, sizeof *y->stops);
    if (y->stops == NULL)
        return kt_error_no_memory(err);
    kt_capacity_options options = {
        .lanes = KT_LANES_D16, .given = y->access != NULL, .control = y->options->control};
    kt_status status = kt_capacity_open(&capacity, &y->circuit, &options, err);
    if (status == KT_OK)
        status = (hazards->n > y->runs ? look_for_stops : sweep_for_stops)(y, &capacity, err);
    kt_capacity_close(&capacity);
    if (y->draw.sampling != KT_SAMPLING_IMPORTANCE) // which weighs all that is drawn
        y->draw.stops = y->stops;
    return status;
}

static kt_capacity_options of_worker(const kt_drawn_years *y)
{
    return (kt_capacity_options){.lanes = KT_LANES_D16,
                                 .weighted = y->options->spread > 0.0,
                                 .given = y->access != NULL,
                                 .stepped = y->layers.n > 0,
                                 .control = y->options->control};
}

static kt_status open_worker(kt_drawn_years *y, kt_drawn_years_worker *w, kt_error *err)
{
    const kt_capacity_options options = of_worker(y);
    w->drawn.hazard = malloc(((size_t)y->run->hazards.n + 1) * sizeof *w->drawn.hazard);
    w->has = calloc((size_t)y->run->scenarios.n + 1, sizeof *w->has);
    w->variant = (kt_variant){.capacity = &w->capacity, .n_capacities = 1};
    if (w->drawn.hazard == NULL || w->has == NULL)
        return kt_error_no_memory(err);
    return kt_capacity_open(&w->capacity, &y->circuit, &options, err);
}

static kt_status open_workers(kt_drawn_years *y, kt_error *err)
{
    kt_parallel job = job_of(y);
    unsigned n = kt_parallel_threads(&job);
    const kt_capacity_options options = of_worker(y);
    kt_status status = kt_capacity_fit(&n, &y->circuit, &options, err);
    if (status != KT_OK)
        return status;
    y->worker = calloc(n, sizeof *y->worker);
    if (y->worker == NULL)
        return kt_error_no_memory(err);
    for (; y->n_workers < n && status == KT_OK; y->n_workers++)
        status = open_worker(y, &y->worker[y->n_workers], err);
    return status;
}

kt_status kt_drawn_years_open(kt_drawn_years *out, const kt_montecarlo *run,
                              const kt_montecarlo_options *options,
                              const kt_drawn_years_sample *sample, kt_error *err)
{
    kt_circuit_options wanted = {.item = &run->reach.target,
                                 .n_items = 1,
                                 .lean = sample->n == 0,
                                 .markets = sample->access != NULL,
                                 .control = options->control};
    assert(sample->access == NULL || sample->n == 0);
    *out = (kt_drawn_years){.run = run,
                            .options = options,
                            .runs = options->runs < 1 ? 1 : options->runs,
                            .access = sample->access,
                            .target = run->reach.target};
    kt_status status = kt_circuit_open(&out->circuit, run->network, &wanted, err);
    if (status == KT_OK)
        status = kt_switching_leave_out(&out->circuit, &run->late, err);
    if (status == KT_OK)
        status = kt_draw_open(&out->draw, run, options, sample->sampling, err);
    if (status == KT_OK)
        status = kt_scenario_layer_open(&out->layers, &out->circuit, &run->scenarios,
                                        sample->scenario, sample->n, err);
    if (status == KT_OK)
        status = find_stops(out, err);
    if (status == KT_OK)
        status = open_workers(out, err);
    if (status != KT_OK)
        kt_drawn_years_close(out);
    return status;
}

void kt_drawn_years_close(kt_drawn_years *y)
{
    for (unsigned k = 0; k < y->n_workers; k++) {
        kt_capacity_close(&y->worker[k].capacity);
        free(y->worker[k].drawn.hazard);
        free(y->worker[k].has);
        kt_variant_close(&y->worker[k].variant);
    }
    free(y->worker);
    free(y->stops);
    kt_scenario_layer_close(&y->layers);
    kt_draw_close(&y->draw);
    kt_circuit_close(&y->circuit);
    *y = (kt_drawn_years){0};
}

kt_status kt_drawn_years_run(kt_drawn_years *years, kt_error *err)
{
    assert(years->layers.n == 0 || (years->left != NULL && years->alone != NULL));
    kt_parallel job = job_of(years);
    return kt_parallel_run(&job, err);
}
