// SPDX-License-Identifier: EUPL-1.2
// The operations that there are: a row each. Everything that lists them reads this table.
#ifndef KT_SERVICE_OPERATION_TABLE_H
#define KT_SERVICE_OPERATION_TABLE_H

#include "service/operation.h"

extern const kt_operation *const kt_operation_table[]; // ends at NULL

// The operation, or NULL.
const kt_operation *kt_operation_table_find(const char *name);

#endif
