// SPDX-License-Identifier: EUPL-1.2
// The class of a part while memory runs out, once and from then on. Whoever asks gets an answer or
// hears why not, and nothing is left behind.
#include "failing.h"

#include "ingest/recognise/class_recognise.h"

enum { STEP = 97 }; // of some 1,500 allocations, most of them alike: the first and last all

static kt_case *reference; // read before anything fails

static const char *const NAMES[] = {"Hex bolt M8x30 A2-70", "Wire harness main cabinet",
                                    "Pump frobnicator", "Bracket"};

static kt_status recognise_all(const kt_class_recogniser *recogniser, kt_arena *arena,
                               kt_error *err)
{
    kt_status status = KT_OK;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0] && status == KT_OK; i++) {
        kt_class_list list;
        status = kt_class_recognise_name(&list, recogniser, NAMES[i], KT_LANG_NL, arena, err);
        for (size_t k = 0; status == KT_OK && k < list.n; k++)
            assert_non_null(list.candidate[k].reason);
    }
    return status;
}

static const char *recognise_once(void)
{
    kt_class_recogniser *recogniser = NULL;
    kt_arena arena = {0};
    kt_error err = {0};
    failing_begin();
    kt_status status = kt_class_recognise_open(&recogniser, reference, &err);
    if (status == KT_OK)
        status = recognise_all(recogniser, &arena, &err);
    kt_class_recognise_close(recogniser);
    kt_arena_free(&arena);
    failing_end();
    if (failing.live > 0)
        return "leaves blocks behind";
    if (status == KT_OK)
        return NULL;
    if (status != KT_NO_RESOURCES || strstr(err.message, "memory") == NULL)
        return "does not say that memory ran out";
    return failing.met ? NULL : "fails undisturbed";
}

static void every_allocation_may_fail(void **state)
{
    static const failing_options WITH[] = {{.memory = true}, {.memory = true, .lasting = true}};
    unsigned long runs = 0;
    (void)state;
    if (!FAILING_MEMORY)
        skip();
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data", .all_tables = true};
    assert_int_equal(kt_open_reference(&reference, &options, NULL), KT_OK);
    for (size_t i = 0; i < sizeof WITH / sizeof WITH[0]; i++) {
        failing.at = 0;
        const char *wrong = failing_some(recognise_once, &WITH[i], STEP, &runs);
        if (wrong != NULL)
            fail_msg("allocation %lu: %s", failing.at, wrong);
    }
    assert_true(runs > 20);
    kt_case_free(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
