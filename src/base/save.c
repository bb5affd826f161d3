// SPDX-License-Identifier: EUPL-1.2
// Locks a part from its first moment: a run that clears takes the lock before it removes, so that
// either the writer finds its part gone and begins another, or the part stays. The rename that
// refuses to replace is Linux's renameat2; a file system that cannot do it gets a hard link of the
// new name, and one that has no links a look before the rename. Files of some bytes to 1 GiB.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): renameat2, getentropy
#include "base/save.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/reason.h"

// A name of a file has at most 255 bytes on most file systems: the part's mark must fit behind it.
enum { NAME_MOST = 200, ATTEMPTS = 100, COMPARE_BYTES = 64 * 1024, LIST_BYTES = 4096 };

static const char MARK[] = ".keten-";
static const char END[] = ".part";

kt_status kt_save_folder(const char *folder, kt_error *err)
{
    struct stat info;
    if (mkdir(folder, 0777) == 0)
        return KT_OK;
    int reason = errno;
    if (reason == EEXIST && stat(folder, &info) == 0 && S_ISDIR(info.st_mode))
        return KT_OK;
    return kt_error_set(err, KT_BAD_INPUT, "%s: the folder cannot be made: %s", folder,
                        kt_reason_for_writing(err, reason));
}

static kt_status cannot(const char *path, int reason, kt_error *err)
{
    if (reason == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status(reason), "%s cannot be written: %s", path,
                        kt_reason_for_writing(err, reason));
}

void kt_save_mark(char mark[KT_SAVE_MARK])
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    uint64_t random = 0;
    struct timespec now = {0, 0};
    if (getentropy(&random, sizeof random) != 0) { // names that differ are enough: O_EXCL decides
        clock_gettime(CLOCK_MONOTONIC, &now);
        random = (uint64_t)now.tv_nsec * 2654435761u ^ (uint64_t)getpid();
    }
    for (int i = 0; i < KT_SAVE_MARK - 1; i++, random /= sizeof LETTERS - 1)
        mark[i] = LETTERS[random % (sizeof LETTERS - 1)];
    mark[KT_SAVE_MARK - 1] = '\0';
}

// Access lists that the rights of three classes do not tell; one that came from the folder goes.
static bool copy_lists(int file, int like)
{
    static const char *const LIST[] = {"system.posix_acl_access", "system.posix_acl_default"};
    char bytes[LIST_BYTES];
    bool whole = true;
    for (size_t i = 0; i < sizeof LIST / sizeof LIST[0]; i++) {
        ssize_t n = like < 0 ? -1 : fgetxattr(like, LIST[i], bytes, sizeof bytes);
        if (n < 0 && like >= 0 && errno == ERANGE)
            whole = false;
        if (n < 0)
            (void)fremovexattr(file, LIST[i]);
        else
            whole &= fsetxattr(file, LIST[i], bytes, (size_t)n, 0) == 0;
    }
    return whole;
}

void kt_save_rights(int file, const struct stat *as, int like)
{
    struct stat now;
    mode_t mode = as->st_mode & 07777;
    if (fstat(file, &now) != 0)
        return;
    if (!copy_lists(file, like)) // the group's rights are then those of a mask that is not there
        mode = (mode & ~(mode_t)070) | (mode & 07) << 3;
    if (now.st_uid != as->st_uid && fchown(file, as->st_uid, (gid_t)-1) != 0)
        mode &= 01777; // what runs as its owner must not run as another one
    if (now.st_gid != as->st_gid && fchown(file, (uid_t)-1, as->st_gid) != 0)
        mode = (mode & ~(mode_t)02070) | (mode & 07) << 3;
    (void)fchmod(file, mode);
}

// The last part of a path; the path itself where it has one part.
static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

// Bytes of a name before the mark: whole characters.
static size_t kept_length(const char *name)
{
    size_t length = strlen(name);
    if (length <= NAME_MOST)
        return length;
    length = NAME_MOST;
    while (length > 0 && ((unsigned char)name[length] & 0xC0u) == 0x80u)
        length--;
    return length;
}

