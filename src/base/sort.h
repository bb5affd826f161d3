// SPDX-License-Identifier: EUPL-1.2
// Sorting of what is mostly sorted: tables come in the order of their ids more often than not, and
// looking costs one pass where the library's sort costs twenty and as much memory again.
#ifndef KT_BASE_SORT_H
#define KT_BASE_SORT_H

#include <stddef.h>

// qsort, unless the `n` elements of `size` bytes stand in order already. `compare` is that of
// qsort.
void kt_sort(void *array, size_t n, size_t size, int (*compare)(const void *, const void *));

#endif
