// SPDX-License-Identifier: EUPL-1.2
// A loop whose rounds run on several threads. Rounds are handed out one by one, so they should be
// large (a millisecond); each writes results of its own, so they do not depend on who ran it.
#ifndef KT_BASE_PARALLEL_H
#define KT_BASE_PARALLEL_H

#include <stddef.h>

enum { KT_PARALLEL_MOST = 256 };

// `worker` is below the number of threads: which scratch memory to use.
typedef void (*kt_parallel_round)(void *user, size_t round, unsigned worker);

// Runs rounds 0 to n - 1 and returns when all are done. `threads` counts the caller's own (0 and 1:
// no other; at most KT_PARALLEL_MOST). A thread that the system refuses is done without.
void kt_parallel_run(size_t n, unsigned threads, kt_parallel_round round, void *user);

// Processors that the system offers, at least 1.
unsigned kt_parallel_processors(void);

#endif
