// SPDX-License-Identifier: EUPL-1.2
// Which of the published prices is taken, and what a kilogram of content then costs.
#include "facts.h"

#include "analysis/supply/annual_price.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.2,\nsalt,Salt,zout,,yes,yes,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"annual_prices", "material,stage,form,market,origin,year,usd_per_kg,content,fraction\n"
                      "ore,processing,metal,Rotterdam,,2023,30,,\n"
                      "ore,processing,compound,Shanghai,,2024,11,,0.5\n"
                      "ore,processing,metal,Rotterdam,,2024,33,,\n"
                      "ore,processing,metal,Chicago,,2024,44,,\n"
                      "ore,processing,metal,Chicago,,2025,99,,\n"
                      "ore,extraction,ore,Rotterdam,,2024,2.2,,0.1\n"},
    {"exchange_rates", "year,usd_per_eur\n2023,1.2\n2024,1.1\n"},
    {NULL, NULL},
};

static double price(const char *material, int stage)
{
    kt_case *c = NULL;
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    kt_annual_price found =
        kt_annual_price_of(c, kt_pool_find(&c->pool, material, strlen(material)), stage);
    assert_int_equal(isnan(found.eur_per_kg), found.row == KT_NO_ROW);
    kt_case_free(c);
    return found.eur_per_kg;
}

static void the_newest_with_a_rate_is_taken_of_one_market(void **state)
{
    (void)state;
    assert_true(fabs(price("ore", KT_STAGE_PROCESSING) - 40.0) < 1e-12); // Chicago, no rate in 2025
}

static void a_price_is_of_the_content(void **state)
{
    (void)state;
    assert_true(fabs(price("ore", KT_STAGE_EXTRACTION) - 20.0) < 1e-12);
}

static void without_a_published_price_there_is_none(void **state)
{
    (void)state;
    assert_true(isnan(price("salt", KT_STAGE_PROCESSING)));
    assert_true(isnan(price("ore", KT_STAGE_RECYCLING)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_with_a_rate_is_taken_of_one_market),
        cmocka_unit_test(a_price_is_of_the_content),
        cmocka_unit_test(without_a_published_price_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
