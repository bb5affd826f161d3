// SPDX-License-Identifier: EUPL-1.2
// A file that an operation has written beside what it prints.
#ifndef KT_REPORT_DOCUMENT_WRITTEN_H
#define KT_REPORT_DOCUMENT_WRITTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "keten.h"

typedef struct kt_written {
    const char *path; // of the file
    const char *left; // the file of the usual name, which has other bytes and was left alone; NULL:
                      // `path` is that name
    bool written;     // false: it was there already, with these bytes
} kt_written;

// Appends a message for each file that was left alone, and one for the `n_cleared` unfinished files
// of earlier runs that were removed.
void kt_written_tell(kt_buffer *messages, const kt_written *file, size_t n, size_t n_cleared,
                     kt_lang lang);

#endif
