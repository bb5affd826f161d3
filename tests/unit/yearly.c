// SPDX-License-Identifier: EUPL-1.2
// Yearly tables of others: layouts by their heads, figures and units as publishers write them,
// names of series, and what a refresh does to a data folder: a new vintage beside the old one.
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
#include <sys/stat.h>

#include "folder.h"
#include "format/sniff.h"
#include "ingest/package/open.h"
#include "ingest/yearly/country_names.h"
#include "ingest/yearly/figure.h"
#include "ingest/yearly/judge.h"
#include "ingest/yearly/names.h"
#include "ingest/yearly/refresh.h"
#include "model/vintage.h"

static const char SAMPLES[] = KETEN_SOURCE_DIR "/tests/cases/yearly/";

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
    static const char *const WORDS[] = {"many", "-5", "1,80", "1.2.3", "12 t"};
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
}

// ------------------------------------------------------------------------------------------ names

static kt_case *reference; // that comes with the program

static int open_reference(void **state)
{
    (void)state;
    kt_open_options options = {.all_tables = true};
    return kt_open_reference(&reference, &options, NULL) == KT_OK ? 0 : -1;
}

static int close_reference(void **state)
{
    (void)state;
    kt_case_free(reference);
    return 0;
}

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

// -------------------------------------------------------------------------------------- refreshing

static void copy_file(const char *from, const char *to)
{
    char bytes[1 << 16];
    size_t n;
    FILE *in = fopen(from, "r");
    FILE *out = fopen(to, "w");
    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

// A copy of the reference that comes with the program.
static void copy_reference(const folder *to)
{
    static const char FROM[] = KETEN_SOURCE_DIR "/data/reference";
    char path[600];
    folder_file(path, to, "reference");
    assert_int_equal(mkdir(path, 0777), 0);
    DIR *dir = opendir(FROM);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char old[600];
        char new[1200];
        snprintf(old, sizeof old, "%s/%s", FROM, entry->d_name);
        snprintf(new, sizeof new, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            copy_file(old, new);
    }
    closedir(dir);
}

static void remove_reference(const folder *at)
{
    char path[300];
    snprintf(path, sizeof path, "%s/reference", at->path);
    folder inside;
    snprintf(inside.path, sizeof inside.path, "%.255s", path);
    folder_remove(&inside);
    folder_remove(at);
}

typedef struct asked {
    const char *sample;
    bool dry_run, yes;
} asked;

static kt_status refresh(kt_refresh *out, const folder *data, asked how, kt_error *err)
{
    char path[600];
    const char *file[] = {path};
    snprintf(path, sizeof path, "%s%s", SAMPLES, how.sample);
    kt_refresh_options options = {
        .file = file, .n_files = 1, .data = data->path, .dry_run = how.dry_run, .yes = how.yes};
    return kt_refresh_run(out, &options, err);
}

static size_t size_of(const folder *data, const char *name)
{
    struct stat info;
    char path[600];
    snprintf(path, sizeof path, "%s/reference/%s", data->path, name);
    assert_int_equal(stat(path, &info), 0);
    return (size_t)info.st_size;
}

static const kt_beside_count *count_of(const kt_refresh *r, const char *table)
{
    for (size_t t = 0; t < r->beside.n_counts; t++) {
        if (strcmp(r->beside.count[t].table, table) == 0)
            return &r->beside.count[t];
    }
    fail_msg("no table %s", table);
    return NULL;
}

// The shares of cobalt as this program makes them of the published file are those on record, which
// were made of it by other means.
static void the_published_file_gives_what_is_on_record(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-world-2025.csv", false, false}, NULL), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_int_equal(r.file[0].edition, 2025);
    assert_int_equal(count_of(&r, "material_supply")->n_same, 12);  // of 2023
    assert_int_equal(count_of(&r, "material_supply")->n_older, 12); // of 2024, which 2026 revised
    assert_int_equal(count_of(&r, "material_supply")->n_differs, 0);
    assert_int_equal(count_of(&r, "world_output")->n_same, 1);
    kt_refresh_close(&r);
    remove_reference(&data);
}

static void nothing_is_written_when_it_is_dry(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    size_t before = size_of(&data, "world_output.csv");
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", true, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_DRY);
    assert_int_equal(size_of(&data, "world_output.csv"), before);
    kt_refresh_close(&r);
    remove_reference(&data);
}

static double share_of(const kt_case *c, const char *country, double edition)
{
    const kt_table *table = &c->reference[KT_MATERIAL_SUPPLY];
    kt_symbol cobalt = kt_pool_find(&c->pool, "cobalt", 6);
    kt_symbol period = kt_pool_find(&c->pool, "2025", 4);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double of = kt_table_number(table, KT_MATERIAL_SUPPLY_EDITION, r);
        if (kt_table_text(table, KT_MATERIAL_SUPPLY_MATERIAL, r) == cobalt &&
            kt_table_text(table, KT_MATERIAL_SUPPLY_PERIOD, r) == period &&
            strcmp(kt_pool_text(&c->pool, kt_table_text(table, KT_MATERIAL_SUPPLY_COUNTRY, r)),
                   country) == 0 &&
            kt_vintage_is_of(of, edition))
            return kt_table_number(table, KT_MATERIAL_SUPPLY_SHARE, r);
    }
    return (double)NAN;
}

