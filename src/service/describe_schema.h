// SPDX-License-Identifier: EUPL-1.2
// The JSON Schema (2020-12) of what an operation prints with --json, made from its records.
#ifndef KT_SERVICE_DESCRIBE_SCHEMA_H
#define KT_SERVICE_DESCRIBE_SCHEMA_H

#include "base/json.h"
#include "service/operation.h"

// Writes it as a value of a larger document; `key` as in kt_json_open.
void kt_describe_schema_put(kt_json *json, const char *key, const kt_operation *operation);

// Appends one JSON document.
void kt_describe_schema(kt_buffer *out, const kt_operation *operation);

#endif
