// SPDX-License-Identifier: EUPL-1.2
// A folder is replaced whole or not at all, by one run at a time, and nothing is left beside it.
#include "setting.h"

#include <dirent.h>
#include <fcntl.h>

#include "format/folder.h"
#include "format/tree.h"

static const kt_folder_options WRITE = {.wait = {.milliseconds = 120}};
static const kt_folder_options LOOK = {.look_only = true};

typedef struct place {
    char base[40], target[60];
} place;

static place make_place(void)
{
    place p = {.base = "/tmp/keten-unit-XXXXXX"};
    assert_non_null(mkdtemp(p.base));
    snprintf(p.target, sizeof p.target, "%s/case", p.base);
    return p;
}

static void drop_place(const place *p)
{
    int folder = open("/tmp", O_RDONLY | O_DIRECTORY);
    assert_true(kt_tree_remove(folder, p->base + 5));
    close(folder);
}

// What lies beside the case, in one word each.
static void beside(const place *p, const char *expected)
{
    char all[400] = "";
    DIR *entries = opendir(p->base);
    for (struct dirent *e; (e = readdir(entries)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            strcmp(e->d_name, "case") == 0)
            continue;
        strncat(all, e->d_name, sizeof all - strlen(all) - 1);
    }
    closedir(entries);
    assert_string_equal(all, expected);
}

static void expect(const place *p, const char *name, const char *content)
{
    char path[300];
    kt_buffer text = {0};
    snprintf(path, sizeof path, "%s/%s", p->target, name);
    assert_int_equal(kt_file_load(&text, path, 1000, NULL, NULL), KT_OK);
    assert_string_equal(text.text, content);
    kt_buffer_free(&text);
}

static void put(kt_folder *folder, const char *name, const char *content)
{
    kt_buffer text = {0};
    kt_buffer_put(&text, content);
    assert_int_equal(kt_folder_put(folder, name, &text, NULL), KT_OK);
    assert_null(text.text);
}

static void open_it(kt_folder *folder, const place *p)
{
    kt_error error = {0};
    if (kt_folder_open(folder, p->target, &WRITE, &error) != KT_OK)
        fail_msg("%s", error.message);
}

static void commit(kt_folder *folder)
{
    kt_error error = {0};
    if (kt_folder_commit(folder, &error) != KT_OK)
        fail_msg("%s", error.message);
    kt_folder_close(folder);
}

// A case with a.csv ("one") and sub/b.csv ("two").
static place make_case(void)
{
    place p = make_place();
    kt_folder folder;
    open_it(&folder, &p);
    put(&folder, "a.csv", "one");
    put(&folder, "sub/b.csv", "two");
    commit(&folder);
    return p;
}

static void a_folder_is_replaced_whole_or_not_at_all(void **state)
{
    (void)state;
    kt_folder folder;
    place p = make_place();
    open_it(&folder, &p);
    put(&folder, "a.csv", "one");
    put(&folder, "sub/b.csv", "two");
    assert_int_equal(access(p.target, F_OK), -1); // not before it is committed
    commit(&folder);
    expect(&p, "sub/b.csv", "two");
    beside(&p, "");

    open_it(&folder, &p);
    put(&folder, "a.csv", "new");
    kt_folder_close(&folder);
    expect(&p, "a.csv", "one");

    open_it(&folder, &p);
    put(&folder, "a.csv", "early");
    put(&folder, "x.csv", "forgotten");
    kt_folder_forget(&folder);
    put(&folder, "a.csv", "never");
    put(&folder, "a.csv", "new");
    commit(&folder);
    expect(&p, "a.csv", "new");
    expect(&p, "sub/b.csv", "two"); // carried over
    char gone[300];
    snprintf(gone, sizeof gone, "%s/x.csv", p.target);
    assert_int_equal(access(gone, F_OK), -1);
    beside(&p, "");
    drop_place(&p);
}

static void cannot_open(const char *target, const char *reason)
{
    kt_folder folder;
    kt_error error = {0};
    assert_int_equal(kt_folder_open(&folder, target, &WRITE, &error), KT_BAD_INPUT);
    kt_folder_close(&folder);
    assert_non_null(strstr(error.message, reason));
}

