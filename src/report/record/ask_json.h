// SPDX-License-Identifier: EUPL-1.2
// The result of `keten ask --json`; docs/ask.md describes it.
#ifndef KT_REPORT_RECORD_ASK_JSON_H
#define KT_REPORT_RECORD_ASK_JSON_H

#include "analysis/assess/ask.h"
#include "base/json.h"

// Writes "result" into an open document.
void kt_ask_json_write(kt_json *json, const kt_ask *ask);

#endif
