// SPDX-License-Identifier: EUPL-1.2
// Memory that is free, asked before much of it is taken: work that cannot fit should say so with
// figures within seconds, and not be ended by the system after an hour.
#ifndef KT_BASE_ROOM_H
#define KT_BASE_ROOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Bytes that this process can still take: the least of what the machine has available, what its
// control groups leave, and what its address space may grow by. Memory that the system gives back
// when it is needed (files it keeps, what it remembers of folders, swap) counts as free. UINT64_MAX
// where nothing is said.
uint64_t kt_room_free(void);

// What is said of room in a text as Linux gives it; UINT64_MAX where it does not say. They are the
// pieces of kt_room_free, apart so that they can be tested.
//   meminfo: /proc/meminfo, in bytes.  limit, used: one number, or "max".  stat: memory.stat of the
//   group, of control groups version 1 or 2.
uint64_t kt_room_of_machine(const char *meminfo);
uint64_t kt_room_number(const char *limit);
uint64_t kt_room_of_group(const char *limit, const char *used, const char *stat);

// KT_NO_RESOURCES, with both figures, when `bytes` are plainly more than what is free. `bytes` is
// what will surely be taken and written to; below KT_ROOM_SMALL it is not looked at: that is
// cheaper to try.
enum { KT_ROOM_SMALL = 8 << 20 };
kt_status kt_room_ask(uint64_t bytes, kt_error *err);

#endif
