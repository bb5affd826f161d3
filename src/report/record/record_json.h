// SPDX-License-Identifier: EUPL-1.2
// Any row as JSON, as its record says: the one writer of results for the command line, other
// programs and tests.
#ifndef KT_REPORT_RECORD_RECORD_JSON_H
#define KT_REPORT_RECORD_RECORD_JSON_H

#include "base/json.h"
#include "base/record.h"
#include "report/document/disclose.h"

// Writes the row under `key`, which may be NULL; the row is the first context. O(values).
void kt_record_json_write(kt_json *json, const char *key, const kt_disclosed *disclosed);

// Writes one field of a row of what is disclosed, with what lies under it, bare (without its key).
void kt_record_json_field(kt_json *json, const kt_disclosed *disclosed, const kt_field *field,
                          const void *row, const void *context);

// Writes the arguments of an operation: each option that decides the result, with its value.
void kt_record_json_arguments(kt_json *json, const char *key, const kt_disclosed *disclosed);

#endif
