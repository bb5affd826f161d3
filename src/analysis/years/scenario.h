// SPDX-License-Identifier: EUPL-1.2
// Scenarios as the kernel takes them: which producers keep how much, and when. They are those of
// the case, or the dated measures that lie beside the reference: measures that states took, with
// the days on which they did. What a user supposes beside them is one more scenario, read and
// computed as they are.
//
// A ban, an end-use ban and a failure take `magnitude` of the output (all of it where the cell is
// empty). So do a quota and a demand of others, which must state a magnitude: 0.5 means that half
// of the usual supply does not arrive. A licence duty takes what its rate does not let through; its
// delay takes nothing without time. Tariffs and delays take nothing: they cost money and time. What
// has no duration lasts as long as its scenario.
//
// A target that the case does not know is a fault of a case's own event (model/event_rules.h); a
// dated measure touches nothing there.
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
    const kt_table *table; // scenarios, of the case or of the dated measures
    uint32_t row;          // of it; KT_NO_ROW: what is supposed
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
    bool dated; // measures that were taken, not the scenarios of the case
    kt_supposed supposed;
} kt_scenarios;

// Which scenarios are listed.
typedef struct kt_scenario_choice {
    bool dated;           // the dated measures, in place of those of the case
    kt_supposed supposed; // one more, where something is
} kt_scenario_choice;

// Which list holds what was asked for: the id of a scenario of the case, else that of a dated
// measure, else the word for all of these; NULL: all of the case, or of a case without any all
// dated ones. O(1); an id that is in neither gives false in *known, and the scenarios of the case.
bool kt_scenario_is_dated(bool *known, const kt_case *the_case, const char *asked);

// All scenarios of the network's case, or all dated measures, and that of what is supposed where
// something is. `choice` may be NULL: those of the case. O(events · producers). Arrays live in
// `arena`; texts are the case's and those of what is supposed. `control` may be NULL. KT_BAD_INPUT
// when a scenario of the case has the id that is needed, else KT_NO_RESOURCES only.
kt_status kt_scenario_list(kt_scenarios *out, const kt_network *network,
                           const kt_scenario_choice *choice, const kt_control *control,
                           kt_arena *arena, kt_error *err);

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

// The days from the first to the last of a dated scenario; infinite where it has no last day, or no
// first.
double kt_scenario_days(const kt_scenario *scenario);

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
