// SPDX-License-Identifier: EUPL-1.2
// Who will not sell, whom a measure refuses, who else makes it, and why a loss is a loss.
#include "facts.h"

#include "analysis/supply/hostile.h"
#include "analysis/supply/makers.h"
#include "analysis/supply/mechanism.h"
#include "analysis/supply/restriction.h"
#include "base/date.h"

// ore: Bravo 0.7, three others; salt: published for a group of elements only, two known makers.
static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.1,\nsalt,Salt,zout,,yes,yes,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\n"
                  "AAA,Alfa,Alfa,,,EU27\nBBB,Bravo,Bravo,,,\nCCC,Charlie,Charlie,,,NATO\n"
                  "DDD,Delta,Delta,,,\nEEE,Echo,Echo,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period,basis,of_group\n"
                        "ore,processing,global,BBB,0.7,,2024,complete,\n"
                        "ore,processing,global,AAA,0.1,,2024,complete,\n"
                        "ore,processing,global,CCC,0.1,,2024,complete,\n"
                        "ore,processing,global,DDD,0.1,,2024,complete,\n"
                        "ore,processing,global,EEE,0,,2024,complete,\n"
                        "salt,processing,global,BBB,0.9,,2024,complete,salts\n"
                        "salt,processing,global,AAA,0.05,,2024,complete,salts\n"
                        "salt,processing,global,DDD,0.05,,2024,complete,salts\n"
                        "ore,recycling,eu,AAA,1,,2024,complete,\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"makers", "material,stage,country,maker,since\n"
               "salt,processing,CCC,Works,\nsalt,processing,CCC,Mill,\n"
               "salt,processing,EEE,Yard,\nsalt,processing,BBB,Hall,\nsalt,extraction,DDD,Pit,\n"},
    {"sanctions", "country,kind,effective,ended,act\n"
                  "DDD,economic,2020-01-01,,Regulation 1\nEEE,arms,2020-01-01,,Regulation 2\n"
                  "CCC,economic,2010-01-01,2015-01-01,Regulation 3\n"},
    {"export_restrictions",
     "material,country,target,measure,effective,ended,applies_to,organisations\n"
     "ore,BBB,CCC,ban,2024-06-01,,military_use,\n"
     "ore,EEE,ALL,licence,2024-06-01,,,\n"
     "ore,AAA,DDD,end_use_ban,2024-06-01,,,\n"},
    {NULL, NULL},
};

static const table_text TABLES[] = {{"items", "id,kind,name_en\nship,platform,S\n"},
                                    {"bom", "parent,child,quantity\n"},
                                    {"organisations", "id,name,country\n"},
                                    {"sites", "id,organisation,country\n"},
                                    {"supply", "item,supplier\n"},
                                    {NULL, NULL}};

static int32_t day(const char *text)
{
    int32_t out = 0;
    assert_true(kt_date_read(&out, text, strlen(text)));
    return out;
}

// "BBB DDD"
static const char *hostile_on(const char *list, const char *date)
{
    static char text[100];
    kt_case *c = NULL;
    kt_arena arena = {0};
    kt_hostile hostile;
    assert_int_equal(open_made(&c, REFERENCE, TABLES, NULL), KT_OK);
    assert_int_equal(kt_hostile_find(&hostile, c, list, day(date), &arena, NULL), KT_OK);
    text[0] = '\0';
    for (uint32_t i = 0; i < hostile.n; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i == 0 ? "" : " ",
                 hostile.id[i]);
    kt_arena_free(&arena);
    kt_case_free(c);
    return text;
}

static void who_has_refused_one_of_us_will_not_sell(void **state)
{
    (void)state;
    assert_string_equal(hostile_on(NULL, "2026-01-01"), "BBB DDD"); // refuses Charlie; sanctions
    assert_string_equal(hostile_on(NULL, "2024-05-31"), "DDD");     // before the measure
    assert_string_equal(hostile_on(NULL, "2031-01-01"), "DDD");     // it is long ago
    assert_string_equal(hostile_on(NULL, "2012-01-01"), "CCC");     // what was then in force
}

static void a_list_goes_before_the_rule(void **state)
{
    (void)state;
    assert_string_equal(hostile_on("none", "2026-01-01"), "");
    assert_string_equal(hostile_on("EEE,AAA", "2026-01-01"), "AAA EEE");
}

static void a_code_that_is_no_country_is_refused(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_arena arena = {0};
    kt_hostile hostile;
    kt_error error = {0};
    assert_int_equal(open_made(&c, REFERENCE, TABLES, NULL), KT_OK);
    assert_int_equal(kt_hostile_find(&hostile, c, "AAA,XYZ", 0, &arena, &error), KT_BAD_INPUT);
    assert_string_equal(error.message,
                        "hostile \"XYZ\" is no country: alpha-3 codes such as RUS, with commas "
                        "between, or none, are expected");
    kt_arena_free(&arena);
    kt_case_free(c);
}

