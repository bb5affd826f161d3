// SPDX-License-Identifier: EUPL-1.2
// Why a set of events stops the target: for each of them the shortest chain of failures from it to
// the target.
#ifndef KT_ANALYSIS_FAILURE_EXPLAIN_H
#define KT_ANALYSIS_FAILURE_EXPLAIN_H

#include "analysis/failure/failure.h"

typedef struct kt_chain {
    uint32_t event;
    uint32_t n;     // 0 where the event is not among the causes
    uint32_t *item; // [n] from what fails with the event to the target
} kt_chain;

typedef struct kt_explanation {
    uint32_t n;
    kt_chain *chain; // [n] in the order of the events
} kt_explanation;

// `event`: `n` events that together stop the target under `rule`. O(sources). Lives in the study's
// arena. KT_NO_RESOURCES only, when study->control stops it too.
kt_status kt_explain_set(kt_explanation *out, const kt_study *study, const kt_events *events,
                         const uint32_t *event, uint32_t n, const kt_failure_rule *rule);

#endif
