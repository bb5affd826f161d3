// SPDX-License-Identifier: EUPL-1.2
// Which of several years' figures is taken: the words that ask for it, the order of years, and the
// lists that make no market.
#include "model/vintage.h"

#include "facts.h"
#include "model/network_build.h"
#include "model/world.h"

static kt_vintage asked(const char *text)
{
    kt_vintage out;
    assert_true(kt_vintage_read(&out, text));
    return out;
}

static void a_period_is_a_year_or_the_years_of_a_study(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "",        "24",        "2024a", "02024", "2020-2016", "1899",          "2201",
        "2016-20", "2016-2201", "-2016", "2016-", "2016 ",     "2016-2020-2024"};
    kt_years years;
    assert_true(kt_vintage_read_years(&years, "2016-2020"));
    assert_int_equal(years.first, 2016);
    assert_int_equal(years.last, 2020);
    assert_true(kt_vintage_read_years(&years, "2024"));
    assert_int_equal(years.first, 2024);
    assert_int_equal(years.last, 2024);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        kt_vintage vintage;
        assert_false(kt_vintage_read_years(&years, refused[i]));
        assert_int_equal(years.last, 0);
        assert_false(kt_vintage_read(&vintage, refused[i]));
    }
    assert_true(asked("newest").newest);
    assert_int_equal(asked("2024").years.first, 2024);
    assert_int_equal(kt_vintage_study.years.first, 2016);
    assert_int_equal(kt_vintage_study.years.last, 2020);
}

// `better` is taken rather than `worse`, whichever comes first.
static void check(const char *vintage, kt_years better, kt_years worse)
{
    kt_vintage v = asked(vintage);
    assert_true(kt_vintage_prefers(&v, better, worse));
    assert_false(kt_vintage_prefers(&v, worse, better));
}

static void the_newest_not_after_the_year_is_taken_else_the_oldest(void **state)
{
    (void)state;
    const kt_years study = {2016, 2020};
    const kt_years y2020 = {2020, 2020};
    const kt_years y2023 = {2023, 2023};
    const kt_years y2024 = {2024, 2024};
    const kt_years y2025 = {2025, 2025};
    const kt_years none = {0, 0};
    check("newest", y2025, y2024);
    check("newest", y2020, study); // both end in 2020: the shorter is the newer
    check("newest", study, none);
    check("2024", y2024, y2025);
    check("2024", y2024, study);
    check("2023", study, y2024);
    check("2022", study, y2023);
    check("2019", study, y2023); // both later: the oldest stands in
    check("2019", none, study);
    check("2016-2020", study, y2020);
    check("2016-2020", study, y2025);
    check("2016-2020", y2020, y2023); // the study has none: the newest up to its last year
    check("2016-2020", y2023, y2025);
}

static void what_is_later_than_asked_is_marked(void **state)
{
    (void)state;
    kt_vintage newest = asked("newest");
    kt_vintage year = asked("2019");
    assert_false(kt_vintage_is_late(&newest, (kt_years){2025, 2025}));
    assert_true(kt_vintage_is_late(&year, (kt_years){2016, 2020}));
    assert_false(kt_vintage_is_late(&year, (kt_years){2019, 2019}));
    assert_false(kt_vintage_is_late(&kt_vintage_study, (kt_years){2016, 2020}));
    assert_true(kt_vintage_is_late(&kt_vintage_study, (kt_years){2023, 2023}));
}

static void only_some_lists_make_a_market(void **state)
{
    (void)state;
    assert_true(kt_vintage_makes_market(0));
    assert_true(kt_vintage_makes_market(KT_LISTING_COMPLETE));
    assert_true(kt_vintage_makes_market(KT_LISTING_SUM_OF_LISTED));
    assert_true(kt_vintage_makes_market(KT_LISTING_MODEL));
    assert_false(kt_vintage_makes_market(KT_LISTING_PARTIAL));
    assert_false(kt_vintage_makes_market(KT_LISTING_LOWER_BOUND));
    assert_false(kt_vintage_makes_market(KT_LISTING_SUM_OVER_1));
}

static const table_text SEVERAL_YEARS[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\n"
                  "ore,Ore,erts,,yes,yes,no,0.1,\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\n"
                  "AAA,Alfa,Alfa,,,EU27\n"
                  "BBB,Bravo,Bravo,,,\n"
                  "CCC,Charlie,Charlie,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period,basis\n"
                        "ore,extraction,global,BBB,0.784,,2016-2020,\n"
                        "ore,extraction,global,CCC,0.196,,2016-2020,\n"
                        "ore,extraction,global,BBB,0.7,,2023,complete\n"
                        "ore,extraction,global,CCC,0.28,,2023,complete\n"
                        "ore,extraction,global,BBB,0.5,,2024,model\n"
                        "ore,extraction,global,CCC,0.5,,2024,model\n"
                        "ore,extraction,global,BBB,0.9,,2025,partial\n"
                        "ore,extraction,eu,AAA,1,,2016-2020,\n"
                        "ore,processing,global,BBB,0.4,,2025,lower_bound\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {NULL, NULL},
};

typedef struct shown {
    char text[100]; // "BBB 0.7, CCC 0.28" of extraction
    char period[20];
    bool late, model, rounded;
    uint32_t n_processing;
} shown;

