// SPDX-License-Identifier: EUPL-1.2
// Indicators, measures on a day, benchmarks, and what bad input is told.
#include "analysis/supply/criticality.h"

#include "base/date.h"
#include "facts.h"

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    assert_true(kt_date_read(&day, text, strlen(text)));
    return day;
}

static void open_dossier(kt_criticality *d, const kt_case *c, const char *date,
                         const char *importer)
{
    kt_error error = {0};
    kt_criticality_options options = {.importer = importer, .dated = date != NULL};
    if (date != NULL)
        options.day = day_of(date);
    assert_int_equal(kt_criticality_open(d, c, &options, &error), KT_OK);
}

static void volatility_and_trend_of_known_series(void **state)
{
    (void)state;
    double steady[61];
    double swinging[61];
    for (size_t i = 0; i < 61; i++) {
        steady[i] = 100.0 * pow(1.1, (double)i / 12.0);
        swinging[i] = i % 2 == 0 ? 100.0 : 100.0 * exp(0.1);
    }
    assert_true(kt_indicator_volatility(steady, 61) < 1e-9);
    assert_true(fabs(kt_indicator_trend(steady, 61) - 0.1) < 1e-9);
    // thirty changes of +0.1 and thirty of -0.1
    double expected = 0.1 * sqrt(60.0 / 59.0) * sqrt(12.0);
    assert_true(fabs(kt_indicator_volatility(swinging, 61) - expected) < 1e-9);
    assert_true(fabs(kt_indicator_trend(swinging, 61)) < 1e-3);
    // the seeded defect: a year of ten months
    assert_true(fabs(kt_indicator_volatility(swinging, 61) - 0.1 * sqrt(60.0 / 59.0) * sqrt(10.0)) >
                1e-3);
    assert_true(isnan(kt_indicator_volatility(steady, 24)) &&
                isnan(kt_indicator_trend(steady, 24)));
}

static void what_no_source_gives_is_missing(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    kt_criticality d;
    open_dossier(&d, c, NULL, NULL);
    const kt_indicator *gallium = &d.indicator[material_row(c, "gallium")];
    const kt_indicator *copper = &d.indicator[material_row(c, "copper")];
    assert_true(isnan(gallium->volatility) && isnan(gallium->trend) && isnan(gallium->price));
    assert_int_equal(gallium->price_months, 0);
    assert_true(isnan(gallium->reserve_years)); // no open source has tonnes
    assert_true(gallium->companionality == 1.0);
    assert_true(copper->volatility > 0.05 && copper->volatility < 0.5);
    assert_true(copper->reserve_hhi > 0.0 && copper->reserve_share > 0.1);
    kt_criticality_close(&d);
    kt_case_free(c);
}

static void prices_stop_at_the_day(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    kt_criticality d;
    uint32_t copper = material_row(c, "copper");
    open_dossier(&d, c, "2000-03-31", NULL);
    assert_string_equal(kt_pool_text(&c->pool, d.indicator[copper].price_month), "2000-02");
    kt_criticality_close(&d);
    open_dossier(&d, c, "2000-04-01", NULL);
    assert_string_equal(kt_pool_text(&c->pool, d.indicator[copper].price_month), "2000-03");
    kt_criticality_close(&d);
    open_dossier(&d, c, "1990-01-15", NULL);
    assert_true(isnan(d.indicator[copper].price) && isnan(d.indicator[copper].volatility));
    kt_criticality_close(&d);
    kt_case_free(c);
}

// China's licence duty on gallium is in force from 1 August 2023.
static void measures_depend_on_the_day(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    uint32_t gallium = material_row(c, "gallium");
    const struct {
        const char *date;
        const char *importer;
        bool bound;
    } days[] = {
        {"2023-07-31", "EU27", false},
        {"2023-08-01", "EU27", true},
        {"2024-01-01", "NLD", true},
        {"2024-01-01", "CHN", false}, // at home
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        kt_criticality d;
        open_dossier(&d, c, days[i].date, days[i].importer);
        assert_int_equal(d.restrictions.yes[gallium] > 0, days[i].bound);
        kt_criticality_close(&d);
    }
    kt_case_free(c);
}

