// SPDX-License-Identifier: EUPL-1.2
// The fields of an import.
#ifndef KT_REPORT_RECORD_IMPORT_RECORD_H
#define KT_REPORT_RECORD_IMPORT_RECORD_H

#include "base/record.h"
#include "ingest/merge/import.h"

typedef struct kt_import_result {
    const kt_case *the_case; // as it would be; the reference where nothing was merged
    kt_import import;
    const char *target; // the folder of the case, as the user names it
    bool quiet;         // how the files were read is not told
} kt_import_result;

extern const kt_record kt_import_record;

#endif
