// SPDX-License-Identifier: EUPL-1.2
// How large a market is and how much of it a target needs, by hand.
#include "facts.h"

#include "analysis/chain/study.h"
#include "analysis/supply/tonnage.h"
#include "model/network_build.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.2,\nsalt,Salt,zout,,yes,yes,no,0.5,\n"
                  "dust,Dust,stof,,no,no,no,0.5,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"
                        "ore,processing,global,AAA,1,,2024\nsalt,processing,global,AAA,1,,2024\n"
                        "dust,processing,global,AAA,1,,2024\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"world_output", "material,stage,period,tonnes,basis,primary,capacity\n"
                     "ore,processing,2016-2020,70,statistic,yes,\n"
                     "ore,processing,2024,80,statistic,yes,100\n"
                     "ore,extraction,2025,9,statistic,yes,\n"
                     "salt,processing,2023,5,statistic,no,4\n"},
    {NULL, NULL},
};

// Two items of one material, one of them in pieces of 2 kg.
static const table_text TABLES[] = {
    {"items", "id,kind,name_en,unit,mass_kg,material,stage\nship,platform,S,,,,\n"
              "lump,material,Lump,kg,,ore,processing\nbar,material,Bar,piece,2,ore,processing\n"
              "salt,material,Salt,kg,,salt,processing\ndust,material,Dust,kg,,dust,processing\n"
              "sand,material,Sand,piece,,salt,extraction\n"},
    {"bom",
     "parent,child,quantity\nship,lump,10\nship,bar,4\nship,salt,30\nship,dust,1\nship,sand,1\n"},
    {"organisations", "id,name,country\nyard,Yard,AAA\n"},
    {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier\n"},
    {"stocks",
     "item,holder,quantity,days_of_cover\nbar,yard,3,\nlump,yard,,36.525\nsalt,yard,,73.05\n"},
    {NULL, NULL}};

typedef struct setting {
    kt_case *the_case;
    kt_network net;
    kt_arena arena;
    kt_study study;
    kt_tonnage tonnage;
} setting;

static void begin(setting *s, const char *vintage)
{
    kt_vintage asked;
    kt_yearly_use use;
    *s = (setting){0};
    assert_true(kt_vintage_read(&asked, vintage));
    assert_int_equal(open_made(&s->the_case, REFERENCE, TABLES, NULL), KT_OK);
    assert_int_equal(kt_network_build(&s->net, s->the_case, &kt_figures_study, NULL, NULL), KT_OK);
    assert_int_equal(kt_study_open(&s->study, &s->net, NULL, NULL, &s->arena, NULL), KT_OK);
    assert_int_equal(kt_yearly_use_find(&use, &s->study, KT_NEED_KIND_MODERNISATION, 30.0, NULL),
                     KT_OK);
    assert_int_equal(kt_tonnage_find(&s->tonnage, &s->study, &use, &use, &asked, NULL), KT_OK);
}

static void end(setting *s)
{
    kt_network_free(&s->net);
    kt_arena_free(&s->arena);
    kt_case_free(s->the_case);
}

static const kt_access_market *market(const setting *s, const char *id)
{
    return &s->tonnage.market[kt_network_find(&s->net, id)];
}

static void a_need_is_the_sum_over_all_that_is_of_one_material(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest");
    assert_true(market(&s, "lump")->need_kg == 18.0); // 10 + 4 bars of 2 kg
    assert_true(market(&s, "bar")->need_kg == 18.0);
    assert_true(market(&s, "bar")->stock_kg == 7.0); // 3 bars, and a tenth of 10 kg
    assert_true(isnan(market(&s, "sand")->need_kg)); // nobody knows what a piece weighs
    assert_true(fabs(market(&s, "salt")->stock_kg - 6.0) < 1e-12); // a fifth of a year
    end(&s);
}

static void the_world_is_that_of_the_years_asked_for(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest");
    assert_true(market(&s, "bar")->world_kg == 80000.0);
    assert_true(market(&s, "bar")->spare_kg == 20000.0);
    assert_true(market(&s, "bar")->secondary_kg == 20000.0); // a fifth of what comes to market
    assert_true(market(&s, "salt")->spare_kg == 0.0);     // capacity below output is none to spare
    assert_true(market(&s, "salt")->secondary_kg == 0.0); // in the figure already
    assert_true(isnan(market(&s, "dust")->world_kg));
    assert_int_equal(s.tonnage.output[kt_network_find(&s.net, "dust")], KT_NO_ROW);
    assert_int_equal(s.tonnage.output[kt_network_find(&s.net, "lump")], 1);
    end(&s);
    begin(&s, "2016-2020");
    assert_true(market(&s, "bar")->world_kg == 70000.0);
    assert_true(market(&s, "bar")->spare_kg == 0.0);
    assert_true(market(&s, "salt")->world_kg == 5000.0); // the oldest where all are later
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_need_is_the_sum_over_all_that_is_of_one_material),
        cmocka_unit_test(the_world_is_that_of_the_years_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
