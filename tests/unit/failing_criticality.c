// SPDX-License-Identifier: EUPL-1.2
// Criticality while memory runs out.
#include "failing_analysis.h"

#include "analysis/supply/criticality.h"

static kt_status find_criticality(double *figure, const kt_case *c, kt_error *err)
{
    kt_criticality out = {0};
    kt_criticality_options options = {0};
    options.uncertainty.draws = 50;
    kt_status status = kt_criticality_open(&out, c, &options, err);
    *figure = status == KT_OK ? (double)out.ranking[0] : 0.0;
    kt_criticality_close(&out);
    return status;
}

static void criticality(void **state)
{
    (void)state;
    without_memory(find_criticality, CASES "small", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criticality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
