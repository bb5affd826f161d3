// SPDX-License-Identifier: EUPL-1.2
// Why an event hurts: the shortest chain of inputs from the target to it, and what is known of time
// on the way (stocks, switching).
#ifndef KT_ANALYSIS_CHAIN_PATH_H
#define KT_ANALYSIS_CHAIN_PATH_H

#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "analysis/kernel/capacity.h"

typedef struct kt_path_step {
    uint32_t item;
    uint32_t bom_row; // that leads here; KT_NO_ROW for the target and for stages of the reference
    uint32_t alternative; // another alternative of that requirement, or KT_NO_ROW
} kt_path_step;

typedef struct kt_path {
    uint32_t n;         // 0 where the event does not touch the target
    kt_path_step *step; // from the target to the item that fails
} kt_path;

// Reads the lane of the last sweep, which must have been `first_only`: the shortest path from the
// target to an item of the flow through requirements of which no more is left than of the target.
// Ties go to the smaller id. O(reached requirements). The steps live in the study's arena.
// KT_NO_RESOURCES only.
kt_status kt_path_find(kt_path *out, const kt_capacity *capacity, const kt_study *study,
                       const kt_event *flow, uint32_t lane, kt_error *err);

// Days that stocks of the item last, the largest that a holder states; NaN when none does.
double kt_path_stock_days(const kt_network *network, uint32_t item);

// Days to switch to the item: the smallest of its supply rows; NaN when none says.
double kt_path_switch_days(const kt_network *network, uint32_t item);

#endif
