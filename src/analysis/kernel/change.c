// SPDX-License-Identifier: EUPL-1.2
// See change.h.
#include "analysis/kernel/change.h"

#include <assert.h>

void kt_change_lane(kt_capacity *capacity, const kt_change *change, uint32_t lane)
{
    assert(change->kind == KT_CHANGE_LEFT || change->kind == KT_CHANGE_SCALE);
    if (change->kind == KT_CHANGE_SCALE)
        kt_capacity_scale(capacity, (uint32_t)change->at, lane, change->value);
    else
        kt_capacity_set(capacity, (uint32_t)change->at, lane, change->value);
}
