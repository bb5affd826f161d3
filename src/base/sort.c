// SPDX-License-Identifier: EUPL-1.2
// Looks whether any two neighbours stand the wrong way round, O(n), and calls qsort only then.
// Arrays of 10 to 1e7 elements.
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
