// SPDX-License-Identifier: EUPL-1.2
// Scenarios and years as JSON.
#ifndef KT_REPORT_RECORD_SIMULATE_JSON_H
#define KT_REPORT_RECORD_SIMULATE_JSON_H

#include "analysis/years/montecarlo.h"
#include "base/json.h"

// Writes the value of `result`: the fixed keys of DESIGN section 5 for every scenario (those of
// time are null here), then `year`, null after a single run.
void kt_simulate_json_write(kt_json *json, const kt_montecarlo *run,
                            const kt_montecarlo_options *options);

#endif
