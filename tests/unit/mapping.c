// SPDX-License-Identifier: EUPL-1.2
// What the columns of a list mean: from their headers, from a profile, and back into one.
#include "setting.h"

#include "format/sniff.h"
#include "ingest/intake/header.h"
#include "ingest/intake/mapping_propose.h"

// A list as a supplier sends it, and what is made of its columns.
typedef struct list {
    kt_pool pool;
    kt_arena arena;
    kt_notes remarks;
    kt_grid_list grids;
    kt_mapping mapping;
} list;

static kt_mapping_file file_of(const list *l)
{
    return (kt_mapping_file){&l->grids, 0, l->grids.n, &l->pool};
}

static void read_list(list *l, const char *file, const char *text)
{
    kt_buffer bytes = {0};
    *l = (list){0};
    assert_true(kt_pool_open(&l->pool));
    kt_buffer_put(&bytes, text);
    assert_int_equal(kt_sniff_read_bytes(&l->grids, &bytes, file, &l->pool, &l->remarks, NULL),
                     KT_OK);
    kt_buffer_free(&bytes);
}

static void drop_list(list *l)
{
    kt_grid_free(&l->grids);
    kt_notes_free(&l->remarks);
    kt_arena_free(&l->arena);
    kt_pool_close(&l->pool);
}

// "table@header row: header>to[unit] …", with `!` before what was guessed.
static void expect_mapping(const list *l, const char *expected)
{
    kt_buffer out = {0};
    for (size_t i = 0; i < l->mapping.n; i++) {
        const kt_mapping_sheet *sheet = &l->mapping.sheet[i];
        kt_buffer_format(&out, "%s%s@%u:", sheet->sure ? "" : "!", sheet->table, sheet->header_row);
        for (size_t c = 0; c < sheet->n; c++)
            kt_buffer_format(&out, " %s>%s[%s]", sheet->column[c].header, sheet->column[c].to,
                             sheet->column[c].unit);
        if (sheet->product != NULL && *sheet->product != '\0')
            kt_buffer_format(&out, " in %s", sheet->product);
    }
    assert_string_equal(out.text, expected);
    kt_buffer_free(&out);
}

static void propose(const char *file, const char *text, const char *expected)
{
    list l;
    read_list(&l, file, text);
    assert_int_equal(kt_mapping_propose(&l.mapping, file_of(&l), &l.arena), KT_OK);
    expect_mapping(&l, expected);
    drop_list(&l);
}

static void a_header_means_a_field(void **state)
{
    (void)state;
    static const char *const MEANT[][3] = {
        {"Part No.", "item", ""},
        {"ONS ARTIKELNUMMER", "item", ""}, // ends in a word of the list
        {"Omschrijving", "name", ""},
        {"Massa (g)", "mass_kg", "g"},
        {"Levertijd [weken]", "lead_time_days", "weken"},
        {"Lead time in weeks", "lead_time_days", "weeks"},
        {"Prijs in \xE2\x82\xAC", "price_eur", "\xE2\x82\xAC"},
        {"Aandeel %", "share", "%"},
        {"Massa (zie blad 2)", "mass_kg", ""}, // no unit
        {"Country of origin", "supplier_country", ""},
        {"colour", NULL, ""},
        {"xyzland", NULL, ""}, // short words must be the whole header
        {"", NULL, ""},
        {"(kg)", NULL, "kg"},
    };
    for (size_t i = 0; i < sizeof MEANT / sizeof MEANT[0]; i++) {
        char unit[KT_HEADER_UNIT];
        const char *field = kt_header_field(unit, MEANT[i][0]);
        if ((field == NULL) != (MEANT[i][1] == NULL) ||
            (field != NULL && strcmp(field, MEANT[i][1]) != 0) || strcmp(unit, MEANT[i][2]) != 0)
            fail_msg("\"%s\" means %s [%s]", MEANT[i][0], field == NULL ? "nothing" : field, unit);
    }
}

static void columns_are_proposed(void **state)
{
    (void)state;
    propose("f.csv", "item;goes into;quantity\npump;ship;2\n",
            "!parts@1: item>item[] goes into>parent[] quantity>quantity[]");
    propose("items.csv", "id,kind,name_en\npump,part,Pump\n",
            "items@1: id>id[] kind>kind[] name_en>name_en[]");
    propose("f.csv", "items.id,items.kind,extra\npump,part,x\n",
            "items@1: items.id>id[] items.kind>kind[] extra>[]");
    propose("f.csv", "Our mast\n\nOmschrijving;Aantal;Massa (g)\nLamp;2;40\n",
            "!parts@3: Omschrijving>name[] Aantal>quantity[] Massa (g)>mass_kg[g] in Our mast");
    propose("f.csv", "Omschrijving;Aantal\nLamp;2\n",
            "!parts@1: Omschrijving>name[] Aantal>quantity[] in f");
    propose("f.csv", "Niveau;Omschrijving;Aantal\n1;Mast;1\n1.1;Lamp;2\n",
            "!parts@1: Niveau>level[] Omschrijving>name[] Aantal>quantity[]");
    propose("f.csv", "a letter\nwithout a table\n", "!@0:");
}

