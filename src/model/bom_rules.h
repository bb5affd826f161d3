// SPDX-License-Identifier: EUPL-1.2
// Rules of the bill of materials: no pair twice, one `essential` per alternative group, no cycle.
#ifndef KT_MODEL_BOM_RULES_H
#define KT_MODEL_BOM_RULES_H

#include "model/case.h"

// O(rows log rows of a parent). Faults go to the case's list.
kt_status kt_bom_rules_check(kt_case *the_case, kt_error *err);

#endif
