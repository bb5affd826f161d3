// SPDX-License-Identifier: EUPL-1.2
// Files are found beneath a folder and nowhere else.
#include "setting.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "format/root.h"
#include "format/tree.h"

// A folder with a.csv ("one"), sub/b.csv ("two"), and beside it out.csv, all below `base`.
typedef struct place {
    char base[40], folder[60];
    kt_root root;
} place;

static void put(const char *folder, const char *name, const char *text)
{
    put_file(folder, name, text, strlen(text));
}

static void path_in(char out[300], const char *folder, const char *name)
{
    snprintf(out, 300, "%s/%s", folder, name);
}

static place make_place(void)
{
    place p = {.base = "/tmp/keten-unit-XXXXXX"};
    char sub[300];
    assert_non_null(mkdtemp(p.base));
    snprintf(p.folder, sizeof p.folder, "%s/case", p.base);
    path_in(sub, p.folder, "sub");
    assert_int_equal(mkdir(p.folder, 0700), 0);
    assert_int_equal(mkdir(sub, 0700), 0);
    put(p.folder, "a.csv", "one");
    put(sub, "b.csv", "two");
    put(p.base, "out.csv", "secret");
    p.root = root_of(p.folder);
    return p;
}

static void drop_place(place *p)
{
    kt_root_close(&p->root);
    int folder = open("/tmp", O_RDONLY | O_DIRECTORY);
    assert_true(kt_tree_remove(folder, p->base + 5));
    close(folder);
}

static void reads(const kt_root *root, const char *name, const char *expected)
{
    kt_buffer text = {0};
    kt_error error = {0};
    if (kt_root_load(&text, root, name, 100, NULL, &error) != KT_OK)
        fail_msg("%s: %s", name, error.message);
    assert_string_equal(text.text, expected);
    kt_buffer_free(&text);
}

static void refuses(const kt_root *root, const char *name, const char *reason)
{
    kt_buffer text = {0};
    kt_error error = {0};
    assert_int_equal(kt_root_load(&text, root, name, 100, NULL, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, reason);
    assert_null(text.text);
    kt_buffer_free(&text);
}

static bool has(const kt_root *root, const char *name)
{
    bool there;
    kt_error error = {0};
    if (kt_root_has(&there, root, name, &error) != KT_OK)
        fail_msg("%s: %s", name, error.message);
    return there;
}

static void a_relative_path_stays_beneath_the_folder(void **state)
{
    (void)state;
    static const char NONE[] = "is no relative path of a file";
    char absolute[300];
    char part[400];
    place p = make_place();
    reads(&p.root, "a.csv", "one");
    reads(&p.root, "./a.csv", "one");
    reads(&p.root, "sub/b.csv", "two");
    reads(&p.root, "sub//./b.csv", "two");
    refuses(&p.root, "../out.csv", NONE);
    refuses(&p.root, "sub/../a.csv", NONE);
    refuses(&p.root, "sub/../../out.csv", NONE);
    refuses(&p.root, "..", NONE);
    refuses(&p.root, "", NONE);
    refuses(&p.root, ".", NONE);
    refuses(&p.root, "sub/", NONE);
    path_in(absolute, p.base, "out.csv");
    refuses(&p.root, absolute, NONE);
    refuses(&p.root, "a.csv/", "cannot be opened: part of the path is no folder");
    refuses(&p.root, "a.csv/x", "cannot be opened: part of the path is no folder");
    refuses(&p.root, "no.csv", "cannot be opened: there is no such file");
    refuses(&p.root, "no/b.csv", "cannot be opened: there is no such file");
    memset(part, 'x', sizeof part);
    part[sizeof part - 1] = '\0';
    refuses(&p.root, part, "cannot be opened: File name too long");
    assert_true(has(&p.root, "sub/b.csv"));
    assert_true(has(&p.root, "sub"));
    assert_false(has(&p.root, "sub/c.csv"));
    assert_false(has(&p.root, "no/c.csv"));
    assert_false(has(&p.root, "a.csv/c.csv"));
    drop_place(&p);
}

// Whether something is there is not known then: an import must not begin a new case.
static void a_name_that_cannot_be_looked_at_is_not_missing(void **state)
{
    (void)state;
    static const char WAY[] = "\"way\" is a link: a case holds its own files";
    place p = make_place();
    char path[400];
    bool there;
    kt_root folder;
    path_in(path, p.folder, "way");
    assert_int_equal(symlink("..", path), 0);
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    const char *const name[][2] = {{path, "cannot be opened: File name too long"},
                                   {"way/out.csv", WAY},
                                   {"../out.csv", "is no relative path of a file"}};
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        kt_error error = {0};
        assert_int_equal(kt_root_has(&there, &p.root, name[i][0], &error), KT_BAD_INPUT);
        assert_string_equal(error.message, name[i][1]);
        assert_int_equal(kt_root_size(&p.root, name[i][0]), 0);
        DIR *listed;
        assert_int_equal(kt_root_list(&listed, &p.root, name[i][0], NULL), KT_BAD_INPUT);
        assert_null(listed);
    }
    assert_int_equal(kt_root_open(&folder, p.folder, true, NULL), KT_OK); // and through links
    assert_int_equal(kt_root_has(&there, &folder, path, NULL), KT_BAD_INPUT);
    kt_root_close(&folder);
    drop_place(&p);
}

