// SPDX-License-Identifier: EUPL-1.2
// The fields of the sum behind one flow.
#ifndef KT_REPORT_RECORD_EXPLAIN_RECORD_H
#define KT_REPORT_RECORD_EXPLAIN_RECORD_H

#include "base/record.h"
#include "report/record/explain_result.h"

extern const kt_record kt_explain_record; // of kt_explain_result

#endif
