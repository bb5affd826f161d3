// SPDX-License-Identifier: EUPL-1.2
// See parallel.h. POSIX threads: a job of seconds is made of hundreds of tasks of milliseconds, so
// that starting threads costs nothing and none waits long for the last.
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct crew {
    const kt_parallel *job;
    kt_lang lang;              // of errors
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
    unsigned asked = kt_control_threads(job->control);
    long processors = asked == 0 ? sysconf(_SC_NPROCESSORS_ONLN) : (long)asked;
    unsigned n = processors < 1 ? 1 : (unsigned)processors;
    n = n > KT_PARALLEL_MOST ? KT_PARALLEL_MOST : n;
    n = job->most > 0 && n > job->most ? job->most : n;
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

// Tasks are taken in order, so what the first worker has done tells how far all are. The listener
// hears of each hundredth once.
static void tell(const kt_parallel *job, uint64_t done, uint64_t *hundredth)
{
    uint64_t now = (uint64_t)(100.0 * (double)done / (double)job->n_tasks);
    if (now == *hundredth)
        return;
    *hundredth = now;
    kt_control_tell(job->control, job->phase, done, job->n_tasks);
}

static void *work(void *user)
{
    member *m = user;
    crew *c = m->crew;
    const kt_parallel *job = c->job;
    uint64_t hundredth = UINT64_MAX; // that the listener heard of last
    while (!atomic_load(&c->failed) && !kt_control_stopped(job->control)) {
        uint64_t task = atomic_fetch_add(&c->next, 1);
        if (task >= job->n_tasks)
            break;
        kt_error error = {.lang = c->lang};
        kt_status status = job->task(job->user, task, m->worker, &error);
        if (status != KT_OK)
            report(c, task, status, &error);
        if (m->worker == 0 && job->phase != NULL)
            tell(job, task + 1, &hundredth);
    }
    return NULL;
}

kt_status kt_parallel_run(const kt_parallel *job, kt_error *err)
{
    crew c = {.job = job,
              .lang = err == NULL ? KT_LANG_EN : err->lang,
              .lock = PTHREAD_MUTEX_INITIALIZER};
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
    return kt_control_check(job->control, err);
}
