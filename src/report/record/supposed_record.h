// SPDX-License-Identifier: EUPL-1.2
// The fields of an event that is supposed, and what comes of it.
#ifndef KT_REPORT_RECORD_SUPPOSED_RECORD_H
#define KT_REPORT_RECORD_SUPPOSED_RECORD_H

#include "analysis/years/scenario.h"
#include "base/record.h"

extern const kt_record kt_supposed_record;         // of kt_supposed_event
extern const kt_record kt_supposed_record_on_days; // the same, with the days of a scenario's event

// The next event of a list; the cursor holds the row.
const void *kt_supposed_record_next(const kt_scenarios *scenarios, kt_cursor *cursor);

// The same of an event that has a size, of any scenario.
const void *kt_supposed_record_of(const kt_scenarios *scenarios, const kt_scenario *scenario,
                                  kt_cursor *cursor);

#endif
