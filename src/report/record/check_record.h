// SPDX-License-Identifier: EUPL-1.2
// The fields of a check of the data.
#ifndef KT_REPORT_RECORD_CHECK_RECORD_H
#define KT_REPORT_RECORD_CHECK_RECORD_H

#include "base/record.h"
#include "model/case.h"

typedef struct kt_check_result {
    const kt_case *the_case; // with its faults
    kt_lang lang;            // of their messages
} kt_check_result;

extern const kt_record kt_check_record;

#endif
