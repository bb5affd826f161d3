// SPDX-License-Identifier: EUPL-1.2
// The fields of the criticality of materials.
#ifndef KT_REPORT_RECORD_CRITICALITY_RECORD_H
#define KT_REPORT_RECORD_CRITICALITY_RECORD_H

#include "analysis/supply/criticality.h"
#include "base/record.h"

typedef struct kt_criticality_result {
    const kt_case *the_case;
    kt_criticality criticality;
    uint32_t material; // row of materials, or KT_NO_ROW: all
} kt_criticality_result;

extern const kt_record kt_criticality_record;

#endif
