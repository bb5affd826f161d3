// SPDX-License-Identifier: EUPL-1.2
// Writes a draft beside the file, waits until it is on the disk, and renames it: the only step that
// a reader can see is one step of the file system. Files of some bytes to 1 GiB, in memory as a
// whole. Devices and pipes are written to directly, because renaming would replace them.
#include "base/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/reason.h"

// Why something cannot be made or written; what is missing is then the folder it goes into.
static const char *why(const kt_error *err, int code)
{
    if (code == ENOENT)
        return kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, "there is no such folder");
    return kt_reason_for(err, code);
}

kt_status kt_save_folder(const char *folder, kt_error *err)
{
    struct stat info;
    if (mkdir(folder, 0777) == 0)
        return KT_OK;
    int reason = errno;
    if (reason == EEXIST && stat(folder, &info) == 0 && S_ISDIR(info.st_mode))
        return KT_OK;
    return kt_error_set(err, KT_BAD_INPUT, "%s: the folder cannot be made: %s", folder,
                        why(err, reason));
}

static bool write_whole(int file, const char *bytes, size_t length)
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

static kt_status cannot(const char *path, int reason, kt_error *err)
{
    return kt_error_set(err, KT_NO_RESOURCES, "%s cannot be written: %s", path, why(err, reason));
}

// Opens, writes, closes; `settled` also waits until the bytes are on the disk. 0 or the reason.
static int write_file(const char *path, int flags, const char *bytes, size_t length, bool settled)
{
    int file = open(path, O_WRONLY | O_CLOEXEC | flags, 0666);
    if (file < 0)
        return errno;
    int reason = 0;
    if (!write_whole(file, bytes, length) || (settled && fsync(file) != 0))
        reason = errno;
    if (close(file) != 0 && reason == 0)
        reason = errno;
    return reason;
}

// A terminal, a pipe or /dev/null is written to, never replaced.
static bool is_device(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

kt_status kt_save_file(const char *path, const char *bytes, size_t length, kt_error *err)
{
    if (is_device(path)) {
        int reason = write_file(path, 0, bytes, length, false);
        return reason == 0 ? KT_OK : cannot(path, reason, err);
    }
    size_t size = strlen(path) + 32;
    char *part = malloc(size);
    if (part == NULL)
        return kt_error_no_memory(err);
    snprintf(part, size, "%s.%ld.part", path, (long)getpid());
    int reason = write_file(part, O_CREAT | O_EXCL, bytes, length, true);
    if (reason == 0 && rename(part, path) != 0)
        reason = errno;
    if (reason != 0 && reason != EEXIST)
        unlink(part);
    free(part);
    return reason == 0 ? KT_OK : cannot(path, reason, err);
}
