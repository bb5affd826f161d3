// SPDX-License-Identifier: EUPL-1.2
// Sums against what a plain one loses, quantiles against worked values.
#include "base/stat.h"

#include "facts.h"

static void a_sum_keeps_small_terms(void **state)
{
    (void)state;
    const double term[] = {1e16, 1.0, -1e16, 1.0, 1e-3};
    kt_sum sum = {0};
    double plain = 0.0;
    for (size_t i = 0; i < 5; i++) {
        kt_stat_add(&sum, term[i]);
        plain += term[i];
    }
    assert_true(kt_stat_total(&sum) == 2.001);
    assert_true(plain != 2.001); // the defect that this is for
    assert_true(kt_stat_total(&(kt_sum){0}) == 0.0);
}

static void quantiles_lie_between_the_values(void **state)
{
    (void)state;
    double value[] = {9.0, 1.0, 3.0, 7.0, 5.0};
    kt_stat_sort(value, 5);
    assert_true(value[0] == 1.0 && value[4] == 9.0);
    assert_true(kt_stat_quantile(value, 5, 0.0) == 1.0);
    assert_true(kt_stat_quantile(value, 5, 1.0) == 9.0);
    assert_true(kt_stat_quantile(value, 5, 0.5) == 5.0);
    assert_true(fabs(kt_stat_quantile(value, 5, 0.05) - 1.4) < 1e-12);
    assert_true(kt_stat_quantile(value, 1, 0.95) == 1.0);
    assert_true(isnan(kt_stat_quantile(value, 0, 0.5)));
}

static void deviation_divides_by_one_less(void **state)
{
    (void)state;
    const double value[] = {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
    assert_true(fabs(kt_stat_deviation(value, 8) - sqrt(32.0 / 7.0)) < 1e-12);
    assert_true(kt_stat_deviation(value + 1, 3) == 0.0);
    assert_true(isnan(kt_stat_deviation(value, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_keeps_small_terms),
        cmocka_unit_test(quantiles_lie_between_the_values),
        cmocka_unit_test(deviation_divides_by_one_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
