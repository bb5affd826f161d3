// SPDX-License-Identifier: EUPL-1.2
// Rules of the bill of materials: no pair twice, one `essential` per alternative group, no cycle.
#ifndef KT_MODEL_BOM_RULES_H
#define KT_MODEL_BOM_RULES_H

#include "base/control.h"
#include "model/case.h"

// O(rows log rows of a parent). Faults go to the case's list. KT_NO_RESOURCES only.
kt_status kt_bom_rules_check(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