// True when the open file still has the name.
static bool has_name(int file, const char *path)
{
    struct stat open_one;
    struct stat named;
    return fstat(file, &open_one) == 0 && lstat(path, &named) == 0 &&
           open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

// Makes and locks a file of the name; -1 with errno where it cannot be, or another one has it.
static int make_part(const char *path, mode_t mode)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0)
        return -1;
    bool taken = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!taken && has_name(file, path))
        return file;
    close(file); // a run that clears has it
    (void)unlink(path);
    errno = EEXIST;
    return -1;
}

kt_status kt_save_begin(kt_save *save, const char *path, kt_error *err)
{
    const char *name = last_part(path);
    size_t kept = (size_t)(name - path) + kept_length(name);
    *save = (kt_save){.path = strdup(path),
                      .part = malloc(kept + sizeof MARK + KT_SAVE_MARK + sizeof END)};
    if (save->path == NULL || save->part == NULL) {
        free(save->path);
        free(save->part);
        *save = (kt_save){0};
        return kt_error_no_memory(err);
    }
    bool there = stat(path, &save->before) == 0;
    bool known = there || kt_reason_absent(errno); // else its rights are not
    save->existed = there && S_ISREG(save->before.st_mode);
    save->file = -1;
    if (known)
        errno = EEXIST;
    for (int i = 0; known && i < ATTEMPTS && save->file < 0 && errno == EEXIST; i++) {
        char mark[KT_SAVE_MARK];
        kt_save_mark(mark);
        snprintf(save->part, kept + sizeof MARK + KT_SAVE_MARK + sizeof END, "%.*s%s%s%s",
                 (int)kept, path, MARK, mark, END);
        save->file = make_part(save->part, save->existed ? 0600 : 0666);
    }
    if (save->file >= 0)
        return KT_OK;
    kt_status status = cannot(path, errno, err);
    free(save->part);
    save->part = NULL;
    return status;
}

