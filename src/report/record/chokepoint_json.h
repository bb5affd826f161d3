// SPDX-License-Identifier: EUPL-1.2
// Chokepoints as JSON: the fixed keys of DESIGN section 5, and what explains them.
#ifndef KT_REPORT_RECORD_CHOKEPOINT_JSON_H
#define KT_REPORT_RECORD_CHOKEPOINT_JSON_H

#include "analysis/assess/assess.h"
#include "analysis/failure/chokepoint.h"
#include "base/json.h"

// Writes the value of `result`.
void kt_chokepoint_json_write(kt_json *json, const kt_chokepoints *chokepoints,
                              const kt_study *study);

// Writes `chokepoints` of an assessment: one object for each least share; null where they were not
// looked for.
void kt_chokepoint_json_section(kt_json *json, const kt_assessment *assessment);

#endif
