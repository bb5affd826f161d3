// SPDX-License-Identifier: EUPL-1.2
// The fields of a stress table.
#ifndef KT_REPORT_RECORD_STRESS_RECORD_H
#define KT_REPORT_RECORD_STRESS_RECORD_H

#include "analysis/years/stress.h"
#include "base/record.h"

typedef struct kt_stress_result {
    const kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_scope scope;
    kt_stress stress;
} kt_stress_result;

extern const kt_record kt_stress_record;

#endif
