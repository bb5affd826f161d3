// SPDX-License-Identifier: EUPL-1.2
// Grows an array by half again, with the sizes checked before they are multiplied.
#ifndef KT_BASE_GROW_H
#define KT_BASE_GROW_H

#include <stdbool.h>
#include <stddef.h>

// Room for at least `need` elements of `size` bytes in `array` (malloc memory of *capacity
// elements, or NULL). Returns where the array is now. When memory runs out, sets *failed and
// returns the old array, unchanged: so that the caller's pointer is good either way.
//
//     list->row = kt_grow_array(list->row, &list->capacity, list->n + 1, sizeof *list->row, &failed);
void *kt_grow_array(void *array, size_t *capacity, size_t need, size_t size, bool *failed)
    __attribute__((warn_unused_result));

// Gives back what is not used; returns where the array is now.
void *kt_grow_trim(void *array, size_t *capacity, size_t used, size_t size)
    __attribute__((warn_unused_result));

#endif
