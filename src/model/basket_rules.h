// SPDX-License-Identifier: EUPL-1.2
// Rules of the public baskets of typical items: what an item holds is one material or one
// composition.
#ifndef KT_MODEL_BASKET_RULES_H
#define KT_MODEL_BASKET_RULES_H

#include "model/case.h"

// O(rows). Faults go to the case's list, and stand at `material` or `composition`.
void kt_basket_rules_check(kt_case *the_case);

#endif
