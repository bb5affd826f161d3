// SPDX-License-Identifier: EUPL-1.2
// A counting sort in two passes over 10 to 1e7 rows: it needs no comparison and no memory beyond
// its result, and keeps the order of the file within a group.
#include "model/group.h"

#include <assert.h>
#include <stdlib.h>

#include "base/pages.h"
#include "model/table.h"

kt_status kt_group_rows(kt_group *out, const uint32_t *key, uint32_t n_rows, uint32_t n_groups,
                        kt_error *err)
{
    *out = (kt_group){.n = n_groups};
    out->first = calloc((size_t)n_groups + 2, sizeof *out->first);
    out->row = malloc(((size_t)n_rows + 1) * sizeof *out->row);
    if (out->first == NULL || out->row == NULL) {
        kt_group_free(out);
        return kt_error_no_memory(err);
    }
    kt_pages_enlarge(out->row, n_rows * sizeof *out->row);
    uint32_t *next = out->first + 1; // becomes `first` once every group has been filled
    for (uint32_t r = 0; r < n_rows; r++) {
        assert(key[r] == KT_NO_ROW || key[r] < n_groups);
        if (key[r] != KT_NO_ROW && key[r] + 1 < n_groups)
            next[key[r] + 1]++;
    }
    for (uint32_t g = 1; g < n_groups; g++)
        next[g] += next[g - 1];
    for (uint32_t r = 0; r < n_rows; r++) {
        if (key[r] != KT_NO_ROW)
            out->row[next[key[r]]++] = r;
    }
    return KT_OK;
}

void kt_group_free(kt_group *group)
{
    free(group->first);
    free(group->row);
    *group = (kt_group){0};
}
