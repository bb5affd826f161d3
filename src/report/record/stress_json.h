// SPDX-License-Identifier: EUPL-1.2
// The stress table as JSON.
#ifndef KT_REPORT_RECORD_STRESS_JSON_H
#define KT_REPORT_RECORD_STRESS_JSON_H

#include "analysis/years/stress.h"
#include "base/json.h"

// Writes the value of `result`.
void kt_stress_json_write(kt_json *json, const kt_stress *stress, kt_scope scope);

#endif
