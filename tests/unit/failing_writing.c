// SPDX-License-Identifier: EUPL-1.2
// Writing while the system refuses: whichever call fails, with whatever reason, a file and a folder
// are whole and new, or as they were, what is said has a reason, and the next run finds nothing
// that it cannot clear.
#include "failing.h"

#include "base/save.h"
#include "format/folder.h"
#include "format/tree.h"

enum { LONG = 70000 }; // bytes of a file that is more than one chunk

// Reasons that differ in what is done about them. What is interrupted from then on is tried again
// for ever.
static const failing_options FAILURES[] = {
    {.code = EIO},
    {.code = EACCES},
    {.code = EINVAL},
    {.code = ENOSYS},
    {.code = EINTR},
    {.code = EEXIST},
    {.code = EIO, .lasting = true},
    {.code = ENOMEM, .lasting = true},
#if FAILING_MEMORY
    {.memory = true},
    {.memory = true, .lasting = true},
#endif
};

static const kt_folder_options WRITE = {.wait = {.milliseconds = 120}};

static char base[40];   // the folder that all happens in
static char target[60]; // in it: the file or folder that is written

static void clear_base(void)
{
    int folder = open(base, O_RDONLY | O_DIRECTORY);
    kt_tree tree;
    assert_int_equal(kt_tree_list(&tree, folder, NULL), KT_OK);
    for (size_t i = 0; i < tree.n; i++)
        assert_true(kt_tree_remove(folder, tree.entry[i].path));
    kt_tree_free(&tree);
    close(folder);
}

static int make_base(void **state)
{
    (void)state;
    const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(base, sizeof base, "%s/keten-unit-XXXXXX", where);
    if (mkdtemp(base) == NULL)
        return -1;
    snprintf(target, sizeof target, "%s/case", base);
    return 0;
}

static int drop_base(void **state)
{
    (void)state;
    clear_base();
    return rmdir(base);
}

// Every call fails, for every reason.
static void fail_all(failing_run run, failing_options setting)
{
    unsigned long runs = 0;
    for (size_t i = 0; i < sizeof FAILURES / sizeof FAILURES[0]; i++) {
        setting.memory = FAILURES[i].memory;
        setting.code = FAILURES[i].code;
        setting.lasting = FAILURES[i].lasting;
        const char *wrong = failing_each(run, &setting, &runs);
        if (wrong != NULL)
            fail_msg("%s %lu: %s%s: %s", setting.memory ? "allocation" : "call", failing.at,
                     strerror(setting.code), setting.lasting ? " from then on" : "", wrong);
    }
    assert_true(runs > 5 * sizeof FAILURES / sizeof FAILURES[0]);
}

static bool holds(const char *path, const char *content, size_t length)
{
    kt_buffer text = {0};
    bool same = kt_file_load(&text, path, (size_t)2 * LONG, NULL, NULL) == KT_OK &&
                text.length == length && memcmp(text.text, content, length) == 0;
    kt_buffer_free(&text);
    return same;
}

// What only its owner may see stays so: it is there, or is not, but nobody else can read it.
static bool is_private(const char *path)
{
    struct stat info;
    return stat(path, &info) != 0 || (info.st_mode & 077) == 0;
}

// What every run owes, whatever it writes.
static const char *judge_words(kt_status status, const kt_error *error)
{
    static char said[300];
    if (failing.live != 0)
        return "leaves blocks behind";
    if (status != KT_OK && !failing.met)
        return "fails undisturbed";
    if (status != KT_OK && *error->message == '\0')
        return "does not say why";
    if (failing.met && failing.with.memory && status != KT_OK &&
        strstr(error->message, "out of memory") == NULL) {
        snprintf(said, sizeof said, "\"%.200s\" instead of \"out of memory\"", error->message);
        return said;
    }
    return NULL;
}

// ----------------------------------------------------------------------------------------- a file

static char long_text[LONG];

// What lies in the folder that all happens in, but for the target: there should be nothing.
static bool is_left_alone(void)
{
    bool alone = true;
    DIR *entries = opendir(base);
    for (struct dirent *e; (e = readdir(entries)) != NULL;)
        alone &= *e->d_name == '.' ? strcmp(e->d_name, ".case.keten-lock") != 0
                                   : strcmp(e->d_name, "case") == 0;
    closedir(entries);
    return alone;
}

