// SPDX-License-Identifier: EUPL-1.2
// Drawn years of the frigate against the plain way: every run in a lane of its own, nothing
// skipped, every scenario swept anew. The figures must have the same bits.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/chain/exposure.h"
#include "analysis/years/drawn_years.h"
#include "analysis/years/hazard.h"
#include "ingest/package/open.h"
#include "model/network_build.h"

static const char LCF[] = KETEN_SOURCE_DIR "/data/cases/lcf";

enum { RUNS = 700 };

typedef struct fixture {
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_montecarlo run;
    kt_circuit circuit; // of the plain way
    kt_capacity plain;
    uint32_t *scenario; // all of them
    double *alone;
    double quiet_loss;
} fixture;

static int open_frigate(void **state)
{
    static fixture f;
    kt_error error = {0};
    f = (fixture){0};
    if (kt_open_case(&f.the_case, LCF, NULL, &error) != KT_OK ||
        kt_network_build(&f.network, f.the_case, &kt_figures_study, NULL, &error) != KT_OK)
        return -1;
    kt_montecarlo *m = &f.run;
    m->network = &f.network;
    uint32_t target;
    if (kt_reach_target(&target, &f.network, NULL, KT_LANG_EN, &error) != KT_OK ||
        kt_reach_find(&m->reach, &f.network, target, NULL, &f.arena, &error) != KT_OK ||
        kt_scenario_list(&m->scenarios, &f.network, NULL, NULL, &f.arena, &error) != KT_OK ||
        kt_hazard_list(&m->hazards, m, NULL, &f.arena, &error) != KT_OK ||
        kt_circuit_open(&f.circuit, &f.network, NULL, &error) != KT_OK ||
        kt_capacity_open(&f.plain, &f.circuit, NULL, &error) != KT_OK)
        return -1;
    if (kt_scenario_worst(&m->scenarios, &f.plain, target, NULL, &error) != KT_OK)
        return -1;
    f.scenario = kt_arena_alloc(&f.arena, m->scenarios.n, sizeof *f.scenario);
    f.alone = kt_arena_alloc(&f.arena, m->scenarios.n, sizeof *f.alone);
    for (uint32_t s = 0; s < m->scenarios.n; s++) {
        f.scenario[s] = s;
        kt_scenario_apply(&f.plain, &m->scenarios, s, m->scenarios.row[s].worst_day, 0);
        kt_capacity_sweep(&f.plain);
        f.alone[s] = 1.0 - kt_exposure_loss(&f.plain, target, 0);
        kt_capacity_clear(&f.plain);
    }
    kt_capacity_sweep(&f.plain);
    f.quiet_loss = kt_exposure_loss(&f.plain, target, 0);
    *state = &f;
    return 0;
}

static int close_frigate(void **state)
{
    fixture *f = *state;
    kt_capacity_close(&f->plain);
    kt_circuit_close(&f->circuit);
    kt_network_free(&f->network);
    kt_arena_free(&f->arena);
    kt_case_free(f->the_case);
    return 0;
}

// What is left in a year in which the hazards of the run and the scenario happen.
static double left_in(fixture *f, kt_capacity *c, const kt_drawn_years *y, const kt_drawn *drawn,
                      uint64_t run, uint32_t scenario)
{
    bool has = scenario == KT_NO_ROW;
    for (uint32_t k = 0; k < drawn->n; k++) {
        const kt_hazard *h = &f->run.hazards.row[drawn->hazard[k]];
        kt_draw_occur(&y->draw, c, drawn->hazard[k], 0);
        has |= h->is_scenario && h->first == scenario;
    }
    if (!has)
        kt_scenario_apply(c, &f->run.scenarios, scenario, f->run.scenarios.row[scenario].worst_day,
                          0);
    if (y->options->spread > 0.0)
        kt_draw_shares(&y->draw, c, run, 0);
    kt_capacity_sweep(c);
    double left = 1.0 - kt_exposure_loss(c, f->run.reach.target, 0);
    kt_capacity_clear(c);
    return left;
}

