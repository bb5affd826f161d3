// SPDX-License-Identifier: EUPL-1.2
// Yearly tables of others: layouts by their heads, figures and units as publishers write them,
// names of series and countries, editions, and the invariants of a reference.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/sniff.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/figure.h"
#include "ingest/yearly/judge.h"
#include "ingest/yearly/names.h"
#include "model/vintage.h"
#include "refreshing.h"

// ---------------------------------------------------------------------------------------- layouts

static kt_layout_match match(const char *text)
{
    kt_grid_list grids = {0};
    kt_pool pool = {0};
    kt_notes notes = {0};
    kt_buffer bytes = {0};
    kt_layout_match out;
    assert_true(kt_pool_open(&pool));
    kt_buffer_put(&bytes, text);
    assert_int_equal(kt_sniff_read_bytes(&grids, &bytes, "x.csv", &pool, &notes, NULL), KT_OK);
    kt_layout_find(&out, &grids.grid[0], &pool);
    kt_buffer_free(&bytes);
    kt_grid_free(&grids);
    kt_notes_free(&notes);
    kt_pool_close(&pool);
    return out;
}

static void a_layout_is_known_by_its_heads(void **state)
{
    (void)state;
    kt_layout_match found = match("\xEF\xBB\xBFSOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,"
                                  "PROD_EST_ 2024,PROD_NOTES\nMCS2025,Cobalt,Cuba,a,b,1,2,c\n");
    assert_int_equal(found.kind, KT_LAYOUT_USGS_WORLD);
    assert_null(found.missing);
    assert_int_equal(found.header, 0);
    // in any order, below a title, with other columns between
    found = match("A title,,,,,,,,,\nValue,Year,x,Unit,Statistics_detail,Statistics,Country,"
                  "Commodity,Section,MCS chapter\n1,2,3,4,5,6,7,8,9,10\n");
    assert_int_equal(found.kind, KT_LAYOUT_USGS_COMMODITIES);
    assert_null(found.missing);
    assert_int_equal(found.header, 1);
    assert_int_equal(found.column[0], 9);
    assert_int_equal(found.column[8], 0);
}

static void a_layout_that_is_not_there_says_which_column_is_missing(void **state)
{
    (void)state;
    kt_layout_match found = match("MCS chapter,Section,Commodity,Country,Statistics,"
                                  "Statistics_detail,Year,Value\n1,2,3,4,5,6,7,8\n");
    assert_int_equal(found.kind, KT_LAYOUT_USGS_COMMODITIES);
    assert_string_equal(found.missing, "Unit");
    found = match("Part,Qty\nPump,1\n");
    assert_int_equal(found.n_found, 0);
    assert_non_null(found.missing);
}

static void a_head_ends_in_its_year(void **state)
{
    (void)state;
    assert_int_equal(kt_layout_year("PROD_EST_ 2024", "PROD"), 2024);
    assert_int_equal(kt_layout_year("PROD_2023", "PROD"), 2023);
    assert_int_equal(kt_layout_year("PROD_NOTES", "PROD"), 0);
    assert_int_equal(kt_layout_year("CAP_2023", "PROD"), 0);
    assert_true(kt_layout_is("prod est 2024", "PROD_EST_####"));
    assert_false(kt_layout_is("PROD_EST_20245", "PROD_EST_####"));
}

// ------------------------------------------------------------------------------- figures and units

static void figures_are_read_as_publishers_write_them(void **state)
{
    (void)state;
    double value;
    assert_int_equal(kt_output_amount_read(&value, "1,800"), KT_OUTPUT_AMOUNT_GIVEN);
    assert_true(value == 1800.0);
    assert_int_equal(kt_output_amount_read(&value, "e12.5"), KT_OUTPUT_AMOUNT_GIVEN);
    assert_true(value == 12.5);
    assert_int_equal(kt_output_amount_read(&value, "0"), KT_OUTPUT_AMOUNT_GIVEN);
    static const char *const WITHHELD[] = {"W", "NA", "--", "\xE2\x80\x94", "", " "};
    for (size_t i = 0; i < sizeof WITHHELD / sizeof WITHHELD[0]; i++) {
        assert_int_equal(kt_output_amount_read(&value, WITHHELD[i]), KT_OUTPUT_AMOUNT_WITHHELD);
        assert_true(isnan(value));
    }
    static const char *const BOUNDS[] = {"<5", ">50", "Less than 50"};
    for (size_t i = 0; i < sizeof BOUNDS / sizeof BOUNDS[0]; i++)
        assert_int_equal(kt_output_amount_read(&value, BOUNDS[i]), KT_OUTPUT_AMOUNT_BOUND);
    static const char *const WORDS[] = {"many", "-5", "1,80", "1.2.3", "12 t", "1000000000001"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        assert_int_equal(kt_output_amount_read(&value, WORDS[i]), KT_OUTPUT_AMOUNT_NO_FIGURE);
        assert_true(isnan(value));
    }
}

