// SPDX-License-Identifier: EUPL-1.2
// The scenarios of a case as the kernel takes them: which producers keep how much, and when.
//
// A ban, an end-use ban and a failure take `magnitude` of the output (all of it where the cell is
// empty). So do a quota and a demand of others, which must state a magnitude: 0.5 means that half
// of the usual supply does not arrive. Tariffs and delays take nothing: they cost money and time.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_H
#define KT_ANALYSIS_YEARS_SCENARIO_H

#include "analysis/kernel/capacity.h"
#include "base/arena.h"

typedef struct kt_effect {
    uint32_t row;      // of scenario_events
    uint8_t kind;      // kt_event_kind
    double left;       // of the output of each producer; 1 for a tariff or a delay
    double start, end; // days; end is infinite where no duration is given
    uint32_t first;    // of its producers in kt_scenarios.producer
    uint32_t n;
} kt_effect;

typedef struct kt_scenario {
    uint32_t row; // of scenarios
    kt_symbol id;
    double probability; // a year; NaN where none is given
    uint32_t first;     // of its effects
    uint32_t n;
    uint32_t n_unsized; // quotas and demands without a magnitude: nothing is taken for them
    double worst_day;   // a day on which most is lost; set by kt_scenario_worst
} kt_scenario;

typedef struct kt_scenarios {
    kt_scenario *row; // [n] by id
    uint32_t n;
    kt_effect *effect;
    uint32_t *producer;
} kt_scenarios;

// All scenarios of the network's case. O(events · producers). Arrays live in `arena`. `control` may
// be NULL. KT_NO_RESOURCES only.
kt_status kt_scenario_list(kt_scenarios *out, const kt_network *network, const kt_control *control,
                           kt_arena *arena, kt_error *err);

// The scenario with the id, or KT_NO_ROW.
uint32_t kt_scenario_find(const kt_scenarios *scenarios, const kt_network *network, const char *id);

// Takes what the scenario takes on `day` in one lane; what other events took already stays taken.
void kt_scenario_apply(kt_capacity *capacity, const kt_scenarios *scenarios, uint32_t scenario,
                       double day, uint32_t lane);

// Sets worst_day of every scenario: the days are those on which something starts, the earliest
// where several are as bad for `item`. All a(p) must be 1 and are 1 afterwards. A sweep for each
// event; KT_NO_RESOURCES when `control` (may be NULL) stops it.
kt_status kt_scenario_worst(kt_scenarios *scenarios, kt_capacity *capacity, uint32_t item,
                            const kt_control *control, kt_error *err);

#endif
