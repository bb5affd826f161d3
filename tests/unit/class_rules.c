// SPDX-License-Identifier: EUPL-1.2
// Rules of the classes of products: every fault has its message and place, and what keeps the rules
// has none.
#include "setting.h"

static const char CLASSES[] = "id,parent,name_en,name_nl,qualified,mass_kg_low,mass_kg_typ,"
                              "mass_kg_high,hs,unspsc,composition\n";
static const char SUPPLY[] = "class,scope,country,maker,share,period,basis,code\n";
static const char CONTENT[] =
    "class,material,half_product,fraction_low,fraction_typ,fraction_high\n";

static const file_text REST[] = {
    {"materials", "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                  "companionality\niron,Iron,ijzer,,,,,,\n"},
    {"material_supply", "material,stage,scope,country,share,t,period\n"},
    {"stage_links", "material,from_stage,to_stage,yield\n"},
    {"countries", "iso3,name_en,name_nl,lat,lon,groups\nCHN,China,China,,,\nJPN,Japan,Japan,,,\n"},
    {"compositions", "composition,material,mass_fraction_min,mass_fraction_typ,mass_fraction_max\n"
                     "steel-a,iron,0.9,0.95,1\n"},
};
enum { N_REST = sizeof REST / sizeof REST[0], N_OURS = 3 };

typedef struct sample {
    const char *classes, *supply, *content; // rows; NULL: none
    const char *fault; // "file:line:column: message", without the file's ending; NULL: none
} sample;

static void write_table(const char *folder, const char *name, const char *head, const char *rows)
{
    char text[4000];
    char file[100];
    snprintf(text, sizeof text, "%s%s", head, rows == NULL ? "" : rows);
    snprintf(file, sizeof file, "reference/%s.csv", name);
    put_file(folder, file, text, strlen(text));
}

static const char *const NAMES[] = {"product_classes", "product_supply", "class_content"};

// A data folder with the sample's tables in its reference; the caller drops it.
static void put_reference(char *folder, const sample *s)
{
    char path[300];
    char list[2000] = "";
    const char *const heads[] = {CLASSES, SUPPLY, CONTENT};
    const char *const rows[] = {s->classes, s->supply, s->content};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/reference", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < N_REST + N_OURS; i++) {
        const char *name = i < N_REST ? REST[i].name : NAMES[i - N_REST];
        size_t used = strlen(list);
        write_table(folder, name, i < N_REST ? REST[i].text : heads[i - N_REST],
                    i < N_REST ? NULL : rows[i - N_REST]);
        snprintf(list + used, sizeof list - used, "%s{\"name\": \"%s\", \"path\": \"%s.csv\"}",
                 i == 0 ? "" : ", ", name, name);
    }
    char json[2200];
    snprintf(json, sizeof json, "{\"name\": \"reference\", \"resources\": [%s]}", list);
    put_file(folder, "reference/datapackage.json", json, strlen(json));
}

static void drop_reference(const char *folder)
{
    char path[300];
    for (size_t i = 0; i < N_REST + N_OURS; i++) {
        snprintf(path, sizeof path, "reference/%s.csv",
                 i < N_REST ? REST[i].name : NAMES[i - N_REST]);
        drop_file(folder, path);
    }
    drop_file(folder, "reference/datapackage.json");
    snprintf(path, sizeof path, "%s/reference", folder);
    rmdir(path);
    rmdir(folder);
}

static kt_case *open_sample(const sample *s)
{
    char folder[] = "/tmp/keten-unit-XXXXXX";
    kt_error err = {0};
    kt_case *c = NULL;
    put_reference(folder, s);
    kt_status status =
        kt_open_reference(&c, &(kt_open_options){.data_dir = folder, .all_tables = true}, &err);
    drop_reference(folder);
    assert_int_equal(status, s->fault == NULL ? KT_OK : KT_BAD_INPUT);
    assert_non_null(c);
    return c;
}

#define PUMP "pump,,Pump,pomp,no,,,,,,\n"
#define BOLT "bolt,,Bolt,bout,no,,,,,,\n"