// Densities again, from atomic weights: an ideal gas at 15 C and 101.325 kPa.
static void units_are_tonnes(void **state)
{
    (void)state;
    static const double LITRES_A_MOLE = 8.314463 * 288.15 / 101.325;
    static const struct {
        const char *gas;
        double grams; // in a mole
    } GAS[] = {{"helium", 4.0026}, {"neon", 20.180}, {"krypton", 83.798}, {"xenon", 131.29}};
    assert_true(kt_output_amount_unit("metric tons", "tin") == 1.0);
    assert_true(kt_output_amount_unit("Thousand metric tons", "tin") == 1e3);
    assert_true(kt_output_amount_unit("million metric tons", "iron") == 1e6);
    assert_true(kt_output_amount_unit("kilograms", "gallium") == 1e-3);
    assert_true(kt_output_amount_unit("million cubic meters", "helium") == 169.0);
    assert_true(kt_output_amount_unit("million cubic meters", "tin") == 0.0);
    assert_true(kt_output_amount_unit("baskets", "tin") == 0.0);
    for (size_t i = 0; i < sizeof GAS / sizeof GAS[0]; i++) {
        double tonnes = kt_output_amount_unit("million liters", GAS[i].gas);
        assert_true(fabs(tonnes / (GAS[i].grams / LITRES_A_MOLE) - 1.0) < 2e-3);
    }
}

static void figures_are_written_without_exponent(void **state)
{
    (void)state;
    static const struct {
        double value;
        int digits;
        const char *text;
    } EACH[] = {{5651861.07, 6, "5651860"},    {62.6, 6, "62.6"},
                {1600000000, 6, "1600000000"}, {0.0, 6, "0"},
                {66.6360004, 6, "66.636"},     {0.169, 6, "0.169"}};
    char text[KT_NUMBER_SIZE];
    for (size_t i = 0; i < sizeof EACH / sizeof EACH[0]; i++) {
        kt_figure_write(text, EACH[i].value, EACH[i].digits);
        assert_string_equal(text, EACH[i].text);
    }
}

static void an_edition_stands_in_its_citation(void **state)
{
    (void)state;
    assert_int_equal(kt_yearly_edition(KT_PUBLICATION_USGS,
                                       "USGS Mineral Commodity Summaries 2026 (data release)"),
                     2026);
    assert_int_equal(kt_yearly_edition(KT_PUBLICATION_USGS,
                                       "assumption: a grade; bauxite after USGS Mineral Commodity "
                                       "Summaries 2025 (world data release)"),
                     2025);
    assert_int_equal(kt_yearly_edition(KT_PUBLICATION_USGS, "World Mining Data 2024"), 0);
    assert_int_equal(kt_yearly_edition(KT_PUBLICATION_USGS, "USGS Mineral Commodity Summaries"), 0);
    assert_int_equal(kt_yearly_edition(KT_PUBLICATION_USGS, "USGS Mineral Commodity Summaries x"),
                     0);
}

// The Pink Sheet comes out each month: its edition is a day, and nothing else is one.
static void an_edition_of_prices_is_a_day(void **state)
{
    (void)state;
    static const char *const OTHERS[] = {"2026",       "2026-06",    "2026/06/02", "2026-06/02",
                                         "2026-xx-02", "2026-06-xx", "xxxx-06-02"};
    assert_int_equal(
        kt_yearly_edition(KT_PUBLICATION_PINK_SHEET, "World Bank Pink Sheet (updated 2026-06-02)"),
        20260602);
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        char source[100];
        snprintf(source, sizeof source, "World Bank Pink Sheet (updated %s)", OTHERS[i]);
        assert_int_equal(kt_yearly_edition(KT_PUBLICATION_PINK_SHEET, source), 0);
    }
}

