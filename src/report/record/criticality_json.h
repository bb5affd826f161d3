// SPDX-License-Identifier: EUPL-1.2
// The criticality part of an assessment as JSON.
#ifndef KT_REPORT_RECORD_CRITICALITY_JSON_H
#define KT_REPORT_RECORD_CRITICALITY_JSON_H

#include "analysis/assess/assess.h"
#include "base/json.h"

// Writes the keys `areas` and `semi_finished` of an assessment.
void kt_criticality_json_assessment(kt_json *json, const kt_assessment *assessment);

#endif
