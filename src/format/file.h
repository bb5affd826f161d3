// SPDX-License-Identifier: EUPL-1.2
// Reads a file as a stream of chunks and takes its SHA-256 on the way.
#ifndef KT_FORMAT_FILE_H
#define KT_FORMAT_FILE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/sha256.h"

enum { KT_FILE_CHUNK = 256 * 1024 }; // bytes of a chunk, at most

// Gets each chunk in order; a status other than KT_OK stops the reading and is returned.
typedef kt_status (*kt_file_chunk)(void *user, const char *bytes, size_t length, kt_error *err);

// Reads `path` in chunks. `sha256` may be NULL. KT_BAD_INPUT with the system's reason where the
// file cannot be read (a folder is not a file).
kt_status kt_file_read(const char *path, kt_file_chunk chunk, void *user,
                       char sha256[KT_SHA256_TEXT], kt_error *err);

// The whole file, at most `limit` bytes; KT_BAD_INPUT when it is longer.
kt_status kt_file_load(kt_buffer *out, const char *path, size_t limit, char sha256[KT_SHA256_TEXT],
                       kt_error *err);

// "folder/name" in malloc memory; NULL when memory runs out.
char *kt_file_join(const char *folder, const char *name);

#endif
