// SPDX-License-Identifier: EUPL-1.2
// Which files a result may not be written over: those that a package of ours names, in its folder
// and below it, by whatever path.
#include "setting.h"

#include "folder.h"
#include "ingest/package/belongs.h"

static folder work;

// Whether the file in the folder is refused, and with the words that name it.
static bool is_refused(const char *name)
{
    char path[600];
    char expected[700];
    kt_error error = {0};
    folder_file(path, &work, name);
    snprintf(expected, sizeof expected,
             "%s is a file that a case is read from: choose another name", path);
    kt_status status = kt_belongs_refuse(path, &error);
    if (status == KT_BAD_INPUT)
        assert_string_equal(error.message, expected);
    else
        assert_int_equal(status, KT_OK);
    return status == KT_BAD_INPUT;
}

static void put_package(const char *descriptor)
{
    folder_put(&work, "datapackage.json", descriptor);
}

static void a_case_is_not_written_over(void **state)
{
    (void)state;
    put_package("{\"name\": \"c\", \"resources\": [{\"name\": \"items\", \"path\": "
                "\"./tables//items.csv\"}, {\"name\": \"bom\", \"path\": \"bom.csv\"}]}");
    assert_true(is_refused("bom.csv"));
    assert_true(is_refused("datapackage.json"));
    assert_true(is_refused("tables/items.csv")); // named by a package in a folder above
    assert_true(is_refused("tables/../bom.csv"));
    assert_true(is_refused("link.csv")); // that leads to a table
    assert_false(is_refused("result.csv"));
    assert_false(is_refused("tables/bom.csv")); // of another folder than the table
    assert_false(is_refused("not-there.csv"));
    assert_false(is_refused("no/such/folder.csv"));
}

static void reference_data_are_not_written_over(void **state)
{
    (void)state;
    put_package("{\"name\": \"reference\", \"resources\": [{\"name\": \"bom\", \"path\": "
                "\"bom.csv\"}, {\"name\": \"materials\", \"path\": \"result.csv\"}]}");
    assert_true(is_refused("result.csv"));
    assert_true(is_refused("bom.csv"));
    assert_false(is_refused("tables/items.csv"));
}

static void what_is_no_package_of_ours_has_no_files(void **state)
{
    (void)state;
    put_package("{\"name\": \"weather\", \"resources\": [{\"name\": \"rain\", \"path\": "
                "\"bom.csv\"}]}");
    assert_false(is_refused("bom.csv"));
    put_package("{\"name\": \"c\", \"resources\": [{\"name\": \"items\"");
    assert_false(is_refused("bom.csv"));
    assert_false(is_refused("datapackage.json"));
    put_package("[]");
    assert_false(is_refused("datapackage.json"));
    drop_file(work.path, "datapackage.json");
    assert_false(is_refused("bom.csv"));
}

static int begin(void **state)
{
    char path[600];
    char target[600];
    (void)state;
    work = folder_make();
    folder_file(path, &work, "tables");
    assert_int_equal(mkdir(path, 0777), 0);
    folder_put(&work, "tables/items.csv", "id\n");
    folder_put(&work, "tables/bom.csv", "id\n");
    folder_put(&work, "bom.csv", "parent\n");
    folder_put(&work, "result.csv", "x\n");
    folder_file(target, &work, "bom.csv");
    folder_file(path, &work, "link.csv");
    return symlink(target, path);
}

static int end(void **state)
{
    folder tables;
    (void)state;
    snprintf(tables.path, sizeof tables.path, "%.240s/tables", work.path);
    folder_remove(&tables);
    folder_remove(&work);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_not_written_over),
        cmocka_unit_test(reference_data_are_not_written_over),
        cmocka_unit_test(what_is_no_package_of_ours_has_no_files),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
