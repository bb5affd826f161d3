// SPDX-License-Identifier: EUPL-1.2
// A raised flag is seen, in words, in every language; the listener hears each hundredth once; all
// of it does nothing without a caller.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/control.h"

typedef struct listener {
    unsigned n;
    kt_progress last;
} listener;

static void hear(void *user, const kt_progress *progress)
{
    listener *l = user;
    l->n++;
    l->last = *progress;
}

static void without_a_caller_nothing_stops(void **state)
{
    (void)state;
    kt_error error = {0};
    kt_control silent = {0};
    assert_false(kt_control_stopped(NULL));
    assert_int_equal(kt_control_check(NULL, &error), KT_OK);
    assert_int_equal(kt_control_step(NULL, "reading", 1, 2, &error), KT_OK);
    kt_control_tell(NULL, "reading", 1, 2);
    assert_int_equal(kt_control_threads(NULL), 0);
    assert_false(kt_control_stopped(&silent));
    assert_int_equal(kt_control_step(&silent, "reading", 1, 2, &error), KT_OK);
    assert_int_equal(kt_control_threads(&silent), 0);
    assert_string_equal(error.message, "");
}

static void a_raised_flag_is_an_error_with_its_words(void **state)
{
    (void)state;
    kt_flag flag = {0};
    kt_control control = {.stop = &flag, .threads = 3};
    kt_error error = {0};
    kt_error dutch = {.lang = KT_LANG_NL};
    assert_int_equal(kt_control_check(&control, &error), KT_OK);
    atomic_store(&flag.raised, 1);
    assert_true(kt_control_stopped(&control));
    assert_int_equal(kt_control_check(&control, &error), KT_NO_RESOURCES);
    assert_int_equal(error.status, KT_NO_RESOURCES);
    assert_string_equal(error.message, "stopped before the end: nothing was written");
    assert_false(kt_error_is_no_memory(&error));
    assert_int_equal(kt_control_step(&control, "reading", 1, 2, &dutch), KT_NO_RESOURCES);
    assert_string_equal(dutch.message, "voor het einde gestopt: er is niets geschreven");
    assert_int_equal(kt_control_check(&control, NULL), KT_NO_RESOURCES);
    assert_int_equal(kt_control_threads(&control), 3);
}

static void each_hundredth_is_told_once(void **state)
{
    (void)state;
    static const uint64_t SIZES[] = {1, 7, 99, 100, 101, 12345, 1000000};
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        listener l = {0};
        kt_control control = {.progress = hear, .user = &l};
        for (uint64_t i = 0; i < SIZES[k]; i++)
            assert_int_equal(kt_control_step(&control, "reading", i, SIZES[k], NULL), KT_OK);
        assert_int_equal(l.n, SIZES[k] < 100 ? SIZES[k] : 100);
        assert_string_equal(l.last.phase, "reading");
        assert_int_equal(l.last.n, SIZES[k]);
    }
}

static void steps_without_an_end_are_all_told(void **state)
{
    (void)state;
    listener l = {0};
    kt_control control = {.progress = hear, .user = &l};
    for (uint64_t i = 0; i < 5; i++)
        assert_int_equal(kt_control_step(&control, "reading", i, 0, NULL), KT_OK);
    assert_int_equal(l.n, 5);
    assert_int_equal(l.last.done, 4);
}

// What a listener raises is seen by the step that told it.
static void raise_flag(void *user, const kt_progress *progress)
{
    (void)progress;
    atomic_store(&((kt_flag *)user)->raised, 1);
}

static void a_listener_may_stop_the_work(void **state)
{
    (void)state;
    kt_flag flag = {0};
    kt_control control = {.stop = &flag, .progress = raise_flag, .user = &flag};
    assert_int_equal(kt_control_step(&control, "reading", 0, 10, NULL), KT_NO_RESOURCES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_caller_nothing_stops),
        cmocka_unit_test(a_raised_flag_is_an_error_with_its_words),
        cmocka_unit_test(each_hundredth_is_told_once),
        cmocka_unit_test(steps_without_an_end_are_all_told),
        cmocka_unit_test(a_listener_may_stop_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
