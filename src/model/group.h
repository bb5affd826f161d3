// SPDX-License-Identifier: EUPL-1.2
// Rows grouped by a key in compressed sparse rows: all supply rows of an item, all BOM rows of a
// parent. One counting sort, stable: rows keep file order within a group.
#ifndef KT_MODEL_GROUP_H
#define KT_MODEL_GROUP_H

#include <stdint.h>

#include "base/error.h"

typedef struct kt_group {
    uint32_t n;      // groups
    uint32_t *first; // [n + 1]
    uint32_t *row;   // [first[n]]
} kt_group;

// `key` of each of `n_rows` rows is below `n_groups`, or KT_NO_ROW: then the row is left out.
// O(n_rows + n_groups). KT_NO_RESOURCES when memory runs out; *out is then empty.
kt_status kt_group_rows(kt_group *out, const uint32_t *key, uint32_t n_rows, uint32_t n_groups,
                        kt_error *err);
void kt_group_free(kt_group *group);

#endif