static kt_case *open_with(const char *name, const char *text, kt_status expected)
{
    table_text reference[12];
    size_t n = 0;
    kt_case *c = NULL;
    kt_error error = {0};
    for (; SMALL_REFERENCE[n].name != NULL; n++) {
        reference[n] = SMALL_REFERENCE[n];
        if (strcmp(reference[n].name, name) == 0)
            reference[n].text = text;
    }
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= strcmp(reference[i].name, name) == 0;
    if (!found)
        reference[n++] = (table_text){name, text};
    reference[n] = (table_text){NULL, NULL};
    assert_int_equal(open_made(&c, reference, NULL, &error), expected);
    assert_non_null(c);
    return c;
}

static void targets_ends_and_unknown_days(void **state)
{
    (void)state;
    kt_case *c = open_with("export_restrictions",
                           "material,country,target,measure,effective,ended,announced\n"
                           "ore,BBB,ALL,ban,2020-01-01,2020-06-01,2019-12-01\n"
                           "ore,BBB,AAA;CCC,licence,2020-03-01,,2020-02-01\n"
                           "ore,BBB,EU27,quota,,,2020-02-01\n"
                           "ore,BBB,ALL,reporting,2020-01-01,,2020-04-04\n"
                           "ore,BBB,ALL,technology_ban,2020-01-01,,\n",
                           KT_OK);
    uint32_t ore = material_row(c, "ore");
    const struct {
        const char *date;
        const char *importer;
        unsigned yes, unsure;
    } days[] = {
        {"2019-12-31", "AAA", 0, 1},  {"2020-01-01", "AAA", 1, 1}, {"2020-05-31", "AAA", 2, 1},
        {"2020-06-01", "AAA", 1, 1}, // the day it ends it no longer binds
        {"2020-05-31", "CCC", 2, 0}, // not in the EU
        {"2020-05-31", "EU27", 2, 1}, {"2020-05-31", "BBB", 0, 0},
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        kt_criticality d;
        open_dossier(&d, c, days[i].date, days[i].importer);
        assert_int_equal(d.restrictions.yes[ore], days[i].yes);
        assert_int_equal(d.restrictions.unsure[ore], days[i].unsure);
        kt_criticality_close(&d);
    }
    assert_int_equal(kt_restriction_default_day(c), day_of("2020-04-04"));
    kt_case_free(c);
}

// A suspension that has run out leaves open what holds; an end that is on record does not. Listed
// organisations are no measure against the country's other buyers.
static void a_measure_has_a_status_on_each_day(void **state)
{
    (void)state;
    kt_case *c = open_with("export_restrictions",
                           "material,country,target,measure,effective,ended,announced,"
                           "suspended_from,suspended_until,applies_to\n"
                           "ore,BBB,ALL,licence,2025-11-08,,2025-10-09,2025-11-07,2026-11-10,\n"
                           "ore,BBB,ALL,ban,2024-12-03,2026-12-01,2024-12-03,2025-11-09,"
                           "2026-11-27,\n"
                           "ore,BBB,ALL,end_use_ban,2024-12-03,,2024-12-03,,,military_use\n"
                           "ore,BBB,ALL,ban,2024-12-03,,2024-12-03,,,organisations\n"
                           "ore,BBB,ALL,quota,,,2025-06-01,,,\n",
                           KT_OK);
    uint32_t ore = material_row(c, "ore");
    const struct {
        const char *date;
        const char *status[5];
        unsigned yes, unsure;
    } days[] = {
        {"2024-12-02", {NULL, NULL, NULL, NULL, "unknown"}, 0, 1},
        {"2025-11-06", {NULL, "in_force", "in_force", "in_force", "unknown"}, 2, 1},
        {"2025-11-07", {"suspended", "in_force", "in_force", "in_force", "unknown"}, 2, 1},
        {"2025-11-09", {"suspended", "suspended", "in_force", "in_force", "unknown"}, 1, 1},
        {"2026-11-09", {"suspended", "suspended", "in_force", "in_force", "unknown"}, 1, 1},
        {"2026-11-10", {"unknown", "suspended", "in_force", "in_force", "unknown"}, 1, 2},
        {"2026-11-27", {"unknown", "unknown", "in_force", "in_force", "unknown"}, 1, 3},
        {"2026-12-01", {"unknown", "ended", "in_force", "in_force", "unknown"}, 1, 2},
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        kt_criticality d;
        for (uint32_t r = 0; r < 5; r++) {
            const char *name =
                kt_restriction_status_name(kt_restriction_status_on(c, r, day_of(days[i].date)));
            assert_int_equal(name == NULL, days[i].status[r] == NULL);
            if (name != NULL)
                assert_string_equal(name, days[i].status[r]);
        }
        open_dossier(&d, c, days[i].date, "AAA");
        assert_int_equal(d.restrictions.yes[ore], days[i].yes);
        assert_int_equal(d.restrictions.unsure[ore], days[i].unsure);
        kt_criticality_close(&d);
    }
    kt_case_free(c);
}