static const char *judge_file(kt_status status, const kt_error *error, bool existed)
{
    const char *wrong = judge_words(status, error);
    bool new = holds(target, long_text, LONG);
    bool old = existed ? holds(target, "old", 3) : access(target, F_OK) != 0;
    (void)kt_save_clear(base, NULL); // what could not be removed is known to the next run
    if (wrong != NULL)
        return wrong;
    if (!new && !old)
        return "neither the old file nor the new one is there";
    if (status == KT_OK && !new)
        return "says that it was written";
    if (existed && !is_private(target))
        return "widens the rights";
    return is_left_alone() ? NULL : "leaves something beside it";
}

static void put_old(void)
{
    put_file(base, "case", "old", 3);
    assert_int_equal(chmod(target, 0600), 0);
}

static const char *save_file(bool existed)
{
    kt_error error = {0};
    clear_base();
    if (existed)
        put_old();
    failing_begin();
    kt_status status = kt_save_file(target, long_text, LONG, &error);
    failing_end();
    return judge_file(status, &error, existed);
}

static const char *save_new(void)
{
    return save_file(false);
}

static const char *save_over(void)
{
    return save_file(true);
}

// A name that nothing has, as questionnaires get; the same bytes may be there already.
static const char *keep(bool existed)
{
    kt_error error = {0};
    kt_save save;
    kt_save_outcome outcome = KT_SAVE_OTHER;
    clear_base();
    if (existed)
        put_file(base, "case", long_text, LONG);
    failing_begin();
    kt_status status = kt_save_begin(&save, target, &error);
    if (status == KT_OK)
        status = kt_save_write(&save, long_text, LONG, &error);
    if (status == KT_OK)
        status = kt_save_keep(&save, target, &outcome, &error);
    kt_save_end(&save);
    failing_end();
    if (status == KT_OK && outcome == KT_SAVE_WRITTEN && existed)
        return "takes a name that a file has";
    if (status == KT_OK && outcome == KT_SAVE_OTHER && !failing.met)
        return "does not know the same bytes";
    if (status == KT_OK && outcome == KT_SAVE_OTHER) // to be kept beside it, under another name
        return judge_words(status, &error);
    if (existed)
        return holds(target, long_text, LONG) ? judge_words(status, &error)
                                              : "changes what is there";
    return judge_file(status, &error, false);
}

static const char *keep_new(void)
{
    return keep(false);
}

static const char *keep_same(void)
{
    return keep(true);
}

static void a_file_is_there_whole_or_as_it_was(void **state)
{
    (void)state;
    memset(long_text, 'x', sizeof long_text);
    fail_all(save_new, (failing_options){0});
    fail_all(save_over, (failing_options){0});
    fail_all(save_over, (failing_options){.piece = 30000});
}

static void a_file_that_is_there_is_kept(void **state)
{
    (void)state;
    memset(long_text, 'x', sizeof long_text);
    fail_all(keep_new, (failing_options){0});
    fail_all(keep_new, (failing_options){.no_exchange = true});
    fail_all(keep_new, (failing_options){.no_exchange = true, .no_links = true});
    fail_all(keep_same, (failing_options){.piece = 30000});
    fail_all(keep_same, (failing_options){.no_exchange = true});
    fail_all(keep_same, (failing_options){.no_exchange = true, .no_links = true});
}

// The rights that a new file gets when it is to be like one of somebody else, and the n-th call
// fails: fewer than that one's, never more.
static mode_t rights_like(uid_t user, gid_t group, unsigned long n)
{
    struct stat info;
    clear_base();
    int file = open(target, O_RDWR | O_CREAT, 0600);
    assert_int_equal(fstat(file, &info), 0);
    info.st_mode = S_IFREG | 06775;
    info.st_uid += user;
    info.st_gid += group;
    failing.with = (failing_options){.code = EPERM};
    failing.at = n;
    failing_begin();
    kt_save_rights(file, &info, -1);
    failing_end();
    assert_int_equal(fstat(file, &info), 0);
    close(file);
    return info.st_mode & 07777;
}

static void rights_shrink_where_an_owner_cannot_be_given(void **state)
{
    (void)state;
    assert_int_equal(rights_like(0, 0, 0), 06775);
    assert_int_equal(rights_like(0, 0, 1), 0600);  // not even looked at
    assert_int_equal(rights_like(1, 0, 4), 0775);  // no program runs as another one
    assert_int_equal(rights_like(0, 1, 4), 04755); // another group gets what all others have
}

static void cannot_save(const char *path, kt_status status, const char *reason)
{
    char message[200];
    kt_error error = {0};
    snprintf(message, sizeof message, "%s cannot be written: %s", path, reason);
    assert_int_equal(kt_save_file(path, "x", 1, &error), status);
    assert_string_equal(error.message, message);
}

