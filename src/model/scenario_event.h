// SPDX-License-Identifier: EUPL-1.2
// An event of a scenario as a row of scenario_events says it, wherever it comes from: the table, or
// what somebody supposes without writing a table.
#ifndef KT_MODEL_SCENARIO_EVENT_H
#define KT_MODEL_SCENARIO_EVENT_H

#include "model/case.h"

extern const char kt_scenario_event_supposed[]; // "what-if", the scenario of what is supposed
extern const char kt_scenario_event_dated[];    // "dated", which asks for every dated measure

typedef struct kt_scenario_event {
    int type;           // what `target` is: KT_EVENT_SITE …
    int kind;           // kt_event_kind
    const char *target; // an id, of a flow COUNTRY/material/stage
    double magnitude;   // NaN where none is given, and so are the days
    double start_day, duration_days;
    double delay_days; // of a licence duty: how long an application takes
} kt_scenario_event;

// The event of a row of scenario_events, of the case or of the dated measures (kt_case_scenarios);
// its text is the case's. The magnitude of a licence duty with a rate is 1 - rate. O(1).
kt_scenario_event kt_scenario_event_row(const kt_case *the_case, const kt_table *events,
                                        uint32_t row);

// Whether there is a site, organisation, country, material or item with the id; a flow is known by
// its parts. A material is one of the reference or of an item of the case: what the reference lacks
// is allowed there. O(1), for a material that the reference lacks O(items).
bool kt_scenario_event_knows(const kt_case *the_case, int type, const char *id);

// Reads what is named into `type` and `target` of the event, the target borrowed from `name`:
// "TYPE:ID", or the id alone. With slashes it is a flow; else it is the one country, site,
// organisation or material with this id, and an item where it is none of them. False with a fault
// at `place` when it is none of them or several. Whether a TYPE has the id is for
// kt_event_rules_judge. O(items) at most; more for a message.
bool kt_scenario_event_name(kt_scenario_event *out, const kt_case *the_case, const char *name,
                            kt_fault_list *faults, kt_fault place);

#endif
