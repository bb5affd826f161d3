// SPDX-License-Identifier: EUPL-1.2
// One realloc for 16 elements up to hundreds of megabytes. Growing by half again keeps appending
// linear and wastes at most a third; large arrays ask for large pages (pages.h).
#include "base/grow.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/pages.h"

void *kt_grow_array(void *array, size_t *capacity, size_t need, size_t size, bool *failed)
{
    assert(size > 0);
    if (need <= *capacity)
        return array;
    size_t target = *capacity + *capacity / 2;
    if (target < need)
        target = need;
    if (target < 16)
        target = 16;
    void *moved = target > (SIZE_MAX / 2) / size ? NULL : realloc(array, target * size);
    if (moved == NULL) {
        *failed = true;
        return array;
    }
    kt_pages_enlarge(moved, target * size);
    *capacity = target;
    return moved;
}

void *kt_grow_trim(void *array, size_t *capacity, size_t used, size_t size)
{
    if (used == *capacity || used == 0)
        return array;
    void *moved = realloc(array, used * size);
    if (moved == NULL)
        return array;
    *capacity = used;
    return moved;
}
