// SPDX-License-Identifier: EUPL-1.2
// The fields of a template that was written.
#ifndef KT_REPORT_RECORD_TEMPLATE_RECORD_H
#define KT_REPORT_RECORD_TEMPLATE_RECORD_H

#include "base/record.h"
#include "model/case.h"

typedef struct kt_template_result {
    const kt_case *the_case; // the reference, whose countries and materials the lists have
    const char *path;
} kt_template_result;

extern const kt_record kt_template_record;

#endif