// The record is as old as its newest announcement; a year and a half later it is called old.
static void an_old_record_says_so(void **state)
{
    (void)state;
    kt_case *c = open_with("export_restrictions",
                           "material,country,target,measure,effective,ended,announced\n"
                           "ore,BBB,ALL,ban,2020-01-01,,2020-01-01\n",
                           KT_OK);
    kt_criticality d;
    open_dossier(&d, c, NULL, "AAA");
    assert_int_equal(d.restrictions.as_of, day_of("2020-01-01"));
    assert_int_equal(d.restrictions.day, d.restrictions.as_of);
    assert_false(d.restrictions.old);
    kt_criticality_close(&d);
    open_dossier(&d, c, "2021-07-02", "AAA"); // 548 days
    assert_false(d.restrictions.old);
    kt_criticality_close(&d);
    open_dossier(&d, c, "2021-07-03", "AAA");
    assert_true(d.restrictions.old);
    kt_criticality_close(&d);
    kt_case_free(c);
}

// BBB has a trade parameter of 1.1 for ore in both scopes: one country, once.
static void a_count_is_at_least_where_the_study_knows_more(void **state)
{
    (void)state;
    kt_criticality d;
    kt_case *c = open_with("export_restrictions",
                           "material,country,target,measure,effective,ended,announced\n"
                           "ore,CCC,ALL,ban,2020-01-01,,2020-01-01\n",
                           KT_OK);
    open_dossier(&d, c, "2020-01-01", "AAA");
    assert_int_equal(d.restrictions.yes[material_row(c, "ore")], 1);
    assert_int_equal(d.restrictions.absent[material_row(c, "ore")], 1);
    assert_int_equal(d.restrictions.absent[material_row(c, "salt")], 0); // 1: no restriction
    kt_criticality_close(&d);
    open_dossier(&d, c, "2020-01-01", "BBB"); // its own exports do not bind it
    assert_int_equal(d.restrictions.absent[material_row(c, "ore")], 0);
    kt_criticality_close(&d);
    kt_case_free(c);
    c = open_with("export_restrictions",
                  "material,country,target,measure,effective,ended,announced\n"
                  "ore,BBB,ALL,ban,2010-01-01,2011-01-01,2020-01-01\n",
                  KT_OK);
    open_dossier(&d, c, "2020-01-01", "AAA"); // on record, though ended
    assert_int_equal(d.restrictions.absent[material_row(c, "ore")], 0);
    kt_criticality_close(&d);
    kt_case_free(c);
}

