// SPDX-License-Identifier: EUPL-1.2
// The JSON Schema (2020-12) of what an operation prints with --json, made from its records.
#ifndef KT_SERVICE_DESCRIBE_SCHEMA_H
#define KT_SERVICE_DESCRIBE_SCHEMA_H

#include "base/buffer.h"
#include "service/operation.h"

// Appends one JSON document.
void kt_describe_schema(kt_buffer *out, const kt_operation *operation);

#endif
