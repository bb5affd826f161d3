// SPDX-License-Identifier: EUPL-1.2
// The sparse set against an array of flags: few members and many, sets of one word and of several
// levels, and what is left in it once it is cleared.
#include "setting.h"

#include "base/philox.h"
#include "base/sparse_set.h"

enum { MOST = 700000 };

static uint32_t drawn(uint64_t run, uint64_t k, uint32_t n)
{
    return (uint32_t)(kt_philox_uniform((kt_philox){20261130, run}, k) * n);
}

static uint32_t next_flag(const bool *flag, uint32_t from, uint32_t end)
{
    while (from < end && !flag[from])
        from++;
    return from < end ? from : end;
}

static void try_size(uint32_t n, uint32_t members, uint64_t run)
{
    static bool flag[MOST];
    kt_sparse_set set = {.word = calloc(kt_sparse_set_words(n), sizeof *set.word)};
    assert_non_null(set.word);
    kt_sparse_set_begin(&set, n);
    memset(flag, 0, sizeof flag);
    for (uint32_t k = 0; k < members; k++) {
        uint32_t i = drawn(run, k, n);
        kt_sparse_set_add(&set, i);
        flag[i] = true;
    }
    for (uint32_t i = 0; i <= n; i = next_flag(flag, i, n) + 1)
        assert_int_equal(kt_sparse_set_next(&set, i, n), next_flag(flag, i, n));
    for (uint32_t k = 0; k < 200; k++) { // parts of it
        uint32_t from = drawn(run + 1, 2 * k, n);
        uint32_t end = from + drawn(run + 1, 2 * k + 1, n - from + 1);
        assert_int_equal(kt_sparse_set_next(&set, from, end), next_flag(flag, from, end));
    }
    kt_sparse_set_clear(&set, n);
    for (size_t w = 0; w < kt_sparse_set_words(n); w++)
        assert_true(set.word[w] == 0);
    free(set.word);
}

static void a_set_is_what_was_added(void **state)
{
    static const uint32_t SIZE[] = {1, 63, 64, 65, 4096, 4097, 262144, 262145, MOST};
    static const uint32_t MEMBERS[] = {0, 1, 3, 50, 5000};
    uint64_t run = 0;
    (void)state;
    for (size_t i = 0; i < sizeof SIZE / sizeof SIZE[0]; i++) {
        for (size_t k = 0; k < sizeof MEMBERS / sizeof MEMBERS[0]; k++, run += 2)
            try_size(SIZE[i], MEMBERS[k], run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_set_is_what_was_added)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
