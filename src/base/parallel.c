// SPDX-License-Identifier: EUPL-1.2
// See parallel.h. POSIX threads: a job of seconds is made of hundreds of tasks of milliseconds, so
// that starting threads costs nothing and none waits long for the last.
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/lang.h"

typedef struct crew {
    const kt_parallel *job;
    atomic_uint_fast64_t next; // task
    atomic_bool failed;
    pthread_mutex_t lock; // of what follows
    kt_status status;
    uint64_t failed_task;
    kt_error error;
} crew;

typedef struct member {
    crew *crew;
    unsigned worker;
    pthread_t thread;
} member;

unsigned kt_parallel_threads(const kt_parallel *job)
{
    long processors = job->n_threads == 0 ? sysconf(_SC_NPROCESSORS_ONLN) : (long)job->n_threads;
    unsigned n = processors < 1 ? 1 : (unsigned)processors;
    n = n > KT_PARALLEL_MOST ? KT_PARALLEL_MOST : n;
    return n > job->n_tasks ? (job->n_tasks == 0 ? 1 : (unsigned)job->n_tasks) : n;
}

static void report(crew *c, uint64_t task, kt_status status, const kt_error *error)
{
    atomic_store(&c->failed, true);
    pthread_mutex_lock(&c->lock);
    if (c->status == KT_OK || task < c->failed_task) {
        c->status = status;
        c->failed_task = task;
        c->error = *error;
    }
    pthread_mutex_unlock(&c->lock);
}

static void *work(void *user)
{
    member *m = user;
    crew *c = m->crew;
    const kt_parallel *job = c->job;
    while (!atomic_load(&c->failed) && (job->stop == NULL || *job->stop == 0)) {
        uint64_t task = atomic_fetch_add(&c->next, 1);
        if (task >= job->n_tasks)
            break;
        kt_error error = {0};
        kt_status status = job->task(job->user, task, m->worker, &error);
        if (status != KT_OK)
            report(c, task, status, &error);
        if (m->worker == 0 && job->progress != NULL)
            job->progress(task + 1, job->n_tasks);
    }
    return NULL;
}

kt_status kt_parallel_run(const kt_parallel *job, kt_error *err)
{
    crew c = {.job = job, .lock = PTHREAD_MUTEX_INITIALIZER};
    member members[KT_PARALLEL_MOST];
    unsigned n = kt_parallel_threads(job);
    unsigned started = 1; // this thread is the first
    atomic_init(&c.next, 0);
    atomic_init(&c.failed, false);
    for (unsigned w = 0; w < n; w++)
        members[w] = (member){.crew = &c, .worker = w};
    // fewer threads than wanted are no failure: the work is the same
    while (started < n &&
           pthread_create(&members[started].thread, NULL, work, &members[started]) == 0)
        started++;
    work(&members[0]);
    for (unsigned w = 1; w < started; w++)
        pthread_join(members[w].thread, NULL);
    pthread_mutex_destroy(&c.lock);
    if (c.status != KT_OK) {
        if (err != NULL)
            *err = c.error;
        return c.status;
    }
    if (job->stop != NULL && *job->stop != 0)
        return kt_error_set(err, KT_NO_RESOURCES,
                            kt_lang_text(job->lang, "stopped before the end: nothing was written"));
    return KT_OK;
}