static shown market(const char *vintage)
{
    kt_case *c = NULL;
    kt_world world;
    const kt_figures figures = {KT_SCOPE_GLOBAL, asked(vintage)};
    shown out = {0};
    assert_int_equal(open_made(&c, SEVERAL_YEARS, NULL, NULL), KT_OK);
    assert_int_equal(kt_world_open(&world, c, &figures, NULL), KT_OK);
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    kt_symbol ore = kt_pool_find(&c->pool, "ore", 3);
    kt_world_market m = kt_world_find(&world, ore, KT_STAGE_EXTRACTION, KT_SCOPE_GLOBAL);
    for (uint32_t k = 0; k < m.n; k++) {
        kt_symbol country = kt_table_text(supply, KT_MATERIAL_SUPPLY_COUNTRY, m.row[k]);
        size_t used = strlen(out.text);
        snprintf(out.text + used, sizeof out.text - used, "%s%s %g", k == 0 ? "" : ", ",
                 kt_pool_text(&c->pool, country),
                 kt_table_number(supply, KT_MATERIAL_SUPPLY_SHARE, m.row[k]));
    }
    snprintf(out.period, sizeof out.period, "%s", kt_pool_text(&c->pool, m.period));
    out.late = m.late;
    out.model = m.model;
    out.rounded = m.rounded;
    out.n_processing = kt_world_find(&world, ore, KT_STAGE_PROCESSING, KT_SCOPE_GLOBAL).n;
    kt_world_close(&world);
    kt_case_free(c);
    return out;
}

static void a_market_is_of_one_period(void **state)
{
    (void)state;
    static const struct {
        const char *vintage, *text, *period;
        bool late, model, rounded;
    } expected[] = {
        {"2016-2020", "BBB 0.784, CCC 0.196", "2016-2020", false, false, true},
        {"2022", "BBB 0.784, CCC 0.196", "2016-2020", false, false, true},
        {"2019", "BBB 0.784, CCC 0.196", "2016-2020", true, false, true},
        {"2023", "BBB 0.7, CCC 0.28", "2023", false, false, false},
        {"newest", "BBB 0.5, CCC 0.5", "2024", false, true, false}, // 2025 is partial
        {"2025", "BBB 0.5, CCC 0.5", "2024", false, true, false},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        shown m = market(expected[i].vintage);
        assert_string_equal(m.text, expected[i].text);
        assert_string_equal(m.period, expected[i].period);
        assert_int_equal(m.late, expected[i].late);
        assert_int_equal(m.model, expected[i].model);
        assert_int_equal(m.rounded, expected[i].rounded);
        assert_int_equal(m.n_processing, 0); // a lower bound is no market
    }
}

// A list without a word on itself is published and rounded: 0.98 is the whole. One that says of
// what kind it is leaves 0.02 to others: that is unknown.
static void what_a_stated_list_leaves_out_is_unknown(void **state)
{
    (void)state;
    static const char *const basis[] = {"", "complete", "sum_of_listed", "model"};
    static const table_text tables[] = {
        {"items", "id,kind,name_en,unit,stage\nore,material,Ore,kg,extraction\n"},
        {"bom", "parent,child,quantity\n"},
        {"organisations", "id,name,country\n"},
        {"sites", "id,organisation,country\n"},
        {"supply", "item,supplier\n"},
        {NULL, NULL}};
    for (size_t i = 0; i < sizeof basis / sizeof basis[0]; i++) {
        char shares[400];
        table_text reference[5];
        kt_case *c = NULL;
        kt_network net;
        memcpy(reference, SEVERAL_YEARS, sizeof reference);
        snprintf(shares, sizeof shares,
                 "material,stage,scope,country,share,t,period,basis\n"
                 "ore,extraction,global,BBB,0.7,,2016-2020,%s\n"
                 "ore,extraction,global,CCC,0.28,,2016-2020,%s\n",
                 basis[i], basis[i]);
        reference[2].text = shares;
        assert_int_equal(open_made(&c, reference, tables, NULL), KT_OK);
        assert_int_equal(kt_network_build(&net, c, &kt_figures_study, NULL, NULL), KT_OK);
        const kt_network_item *ore = &net.item[kt_network_find(&net, "ore")];
        const kt_source *first = &net.source[net.mix_source[ore->mix]];
        assert_int_equal(net.n_sources, i == 0 ? 2 : 3);
        assert_true(fabs(first->share - (i == 0 ? 0.7 / 0.98 : 0.7)) < 1e-12);
        assert_true(fabs(ore->published_sum - 0.98) < 1e-12);
        assert_string_equal(kt_pool_text(&c->pool, ore->period), "2016-2020");
        assert_string_equal(kt_pool_text(&c->pool, net.first_period), "2016-2020");
        assert_int_equal(ore->model, i == 3);
        kt_network_free(&net);
        kt_case_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_is_a_year_or_the_years_of_a_study),
        cmocka_unit_test(the_newest_not_after_the_year_is_taken_else_the_oldest),
        cmocka_unit_test(what_is_later_than_asked_is_marked),
        cmocka_unit_test(only_some_lists_make_a_market),
        cmocka_unit_test(a_market_is_of_one_period),
        cmocka_unit_test(what_a_stated_list_leaves_out_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
