// SPDX-License-Identifier: EUPL-1.2
// See replacement.h. The exchange is Linux's renameat2; a file system that cannot do it gets two
// renames, between which the old folder lies in the folder around and the name is free: a run that
// is killed there is repaired by the next one.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): renameat2, O_PATH
#include "format/replacement.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/reason.h"
#include "base/save.h"
#include "format/tree.h"

enum { NAME_MOST = 200, ATTEMPTS = 100, LINK_BYTES = 4096 };

static const char BETWEEN[] = ".draft-";
static const char NOTE[] = "keten-draft";
static const char CONTENT[] = "case";
static const char OLD[] = "old";
static const char NOTE_TEXT[] =
    "An import that did not end left this folder. The next import into the case removes it.\n";

static const char CANNOT_BE_WRITTEN[] = "%.500s cannot be written: %s";
static const char CANNOT_BE_READ[] = "%.500s cannot be read: %s";
static const char CANNOT_BE_MADE[] = "%.500s cannot be made: %s";
static const char CANNOT_BE_REPLACED[] = "%.500s cannot be replaced: %s";

static kt_status fail(const char *format, const char *path, kt_error *err)
    __attribute__((format(printf, 1, 0)));

static kt_status fail(const char *format, const char *path, kt_error *err)
{
    int code = errno;
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status(code), format, path, kt_reason_for(err, code));
}

static int open_folder(int holder, const char *name)
{
    static const int FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    return kt_root_lift(openat(holder, name, FLAGS));
}

// Waits until the entries of the folder are on the disk, and closes it. A file system that has no
// such call is believed. False with errno.
static bool settle(int folder)
{
    bool good = fsync(folder) == 0 || errno == EINVAL || errno == ENOSYS;
    int code = errno;
    close(folder);
    errno = code;
    return good;
}