// Old rows stay, the new ones stand beside them, and a second run changes nothing.
static void a_vintage_stands_beside_the_old_one(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", false, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_non_null(r.merged);
    assert_true(fabs(share_of(r.merged, "COD", (double)NAN) - 0.731087) < 1e-6);
    // 225,000 of 314,000: the rows of 2025 add up to 313,900
    assert_true(fabs(share_of(r.merged, "COD", 2027) - 225000.0 / 314000.0) < 1e-6);
    kt_refresh_close(&r);
    size_t size = size_of(&data, "material_supply.csv");
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", false, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_int_equal(count_of(&r, "material_supply")->n_new, 0);
    assert_int_equal(size_of(&data, "material_supply.csv"), size);
    kt_refresh_close(&r);
    remove_reference(&data);
}

static bool is_told(const kt_refresh *r, const char *part)
{
    for (size_t i = 0; i < r->rejects.notes.n; i++) {
        if (strstr(r->rejects.notes.note[i].message, part) != NULL)
            return true;
    }
    return false;
}

static const kt_beside_change *change_of(const kt_refresh *r, const char *key)
{
    for (size_t i = 0; i < r->beside.n; i++) {
        if (strcmp(kt_pool_text(&r->pool, r->beside.change[i].key), key) == 0)
            return &r->beside.change[i];
    }
    return NULL;
}

// The official file of 2025 says "metric tons" of titanium minerals and means thousands.
static void a_unit_that_is_wrong_by_a_thousand_is_asked_for(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", true, false}, NULL),
                     KT_OK);
    assert_true(
        is_told(&r, "titanium, extraction, 2026: 9750 tonnes, where 9800000 are on record"));
    assert_null(change_of(&r, "titanium extraction"));
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", true, true}, NULL),
                     KT_OK);
    assert_false(is_told(&r, "titanium"));
    const kt_beside_change *change = change_of(&r, "titanium extraction");
    assert_non_null(change);
    assert_true(fabs(change->after - 9750000.0 * 0.599349) < 10.0);
    kt_refresh_close(&r);
    remove_reference(&data);
}

static void what_is_not_taken_is_told_with_its_reason(void **state)
{
    (void)state;
    static const char *const REASONS[] = {
        "country \"Atlantis\" is not known",
        "\"Unobtainium: Mine production\" is not known",
        "unit \"baskets\" is not known for tin",
        "\"many\" is no figure",
        "\"<8,000\" is a bound",
        "lead, extraction, 2026: its countries add up to 6800000 tonnes",
        "nickel, extraction, 2026: 190000000 tonnes, where 3900000 are on record for 2025: too far",
    };
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-invented-2027.csv", true, false}, NULL),
                     KT_OK);
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        assert_true(is_told(&r, REASONS[i]));
    kt_refresh_close(&r);
    remove_reference(&data);
}

static void a_layout_that_is_not_known_is_refused(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    kt_error err = {0};
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-without-unit.csv", false, false}, &err),
                     KT_BAD_INPUT);
    assert_non_null(strstr(err.message, "but column Unit is missing"));
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"not-yearly.csv", false, false}, &err),
                     KT_BAD_INPUT);
    assert_non_null(strstr(err.message, "it has none of their columns"));
    kt_refresh_close(&r);
    remove_reference(&data);
}

static void a_folder_without_a_reference_is_refused(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    kt_error err = {0};
    assert_int_equal(refresh(&r, &data, (asked){"usgs-world-2025.csv", true, false}, &err),
                     KT_BAD_INPUT);
    assert_non_null(strstr(err.message, "holds no reference data"));
    kt_refresh_close(&r);
    folder_remove(&data);
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
    kt_open_options options = {.data_dir = data.path};
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
                  "says the same as row");
    assert_broken("material_supply.csv",
                  "tin,extraction,global,AUS,0.412,,2030,complete,,C,x\n"
                  "tin,extraction,global,CHN,0.588,,2030,complete,,C,x\n"
                  "tin,extraction,eu,AUS,0.41,,2030,complete,,C,x\n"
                  "tin,extraction,eu,CHN,0.59,,2030,complete,,C,x\n",
                  "is the world's, rounded");
    assert_broken("governance.csv", "NLD,2030,1,1,1,1,1,1,C,x\nNLD,2030,1,1,1,1,1,1,C,x\n",
                  "says the same as row");
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
        cmocka_unit_test(series_are_known_by_name_and_words),
        cmocka_unit_test(countries_are_known_by_their_names_alone),
        cmocka_unit_test(a_later_edition_goes_before_an_earlier_one),
        cmocka_unit_test(the_published_file_gives_what_is_on_record),
        cmocka_unit_test(nothing_is_written_when_it_is_dry),
        cmocka_unit_test(a_vintage_stands_beside_the_old_one),
        cmocka_unit_test(a_unit_that_is_wrong_by_a_thousand_is_asked_for),
        cmocka_unit_test(what_is_not_taken_is_told_with_its_reason),
        cmocka_unit_test(a_layout_that_is_not_known_is_refused),
        cmocka_unit_test(a_folder_without_a_reference_is_refused),
        cmocka_unit_test(the_reference_that_comes_with_the_program_holds),
        cmocka_unit_test(a_reference_that_breaks_an_invariant_is_told),
    };
    return cmocka_run_group_tests(tests, open_reference, close_reference);
}
