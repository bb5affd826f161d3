// SPDX-License-Identifier: EUPL-1.2
// Failure, yes or no (DESIGN section 4): turns the network and a class of events into a failure
// structure for the decision diagrams. The same rule can be evaluated directly for one set of
// events, which explanations need.
#ifndef KT_ANALYSIS_FAILURE_FAILURE_H
#define KT_ANALYSIS_FAILURE_FAILURE_H

#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "diagram/structure.h"

typedef struct kt_failure_rule {
    double min_share; // surviving share below which a requirement without its own fails; 0: only at
                      // nothing
    bool unknown_fails; // the open ends of the chain have failed already (the upper bound)
} kt_failure_rule;

// Builds the structure; its event e is events->event[e], and events with `excluded` (one flag per
// event, may be NULL) never occur. Probabilities are not set. The caller closes *out. O(reached
// sources). KT_NO_RESOURCES only, when study->control stops it too.
kt_status kt_failure_structure(kt_structure **out, const kt_study *study, const kt_events *events,
                               const bool *excluded, const kt_failure_rule *rule, kt_error *err);

typedef struct kt_failure {
    bool *producer; // [n_producers] has failed
    bool *recipe;   // [n_recipes] an essential requirement has failed
    bool target;    // all sources of the target's market have failed
} kt_failure;

// What fails when exactly the events with `occurs[e]` occur. Arrays live in `arena`. O(sources).
kt_status kt_failure_evaluate(kt_failure *out, const kt_study *study, const kt_events *events,
                              const bool *occurs, const kt_failure_rule *rule, kt_arena *arena);

// Whether a requirement has failed, given what has: every alternative is short of what it needs.
bool kt_failure_requirement(const kt_failure *failure, const kt_network *network,
                            uint32_t requirement, const kt_failure_rule *rule);

#endif
