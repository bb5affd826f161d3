// SPDX-License-Identifier: EUPL-1.2
// Rules of the scenario events: the target is known as what its type says, a flow part by part;
// what takes a share of an output takes at most all of it.
#ifndef KT_MODEL_EVENT_RULES_H
#define KT_MODEL_EVENT_RULES_H

#include "base/control.h"
#include "model/scenario_event.h"

// One event: its faults go to the list, at the places of its target and magnitude. O(items).
void kt_event_rules_judge(const kt_case *the_case, const kt_scenario_event *event,
                          kt_fault_list *faults, kt_fault target, kt_fault magnitude);

// Every row of scenario_events. O(events · items) for materials that the reference does not know,
// else O(events). Faults go to the case's list. KT_NO_RESOURCES when stopped.
kt_status kt_event_rules_check(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
