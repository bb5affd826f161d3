// SPDX-License-Identifier: EUPL-1.2
// The market of an item that is drawn on Dutch imports: by hand, with what stands in where there
// are none, and without the kilograms that customs do not say.
#include "facts.h"

#include "analysis/assess/assess.h"
#include "model/world.h"

static const table_text REFERENCE[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "clay,Clay,klei,,no,no,no,,\nore,Ore,erts,,yes,yes,no,0.2,\n"
                  "salt,Salt,zout,,no,no,no,,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nNLD,Home,Thuis,,,EU27\n"
                  "BBB,Bravo,Bravo,,,EU27\nCCC,Charlie,Charlie,,,\nDDD,Delta,Delta,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"
                        "clay,processing,global,DDD,1,,2024\n"
                        "ore,extraction,eu,BBB,1,,2024\nore,extraction,global,DDD,1,,2024\n"
                        "ore,processing,eu,BBB,1,,2024\nore,processing,global,CCC,1,,2024\n"
                        "salt,processing,eu,BBB,1,,2024\nsalt,processing,global,CCC,1,,2024\n"},
    {"stage_links", "material,from_stage,to_stage,yield\nore,extraction,processing,\n"},
    {"world_output", "material,stage,period,tonnes,basis,primary,capacity\n"
                     "ore,processing,2024,1000,statistic,yes,2000\n"
                     "ore,extraction,2024,1000,statistic,yes,\n"
                     "salt,processing,2024,1000,statistic,yes,\n"},
    {"imports", "importer,material,stage,code,exporter,year,share,value_eur,shared_code\n"
                "NLD,ore,processing,1111,CCC,2023,1,500,\n"
                "NLD,ore,processing,1111,BBB,2024,0.6,600,\n"
                "NLD,ore,processing,1111,CCC,2024,0.3,300,\n" // the rest, 100, has no row
                "NLD,ore,processing,2222,CCC,2024,1,1000,yes\n"
                "NLD,ore,extraction,3333,CCC,2024,1,900,\n"
                "BBB,salt,processing,4444,DDD,2024,1,900,\n"},
    {NULL, NULL},
};

static const table_text TABLES[] = {
    {"items", "id,kind,name_en,unit,material,stage\nship,platform,S,,,\n"
              "clay,material,Clay,kg,,processing\nore,material,Ore,kg,,processing\n"
              "salt,material,Salt,kg,,processing\n"},
    {"bom", "parent,child,quantity\nship,clay,1\nship,ore,10\nship,salt,5\n"},
    {"organisations", "id,name,country\nyard,Yard,NLD\n"},
    {"sites", "id,organisation,country\n"},
    {"supply", "item,supplier\nship,yard\n"},
    {NULL, NULL}};

typedef struct setting {
    kt_case *the_case;
    kt_assessment *a;
} setting;

static void begin(setting *s, const char *period, const table_text *reference)
{
    kt_error error = {0};
    kt_assess_question question = kt_assess_default;
    question.figures.scope = KT_SCOPE_NL;
    assert_true(kt_vintage_read(&question.figures.vintage, period));
    *s = (setting){0};
    assert_int_equal(open_made(&s->the_case, reference, TABLES, &error), KT_OK);
    if (kt_assess_target(&s->a, s->the_case, NULL, &question, &error) != KT_OK)
        fail_msg("%s", error.message);
}

static void end(setting *s)
{
    kt_assess_free(s->a);
    kt_case_free(s->the_case);
}

static uint32_t item(const setting *s, const char *id)
{
    uint32_t i = kt_network_find(&s->a->network, id);
    assert_true(i != KT_NO_ROW);
    return i;
}

// "country:BBB 0.3, …" of the market of an item.
static const char *market(const setting *s, const char *id)
{
    static char all[300];
    const kt_network *net = &s->a->network;
    uint32_t mix = net->item[item(s, id)].mix;
    all[0] = '\0';
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s %.4g", used == 0 ? "" : ", ",
                 kt_pool_text(&s->the_case->pool, net->producer[net->source[k].producer].supplier),
                 net->source[k].share);
    }
    return all;
}

static void partners_supply_by_value_and_the_rest_is_unknown(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest", REFERENCE);
    const kt_network_item *ore = &s.a->network.item[item(&s, "ore")];
    assert_string_equal(market(&s, "ore"), "country:BBB 0.3, country:CCC 0.65, unknown 0.05");
    assert_int_equal(ore->scope, KT_SCOPE_NL);
    assert_true(ore->shared_code && !ore->late && !ore->model);
    assert_string_equal(kt_pool_text(&s.the_case->pool, ore->period), "2024");
    assert_true(fabs(ore->published_sum - 0.95) < 1e-12);
    assert_true(kt_assess_market_is_of_shared_code(s.a, item(&s, "ore")));
    assert_false(kt_assess_market_is_other_scope(s.a, item(&s, "ore")));
    assert_true(kt_assess_market_is_partial(s.a, item(&s, "ore")));
    end(&s);
}

