// SPDX-License-Identifier: EUPL-1.2
// What a refresh does to a data folder: a new vintage beside the old one, whole lists, and a reason
// for what is not taken.
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

#include "analysis/chain/country.h"
#include "model/vintage.h"
#include "refreshing.h"
#include "workbook.h"

static const char SAMPLES[] = KETEN_SOURCE_DIR "/tests/cases/yearly/";

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

// ----------------------------------------------------------------------- governance and prices

// The table of an edition of 2025: the record, each estimate a tenth higher, and a year more. Only
// every `every`-th row of it, and of cc only every `every_cc`-th.
static void write_governance_of(const char *path, unsigned every, unsigned every_cc)
{
    static const char *const NAMES[] = {"va", "pv", "ge", "rq", "rl", "cc"};
    const kt_table *table = &reference->reference[KT_GOVERNANCE];
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("code,countryname,year,indicator,estimate,stddev\n", file);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const char *iso3 =
            kt_pool_text(&reference->pool, kt_table_text(table, KT_GOVERNANCE_COUNTRY, r));
        int year = (int)kt_table_number(table, KT_GOVERNANCE_YEAR, r);
        for (int i = 0; i < 6 && r % (i == 5 ? every_cc : every) == 0; i++) {
            double value = kt_table_number(table, KT_GOVERNANCE_VA + i, r);
            for (int later = 0; later <= (year == 2023 ? 1 : 0) && !isnan(value); later++)
                fprintf(file, "%s,x,%d,%s,%.4f,0.2\n", iso3, year + later, NAMES[i], value + 0.1);
        }
    }
    assert_int_equal(fclose(file), 0);
}

static void write_governance(const char *path, unsigned every)
{
    write_governance_of(path, every, every);
}

static kt_status refresh_file(kt_refresh *out, const folder *data, const char *path)
{
    const char *file[] = {path};
    kt_refresh_options options = {.file = file, .n_files = 1, .data = data->path};
    return kt_refresh_run(out, &options, NULL);
}

static double governance_of(const kt_case *c)
{
    return kt_country_governance(c, kt_pool_find(&c->pool, "NLD", 3));
}

// All of it is taken from the new edition, though the old one stands beside it.
static void governance_is_of_one_edition(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    folder_file(path, &data, "wgi.csv");
    copy_reference(&data);
    write_governance(path, 1);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_int_equal(r.file[0].edition, 2025);
    assert_true(fabs(governance_of(r.merged) - governance_of(reference) - 0.1) < 1e-4);
    assert_true(fabs(kt_country_published_error(r.merged, kt_pool_find(&r.merged->pool, "NLD", 3)) -
                     0.2) < 1e-9);
    kt_refresh_close(&r);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    kt_refresh_close(&r);
    remove_reference(&data);
}