// ------------------------------------------------------------------------------------------ names

static const char *meaning_of(const char *name, const char *chapter, const char *detail)
{
    static char text[256];
    kt_names_question question = {KT_PUBLICATION_USGS, name, chapter, detail};
    kt_names_found found = kt_names_find(reference, &question);
    if (!found.known)
        return "unknown";
    if (found.n != 1)
        return found.n == 0 ? "not ours" : "several";
    snprintf(text, sizeof text, "%s %s", kt_pool_text(&reference->pool, found.meaning[0].material),
             kt_schema_stage_name(found.meaning[0].stage));
    return text;
}

static void series_are_known_by_name_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *name, *chapter, *detail, *meaning;
    } EACH[] = {
        {"Cobalt", NULL, "Mine production, cobalt content, estimated", "cobalt extraction"},
        {"Bauxite and alumina", NULL, "Mine production, bauxite, dry tons", "aluminium extraction"},
        {"Bauxite and alumina", NULL, "Refinery production, alumina", "not ours"},
        {"Iron and steel", NULL, "Raw steel", "iron processing"},
        {"Iron and steel", NULL, "Pig iron", "not ours"},
        {"Iron ore", NULL, "Mine production - Iron content", "iron extraction"},
        {"Iron ore", NULL, "Mine production - Usable ore", "not ours"},
        {"Copper", NULL, "Refinery production, copper", "copper processing"},
        {"Helium", "HELIUM AND RARE GASES", "Helium production", "helium processing"},
        {"Ilmenite", "TITANIUM MINERAL CONCENTRATES", "Mine production", "several"},
        {"Titanium mineral concentrates", NULL,
         "Mine production: rutile, titanium dioxide (TiO2) content.", "titanium extraction"},
        {"Titanium mineral concentrates", NULL,
         "World total mine production: ilmentite and rutile (rounded)", "not ours"},
        {"Silicon", NULL, "Plant production, silicon metal", "silicon_metal processing"},
        {"Silicon", NULL, "Plant production, silicon content of ferrosilicon", "not ours"},
        {"Unobtainium", NULL, "Mine production", "unknown"},
        {"Tin", NULL, "Smelter production", "unknown"},
    };
    for (size_t i = 0; i < sizeof EACH / sizeof EACH[0]; i++)
        assert_string_equal(meaning_of(EACH[i].name, EACH[i].chapter, EACH[i].detail),
                            EACH[i].meaning);
}

static void countries_are_known_by_their_names_alone(void **state)
{
    (void)state;
    kt_dictionary names;
    assert_true(kt_country_names_open(&names, reference));
    assert_string_equal(kt_country_names_find(&names, "Congo (Kinshasa)"), "COD");
    assert_string_equal(kt_country_names_find(&names, "Congo (Brazzaville)"), "COG");
    assert_null(kt_country_names_find(&names, "Congo"));
    assert_string_equal(kt_country_names_find(&names, "Turkey"), "TUR");
    assert_string_equal(kt_country_names_find(&names, "Korea, Republic of"), "KOR");
    assert_string_equal(kt_country_names_find(&names, "United States (from Cliffside Field)"),
                        "USA");
    assert_null(kt_country_names_find(&names, "Atlantis"));
    assert_null(kt_country_names_find(&names, "NA"));
    kt_dictionary_close(&names);
}

// --------------------------------------------------------------------------------------- editions

// A table of one column, the edition, as kt_vintage_latest reads it.
static void a_later_edition_goes_before_an_earlier_one(void **state)
{
    (void)state;
    assert_true(kt_vintage_is_later(2027, 2026));
    assert_true(kt_vintage_is_later(2027, (double)NAN));
    assert_false(kt_vintage_is_later((double)NAN, 2026));
    assert_false(kt_vintage_is_later(2026, 2026));
    assert_true(kt_vintage_is_of((double)NAN, (double)NAN));
    assert_false(kt_vintage_is_of((double)NAN, 2027));
    assert_true(kt_vintage_is_of(2027, 2027));
}