static const sample SAMPLES[] = {
    {"pump,,Pump,pomp,yes,1,2,3,841370,40151500,\ngear-pump,pump,Gear pump,tandwielpomp,no,,,,,,"
     "steel-a\n",
     "pump,eu,CHN,,0.6,2024,customs,841370\npump,eu,JPN,,0.4,2024,customs,841370\n"
     "pump,nl,CHN,,0.9,2024,customs,841370\npump,global,JPN,Ebara,,2024,maker,\n",
     "pump,iron,,0.5,0.6,0.7\n", NULL},
    {"pump,flow,Pump,pomp,no,,,,,,\n", NULL, NULL,
     "product_classes:2:6: parent \"flow\" is not in product_classes"},
    {PUMP PUMP, NULL, NULL, "product_classes:3:1: id \"pump\" is already in use (see line 2)"},
    {"pump,bolt,Pump,pomp,no,,,,,,\nbolt,pump,Bolt,bout,no,,,,,,\n", NULL, NULL,
     "product_classes:3:6: class stands above itself: pump → bolt → pump"},
    {"pump,,Pump,pomp,maybe,,,,,,\n", NULL, NULL,
     "product_classes:2:17: qualified \"maybe\" is not one of: no, yes"},
    {"pump,,Pump,pomp,no,3,2,4,,,\n", NULL, NULL,
     "product_classes:2:20: mass_kg_low 3 is above mass_kg_typ 2"},
    {"pump,,Pump,pomp,no,1,5,4,,,\n", NULL, NULL,
     "product_classes:2:22: mass_kg_typ 5 is above mass_kg_high 4"},
    {"pump,,Pump,pomp,no,,,,8413.7,,\n", NULL, NULL,
     "product_classes:2:23: hs \"8413.7\" is not six digits"},
    {"pump,,Pump,pomp,no,,,,,4015,\n", NULL, NULL,
     "product_classes:2:24: unspsc \"4015\" is not eight digits"},
    {"pump,,Pump,pomp,no,,,,,,steel-b\n", NULL, NULL,
     "product_classes:2:25: composition \"steel-b\" is not in compositions"},
    {PUMP, "valve,eu,CHN,,0.6,2024,customs,\n", NULL,
     "product_supply:2:1: class \"valve\" is not in product_classes"},
    {PUMP, "pump,eu,XXA,,0.6,2024,customs,\n", NULL,
     "product_supply:2:9: country \"XXA\" is not an ISO 3166-1 alpha-3 code"},
    {PUMP, "pump,eu,CHN,,0.6,2024,customs,\npump,eu,CHN,,0.1,2024,customs,\n", NULL,
     "product_supply:3:9: country \"CHN\" is already in this list of class \"pump\" (see line 2)"},
    {PUMP,
     "pump,eu,CHN,,0.3,2024,customs,\npump,eu,CHN,,0.1,2024,customs,\n"
     "pump,eu,CHN,,0.2,2024,customs,\n",
     NULL,
     "product_supply:3:9: country \"CHN\" is already in this list of class \"pump\" (see line 2)"
     "product_supply:4:9: country \"CHN\" is already in this list of class \"pump\" (see line 2)"},
    {PUMP, "pump,eu,CHN,,0.6,2024,customs,\npump,eu,JPN,,0.5,2024,customs,\n", NULL,
     "product_supply:2:14: shares of class \"pump\" sum to 1.1, which is above 1"},
    {PUMP, "pump,eu,CHN,,0.6,2024,guess,\n", NULL,
     "product_supply:2:23: basis \"guess\" is not one of: output, capacity, sales, customs, "
     "statement, maker"},
    {PUMP, NULL, "pump,gold,,0.1,0.2,0.3\n",
     "class_content:2:6: material \"gold\" is not in materials"},
    {PUMP, NULL, "pump,,bolt,0.1,0.2,0.3\n",
     "class_content:2:7: half_product \"bolt\" is not in product_classes"},
    {PUMP, NULL, "pump,,,0.1,0.2,0.3\n",
     "class_content:2:6: neither material nor half_product is filled"},
    {PUMP BOLT, NULL, "pump,iron,bolt,0.1,0.2,0.3\n",
     "class_content:2:6: material and half_product are both filled: expected one"},
    {PUMP, NULL, "pump,iron,,0.3,0.2,0.4\n",
     "class_content:2:12: fraction_low 0.3 is above fraction_typ 0.2"},
    {PUMP, NULL, "pump,iron,,0.1,0.1,0.2\npump,iron,,0.1,0.1,0.2\n",
     "class_content:3:6: \"iron\" is already in the content of class \"pump\" (see line 2)"},
    {PUMP BOLT, NULL, "pump,iron,,0.2,0.6,0.7\npump,,bolt,0.2,0.5,0.5\n",
     "class_content:2:16: fraction_typ of class \"pump\" sums to 1.1, which is above 1"},
    {PUMP BOLT, NULL, "pump,,bolt,0.2,0.6,0.7\nbolt,,pump,0.2,0.5,0.5\n",
     "class_content:3:7: class contains itself: pump → bolt → pump"},
    {"pump,,Pump,pomp,no,,,,,,steel-a\n", NULL, "pump,iron,,0.2,0.6,0.7\n",
     "class_content:2:1: class \"pump\" has its content from composition \"steel-a\""},
};

