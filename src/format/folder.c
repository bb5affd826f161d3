// SPDX-License-Identifier: EUPL-1.2
// Makes the draft from hard links, so that nothing is copied, and writes the changed files into it.
// The exchange is Linux's renameat2; a file system that cannot do it gets two renames, between
// which the old folder has the name of the draft. Some tens of files of up to hundreds of
// megabytes.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): renameat2
#include "format/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/reason.h"
#include "format/file.h"

// Paths below a folder, parents before children.
typedef struct path_list {
    char **path;
    size_t n, capacity;
    bool failed;
} path_list;

static void add_path(path_list *list, char *path)
{
    list->path =
        kt_grow_array(list->path, &list->capacity, list->n + 1, sizeof *list->path, &list->failed);
    if (path == NULL || list->failed) {
        free(path);
        list->failed = true;
        return;
    }
    list->path[list->n++] = path;
}

static void free_paths(path_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->path[i]);
    free(list->path);
}

static bool is_folder(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static const char CANNOT_BE_WRITTEN[] = "%.500s cannot be written: %s";
static const char CANNOT_BE_READ[] = "%.500s cannot be read: %s";
static const char CANNOT_BE_MADE[] = "%.500s cannot be made: %s";
static const char CANNOT_BE_REPLACED[] = "%.500s cannot be replaced: %s";

static kt_status fail(const char *format, const char *path, kt_error *err)
    __attribute__((format(printf, 1, 0)));

static kt_status fail(const char *format, const char *path, kt_error *err)
{
    int code = errno;
    bool full = code == ENOSPC || code == EDQUOT;
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, full ? KT_NO_RESOURCES : KT_BAD_INPUT, format, path,
                        kt_reason_for(err, code));
}

// NULL at the end and where it fails: then errno says why.
static struct dirent *next_entry(DIR *folder)
{
    errno = 0;
    return folder == NULL ? NULL : readdir(folder);
}

static kt_status list_entries(path_list *list, size_t i, const char *root, kt_error *err)
{
    char *full = kt_file_join(root, list->path[i]);
    if (full == NULL)
        return kt_error_no_memory(err);
    kt_status status = KT_OK;
    DIR *folder = is_folder(full) ? opendir(full) : NULL;
    if (folder == NULL && is_folder(full))
        status = fail(CANNOT_BE_READ, full, err);
    free(full);
    for (struct dirent *entry = next_entry(folder); entry != NULL; entry = next_entry(folder)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        add_path(list, *list->path[i] == '\0' ? strdup(entry->d_name)
                                              : kt_file_join(list->path[i], entry->d_name));
        if (list->failed)
            break;
    }
    if (folder != NULL && errno != 0 && !list->failed)
        status = fail(CANNOT_BE_READ, root, err);
    if (folder != NULL)
        closedir(folder);
    return list->failed ? kt_error_no_memory(err) : status;
}

// Everything below `root`, relative to it ("" is the root itself). What cannot be listed fails: it
// would be lost.
static kt_status list_folder(path_list *list, const char *root, kt_error *err)
{
    kt_status status = KT_OK;
    add_path(list, strdup(""));
    for (size_t i = 0; i < list->n && !list->failed && status == KT_OK; i++)
        status = list_entries(list, i, root, err);
    return list->failed ? kt_error_no_memory(err) : status;
}

// True when nothing is left.
static bool remove_once(const char *root)
{
    path_list list = {0};
    kt_error ignored = {0};
    bool gone = list_folder(&list, root, &ignored) == KT_OK;
    for (size_t i = list.n; i-- > 0;) {
        char *full = *list.path[i] == '\0' ? strdup(root) : kt_file_join(root, list.path[i]);
        gone &= full != NULL && remove(full) == 0;
        free(full);
    }
    free_paths(&list);
    return gone;
}

// What stays behind all the same is a draft with a name that says so.
static void remove_folder(const char *root)
{
    if (!remove_once(root)) // for want of memory, perhaps: some was given back now
        (void)remove_once(root);
}

