// SPDX-License-Identifier: EUPL-1.2
// Where the data are looked for: this program, copied to where a program or a library may lie, says
// what it finds from there.
#include "setting.h"

#include <sys/wait.h>

#include "base/buffer.h"
#include "folder.h"
#include "ingest/package/datadir.h"

static folder work;

static void make_folder(const char *name)
{
    char path[600];
    folder_file(path, &work, name);
    assert_int_equal(mkdir(path, 0777), 0);
}

// A data folder in the work folder.
static void put_data(const char *name)
{
    char path[300];
    make_folder(name);
    snprintf(path, sizeof path, "%s/reference", name);
    make_folder(path);
    snprintf(path, sizeof path, "%s/reference/datapackage.json", name);
    folder_put(&work, path, "{}\n");
}

static void remove_data(const char *name)
{
    static const char *const PARTS[] = {"/reference/datapackage.json", "/reference", ""};
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s%s", work.path, name, PARTS[i]);
        assert_int_equal(remove(path), 0);
    }
}

// How the copy of this program is run.
typedef struct run {
    const char *keten_data; // in the work folder; "" is empty, NULL not set
    bool by_name;           // found in $PATH
} run;

// In the process of the copy; returns where it could not be run.
static void become_the_copy(run how)
{
    char path[600];
    char out[600];
    folder_file(out, &work, "said");
    folder_file(path, &work, how.by_name ? "lib/deep" : "lib/deep/find");
    char name[600];
    snprintf(name, sizeof name, "%s/%s", work.path, how.keten_data == NULL ? "" : how.keten_data);
    if (how.keten_data == NULL)
        (void)unsetenv("KETEN_DATA");
    else
        (void)setenv("KETEN_DATA", *how.keten_data == '\0' ? "" : name, 1);
    if (freopen(out, "w", stdout) == NULL)
        return;
    if (how.by_name && setenv("PATH", path, 1) == 0)
        execlp("find", "find", "found", (char *)NULL);
    else
        execl(path, path, "found", (char *)NULL);
}

// What the copy says; the work folder's own path is taken off it.
static const char *found(run how)
{
    static char said[8000];
    char path[600];
    int ended = -1;
    pid_t child = fork();
    if (child == 0) {
        become_the_copy(how);
        _exit(1);
    }
    assert_true(child > 0 && waitpid(child, &ended, 0) == child);
    assert_int_equal(ended, 0);
    folder_file(path, &work, "said");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(said, 1, sizeof said - 1, file);
    said[n] = '\0';
    assert_int_equal(fclose(file), 0);
    size_t length = strlen(work.path);
    return strncmp(said, work.path, length) == 0 ? said + length : said;
}

// Each place goes before those behind it.
static void data_lie_beside_the_library(void **state)
{
    static const char *const PLACES[] = {"share/keten", "lib/share/keten", "lib/deep/data",
                                         "lib/data"};
    static const char *const FOUND[] = {"/lib/deep/../../share/keten\n",
                                        "/lib/deep/../share/keten\n", "/lib/deep/data\n",
                                        "/lib/deep/../data\n"};
    (void)state;
    make_folder("share");
    make_folder("lib/share");
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        put_data(PLACES[i]);
        assert_string_equal(found((run){0}), FOUND[i]);
    }
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++)
        remove_data(PLACES[i]);
}

// A program that was found by its name alone does not know where it was loaded from.
static void data_lie_beside_a_program_that_was_found_by_its_name(void **state)
{
    (void)state;
    put_data("lib/deep/data");
    assert_string_equal(found((run){.by_name = true}), "/lib/deep/data\n");
    put_data("lib/data");
    assert_string_equal(found((run){.by_name = true}), "/lib/deep/../data\n");
    remove_data("lib/data");
    remove_data("lib/deep/data");
}

static void an_environment_that_is_empty_names_nothing(void **state)
{
    (void)state;
    put_data("lib/data");
    assert_string_equal(found((run){.keten_data = ""}), "/lib/deep/../data\n");
    assert_string_equal(found((run){.keten_data = "none"}),
                        "/none/reference/datapackage.json cannot be read: KETEN_DATA must name the "
                        "data folder of Keten\n");
    assert_string_equal(found((run){.keten_data = "lib/data"}), "/lib/data\n");
    remove_data("lib/data");
}

static void every_place_that_was_looked_in_is_told(void **state)
{
    static const char *const TRIED[] = {"lib/deep/../data, ", "lib/deep/data, ",
                                        "lib/deep/../share/keten, ",
                                        "lib/deep/../../share/keten, "};
    (void)state;
    const char *said = found((run){0});
    if (strstr(said, "were not found") == NULL)
        skip(); // installed on this machine
    for (size_t i = 0; i < sizeof TRIED / sizeof TRIED[0]; i++)
        assert_non_null(strstr(said, TRIED[i]));
    assert_non_null(strstr(said, "/.: set KETEN_DATA to the data folder of Keten"));
    said = found((run){.by_name = true});
    assert_non_null(strstr(said, "lib/deep/data, "));
    assert_null(strstr(said, "lib/deep/../share/keten"));
}

static void copy_this_program(void)
{
    char path[600];
    char bytes[1 << 16];
    size_t n;
    folder_file(path, &work, "lib/deep/find");
    FILE *from = fopen("/proc/self/exe", "rb");
    FILE *to = fopen(path, "wb");
    assert_non_null(from);
    assert_non_null(to);
    while ((n = fread(bytes, 1, sizeof bytes, from)) > 0)
        assert_int_equal(fwrite(bytes, 1, n, to), n);
    assert_int_equal(fclose(from), 0);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(chmod(path, 0755), 0);
}

static int begin(void **state)
{
    (void)state;
    work = folder_make();
    make_folder("lib");
    make_folder("lib/deep");
    copy_this_program();
    return 0;
}

static int end(void **state)
{
    static const char *const LEFT[] = {"lib/deep/find", "lib/deep", "lib/share", "lib", "share"};
    (void)state;
    for (size_t i = 0; i < sizeof LEFT / sizeof LEFT[0]; i++) {
        char path[600];
        folder_file(path, &work, LEFT[i]);
        (void)remove(path);
    }
    folder_remove(&work);
    return 0;
}

// The copy: what it finds, or why it finds nothing.
static int say_what_is_found(void)
{
    char *at = NULL;
    kt_error error = {0};
    kt_status status = kt_datadir_find(&at, NULL, &error);
    puts(status == KT_OK ? at : error.message);
    free(at);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_lie_beside_the_library),
        cmocka_unit_test(data_lie_beside_a_program_that_was_found_by_its_name),
        cmocka_unit_test(an_environment_that_is_empty_names_nothing),
        cmocka_unit_test(every_place_that_was_looked_in_is_told),
    };
    if (argc == 2 && strcmp(argv[1], "found") == 0)
        return say_what_is_found();
    return cmocka_run_group_tests(tests, begin, end);
}
