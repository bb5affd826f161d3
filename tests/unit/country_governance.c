// SPDX-License-Identifier: EUPL-1.2
// How far a governance estimate may be off: what its row says, what is published, what its grade
// stands for, in that order.
#include "facts.h"

#include "analysis/chain/country.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\nBBB,Bravo,Bravo,,,\n"
                  "CCC,Charlie,Charlie,,,\nDDD,Delta,Delta,,,\nEEE,Echo,Echo,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"governance", "country,year,va,pv,ge,rq,rl,cc,evidence,standard_error\n"
                   "AAA,2022,1,1,1,1,1,1,C,0.5\nAAA,2023,2,2,2,2,2,2,C,0.3\n"
                   "BBB,2023,-1,-1,-1,-1,-1,-1,C,\nCCC,2023,0,0,0,0,0,0,B,\n"
                   "EEE,2023,0,0,0,0,0,,C,\n"},
    {"governance_errors", "country,year,va,pv,ge,rq,rl,cc\n"
                          "AAA,2022,0.9,0.9,0.9,0.9,0.9,0.9\n"
                          "BBB,2021,0.9,0.9,0.9,0.9,0.9,0.9\n"
                          "BBB,2022,,0.1,0.2,0.3,0.4,0.5\nDDD,2022,0.2,0.2,0.2,0.2,0.2,0.2\n"
                          "EEE,2022,0.2,0.2,0.2,0.2,0.2,0.2\n"},
    {NULL, NULL},
};

static double error_of(const kt_case *c, const char *country)
{
    return kt_country_governance_error(c, kt_pool_find(&c->pool, country, 3));
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-12;
}

static void the_row_then_what_is_published_then_the_grade(void **state)
{
    (void)state;
    kt_case *c = NULL;
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    assert_true(near(error_of(c, "AAA"), 0.3)); // of the row that the estimate is of
    assert_true(near(error_of(c, "BBB"), 0.3)); // mean of the five published, of the newest year
    assert_true(near(error_of(c, "CCC"), kt_country_error_of_grade[KT_EVIDENCE_B]));
    assert_true(isnan(error_of(c, "DDD"))); // no estimate, so nothing that errs
    assert_true(isnan(error_of(c, "EEE"))); // five estimates make no mean of six
    kt_case_free(c);
}

// Read off the table of the World Bank: the means of its six errors of 2022.
static void errors_that_are_shipped_are_published_ones(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    assert_true(
        near(error_of(c, "CHN"), (0.1257 + 0.2168 + 0.2479 + 0.2130 + 0.1642 + 0.1539) / 6.0));
    assert_true(
        near(error_of(c, "ZAF"), (0.1195 + 0.2266 + 0.2163 + 0.2130 + 0.1576 + 0.1579) / 6.0));
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_row_then_what_is_published_then_the_grade),
        cmocka_unit_test(errors_that_are_shipped_are_published_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
