// SPDX-License-Identifier: EUPL-1.2
// Writing a file so that it is there whole or not at all.
#ifndef KT_INGEST_SAVE_H
#define KT_INGEST_SAVE_H

#include "base/buffer.h"
#include "base/error.h"

// Makes the folder where it is not there (its parent must be).
kt_status kt_save_folder(const char *folder, kt_error *err);

// Writes FOLDER/NAME beside its place and moves it there. KT_BAD_INPUT with the system's reason
// where it cannot be written; a file that was there is then untouched.
kt_status kt_save_file(const char *folder, const char *name, const kt_buffer *bytes, kt_error *err);

#endif
