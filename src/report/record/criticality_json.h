// SPDX-License-Identifier: EUPL-1.2
// The criticality of materials as JSON: the one writer for command and API.
#ifndef KT_REPORT_RECORD_CRITICALITY_JSON_H
#define KT_REPORT_RECORD_CRITICALITY_JSON_H

#include "analysis/assess/assess.h"
#include "analysis/supply/criticality.h"
#include "base/json.h"

// Writes the value of `result`: the fixed keys of DESIGN in `materials`, then what they rest on.
// `material` KT_NO_ROW: all, by id.
void kt_criticality_json_write(kt_json *json, const kt_criticality *criticality, uint32_t material);

// Writes the keys `areas` and `semi_finished` of an assessment.
void kt_criticality_json_assessment(kt_json *json, const kt_assessment *assessment);

// "within the tolerance" is an empty list. Words for the bits of kt_cause, in their order.
extern const char *const kt_criticality_json_cause[KT_N_CAUSES];

#endif