// What the EU buys, then what the world makes; imports of another country are of no use.
static void where_nothing_is_imported_another_scope_stands_in(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest", REFERENCE);
    assert_string_equal(market(&s, "salt"), "country:BBB 1");
    assert_int_equal(s.a->network.item[item(&s, "salt")].scope, KT_SCOPE_EU);
    assert_true(kt_assess_market_is_other_scope(s.a, item(&s, "salt")));
    assert_string_equal(market(&s, "clay"), "country:DDD 1");
    assert_int_equal(s.a->network.item[item(&s, "clay")].scope, KT_SCOPE_GLOBAL);
    end(&s);
}

// Who delivers the ore that a partner's goods were made of, its customs do not say.
static void the_stage_before_is_the_world_s(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest", REFERENCE);
    assert_string_equal(market(&s, "ore.extraction"), "country:DDD 1");
    assert_int_equal(s.a->network.item[item(&s, "ore.extraction")].scope, KT_SCOPE_GLOBAL);
    assert_false(kt_assess_market_is_other_scope(s.a, item(&s, "ore.extraction")));
    end(&s);
}

static void the_year_is_the_one_that_is_asked_for(void **state)
{
    (void)state;
    setting s;
    begin(&s, "2023", REFERENCE);
    assert_string_equal(market(&s, "ore"), "country:CCC 1");
    assert_false(s.a->network.item[item(&s, "ore")].shared_code);
    end(&s);
    begin(&s, "2016-2020", REFERENCE); // before all of them: the oldest stands in, marked
    assert_string_equal(market(&s, "ore"), "country:CCC 1");
    assert_true(s.a->network.item[item(&s, "ore")].late);
    end(&s);
}

static void no_kilograms_are_set_against_partners(void **state)
{
    (void)state;
    setting s;
    begin(&s, "newest", REFERENCE);
    const kt_tonnage *tonnage = &s.a->buyer.tonnage;
    const kt_access_market *ore = &tonnage->market[item(&s, "ore")];
    assert_true(isnan(ore->world_kg));
    assert_true(ore->spare_kg == 0.0 && ore->secondary_kg == 0.0 && ore->need_kg == 10.0);
    assert_int_equal(tonnage->output[item(&s, "ore")], KT_NO_ROW);
    assert_true(tonnage->market[item(&s, "salt")].world_kg == 1e6); // drawn on the EU's shares
    for (size_t i = 0; i < s.a->risks.n; i++) {
        const kt_risk *risk = &s.a->risks.row[i];
        const char *id = kt_pool_text(&s.the_case->pool, risk->flow->material);
        if (strcmp(id, "ore") == 0) // never a price, whatever its need is
            assert_int_equal(risk->mechanism, KT_MECHANISM_UNKNOWN);
    }
    end(&s);
}

static void a_reference_without_imports_is_that_of_the_eu(void **state)
{
    (void)state;
    setting s;
    table_text without[sizeof REFERENCE / sizeof REFERENCE[0]] = {{NULL, NULL}};
    for (size_t i = 0, n = 0; REFERENCE[i].name != NULL; i++) {
        if (strcmp(REFERENCE[i].name, "imports") != 0)
            without[n++] = REFERENCE[i];
    }
    begin(&s, "newest", without);
    assert_string_equal(market(&s, "ore"), "country:BBB 1");
    assert_int_equal(s.a->network.item[item(&s, "ore")].scope, KT_SCOPE_EU);
    end(&s);
}

// What is asked of the other scopes does not read the imports.
static void imports_are_of_one_scope(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_world world;
    const kt_figures figures = {KT_SCOPE_EU, {.newest = true}};
    assert_int_equal(open_made(&c, REFERENCE, NULL, NULL), KT_OK);
    assert_int_equal(kt_world_importer(c, KT_SCOPE_EU), 0);
    assert_int_equal(kt_world_importer(c, KT_SCOPE_NL), kt_pool_find(&c->pool, "NLD", 3));
    assert_int_equal(kt_world_open(&world, c, &figures, NULL), KT_OK);
    kt_symbol ore = kt_pool_find(&c->pool, "ore", 3);
    kt_world_market found = kt_world_find(&world, ore, KT_STAGE_PROCESSING, KT_SCOPE_EU);
    assert_null(found.imports);
    assert_int_equal(found.n, 1);
    kt_world_close(&world);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partners_supply_by_value_and_the_rest_is_unknown),
        cmocka_unit_test(where_nothing_is_imported_another_scope_stands_in),
        cmocka_unit_test(the_stage_before_is_the_world_s),
        cmocka_unit_test(the_year_is_the_one_that_is_asked_for),
        cmocka_unit_test(no_kilograms_are_set_against_partners),
        cmocka_unit_test(a_reference_without_imports_is_that_of_the_eu),
        cmocka_unit_test(imports_are_of_one_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
