// SPDX-License-Identifier: EUPL-1.2
// The fields of an assessment.
#ifndef KT_REPORT_RECORD_ASSESS_RECORD_H
#define KT_REPORT_RECORD_ASSESS_RECORD_H

#include "base/record.h"
#include "report/record/assess_result.h"

extern const kt_record kt_assess_record; // of kt_assess_result

#endif
