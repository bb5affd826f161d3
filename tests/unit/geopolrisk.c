// SPDX-License-Identifier: EUPL-1.2
// GeoPolRisk against the test case of its authors, production concentration against World Mining
// Data, and importers of each kind on a small case.
#include "analysis/supply/geopolrisk.h"

#include "facts.h"

enum { MOST = 200 };

typedef struct flow_list {
    double amount[MOST], factor[MOST];
    size_t n;
} flow_list;

static void read_flows(flow_list *out, const char *table, const char *material)
{
    fact_row row;
    *out = (flow_list){0};
    facts_open(&row, table);
    while (facts_next(&row)) {
        if (strcmp(row.cell[0], material) != 0 || *row.cell[1] == '\0')
            continue;
        out->amount[out->n] = facts_number(&row, 1);
        out->factor[out->n++] = facts_number(&row, 2); // of trade only
        assert_true(out->n < MOST);
    }
}

static void the_authors_test_case_to_1e9(void **state)
{
    (void)state;
    fact_row row;
    unsigned n = 0;
    facts_open(&row, "geopolrisk_expected.csv");
    while (facts_next(&row)) {
        flow_list production;
        flow_list trade;
        read_flows(&production, "geopolrisk_production.csv", row.cell[0]);
        read_flows(&trade, "geopolrisk_trade.csv", row.cell[0]);
        double own = facts_number(&row, 1);
        double hhi = kt_geopolrisk_hhi(production.amount, production.n);
        double risk = kt_geopolrisk_import_risk(trade.factor, trade.amount, trade.n, own);
        assert_true(fabs(hhi - facts_number(&row, 2)) < 1e-9);
        assert_true(fabs(risk - facts_number(&row, 3)) < 1e-9);
        assert_true(fabs(hhi * risk - facts_number(&row, 4)) < 1e-9);
        // the seeded defect: own production left out, as many implementations do
        double wrong = kt_geopolrisk_import_risk(trade.factor, trade.amount, trade.n, 0.0);
        assert_true((fabs(wrong - facts_number(&row, 3)) > 1e-9) == (own > 0.0));
        n++;
    }
    assert_int_equal(n, 3);
}

static void formulas_at_their_edges(void **state)
{
    (void)state;
    const double amount[] = {2.0, 2.0, 4.0};
    const double scaled[] = {20.0, 40.0, 20.0};
    const double factor[] = {0.1, 0.2, 0.3};
    assert_true(fabs(kt_geopolrisk_hhi(amount, 3) - 0.375) < 1e-12);
    assert_true(fabs(kt_geopolrisk_hhi(scaled, 3) - 0.375) <
                1e-12); // scale and order do not matter
    assert_true(kt_geopolrisk_hhi(amount, 1) == 1.0);
    assert_true(isnan(kt_geopolrisk_hhi(amount, 0)));
    assert_true(fabs(kt_geopolrisk_import_risk(factor, amount, 3, 8.0) - 1.8 / 16.0) < 1e-12);
    assert_true(kt_geopolrisk_import_risk(factor, amount, 0, 8.0) == 0.0);
    assert_true(isnan(kt_geopolrisk_import_risk(factor, amount, 0, 0.0)));
    assert_true(kt_geopolrisk_factor(2.5) == 0.0 && kt_geopolrisk_factor(-2.5) == 1.0);
    assert_true(kt_geopolrisk_factor(-3.0) == 1.0 && kt_geopolrisk_factor(3.0) == 0.0);
    assert_true(kt_geopolrisk_factor((double)NAN) == 0.5);
}

typedef struct scored {
    kt_case *c;
    kt_arena arena;
    kt_basis basis;
    kt_importer importer;
    kt_geopolrisk *row;
} scored;

static void score(scored *s, kt_case *c, const char *importer)
{
    kt_error error = {0};
    *s = (scored){.c = c};
    assert_int_equal(kt_basis_read(&s->basis, c, &s->arena, &error), KT_OK);
    assert_int_equal(kt_importer_find(&s->importer, c, importer, &s->arena, &error), KT_OK);
    assert_int_equal(kt_geopolrisk_find(&s->row, &s->basis, &s->importer, NULL, &s->arena, &error),
                     KT_OK);
}

static void done(scored *s, bool with_case)
{
    kt_arena_free(&s->arena);
    if (with_case)
        kt_case_free(s->c);
}

static void concentration_of_world_mining_data(void **state)
{
    (void)state;
    scored s;
    score(&s, open_shipped(), NULL);
    fact_row row;
    unsigned n = 0;
    facts_open(&row, "wmd_hhi_2022.csv");
    while (facts_next(&row)) {
        uint32_t m = material_row(s.c, row.cell[0]);
        for (uint32_t k = s.basis.first_stage[m]; k < s.basis.first_stage[m + 1]; k++) {
            if (strcmp(kt_schema_stage_name(s.basis.stage[k].stage), row.cell[1]) != 0 ||
                s.row[k].year != 2022)
                continue;
            if (fabs(s.row[k].hhi - facts_number(&row, 2)) > 1e-4)
                fail_msg("%s: %.5f, published %s", row.cell[0], s.row[k].hhi, row.cell[2]);
            n++;
        }
    }
    print_message("%u of 325 concentrations checked\n", n);
    assert_true(n >= 45);
    done(&s, true);
}

