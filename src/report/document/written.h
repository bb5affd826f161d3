// SPDX-License-Identifier: EUPL-1.2
// A file that an operation has written beside what it prints.
#ifndef KT_REPORT_DOCUMENT_WRITTEN_H
#define KT_REPORT_DOCUMENT_WRITTEN_H

#include <stdbool.h>

typedef struct kt_written {
    const char *path; // of the file
    const char *left; // the file of the usual name, which has other bytes and was left alone; NULL:
                      // `path` is that name
    bool written;     // false: it was there already, with these bytes
} kt_written;

#endif
