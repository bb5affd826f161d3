// SPDX-License-Identifier: EUPL-1.2
// Sorts what is mostly sorted already: tables come in the order of their ids more often than not.
// One pass finds that out, where the library's sort costs twenty and as much memory again.
#ifndef KT_BASE_SORT_H
#define KT_BASE_SORT_H

#include <stddef.h>

// qsort, unless the `n` elements of `size` bytes stand in order already. `compare` is as qsort
// takes it.
void kt_sort(void *array, size_t n, size_t size, int (*compare)(const void *, const void *));

#endif
