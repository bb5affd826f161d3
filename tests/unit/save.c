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
    assert_int_equal(kt_save_file("/nowhere/at/all.json", "x", 1, &error), KT_BAD_INPUT);
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

static mode_t mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

static void keeps_the_rights_of_what_it_replaces(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    mode_t before = umask(0027);
    folder_file(path, &f, "new");
    assert_int_equal(kt_save_file(path, "x", 1, NULL), KT_OK);
    assert_int_equal(mode_of(path), 0640); // what the umask leaves
    assert_int_equal(chmod(path, 0600), 0);
    umask(0);
    assert_int_equal(kt_save_file(path, "y", 1, NULL), KT_OK);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(chmod(path, 0664), 0);
    umask(0077);
    assert_int_equal(kt_save_file(path, "z", 1, NULL), KT_OK);
    assert_int_equal(mode_of(path), 0664);
    umask(before);
    folder_remove(&f);
}

static void a_link_is_replaced_and_not_followed(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    char other[600];
    folder_file(path, &f, "link");
    folder_file(other, &f, "other");
    folder_put(&f, "other", "old");
    assert_int_equal(symlink("other", path), 0);
    assert_int_equal(kt_save_own(path, "new", 3, NULL), KT_OK);
    expect_text(path, "new");
    expect_text(other, "old");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_int_equal(kt_save_own(path, "new", 3, NULL), KT_OK); // a name that the program chose
    expect_text(path, "new");
    folder_remove(&f);
}

// Offers `text` for the name; what became of it.
static kt_save_outcome offer(const folder *f, const char *name, const char *text)
{
    char path[600];
    kt_save save;
    kt_save_outcome outcome = KT_SAVE_OTHER;
    folder_file(path, f, name);
    assert_int_equal(kt_save_begin(&save, path, NULL), KT_OK);
    assert_int_equal(kt_save_write(&save, text, strlen(text), NULL), KT_OK);
    assert_int_equal(kt_save_keep(&save, path, &outcome, NULL), KT_OK);
    kt_save_end(&save);
    return outcome;
}

static void what_is_there_is_kept(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    struct stat before;
    struct stat after;
    folder_file(path, &f, "a");
    assert_int_equal(offer(&f, "a", "one"), KT_SAVE_WRITTEN);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(offer(&f, "a", "one"), KT_SAVE_SAME);
    assert_int_equal(offer(&f, "a", "onf"), KT_SAVE_OTHER);
    assert_int_equal(offer(&f, "a", "one more"), KT_SAVE_OTHER);
    assert_int_equal(offer(&f, "a", "on"), KT_SAVE_OTHER);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    expect_text(path, "one");
    folder_file(path, &f, "link");
    assert_int_equal(symlink("a", path), 0);
    assert_int_equal(offer(&f, "link", "one"), KT_SAVE_OTHER); // no file, whatever it leads to
    folder_file(path, &f, "folder");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(offer(&f, "folder", ""), KT_SAVE_OTHER);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(folder_count(&f), 2);
    folder_remove(&f);
}

static void large_files_are_compared_to_their_end(void **state)
{
    (void)state;
    folder f = folder_make();
    enum { N = 200000 };
    char *text = malloc(N + 1);
    assert_non_null(text);
    memset(text, 'x', N);
    text[N] = '\0';
    assert_int_equal(offer(&f, "a", text), KT_SAVE_WRITTEN);
    assert_int_equal(offer(&f, "a", text), KT_SAVE_SAME);
    text[N - 1] = 'y';
    assert_int_equal(offer(&f, "a", text), KT_SAVE_OTHER);
    free(text);
    folder_remove(&f);
}

static void parts_of_killed_runs_are_cleared_and_nothing_else(void **state)
{
    (void)state;
    folder f = folder_make();
    char path[600];
    kt_save save;
    folder_file(path, &f, "a");
    static const char *const REST[] = {"a.keten-abc123.part", "b.keten-abc123.part"};
    static const char *const OTHERS[] = {"a.part", "a.keten-abc12.part", ".keten-abc123.part"};
    for (size_t i = 0; i < 2; i++)
        folder_put(&f, REST[i], "rest");
    for (size_t i = 0; i < 3; i++)
        folder_put(&f, OTHERS[i], "mine");
    assert_int_equal(kt_save_begin(&save, path, NULL), KT_OK); // a run that is at work
    assert_int_equal(kt_save_clear(f.path, "a"), 1);
    assert_int_equal(kt_save_clear(f.path, NULL), 1);
    assert_int_equal(kt_save_clear(f.path, NULL), 0);
    assert_int_equal(access(save.part, F_OK), 0);
    kt_save_end(&save);
    assert_int_equal(kt_save_clear("/no/such", NULL), 0);
    folder_file(path, &f, ".keten-abc123.part");
    assert_int_equal(access(path, F_OK), 0);
    folder_put(&f, REST[0], "rest");
    folder_file(path, &f, "a");
    assert_int_equal(kt_save_file(path, "x", 1, NULL), KT_OK); // clears its own
    assert_int_equal(folder_count(&f), 3);
    folder_remove(&f);
}

static void long_names_have_room_for_a_mark(void **state)
{
    (void)state;
    folder f = folder_make();
    char name[256];
    char path[600];
    for (size_t i = 0; i + 1 < sizeof name; i += 3)
        memcpy(name + i, "\xE2\x82\xAC", 3); // is not cut in the middle
    name[255] = '\0';
    folder_file(path, &f, name);
    assert_int_equal(kt_save_file(path, "x", 1, NULL), KT_OK);
    expect_text(path, "x");
    assert_int_equal(folder_count(&f), 1);
    folder_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_and_replaces),
        cmocka_unit_test(leaves_the_old_file_when_the_disk_fills),
        cmocka_unit_test(says_when_the_folder_is_not_there),
        cmocka_unit_test(does_not_replace_what_is_no_file),
        cmocka_unit_test(keeps_the_rights_of_what_it_replaces),
        cmocka_unit_test(a_link_is_replaced_and_not_followed),
        cmocka_unit_test(what_is_there_is_kept),
        cmocka_unit_test(large_files_are_compared_to_their_end),
        cmocka_unit_test(parts_of_killed_runs_are_cleared_and_nothing_else),
        cmocka_unit_test(long_names_have_room_for_a_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
