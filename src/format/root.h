// SPDX-License-Identifier: EUPL-1.2
// A folder held open, whose files are found beneath it part by part: no path of a case leads out of
// it, whatever its text or the links in the folder say, and a folder that changes places with
// another one meanwhile is read to its end as it was. Only plain files are read, never a pipe or a
// device. Some tens of files.
#ifndef KT_FORMAT_ROOT_H
#define KT_FORMAT_ROOT_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>

#include "format/file.h"

// No file of a case is longer: a gigabyte is a table of ten million rows.
#define KT_ROOT_MOST ((size_t)4 << 30)

typedef struct kt_root_file {
    const char *name; // the relative path
    const char *bytes;
    size_t length;
} kt_root_file;

typedef struct kt_root {
    int folder; // descriptor; 0: there is no folder
    bool links; // links are followed: in data that come with the program
    const kt_root_file
        *file; // [n] in memory, before those on the disk; of one name the last counts
    size_t n;
} kt_root; // {0} has no files

// Opens a folder for reading; the path itself may lead through links. KT_BAD_INPUT with the reason.
kt_status kt_root_open(kt_root *root, const char *folder, bool links, kt_error *err);
void kt_root_close(kt_root *root);

// True when the path now leads to another folder than the open one, or to none.
bool kt_root_moved(const kt_root *root, const char *folder);

// *has: there is something of that name, be it a link or a folder. Otherwise an error, without the
// name: what cannot be looked at is not known to be missing.
kt_status kt_root_has(bool *has, const kt_root *root, const char *name, kt_error *err);

// Its bytes as the folder has it; 0 where there is none, or none that can be looked at.
uint64_t kt_root_size(const kt_root *root, const char *name);

// Reads the file `name` in chunks. `sha256` may be NULL. KT_BAD_INPUT, without the name of the
// file, when it cannot be read, is no plain file, is a link or lies behind one, or is too long.
kt_status kt_root_read(const kt_root *root, const char *name, kt_file_chunk chunk, void *user,
                       char sha256[KT_SHA256_TEXT], kt_error *err);

// The whole file, at most `limit` bytes.
kt_status kt_root_load(kt_buffer *out, const kt_root *root, const char *name, size_t limit,
                       char sha256[KT_SHA256_TEXT], kt_error *err);

// Opens the folder `name` for listing; *out is NULL where there is none. The caller closes *out.
kt_status kt_root_list(DIR **out, const kt_root *root, const char *name, kt_error *err);

// The folder beneath the descriptor `folder` that holds what `name` names, as a descriptor of its
// own in *out; *last gets the last part of the name. `make`: folders on the way are made. Where it
// fails errno says why, and is 0 for a name that is refused for what it is.
kt_status kt_root_enter(int *out, const char **last, int folder, const char *name, bool make,
                        kt_error *err);

// True when two relative paths are spellings of one: "./a//b" and "a/b".
bool kt_root_same_path(const char *a, const char *b);

// A descriptor above those of standard input, output and error, which a caller may have closed.
// Takes `file` over; -1 with errno stays -1.
int kt_root_lift(int file);

#endif
