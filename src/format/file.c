// SPDX-License-Identifier: EUPL-1.2
// Reads 256 KiB at a time, which keeps the bytes in the second-level cache between hashing and
// parsing. Files of 100 bytes to gigabytes; only kt_file_load holds one whole, up to the limit of
// the caller.
#include "format/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/reason.h"

static kt_status refuse(const char *format, int code, kt_error *err)
{
    return kt_error_set(err, kt_reason_status_of_reading(code), format, kt_reason_for(err, code));
}

static kt_status read_chunks(int file, char *chunk_bytes, kt_file_chunk chunk, void *user,
                             kt_sha256 *sha, kt_error *err)
{
    for (;;) {
        ssize_t n = read(file, chunk_bytes, KT_FILE_CHUNK);
        if (n == 0)
            return KT_OK;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return refuse("cannot be read: %s", errno, err);
        kt_sha256_add(sha, chunk_bytes, (size_t)n);
        kt_status status = chunk(user, chunk_bytes, (size_t)n, err);
        if (status != KT_OK)
            return status;
    }
}

kt_status kt_file_stream(int file, kt_file_chunk chunk, void *user, char sha256[KT_SHA256_TEXT],
                         kt_error *err)
{
    kt_sha256 sha;
    char *bytes = malloc(KT_FILE_CHUNK);
    if (bytes == NULL)
        return kt_error_no_memory(err);
    kt_sha256_begin(&sha);
    kt_status status = read_chunks(file, bytes, chunk, user, &sha, err);
    if (status == KT_OK && sha256 != NULL)
        kt_sha256_end(&sha, sha256);
    free(bytes);
    return status;
}

kt_status kt_file_read(const char *path, kt_file_chunk chunk, void *user,
                       char sha256[KT_SHA256_TEXT], kt_error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return refuse("cannot be opened: %s", errno, err);
    kt_status status = kt_file_stream(file, chunk, user, sha256, err);
    close(file);
    return status;
}

kt_status kt_file_keep(void *user, const char *bytes, size_t length, kt_error *err)
{
    kt_file_whole *w = user;
    if (length > w->limit - w->out->length)
        return kt_error_set(err, KT_BAD_INPUT, "is larger than %zu bytes", w->limit);
    kt_buffer_add(w->out, bytes, length);
    return w->out->failed ? kt_error_no_memory(err) : KT_OK;
}

kt_status kt_file_load(kt_buffer *out, const char *path, size_t limit, char sha256[KT_SHA256_TEXT],
                       kt_error *err)
{
    kt_file_whole w = {out, limit};
    return kt_file_read(path, kt_file_keep, &w, sha256, err);
}

char *kt_file_join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL)
        snprintf(path, size, "%s/%s", folder, name);
    return path;
}