static void what_is_no_folder_is_refused(void **state)
{
    (void)state;
    place p = make_case();
    char path[300];
    snprintf(path, sizeof path, "%s/absent/case", p.base);
    cannot_open(path, "absent/case cannot be made: there is no such folder");
    snprintf(path, sizeof path, "%s/a.csv", p.target);
    cannot_open(path, "a.csv is not a folder");
    snprintf(path, sizeof path, "%s/a.csv/x", p.target);
    cannot_open(path, "part of the path is no folder");
    snprintf(path, sizeof path, "%s/absent/..", p.target);
    cannot_open(path, "is no folder that can be replaced");
    cannot_open("/", "is no folder that can be replaced");
    snprintf(path, sizeof path, "%s/link", p.base);
    assert_int_equal(symlink("nowhere", path), 0);
    cannot_open(path, "is a link that leads nowhere");
    assert_int_equal(unlink(path), 0);
    beside(&p, "");
    drop_place(&p);
}

// A link in the folder stays a link; what is put behind one goes nowhere.
static void nothing_is_written_through_links(void **state)
{
    (void)state;
    place p = make_case();
    char outside[300];
    char way[300];
    char text[20];
    snprintf(outside, sizeof outside, "%s/outside", p.base);
    snprintf(way, sizeof way, "%s/way", p.target);
    assert_int_equal(mkdir(outside, 0700), 0);
    assert_int_equal(symlink("../outside", way), 0);
    kt_folder folder;
    kt_error error = {0};
    const char *const bad[] = {"way/a.csv", "way/deep/a.csv", "../outside/a.csv",
                               "/tmp/keten-a.csv"};
    for (size_t i = 0; i < 4; i++) {
        open_it(&folder, &p);
        put(&folder, "a.csv", "changed");
        put(&folder, bad[i], "secret");
        assert_int_equal(kt_folder_commit(&folder, &error), KT_BAD_INPUT);
        kt_folder_close(&folder);
        assert_non_null(strstr(error.message, bad[i]));
        expect(&p, "a.csv", "one");
        beside(&p, "outside");
    }
    open_it(&folder, &p);
    put(&folder, "a.csv", "changed");
    commit(&folder);
    assert_int_equal(readlink(way, text, sizeof text), 10);
    assert_memory_equal(text, "../outside", 10);
    assert_int_equal(rmdir(outside), 0); // empty as it was
    drop_place(&p);
}

static void the_way_to_a_folder_may_be_a_link(void **state)
{
    (void)state;
    place p = make_case();
    char way[300];
    kt_folder folder;
    snprintf(way, sizeof way, "%s/way", p.base);
    assert_int_equal(symlink("case", way), 0);
    assert_int_equal(kt_folder_open(&folder, way, &WRITE, NULL), KT_OK);
    put(&folder, "a.csv", "new");
    commit(&folder);
    expect(&p, "a.csv", "new");
    beside(&p, "way");
    drop_place(&p);
}

static void expect_mode(const place *p, const char *name, mode_t mode)
{
    char path[300];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", p->target, name);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, mode);
}

static void set_mode(const place *p, const char *name, mode_t mode)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", p->target, name);
    assert_int_equal(chmod(path, mode), 0);
}

static void rights_are_kept(void **state)
{
    (void)state;
    kt_folder folder;
    mode_t before = umask(0027);
    place p = make_case();
    expect_mode(&p, ".", 0750); // new ones have what the umask leaves
    expect_mode(&p, "sub", 0750);
    expect_mode(&p, "a.csv", 0640);
    set_mode(&p, "a.csv", 0600);
    set_mode(&p, "sub/b.csv", 0444);
    set_mode(&p, "sub", 0555);
    set_mode(&p, ".", 0711);
    umask(0);
    open_it(&folder, &p);
    put(&folder, "a.csv", "new");
    put(&folder, "sub/b.csv", "new");
    put(&folder, "sub/c.csv", "more");
    commit(&folder);
    umask(before);
    expect_mode(&p, ".", 0711);
    expect_mode(&p, "sub", 0555);
    expect_mode(&p, "a.csv", 0600);
    expect_mode(&p, "sub/b.csv", 0444);
    expect_mode(&p, "sub/c.csv", 0666);
    beside(&p, "");
    drop_place(&p);
}

