// SPDX-License-Identifier: EUPL-1.2
// See save.h.
#include "ingest/save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ingest/file.h"

kt_status kt_save_folder(const char *folder, kt_error *err)
{
    struct stat info;
    if (mkdir(folder, 0777) == 0)
        return KT_OK;
    int reason = errno;
    if (reason == EEXIST && stat(folder, &info) == 0 && S_ISDIR(info.st_mode))
        return KT_OK;
    return kt_error_set(err, KT_BAD_INPUT, "%s: the folder cannot be made: %s", folder,
                        strerror(reason));
}

static bool write_all(const char *path, const kt_buffer *bytes)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    bool good = bytes->length == 0 || fwrite(bytes->text, 1, bytes->length, file) == bytes->length;
    int reason = errno;
    good = fclose(file) == 0 && good;
    if (!good && errno == 0)
        errno = reason;
    return good;
}

kt_status kt_save_file(const char *folder, const char *name, const kt_buffer *bytes, kt_error *err)
{
    kt_status status = KT_OK;
    kt_buffer draft = {0};
    char *path = kt_file_join(folder, name);
    kt_buffer_format(&draft, "%s.part", path == NULL ? "" : path);
    if (path == NULL || draft.failed || bytes->failed) {
        status = kt_error_no_memory(err);
        goto done;
    }
    errno = 0;
    if (!write_all(draft.text, bytes) || rename(draft.text, path) != 0) {
        status =
            kt_error_set(err, KT_BAD_INPUT, "%s: cannot be written: %s", path, strerror(errno));
        remove(draft.text);
    }
done:
    kt_buffer_free(&draft);
    free(path);
    return status;
}