static void what_is_no_file_is_written_to_or_refused(void **state)
{
    (void)state;
    clear_base();
    cannot_save("/dev/full", KT_NO_RESOURCES, "the disk is full");
    cannot_save(base, KT_BAD_INPUT, "it is a folder");
    assert_int_equal(kt_save_file("/dev/null", "x", 1, NULL), KT_OK);
    kt_error error = {0};
    assert_int_equal(mkdir(target, 0700), 0);
    assert_int_equal(kt_save_folder(target, &error), KT_OK); // is there already
    put_file(base, "file", "x", 1);
    char path[60];
    snprintf(path, sizeof path, "%s/file", base);
    assert_int_equal(kt_save_folder(path, &error), KT_BAD_INPUT);
    assert_non_null(
        strstr(error.message, "/file: the folder cannot be made: something else has that name"));
    snprintf(path, sizeof path, "%s/a.keten-abc123.part", base);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_int_equal(kt_save_clear(base, NULL), 0); // a link is none of ours
}

// --------------------------------------------------------------------------------------- a folder

static void put_case(void)
{
    char sub[80];
    snprintf(sub, sizeof sub, "%s/sub", target);
    assert_int_equal(mkdir(target, 0700), 0);
    assert_int_equal(mkdir(sub, 0750), 0);
    put_file(target, "a.csv", "one", 3);
    put_file(sub, "b.csv", "two", 3);
    snprintf(sub, sizeof sub, "%s/a.csv", target);
    assert_int_equal(chmod(sub, 0600), 0);
    snprintf(sub, sizeof sub, "%s/link", target);
    assert_int_equal(symlink("a.csv", sub), 0);
}

static kt_status put(kt_folder *folder, const char *name, const char *content, kt_error *err)
{
    kt_buffer text = {0};
    kt_buffer_put(&text, content);
    return kt_folder_put(folder, name, &text, err);
}

static kt_status write_case(const kt_folder_options *options, kt_error *err)
{
    kt_folder folder;
    kt_status status = kt_folder_open(&folder, target, options, err);
    if (status == KT_OK)
        status = put(&folder, "a.csv", "three", err);
    if (status == KT_OK)
        status = put(&folder, "new/c.csv", "four", err);
    if (status == KT_OK)
        status = kt_folder_commit(&folder, err);
    kt_folder_close(&folder);
    return status;
}

static bool has(const char *name, const char *content)
{
    char path[120];
    snprintf(path, sizeof path, "%s/%s", target, name);
    return content == NULL ? access(path, F_OK) != 0 : holds(path, content, strlen(content));
}

static const char *judge_case(kt_status status, const kt_error *error, bool existed)
{
    const char *wrong = judge_words(status, error);
    kt_folder next;
    kt_error reason = {0};
    const char *two = existed ? "two" : NULL;
    bool cleared = kt_folder_open(&next, target, &WRITE, &reason) == KT_OK; // what a run does first
    kt_folder_close(&next);
    bool new = has("a.csv", "three") && has("new/c.csv", "four") && has("sub/b.csv", two);
    bool old = has("a.csv", existed ? "one" : NULL) && has("new", NULL) && has("sub/b.csv", two);
    char path[80];
    snprintf(path, sizeof path, "%s/a.csv", target);
    bool private = !existed || (is_private(target) && is_private(path));
    if (wrong != NULL)
        return wrong;
    if (!cleared)
        return "the next run cannot begin";
    if (!new && !old)
        return "neither the old folder nor the new one is there";
    if (status == KT_OK && !new)
        return "says that it was written";
    if (!private)
        return "widens the rights";
    return is_left_alone() ? NULL : "leaves something beside it";
}

static const char *write_over(void)
{
    kt_error error = {0};
    clear_base();
    put_case();
    failing_begin();
    kt_status status = write_case(&WRITE, &error);
    failing_end();
    return judge_case(status, &error, true);
}

static const char *write_new(void)
{
    kt_error error = {0};
    clear_base();
    failing_begin();
    kt_status status = write_case(&WRITE, &error);
    failing_end();
    return judge_case(status, &error, false);
}