// Whoever runs the tests may be allowed everything: then another user, who is not.
static void become(uid_t user, const place *p)
{
    if (getuid() == 0 && user != 0)
        assert_int_equal(chown(p->base, user, (gid_t)-1), 0);
    if (getuid() == 0)
        assert_int_equal(seteuid(user), 0);
}

static void folders_that_nobody_may_change_leave_nothing_beside(void **state)
{
    (void)state;
    enum { NOBODY = 65534 };
    kt_folder folder;
    kt_error error = {0};
    place empty = make_place();
    become(NOBODY, &empty);
    place p = empty;
    open_it(&folder, &p);
    put(&folder, "a.csv", "one");
    put(&folder, "sub/deep/b.csv", "two");
    commit(&folder);
    set_mode(&p, "sub/deep", 0555);
    set_mode(&p, "sub", 0555);
    open_it(&folder, &p);
    put(&folder, "a.csv", "new");
    commit(&folder); // the old one has to go, with folders that are closed to change
    expect(&p, "a.csv", "new");
    expect_mode(&p, "sub/deep", 0555);
    beside(&p, "");

    set_mode(&p, ".", 0555);
    open_it(&folder, &p);
    put(&folder, "a.csv", "never");
    kt_status status = kt_folder_commit(&folder, &error);
    kt_folder_close(&folder);
    if (status != KT_OK) { // a superuser may
        assert_non_null(strstr(error.message, "case cannot be replaced: permission is denied"));
        expect(&p, "a.csv", "new");
    }
    beside(&p, "");
    become(0, &p);
    drop_place(&p);
}

static void a_change_by_somebody_else_is_not_overwritten(void **state)
{
    (void)state;
    char path[300];
    for (int change = 0; change < 3; change++) {
        place p = make_case();
        kt_folder folder;
        kt_error error = {0};
        open_it(&folder, &p);
        put(&folder, "sub/b.csv", "mine");
        if (change == 0)
            put_file(p.target, "a.csv", "theirs", 6);
        else if (change == 1)
            put_file(p.target, "c.csv", "theirs", 6);
        else
            drop_file(p.target, "a.csv");
        assert_int_equal(kt_folder_commit(&folder, &error), KT_NO_RESOURCES);
        assert_non_null(strstr(error.message, "the case was changed meanwhile"));
        kt_folder_close(&folder);
        expect(&p, "sub/b.csv", "two");
        snprintf(path, sizeof path, "%s/%s", p.target, change == 1 ? "c.csv" : "a.csv");
        assert_int_equal(access(path, F_OK), change == 2 ? -1 : 0);
        beside(&p, "");
        drop_place(&p);
    }
}

static void a_new_folder_does_not_replace_one_that_came_meanwhile(void **state)
{
    (void)state;
    place p = make_place();
    kt_folder folder;
    kt_error error = {0};
    open_it(&folder, &p);
    put(&folder, "a.csv", "mine");
    assert_int_equal(mkdir(p.target, 0700), 0);
    put_file(p.target, "a.csv", "theirs", 6);
    assert_int_equal(kt_folder_commit(&folder, &error), KT_NO_RESOURCES);
    assert_non_null(strstr(error.message, "the case was changed meanwhile"));
    kt_folder_close(&folder);
    expect(&p, "a.csv", "theirs");
    beside(&p, "");
    drop_place(&p);
}

typedef struct watch {
    unsigned n;
    char phase[80];
} watch;

static void on_progress(void *user, const kt_progress *progress)
{
    watch *w = user;
    w->n++;
    snprintf(w->phase, sizeof w->phase, "%s", progress->phase);
}

static void one_run_at_a_time(void **state)
{
    (void)state;
    place p = make_case();
    watch w = {0};
    kt_flag stop = {0};
    kt_control control = {.progress = on_progress, .user = &w, .stop = &stop};
    kt_folder_options told = {.wait = {&control, 120}};
    kt_folder first;
    kt_folder second;
    kt_error error = {0};
    open_it(&first, &p);
    beside(&p, ".case.keten-lock");
    assert_int_equal(kt_folder_open(&second, p.target, &told, &error), KT_NO_RESOURCES);
    kt_folder_close(&second);
    assert_non_null(strstr(error.message, "another import into"));
    assert_true(w.n > 1);
    assert_string_equal(w.phase, "waiting for another import into the case");
    atomic_store(&stop.raised, 1);
    assert_int_equal(kt_folder_open(&second, p.target, &told, &error), KT_NO_RESOURCES);
    kt_folder_close(&second);
    assert_non_null(strstr(error.message, "stopped before the end"));
    assert_int_equal(kt_folder_open(&second, p.target, &LOOK, &error), KT_OK); // who looks, may
    kt_folder_close(&second);
    kt_folder_close(&first);
    beside(&p, "");
    put_file(p.base, ".case.keten-lock", "", 0); // as a killed run leaves it
    open_it(&second, &p);
    kt_folder_close(&second);
    beside(&p, "");
    drop_place(&p);
}

