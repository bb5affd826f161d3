// SPDX-License-Identifier: EUPL-1.2
// What an assessment leaves: the one that was asked for and, where other figures were named, the
// same under those.
#ifndef KT_REPORT_RECORD_ASSESS_RESULT_H
#define KT_REPORT_RECORD_ASSESS_RESULT_H

#include "analysis/assess/assess.h"
#include "analysis/assess/comparison.h"

typedef struct kt_assess_result {
    const kt_case *the_case;
    kt_assessment *assessment;
    kt_assessment *other;     // the same under other figures; NULL: not asked for
    kt_comparison comparison; // of `other` (before) with the assessment (after)
} kt_assess_result;

#endif
