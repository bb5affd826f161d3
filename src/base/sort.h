// SPDX-License-Identifier: EUPL-1.2
// Sorting of what is mostly sorted: tables come in the order of their ids more often than not, and
// looking costs one pass where the library's sort costs twenty and as much memory again. And
// sorting that can be stopped: a million texts take the library's sort about a second.
#ifndef KT_BASE_SORT_H
#define KT_BASE_SORT_H

#include <stddef.h>

#include "base/control.h"

// qsort, unless the `n` elements of `size` bytes stand in order already. `compare` is as qsort
// takes it.
void kt_sort(void *array, size_t n, size_t size, int (*compare)(const void *, const void *));

// The same for long arrays: looks at `control` every some thousand elements. KT_NO_RESOURCES when
// stopped; the elements are then all there, in any order. Takes as much memory again, and does
// without it (and without a look in the middle) where there is none.
kt_status kt_sort_long(void *array, size_t n, size_t size,
                       int (*compare)(const void *, const void *), const kt_control *control,
                       kt_error *err);

#endif
