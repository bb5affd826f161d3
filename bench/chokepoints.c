// SPDX-License-Identifier: EUPL-1.2
// See chokepoints.h. The chains are made as failure structures, because reading and building are
// measured elsewhere: each item needs two others and has a market of three companies out of all, of
// which two must be left; two items in ten have one company.
#include "chokepoints.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/failure/chokepoint.h"
#include "diagram/cutset.h"
#include "measure.h"

enum { REPEATS = 3, MOST_SIZES = 12 };

static const char *const CLASSES[] = {"country", "organisation", "site", "material", "flow"};

static kt_status measure_class(bench_figures *figures, const kt_network *net, int event_class,
                               kt_error *err)
{
    double best = INFINITY;
    char name[64];
    kt_status status = KT_OK;
    for (int repeat = 0; repeat < REPEATS && status == KT_OK; repeat++) {
        kt_arena arena = {0};
        kt_study study;
        kt_chokepoints found;
        kt_chokepoint_options options = {.event_class = (kt_event_class)event_class,
                                         .min_share = 0.5};
        double start = bench_measure_cpu();
        status = kt_study_open(&study, net, NULL, NULL, &arena, err);
        if (status == KT_OK)
            status = kt_chokepoint_find(&found, &study, &options, KT_LANG_EN, err);
        best = fmin(best, bench_measure_cpu() - start);
        kt_arena_free(&arena);
    }
    snprintf(name, sizeof name, "chokepoints of the frigate by %s, half", CLASSES[event_class]);
    if (status == KT_OK)
        bench_figures_add(figures, name, best, "s", (bench_goal){0.5, false});
    return status;
}

static kt_status add(kt_structure *s, kt_gate gate, kt_input *out, kt_error *err)
{
    *out = kt_structure_gate(s->n_gates);
    return kt_structure_add_gate(s, &gate, err);
}

// An item of the chain over the items below it; `at` is the state of the generator.
static kt_status add_item(kt_structure *s, kt_input *item, uint32_t i, uint32_t *at, kt_error *err)
{
    static const double share[] = {0.5, 0.3, 0.2};
    uint32_t n = s->n_events;
    uint32_t n_needs = 1;
    kt_input company[3];
    kt_input need[3];
    for (int k = 0; k < 3; k++) {
        *at = *at * 1664525u + 1013904223u;
        company[k] = kt_structure_event((*at >> 8) % n);
    }
    need[0] = company[0];
    kt_status status = KT_OK;
    if (i % 10 >= 2)
        status = add(s, (kt_gate){KT_GATE_WEIGHTED, 3, company, share, 0.45}, &need[0], err);
    for (uint32_t below = 2 * i + 1; below <= 2 * i + 2 && below < n; below++)
        need[n_needs++] = item[below];
    if (status == KT_OK)
        status = add(s, (kt_gate){.kind = KT_GATE_OR, .n_inputs = n_needs, .input = need}, &item[i],
                     err);
    return status;
}

static kt_status make_chain(kt_structure **out, uint32_t n, kt_error *err)
{
    uint32_t at = 1;
    kt_input *item = calloc(n, sizeof *item);
    if (item == NULL)
        return kt_error_no_memory(err);
    kt_status status = kt_structure_open(out, n, err);
    for (uint32_t i = n; i-- > 0 && status == KT_OK;)
        status = add_item(*out, item, i, &at, err);
    if (status == KT_OK)
        (*out)->top = item[0];
    free(item);
    return status;
}

static kt_status measure_chain(double *seconds, uint32_t n, kt_error *err)
{
    kt_structure *s = NULL;
    kt_status status = make_chain(&s, n, err);
    *seconds = INFINITY;
    for (int repeat = 0; repeat < REPEATS && status == KT_OK; repeat++) {
        kt_arena arena = {0};
        kt_cutset_result found;
        double start = bench_measure_cpu();
        status = kt_cutset_solve(&found, s, &(kt_cutset_options){.judge = true}, &arena, err);
        *seconds = fmin(*seconds, bench_measure_cpu() - start);
        kt_arena_free(&arena);
    }
    kt_structure_close(s);
    return status;
}

// Doubling the companies and items may take two and a half times as long: an exponent of 1.32.
static kt_status measure_growth(bench_figures *figures, double most, kt_error *err)
{
    double size[MOST_SIZES];
    double seconds[MOST_SIZES];
    size_t n = 0;
    kt_status status = KT_OK;
    for (double at = 1e4; at <= most * 1.01 && n < MOST_SIZES && status == KT_OK; at *= 2.0) {
        char name[64];
        size[n] = at;
        status = measure_chain(&seconds[n], (uint32_t)at, err);
        if (status != KT_OK)
            break;
        snprintf(name, sizeof name, "chokepoints, pairs of %.0e companies", at);
        bench_figures_add(figures, name, seconds[n++], "s", (bench_goal){(double)NAN, false});
    }
    if (status == KT_OK && n > 2)
        bench_figures_add(figures, "growth exponent, chokepoints, pairs of companies",
                          bench_measure_exponent(size, seconds, n), "", (bench_goal){1.32, false});
    return status;
}

kt_status bench_chokepoints_run(bench_figures *figures, const kt_network *frigate, double most,
                                kt_error *err)
{
    kt_status status = KT_OK;
    for (int class = 0; class < KT_N_CLASSES && status == KT_OK; class ++)
        status = measure_class(figures, frigate, class, err);
    return status == KT_OK ? measure_growth(figures, most, err) : status;
}