static const char PROFILE[] =
    "{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", \"table\": \"%s\", \"header_row\": "
    "%d, "
    "\"decimal\": \",\", \"product\": \"mast\", \"columns\": [{\"header\": \"what\", \"to\": "
    "\"item\", \"unit\": \"\"}, {\"header\": \"mass\", \"to\": \"mass_kg\", \"unit\": \"g\"}, "
    "{\"header\": \"mass\", \"to\": \"\", \"unit\": \"\"}, {\"header\": \"gone\", \"to\": "
    "\"%s\", \"unit\": \"\"}]}]}";

static kt_status read_profile(list *l, const char *text, kt_error *err)
{
    kt_buffer profile = {0};
    kt_buffer_put(&profile, text);
    kt_status status = kt_mapping_read(&l->mapping, &profile, file_of(l), &l->arena, err);
    kt_buffer_free(&profile);
    return status;
}

// Columns are found by their headers, the second of a name behind the first; one that is left out
// may be absent.
static void a_profile_is_found_again_and_kept_as_it_is(void **state)
{
    (void)state;
    static const char EXPECTED[] = "parts@1: what>item[] mass>mass_kg[g] mass>[] in mast";
    char text[600];
    list l;
    kt_buffer written = {0};
    read_list(&l, "f.csv", "no;what;mass;mass\n1;pump;40;41\n");
    snprintf(text, sizeof text, PROFILE, "parts", 1, "");
    assert_int_equal(read_profile(&l, text, NULL), KT_OK);
    expect_mapping(&l, EXPECTED);
    assert_int_equal(l.mapping.sheet[0].column[2].column, 3);
    assert_int_equal(l.mapping.sheet[0].decimal, ',');
    assert_true(kt_mapping_is_sure(&l.mapping));
    kt_mapping_write(&written, &l.mapping);
    assert_int_equal(read_profile(&l, written.text, NULL), KT_OK);
    expect_mapping(&l, EXPECTED);
    kt_buffer_free(&written);
    drop_list(&l);
}

static void a_profile_without_the_sheet_takes_nothing(void **state)
{
    (void)state;
    list l;
    read_list(&l, "f.csv", "what;mass\npump;40\n");
    assert_int_equal(read_profile(&l, "{\"keten\": \"mapping\", \"sheets\": []}", NULL), KT_OK);
    expect_mapping(&l, "!@0:");
    assert_false(kt_mapping_is_useful(&l.mapping));
    assert_false(kt_mapping_is_sure(&l.mapping));
    assert_int_equal(read_profile(&l,
                                  "{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", "
                                  "\"header_row\": 0.5}]}",
                                  NULL),
                     KT_OK);
    assert_false(kt_mapping_is_useful(&l.mapping));
    drop_list(&l);
}

static void a_profile_that_does_not_fit_says_why(void **state)
{
    (void)state;
    static const char NONE[] =
        "is not a mapping: {\"keten\": \"mapping\", \"sheets\": [\xE2\x80\xA6]} is expected";
    static const struct {
        const char *table;
        int row;
        const char *to, *message;
    } BAD[] = {
        {"nothing", 1, "", "\"nothing\" is not a table of a case, or \"parts\""},
        {"parts", 7, "", "sheet \"\" has no header in row 7"},
        {"parts", 1, "name", "sheet \"\": row 1 has no column \"gone\""},
    };
    static const char *const OTHER[][2] = {
        {"{", "line 1, column 1: not valid JSON: it breaks off before the end"},
        {"[]", NONE},
        {"{\"keten\": \"mapping\", \"sheets\": 1}", NONE},
        {"{\"keten\": \"case\", \"sheets\": []}", NONE},
        {"{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", \"table\": \"parts\"}]}",
         "sheet \"\" has no header in row 1"},
    };
    list l;
    kt_error error = {0};
    read_list(&l, "f.csv", "what;mass;mass\npump;40;41\n");
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char text[600];
        snprintf(text, sizeof text, PROFILE, BAD[i].table, BAD[i].row, BAD[i].to);
        assert_int_equal(read_profile(&l, text, &error), KT_BAD_INPUT);
        assert_string_equal(error.message, BAD[i].message);
    }
    for (size_t i = 0; i < sizeof OTHER / sizeof OTHER[0]; i++) {
        assert_int_equal(read_profile(&l, OTHER[i][0], &error), KT_BAD_INPUT);
        assert_string_equal(error.message, OTHER[i][1]);
    }
    drop_list(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_means_a_field),
        cmocka_unit_test(columns_are_proposed),
        cmocka_unit_test(a_profile_is_found_again_and_kept_as_it_is),
        cmocka_unit_test(a_profile_without_the_sheet_takes_nothing),
        cmocka_unit_test(a_profile_that_does_not_fit_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
