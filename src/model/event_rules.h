// SPDX-License-Identifier: EUPL-1.2
// Rules of the scenario events: the target is known as what its type says, a flow part by part;
// what takes a share of an output takes at most all of it.
#ifndef KT_MODEL_EVENT_RULES_H
#define KT_MODEL_EVENT_RULES_H

#include "base/control.h"
#include "model/case.h"

// O(events · items) for materials that the reference does not know, else O(events). Faults go to
// the case's list. KT_NO_RESOURCES when stopped.
kt_status kt_event_rules_check(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
