// SPDX-License-Identifier: EUPL-1.2
// Fields that several results have.
#ifndef KT_REPORT_RECORD_COMMON_RECORD_H
#define KT_REPORT_RECORD_COMMON_RECORD_H

#include "base/record.h"

extern const char *const kt_common_record_scopes[];   // "global", "eu": of the Commission's study
extern const char *const kt_common_record_verdicts[]; // "no", "unknown", "yes"

// double[4]: the share of facts of grade A, B, C, D.
extern const kt_record kt_common_record_evidence;

// const char *: a list of ids or words is a list of these.
extern const kt_record kt_common_record_text;

#endif
