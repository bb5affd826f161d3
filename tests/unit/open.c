// SPDX-License-Identifier: EUPL-1.2
// Opening: where the data lie, what a descriptor may say, what a case is made of.
#include "setting.h"

#include <sys/resource.h>

#include "format/file.h"
#include "ingest/package/datadir.h"
#include "ingest/package/package.h"

static void the_data_folder_that_is_named_is_used_or_refused(void **state)
{
    (void)state;
    char *found = NULL;
    kt_error error = {0};
    assert_int_equal(setenv("KETEN_DATA", SMALL_DATA, 1), 0);
    assert_int_equal(kt_datadir_find(&found, NULL, &error), KT_OK);
    assert_string_equal(found, SMALL_DATA);
    free(found);
    assert_int_equal(kt_datadir_find(&found, KETEN_SOURCE_DIR "/data", &error), KT_OK);
    assert_string_equal(found, KETEN_SOURCE_DIR "/data"); // what the caller gives comes first
    free(found);
    assert_int_equal(setenv("KETEN_DATA", "/no/such", 1), 0);
    assert_int_equal(kt_datadir_find(&found, NULL, &error), KT_BAD_INPUT);
    assert_null(found);
    assert_non_null(strstr(error.message, "/no/such/reference/datapackage.json"));
    assert_int_equal(unsetenv("KETEN_DATA"), 0);
}