static void looking_leaves_no_trace(void **state)
{
    (void)state;
    place p = make_case();
    struct stat before;
    struct stat after;
    kt_folder folder;
    assert_int_equal(stat(p.base, &before), 0);
    assert_int_equal(kt_folder_open(&folder, p.target, &LOOK, NULL), KT_OK);
    put(&folder, "a.csv", "as if");
    bool has;
    assert_int_equal(kt_root_has(&has, &folder.root, "a.csv", NULL), KT_OK);
    assert_true(has);
    kt_folder_close(&folder);
    assert_int_equal(stat(p.base, &after), 0);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    expect(&p, "a.csv", "one");
    drop_place(&p);
}

// Makes case.draft-NAME with `note`, and a file in its folder `inside` ("" for none).
static void make_rest(const place *p, const char *name, bool note, const char *inside)
{
    char path[200];
    char deep[300];
    snprintf(path, sizeof path, "%s/case.draft-%s", p->base, name);
    assert_int_equal(mkdir(path, 0700), 0);
    if (note)
        put_file(path, "keten-draft", "x", 1);
    if (*inside == '\0')
        return;
    snprintf(deep, sizeof deep, "%s/%s", path, inside);
    assert_int_equal(mkdir(deep, 0700), 0);
    put_file(deep, "a.csv", "rest", 4);
}

static void what_killed_runs_left_is_removed_and_nothing_else(void **state)
{
    (void)state;
    place p = make_case();
    kt_folder folder;
    make_rest(&p, "abc123", true, "case");
    make_rest(&p, "abc124", true, "old");
    make_rest(&p, "abc125", false, ""); // killed before its first file
    make_rest(&p, "backup", false, "mine");
    open_it(&folder, &p);
    assert_int_equal(folder.n_cleared, 3);
    kt_folder_close(&folder);
    beside(&p, "case.draft-backup"); // a person's
    expect(&p, "a.csv", "one");
    drop_place(&p);
}

static void a_folder_that_was_put_aside_comes_back(void **state)
{
    (void)state;
    place p = make_place();
    kt_folder folder;
    make_rest(&p, "abc123", true, "old");
    open_it(&folder, &p);
    assert_true(folder.exists);
    assert_int_equal(folder.n_cleared, 1);
    kt_folder_close(&folder);
    expect(&p, "a.csv", "rest");
    beside(&p, "");
    drop_place(&p);
}

static void long_names_have_room_for_a_mark(void **state)
{
    (void)state;
    place p = make_place();
    char target[400];
    char name[251];
    kt_folder folder;
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(target, sizeof target, "%s/%s", p.base, name);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(kt_folder_open(&folder, target, &WRITE, NULL), KT_OK);
        put(&folder, "a.csv", "one");
        commit(&folder);
    }
    beside(&p, name);
    drop_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_replaced_whole_or_not_at_all),
        cmocka_unit_test(what_is_no_folder_is_refused),
        cmocka_unit_test(nothing_is_written_through_links),
        cmocka_unit_test(the_way_to_a_folder_may_be_a_link),
        cmocka_unit_test(rights_are_kept),
        cmocka_unit_test(folders_that_nobody_may_change_leave_nothing_beside),
        cmocka_unit_test(a_change_by_somebody_else_is_not_overwritten),
        cmocka_unit_test(a_new_folder_does_not_replace_one_that_came_meanwhile),
        cmocka_unit_test(one_run_at_a_time),
        cmocka_unit_test(looking_leaves_no_trace),
        cmocka_unit_test(what_killed_runs_left_is_removed_and_nothing_else),
        cmocka_unit_test(a_folder_that_was_put_aside_comes_back),
        cmocka_unit_test(long_names_have_room_for_a_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