// Of what stands there twice the first counts; a year and an error that are none are refused.
static void what_governance_has_twice_counts_once(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    folder_file(path, &data, "wgi.csv");
    copy_reference(&data);
    write_governance(path, 1);
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    fputs("NLD,x,2024,va,-2.0,0.2\nNLD,x,2023.5,va,1.0,0.2\nNLD,x,2024,pv,1.0,-0.2\n", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_true(is_told(&r, "va of NLD in 2024 stands in the file twice"));
    assert_true(is_told(&r, "\"2023.5\" is no year"));
    assert_true(is_told(&r, "\"-0.2\" is no standard error"));
    assert_int_equal(r.n_refused, 3);
    assert_true(fabs(governance_of(r.merged) - governance_of(reference) - 0.1) < 1e-4);
    kt_refresh_close(&r);
    remove_reference(&data);
}

// The published file without a country and with another figure: the record stays, and both are
// told.
static void a_row_that_only_the_record_has_is_told(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"usgs-world-differs.csv", false, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    const kt_beside_change *change = change_of(&r, "cobalt extraction global CUB");
    assert_non_null(change);
    assert_int_equal(change->kind, KT_BESIDE_DIFFERS);
    assert_true(change->before > 0 && isnan(change->after));
    change = change_of(&r, "cobalt extraction global TUR");
    assert_non_null(change);
    assert_int_equal(change->kind, KT_BESIDE_DIFFERS);
    assert_int_equal(r.beside.n, 2);
    kt_refresh_close(&r);
    remove_reference(&data);
}

// The sheet of one indicator, as it is published since 2025: only 2023, and a year more.
static void write_indicator(kt_buffer *out, int column)
{
    static const char *const HEADS[] = {"Economy (name)", "Economy (code)", "Year",
                                        "Governance estimate (approx. -2.5 to +2.5)",
                                        "Standard error"};
    const kt_table *table = &reference->reference[KT_GOVERNANCE];
    unsigned row = 1;
    kt_buffer_put(out, "<worksheet><sheetData><row r=\"1\">");
    for (int c = 0; c < 5; c++)
        kt_buffer_format(out, "<c r=\"%c1\" t=\"inlineStr\"><is><t>%s</t></is></c>", 'A' + c,
                         HEADS[c]);
    kt_buffer_put(out, "</row>");
    for (uint32_t r = 0; r < table->n_rows; r++) {
        double value = kt_table_number(table, column, r);
        if (kt_table_number(table, KT_GOVERNANCE_YEAR, r) != 2023 || isnan(value))
            continue;
        kt_buffer_format(
            out,
            "<row r=\"%u\"><c r=\"B%u\" t=\"inlineStr\"><is><t>%s</t></is></c>"
            "<c r=\"C%u\"><v>2024</v></c><c r=\"D%u\"><v>%.4f</v></c><c "
            "r=\"E%u\"><v>0.25</v></c></row>",
            row + 1, row + 1,
            kt_pool_text(&reference->pool, kt_table_text(table, KT_GOVERNANCE_COUNTRY, r)), row + 1,
            row + 1, value + 0.2, row + 1);
        row++;
    }
    kt_buffer_put(out, "</sheetData></worksheet>");
    assert_false(out->failed);
}

// A workbook of the first `n` indicators, a sheet each.
static void write_book(const char *path, int n)
{
    static const char *const NAMES[] = {"va", "pv", "ge", "rq", "rl", "cc"};
    char name[6][40];
    kt_buffer sheet[6] = {{0}};
    kt_buffer book = {0};
    kt_buffer relations = {0};
    kt_buffer_put(&book, "<workbook><sheets>");
    kt_buffer_put(&relations, "<Relationships>");
    zip_entry entry[10] = {{.name = "_rels/.rels", .bytes = WORKBOOK_PACKAGE}};
    for (int i = 0; i < n; i++) {
        write_indicator(&sheet[i], KT_GOVERNANCE_VA + i);
        snprintf(name[i], sizeof name[i], "xl/worksheets/sheet%d.xml", i + 1);
        kt_buffer_format(&book, "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"r%d\"/>", NAMES[i], i + 1,
                         i + 1);
        kt_buffer_format(&relations,
                         "<Relationship Id=\"r%d\" Type=\"http://x/worksheet\" "
                         "Target=\"worksheets/sheet%d.xml\"/>",
                         i + 1, i + 1);
        entry[3 + i] = (zip_entry){.name = name[i], .bytes = sheet[i].text};
    }
    kt_buffer_put(&book, "</sheets></workbook>");
    kt_buffer_put(&relations, "</Relationships>");
    entry[1] = (zip_entry){.name = "xl/workbook.xml", .bytes = book.text};
    entry[2] = (zip_entry){.name = "xl/_rels/workbook.xml.rels", .bytes = relations.text};
    kt_buffer bytes = zip_of(entry);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
    kt_buffer_free(&bytes);
    kt_buffer_free(&book);
    kt_buffer_free(&relations);
    for (int i = 0; i < n; i++)
        kt_buffer_free(&sheet[i]);
}

static void a_book_of_governance_is_read_as_a_whole(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    folder_file(path, &data, "wgi.xlsx");
    copy_reference(&data);
    write_book(path, 5);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_true(is_told(&r, "indicator cc is missing"));
    kt_refresh_close(&r);
    write_book(path, 6);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_int_equal(r.n_files, 1);
    assert_int_equal(r.file[0].n_tables, 6);
    assert_int_equal(r.file[0].edition, 2025);
    assert_true(fabs(governance_of(r.merged) - governance_of(reference) - 0.2) < 1e-4);
    kt_refresh_close(&r);
    remove_reference(&data);
}

static void a_part_of_governance_is_refused(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    folder_file(path, &data, "wgi.csv");
    copy_reference(&data);
    write_governance(path, 20);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_true(is_told(&r, "indicator va: "));
    assert_true(is_told(&r, "countries on record are missing"));
    kt_refresh_close(&r);
    write_governance_of(path, 1, 3); // of one indicator a third
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_true(is_told(&r, "indicator cc: "));
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"governance-part.csv", true, false}, NULL), KT_OK);
    assert_true(is_told(&r, "indicator cc is missing"));
    assert_true(is_told(&r, "\"zz\" is no indicator"));
    assert_true(is_told(&r, "\"95\" is no estimate"));
    assert_true(is_told(&r, "country \"Atlantis\" is not known"));
    kt_refresh_close(&r);
    remove_reference(&data);
}