typedef struct tally {
    unsigned same, different;
    unsigned changed; // by the scenario: a comparison without it would fail so often
    unsigned stopped, quiet;
} tally;

static tally compare(fixture *f, const kt_montecarlo_options *options, kt_sampling sampling)
{
    static double loss[RUNS];
    static double left[16 * RUNS];
    tally t = {0};
    kt_drawn_years y;
    kt_capacity c;
    uint32_t n = f->run.scenarios.n;
    kt_capacity_options weighted = {.weighted = options->spread > 0.0};
    uint32_t *room = calloc(f->run.hazards.n, sizeof *room);
    kt_drawn drawn = {.hazard = room};
    kt_drawn_years_sample sample = {sampling, f->scenario, n, NULL};
    assert_true(room != NULL && n <= 16);
    assert_int_equal(kt_drawn_years_open(&y, &f->run, options, &sample, NULL), KT_OK);
    assert_int_equal(kt_capacity_open(&c, &f->circuit, &weighted, NULL), KT_OK);
    y.loss = loss;
    y.left = left;
    y.alone = f->alone;
    y.quiet_loss = f->quiet_loss;
    assert_int_equal(kt_drawn_years_run(&y, NULL), KT_OK);
    for (uint64_t run = 0; run < RUNS; run++) {
        kt_draw_year(&drawn, &y.draw, run);
        double base = left_in(f, &c, &y, &drawn, run, KT_NO_ROW);
        t.stopped += loss[run] >= 1.0;
        t.quiet += drawn.n == 0;
        *(1.0 - base == loss[run] ? &t.same : &t.different) += 1;
        for (uint32_t s = 0; s < n; s++) {
            double expected = left_in(f, &c, &y, &drawn, run, s);
            *(expected == left[s * RUNS + run] ? &t.same : &t.different) += 1;
            t.changed += base != left[s * RUNS + run];
        }
    }
    kt_capacity_close(&c);
    kt_drawn_years_close(&y);
    free(room);
    return t;
}

static void gives_the_bits_of_the_plain_way(void **state)
{
    fixture *f = *state;
    kt_control control = {.threads = 2};
    kt_montecarlo_options options = {.runs = RUNS, .seed = 3, .control = &control};
    for (int sampling = 0; sampling <= KT_SAMPLING_IMPORTANCE; sampling++) {
        tally t = compare(f, &options, (kt_sampling)sampling);
        assert_int_equal(t.different, 0);
        assert_true(t.same == RUNS * (f->run.scenarios.n + 1));
        assert_true(t.changed > RUNS);
        assert_true(t.stopped > RUNS / 10);
    }
}

static void gives_the_same_bits_where_shares_are_drawn(void **state)
{
    fixture *f = *state;
    kt_montecarlo_options options = {.runs = RUNS, .seed = 3, .spread = 0.4};
    tally t = compare(f, &options, KT_SAMPLING_PLAIN);
    assert_int_equal(t.different, 0);
    assert_true(t.changed > RUNS);
}

// A year is made quiet by giving every hazard a small chance.
static void does_not_sweep_what_is_known(void **state)
{
    fixture *f = *state;
    kt_montecarlo_options options = {.runs = RUNS, .seed = 3};
    double *kept = calloc(f->run.hazards.n, sizeof *kept);
    assert_non_null(kept);
    for (uint32_t i = 0; i < f->run.hazards.n; i++) {
        kept[i] = f->run.hazards.row[i].probability;
        f->run.hazards.row[i].probability /= 50.0;
    }
    tally t = compare(f, &options, KT_SAMPLING_PLAIN);
    assert_int_equal(t.different, 0);
    assert_true(t.quiet > RUNS / 2);
    for (uint32_t i = 0; i < f->run.hazards.n; i++)
        f->run.hazards.row[i].probability = kept[i];
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_bits_of_the_plain_way),
        cmocka_unit_test(gives_the_same_bits_where_shares_are_drawn),
        cmocka_unit_test(does_not_sweep_what_is_known),
    };
    return cmocka_run_group_tests(tests, open_frigate, close_frigate);
}
