// SPDX-License-Identifier: EUPL-1.2
// The operation table: one entry gives a command, its help, its arguments and its handler. Command
// line, man page and completion are made from it; later also routes and OpenAPI.
#ifndef KT_SERVICE_OPERATION_TABLE_H
#define KT_SERVICE_OPERATION_TABLE_H

#include "service/operation.h"

extern const kt_option_spec kt_operation_table_option[KT_N_OPTIONS];

extern const kt_operation kt_operation_table[]; // ends at a NULL name

// The operation, or NULL.
const kt_operation *kt_operation_table_find(const char *name);

// True when `option` belongs to the operation or to all.
bool kt_operation_table_takes(const kt_operation *operation, kt_option_id option);

// Appends the help of one operation; of the program when `operation` is NULL.
void kt_operation_table_help(kt_buffer *out, const kt_operation *operation, kt_lang lang);

#endif
