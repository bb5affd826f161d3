// SPDX-License-Identifier: EUPL-1.2
// Every task once, at any number of threads; failures and stops are told.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/parallel.h"

enum { TASKS = 1000 };

typedef struct tally {
    unsigned done[TASKS];
    uint64_t fails_from; // tasks from here on fail
    kt_flag stop;
    uint64_t stops_at;
    unsigned threads; // a worker number from here on is out of range; 0: not looked at
    bool strange[TASKS];
} tally;

static kt_status count(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    tally *t = user;
    t->done[task]++;
    t->strange[task] = t->threads > 0 && worker >= t->threads;
    if (task == t->stops_at)
        atomic_store(&t->stop.raised, 1);
    if (task >= t->fails_from)
        return kt_error_set(err, KT_BAD_INPUT, "task %u", (unsigned)task);
    return KT_OK;
}

static void runs_every_task_once(void **state)
{
    (void)state;
    const unsigned threads[] = {1, 2, 3, 4, 5, 6, 7, 8, 64, KT_PARALLEL_MOST};
    for (size_t k = 0; k < sizeof threads / sizeof threads[0]; k++) {
        tally t = {.fails_from = TASKS, .stops_at = TASKS, .threads = threads[k]};
        kt_control control = {.threads = threads[k]};
        kt_parallel job = {.n_tasks = TASKS, .control = &control, .task = count, .user = &t};
        assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
        for (int i = 0; i < TASKS; i++) {
            assert_int_equal(t.done[i], 1);
            assert_false(t.strange[i]);
        }
    }
}

static void takes_no_more_threads_than_there_is_room_for(void **state)
{
    (void)state;
    tally t = {.fails_from = TASKS, .stops_at = TASKS, .threads = 3};
    kt_control control = {.threads = 64};
    kt_parallel job = {.n_tasks = TASKS, .control = &control, .task = count, .user = &t, .most = 3};
    assert_int_equal(kt_parallel_threads(&job), 3);
    assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
    for (int i = 0; i < TASKS; i++)
        assert_false(t.done[i] != 1 || t.strange[i]);
    job.most = 100;
    assert_int_equal(kt_parallel_threads(&job), 64);
}

static void does_nothing_without_tasks(void **state)
{
    (void)state;
    kt_control control = {.threads = 4};
    kt_parallel job = {.control = &control, .task = count};
    assert_int_equal(kt_parallel_threads(&job), 1);
    assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
}

static void fewer_tasks_than_threads_run_once_as_well(void **state)
{
    (void)state;
    tally t = {.fails_from = TASKS, .stops_at = TASKS, .threads = 3};
    kt_control control = {.threads = 8};
    kt_parallel job = {.n_tasks = 3, .control = &control, .task = count, .user = &t};
    assert_int_equal(kt_parallel_run(&job, NULL), KT_OK);
    assert_int_equal(t.done[0] + t.done[1] + t.done[2], 3);
    assert_int_equal(t.done[3], 0);
    assert_false(t.strange[0] || t.strange[1] || t.strange[2]);
    control.threads = 0; // one for each processor
    job.n_tasks = TASKS;
    assert_true(kt_parallel_threads(&job) >= 1);
}

static void tells_the_first_failure(void **state)
{
    (void)state;
    tally t = {.fails_from = 500, .stops_at = TASKS};
    kt_error error = {0};
    kt_control control = {.threads = 1};
    kt_parallel job = {.n_tasks = TASKS, .control = &control, .task = count, .user = &t};
    assert_int_equal(kt_parallel_run(&job, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "task 500");
    assert_int_equal(t.done[501], 0);
}

static void stops_when_asked(void **state)
{
    (void)state;
    tally t = {.fails_from = TASKS, .stops_at = 10};
    kt_error error = {0};
    kt_control control = {.threads = 1, .stop = &t.stop};
    kt_parallel job = {.n_tasks = TASKS, .task = count, .user = &t, .control = &control};
    assert_int_equal(kt_parallel_run(&job, &error), KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "stopped"));
    assert_int_equal(t.done[11], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_every_task_once),
        cmocka_unit_test(takes_no_more_threads_than_there_is_room_for),
        cmocka_unit_test(does_nothing_without_tasks),
        cmocka_unit_test(fewer_tasks_than_threads_run_once_as_well),
        cmocka_unit_test(tells_the_first_failure),
        cmocka_unit_test(stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
