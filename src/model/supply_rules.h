// SPDX-License-Identifier: EUPL-1.2
// Rules of the supply rows: no (item, supplier, buyer) twice, shares of one item and buyer at
// most 1. The shares of a reference market are as published: market.c divides them by their sum.
#ifndef KT_MODEL_SUPPLY_RULES_H
#define KT_MODEL_SUPPLY_RULES_H

#include "base/control.h"
#include "model/case.h"

// O(rows log rows of an item). Faults go to the case's list. KT_NO_RESOURCES only.
kt_status kt_supply_rules_check(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