// The same by its name; one that cannot be opened for it is believed.
static bool settle_folder(int holder, const char *name)
{
    int folder =
        kt_root_lift(openat(holder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    return folder < 0 || settle(folder);
}

// Settles and closes a file that was written to. False with errno.
static bool finish_file(int file, bool written)
{
    bool good = written && fsync(file) == 0;
    int code = errno;
    if (close(file) != 0 && good)
        return false;
    errno = code;
    return good;
}

// The note comes first: what is in a folder around without one was never begun.
static bool write_note(int around)
{
    int file = kt_root_lift(openat(around, NOTE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    return file >= 0 && finish_file(file, kt_save_bytes(file, NOTE_TEXT, sizeof NOTE_TEXT - 1));
}

static bool make_around(kt_replacement *r)
{
    char mark[KT_SAVE_MARK];
    bool made = false;
    errno = EEXIST;
    for (int i = 0; i < ATTEMPTS && !made && errno == EEXIST; i++) {
        kt_save_mark(mark);
        snprintf(r->around_name, sizeof r->around_name, "%.*s%s%s", NAME_MOST, r->name, BETWEEN,
                 mark);
        made = mkdirat(r->beside, r->around_name, 0700) == 0;
    }
    if (!made)
        return false;
    int around = open_folder(r->beside, r->around_name);
    int code = errno;
    if (around < 0)
        (void)unlinkat(r->beside, r->around_name, AT_REMOVEDIR);
    r->around = around < 0 ? 0 : around;
    errno = code;
    return around >= 0;
}

kt_status kt_replacement_make(kt_replacement *r, int beside, const char *name, kt_error *err)
{
    *r = (kt_replacement){.beside = beside, .name = name};
    if (!make_around(r) || !write_note(r->around) || mkdirat(r->around, CONTENT, 0777) != 0)
        return fail(CANNOT_BE_MADE, r->around_name, err);
    int content = open_folder(r->around, CONTENT);
    if (content < 0)
        return fail(CANNOT_BE_MADE, r->around_name, err);
    r->content = content;
    return KT_OK;
}

// A file's name as it is meant in a folder.
typedef struct spot {
    int folder;
    const char *last;
} spot;

// Enters the folder that holds `path`, beneath `top`. With errno where it cannot.
static kt_status enter(spot *out, int top, const char *path, kt_error *err)
{
    kt_error reason = {.lang = kt_error_lang(err)};
    kt_status status = kt_root_enter(&out->folder, &out->last, top, path, false, &reason);
    int code = errno;
    if (status != KT_OK)
        (void)kt_error_set(err, status, "%.300s: %.600s", path, reason.message);
    errno = code;
    return status;
}

static kt_status copy_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    if (kt_save_bytes(*(const int *)user, bytes, length))
        return KT_OK;
    return kt_error_set(err, kt_reason_status(errno), "cannot be written: %s",
                        kt_reason_for(err, errno));
}

// `path` is for messages.
static kt_status copy_file(spot from, spot to, const struct stat *info, const char *path,
                           kt_error *err)
{
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    struct timespec times[2] = {info->st_atim, info->st_mtim};
    int in = kt_root_lift(openat(from.folder, from.last, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (in < 0)
        return fail(CANNOT_BE_READ, path, err);
    int out = kt_root_lift(
        openat(to.folder, to.last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (out < 0) {
        kt_status status = fail(CANNOT_BE_WRITTEN, path, err);
        close(in);
        return status;
    }
    kt_status status = kt_file_stream(in, copy_chunk, &out, NULL, &reason);
    if (status != KT_OK)
        (void)kt_error_set(err, status, "%.300s: %.600s", path, reason.message);
    kt_save_rights(out, info, in);
    (void)futimens(out, times);
    if (!finish_file(out, true) && status == KT_OK)
        status = fail(CANNOT_BE_WRITTEN, path, err);
    close(in);
    return status;
}

static kt_status carry_link(spot from, spot to, const char *path, kt_error *err)
{
    char *target = malloc(LINK_BYTES);
    if (target == NULL)
        return kt_error_no_memory(err);
    kt_status status = KT_OK;
    ssize_t n = readlinkat(from.folder, from.last, target, LINK_BYTES - 1);
    target[n < 0 ? 0 : n] = '\0';
    if (n < 0)
        status = fail(CANNOT_BE_READ, path, err);
    else if (symlinkat(target, to.folder, to.last) != 0)
        status = fail(CANNOT_BE_MADE, path, err);
    free(target);
    return status;
}

static kt_status carry_entry(const kt_tree_entry *entry, spot from, spot to, kt_error *err)
{
    mode_t mode = entry->info.st_mode;
    if (S_ISDIR(mode))
        return mkdirat(to.folder, to.last, 0700) == 0 ? KT_OK
                                                      : fail(CANNOT_BE_MADE, entry->path, err);
    if (S_ISLNK(mode))
        return carry_link(from, to, entry->path, err);
    if (!S_ISREG(mode))
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is no file or folder: move it away",
                            entry->path);
    if (linkat(from.folder, from.last, to.folder, to.last, 0) == 0)
        return KT_OK;
    return copy_file(from, to, &entry->info, entry->path, err);
}

kt_status kt_replacement_carry(const kt_replacement *r, const kt_root *from, kt_error *err)
{
    kt_tree tree;
    if (fchmodat(r->around, CONTENT, 0700, 0) != 0) // until it has the rights of the old one
        return fail(CANNOT_BE_MADE, r->around_name, err);
    kt_status status = kt_tree_list(&tree, from->folder, err);
    for (size_t i = 0; i < tree.n && status == KT_OK; i++) {
        spot old = {-1, NULL};
        spot new = {-1, NULL};
        const char *path = tree.entry[i].path;
        status = enter(&old, from->folder, path, err);
        if (status == KT_OK)
            status = enter(&new, r->content, path, err);
        if (status == KT_OK)
            status = carry_entry(&tree.entry[i], old, new, err);
        if (old.folder >= 0)
            close(old.folder);
        if (new.folder >= 0)
            close(new.folder);
    }
    kt_tree_free(&tree);
    return status;
}

static int open_plain(spot at)
{
    static const int FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    return kt_root_lift(openat(at.folder, at.last, FLAGS));
}

static kt_status write_at(spot to, const kt_root_file *file, kt_error *err)
{
    struct stat before;
    bool there = fstatat(to.folder, to.last, &before, AT_SYMLINK_NOFOLLOW) == 0;
    if (!there && !kt_reason_absent(errno)) // its rights would be lost
        return fail(CANNOT_BE_READ, file->name, err);
    bool replaces = there && S_ISREG(before.st_mode);
    int like = replaces ? open_plain(to) : -1;
    (void)unlinkat(to.folder, to.last, 0); // a hard link: the old folder keeps its own file
    int out = kt_root_lift(openat(to.folder, to.last,
                                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                  replaces ? 0600 : 0666));
    bool written = out >= 0 && kt_save_bytes(out, file->bytes, file->length);
    int code = errno;
    if (out >= 0 && replaces)
        kt_save_rights(out, &before, like);
    if (like >= 0)
        close(like);
    errno = code;
    if (out < 0)
        return fail(CANNOT_BE_WRITTEN, file->name, err);
    return finish_file(out, written) ? KT_OK : fail(CANNOT_BE_WRITTEN, file->name, err);
}

kt_status kt_replacement_write(const kt_replacement *r, const kt_root_file *file, kt_error *err)
{
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    spot to;
    kt_status status = kt_root_enter(&to.folder, &to.last, r->content, file->name, true, &reason);
    if (status != KT_OK)
        return kt_error_set(err, status, "%.300s: %.600s", file->name, reason.message);
    status = write_at(to, file, err);
    close(to.folder);
    return status;
}

// The rights of a folder, from the old one of the same place; a new one (old.folder -1) keeps those
// it was made with. Returns whether its entries are on the disk.
static bool settle_one(spot at, spot old)
{
    struct stat before;
    int folder = open_plain(at);
    if (folder < 0)
        return false;
    bool there =
        old.folder >= 0 && fstatat(old.folder, old.last, &before, AT_SYMLINK_NOFOLLOW) == 0;
    if (old.folder >= 0 && !there && !kt_reason_absent(errno)) {
        int code = errno;
        close(folder);
        errno = code;
        return false;
    }
    if (there) {
        int like = open_plain(old);
        kt_save_rights(folder, &before, like);
        if (like >= 0)
            close(like);
    }
    return settle(folder);
}

static kt_status settle_below(const kt_replacement *r, const kt_root *from,
                              const kt_tree_entry *entry, kt_error *err)
{
    spot at;
    spot old = {-1, NULL};
    kt_status status = enter(&at, r->content, entry->path, err);
    if (status != KT_OK)
        return status;
    if (from->folder > 0) // where it has none, the folder is new
        status = enter(&old, from->folder, entry->path, err);
    if (status != KT_OK && kt_reason_absent(errno))
        status = KT_OK;
    if (status == KT_OK && !settle_one(at, old))
        status = fail(CANNOT_BE_WRITTEN, entry->path, err);
    close(at.folder);
    if (old.folder >= 0)
        close(old.folder);
    return status;
}

kt_status kt_replacement_settle(const kt_replacement *r, const kt_root *from, kt_error *err)
{
    kt_tree tree;
    spot old = {from->folder > 0 ? from->folder : -1, "."};
    kt_status status = kt_tree_list(&tree, r->content, err);
    for (size_t i = tree.n; i-- > 0 && status == KT_OK;) { // what is in a folder before itself
        if (S_ISDIR(tree.entry[i].info.st_mode))
            status = settle_below(r, from, &tree.entry[i], err);
    }
    kt_tree_free(&tree);
    if (status != KT_OK)
        return status;
    if (!settle_one((spot){r->around, CONTENT}, old) || !settle_folder(r->around, "."))
        return fail(CANNOT_BE_WRITTEN, r->name, err);
    return KT_OK;
}

// Without an exchange in one step: the old one is put aside first.
static kt_status exchange_in_two(const kt_replacement *r, kt_error *err)
{
    if (renameat(r->beside, r->name, r->around, OLD) != 0)
        return fail(CANNOT_BE_REPLACED, r->name, err);
    if (renameat(r->around, CONTENT, r->beside, r->name) == 0)
        return KT_OK;
    kt_status status = fail(CANNOT_BE_REPLACED, r->name, err);
    (void)renameat(r->around, OLD, r->beside, r->name);
    return status;
}

// A new folder takes a name that nothing has.
static kt_status take_name(const kt_replacement *r, bool *taken, kt_error *err)
{
    struct stat info;
    if (renameat2(r->around, CONTENT, r->beside, r->name, RENAME_NOREPLACE) == 0)
        return KT_OK;
    *taken = errno == EEXIST;
    if (!*taken && errno != EINVAL && errno != ENOSYS)
        return fail(CANNOT_BE_MADE, r->name, err);
    *taken = *taken || fstatat(r->beside, r->name, &info, AT_SYMLINK_NOFOLLOW) == 0;
    if (*taken || renameat(r->around, CONTENT, r->beside, r->name) == 0)
        return KT_OK;
    return fail(CANNOT_BE_MADE, r->name, err);
}

kt_status kt_replacement_exchange(const kt_replacement *r, bool exists, bool *taken, kt_error *err)
{
    kt_status status = KT_OK;
    assert(r->content > 0);
    *taken = false;
    if (!exists)
        status = take_name(r, taken, err);
    else if (renameat2(r->around, CONTENT, r->beside, r->name, RENAME_EXCHANGE) != 0)
        status = errno == EINVAL || errno == ENOSYS ? exchange_in_two(r, err)
                                                    : fail(CANNOT_BE_REPLACED, r->name, err);
    if (status == KT_OK && !*taken) {
        (void)settle_folder(r->around, "."); // both names are where they belong: no way back
        (void)settle_folder(r->beside, ".");
    }
    return status;
}

// The note goes last: what is stopped in the middle is known by it.
static bool remove_around(int beside, int around, const char *name)
{
    bool gone = kt_tree_remove(around, CONTENT);
    gone &= kt_tree_remove(around, OLD);
    return gone && (unlinkat(around, NOTE, 0) == 0 || errno == ENOENT) &&
           unlinkat(beside, name, AT_REMOVEDIR) == 0;
}

void kt_replacement_end(kt_replacement *r)
{
    if (r->content > 0)
        close(r->content);
    if (r->around > 0) {
        (void)remove_around(r->beside, r->around, r->around_name);
        close(r->around);
    }
    *r = (kt_replacement){0};
}

// True for NAME.draft-XXXXXX.
static bool is_around(const char *entry, const char *name)
{
    size_t kept = strlen(name) < NAME_MOST ? strlen(name) : NAME_MOST;
    size_t between = sizeof BETWEEN - 1;
    return strlen(entry) == kept + between + KT_SAVE_MARK - 1 && memcmp(entry, name, kept) == 0 &&
           memcmp(entry + kept, BETWEEN, between) == 0;
}

// True unless it is known that nothing has the name: what may be a user's case is not removed.
static bool may_exist(int folder, const char *name)
{
    struct stat info;
    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 || !kt_reason_absent(errno);
}

// Removes what a killed run left; a folder without the note is none of ours, unless it is empty. An
// old folder beside its new one was put aside and never replaced: it gets its name back, or stays
// where it is when something else has got the name meanwhile.
static bool clear_around(int beside, const char *entry, const char *name)
{
    struct stat info;
    if (unlinkat(beside, entry, AT_REMOVEDIR) == 0) // killed before the note was made
        return true;
    int around = open_folder(beside, entry);
    if (around < 0)
        return false;
    bool gone = false;
    if (fstatat(around, NOTE, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode)) {
        if (may_exist(around, OLD) && !may_exist(beside, name))
            (void)renameat(around, OLD, beside, name);
        gone = !(may_exist(around, OLD) && may_exist(around, CONTENT)) &&
               remove_around(beside, around, entry);
    }
    close(around);
    return gone;
}

size_t kt_replacement_clear(int beside, const char *name)
{
    size_t n = 0;
    int opened = kt_root_lift(openat(beside, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    DIR *entries = opened < 0 ? NULL : fdopendir(opened);
    if (entries == NULL && opened >= 0)
        close(opened);
    for (struct dirent *e = entries == NULL ? NULL : readdir(entries); e != NULL;
         e = readdir(entries)) {
        if (is_around(e->d_name, name))
            n += clear_around(beside, e->d_name, name);
    }
    if (entries != NULL)
        closedir(entries);
    return n;
}
