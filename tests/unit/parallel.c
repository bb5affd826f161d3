// SPDX-License-Identifier: EUPL-1.2
// Every task once, at any number of threads; failures and stops are told.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/parallel.h"

enum { TASKS = 1000 };

typedef struct tally {
    unsigned done[TASKS];
    uint64_t fails_from; // tasks from here on fail
    volatile sig_atomic_t stop;
    uint64_t stops_at;
} tally;

static kt_status count(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    tally *t = user;
    (void)worker;
    t->done[task]++;
    if (task == t->stops_at)
        t->stop = 1;
    if (task >= t->fails_from)
        return kt_error_set(err, KT_BAD_INPUT, "task %u", (unsigned)task);
    return KT_OK;
}

static void runs_every_task_once(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 8; threads++) {
        tally t = {.fails_from = TASKS, .stops_at = TASKS};
        kt_parallel job = {.n_tasks = TASKS, .n_threads = threads, .task = count, .user = &t};
        assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
        for (int i = 0; i < TASKS; i++)
            assert_int_equal(t.done[i], 1);
    }
}

static void does_nothing_without_tasks(void **state)
{
    (void)state;
    kt_parallel job = {.n_threads = 4, .task = count};
    assert_int_equal(kt_parallel_threads(&job), 1);
    assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
}

static void tells_the_first_failure(void **state)
{
    (void)state;
    tally t = {.fails_from = 500, .stops_at = TASKS};
    kt_error error = {0};
    kt_parallel job = {.n_tasks = TASKS, .n_threads = 1, .task = count, .user = &t};
    assert_int_equal(kt_parallel_run(&job, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "task 500");
    assert_int_equal(t.done[501], 0);
}

static void stops_when_asked(void **state)
{
    (void)state;
    tally t = {.fails_from = TASKS, .stops_at = 10};
    kt_error error = {0};
    kt_parallel job = {
        .n_tasks = TASKS, .n_threads = 1, .task = count, .user = &t, .stop = &t.stop};
    assert_int_equal(kt_parallel_run(&job, &error), KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "stopped"));
    assert_int_equal(t.done[11], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_every_task_once),
        cmocka_unit_test(does_nothing_without_tasks),
        cmocka_unit_test(tells_the_first_failure),
        cmocka_unit_test(stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
