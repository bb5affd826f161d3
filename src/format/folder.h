// SPDX-License-Identifier: EUPL-1.2
// Replaces a folder as a whole or not at all: the new one is made beside the old one and changes
// places with it in one step of the file system. Folders of people: some tens of files.
#ifndef KT_FORMAT_FOLDER_H
#define KT_FORMAT_FOLDER_H

#include <stddef.h>

#include "base/error.h"

typedef struct kt_folder {
    char *target; // the folder to be replaced, or made
    char *draft;  // beside it, until committed
} kt_folder;      // {0} is an empty one

// Makes a draft beside `target` that holds all of its files (hard links, so that nothing is
// copied; symbolic links stay links). `target` need not exist; its parent must. KT_BAD_INPUT with
// the system's reason.
kt_status kt_folder_open(kt_folder *folder, const char *target, kt_error *err);

// Writes a file of the draft, in place of what was linked there; folders on the way are made.
kt_status kt_folder_write(const kt_folder *folder, const char *name, const char *bytes,
                          size_t length, kt_error *err);

// The draft becomes the target, in one step; the old target is removed after that.
kt_status kt_folder_commit(kt_folder *folder, kt_error *err);

// Removes the draft, if it was not committed, and frees the rest.
void kt_folder_close(kt_folder *folder);

#endif
