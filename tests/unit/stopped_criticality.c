// SPDX-License-Identifier: EUPL-1.2
// Criticality, and a sort of its own, stopped everywhere.
#include "stopping.h"

#include "analysis/supply/criticality.h"
#include "base/sort.h"

static kt_status criticality(const kt_control *control, kt_error *err)
{
    kt_case *c = open_quietly(CASES "small");
    kt_criticality out = {0};
    kt_criticality_options options = {.control = control};
    options.uncertainty.draws = 500;
    kt_status status = kt_criticality_open(&out, c, &options, err);
    kt_criticality_close(&out);
    kt_case_free(c);
    return status;
}

STOPS(criticality_stops, criticality, false)

// ------------------------------------------------------------------------------- long loops

enum { LONG = 200000 };

static int by_value(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a / 8 > *b / 8) - (*a / 8 < *b / 8); // the last three bits tell equal ones apart
}

// Equal ones stay in their order, as the library's sort keeps them.
static void a_long_sort_is_a_stable_sort(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 2, 16384, 16385, 32768, 65537, LONG};
    uint32_t *array = malloc(LONG * sizeof *array);
    assert_non_null(array);
    for (size_t k = 0; k < sizeof SIZES / sizeof SIZES[0]; k++) {
        uint32_t seed = 12345;
        uint8_t seen[8192] = {0}; // how many of each value came before
        for (size_t i = 0; i < SIZES[k]; i++) {
            seed = seed * 1103515245u + 12345u;
            uint32_t value = seed >> 20; // below 4096, so nearly all come several times
            array[i] = value * 8 + (seen[value] < 7 ? seen[value]++ : 7);
        }
        assert_int_equal(kt_sort_long(array, SIZES[k], sizeof *array, by_value, NULL, NULL), KT_OK);
        for (size_t i = 1; i < SIZES[k]; i++)
            assert_true(array[i - 1] <= array[i]);
    }
    free(array);
}

static void a_long_sort_stops_and_loses_nothing(void **state)
{
    (void)state;
    kt_control control = {.stop = &NOT_RAISED};
    uint32_t *array = malloc(LONG * sizeof *array);
    assert_non_null(array);
    uint64_t n = 0;
    for (uint64_t at = 0; at <= n; at++) {
        kt_error error = {0};
        uint64_t sum = 0;
        for (uint32_t i = 0; i < LONG; i++)
            array[i] = (i * 7919u) % LONG;
        stop_at = at;
        atomic_store(&looks, 0);
        kt_status status = kt_sort_long(array, LONG, sizeof *array, by_value, &control, &error);
        if (at == 0)
            n = looks_taken();
        assert_int_equal(status, at == 0 ? KT_OK : KT_NO_RESOURCES);
        for (uint32_t i = 0; i < LONG; i++)
            sum += array[i];
        assert_int_equal(sum, (uint64_t)LONG * (LONG - 1) / 2);
    }
    assert_true(n > LONG / 16384); // many looks, not one at the end
    stop_at = 0;
    free(array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criticality_stops),
        cmocka_unit_test(a_long_sort_is_a_stable_sort),
        cmocka_unit_test(a_long_sort_stops_and_loses_nothing),
    };
    setenv("KETEN_DATA", SMALL_DATA, 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
