// SPDX-License-Identifier: EUPL-1.2
// See sort.h.
#include "base/sort.h"

#include <stdlib.h>

void kt_sort(void *array, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    const char *at = array;
    for (size_t k = 1; k < n; k++, at += size) {
        if (compare(at, at + size) > 0) {
            qsort(array, n, size, compare);
            return;
        }
    }
}
