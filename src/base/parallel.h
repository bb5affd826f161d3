// SPDX-License-Identifier: EUPL-1.2
// Work divided over threads: tasks are taken in order by whoever is free. Each task writes its own
// slice, so that what comes out does not depend on the number of threads.
#ifndef KT_BASE_PARALLEL_H
#define KT_BASE_PARALLEL_H

#include <stdint.h>

#include "base/control.h"

enum { KT_PARALLEL_MOST = 256 }; // threads

// `worker` is below the number of threads: for scratch memory that tasks of one thread share.
typedef kt_status (*kt_parallel_task)(void *user, uint64_t task, unsigned worker, kt_error *err);

typedef struct kt_parallel {
    uint64_t n_tasks;
    kt_parallel_task task;
    void *user;
    const kt_control *control; // stops it, says how many threads, and is told; may be NULL
    const char *phase;         // what it is told; NULL: nothing
    unsigned most; // threads, whatever is asked for: what there is room for; 0: no limit
} kt_parallel;

// Threads that a job will use: what was asked for, at most `most` and one a task, at least one.
unsigned kt_parallel_threads(const kt_parallel *job);

// Runs all tasks. On failure the others stop after the task at hand, and `err` is that of the
// failed task with the smallest number among those that ran. KT_NO_RESOURCES when stopped.
kt_status kt_parallel_run(const kt_parallel *job, kt_error *err);

#endif
