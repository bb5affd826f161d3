// SPDX-License-Identifier: EUPL-1.2
// The fields of a refresh of the reference.
#ifndef KT_REPORT_RECORD_REFRESH_RECORD_H
#define KT_REPORT_RECORD_REFRESH_RECORD_H

#include "base/record.h"
#include "ingest/yearly/refresh.h"

typedef struct kt_refresh_result {
    const kt_case *the_case; // the reference as it would be; as it was where nothing changes
    kt_refresh refresh;
    const char *data; // the data folder, as the user names it
    bool quiet;       // how the files were read is not told
} kt_refresh_result;

extern const kt_record kt_refresh_record;

#endif