static void no_link_is_followed(void **state)
{
    (void)state;
    place p = make_place();
    char path[300];
    DIR *listed = NULL;
    kt_error error = {0};
    const char *const link[][2] = {
        {"file.csv", "../out.csv"}, {"inside.csv", "a.csv"}, {"way", ".."}, {"loop", "loop"}};
    for (size_t i = 0; i < 4; i++) {
        path_in(path, p.folder, link[i][0]);
        assert_int_equal(symlink(link[i][1], path), 0);
        assert_true(has(&p.root, link[i][0])); // so that nothing takes the name
    }
    refuses(&p.root, "file.csv", "\"file.csv\" is a link: a case holds its own files");
    refuses(&p.root, "inside.csv", "\"inside.csv\" is a link: a case holds its own files");
    refuses(&p.root, "way/out.csv", "\"way\" is a link: a case holds its own files");
    refuses(&p.root, "./way/case/a.csv", "\"./way\" is a link: a case holds its own files");
    refuses(&p.root, "loop", "\"loop\" is a link: a case holds its own files");
    assert_int_equal(kt_root_list(&listed, &p.root, "way", &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "\"way\" is a link: a case holds its own files");
    kt_root trusted; // data that come with the program
    assert_int_equal(kt_root_open(&trusted, p.folder, true, NULL), KT_OK);
    reads(&trusted, "way/out.csv", "secret");
    assert_true(has(&trusted, "file.csv"));
    kt_root_close(&trusted);
    drop_place(&p);
}

static void only_plain_files_are_read(void **state)
{
    (void)state;
    place p = make_place();
    char path[300];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    kt_root devices = root_of("/dev");
    path_in(path, p.folder, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    refuses(&p.root, "pipe", "is a pipe: a file is expected");
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", p.folder);
    int made = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(made, (const struct sockaddr *)&address, sizeof address), 0);
    refuses(&p.root, "socket", "is a socket: a file is expected");
    close(made);
    refuses(&p.root, "sub", "cannot be read: it is a folder");
    refuses(&devices, "null", "is a device: a file is expected");
    kt_root_close(&devices);
    drop_place(&p);
}

static void a_file_has_a_limit(void **state)
{
    (void)state;
    place p = make_place();
    char path[300];
    kt_buffer text = {0};
    kt_error error = {0};
    assert_int_equal(kt_root_load(&text, &p.root, "a.csv", 2, NULL, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "is larger than 2 bytes");
    kt_buffer_free(&text);
    path_in(path, p.folder, "a.csv");
    assert_int_equal(truncate(path, ((off_t)4 << 30) + 1), 0); // takes no room
    refuses(&p.root, "a.csv", "is larger than 4294967296 bytes");
    drop_place(&p);
}

static void files_in_memory_come_first(void **state)
{
    (void)state;
    place p = make_place();
    char sha256[KT_SHA256_TEXT];
    kt_buffer text = {0};
    const kt_root_file file[] = {
        {"a.csv", "early", 5}, {"new/c.csv", "abc", 3}, {"a.csv", "late", 4}};
    p.root.file = file;
    p.root.n = 3;
    reads(&p.root, "a.csv", "late");
    reads(&p.root, ".//a.csv", "late"); // however it is spelled
    reads(&p.root, "sub/b.csv", "two");
    assert_true(has(&p.root, "new/c.csv"));
    assert_int_equal(kt_root_load(&text, &p.root, "new/c.csv", 3, sha256, NULL), KT_OK);
    assert_string_equal(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    kt_buffer_free(&text);
    kt_root only = {.file = file, .n = 3};
    reads(&only, "a.csv", "late");
    refuses(&only, "b.csv", "cannot be opened: there is no such file");
    drop_place(&p);
}

static void spellings_of_a_path_are_one(void **state)
{
    (void)state;
    assert_true(kt_root_same_path("a/b", "a/b"));
    assert_true(kt_root_same_path("a/b", "./a//./b"));
    assert_false(kt_root_same_path("a/b", "a/bc"));
    assert_false(kt_root_same_path("a/b", "a"));
    assert_false(kt_root_same_path("a", "a/b"));
    assert_false(kt_root_same_path("ab", "a/b"));
    assert_false(kt_root_same_path("a/../b", "b")); // is refused wherever it is asked for
}

static void an_open_folder_knows_that_another_has_its_name(void **state)
{
    (void)state;
    place p = make_place();
    char away[300];
    assert_false(kt_root_moved(&p.root, p.folder));
    path_in(away, p.base, "away");
    assert_int_equal(rename(p.folder, away), 0);
    assert_true(kt_root_moved(&p.root, p.folder));
    reads(&p.root, "a.csv", "one"); // as it was
    assert_int_equal(mkdir(p.folder, 0700), 0);
    assert_true(kt_root_moved(&p.root, p.folder));
    kt_root none = {0};
    assert_false(kt_root_moved(&none, p.folder));
    kt_error error = {0};
    assert_int_equal(kt_root_open(&none, "/tmp/no/such", false, &error), KT_BAD_INPUT);
    assert_string_equal(error.message, "/tmp/no/such cannot be read: there is no such file");
    drop_place(&p);
}

// Where standard input is closed, the next file would get its number, 0, which means "none".
static void descriptors_stay_above_the_standard_ones(void **state)
{
    (void)state;
    int kept = dup(STDIN_FILENO);
    close(STDIN_FILENO);
    place p = make_place();
    assert_true(p.root.folder > STDERR_FILENO);
    reads(&p.root, "sub/b.csv", "two");
    assert_int_equal(kt_root_lift(-1), -1);
    drop_place(&p);
    assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
    close(kept);
}

static void the_state_of_a_tree_changes_with_anything_in_it(void **state)
{
    (void)state;
    place p = make_place();
    char before[KT_SHA256_TEXT];
    char now[KT_SHA256_TEXT];
    char path[300];
    char other[300];
    path_in(path, p.folder, "a.csv");
    path_in(other, p.base, "link");
    assert_int_equal(kt_tree_state(before, p.root.folder, NULL), KT_OK);
    assert_int_equal(link(path, other), 0); // as a replacement does: no change
    assert_int_equal(kt_tree_state(now, p.root.folder, NULL), KT_OK);
    assert_string_equal(before, now);
    for (int change = 0; change < 4; change++) {
        if (change == 0)
            assert_int_equal(chmod(path, 0640), 0);
        else if (change == 1)
            put(p.folder, "c.csv", "");
        else if (change == 2)
            put(p.folder, "a.csv", "ONE!");
        else
            assert_int_equal(unlink(path), 0);
        assert_int_equal(kt_tree_state(now, p.root.folder, NULL), KT_OK);
        assert_string_not_equal(before, now);
        memcpy(before, now, sizeof before);
    }
    drop_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_relative_path_stays_beneath_the_folder),
        cmocka_unit_test(a_name_that_cannot_be_looked_at_is_not_missing),
        cmocka_unit_test(no_link_is_followed),
        cmocka_unit_test(only_plain_files_are_read),
        cmocka_unit_test(a_file_has_a_limit),
        cmocka_unit_test(files_in_memory_come_first),
        cmocka_unit_test(spellings_of_a_path_are_one),
        cmocka_unit_test(an_open_folder_knows_that_another_has_its_name),
        cmocka_unit_test(descriptors_stay_above_the_standard_ones),
        cmocka_unit_test(the_state_of_a_tree_changes_with_anything_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
