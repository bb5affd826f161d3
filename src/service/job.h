// SPDX-License-Identifier: EUPL-1.2
// One run of one operation, from what was asked to bytes: the one driver. Whatever calls Keten, a
// terminal or another program, fills a job and runs it.
#ifndef KT_SERVICE_JOB_H
#define KT_SERVICE_JOB_H

#include "service/operation.h"
#include "service/presentation.h"
#include "service/request.h"

typedef struct kt_job {
    const kt_operation *operation;
    void *arguments;     // of operation->arguments; kt_job_open makes them
    kt_presentation how; // how it is shown, and where
    kt_request request;
    kt_arena texts; // of arguments whose texts the caller does not keep
    size_t width;   // columns of the reader's screen; 0: not known
    bool colour;
    kt_format format; // of `how`, once the run has begun
    void *result;     // of operation->result; NULL before the run
    kt_buffer out;    // what was asked for
    bool shown;       // `out` is whole: it is to be written, whatever the status
} kt_job;             // {0} is an empty job

// Makes room for the arguments of an operation, each as it is when it is not given.
kt_status kt_job_open(kt_job *job, const kt_operation *operation, kt_error *err);
void kt_job_close(kt_job *job);

// Runs the operation and renders its result into job->out; messages are in job->request.messages.
// The status is that of the operation: a result may be shown and the status still say that the data
// are wrong.
kt_status kt_job_run(kt_job *job, const kt_control *control, kt_error *err);

// The first half of it, for a result that is rendered later: job->how was resolved. On KT_OK the
// job holds the result until it is closed, and nothing of `control`.
kt_status kt_job_compute(kt_job *job, const kt_control *control, kt_error *err);

// Renders the result, as job->how says, in place of what job->out had. `control` (may be NULL)
// stops it, unless the operation wrote something: that is told of.
kt_status kt_job_render(kt_job *job, const kt_control *control, kt_error *err);

// The status of a result that was shown, and the words for it.
kt_status kt_job_conclude(const kt_job *job, kt_error *err);

#endif
