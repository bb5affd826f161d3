// SPDX-License-Identifier: EUPL-1.2
// Large pages for large arrays. A program that reads here and there in hundreds of megabytes walks
// through the page tables at every step where pages are of 4 KiB, and hardly ever where they are of
// 2 MiB. Only advice: no result depends on it.
#ifndef KT_BASE_PAGES_H
#define KT_BASE_PAGES_H

#include <stddef.h>

// Asks the system for large pages within `memory`, which the caller has not filled yet. Does
// nothing to less than 4 MiB, or where the system has no such pages.
void kt_pages_enlarge(void *memory, size_t bytes);

#endif
