// SPDX-License-Identifier: EUPL-1.2
// The fields of the questions worth asking; docs/ask.md describes them.
#ifndef KT_REPORT_RECORD_ASK_RECORD_H
#define KT_REPORT_RECORD_ASK_RECORD_H

#include "analysis/assess/ask.h"
#include "base/record.h"
#include "report/document/written.h"

typedef struct kt_ask_result {
    const kt_case *the_case;
    kt_assessment *assessment;
    kt_ask ask;
    kt_status written;      // of the questionnaires; KT_OK where none were wanted
    kt_error reason;        // where they were not
    bool wrote;             // questionnaires were wanted
    const kt_written *file; // [n_files] what was written, or was there already
    size_t n_files;
    kt_arena texts; // of their paths
} kt_ask_result;

extern const kt_record kt_ask_record;

#endif
