// SPDX-License-Identifier: EUPL-1.2
// The fields of an assessment.
#ifndef KT_REPORT_RECORD_ASSESS_RECORD_H
#define KT_REPORT_RECORD_ASSESS_RECORD_H

#include "analysis/assess/assess.h"
#include "base/record.h"

typedef struct kt_assess_result {
    const kt_case *the_case;
    kt_assessment *assessment;
} kt_assess_result;

extern const kt_record kt_assess_record;

#endif
