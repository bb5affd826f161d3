// SPDX-License-Identifier: EUPL-1.2
// Whole imports, from opening the reference to judging the case, while memory runs out or the
// system refuses. What cannot be read is then never taken for what is not there.
#include "failing_import.h"

static const char LIST[] = "item;name;goes into;quantity;supplier;supplier country\n"
                           "radar;Radar;ship;2;Pumps B.V.;Nederland\n"
                           "seal;Seal;pump;4;Nobody knows where;\n";

// A list with the columns of a profile that has another name than the file: it is found by looking
// through all of them.
static const char SHORT[] = "item;goes into;quantity\nradar;ship;2\nseal;pump;4\n";
static const char PROFILE[] =
    "{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", \"table\": \"parts\", \"header_row\": "
    "1, \"decimal\": \",\", \"columns\": [{\"header\": \"item\", \"to\": \"item\", \"unit\": "
    "\"\"}, {\"header\": \"goes into\", \"to\": \"parent\", \"unit\": \"\"}, {\"header\": "
    "\"quantity\", \"to\": \"quantity\", \"unit\": \"\"}]}]}";

static void path_of(char out[600], const char *name)
{
    folder_file(out, &work, name);
    tried.file[0] = out;
}

static void make_mappings(folder *mappings)
{
    char path[600];
    folder target = target_folder();
    folder_file(path, &target, "mappings");
    snprintf(mappings->path, sizeof mappings->path, "%.250s", path);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void whole_imports(void **state)
{
    (void)state;
    char path[600];
    const kt_case *reference = tried.reference;
    folder_put(&work, "list.csv", LIST);
    path_of(path, "list.csv");
    tried.reference = NULL;
    if (FAILING_MEMORY)
        without((failing_options){.memory = true}, 31);
    tried.reference = reference;
}

static void the_system_refuses(void **state)
{
    (void)state;
    static const int CODE[] = {EACCES, EMFILE, EIO, ENOMEM};
    char path[600];
    folder_put(&work, "list.csv", LIST);
    path_of(path, "list.csv");
    for (size_t i = 0; i < sizeof CODE / sizeof CODE[0]; i++)
        without((failing_options){.code = CODE[i]}, 1);
    tried.into = "new";
    without((failing_options){.code = EACCES}, 1);
    tried.into = NULL;
}

static void a_profile_that_cannot_be_found(void **state)
{
    (void)state;
    char path[600];
    char given[600];
    folder mappings;
    folder_put(&work, "list.csv", SHORT);
    path_of(path, "list.csv");
    make_mappings(&mappings);
    folder_put(&mappings, "other.json", PROFILE);
    without((failing_options){.code = EIO}, 1);
    without((failing_options){.code = EACCES}, 1);
    folder_file(given, &mappings, "other.json");
    tried.mapping = given; // by its name
    without((failing_options){.code = EACCES}, 1);
    tried.mapping = NULL;
    folder_remove(&mappings);
}

// However many there are: which of them comes first in a folder is chance.
static void the_last_of_many_profiles_is_found(void **state)
{
    (void)state;
    char name[40];
    char path[600];
    kt_buffer out = {0};
    folder mappings;
    folder_put(&work, "list.csv", SHORT);
    path_of(path, "list.csv");
    assert_int_equal(import_once(&out, NULL), KT_OK);
    assert_null(strstr(out.text, "mappings/other.json"));
    kt_buffer_free(&out);
    make_mappings(&mappings);
    folder_put(&mappings, "other.json", PROFILE);
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "list-%04d.json", i);
        folder_put(&mappings, name, "{}");
    }
    folder_put(&mappings, "notes.txt", "no profile");
    assert_int_equal(import_once(&out, NULL), KT_OK);
    assert_non_null(strstr(out.text, "mappings/other.json"));
    kt_buffer_free(&out);
    folder_remove(&mappings);
}

// The seeded defect.
static void another_outcome_is_noticed(void **state)
{
    (void)state;
    tried.file[0] = CASES "small";
    tried.expected = (char[]){"outcome 0"};
    failing.at = 0;
    failing.with = (failing_options){0};
    assert_non_null(run_once());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_imports),
        cmocka_unit_test(the_system_refuses),
        cmocka_unit_test(a_profile_that_cannot_be_found),
        cmocka_unit_test(the_last_of_many_profiles_is_found),
        cmocka_unit_test(another_outcome_is_noticed),
    };
    return cmocka_run_group_tests(tests, make_work, drop_work);
}
