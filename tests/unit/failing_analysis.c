// SPDX-License-Identifier: EUPL-1.2
// Assessments, stress tests, simulations and chokepoints while memory runs out.
#include "failing_analysis.h"

#include "analysis/assess/ask.h"
#include "analysis/assess/comparison.h"
#include "analysis/failure/chokepoint.h"
#include "analysis/years/montecarlo.h"
#include "analysis/years/stress.h"
#include "model/network_build.h"

static kt_status assess(double *figure, const kt_case *c, kt_error *err)
{
    kt_assessment *a = NULL;
    kt_ask ranked = {0};
    kt_status status = kt_assess_target(&a, c, NULL, NULL, err);
    if (status == KT_OK)
        status = kt_ask_rank(&ranked, a, NULL, err);
    if (status == KT_OK)
        *figure = (double)ranked.n_facts + (double)ranked.n / 1000.0;
    kt_ask_free(&ranked);
    kt_assess_free(a);
    return status;
}

static kt_status assess_imports(double *figure, const kt_case *c, kt_error *err)
{
    kt_assessment *a = NULL;
    kt_assess_question question = kt_assess_default;
    question.figures.scope = KT_SCOPE_NL;
    kt_status status = kt_assess_target(&a, c, NULL, &question, err);
    for (size_t i = 0; status == KT_OK && i < a->risks.n; i++)
        *figure += a->risks.row[i].share * (double)(i + 1);
    kt_assess_free(a);
    return status;
}

// With nothing ranked: all differs.
static kt_status compare(double *figure, const kt_case *c, kt_error *err)
{
    const kt_risks none = {0};
    kt_assessment *a = NULL;
    kt_comparison found = {0};
    kt_status status = kt_assess_target(&a, c, NULL, NULL, err);
    if (status == KT_OK)
        status = kt_comparison_find(&found, &none, &a->risks, &a->arena, err);
    *figure = (double)found.n;
    kt_assess_free(a);
    return status;
}

static kt_status stress(double *figure, const kt_case *c, kt_error *err)
{
    static const kt_control ALONE = {.threads = 1};
    kt_network net = {0};
    kt_arena arena = {0};
    kt_stress out;
    kt_stress_options options = {.control = &ALONE};
    kt_status status = kt_network_build(&net, c, &kt_figures_study, &ALONE, err);
    if (status == KT_OK)
        status = kt_stress_run(&out, &net, &options, &arena, err);
    for (uint32_t r = 0; status == KT_OK && r < out.n; r++) {
        for (uint32_t k = 0; k < out.row[r].n_item_losses; k++)
            *figure += out.row[r].item_loss[k].loss * (r + 1) * (k + 1);
    }
    kt_arena_free(&arena);
    kt_network_free(&net);
    return status;
}

static kt_status simulate(double *figure, const kt_case *c, kt_error *err)
{
    static const kt_control ALONE = {.threads = 1};
    kt_network net = {0};
    kt_arena arena = {0};
    kt_montecarlo out;
    kt_montecarlo_options options = {.runs = 40, .seed = 1, .control = &ALONE};
    kt_status status = kt_network_build(&net, c, &kt_figures_study, &ALONE, err);
    if (status == KT_OK)
        status = kt_montecarlo_run(&out, &net, NULL, &options, &arena, err);
    kt_arena_free(&arena);
    kt_network_free(&net);
    *figure = 1.0;
    return status;
}

static kt_status find_chokepoints(double *figure, const kt_case *c, kt_error *err)
{
    kt_network net = {0};
    kt_arena arena = {0};
    kt_study study;
    kt_chokepoints out;
    kt_chokepoint_options options = {.probability = true};
    kt_status status = kt_network_build(&net, c, &kt_figures_study, NULL, err);
    if (status == KT_OK)
        status = kt_study_open(&study, &net, NULL, NULL, &arena, err);
    if (status == KT_OK)
        status = kt_chokepoint_find(&out, &study, &options, KT_LANG_EN, err);
    if (status == KT_OK)
        *figure = (double)out.result.n_sets + out.shared_part;
    kt_arena_free(&arena);
    kt_network_free(&net);
    return status;
}

static kt_status forget_a_block(double *figure, const kt_case *c, kt_error *err)
{
    char *volatile first = malloc(10);
    char *volatile second = malloc(10);
    (void)c;
    *figure = 1.0;
    if (first == NULL || second == NULL)
        return kt_error_no_memory(err); // the seeded defect
    free(first);
    free(second);
    return KT_OK;
}

static void a_comparison(void **state)
{
    (void)state;
    without_memory(compare, CASES "asked", 1);
}

static void customs_partners(void **state)
{
    (void)state;
    without_memory_on(assess_imports, (opened_on){CASES "years/ship", CASES "years"}, 1);
}

static void an_assessment(void **state)
{
    (void)state;
    without_memory(assess, CASES "asked", 1);
    without_memory(assess, CASES "drawn", 1);
}

static void a_stress_test(void **state)
{
    (void)state;
    without_memory(stress, CASES "drawn", 1);
}

static void a_simulation(void **state)
{
    (void)state;
    without_memory(simulate, CASES "drawn", 1);
}

static void chokepoints(void **state)
{
    (void)state;
    without_memory(find_chokepoints, CASES "small", 1);
    without_memory(find_chokepoints, CASES "drawn", 1);
}

static void a_block_that_is_forgotten_is_noticed(void **state)
{
    (void)state;
    unsigned long runs = 0;
    failing_options with = {.memory = true};
    tried.run = forget_a_block;
    tried.figure = 1.0;
    if (FAILING_MEMORY)
        assert_string_equal(failing_some(run_once, &with, 1, &runs), "leaves blocks behind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison),
        cmocka_unit_test(an_assessment),
        cmocka_unit_test(customs_partners),
        cmocka_unit_test(a_stress_test),
        cmocka_unit_test(a_simulation),
        cmocka_unit_test(chokepoints),
        cmocka_unit_test(a_block_that_is_forgotten_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
