// SPDX-License-Identifier: EUPL-1.2
// Operations described to people and programs, from the same rows that parse and compute: the help
// of the program and of each operation.
#ifndef KT_SERVICE_DESCRIBE_H
#define KT_SERVICE_DESCRIBE_H

#include "base/buffer.h"
#include "service/operation.h"

// Appends "keten 0.1.0", on a line.
void kt_describe_version(kt_buffer *out);

// Appends the help of one operation; of the program when `operation` is NULL.
void kt_describe_help(kt_buffer *out, const kt_operation *operation, kt_lang lang);

#endif
