// SPDX-License-Identifier: EUPL-1.2
// Gives the advice with madvise, for 4 MiB and more: below, the page tables stay in the cache
// anyway. The only file that knows of Linux's huge pages; elsewhere it does nothing.
#define _DEFAULT_SOURCE // NOLINT(bugprone-reserved-identifier): madvise
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

enum { PAGE = 4096, WORTH_IT = 4 << 20 };

void kt_pages_enlarge(void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    // From the page where the block begins, which holds the allocator's own words: a mapping that
    // is advised whole stays one mapping, which can still grow without being copied.
    size_t before = (uintptr_t)memory % PAGE;
    if (memory != NULL && bytes >= WORTH_IT)
        (void)madvise((char *)memory - before, before + bytes, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}
