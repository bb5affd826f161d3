// SPDX-License-Identifier: EUPL-1.2
// The public C API, through keten.h alone as far as calls go.
#include "setting.h"

#include "keten.h"

static const kt_open_options SMALL = {.data_dir = SMALL_DATA};

static void a_case_is_opened_assessed_and_read(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    kt_error error = {0};
    size_t n;
    assert_int_equal(kt_open(&c, SMALL_CASE, &SMALL, &error), KT_OK);
    assert_string_equal(kt_case_id(c), "small");
    assert_int_equal(strlen(kt_case_sha256(c)), 64);
    assert_int_equal(kt_assess(&a, c, NULL, &error), KT_OK);
    assert_string_equal(kt_assessment_target(a), "frigate");
    assert_int_equal(kt_assessment_counts(a).items, 9);
    const kt_visibility *tier = kt_assessment_visibility(a, &n);
    assert_int_equal(n, 3);
    assert_near(tier[0].known, 2.75);
    const kt_material_need *need = kt_assessment_materials(a, &n);
    assert_int_equal(n, 3);
    assert_string_equal(need[0].id, "tungsten");
    assert_near(need[0].kg, 8.0);
    const kt_dependence *row = kt_assessment_dependence(a, KT_CLASS_COUNTRY, &n);
    assert_int_equal(n, 5);
    assert_string_equal(row[3].id, "CHN");
    assert_near(row[3].dependence, 0.8);
    const size_t expected[KT_N_CLASSES] = {5, 3, 2, 2, 6};
    for (int k = 0; k < KT_N_CLASSES; k++) {
        (void)kt_assessment_dependence(a, (kt_event_class)k, &n);
        assert_int_equal(n, expected[k]);
    }
    kt_assessment_close(a);
    kt_close(c);
}

static void faults_and_warnings_have_places(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error error = {0};
    size_t n;
    assert_int_equal(kt_open(&c, SMALL_CASE, &SMALL, &error), KT_OK);
    const kt_fault_place *fault = kt_case_faults(c, &n);
    assert_int_equal(n, 1);
    assert_true(fault->warning);
    assert_string_equal(fault->file, "items.csv");
    assert_int_equal(fault->line, 1);
    assert_int_equal(fault->column, 81);
    kt_close(c);
    const char *broken = KETEN_SOURCE_DIR "/tests/cases/broken/several-tables";
    assert_int_equal(kt_open(&c, broken, &SMALL, &error), KT_BAD_INPUT);
    assert_non_null(c);
    assert_non_null(strstr(error.message, "12 faults in the data"));
    fault = kt_case_faults(c, &n);
    assert_int_equal(n, 12);
    for (size_t i = 0; i < n; i++)
        assert_false(fault[i].warning);
    kt_assessment *a = NULL;
    assert_int_equal(kt_assess(&a, c, NULL, &error), KT_BAD_INPUT);
    assert_null(a);
    kt_close(c);
}

static void what_cannot_be_opened_gives_nothing(void **state)
{
    (void)state;
    kt_case *c = (kt_case *)&SMALL; // must be overwritten
    kt_error error = {0};
    assert_int_equal(kt_open(&c, "/no/such/case", &SMALL, &error), KT_BAD_INPUT);
    assert_null(c);
    assert_int_equal(error.status, KT_BAD_INPUT);
    assert_int_equal(kt_open(&c, "/no/such/case", &SMALL, NULL), KT_BAD_INPUT); // no record wanted
    assert_int_equal(kt_open(&c, SMALL_CASE, &(kt_open_options){.data_dir = "/no"}, &error),
                     KT_BAD_INPUT);
    assert_null(c);
}

static void an_unknown_target_names_the_nearest(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    kt_error error = {0};
    assert_int_equal(kt_open(&c, SMALL_CASE, &SMALL, &error), KT_OK);
    assert_int_equal(kt_assess(&a, c, &(kt_assess_options){.target = "tungsen"}, &error),
                     KT_BAD_INPUT);
    assert_null(a);
    assert_non_null(strstr(error.message, "\"tungsten\""));
    assert_int_equal(kt_assess(&a, c, &(kt_assess_options){.target = "\xFF\x1b"}, &error),
                     KT_BAD_INPUT);
    assert_non_null(strstr(error.message, "\\xFF\\x1B"));
    kt_close(c);
}

static void the_scope_changes_the_world_market(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    size_t n;
    assert_int_equal(kt_open(&c, SMALL_CASE, &SMALL, NULL), KT_OK);
    kt_assess_options options = {.target = "module", .scope = KT_SCOPE_EU};
    assert_int_equal(kt_assess(&a, c, &options, NULL), KT_OK);
    const kt_dependence *row = kt_assessment_dependence(a, KT_CLASS_FLOW, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(row[i].id, "CHN/gallium/processing") == 0)
            assert_near(row[i].dependence, 0.5);
    }
    kt_assessment_close(a);
    kt_close(c);
}

// An enum of C holds any number.
static void a_scope_that_is_none_is_refused(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_open_options options = {.size = sizeof options, .data_dir = SMALL_DATA};
    assert_int_equal(kt_open(&c, SMALL_CASE, &options, NULL), KT_OK);
    static const int NONE[] = {-1, 3, 1000000, -2147483647};
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        kt_error error = {0};
        kt_assessment *a = NULL;
        kt_assess_options how = {.size = sizeof how, .scope = (kt_scope)NONE[i]};
        assert_int_equal(kt_assess(&a, c, &how, &error), KT_BAD_USAGE);
        assert_non_null(strstr(error.message, " is none of kt_scope"));
        assert_null(a);
    }
    kt_close(c);
}

static void many_assessments_of_one_case_agree(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_assessment *a[4];
    size_t n;
    assert_int_equal(kt_open(&c, SMALL_CASE, &SMALL, NULL), KT_OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(kt_assess(&a[i], c, NULL, NULL), KT_OK);
    for (size_t i = 0; i < 4; i++) {
        for (int k = 0; k < KT_N_CLASSES; k++) {
            const kt_dependence *one = kt_assessment_dependence(a[0], (kt_event_class)k, &n);
            const kt_dependence *other = kt_assessment_dependence(a[i], (kt_event_class)k, &n);
            for (size_t e = 0; e < n; e++)
                assert_true(one[e].dependence == other[e].dependence);
        }
        if (i > 0)
            kt_assessment_close(a[i]);
    }
    kt_assessment_close(a[0]);
    kt_close(c);
}

static void nothing_may_be_closed(void **state)
{
    (void)state;
    kt_close(NULL);
    kt_assessment_close(NULL);
}

static void the_frigate_is_assessed_on_the_shipped_data(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_assessment *a = NULL;
    kt_error error = {0};
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    if (kt_open(&c, "lcf", &options, &error) != KT_OK || kt_assess(&a, c, NULL, &error) != KT_OK)
        fail_msg("%s", error.message);
    assert_true(kt_assessment_counts(a).materials >= 40);
    kt_assessment_close(a);
    kt_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_opened_assessed_and_read),
        cmocka_unit_test(faults_and_warnings_have_places),
        cmocka_unit_test(what_cannot_be_opened_gives_nothing),
        cmocka_unit_test(an_unknown_target_names_the_nearest),
        cmocka_unit_test(the_scope_changes_the_world_market),
        cmocka_unit_test(a_scope_that_is_none_is_refused),
        cmocka_unit_test(many_assessments_of_one_case_agree),
        cmocka_unit_test(nothing_may_be_closed),
        cmocka_unit_test(the_frigate_is_assessed_on_the_shipped_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
