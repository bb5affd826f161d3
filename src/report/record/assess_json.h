// SPDX-License-Identifier: EUPL-1.2
// The assessment as JSON: the one writer for command and API.
#ifndef KT_REPORT_RECORD_ASSESS_JSON_H
#define KT_REPORT_RECORD_ASSESS_JSON_H

#include "analysis/assess/assess.h"
#include "base/json.h"

// Writes the value of `result`: the fixed keys of DESIGN, then `risks`, `rule` and `notes`.
void kt_assess_json_write(kt_json *json, const kt_assessment *assessment);

#endif
