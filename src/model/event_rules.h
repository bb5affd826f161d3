// SPDX-License-Identifier: EUPL-1.2
// Rules of scenarios and their events: the target is known as what its type says, a flow part by
// part; what takes a share of an output takes at most all of it; a rate and a delay are of a
// licence; a scenario ends after it begins. A dated measure has a first day and a size.
#ifndef KT_MODEL_EVENT_RULES_H
#define KT_MODEL_EVENT_RULES_H

#include "base/control.h"
#include "model/scenario_event.h"

// One event: its faults go to the list, at the places of its target and magnitude. O(items).
void kt_event_rules_judge(const kt_case *the_case, const kt_scenario_event *event,
                          kt_fault_list *faults, kt_fault target, kt_fault magnitude);

// Every row of scenarios and scenario_events; of a reference those of the dated measures, whose
// sites, organisations and items are whatever a case may have. O(events · items) for materials that
// the reference does not know, else O(events). Faults go to the case's list. KT_NO_RESOURCES when
// stopped.
kt_status kt_event_rules_check(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