static uint32_t outside_at(int stage, const char *material, const char *but,
                           const char *hostile_list)
{
    kt_case *c = NULL;
    kt_arena arena = {0};
    kt_hostile hostile;
    kt_makers makers;
    kt_vintage newest = {.newest = true};
    assert_int_equal(open_made(&c, REFERENCE, TABLES, NULL), KT_OK);
    assert_int_equal(kt_hostile_find(&hostile, c, hostile_list, 0, &arena, NULL), KT_OK);
    assert_int_equal(kt_makers_open(&makers, c, &newest, &hostile, NULL), KT_OK);
    uint32_t n = kt_makers_outside(&makers, kt_pool_find(&c->pool, material, strlen(material)),
                                   stage, kt_pool_find(&c->pool, but, 3));
    kt_makers_close(&makers);
    kt_arena_free(&arena);
    kt_case_free(c);
    return n;
}

static uint32_t outside(const char *material, const char *but, const char *hostile_list)
{
    return outside_at(KT_STAGE_PROCESSING, material, but, hostile_list);
}

static void other_makers_are_counted_by_country(void **state)
{
    (void)state;
    assert_int_equal(outside("ore", "BBB", "none"), 3); // Echo makes nothing
    assert_int_equal(outside("ore", "BBB", "DDD"), 2);
    assert_int_equal(outside("ore", "EEE", "none"), 4);
    assert_int_equal(outside("salt", "BBB", "none"), 2); // makers of it, not shares of a group
    assert_int_equal(outside("salt", "BBB", "CCC"), 1);
    // who sells it to the EU is not who makes it in the world
    assert_int_equal(outside_at(KT_STAGE_RECYCLING, "ore", "BBB", "none"), 0);
}

// What a table of measures on "ore" at a stage is to a buyer of a country.
static kt_force refusal_of(const char *table, kt_stage stage, const char *of, const char *home)
{
    table_text reference[sizeof REFERENCE / sizeof REFERENCE[0]];
    kt_case *c = NULL;
    kt_arena arena = {0};
    kt_importer importer;
    memcpy(reference, REFERENCE, sizeof reference);
    for (size_t i = 0; reference[i].name != NULL; i++) {
        if (strcmp(reference[i].name, "export_restrictions") == 0)
            reference[i].text = table;
    }
    assert_int_equal(open_made(&c, reference, TABLES, NULL), KT_OK);
    assert_int_equal(kt_importer_find(&importer, c, home, &arena, NULL), KT_OK);
    kt_restriction_flow flow = {kt_pool_find(&c->pool, of, 3), kt_pool_find(&c->pool, "ore", 3),
                                stage};
    kt_force force = kt_restriction_refusal(c, &importer, flow, day("2026-01-01"));
    kt_arena_free(&arena);
    kt_case_free(c);
    return force;
}

// Rows of one country on one material.
static kt_force refusal(const char *rows, const char *of, const char *home)
{
    char text[600];
    snprintf(text, sizeof text,
             "material,country,target,measure,effective,ended,suspended_from,suspended_until,"
             "applies_to,organisations\n%s",
             rows);
    return refusal_of(text, KT_STAGE_PROCESSING, of, home);
}

// A ban that covers a part of what there is of the material.
static kt_force refusal_at(kt_stage stage, const char *covers)
{
    char text[200];
    snprintf(text, sizeof text,
             "material,country,target,measure,effective,ended,covers\n"
             "ore,BBB,ALL,ban,2024-06-01,,%s\n",
             covers);
    return refusal_of(text, stage, "BBB", "AAA");
}

static void a_measure_refuses_whom_it_is_for(void **state)
{
    (void)state;
    const char *const refusing[] = {"ban",         "licence",
                                    "suspension",  "licence_practice",
                                    "end_use_ban", "extraterritorial_licence"};
    char row[100];
    for (size_t i = 0; i < sizeof refusing / sizeof refusing[0]; i++) {
        snprintf(row, sizeof row, "ore,BBB,ALL,%s,2024-06-01,,,,,\n", refusing[i]);
        assert_int_equal(refusal(row, "BBB", "AAA"), KT_FORCE_YES);
    }
    assert_int_equal(refusal("ore,BBB,ALL,quota,2024-06-01,,,,,\n", "BBB", "AAA"), KT_FORCE_NOT);
    assert_int_equal(refusal("ore,BBB,CCC,ban,2024-06-01,,,,,\n", "BBB", "AAA"), KT_FORCE_NOT);
    assert_int_equal(refusal("ore,BBB,ALL,ban,2026-06-01,,,,,\n", "BBB", "AAA"), KT_FORCE_NOT);
    assert_int_equal(refusal("ore,BBB,ALL,ban,2024-06-01,,2025-01-01,2025-06-01,,\n", "BBB", "AAA"),
                     KT_FORCE_UNKNOWN);
}

