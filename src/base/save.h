// SPDX-License-Identifier: EUPL-1.2
// Writing a file whole or not at all: under another name beside it first, renamed once every byte
// is on the disk. A full disk, or a stop in the middle, leaves what was there before; a run that is
// killed leaves "NAME.keten-XXXXXX.part", which no run holds the lock of, so that a later run knows
// it and clears it. The kernel gives locks back when a process ends, however it ends.
#ifndef KT_BASE_SAVE_H
#define KT_BASE_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"

enum { KT_SAVE_MARK = 7 };

// A file on its way.
typedef struct kt_save {
    char *path;         // where it is to stand
    char *part;         // where it is until it is whole; NULL: it stands, or there is none
    int file;           // open on the part and locked, while there is a part
    bool existed;       // there was a file at `path` at the beginning
    struct stat before; // what that was
} kt_save;              // {0} is none

typedef enum kt_save_outcome {
    KT_SAVE_WRITTEN, // there was no file of the name
    KT_SAVE_SAME,    // one with the same bytes was there, and was left alone
    KT_SAVE_OTHER,   // one with other bytes was there, and was left alone
} kt_save_outcome;

// Makes the folder where it is not there (its parent must be). KT_BAD_INPUT with the
// reason where it cannot be made.
kt_status kt_save_folder(const char *folder, kt_error *err);

// Makes an empty file beside `path`. What is written to save->part by others goes there too. A new
// file gets the rights that the user's umask leaves, one that replaces another those of that one.
kt_status kt_save_begin(kt_save *save, const char *path, kt_error *err);

kt_status kt_save_write(const kt_save *save, const char *bytes, size_t length, kt_error *err);

// Gives the file its name once it is on the disk, in place of what has it.
kt_status kt_save_replace(kt_save *save, kt_error *err);

// Gives the file the name `path` (in the same folder), unless something has it. Only with
// KT_SAVE_WRITTEN is the file settled; the folder is the caller's to settle
// (kt_save_settle_folder).
kt_status kt_save_keep(kt_save *save, const char *path, kt_save_outcome *outcome, kt_error *err);

// Waits until the names in the folder that holds `path` are on the disk. A file system that cannot
// do it is believed.
void kt_save_settle_folder(const char *path);

// Removes what was not settled and frees the rest.
void kt_save_end(kt_save *save);

// The whole way for bytes in memory. A link at `path` is replaced, never followed. KT_NO_RESOURCES
// or KT_BAD_INPUT (kt_reason_status) when it cannot be written; `path` is then untouched.
kt_status kt_save_own(const char *path, const char *bytes, size_t length, kt_error *err);

// The same for a path that the user gives: where it leads to a terminal, a pipe or a device, that
// is written to and stays what it is.
kt_status kt_save_file(const char *path, const char *bytes, size_t length, kt_error *err);

// Removes the parts that runs which were killed left in `folder`, those of the file `name` or, when
// it is NULL, of any; returns how many. A part that a run is writing stays.
size_t kt_save_clear(const char *folder, const char *name);

// The same for the parts of the file `path`.
size_t kt_save_clear_beside(const char *path);

// Writes all bytes to an open file, however few it takes at a time. False: errno says why not.
bool kt_save_bytes(int file, const char *bytes, size_t length);

// Gives an open file or folder the owner, group and rights `as`, and the access list of the open
// file `like` (-1: it cannot be opened, then none). Where the group cannot be given, the group that
// it has gets no more than everybody has; where the file system keeps no rights, those stay that
// the file was made with (0600, say).
void kt_save_rights(int file, const struct stat *as, int like);

// Six letters and digits that another call will hardly give, and a NUL.
void kt_save_mark(char mark[KT_SAVE_MARK]);

#endif
