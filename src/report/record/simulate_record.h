// SPDX-License-Identifier: EUPL-1.2
// The fields of scenarios and drawn years.
#ifndef KT_REPORT_RECORD_SIMULATE_RECORD_H
#define KT_REPORT_RECORD_SIMULATE_RECORD_H

#include "analysis/years/montecarlo.h"
#include "base/record.h"

typedef struct kt_simulate_result {
    const kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_montecarlo_options options; // as they were used
    kt_montecarlo run;
} kt_simulate_result;

extern const kt_record kt_simulate_record;
extern const char *const kt_simulate_record_samplings[]; // "stratified", "plain", "importance"

#endif