static kt_status keep_bytes(void *user, const char *bytes, size_t length, kt_error *err)
{
    int file = *(const int *)user;
    size_t done = 0;
    while (done < length) {
        ssize_t n = write(file, bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kt_error_set(err, KT_NO_RESOURCES, "cannot be written: %s",
                                kt_reason_for(err, errno));
        done += (size_t)n;
    }
    return KT_OK;
}

static kt_status copy_file(const char *from, const char *to, kt_error *err)
{
    int file = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return fail(CANNOT_BE_WRITTEN, to, err);
    kt_status status = kt_file_read(from, keep_bytes, &file, NULL, err);
    close(file);
    return status;
}

static kt_status carry(const char *from, const char *to, kt_error *err)
{
    struct stat info;
    char target[4096];
    if (lstat(from, &info) != 0)
        return fail(CANNOT_BE_READ, from, err);
    if (S_ISDIR(info.st_mode))
        return mkdir(to, info.st_mode & 0777) == 0 || errno == EEXIST
                   ? KT_OK
                   : fail(CANNOT_BE_MADE, to, err);
    if (S_ISLNK(info.st_mode)) {
        ssize_t n = readlink(from, target, sizeof target - 1);
        if (n < 0)
            return fail(CANNOT_BE_READ, from, err);
        target[n] = '\0';
        return symlink(target, to) == 0 ? KT_OK : fail(CANNOT_BE_MADE, to, err);
    }
    if (!S_ISREG(info.st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is no file or folder: move it away", from);
    return link(from, to) == 0 ? KT_OK : copy_file(from, to, err);
}

static kt_status carry_all(const kt_folder *folder, kt_error *err)
{
    path_list list = {0};
    kt_status status = list_folder(&list, folder->target, err);
    for (size_t i = 1; status == KT_OK && i < list.n; i++) {
        char *from = kt_file_join(folder->target, list.path[i]);
        char *to = kt_file_join(folder->draft, list.path[i]);
        status = from == NULL || to == NULL ? kt_error_no_memory(err) : carry(from, to, err);
        free(from);
        free(to);
    }
    free_paths(&list);
    return status;
}

kt_status kt_folder_open(kt_folder *folder, const char *target, kt_error *err)
{
    *folder = (kt_folder){0};
    struct stat info;
    bool exists = stat(target, &info) == 0;
    size_t length;

    folder->target = exists ? realpath(target, NULL) : strdup(target);
    if (folder->target == NULL)
        return exists ? fail(CANNOT_BE_READ, target, err) : kt_error_no_memory(err);
    length = strlen(folder->target);
    while (length > 1 && folder->target[length - 1] == '/')
        folder->target[--length] = '\0';
    if (exists && !S_ISDIR(info.st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is not a folder", target);
    char *draft = malloc(length + sizeof ".draft-XXXXXX");
    if (draft == NULL)
        return kt_error_no_memory(err);
    memcpy(draft, folder->target, length);
    memcpy(draft + length, ".draft-XXXXXX", sizeof ".draft-XXXXXX");
    if (mkdtemp(draft) == NULL) {
        kt_status status = fail(CANNOT_BE_MADE, draft, err);
        free(draft);
        return status;
    }
    folder->draft = draft;
    (void)chmod(draft, exists ? info.st_mode & 0777 : 0755);
    return exists ? carry_all(folder, err) : KT_OK;
}

static void make_parents(char *path, size_t from)
{
    for (size_t i = from; path[i] != '\0'; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        (void)mkdir(path, 0755); // the file that follows says what went wrong
        path[i] = '/';
    }
}

kt_status kt_folder_write(const kt_folder *folder, const char *name, const char *bytes,
                          size_t length, kt_error *err)
{
    char *path = kt_file_join(folder->draft, name);
    if (path == NULL)
        return kt_error_no_memory(err);
    make_parents(path, strlen(folder->draft) + 1);
    (void)unlink(path); // a hard link: the old folder keeps its own file
    kt_status status = KT_OK;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        status = fail(CANNOT_BE_WRITTEN, path, err);
    else
        status = keep_bytes(&file, bytes, length, err);
    if (file >= 0 && fsync(file) != 0 && status == KT_OK)
        status = fail(CANNOT_BE_WRITTEN, path, err);
    if (file >= 0)
        close(file);
    free(path);
    return status;
}

static kt_status exchange(kt_folder *folder, kt_error *err)
{
    if (renameat2(AT_FDCWD, folder->draft, AT_FDCWD, folder->target, RENAME_EXCHANGE) == 0) {
        remove_folder(folder->draft); // now the old content
        return KT_OK;
    }
    if (errno != EINVAL && errno != ENOSYS)
        return fail(CANNOT_BE_REPLACED, folder->target, err);
    char *old = malloc(strlen(folder->draft) + sizeof ".old");
    if (old == NULL)
        return kt_error_no_memory(err);
    snprintf(old, strlen(folder->draft) + sizeof ".old", "%s.old", folder->draft);
    kt_status status = KT_OK;
    if (rename(folder->target, old) != 0) {
        status = fail(CANNOT_BE_REPLACED, folder->target, err);
    } else if (rename(folder->draft, folder->target) != 0) {
        status = fail(CANNOT_BE_REPLACED, folder->target, err);
        (void)rename(old, folder->target);
    } else {
        remove_folder(old);
    }
    free(old);
    return status;
}

kt_status kt_folder_commit(kt_folder *folder, kt_error *err)
{
    kt_status status = KT_OK;
    if (is_folder(folder->target))
        status = exchange(folder, err);
    else if (rename(folder->draft, folder->target) != 0)
        status = fail(CANNOT_BE_MADE, folder->target, err);
    if (status == KT_OK) {
        free(folder->draft);
        folder->draft = NULL;
    }
    return status;
}

void kt_folder_close(kt_folder *folder)
{
    if (folder->draft != NULL)
        remove_folder(folder->draft);
    free(folder->draft);
    free(folder->target);
    *folder = (kt_folder){0};
}
