// SPDX-License-Identifier: EUPL-1.2
// What explaining a flow leaves behind.
#ifndef KT_REPORT_RECORD_EXPLAIN_RESULT_H
#define KT_REPORT_RECORD_EXPLAIN_RESULT_H

#include "analysis/assess/flow_sum.h"

typedef struct kt_explain_result {
    const kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_study study;
    kt_flow_sum sum;
    char period[KT_VINTAGE_TEXT]; // of the figures, as it is asked for
} kt_explain_result;

#endif