static void files_are_read_to_a_limit(void **state)
{
    (void)state;
    char folder[] = "/tmp/keten-unit-XXXXXX";
    kt_buffer text = {0};
    kt_error error = {0};
    assert_non_null(mkdtemp(folder));
    put_file(folder, "five", "12345", 5);
    char *path = kt_file_join(folder, "five");
    assert_int_equal(kt_file_load(&text, path, 5, NULL, &error), KT_OK);
    assert_string_equal(text.text, "12345");
    kt_buffer_free(&text);
    assert_int_equal(kt_file_load(&text, path, 4, NULL, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "is larger than 4 bytes");
    kt_buffer_free(&text);
    free(path);
    drop_file(folder, "five");
    rmdir(folder);
}

// Reads a descriptor; `faults` gets its messages, a line each.
static kt_package describe(const char *json, kt_arena *arena, char faults[1000])
{
    char folder[] = "/tmp/keten-unit-XXXXXX";
    kt_fault_list list = {0};
    kt_package package;
    assert_non_null(mkdtemp(folder));
    put_file(folder, "datapackage.json", json, strlen(json));
    kt_root root = root_of(folder);
    assert_int_equal(kt_package_read(&package, &root, 0, arena, &list, NULL), KT_OK);
    kt_root_close(&root);
    drop_file(folder, "datapackage.json");
    rmdir(folder);
    faults[0] = '\0';
    for (size_t i = 0; i < list.n; i++) {
        size_t used = strlen(faults);
        snprintf(faults + used, 1000 - used, "%u:%u %s\n", list.note[i].line, list.note[i].column,
                 list.note[i].message);
    }
    kt_notes_free(&list);
    return package;
}

static void a_descriptor_names_its_tables(void **state)
{
    (void)state;
    kt_arena arena = {0};
    char faults[1000];
    kt_package p =
        describe("{\"name\": \"a\", \"title\": \"T\", \"description\": 7, \"resources\": ["
                 "{\"name\": \"items\", \"path\": \"a/b..c.csv\", \"schema\": {}},"
                 "{\"name\": \"bom\", \"path\": \"bom.csv\"}]}",
                 &arena, faults);
    assert_string_equal(faults, "");
    assert_string_equal(p.name, "a");
    assert_string_equal(p.title, "T");
    assert_string_equal(p.description, "");
    assert_int_equal(p.n, 2);
    assert_string_equal(p.resource[0].name, "items");
    assert_string_equal(p.resource[0].path, "a/b..c.csv");
    assert_int_equal(strlen(p.sha256), 64);
    kt_arena_free(&arena);
}

static void only_paths_inside_the_folder_are_followed(void **state)
{
    (void)state;
    const char *const bad[] = {"/etc/passwd", "..",       "../x.csv",   "a/../../x.csv",
                               "a/..",        "c:x.csv",  "a\\\\b.csv", "",
                               "http://x/y",  "a\\u0001b"};
    const char *const good[] = {"x.csv", "a/x.csv", "..x.csv", "a/...csv", "é.csv", "./x.csv"};
    for (size_t i = 0; i < 16; i++) {
        kt_arena arena = {0};
        char json[300];
        char faults[1000];
        snprintf(json, sizeof json,
                 "{\"name\": \"a\", \"resources\": [{\"name\": \"items\", \"path\": \"%s\"}]}",
                 i < 10 ? bad[i] : good[i - 10]);
        kt_package p = describe(json, &arena, faults);
        assert_int_equal(p.n, i < 10 ? 0 : 1);
        assert_int_equal(faults[0] != '\0', i < 10);
        kt_arena_free(&arena);
    }
}

static void a_descriptor_that_is_no_json_has_a_place(void **state)
{
    (void)state;
    kt_arena arena = {0};
    char faults[1000];
    describe("{\n  \"name\": nope\n}", &arena, faults);
    assert_memory_equal(faults, "2:14 not valid JSON: ", 21);
    describe("{\"name\": \"\xFF\"}", &arena, faults);
    assert_memory_equal(faults, "1:", 2);
    describe("{\"name\": \"a\", \"resources\": []} more", &arena, faults);
    assert_non_null(strstr(faults, "not valid JSON"));
    kt_arena_free(&arena);
}

static void a_case_opens_by_folder_file_or_name(void **state)
{
    (void)state;
    const char *const ways[] = {SMALL_DATA "/cases/parts", SMALL_DATA "/cases/parts/",
                                SMALL_DATA "/cases/parts/datapackage.json", "parts"};
    kt_open_options options = {.data_dir = SMALL_DATA};
    for (size_t i = 0; i < 4; i++) {
        kt_case *c = NULL;
        assert_int_equal(kt_open_case(&c, ways[i], &options, NULL), KT_OK);
        assert_string_equal(c->id, "parts");
        kt_case_free(c);
    }
    kt_case *c = NULL;
    kt_error error = {0};
    assert_int_equal(kt_open_case(&c, "no-such-case", &options, &error), KT_BAD_INPUT);
    assert_null(c);
    assert_string_equal(error.message,
                        "no-such-case: no such case: a folder with datapackage.json is expected");
}

// Where the system has run out of something, no file is to blame.
static void a_system_that_has_run_out_is_no_fault_of_the_data(void **state)
{
    (void)state;
    struct rlimit before;
    kt_case *c = NULL;
    kt_error error = {.lang = KT_LANG_NL};
    kt_open_options options = {.data_dir = SMALL_DATA, .lang = KT_LANG_NL};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    for (int most = 3; most < 12; most++) {
        const struct rlimit few = {(rlim_t)most, before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
        kt_status status = kt_open_case(&c, SMALL_CASE, &options, &error);
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
        if (status == KT_OK) {
            kt_case_free(c);
            continue;
        }
        assert_int_equal(status, KT_NO_RESOURCES);
        assert_non_null(strstr(error.message, ": er zijn te veel bestanden open"));
        assert_null(c);
    }
}

static void the_reference_opens_alone(void **state)
{
    (void)state;
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = SMALL_DATA};
    assert_int_equal(kt_open_reference(&c, &options, NULL), KT_OK);
    assert_int_equal(c->reference[KT_MATERIALS].n_rows, 2);
    assert_null(c->table[KT_ITEMS].file);
    kt_case_free(c);
}

// The hash is of all files, of case and reference, and of nothing else.
static void the_hash_changes_with_any_byte(void **state)
{
    (void)state;
    const file_text plain[] = {{"items", "id,kind,name_en\na,component,A\n"}, {NULL, NULL}};
    const file_text spaced[] = {{"items", "id,kind,name_en\na,component,A\n\n"}, {NULL, NULL}};
    const file_text extra[] = {{"items", "id,kind,name_en\na,component,A\n"},
                               {"diary", "not,a,table,of,the,format\n"},
                               {NULL, NULL}};
    kt_case *c[4] = {case_of(plain), case_of(plain), case_of(spaced), case_of(extra)};
    assert_string_equal(c[0]->sha256, c[1]->sha256);
    assert_string_not_equal(c[0]->sha256, c[2]->sha256);
    assert_string_not_equal(c[0]->sha256, c[3]->sha256);
    assert_int_equal(strspn(c[0]->sha256, "0123456789abcdef"), 64);
    for (size_t i = 0; i < 4; i++)
        kt_case_free(c[i]);
}

static void a_second_place_becomes_part_of_the_message(void **state)
{
    (void)state;
    const file_text files[] = {
        {"items", "id,kind,name_en\na,component,\"A\nB\"\nb,component,B\na,component,A\n"},
        {NULL, NULL}};
    kt_case *c = case_with_faults(files);
    assert_int_equal(c->faults.n, 1);
    assert_string_equal(c->places[0].file, "items.csv");
    assert_int_equal(c->places[0].line, 5);
    assert_int_equal(c->places[0].column, 1);
    assert_string_equal(c->places[0].message, "id \"a\" is already in use (see line 2)");
    kt_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_data_folder_that_is_named_is_used_or_refused),
        cmocka_unit_test(files_are_read_to_a_limit),
        cmocka_unit_test(a_descriptor_names_its_tables),
        cmocka_unit_test(only_paths_inside_the_folder_are_followed),
        cmocka_unit_test(a_descriptor_that_is_no_json_has_a_place),
        cmocka_unit_test(a_case_opens_by_folder_file_or_name),
        cmocka_unit_test(a_system_that_has_run_out_is_no_fault_of_the_data),
        cmocka_unit_test(the_reference_opens_alone),
        cmocka_unit_test(the_hash_changes_with_any_byte),
        cmocka_unit_test(a_second_place_becomes_part_of_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
