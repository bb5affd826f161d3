// SPDX-License-Identifier: EUPL-1.2
// Who a country buys a material from after its customs: by hand, and against the shipped table.
#include "facts.h"

#include "model/customs.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.2,\nsalt,Salt,zout,,yes,yes,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nAAA,Alfa,Alfa,,,EU27\nBBB,Bravo,Bravo,,,\n"
                  "CCC,Charlie,Charlie,,,\nDDD,Delta,Delta,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"imports", "importer,material,stage,code,exporter,year,share,value_eur,shared_code\n"
                "AAA,ore,processing,1111,BBB,2023,1,500,\n"
                "AAA,ore,processing,1111,BBB,2024,0.6,600,\n"
                "AAA,ore,processing,1111,CCC,2024,0.2,200,\n" // the rest, 200, has no row
                "AAA,ore,processing,2222,CCC,2024,0.5,400,yes\n"
                "AAA,ore,processing,2222,DDD,2024,0.5,400,yes\n"
                "AAA,ore,extraction,3333,DDD,2024,1,9000,\n"
                "DDD,ore,processing,1111,AAA,2024,1,9000,\n"
                "AAA,salt,processing,4444,BBB,2024,1,9000,\n"
                "AAA,ore,processing,1111,BBB,2025?,1,9000,\n"}, // no year
    {NULL, NULL},
};

typedef struct asked {
    kt_case *c;
    kt_arena arena;
    kt_customs customs;
} asked;

static void ask(asked *a, kt_case *c, const char *importer, const char *material, int stage)
{
    *a = (asked){.c = c};
    kt_customs_question question = {.importer = kt_pool_find(&c->pool, importer, 3),
                                    .material = kt_pool_find(&c->pool, material, strlen(material)),
                                    .stage = stage,
                                    .vintage = {.newest = true}};
    assert_int_equal(kt_customs_find(&a->customs, c, &question, &a->arena, NULL), KT_OK);
}

static void end(asked *a)
{
    kt_arena_free(&a->arena);
    kt_case_free(a->c);
}

static const char *country(const asked *a, uint32_t k)
{
    return kt_pool_text(&a->c->pool, a->customs.partner[k].country);
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void codes_are_summed_by_what_they_are_worth(void **state)
{
    (void)state;
    asked a;
    kt_case *c = NULL;
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    ask(&a, c, "AAA", "ore", KT_STAGE_PROCESSING);
    assert_int_equal(a.customs.year, 2024);
    assert_false(a.customs.late);
    assert_int_equal(a.customs.n_codes, 2);
    assert_int_equal(a.customs.n_shared_codes, 1);
    assert_true(near(a.customs.value_eur, 1800.0)); // 1,000 of one code, 800 of the other
    assert_int_equal(a.customs.n, 3);
    assert_string_equal(country(&a, 0), "BBB"); // as much as CCC: by id
    assert_string_equal(country(&a, 1), "CCC");
    assert_string_equal(country(&a, 2), "DDD");
    assert_true(near(a.customs.partner[0].share, 600.0 / 1800.0));
    assert_true(near(a.customs.partner[1].share, 600.0 / 1800.0));
    assert_true(near(a.customs.partner[2].share, 400.0 / 1800.0));
    assert_true(near(a.customs.named, 1600.0 / 1800.0));
    end(&a);
}

static void the_year_is_the_one_that_is_asked_for(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_arena arena = {0};
    kt_customs customs;
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    kt_customs_question question = {.importer = kt_pool_find(&c->pool, "AAA", 3),
                                    .material = kt_pool_find(&c->pool, "ore", 3),
                                    .stage = KT_STAGE_PROCESSING,
                                    .vintage = {.years = {2023, 2023}}};
    assert_int_equal(kt_customs_find(&customs, c, &question, &arena, NULL), KT_OK);
    assert_int_equal(customs.year, 2023);
    assert_int_equal(customs.n, 1);
    question.vintage = kt_vintage_study; // before all of them: the oldest stands in, marked
    assert_int_equal(kt_customs_find(&customs, c, &question, &arena, NULL), KT_OK);
    assert_int_equal(customs.year, 2023);
    assert_true(customs.late);
    kt_arena_free(&arena);
    kt_case_free(c);
}

static void without_a_row_nothing_is_said(void **state)
{
    (void)state;
    asked a;
    kt_case *c = NULL;
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    ask(&a, c, "AAA", "salt", KT_STAGE_EXTRACTION);
    assert_int_equal(a.customs.n, 0);
    assert_int_equal(a.customs.year, 0);
    assert_int_equal(a.customs.n_codes, 0);
    assert_false(a.customs.late);
    end(&a);
}

// Read off the table: helium of 2024.
static void dutch_helium_comes_through_qatar(void **state)
{
    (void)state;
    asked a;
    ask(&a, open_shipped(), "NLD", "helium", KT_STAGE_PROCESSING);
    assert_int_equal(a.customs.year, 2024);
    assert_int_equal(a.customs.n_codes, 1);
    assert_string_equal(country(&a, 0), "QAT");
    assert_true(fabs(a.customs.partner[0].share - 0.80293) < 1e-4); // shares have five digits
    assert_true(near(a.customs.partner[0].value_eur, 114054132.0));
    assert_string_equal(country(&a, 1), "BEL");
    end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_summed_by_what_they_are_worth),
        cmocka_unit_test(the_year_is_the_one_that_is_asked_for),
        cmocka_unit_test(without_a_row_nothing_is_said),
        cmocka_unit_test(dutch_helium_comes_through_qatar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
