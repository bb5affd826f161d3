// SPDX-License-Identifier: EUPL-1.2
// The folder that takes the place of another one: made beside it in a folder of its own,
// NAME.draft-
// XXXXXX, that nobody else can look into, then exchanged with it in one step of the file system.
// What a killed run leaves of it has a mark inside, so that the next run knows it, and nothing of
// people that has such a name is ever removed.
// Internal to: folder.
#ifndef KT_FORMAT_REPLACEMENT_H
#define KT_FORMAT_REPLACEMENT_H

#include <sys/stat.h>

#include "base/save.h"
#include "format/root.h"

enum { KT_REPLACEMENT_NAME = 256 };

typedef struct kt_replacement {
    int beside;       // borrowed descriptor: the folder that holds what is replaced
    const char *name; // borrowed: of what is replaced, in that folder
    int around;       // NAME.draft-XXXXXX, while there is one; else 0
    int content;      // the folder in it that is to have the name
    char around_name[KT_REPLACEMENT_NAME];
} kt_replacement; // {0} is none

// Makes an empty one. KT_BAD_INPUT or KT_NO_RESOURCES with the reason.
kt_status kt_replacement_make(kt_replacement *replacement, int beside, const char *name,
                              kt_error *err);

// Takes over all that `from` has: hard links of files where the file system has them, else copies;
// symbolic links stay links and are not followed.
kt_status kt_replacement_carry(const kt_replacement *replacement, const kt_root *from,
                               kt_error *err);

// Writes a file, in place of what was carried over; folders on the way are made. It gets the rights
// of the file that it stands for.
kt_status kt_replacement_write(const kt_replacement *replacement, const kt_root_file *file,
                               kt_error *err);

// Gives the folders the rights of those of `from` (whose folder is 0 for a new one: what the umask
// leaves), and waits until all is on the disk.
kt_status kt_replacement_settle(const kt_replacement *replacement, const kt_root *from,
                                kt_error *err);

// Changes places with the folder `name`, or takes the name when there was nothing of it (`exists`
// false). *taken: something has got the name meanwhile, and nothing was done.
kt_status kt_replacement_exchange(const kt_replacement *replacement, bool exists, bool *taken,
                                  kt_error *err);

// Removes what is in the folder around, the old content after an exchange, and itself.
void kt_replacement_end(kt_replacement *replacement);

// Removes what killed runs left of replacements of `name`; a folder that a run had put aside and
// not yet replaced gets its name back. Only under the lock of the name. Returns how many.
size_t kt_replacement_clear(int beside, const char *name);

#endif
