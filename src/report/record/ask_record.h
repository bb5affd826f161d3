// SPDX-License-Identifier: EUPL-1.2
// The fields of the questions worth asking; docs/ask.md describes them.
#ifndef KT_REPORT_RECORD_ASK_RECORD_H
#define KT_REPORT_RECORD_ASK_RECORD_H

#include "analysis/assess/ask.h"
#include "base/record.h"

typedef struct kt_ask_result {
    const kt_case *the_case;
    kt_assessment *assessment;
    kt_ask ask;
    kt_status written; // of the questionnaires; KT_OK where none were wanted
    kt_error reason;   // where they were not
} kt_ask_result;

extern const kt_record kt_ask_record;

#endif
