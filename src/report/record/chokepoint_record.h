// SPDX-License-Identifier: EUPL-1.2
// The fields of chokepoints: of an analysis of their own, and of the short look that an assessment
// takes at them.
#ifndef KT_REPORT_RECORD_CHOKEPOINT_RECORD_H
#define KT_REPORT_RECORD_CHOKEPOINT_RECORD_H

#include "analysis/failure/chokepoint.h"
#include "analysis/supply/buyer.h"
#include "base/record.h"

typedef struct kt_chokepoint_result {
    const kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_study study;
    kt_buyer buyer;
    kt_chokepoints chokepoints; // not where the structure alone is asked for
    kt_structure *structure;    // NULL where it is not asked for
    const char **event_id;      // [structure->n_events]
} kt_chokepoint_result;

extern const kt_record kt_chokepoint_record;
extern const char *const kt_chokepoint_record_classes[]; // "country", … "flow"

// Chokepoints of which little is told: a row that is its own context.
typedef struct kt_chokepoint_brief {
    const kt_chokepoints *chokepoints;
    const kt_study *study;
} kt_chokepoint_brief;

extern const kt_record kt_chokepoint_record_brief;

#endif
