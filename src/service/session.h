// SPDX-License-Identifier: EUPL-1.2
// What handlers share: opening the case a request names, its faults as text, the JSON envelope.
#ifndef KT_SERVICE_SESSION_H
#define KT_SERVICE_SESSION_H

#include "analysis/assess/risk.h"
#include "base/json.h"
#include "model/case.h"
#include "report/document/document.h"
#include "service/operation.h"

// Opens the request's case. On faults, writes each as FILE:LINE:COLUMN: message and returns
// KT_BAD_INPUT; *out is then still set. The caller frees *out with kt_case_free.
kt_status kt_session_open(kt_case **out, kt_reply *reply, const kt_request *request, kt_error *err);

// The same with all tables of the reference; the reference alone where the request names no case.
kt_status kt_session_open_reference(kt_case **out, kt_reply *reply, const kt_request *request,
                                    kt_error *err);

// Writes faults (and warnings, unless quiet) to the reply's messages.
void kt_session_report(kt_reply *reply, const kt_case *the_case, bool with_warnings);

// The rule of risky dependencies with the thresholds that the request changes.
kt_risk_rule kt_session_rule(const kt_request *request);

// {"keten":…,"command":…,"case":{…}, and leaves the document open for "result".
void kt_session_begin_json(kt_json *json, kt_reply *reply, const char *command,
                           const kt_case *the_case);
void kt_session_end_json(kt_json *json);

// Renders the document for the screen that the request tells of, and frees it. KT_NO_RESOURCES
// where it is not whole.
kt_status kt_session_show(kt_reply *reply, kt_document *document, const kt_request *request,
                          kt_error *err);

// KT_NO_RESOURCES when the reply could not be held in memory.
kt_status kt_session_finish(kt_reply *reply, kt_error *err);

#endif
