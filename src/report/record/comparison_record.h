// SPDX-License-Identifier: EUPL-1.2
// The fields of what other figures change in an assessment.
#ifndef KT_REPORT_RECORD_COMPARISON_RECORD_H
#define KT_REPORT_RECORD_COMPARISON_RECORD_H

#include "base/record.h"

extern const kt_record kt_comparison_record; // of kt_assess_result

// Whether an assessment was compared, and the one row of it.
kt_presence kt_comparison_record_when(const void *result, const void *context);
const void *kt_comparison_record_next(const void *result, const void *context, kt_cursor *cursor);

#endif
