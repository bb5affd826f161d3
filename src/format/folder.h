// SPDX-License-Identifier: EUPL-1.2
// A folder that is replaced as a whole or not at all. Files are put into it in memory first, where
// they can be read as if they were there; only kt_folder_commit touches the disk: it makes the new
// folder beside the old one, looks whether the old one is still as it was read, and lets them
// change places in one step of the file system. One run at a time, held apart by a lock beside the
// folder. Folders of people: some tens of files.
#ifndef KT_FORMAT_FOLDER_H
#define KT_FORMAT_FOLDER_H

#include "format/lock.h"
#include "format/root.h"

typedef struct kt_folder_options {
    bool look_only;    // nothing will be written: no lock, and kt_folder_commit is not called
    kt_lock_wait wait; // for another run that writes into the folder
} kt_folder_options;

typedef struct kt_folder {
    char *target; // the folder to be replaced, or made; where it is there, free of links
    bool exists;
    kt_root root;     // what it has, with what was put into it
    size_t n_cleared; // what killed runs had left beside it and was removed
    int beside;       // the folder that holds it; 0: not open
    const char *name; // in that folder; the end of `target`
    kt_lock lock;
    char state[KT_SHA256_TEXT]; // of the folder when it was opened (kt_tree_state)
    kt_root_file *file;         // [root.n] what was put, in malloc memory
    size_t capacity;
} kt_folder; // {0} is none

// `target` need not exist; its parent must. Waits for the lock, clears what killed runs left, and
// opens the folder. KT_BAD_INPUT with the system's reason, KT_NO_RESOURCES when another run does
// not end. The caller closes it either way.
kt_status kt_folder_open(kt_folder *folder, const char *target, const kt_folder_options *options,
                         kt_error *err);

// Puts a file into the folder, in memory, in place of what was put under that name before. Takes
// the text over, and leaves an empty buffer. KT_NO_RESOURCES only.
kt_status kt_folder_put(kt_folder *folder, const char *name, kt_buffer *text, kt_error *err);

// Forgets all that was put.
void kt_folder_forget(kt_folder *folder);

// Writes what was put: the folder gets it all or stays as it is. KT_NO_RESOURCES also when somebody
// else changed the folder since it was opened: nothing is written then.
kt_status kt_folder_commit(kt_folder *folder, kt_error *err);

// KT_NO_RESOURCES when another folder has taken the place of the open one: what was not found in it
// is then no fault of it. For who only looks.
kt_status kt_folder_check(const kt_folder *folder, kt_error *err);

// Gives the lock back and frees the rest.
void kt_folder_close(kt_folder *folder);

#endif