static void each_fault_has_its_message_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SAMPLES / sizeof SAMPLES[0]; i++) {
        kt_case *c = open_sample(&SAMPLES[i]);
        char found[600] = "";
        for (size_t f = 0; f < c->faults.n; f++) {
            const kt_fault_place *place = &c->places[f];
            const char *name = strchr(place->file, '/') + 1;
            size_t used = strlen(found);
            snprintf(found + used, sizeof found - used, "%.*s:%u:%u: %s", (int)strcspn(name, "."),
                     name, place->line, place->column, place->message);
        }
        assert_string_equal(found, SAMPLES[i].fault == NULL ? "" : SAMPLES[i].fault);
        kt_case_free(c);
    }
}

static void a_class_that_is_not_known_is_a_warning_with_the_nearest(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error err = {0};
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    assert_int_equal(kt_open_case(&c, KETEN_SOURCE_DIR "/tests/cases/classes", &options, &err),
                     KT_OK);
    assert_int_equal(c->faults.n, 2);
    assert_true(c->places[0].warning && c->places[1].warning);
    assert_string_equal(c->places[0].message,
                        "class \"motor-pn\" is not in the reference data: did you mean "
                        "\"motor-pm\"?");
    assert_string_equal(c->places[1].message,
                        "class \"zzzzzzzzzzzz\" is not in the reference data");
    assert_int_equal(c->places[1].line, 5);
    kt_case_free(c);
}

// Each suggestion goes through all classes: a list with names of its own gets no million of them.
static void a_thousand_have_a_suggestion(void **state)
{
    (void)state;
    enum { ITEMS = 1001 };
    char folder[] = "/tmp/keten-unit-XXXXXX";
    kt_buffer items = {0};
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    assert_non_null(mkdtemp(folder));
    kt_buffer_put(&items, "id,kind,name_en,class\n");
    for (int i = 0; i < ITEMS; i++)
        kt_buffer_format(&items, "part-%d,component,Part,motor-pn\n", i);
    assert_false(items.failed);
    const file_text files[] = {{"items", items.text}, {NULL, NULL}};
    char descriptor[4000] = "{\"name\": \"many\", \"resources\": [";
    put_table(descriptor, sizeof descriptor, folder, files[0]);
    for (size_t i = 1; i < sizeof NO_ROWS / sizeof NO_ROWS[0]; i++) // the first is the items
        put_table(descriptor, sizeof descriptor, folder, NO_ROWS[i]);
    strncat(descriptor, "]}", sizeof descriptor - strlen(descriptor) - 1);
    put_file(folder, "datapackage.json", descriptor, strlen(descriptor));
    assert_int_equal(kt_open_case(&c, folder, &options, NULL), KT_OK);
    drop_tables(folder, files);
    unsigned n_suggested = 0;
    unsigned n_unknown = 0;
    for (size_t i = 0; i < c->faults.n; i++) {
        n_unknown += strstr(c->places[i].message, "\"motor-pn\" is not in") != NULL;
        n_suggested += strstr(c->places[i].message, "did you mean \"motor-pm\"?") != NULL;
    }
    assert_int_equal(n_unknown, ITEMS);
    assert_int_equal(n_suggested, ITEMS - 1);
    kt_case_free(c);
    kt_buffer_free(&items);
}

static void what_a_command_does_not_need_is_not_read(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_error err = {0};
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/data"};
    assert_int_equal(kt_open_reference(&c, &options, &err), KT_OK);
    assert_true(c->reference[KT_PRODUCT_CLASSES].n_rows >= 200);
    assert_int_equal(c->reference[KT_PRODUCT_SUPPLY].n_rows, 0);
    assert_int_equal(c->reference[KT_CLASS_CONTENT].n_rows, 0);
    assert_int_equal(c->reference[KT_CLASS_WORDS].n_rows, 0);
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_has_its_message_and_place),
        cmocka_unit_test(a_class_that_is_not_known_is_a_warning_with_the_nearest),
        cmocka_unit_test(a_thousand_have_a_suggestion),
        cmocka_unit_test(what_a_command_does_not_need_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