// A month that says what the record says is not there twice; one that was revised is.
static void prices_stand_beside_those_that_they_revise(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    copy_reference(&data);
    assert_int_equal(refresh(&r, &data, (asked){"pink-sheet-invented.csv", false, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    // June of seven series (tin has none), May of copper
    assert_int_equal(count_of(&r, "prices")->n_new, 8);
    assert_int_equal(count_of(&r, "prices")->n_differs, 0);
    assert_true(is_told(&r, "silver: the unit is ($/kg), where prices on record are in USD/ozt"));
    assert_true(is_told(&r, "gold, 2026-05: 142662.23, where 4587.21 is on record"));
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"pink-sheet-invented.csv", false, false}, NULL),
                     KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    assert_int_equal(count_of(&r, "prices")->n_new, 0);
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"pink-sheet-without-date.csv", true, false}, NULL),
                     KT_OK);
    assert_true(is_told(&r, "no date of the update"));
    kt_refresh_close(&r);
    assert_int_equal(refresh(&r, &data, (asked){"pink-sheet-of-years.csv", true, false}, NULL),
                     KT_OK);
    assert_true(is_told(&r, "no row is a month"));
    kt_refresh_close(&r);
    remove_reference(&data);
}

// The same table as the workbook that is published: its sheet is found among others.
static void a_workbook_is_read_as_well(void **state)
{
    (void)state;
    static const char SHEET[] =
        "<worksheet><sheetData>"
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>World Bank Commodity Price Data (The Pink "
        "Sheet)</t></is></c></row>"
        "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Updated on July 02, "
        "2026</t></is></c></row>"
        "<row r=\"3\">%s</row><row r=\"4\">%s</row>"
        "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>2026M06</t></is></c>"
        "<c r=\"C5\"><v>14000.123</v></c></row>"
        "</sheetData></worksheet>";
    static const char *const NAMES[] = {"Aluminum", "Copper", "Lead",     "Tin",   "Nickel",
                                        "Zinc",     "Gold",   "Platinum", "Silver"};
    char heads[2000] = "";
    char units[2000] = "";
    char sheet[6000];
    for (int i = 0; i < 9; i++) {
        size_t n = strlen(heads);
        snprintf(heads + n, sizeof heads - n, "<c r=\"%c3\" t=\"inlineStr\"><is><t>%s</t></is></c>",
                 'B' + i, NAMES[i]);
        n = strlen(units);
        snprintf(units + n, sizeof units - n, "<c r=\"%c4\" t=\"inlineStr\"><is><t>%s</t></is></c>",
                 'B' + i, i < 6 ? "($/mt)" : "($/troy oz)");
    }
    snprintf(sheet, sizeof sheet, SHEET, heads, units);
    kt_buffer bytes = workbook_bytes(&(workbook){.sheet = sheet});
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    copy_reference(&data);
    folder_file(path, &data, "pink.xlsx");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
    kt_buffer_free(&bytes);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_int_equal(count_of(&r, "prices")->n_new, 1);
    const kt_beside_change *change = change_of(&r, "copper");
    assert_non_null(change);
    assert_true(change->after == 14000.12);
    kt_refresh_close(&r);
    remove_reference(&data);
}

// A workbook with one sheet, named as the mineral is.
static void write_mining(const char *path, const char *name, const char *rows)
{
    char book[400];
    char sheet[4000];
    snprintf(book, sizeof book,
             "<workbook><sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
             name);
    snprintf(sheet, sizeof sheet, "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
    kt_buffer bytes = workbook_bytes(&(workbook){.book = book, .sheet = sheet});
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
    kt_buffer_free(&bytes);
}

#define TEXT(at, text) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(at, number) "<c r=\"" at "\"><v>" number "</v></c>"
#define MINING_ROW(n, country, unit, before, last)                                                 \
    "<row r=\"" n "\">" TEXT("A" n, country) TEXT("B" n, unit) NUMBER("C" n, before)               \
        NUMBER("D" n, last) "</row>"
#define MINING_HEAD                                                                                \
    "<row r=\"1\">" TEXT("A1", "6.4.") "</row><row r=\"2\">" TEXT("A2", "Country")                 \
        TEXT("B2", "unit") NUMBER("C2", "2023") NUMBER("D2", "2024")                               \
            TEXT("E2", "data source") "</row>"

// The newest year of a sheet becomes the production of that year; the sheet's name says of what.
static void world_mining_data_are_of_the_newest_year(void **state)
{
    (void)state;
    folder data = folder_make();
    kt_refresh r;
    char path[600];
    copy_reference(&data);
    folder_file(path, &data, "wmd.xlsx");
    write_mining(path, "Gallium",
                 MINING_HEAD MINING_ROW("3", "China", "kg", "590000", "600000")
                     MINING_ROW("4", "Congo, D.R.", "kg", "0", "0")
                         MINING_ROW("5", "Atlantis", "kg", "0", "1000")
                             MINING_ROW("6", "Japan", "kg", "2000", "3000")
                                 MINING_ROW("7", "Total", "kg", "592000", "604000"));
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_WRITTEN);
    assert_int_equal(r.file[0].edition, 2026);
    assert_int_equal(count_of(&r, "production")->n_new, 2);
    assert_true(is_told(&r, "country \"Atlantis\" is not known"));
    const kt_beside_change *change = change_of(&r, "gallium processing CHN");
    assert_non_null(change);
    assert_true(change->after == 600.0);
    kt_refresh_close(&r);
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_int_equal(r.outcome, KT_REFRESH_UNCHANGED);
    kt_refresh_close(&r);
    write_mining(path, "Gallium",
                 MINING_HEAD MINING_ROW("3", "China", "metr. t", "590000", "600000")
                     MINING_ROW("4", "Total", "metr. t", "592000", "600000"));
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_true(is_told(&r, "gallium, processing, 2024: 600000 tonnes, where 603 are on record"));
    assert_int_equal(r.n_conversions, 0); // of what is refused nothing is converted
    kt_refresh_close(&r);
    // agreed to, and told how the figures were taken
    const char *file[] = {path};
    kt_refresh_options agreed = {
        .file = file, .n_files = 1, .data = data.path, .dry_run = true, .yes = true};
    assert_int_equal(kt_refresh_run(&r, &agreed, NULL), KT_OK);
    assert_int_equal(r.n_conversions, 1);
    assert_true(r.conversion[0].correction == 1e-3 && r.conversion[0].per_unit == 1.0);
    assert_int_equal(r.conversion[0].n, 1);
    kt_refresh_close(&r);
    // a total of nothing, where a country has an output
    write_mining(path, "Gallium",
                 MINING_HEAD MINING_ROW("3", "China", "kg", "590000", "600000")
                     MINING_ROW("4", "Total", "kg", "592000", "0"));
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_true(is_told(&r, "gallium, processing, 2024: 0 tonnes, where 603 are on record"));
    kt_refresh_close(&r);
    write_mining(path, "Unobtainium",
                 MINING_HEAD MINING_ROW("3", "China", "kg", "590000", "600000"));
    assert_int_equal(refresh_file(&r, &data, path), KT_OK);
    assert_true(is_told(&r, "\"Unobtainium\" is not known"));
    kt_refresh_close(&r);
    remove_reference(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_file_gives_what_is_on_record),
        cmocka_unit_test(nothing_is_written_when_it_is_dry),
        cmocka_unit_test(a_vintage_stands_beside_the_old_one),
        cmocka_unit_test(a_unit_that_is_wrong_by_a_thousand_is_asked_for),
        cmocka_unit_test(what_is_not_taken_is_told_with_its_reason),
        cmocka_unit_test(a_layout_that_is_not_known_is_refused),
        cmocka_unit_test(a_folder_without_a_reference_is_refused),
        cmocka_unit_test(governance_is_of_one_edition),
        cmocka_unit_test(a_row_that_only_the_record_has_is_told),
        cmocka_unit_test(what_governance_has_twice_counts_once),
        cmocka_unit_test(a_book_of_governance_is_read_as_a_whole),
        cmocka_unit_test(a_part_of_governance_is_refused),
        cmocka_unit_test(prices_stand_beside_those_that_they_revise),
        cmocka_unit_test(a_workbook_is_read_as_well),
        cmocka_unit_test(world_mining_data_are_of_the_newest_year),
    };
    return cmocka_run_group_tests(tests, open_reference, close_reference);
}
