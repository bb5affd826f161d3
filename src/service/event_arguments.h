// SPDX-License-Identifier: EUPL-1.2
// Events that a user supposes, as arguments of an operation: --event, --magnitude and --kind, each
// as often as needed.
#ifndef KT_SERVICE_EVENT_ARGUMENTS_H
#define KT_SERVICE_EVENT_ARGUMENTS_H

#include "analysis/years/scenario.h"
#include "base/record.h"

typedef struct kt_event_arguments {
    const char **event; // [n_events]
    double *magnitude;  // [n_magnitudes] one for all events, or one for each
    int32_t *kind;      // [n_kinds] the same
    uint32_t n_events, n_magnitudes, n_kinds;
} kt_event_arguments;

extern const kt_record kt_event_arguments_record;

// Reads them against the case, by the rules and in the words of scenario_events. KT_BAD_INPUT for
// the first event that the case does not know or allow, KT_BAD_USAGE when there are neither one
// magnitude (or kind) nor as many as events. Rows live in `arena`, texts as long as the arguments.
kt_status kt_event_arguments_read(kt_supposed *out, const kt_event_arguments *arguments,
                                  const kt_case *the_case, kt_arena *arena, kt_error *err);

#endif