static void benchmarks_of_the_regulation(void **state)
{
    (void)state;
    kt_case *c = open_with("nothing-else", "id\n", KT_OK);
    kt_criticality d;
    open_dossier(&d, c, "2020-01-01", "EU27");
    const kt_benchmark *ore = &d.benchmark[material_row(c, "ore")];
    assert_int_equal(ore->over_65, KT_VERDICT_YES); // BBB 0.7 of EU sourcing
    assert_int_equal(ore->extraction_met, KT_VERDICT_YES);
    assert_int_equal(ore->processing_met, KT_VERDICT_UNKNOWN);
    assert_int_equal(ore->recycling_met, KT_VERDICT_NO);
    assert_int_equal(d.benchmark[material_row(c, "salt")].recycling_met, KT_VERDICT_UNKNOWN);
    kt_stage_facts facts = {.third_share = 0.65, .sum_eu = 1.0};
    assert_int_equal(kt_benchmark_stage(&facts), KT_VERDICT_NO); // at most 65 % is allowed
    facts.third_share = 0.5;
    facts.sum_eu = 0.6; // the rest could be that country's too
    assert_int_equal(kt_benchmark_stage(&facts), KT_VERDICT_UNKNOWN);
    kt_criticality_close(&d);
    kt_case_free(c);
}

static void refused(const kt_case *c, kt_criticality_options options, const char *message)
{
    kt_criticality d;
    kt_error error = {0};
    assert_int_equal(kt_criticality_open(&d, c, &options, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, message);
}

static void bad_names_and_days_are_told(void **state)
{
    (void)state;
    kt_case *c = open_shipped();
    kt_error error = {0};
    uint32_t row = 0;
    refused(c, (kt_criticality_options){.importer = "Germny"},
            "importer \"Germny\" is not known: did you mean DEU, JEY?");
    refused(c, (kt_criticality_options){.importer = "EU26"},
            "importer \"EU26\" is not known: did you mean EU27?");
    refused(c, (kt_criticality_options){.dated = true, .day = day_of("1899-01-01")},
            "date 1899-01-01 is out of range: 1990-01-01 to 2099-12-31 is expected");
    refused(c, (kt_criticality_options){.dated = true, .day = day_of("2100-01-01")},
            "date 2100-01-01 is out of range: 1990-01-01 to 2099-12-31 is expected");
    assert_int_equal(kt_criticality_material(&row, c, "galium", &error), KT_BAD_INPUT);
    assert_string_equal(error.message,
                        "material \"galium\" is not in the reference data: did you mean gallium?");
    assert_int_equal(kt_criticality_material(&row, c, "koper", &error), KT_OK);
    assert_int_equal(row, material_row(c, "copper"));
    kt_case_free(c);
}

static void bad_figures_of_the_reference_are_faults(void **state)
{
    (void)state;
    kt_case *c = open_with("production",
                           "material,stage,country,year,tonnes,share\n"
                           "ore,extraction,BBB,2020,-5,0.5\n"
                           "ore,extraction,CCC,2020,5,1.5\n",
                           KT_BAD_INPUT);
    assert_int_equal(c->faults.n, 2);
    assert_string_equal(c->places[0].file, "reference/production.csv");
    assert_int_equal(c->places[0].line, 2);
    assert_int_equal(c->places[0].column, 25);
    assert_int_equal(c->places[1].line, 3);
    kt_case_free(c);
    c = open_with("material_supply",
                  "material,stage,scope,country,share,t,period\n"
                  "ore,extraction,global,BBB,1.2,1,2016-2020\n",
                  KT_BAD_INPUT);
    assert_int_equal(c->faults.n, 1);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(volatility_and_trend_of_known_series),
        cmocka_unit_test(what_no_source_gives_is_missing),
        cmocka_unit_test(prices_stop_at_the_day),
        cmocka_unit_test(measures_depend_on_the_day),
        cmocka_unit_test(targets_ends_and_unknown_days),
        cmocka_unit_test(a_measure_has_a_status_on_each_day),
        cmocka_unit_test(an_old_record_says_so),
        cmocka_unit_test(a_count_is_at_least_where_the_study_knows_more),
        cmocka_unit_test(benchmarks_of_the_regulation),
        cmocka_unit_test(bad_names_and_days_are_told),
        cmocka_unit_test(bad_figures_of_the_reference_are_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
