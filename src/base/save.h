// SPDX-License-Identifier: EUPL-1.2
// Writes a file whole or not at all: under another name first, renamed once every byte is on the
// disk. A full disk, or a stop in the middle, leaves what was there before.
#ifndef KT_BASE_SAVE_H
#define KT_BASE_SAVE_H

#include <stddef.h>

#include "base/error.h"

// Makes the folder where it is not there (its parent must be). KT_BAD_INPUT with the
// reason where it cannot be made.
kt_status kt_save_folder(const char *folder, kt_error *err);

// KT_NO_RESOURCES with the reason when it cannot be written; `path` is then untouched.
kt_status kt_save_file(const char *path, const char *bytes, size_t length, kt_error *err);

#endif
