// SPDX-License-Identifier: EUPL-1.2
// Every round runs once, whatever the number of threads.
#include "base/parallel.h"

#include "facts.h"

enum { ROUNDS = 1000 };

typedef struct tally {
    unsigned char *times; // [ROUNDS] each written by the one who runs that round
    unsigned threads;
    bool *strange; // [ROUNDS] a worker number out of range
} tally;

static void count(void *user, size_t round, unsigned worker)
{
    const tally *t = user;
    t->times[round]++;
    t->strange[round] = worker >= (t->threads == 0 ? 1 : t->threads);
}

static void every_round_runs_once(void **state)
{
    (void)state;
    const unsigned threads[] = {0, 1, 2, 3, 64, KT_PARALLEL_MOST};
    for (size_t k = 0; k < sizeof threads / sizeof threads[0]; k++) {
        unsigned char times[ROUNDS] = {0};
        bool strange[ROUNDS] = {false};
        tally t = {times, threads[k], strange};
        kt_parallel_run(ROUNDS, threads[k], count, &t);
        for (size_t i = 0; i < ROUNDS; i++) {
            assert_int_equal(times[i], 1);
            assert_false(strange[i]);
        }
    }
}

static void no_round_and_fewer_rounds_than_threads(void **state)
{
    (void)state;
    unsigned char times[ROUNDS] = {0};
    bool strange[ROUNDS] = {false};
    tally t = {times, 8, strange};
    kt_parallel_run(0, 8, count, &t);
    assert_int_equal(times[0], 0);
    kt_parallel_run(3, 8, count, &t);
    assert_int_equal(times[0] + times[1] + times[2], 3);
    assert_int_equal(times[3], 0);
    assert_true(kt_parallel_processors() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_round_runs_once),
        cmocka_unit_test(no_round_and_fewer_rounds_than_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
