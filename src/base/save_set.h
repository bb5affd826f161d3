// SPDX-License-Identifier: EUPL-1.2
// Several files of one folder that belong together: all are written beside their names first, and
// get them one after the other once every byte is on the disk. Work that fails or is stopped before
// that leaves the folder as it was; a folder that was made for them goes too.
#ifndef KT_BASE_SAVE_SET_H
#define KT_BASE_SAVE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct kt_save_set {
    char *folder;
    bool made;   // the folder was not there before
    char **part; // [n] where each is written
    char **path; // [n] what it will be called
    size_t n, part_capacity, path_capacity;
} kt_save_set; // {0} is an empty one

// Makes the folder where it is not there (its parent must be). KT_BAD_INPUT with the reason where
// it cannot be made. The caller closes *out either way.
kt_status kt_save_set_open(kt_save_set *out, const char *folder, kt_error *err);

// *out is where the bytes of the file `name` are to be written now; borrowed. KT_NO_RESOURCES only.
kt_status kt_save_set_add(const char **out, kt_save_set *set, const char *name, kt_error *err);

// Gives every file its name. KT_NO_RESOURCES with the reason where one cannot get it; those before
// it have theirs.
kt_status kt_save_set_commit(kt_save_set *set, kt_error *err);

// Removes what was not given its name, and the folder where it was made for that.
void kt_save_set_close(kt_save_set *set);

#endif
