// SPDX-License-Identifier: EUPL-1.2
// Reads a zip archive entry by entry, with limits against archives that unpack to far more than
// they are: at most 1 GiB for all that is read of one archive, at most 200 bytes for each packed
// byte of an entry and for each byte of the archive (beyond the first 16 MiB; spreadsheets stay
// below 40), at most 10,000 entries.
#ifndef KT_FORMAT_ARCHIVE_H
#define KT_FORMAT_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "format/file.h"

typedef struct kt_archive kt_archive;

// Caller owns *out and closes it; the bytes must live until then. KT_BAD_INPUT says what they are
// instead, where that can be told (a password, an .xls of before 2007).
kt_status kt_archive_open_bytes(kt_archive **out, const void *bytes, size_t length, kt_error *err);

void kt_archive_close(kt_archive *archive);

// False only where it is known that there is none: reading it says what else is wrong.
bool kt_archive_has(const kt_archive *archive, const char *entry);

// The entries by number: how many there are, and the name of one (NULL where memory runs out).
size_t kt_archive_entries(const kt_archive *archive);
const char *kt_archive_entry(const kt_archive *archive, size_t number);

// Unpacks an entry in chunks. KT_BAD_INPUT when it is absent, broken, encrypted or beyond a limit;
// the caller says which entry it is.
kt_status kt_archive_read(kt_archive *archive, const char *entry, kt_file_chunk chunk, void *user,
                          kt_error *err);

#endif
