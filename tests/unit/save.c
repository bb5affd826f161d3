// SPDX-License-Identifier: EUPL-1.2
// A file is there whole, or as it was: on a full disk too.
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/save.h"
#include "folder.h"

static void expect_text(const char *path, const char *expected)
{
    char text[64] = {0};
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_int_equal(n, strlen(expected));
    assert_string_equal(text, expected);
}

static void writes_and_replaces(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    folder_file(path, &f, "out.json");
    assert_int_equal(kt_save_file(path, "one", 3, NULL), KT_OK);
    expect_text(path, "one");
    assert_int_equal(kt_save_file(path, "two!", 4, NULL), KT_OK);
    expect_text(path, "two!");
    assert_int_equal(folder_count(&f), 1);
    folder_remove(&f);
}

// The limit on the size of a file stands in for a disk that fills in the middle.
static void leaves_the_old_file_when_the_disk_fills(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    char *much = malloc(100000);
    struct rlimit before;
    kt_error error = {0};
    assert_non_null(much);
    memset(much, 'x', 100000);
    folder_file(path, &f, "out.json");
    assert_int_equal(kt_save_file(path, "old", 3, NULL), KT_OK);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {20000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    kt_status status = kt_save_file(path, much, 100000, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(status, KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "cannot be written"));
    expect_text(path, "old");
    assert_int_equal(folder_count(&f), 1); // no half-written file under another name either
    free(much);
    folder_remove(&f);
}

static void says_when_the_folder_is_not_there(void **state)
{
    (void)state;
    kt_error error = {0};
    assert_int_equal(kt_save_file("/nowhere/at/all.json", "x", 1, &error), KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "/nowhere/at/all.json cannot be written"));
}

// A named pipe is written to and still there.
static void does_not_replace_what_is_no_file(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    char text[8] = {0};
    struct stat after;
    folder_file(path, &f, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_int_equal(kt_save_file(path, "x", 1, NULL), KT_OK);
    assert_int_equal(read(reader, text, sizeof text), 1);
    close(reader);
    assert_int_equal(stat(path, &after), 0);
    assert_true(S_ISFIFO(after.st_mode));
    folder_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_and_replaces),
        cmocka_unit_test(leaves_the_old_file_when_the_disk_fills),
        cmocka_unit_test(says_when_the_folder_is_not_there),
        cmocka_unit_test(does_not_replace_what_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
