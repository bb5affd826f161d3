// SPDX-License-Identifier: EUPL-1.2
// Everything beneath a folder: listed, told apart from what it was before, removed. Links are
// things of their own and never followed. Folders of people: some tens of files, some thousands
// where somebody keeps a history in it.
#ifndef KT_FORMAT_TREE_H
#define KT_FORMAT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/sha256.h"

typedef struct kt_tree_entry {
    char *path; // relative to the folder
    struct stat info;
} kt_tree_entry;

typedef struct kt_tree {
    kt_tree_entry *entry; // [n] folders before what is in them
    size_t n, capacity;
} kt_tree; // {0} is empty

// Lists what is beneath the descriptor `folder`. KT_BAD_INPUT with the path and the reason where
// something cannot be listed: it would be lost. The caller frees *out either way.
kt_status kt_tree_list(kt_tree *out, int folder, kt_error *err);
void kt_tree_free(kt_tree *tree);

// One hash of all names, kinds, sizes, rights, inodes and times of change beneath `folder`: another
// one as soon as somebody changes, adds, replaces or removes something.
kt_status kt_tree_state(char sha256[KT_SHA256_TEXT], int folder, kt_error *err);

// Removes `name` in the descriptor `folder`, with all that is beneath it where it is a folder. True
// when nothing is left.
bool kt_tree_remove(int folder, const char *name);

#endif
