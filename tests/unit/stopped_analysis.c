// SPDX-License-Identifier: EUPL-1.2
// Opening a case and each analysis of it, stopped everywhere.
#include "stopping.h"

#include "analysis/assess/ask.h"
#include "analysis/failure/chokepoint.h"
#include "analysis/years/montecarlo.h"
#include "analysis/years/stress.h"
#include "model/network_build.h"

static kt_status open_case(const kt_control *control, kt_error *err)
{
    kt_case *c = NULL;
    kt_status status = kt_open_case(&c, CASES "fleet", &(kt_open_options){.control = control}, err);
    assert_true((status == KT_OK) == (c != NULL));
    kt_case_free(c);
    return status;
}

// Faults are counted, sorted and located on the way.
static kt_status open_faulty(const kt_control *control, kt_error *err)
{
    kt_case *c = NULL;
    kt_status status = kt_open_case(&c, CASES "broken/several-tables",
                                    &(kt_open_options){.control = control}, err);
    bool faulty = status == KT_BAD_INPUT && c != NULL;
    kt_case_free(c);
    return faulty ? KT_OK : status;
}

static kt_status assess(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "small");
    kt_assessment *a = NULL;
    kt_assess_question question = kt_assess_default;
    question.control = control;
    kt_status status = kt_assess_target(&a, c, NULL, &question, err);
    assert_true((status == KT_OK) == (a != NULL));
    if (a != NULL)
        assert_null(a->study.control);
    kt_assess_free(a);
    kt_case_free(c);
    return status;
}

static kt_status ask(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "asked");
    kt_assessment *a = NULL;
    kt_ask ranked = {0};
    kt_status status = kt_assess_target(&a, c, NULL, NULL, err);
    assert_int_equal(status, KT_OK);
    status = kt_ask_rank(&ranked, a, control, err);
    kt_ask_free(&ranked);
    kt_assess_free(a);
    kt_case_free(c);
    return status;
}

static kt_status stress(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "drawn");
    kt_network net = {0};
    kt_arena arena = {0};
    kt_stress out;
    kt_status status = kt_network_build(&net, c, &kt_figures_study, control, err);
    if (status == KT_OK)
        status = kt_stress_run(&out, &net, &(kt_stress_options){.control = control}, &arena, err);
    kt_arena_free(&arena);
    kt_network_free(&net);
    kt_case_free(c);
    return status;
}

static kt_status simulate(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "drawn");
    kt_network net = {0};
    kt_arena arena = {0};
    kt_montecarlo out;
    kt_montecarlo_options options = {.runs = 3000, .seed = 1, .control = control};
    kt_status status = kt_network_build(&net, c, &kt_figures_study, control, err);
    if (status == KT_OK)
        status = kt_montecarlo_run(&out, &net, NULL, &options, &arena, err);
    kt_arena_free(&arena);
    kt_network_free(&net);
    kt_case_free(c);
    return status;
}

static kt_status chokepoints(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "small");
    kt_network net = {0};
    kt_arena arena = {0};
    kt_study study;
    kt_chokepoints out;
    kt_chokepoint_options options = {.probability = true, .control = control};
    kt_status status = kt_network_build(&net, c, &kt_figures_study, NULL, err);
    if (status == KT_OK)
        status = kt_study_open(&study, &net, NULL, control, &arena, err);
    if (status == KT_OK)
        status = kt_chokepoint_find(&out, &study, &options, KT_LANG_EN, err);
    kt_arena_free(&arena);
    kt_network_free(&net);
    kt_case_free(c);
    return status;
}

STOPS(opening_a_case_stops, open_case, false)
STOPS(opening_a_case_with_faults_stops, open_faulty, false)
STOPS(an_assessment_stops, assess, false)
STOPS(ranking_questions_stops, ask, false)
STOPS(a_stress_test_stops, stress, false)
STOPS(a_simulation_stops, simulate, false)
STOPS(chokepoints_stop, chokepoints, false)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_a_case_stops), cmocka_unit_test(opening_a_case_with_faults_stops),
        cmocka_unit_test(an_assessment_stops),  cmocka_unit_test(ranking_questions_stops),
        cmocka_unit_test(a_stress_test_stops),  cmocka_unit_test(a_simulation_stops),
        cmocka_unit_test(chokepoints_stop),
    };
    setenv("KETEN_DATA", SMALL_DATA, 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
