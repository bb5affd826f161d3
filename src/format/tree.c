// SPDX-License-Identifier: EUPL-1.2
// See tree.h. A list that grows at its end while it is walked stands for recursion. Each folder is
// entered part by part from the top, so that no link leads the walk elsewhere.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): O_PATH
#include "format/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/grow.h"
#include "base/reason.h"
#include "format/file.h"
#include "format/root.h"

// Folders that cannot be listed may lie in each other: each round opens those of one depth.
enum { MOST_CLOSED = 8 };

static kt_status fail(const char *path, int code, kt_error *err)
{
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    if (*path == '\0')
        return kt_error_set(err, kt_reason_status_of_reading(code),
                            "the folder of the case cannot be read: %s", kt_reason_for(err, code));
    return kt_error_set(err, kt_reason_status_of_reading(code), "%.500s cannot be read: %s", path,
                        kt_reason_for(err, code));
}

// Takes `path` over.
static kt_status add_entry(kt_tree *tree, char *path, const struct stat *info, kt_error *err)
{
    bool failed = path == NULL;
    tree->entry =
        kt_grow_array(tree->entry, &tree->capacity, tree->n + 1, sizeof *tree->entry, &failed);
    if (failed) {
        free(path);
        return kt_error_no_memory(err);
    }
    tree->entry[tree->n++] = (kt_tree_entry){path, *info};
    return KT_OK;
}

// NULL at the end and where it fails: then errno says why.
static struct dirent *next_entry(DIR *folder)
{
    errno = 0;
    return readdir(folder);
}

// Adds what is in the open folder, `path` ("" is the top). What is gone before it is looked at is
// left out.
static kt_status list_open(kt_tree *tree, DIR *entries, const char *path, kt_error *err)
{
    kt_status status = KT_OK;
    struct dirent *e;
    while (status == KT_OK && (e = next_entry(entries)) != NULL) {
        struct stat info;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (fstatat(dirfd(entries), e->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
            if (errno != ENOENT)
                status = fail(e->d_name, errno, err);
            continue;
        }
        status = add_entry(tree, *path == '\0' ? strdup(e->d_name) : kt_file_join(path, e->d_name),
                           &info, err);
    }
    if (status == KT_OK && errno != 0)
        status = fail(path, errno, err);
    return status;
}

static kt_status list_folder(kt_tree *tree, int top, const char *path, kt_error *err)
{
    static const int FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int holder = -1;
    const char *last = ".";
    kt_status status = KT_OK;
    if (*path != '\0')
        status = kt_root_enter(&holder, &last, top, path, false, err);
    if (status != KT_OK)
        return status;
    int folder = kt_root_lift(openat(holder >= 0 ? holder : top, last, FLAGS));
    int code = errno;
    if (holder >= 0)
        close(holder);
    DIR *entries = folder < 0 ? NULL : fdopendir(folder);
    if (entries == NULL) {
        code = folder < 0 ? code : errno;
        if (folder >= 0)
            close(folder);
        return fail(path, code, err);
    }
    status = list_open(tree, entries, path, err);
    closedir(entries);
    return status;
}

kt_status kt_tree_list(kt_tree *out, int folder, kt_error *err)
{
    *out = (kt_tree){0};
    kt_status status = list_folder(out, folder, "", err);
    for (size_t i = 0; i < out->n && status == KT_OK; i++) {
        if (S_ISDIR(out->entry[i].info.st_mode))
            status = list_folder(out, folder, out->entry[i].path, err);
    }
    return status;
}

void kt_tree_free(kt_tree *tree)
{
    for (size_t i = 0; i < tree->n; i++)
        free(tree->entry[i].path);
    free(tree->entry);
    *tree = (kt_tree){0};
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const kt_tree_entry *)left)->path, ((const kt_tree_entry *)right)->path);
}

// A folder's own size and time say no more than the entries in it; the number of links to a file
// and the time of its last status change alter when it is linked, which is no change.
static void describe(kt_buffer *out, const kt_tree_entry *entry)
{
    const struct stat *i = &entry->info;
    bool folder = S_ISDIR(i->st_mode);
    kt_buffer_add(out, entry->path, strlen(entry->path) + 1);
    kt_buffer_format(out, "%u %llu %llu %lld %lld %ld %u %u\n", (unsigned)i->st_mode,
                     (unsigned long long)i->st_dev, (unsigned long long)i->st_ino,
                     folder ? 0 : (long long)i->st_size, folder ? 0 : (long long)i->st_mtim.tv_sec,
                     folder ? 0 : i->st_mtim.tv_nsec, (unsigned)i->st_uid, (unsigned)i->st_gid);
}

kt_status kt_tree_state(char sha256[KT_SHA256_TEXT], int folder, kt_error *err)
{
    kt_tree tree;
    kt_buffer text = {0};
    kt_sha256 sha;
    kt_status status = kt_tree_list(&tree, folder, err);
    if (tree.n > 1)
        qsort(tree.entry, tree.n, sizeof *tree.entry, by_path);
    for (size_t i = 0; i < tree.n; i++)
        describe(&text, &tree.entry[i]);
    if (text.failed && status == KT_OK)
        status = kt_error_no_memory(err);
    kt_sha256_begin(&sha);
    if (text.length > 0)
        kt_sha256_add(&sha, text.text, text.length);
    kt_sha256_end(&sha, sha256);
    kt_buffer_free(&text);
    kt_tree_free(&tree);
    return status;
}

static void remove_entry(int folder, const kt_tree_entry *entry)
{
    int holder;
    const char *last;
    kt_error ignored = {0};
    if (kt_root_enter(&holder, &last, folder, entry->path, false, &ignored) != KT_OK)
        return;
    bool is_folder = S_ISDIR(entry->info.st_mode);
    (void)unlinkat(holder, last, is_folder ? AT_REMOVEDIR : 0);
    close(holder);
}

// Gives the owner of the folder `name` all rights on it, and of each folder beneath it: what is in
// a folder can be listed and removed by who may write to it.
static void open_up(int folder, const char *name)
{
    kt_tree tree;
    kt_error ignored = {0};
    (void)fchmodat(folder, name, 0700, 0);
    int below = kt_root_lift(openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below < 0)
        return;
    (void)kt_tree_list(&tree, below, &ignored);
    for (size_t i = 0; i < tree.n; i++) {
        int holder;
        const char *last;
        if (!S_ISDIR(tree.entry[i].info.st_mode) ||
            kt_root_enter(&holder, &last, below, tree.entry[i].path, false, &ignored) != KT_OK)
            continue;
        (void)fchmodat(holder, last, 0700, 0);
        close(holder);
    }
    kt_tree_free(&tree);
    close(below);
}

// Once round; true when nothing is left.
static bool remove_once(int folder, const char *name)
{
    kt_tree tree;
    kt_error ignored = {0};
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return true;
    int below = kt_root_lift(openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below < 0)
        return false;
    (void)kt_tree_list(&tree, below, &ignored); // what cannot be listed keeps its folder
    for (size_t i = tree.n; i-- > 0;)
        remove_entry(below, &tree.entry[i]);
    kt_tree_free(&tree);
    close(below);
    return unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

bool kt_tree_remove(int folder, const char *name)
{
    bool gone = remove_once(folder, name);
    for (int depth = 0; depth < MOST_CLOSED && !gone; depth++) { // or memory was short
        open_up(folder, name);
        gone = remove_once(folder, name);
    }
    return gone;
}