static void a_measure_on_ore_leaves_what_is_refined(void **state)
{
    (void)state;
    assert_int_equal(refusal_at(KT_STAGE_EXTRACTION, ""), KT_FORCE_YES);
    assert_int_equal(refusal_at(KT_STAGE_PROCESSING, ""), KT_FORCE_YES);
    assert_int_equal(refusal_at(KT_STAGE_EXTRACTION, "ore"), KT_FORCE_YES);
    assert_int_equal(refusal_at(KT_STAGE_PROCESSING, "ore"), KT_FORCE_NOT);
    assert_int_equal(refusal_at(KT_STAGE_RECYCLING, "ore"), KT_FORCE_NOT);
    assert_int_equal(refusal_at(KT_STAGE_EXTRACTION, "some"), KT_FORCE_NOT); // a powder, a compound
    assert_int_equal(refusal_at(KT_STAGE_PROCESSING, "some"), KT_FORCE_NOT);
}

static void no_country_refuses_itself(void **state)
{
    (void)state;
    assert_int_equal(refusal("ore,BBB,ALL,ban,2024-06-01,,,,,\n", "BBB", "BBB"), KT_FORCE_NOT);
    assert_int_equal(refusal("ore,AAA,ALL,ban,2024-06-01,,,,,\n", "AAA", "EU27"), KT_FORCE_NOT);
}

static void a_listing_refuses_those_it_lists(void **state)
{
    (void)state;
    const char *listing = "ore,BBB,AAA,entity_listing,2024-06-01,,,,organisations,Works\n";
    const char *ended = "ore,BBB,AAA,entity_listing,2024-06-01,2025-01-01,,,organisations,Works\n";
    assert_int_equal(refusal(listing, "BBB", "AAA"), KT_FORCE_UNKNOWN);
    assert_int_equal(refusal(listing, "BBB", "CCC"), KT_FORCE_NOT);
    assert_int_equal(refusal(ended, "BBB", "AAA"), KT_FORCE_NOT);
}

static kt_mechanism judge(kt_mechanism_facts facts)
{
    return kt_mechanism_judge(&facts);
}

static void the_first_reason_that_holds_is_given(void **state)
{
    (void)state;
    kt_mechanism_facts facts = {.dominates = true,
                                .refuses = true,
                                .n_outside = 2,
                                .available = 0.5,
                                .reachable_kg = 5.0,
                                .need_kg = 10.0};
    assert_int_equal(judge(facts), KT_MECHANISM_DENIED);
    facts.n_outside = 3;
    assert_int_equal(judge(facts), KT_MECHANISM_SHORTAGE);
    facts.available = 1.0;
    assert_int_equal(judge(facts), KT_MECHANISM_PRICE);
    facts.reachable_kg = (double)NAN;
    assert_int_equal(judge(facts), KT_MECHANISM_UNKNOWN);
    facts.n_outside = 0; // access alone decides
    facts.need_kg = 0.0;
    assert_int_equal(judge(facts), KT_MECHANISM_DENIED);
    facts.refuses = false;
    assert_int_equal(judge(facts), KT_MECHANISM_UNKNOWN);
    facts.refuses = true;
    facts.dominates = false;
    assert_int_equal(judge(facts), KT_MECHANISM_UNKNOWN);
}

static void a_price_is_thin_where_a_tenth_is_needed(void **state)
{
    (void)state;
    kt_mechanism_facts facts = {.available = 1.0, .reachable_kg = 100.0, .need_kg = 10.0};
    assert_true(kt_mechanism_need_share(&facts) == 0.1);
    assert_true(kt_mechanism_is_thin(&facts));
    facts.need_kg = 9.9;
    assert_false(kt_mechanism_is_thin(&facts));
    facts.available = 0.9; // a shortage is more than thin
    facts.need_kg = 50.0;
    assert_false(kt_mechanism_is_thin(&facts));
    facts.reachable_kg = 0.0;
    assert_true(isnan(kt_mechanism_need_share(&facts)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_refused_one_of_us_will_not_sell),
        cmocka_unit_test(a_list_goes_before_the_rule),
        cmocka_unit_test(a_code_that_is_no_country_is_refused),
        cmocka_unit_test(other_makers_are_counted_by_country),
        cmocka_unit_test(a_measure_refuses_whom_it_is_for),
        cmocka_unit_test(a_measure_on_ore_leaves_what_is_refined),
        cmocka_unit_test(no_country_refuses_itself),
        cmocka_unit_test(a_listing_refuses_those_it_lists),
        cmocka_unit_test(the_first_reason_that_holds_is_given),
        cmocka_unit_test(a_price_is_thin_where_a_tenth_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