bool kt_save_bytes(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(file, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

kt_status kt_save_write(const kt_save *save, const char *bytes, size_t length, kt_error *err)
{
    assert(save->part != NULL);
    return kt_save_bytes(save->file, bytes, length) ? KT_OK : cannot(save->path, errno, err);
}

static bool settle_bytes(const kt_save *save)
{
    if (save->existed) {
        int like = open(save->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        kt_save_rights(save->file, &save->before, like);
        if (like >= 0)
            close(like);
    }
    return fsync(save->file) == 0;
}

static void stands(kt_save *save)
{
    close(save->file); // every byte is on the disk: nothing is left to fail
    free(save->part);
    save->part = NULL;
}

kt_status kt_save_replace(kt_save *save, kt_error *err)
{
    assert(save->part != NULL);
    if (!settle_bytes(save) || rename(save->part, save->path) != 0)
        return cannot(save->path, errno, err);
    stands(save);
    kt_save_settle_folder(save->path);
    return KT_OK;
}

// Up to `length` bytes from `at` on; fewer at the end, -1 where it fails.
static ssize_t read_at(int file, char *bytes, size_t length, off_t at)
{
    size_t done = 0;
    while (done < length) {
        ssize_t n = pread(file, bytes + done, length - done, at + (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

// True when the file at `path` is a plain one with the bytes of the part.
static bool same_bytes(const kt_save *save, const char *path)
{
    struct stat info;
    static const int FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode))
        return false;
    int other = open(path, FLAGS);
    char *bytes = malloc(2 * (size_t)COMPARE_BYTES);
    bool same = other >= 0 && bytes != NULL;
    ssize_t n = COMPARE_BYTES;
    for (off_t at = 0; same && n == COMPARE_BYTES; at += n) {
        n = read_at(save->file, bytes, COMPARE_BYTES, at);
        same = n >= 0 && read_at(other, bytes + COMPARE_BYTES, COMPARE_BYTES, at) == n &&
               memcmp(bytes, bytes + COMPARE_BYTES, (size_t)n) == 0;
    }
    free(bytes);
    if (other >= 0)
        close(other);
    return same;
}

// Renames where nothing has the new name; else false, with EEXIST.
static bool rename_new(const char *from, const char *to)
{
    struct stat info;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (link(from, to) == 0) {
        (void)unlink(from);
        return true;
    }
    if (errno == EEXIST)
        return false;
    if (lstat(to, &info) == 0)
        errno = EEXIST;
    return errno == ENOENT && rename(from, to) == 0;
}

kt_status kt_save_keep(kt_save *save, const char *path, kt_save_outcome *outcome, kt_error *err)
{
    struct stat info;
    assert(save->part != NULL);
    bool there = lstat(path, &info) == 0;
    if (!there) {
        if (!settle_bytes(save))
            return cannot(path, errno, err);
        if (rename_new(save->part, path)) {
            *outcome = KT_SAVE_WRITTEN;
            stands(save);
            return KT_OK;
        }
        if (errno != EEXIST)
            return cannot(path, errno, err);
    }
    *outcome = same_bytes(save, path) ? KT_SAVE_SAME : KT_SAVE_OTHER;
    return KT_OK;
}

void kt_save_end(kt_save *save)
{
    if (save->part != NULL) {
        (void)unlink(save->part);
        close(save->file);
        free(save->part);
    }
    free(save->path);
    *save = (kt_save){0};
}

// The folder that holds `path`, in malloc memory; NULL when memory runs out.
static char *folder_of(const char *path)
{
    size_t length = (size_t)(last_part(path) - path);
    return length == 0 ? strdup(".") : strndup(path, length);
}

void kt_save_settle_folder(const char *path)
{
    char *folder = folder_of(path);
    int opened = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened >= 0) {
        (void)fsync(opened);
        close(opened);
    }
    free(folder);
}

// True for NAME.keten-XXXXXX.part, where `name` is NULL of any name.
static bool is_part(const char *entry, const char *name)
{
    size_t tail = sizeof MARK - 1 + KT_SAVE_MARK - 1 + sizeof END - 1;
    size_t length = strlen(entry);
    if (length <= tail || strcmp(entry + length - (sizeof END - 1), END) != 0 ||
        memcmp(entry + length - tail, MARK, sizeof MARK - 1) != 0)
        return false;
    size_t kept = name == NULL ? 0 : kept_length(name);
    return name == NULL || (length - tail == kept && memcmp(entry, name, kept) == 0);
}

// Removes the part unless a run holds its lock.
static bool clear_part(int folder, const char *entry)
{
    struct stat info;
    int file = openat(folder, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return false;
    bool gone = fstat(file, &info) == 0 && S_ISREG(info.st_mode) &&
                flock(file, LOCK_EX | LOCK_NB) == 0 && unlinkat(folder, entry, 0) == 0;
    close(file);
    return gone;
}

size_t kt_save_clear(const char *folder, const char *name)
{
    size_t n = 0;
    DIR *entries = opendir(folder);
    for (struct dirent *e = entries == NULL ? NULL : readdir(entries); e != NULL;
         e = readdir(entries)) {
        if (is_part(e->d_name, name))
            n += clear_part(dirfd(entries), e->d_name);
    }
    if (entries != NULL)
        closedir(entries);
    return n;
}

size_t kt_save_clear_beside(const char *path)
{
    char *folder = folder_of(path);
    size_t n = folder == NULL ? 0 : kt_save_clear(folder, last_part(path));
    free(folder);
    return n;
}

kt_status kt_save_own(const char *path, const char *bytes, size_t length, kt_error *err)
{
    kt_save save;
    (void)kt_save_clear_beside(path);
    kt_status status = kt_save_begin(&save, path, err);
    if (status == KT_OK)
        status = kt_save_write(&save, bytes, length, err);
    if (status == KT_OK)
        status = kt_save_replace(&save, err);
    kt_save_end(&save);
    return status;
}

kt_status kt_save_file(const char *path, const char *bytes, size_t length, kt_error *err)
{
    struct stat info;
    bool there = stat(path, &info) == 0;
    if (!there && !kt_reason_absent(errno))
        return cannot(path, errno, err);
    if (!there || S_ISREG(info.st_mode)) // a terminal, a pipe or /dev/null is never replaced
        return kt_save_own(path, bytes, length, err);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return cannot(path, errno, err);
    int reason = kt_save_bytes(file, bytes, length) ? 0 : errno;
    if (close(file) != 0 && reason == 0)
        reason = errno;
    return reason == 0 ? KT_OK : cannot(path, reason, err);
}
