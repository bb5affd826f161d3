// SPDX-License-Identifier: EUPL-1.2
// The scenarios of a case as the kernel takes them: which producers keep how much, and when. What a
// user supposes beside them is one more scenario, read and computed as they are.
//
// A ban, an end-use ban and a failure take `magnitude` of the output (all of it where the cell is
// empty). So do a quota and a demand of others, which must state a magnitude: 0.5 means that half
// of the usual supply does not arrive. Tariffs and delays take nothing: they cost money and time.
#ifndef KT_ANALYSIS_YEARS_SCENARIO_H
#define KT_ANALYSIS_YEARS_SCENARIO_H

#include "analysis/kernel/change.h"
#include "base/arena.h"
#include "model/scenario_event.h"

// What a user supposes to happen: events that the rules of the case allow.
typedef struct kt_supposed {
    const kt_scenario_event *event; // [n]
    uint32_t n;                     // 0: nothing is supposed
} kt_supposed;

typedef struct kt_effect {
    kt_scenario_event event;
    double left;       // of the output of each producer; 1 for a tariff or a delay
    double start, end; // days; end is infinite where no duration is given
    uint32_t first;    // of its producers in kt_scenarios.producer
    uint32_t n;
} kt_effect;

typedef struct kt_scenario {
    uint32_t row; // of scenarios; KT_NO_ROW: what is supposed
    const char *id;
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
    kt_supposed supposed;
} kt_scenarios;

extern const char *const kt_scenario_supposed; // "what-if", the id of its scenario

// All scenarios of the network's case, and that of what is supposed where something is (`supposed`
// may be NULL). O(events · producers). Arrays live in `arena`; texts are the case's and those of
// `supposed`. `control` may be NULL. KT_BAD_INPUT when a scenario of the case has the id
// that is needed, else KT_NO_RESOURCES only.
kt_status kt_scenario_list(kt_scenarios *out, const kt_network *network,
                           const kt_supposed *supposed, const kt_control *control, kt_arena *arena,
                           kt_error *err);

// The scenario with the id, or KT_NO_ROW.
uint32_t kt_scenario_find(const kt_scenarios *scenarios, const char *id);

// That of what is supposed, or NULL.
const kt_scenario *kt_scenario_of_supposed(const kt_scenarios *scenarios);

// An event that is supposed, with what comes of it.
typedef struct kt_supposed_event {
    const kt_scenario_event *event;
    const kt_effect *effect; // NULL: it has no size, and takes nothing
} kt_supposed_event;

// Walks what is supposed, in the order given. *at and *at_effect are 0 at first; false at the end.
bool kt_scenario_next_supposed(kt_supposed_event *out, const kt_scenarios *scenarios, uint64_t *at,
                               uint64_t *at_effect);

// The changes of a network that the scenario is on `day`, in the order of its events: of those
// producers that the circuit has. The list lives in `arena`; NULL when memory runs out.
kt_change *kt_scenario_changes(size_t *n, const kt_scenarios *scenarios, uint32_t scenario,
                               double day, const kt_circuit *circuit, kt_arena *arena);

// Takes what the scenario takes on `day` in one lane; what other events took already stays taken.
void kt_scenario_apply(kt_capacity *capacity, const kt_scenarios *scenarios, uint32_t scenario,
                       double day, uint32_t lane);

// Sets worst_day of every scenario: the days are those on which something starts, the earliest
// where several are as bad for `item`. All a(p) must be 1 and are 1 afterwards. A sweep for each
// event; KT_NO_RESOURCES when `control` (may be NULL) stops it.
kt_status kt_scenario_worst(kt_scenarios *scenarios, kt_capacity *capacity, uint32_t item,
                            const kt_control *control, kt_error *err);

#endif
