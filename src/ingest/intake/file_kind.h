// SPDX-License-Identifier: EUPL-1.2
// What a file is, by its first bytes; its name is not asked.
#ifndef KT_INGEST_INTAKE_FILE_KIND_H
#define KT_INGEST_INTAKE_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum kt_file_kind {
    KT_FILE_KIND_WORKBOOK, // a zip, or what Excel wrote before: the reader of workbooks says which
    KT_FILE_KIND_TEXT,     // delimited, or anything else
    KT_FILE_KIND_JSON,
    KT_FILE_KIND_XML,
    KT_FILE_KIND_OPEN_DOCUMENT,
} kt_file_kind;

kt_file_kind kt_file_kind_of(const char *bytes, size_t length);

// Whether they begin with the byte order mark of UTF-16, as what Windows writes does.
bool kt_file_kind_is_utf16(const char *bytes, size_t length);

#endif