// ---------------------------------------------------------------------------------- the invariants

static void the_reference_that_comes_with_the_program_holds(void **state)
{
    (void)state;
    kt_notes faults = {0};
    assert_int_equal(kt_judge_reference(&faults, reference, NULL, NULL), KT_OK);
    for (size_t i = 0; i < faults.n; i++)
        print_error("%s: %s\n", faults.note[i].place, faults.note[i].message);
    assert_int_equal(faults.n, 0);
    kt_notes_free(&faults);
}

// Breaks the copy of a table by lines behind it; the fault that the judge then finds.
static void assert_broken(const char *table, const char *lines, const char *fault)
{
    folder data = folder_make();
    char path[600];
    kt_case *broken = NULL;
    kt_notes faults = {0};
    copy_reference(&data);
    snprintf(path, sizeof path, "%s/reference/%s", data.path, table);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs(lines, file) >= 0);
    assert_int_equal(fclose(file), 0);
    kt_open_options options = {.data_dir = data.path, .all_tables = true};
    assert_int_equal(kt_open_reference(&broken, &options, NULL), KT_OK);
    assert_int_equal(kt_judge_reference(&faults, broken, NULL, NULL), KT_OK);
    bool found = false;
    for (size_t i = 0; i < faults.n; i++)
        found |= strstr(faults.note[i].message, fault) != NULL;
    assert_true(found);
    kt_notes_free(&faults);
    kt_case_free(broken);
    remove_reference(&data);
}

static void a_reference_that_breaks_an_invariant_is_told(void **state)
{
    (void)state;
    assert_broken("material_supply.csv",
                  "tin,extraction,global,AUS,0.9,,2030,complete,,C,x\n"
                  "tin,extraction,global,CHN,0.2,,2030,complete,,C,x\n",
                  "add up to 1.1");
    assert_broken("material_supply.csv",
                  "tin,extraction,global,AUS,0.4,,2030,complete,,C,x\n"
                  "tin,extraction,global,AUS,0.4,,2030,complete,,C,x\n",
                  "is about the same as row");
    assert_broken("material_supply.csv",
                  "tin,extraction,global,AUS,0.412,,2030,complete,,C,x\n"
                  "tin,extraction,global,CHN,0.588,,2030,complete,,C,x\n"
                  "tin,extraction,eu,AUS,0.41,,2030,complete,,C,x\n"
                  "tin,extraction,eu,CHN,0.59,,2030,complete,,C,x\n",
                  "is the world's, rounded");
    assert_broken("production.csv",
                  "tin,extraction,AUS,2030,5,0.5,1,t,2030,C,x\ntin,extraction,AUS,2030,6,0.5,1,t,"
                  "2030,C,x\n",
                  "is about the same as row");
    assert_broken("prices.csv", "tin,2030-01,1,USD/t,s,C,x\ntin,2030-01,2,USD/t,s,C,x\n",
                  "is about the same as row");
    assert_broken("governance.csv", "NLD,2030,1,1,1,1,1,1,C,x\nNLD,2030,1,1,1,1,1,1,C,x\n",
                  "is about the same as row");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_layout_is_known_by_its_heads),
        cmocka_unit_test(a_layout_that_is_not_there_says_which_column_is_missing),
        cmocka_unit_test(a_head_ends_in_its_year),
        cmocka_unit_test(figures_are_read_as_publishers_write_them),
        cmocka_unit_test(units_are_tonnes),
        cmocka_unit_test(figures_are_written_without_exponent),
        cmocka_unit_test(an_edition_stands_in_its_citation),
        cmocka_unit_test(an_edition_of_prices_is_a_day),
        cmocka_unit_test(series_are_known_by_name_and_words),
        cmocka_unit_test(countries_are_known_by_their_names_alone),
        cmocka_unit_test(a_later_edition_goes_before_an_earlier_one),
        cmocka_unit_test(the_reference_that_comes_with_the_program_holds),
        cmocka_unit_test(a_reference_that_breaks_an_invariant_is_told),
    };
    return cmocka_run_group_tests(tests, open_reference, close_reference);
}
