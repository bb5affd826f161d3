// SPDX-License-Identifier: EUPL-1.2
// See operation_table.h. An operation is one file, operation_NAME.c, and one row here.
#include "service/operation_table.h"

#include <string.h>

// In the order of the help.
#define OPERATIONS(ROW)                                                                            \
    ROW(check)                                                                                     \
    ROW(assess)                                                                                    \
    ROW(explain)                                                                                   \
    ROW(chokepoints)                                                                               \
    ROW(criticality)                                                                               \
    ROW(ask)                                                                                       \
    ROW(template)                                                                                  \
    ROW(import)                                                                                    \
    ROW(refresh)                                                                                   \
    ROW(stress)                                                                                    \
    ROW(simulate)

#define DECLARE(name) extern const kt_operation kt_operation_##name;
#define ENTRY(name) &kt_operation_##name,

OPERATIONS(DECLARE)

const kt_operation *const kt_operation_table[] = {OPERATIONS(ENTRY) NULL};

const kt_operation *kt_operation_table_find(const char *name)
{
    for (size_t i = 0; kt_operation_table[i] != NULL; i++) {
        if (strcmp(kt_operation_table[i]->name, name) == 0)
            return kt_operation_table[i];
    }
    return NULL;
}