// After a run that was killed between two renames. Where it cannot be told whether that run is
// still at work, because there are no locks, what it put aside stays there.
static const char *write_after_kill(void)
{
    kt_error error = {0};
    char draft[80];
    char old[90];
    char aside[110];
    clear_base();
    put_case();
    snprintf(draft, sizeof draft, "%s.draft-abc123", target);
    snprintf(old, sizeof old, "%s/old", draft);
    snprintf(aside, sizeof aside, "%s/sub/b.csv", old);
    assert_int_equal(mkdir(draft, 0700), 0);
    put_file(draft, "keten-draft", "x", 1);
    assert_int_equal(rename(target, old), 0);
    put_file(draft, "case", "new", 3);
    failing_begin();
    kt_status status = write_case(&WRITE, &error);
    failing_end();
    if (status != KT_OK || !has("sub/b.csv", NULL))
        return judge_case(status, &error, true);
    const char *wrong = judge_case(status, &error, false);
    if (wrong != NULL && strcmp(wrong, "leaves something beside it") != 0)
        return wrong;
    return holds(aside, "two", 3) ? NULL : "removes what was put aside and never replaced";
}

static void a_folder_is_there_whole_or_as_it_was(void **state)
{
    (void)state;
    fail_all(write_over, (failing_options){0});
    fail_all(write_new, (failing_options){0});
    fail_all(write_over, (failing_options){.piece = 2});
}

static void a_folder_is_whole_on_a_poorer_file_system(void **state)
{
    (void)state;
    fail_all(write_over, (failing_options){.no_exchange = true, .no_links = true});
    fail_all(write_new, (failing_options){.no_exchange = true, .no_locks = true});
}

static void what_a_killed_run_left_is_not_lost(void **state)
{
    (void)state;
    fail_all(write_after_kill, (failing_options){0});
}

// A file system without locks is written to without one; any other failure is one.
static void a_lock_that_fails_is_not_one_that_there_is_none_of(void **state)
{
    (void)state;
    static const struct {
        int code;
        kt_status status;
    } CASES[] = {{ENOLCK, KT_OK},        {EOPNOTSUPP, KT_OK},       {ENOSYS, KT_OK},
                 {EIO, KT_NO_RESOURCES}, {ENOMEM, KT_NO_RESOURCES}, {EPERM, KT_BAD_INPUT}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        kt_error error = {0};
        clear_base();
        put_case();
        failing.with = (failing_options){.lock_code = CASES[i].code};
        failing.at = 0;
        failing_begin();
        kt_status status = write_case(&WRITE, &error);
        failing_end();
        failing.with = (failing_options){0};
        failing.met = true; // the lock did fail
        assert_int_equal(status, CASES[i].status);
        const char *wrong = judge_case(status, &error, true);
        if (wrong != NULL)
            fail_msg("errno %d: %s", CASES[i].code, wrong);
    }
}

// -------------------------------------------------------------------------------- seeded defects

static const char *write_plainly(void)
{
    kt_error error = {0};
    clear_base();
    put_old();
    failing_begin();
    int file = open(target, O_WRONLY | O_TRUNC);
    ssize_t n = file < 0 ? -1 : write(file, long_text, LONG);
    if (file >= 0)
        close(file);
    failing_end();
    return judge_file(n == LONG ? KT_OK : kt_error_set(&error, KT_BAD_INPUT, "no"), &error, true);
}

static const char *forget_a_block(void)
{
    kt_error error = {0};
    clear_base();
    failing_begin();
    char *volatile block = malloc(1);
    kt_status status = kt_save_file(target, long_text, LONG, &error);
    if (status == KT_OK)
        free(block);
    failing_end();
    const char *wrong = judge_file(status, &error, false);
    if (status != KT_OK)
        free(block);
    return wrong;
}

static void a_careless_writer_is_noticed(void **state)
{
    (void)state;
    unsigned long runs = 0;
    failing_options with = {.code = EIO};
    assert_string_equal(failing_each(write_plainly, &with, &runs),
                        "neither the old file nor the new one is there");
    assert_int_equal(runs, 2); // the file was opened, the write failed
    if (FAILING_MEMORY)
        assert_string_equal(failing_each(forget_a_block, &with, &runs), "leaves blocks behind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_there_whole_or_as_it_was),
        cmocka_unit_test(a_file_that_is_there_is_kept),
        cmocka_unit_test(rights_shrink_where_an_owner_cannot_be_given),
        cmocka_unit_test(what_is_no_file_is_written_to_or_refused),
        cmocka_unit_test(a_folder_is_there_whole_or_as_it_was),
        cmocka_unit_test(a_folder_is_whole_on_a_poorer_file_system),
        cmocka_unit_test(what_a_killed_run_left_is_not_lost),
        cmocka_unit_test(a_lock_that_fails_is_not_one_that_there_is_none_of),
        cmocka_unit_test(a_careless_writer_is_noticed),
    };
    return cmocka_run_group_tests(tests, make_base, drop_base);
}
