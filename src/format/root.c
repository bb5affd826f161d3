// SPDX-License-Identifier: EUPL-1.2
// See root.h. Every part of a path is opened in the folder before it, and none through a link: a
// few calls a file, for which the kernel needs no more than openat. What a name leads to is looked
// at before it is opened, because opening a device may do something, and once more after it,
// because it may have changed.
#define _GNU_SOURCE // NOLINT(bugprone-reserved-identifier): O_PATH
#include "format/root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reason.h"

enum { PART_BYTES = 256 };

int kt_root_lift(int file)
{
    if (file < 0 || file > STDERR_FILENO)
        return file;
    int higher = fcntl(file, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int code = errno;
    close(file);
    errno = code;
    return higher;
}

kt_status kt_root_open(kt_root *root, const char *folder, bool links, kt_error *err)
{
    *root = (kt_root){.links = links};
    int opened = kt_root_lift(open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (opened < 0)
        return kt_error_set(err, kt_reason_status_of_reading(errno), "%.500s cannot be read: %s",
                            folder, kt_reason_for(err, errno));
    root->folder = opened;
    return KT_OK;
}

void kt_root_close(kt_root *root)
{
    if (root->folder > 0)
        close(root->folder);
    *root = (kt_root){0};
}

bool kt_root_moved(const kt_root *root, const char *folder)
{
    struct stat open_one;
    struct stat named;
    return root->folder > 0 && (fstat(root->folder, &open_one) != 0 || stat(folder, &named) != 0 ||
                                open_one.st_dev != named.st_dev || open_one.st_ino != named.st_ino);
}

// `until` is the end of the part of `name` that is a link.
static kt_status refuse_link(const char *name, const char *until, kt_error *err)
{
    int length = (int)(until - name);
    return kt_error_set(err, KT_BAD_INPUT, "\"%.*s\" is a link: a case holds its own files",
                        length < 200 ? length : 200, name);
}

static kt_status refuse(const char *format, int code, kt_error *err)
{
    if (code == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, kt_reason_status_of_reading(code), format, kt_reason_for(err, code));
}

static bool is_link(int folder, const char *part)
{
    struct stat info;
    int code = errno;
    bool link = fstatat(folder, part, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(info.st_mode);
    errno = code;
    return link;
}

// The part of a path from `name` to the next slash, with a NUL behind it; false where it is too
// long.
static bool copy_part(char part[PART_BYTES], const char *name, const char *end)
{
    size_t length = (size_t)(end - name);
    if (length >= PART_BYTES)
        return false;
    memcpy(part, name, length);
    part[length] = '\0';
    return true;
}

static bool is_stay(const char *name, const char *end)
{
    return end == name || (end - name == 1 && *name == '.');
}

static bool is_up(const char *name, const char *end)
{
    return end - name == 2 && name[0] == '.' && name[1] == '.';
}

// One folder further down; closes `folder`. -1 with errno.
static int step_down(int folder, const char *part, bool make)
{
    static const int FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int below = openat(folder, part, FLAGS);
    if (below < 0 && errno == ENOENT && make &&
        (mkdirat(folder, part, 0777) == 0 || errno == EEXIST))
        below = openat(folder, part, FLAGS);
    return kt_root_lift(below);
}

kt_status kt_root_enter(int *out, const char **last, int folder, const char *name, bool make,
                        kt_error *err)
{
    char part[PART_BYTES];
    const char *at = name;
    int code = 0;
    int here = fcntl(folder, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    kt_status status = here < 0 ? refuse("cannot be opened: %s", code = errno, err) : KT_OK;
    *out = -1;
    while (status == KT_OK) {
        const char *end = strchr(at, '/');
        const char *stop = end == NULL ? at + strlen(at) : end;
        if (*name == '/' || is_up(at, stop) || (end == NULL && is_stay(at, stop))) {
            status = kt_error_set(err, KT_BAD_INPUT, "is no relative path of a file");
        } else if (!copy_part(part, at, stop)) {
            status = refuse("cannot be opened: %s", code = ENAMETOOLONG, err);
        } else if (end == NULL) {
            break;
        } else if (!is_stay(at, stop)) {
            int below = step_down(here, part, make);
            if (below < 0 && is_link(here, part))
                status = refuse_link(name, stop, err);
            else if (below < 0)
                status = refuse("cannot be opened: %s", code = errno, err);
            close(here);
            here = below;
        }
        at = stop + 1;
    }
    if (status != KT_OK) {
        if (here >= 0)
            close(here);
        errno = code;
        return status;
    }
    *out = here;
    *last = at;
    return KT_OK;
}

// The next part that names something, and its length; the end has none.
static const char *next_part(const char *at, size_t *length)
{
    for (;;) {
        const char *end = strchr(at, '/');
        const char *stop = end == NULL ? at + strlen(at) : end;
        *length = (size_t)(stop - at);
        if (end == NULL || !is_stay(at, stop))
            return at;
        at = stop + 1;
    }
}

bool kt_root_same_path(const char *a, const char *b)
{
    for (;;) {
        size_t n_a;
        size_t n_b;
        a = next_part(a, &n_a);
        b = next_part(b, &n_b);
        if (n_a != n_b || memcmp(a, b, n_a) != 0 || a[n_a] != b[n_b])
            return false;
        if (a[n_a] == '\0')
            return true;
        a += n_a + 1;
        b += n_b + 1;
    }
}

static const kt_root_file *find_in_memory(const kt_root *root, const char *name)
{
    for (size_t i = root->n; i-- > 0;) {
        if (kt_root_same_path(root->file[i].name, name))
            return &root->file[i];
    }
    return NULL;
}

// What is on the disk under that name, be it a link or a folder.
static kt_status look(bool *has, struct stat *info, const kt_root *root, const char *name,
                      kt_error *err)
{
    const char *last = name;
    int folder = root->folder;
    kt_error reason = {.lang = err == NULL ? KT_LANG_EN : err->lang};
    kt_status status = KT_OK;
    *has = false;
    if (root->folder <= 0)
        return KT_OK;
    if (!root->links)
        status = kt_root_enter(&folder, &last, root->folder, name, false, &reason);
    int code = errno;
    if (status == KT_OK) {
        *has = fstatat(folder, last, info, root->links ? 0 : AT_SYMLINK_NOFOLLOW) == 0;
        code = errno;
        if (!*has)
            status = refuse("cannot be opened: %s", code, &reason);
        if (!root->links)
            close(folder);
    }
    if (status == KT_OK || kt_reason_absent(code))
        return KT_OK;
    if (err != NULL)
        *err = reason;
    return status;
}

kt_status kt_root_has(bool *has, const kt_root *root, const char *name, kt_error *err)
{
    struct stat info;
    *has = find_in_memory(root, name) != NULL;
    return *has ? KT_OK : look(has, &info, root, name, err);
}

uint64_t kt_root_size(const kt_root *root, const char *name)
{
    struct stat info;
    bool has;
    const kt_root_file *in_memory = find_in_memory(root, name);
    if (in_memory != NULL)
        return in_memory->length;
    return look(&has, &info, root, name, NULL) == KT_OK && has && info.st_size > 0
               ? (uint64_t)info.st_size
               : 0;
}

static kt_status check_kind(const struct stat *info, const char *name, kt_error *err)
{
    if (S_ISREG(info->st_mode))
        return KT_OK;
    if (S_ISLNK(info->st_mode))
        return refuse_link(name, name + strlen(name), err);
    if (S_ISDIR(info->st_mode))
        return refuse("cannot be read: %s", EISDIR, err);
    if (S_ISFIFO(info->st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "is a pipe: a file is expected");
    if (S_ISSOCK(info->st_mode))
        return kt_error_set(err, KT_BAD_INPUT, "is a socket: a file is expected");
    return kt_error_set(err, KT_BAD_INPUT, "is a device: a file is expected");
}

// Opens the plain file `last` in `folder`; `name` is the whole path, for the message.
static kt_status open_plain(int *out, int folder, const char *last, const char *name, bool links,
                            kt_error *err)
{
    struct stat info;
    if (fstatat(folder, last, &info, links ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
        return refuse("cannot be opened: %s", errno, err);
    kt_status status = check_kind(&info, name, err);
    if (status != KT_OK)
        return status;
    int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (links ? 0 : O_NOFOLLOW);
    int file = kt_root_lift(openat(folder, last, flags));
    if (file < 0)
        return errno == ELOOP ? refuse_link(name, name + strlen(name), err)
                              : refuse("cannot be opened: %s", errno, err);
    status = fstat(file, &info) != 0 ? refuse("cannot be opened: %s", errno, err)
                                     : check_kind(&info, name, err);
    if (status == KT_OK && (uint64_t)info.st_size > KT_ROOT_MOST)
        status = kt_error_set(err, KT_BAD_INPUT, "is larger than %zu bytes", KT_ROOT_MOST);
    if (status != KT_OK)
        close(file);
    else
        *out = file;
    return status;
}

// Opens the file beneath the root.
static kt_status open_file(int *out, const kt_root *root, const char *name, kt_error *err)
{
    int folder;
    const char *last;
    if (root->folder <= 0)
        return refuse("cannot be opened: %s", ENOENT, err);
    if (root->links)
        return open_plain(out, root->folder, name, name, true, err);
    kt_status status = kt_root_enter(&folder, &last, root->folder, name, false, err);
    if (status != KT_OK)
        return status;
    status = open_plain(out, folder, last, name, false, err);
    close(folder);
    return status;
}

// A file may grow while it is read.
typedef struct counted {
    kt_file_chunk chunk;
    void *user;
    size_t left;
} counted;

static kt_status count_chunk(void *user, const char *bytes, size_t length, kt_error *err)
{
    counted *c = user;
    if (length > c->left)
        return kt_error_set(err, KT_BAD_INPUT, "is larger than %zu bytes", KT_ROOT_MOST);
    c->left -= length;
    return c->chunk(c->user, bytes, length, err);
}

static kt_status read_memory(const kt_root_file *file, kt_file_chunk chunk, void *user,
                             char sha256[KT_SHA256_TEXT], kt_error *err)
{
    kt_sha256 sha;
    kt_status status = file->length == 0 ? KT_OK : chunk(user, file->bytes, file->length, err);
    if (status != KT_OK || sha256 == NULL)
        return status;
    kt_sha256_begin(&sha);
    kt_sha256_add(&sha, file->bytes, file->length);
    kt_sha256_end(&sha, sha256);
    return KT_OK;
}

kt_status kt_root_read(const kt_root *root, const char *name, kt_file_chunk chunk, void *user,
                       char sha256[KT_SHA256_TEXT], kt_error *err)
{
    const kt_root_file *in_memory = find_in_memory(root, name);
    counted counted_chunk = {chunk, user, KT_ROOT_MOST};
    int file = -1;
    if (in_memory != NULL)
        return read_memory(in_memory, chunk, user, sha256, err);
    kt_status status = open_file(&file, root, name, err);
    if (status != KT_OK)
        return status;
    status = kt_file_stream(file, count_chunk, &counted_chunk, sha256, err);
    close(file);
    return status;
}

kt_status kt_root_load(kt_buffer *out, const kt_root *root, const char *name, size_t limit,
                       char sha256[KT_SHA256_TEXT], kt_error *err)
{
    kt_file_whole whole = {out, limit};
    return kt_root_read(root, name, kt_file_keep, &whole, sha256, err);
}

kt_status kt_root_list(DIR **out, const kt_root *root, const char *name, kt_error *err)
{
    int folder;
    const char *last;
    bool has;
    *out = NULL;
    kt_status status = kt_root_has(&has, root, name, err);
    if (status != KT_OK || !has)
        return status;
    status = kt_root_enter(&folder, &last, root->folder, name, false, err);
    if (status != KT_OK)
        return status;
    int below = kt_root_lift(openat(folder, last, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below >= 0)
        *out = fdopendir(below);
    if (*out == NULL)
        status = is_link(folder, last) ? refuse_link(name, name + strlen(name), err)
                                       : refuse("cannot be opened: %s", errno, err);
    if (*out == NULL && below >= 0)
        close(below);
    close(folder);
    return status;
}
