// SPDX-License-Identifier: EUPL-1.2
// See parallel.h.
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct loop {
    size_t n;
    atomic_size_t next;
    kt_parallel_round round;
    void *user;
} loop;

typedef struct worker {
    loop *loop;
    unsigned number;
    pthread_t thread;
} worker;

static void *work(void *argument)
{
    const worker *w = argument;
    loop *l = w->loop;
    for (;;) {
        size_t round = atomic_fetch_add(&l->next, 1);
        if (round >= l->n)
            return NULL;
        l->round(l->user, round, w->number);
    }
}

void kt_parallel_run(size_t n, unsigned threads, kt_parallel_round round, void *user)
{
    loop l = {.n = n, .round = round, .user = user};
    worker others[KT_PARALLEL_MOST];
    worker own = {.loop = &l, .number = 0};
    unsigned started = 0;
    if (threads > KT_PARALLEL_MOST)
        threads = KT_PARALLEL_MOST;
    for (unsigned i = 1; i < threads && i < n; i++) {
        others[started] = (worker){.loop = &l, .number = i};
        if (pthread_create(&others[started].thread, NULL, work, &others[started]) != 0)
            break;
        started++;
    }
    work(&own);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(others[i].thread, NULL);
}

unsigned kt_parallel_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > KT_PARALLEL_MOST ? KT_PARALLEL_MOST : (unsigned)n;
}
