// SPDX-License-Identifier: EUPL-1.2
// Keeps the files of the new folder in memory until it is committed; what is read looks there
// first. Some tens of files of up to hundreds of megabytes.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): O_PATH
#include "format/folder.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/reason.h"
#include "format/replacement.h"
#include "format/tree.h"

static kt_status unreadable(const char *path, int code, kt_error *err)
{
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status_of_reading(code), "%.500s cannot be read: %s", path,
                        kt_reason_for(err, code));
}

// The path without links and slashes at its end, in malloc memory; NULL with errno.
static char *plain_path(const char *target)
{
    char *path = realpath(target, NULL);
    if (path == NULL && errno == ENOENT)
        path = strdup(target);
    size_t length = path == NULL ? 0 : strlen(path);
    while (length > 1 && path[length - 1] == '/')
        path[--length] = '\0';
    return path;
}

// Opens the folder that holds the target and finds its name in it.
static kt_status open_beside(kt_folder *folder, kt_error *err)
{
    char *slash = strrchr(folder->target, '/');
    folder->name = slash == NULL ? folder->target : slash + 1;
    if (*folder->name == '\0' || strcmp(folder->name, ".") == 0 || strcmp(folder->name, "..") == 0)
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is no folder that can be replaced",
                            folder->target);
    char *parent = slash == NULL ? strdup(".")
                   : slash == folder->target
                       ? strdup("/")
                       : strndup(folder->target, (size_t)(slash - folder->target));
    if (parent == NULL)
        return kt_error_no_memory(err);
    int opened = kt_root_lift(open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC));
    int code = errno;
    free(parent);
    if (opened >= 0) {
        folder->beside = opened;
        return KT_OK;
    }
    return kt_error_set(err, kt_reason_status(code), "%.500s cannot be made: %s", folder->target,
                        kt_reason_for_writing(err, code));
}

static kt_status open_target(kt_folder *folder, bool look_only, kt_error *err)
{
    struct stat info;
    folder->exists = fstatat(folder->beside, folder->name, &info, 0) == 0;
    if (!folder->exists && fstatat(folder->beside, folder->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(info.st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is a link that leads nowhere",
                            folder->target);
    if (!folder->exists)
        return kt_reason_absent(errno) ? KT_OK : unreadable(folder->target, errno, err);
    if (!S_ISDIR(info.st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "%.500s is not a folder", folder->target);
    int opened =
        kt_root_lift(openat(folder->beside, folder->name, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (opened < 0)
        return unreadable(folder->target, errno, err);
    folder->root.folder = opened;
    return look_only ? KT_OK : kt_tree_state(folder->state, opened, err);
}

kt_status kt_folder_open(kt_folder *folder, const char *target, const kt_folder_options *options,
                         kt_error *err)
{
    *folder = (kt_folder){.target = plain_path(target)};
    if (folder->target == NULL)
        return unreadable(target, errno, err);
    kt_status status = open_beside(folder, err);
    if (status == KT_OK && !options->look_only)
        status = kt_lock_take(&folder->lock, folder->beside, folder->name, folder->target,
                              &options->wait, err);
    if (status == KT_OK && kt_lock_held(&folder->lock)) // without it, one may be at work
        folder->n_cleared = kt_replacement_clear(folder->beside, folder->name);
    return status == KT_OK ? open_target(folder, options->look_only, err) : status;
}

static void free_file(const kt_root_file *file)
{
    free((char *)file->name);
    free((char *)file->bytes);
}

// The place of the name among what was put; a new one at the end.
static kt_root_file *find_place(kt_folder *folder, const char *name)
{
    bool failed = false;
    for (size_t i = 0; i < folder->root.n; i++) {
        if (kt_root_same_path(folder->file[i].name, name)) {
            free((char *)folder->file[i].bytes);
            return &folder->file[i];
        }
    }
    char *copy = strdup(name);
    folder->file = kt_grow_array(folder->file, &folder->capacity, folder->root.n + 1,
                                 sizeof *folder->file, &failed);
    folder->root.file = folder->file;
    if (copy == NULL || failed) {
        free(copy);
        return NULL;
    }
    folder->file[folder->root.n] = (kt_root_file){.name = copy};
    return &folder->file[folder->root.n++];
}

kt_status kt_folder_put(kt_folder *folder, const char *name, kt_buffer *text, kt_error *err)
{
    kt_root_file *file = text->failed ? NULL : find_place(folder, name);
    if (file == NULL) {
        kt_buffer_free(text);
        return kt_error_no_memory(err);
    }
    file->bytes = text->text;
    file->length = text->length;
    *text = (kt_buffer){0};
    return KT_OK;
}

void kt_folder_forget(kt_folder *folder)
{
    for (size_t i = 0; i < folder->root.n; i++)
        free_file(&folder->file[i]);
    free(folder->file);
    folder->file = NULL;
    folder->capacity = 0;
    folder->root.file = NULL;
    folder->root.n = 0;
}

static kt_status changed_meanwhile(const kt_folder *folder, kt_error *err)
{
    return kt_error_set(err, KT_NO_RESOURCES,
                        "%.500s: the case was changed meanwhile: nothing was written; run the "
                        "import again",
                        folder->target);
}

// The folder is where it was, and all in it is as it was read.
static kt_status compare(const kt_folder *folder, kt_error *err)
{
    char now[KT_SHA256_TEXT];
    if (!folder->exists)
        return KT_OK; // that nothing has taken the name is seen when it is taken
    kt_status status = kt_tree_state(now, folder->root.folder, err);
    if (status != KT_OK)
        return status;
    return kt_root_moved(&folder->root, folder->target) || strcmp(now, folder->state) != 0
               ? changed_meanwhile(folder, err)
               : KT_OK;
}

kt_status kt_folder_commit(kt_folder *folder, kt_error *err)
{
    kt_replacement new;
    bool taken = false;
    kt_status status = KT_OK;
    assert(folder->beside > 0);
    KT_TRY(kt_replacement_make(&new, folder->beside, folder->name, err));
    if (folder->exists)
        KT_TRY(kt_replacement_carry(&new, &folder->root, err));
    for (size_t i = 0; i < folder->root.n; i++)
        KT_TRY(kt_replacement_write(&new, &folder->file[i], err));
    KT_TRY(kt_replacement_settle(&new, &folder->root, err));
    KT_TRY(compare(folder, err)); // as late as it can be
    KT_TRY(kt_replacement_exchange(&new, folder->exists, &taken, err));
    if (taken)
        status = changed_meanwhile(folder, err);
done:
    kt_replacement_end(&new);
    return status;
}

kt_status kt_folder_check(const kt_folder *folder, kt_error *err)
{
    return kt_root_moved(&folder->root, folder->target) ? changed_meanwhile(folder, err) : KT_OK;
}

void kt_folder_close(kt_folder *folder)
{
    kt_folder_forget(folder);
    kt_root_close(&folder->root);
    kt_lock_release(&folder->lock);
    if (folder->beside > 0)
        close(folder->beside);
    free(folder->target);
    *folder = (kt_folder){0};
}