// Their production is not among the reference data, so there is nothing to compute them from.
static void other_years_of_world_mining_data(void **state)
{
    (void)state;
    print_message("skipped: 2018 to 2021, and 14 commodities that are no material here\n");
    skip();
}

static uint32_t only_stage(const scored *s, const char *material)
{
    return s->basis.first_stage[material_row(s->c, material)];
}

// Political stability: AAA 1.5 → g 0.2, BBB -1.5 → 0.8, CCC 0.5 → 0.4.
static void importers_of_each_kind(void **state)
{
    (void)state;
    static const table_text CASE[] = {
        {"items", "id,kind,name_en,material,stage\nship,platform,Ship,,\n"
                  "ore,material,Ore,ore,extraction\n"},
        {"bom", "parent,child,quantity\nship,ore,1\n"},
        {"organisations", "id,name,country\nyard,Yard,AAA\nmine,Mine,BBB\ndepot,Depot,CCC\n"},
        {"sites", "id,organisation,country\nyard-1,yard,AAA\n"},
        {"supply", "item,supplier,buyer,share\nship,yard,,\nore,mine,yard-1,0.25\n"
                   "ore,country:CCC,yard-1,0.5\nore,country:AAA,,1\n"},
        {NULL, NULL},
    };
    kt_case *c = NULL;
    kt_error error = {0};
    assert_int_equal(open_made(&c, SMALL_REFERENCE, CASE, &error), KT_OK);
    double hhi = 0.36 + 0.16;
    scored s;
    score(&s, c, "EU27"); // 0.3 comes from home
    uint32_t ore = only_stage(&s, "ore");
    assert_int_equal(s.row[ore].basis, KT_IMPORT_SOURCING);
    assert_true(fabs(s.row[ore].score - hhi * 0.7 * 0.8) < 1e-12);
    assert_true(fabs(s.row[ore].foreign - 0.7) < 1e-12);
    done(&s, false);
    score(&s, c, "NATO"); // CCC is home then
    assert_int_equal(s.row[ore].basis, KT_IMPORT_WORLD);
    assert_true(fabs(s.row[ore].score - hhi * 0.6 * 0.8) < 1e-12);
    done(&s, false);
    score(&s, c, "BBB");
    assert_true(fabs(s.row[ore].score - hhi * 0.4 * 0.4) < 1e-12);
    done(&s, false);
    score(&s, c, "yard"); // its own rows replace the market; the rest, 0.25, is unknown: g 0.5
    assert_int_equal(s.row[ore].basis, KT_IMPORT_PURCHASES);
    assert_true(fabs(s.row[ore].import_risk - (0.25 * 0.8 + 0.5 * 0.4 + 0.25 * 0.5)) < 1e-12);
    done(&s, false);
    score(&s, c, "depot");
    assert_int_equal(s.row[ore].basis, KT_IMPORT_MARKET);
    assert_true(fabs(s.row[ore].import_risk - 0.2) < 1e-12);
    assert_int_equal(s.row[only_stage(&s, "salt")].basis, KT_IMPORT_UNKNOWN);
    assert_true(isnan(s.row[only_stage(&s, "salt")].score));
    done(&s, true);
}

static void trade_rows_come_first(void **state)
{
    (void)state;
    table_text reference[12];
    size_t n = 0;
    while (SMALL_REFERENCE[n].name != NULL) {
        reference[n] = SMALL_REFERENCE[n];
        n++;
    }
    reference[n++] = (table_text){"production", "material,stage,country,year,tonnes,share\n"
                                                "ore,extraction,AAA,2018,10,0.1\n"
                                                "ore,extraction,BBB,2018,90,0.9\n"
                                                "ore,extraction,BBB,2017,90,1\n"};
    reference[n++] = (table_text){"trade", "material,stage,importer,exporter,year,tonnes\n"
                                           "ore,extraction,AAA,BBB,2018,20\n"
                                           "ore,extraction,AAA,CCC,2018,10\n"
                                           "ore,extraction,AAA,BBB,2017,500\n"
                                           "ore,extraction,CCC,BBB,2018,70\n"};
    reference[n] = (table_text){NULL, NULL};
    kt_case *c = NULL;
    kt_error error = {0};
    assert_int_equal(open_made(&c, reference, NULL, &error), KT_OK);
    scored s;
    score(&s, c, "AAA");
    const kt_geopolrisk *row = &s.row[only_stage(&s, "ore")];
    assert_int_equal(row->basis, KT_IMPORT_TRADE);
    assert_int_equal(row->year, 2018);
    assert_true(fabs(row->hhi - 0.82) < 1e-12);
    assert_true(fabs(row->import_risk - (20.0 * 0.8 + 10.0 * 0.4) / 40.0) < 1e-12);
    done(&s, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_authors_test_case_to_1e9),
        cmocka_unit_test(formulas_at_their_edges),
        cmocka_unit_test(concentration_of_world_mining_data),
        cmocka_unit_test(other_years_of_world_mining_data),
        cmocka_unit_test(importers_of_each_kind),
        cmocka_unit_test(trade_rows_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
