// SPDX-License-Identifier: EUPL-1.2
// One run of one operation, from what was asked to bytes: the one driver. Whatever calls Keten, a
// terminal or another program, fills a job and runs it.
#ifndef KT_SERVICE_JOB_H
#define KT_SERVICE_JOB_H

#include "service/operation.h"
#include "service/presentation.h"
#include "service/session.h"

typedef struct kt_job {
    const kt_operation *operation;
    void *arguments;     // of operation->arguments; kt_job_open makes them
    kt_presentation how; // how it is shown, and where
    kt_session session;
    size_t width; // columns of the reader's screen; 0: not known
    bool colour;
    kt_buffer out; // what was asked for
    bool shown;    // `out` is whole: it is to be written, whatever the status
} kt_job;          // {0} is an empty job

// Makes room for the arguments of an operation, each as it is when it is not given.
kt_status kt_job_open(kt_job *job, const kt_operation *operation, kt_error *err);
void kt_job_close(kt_job *job);

// Runs the operation and renders its result into job->out; messages are in job->session.messages.
// The status is that of the operation: a result may be shown and the status still say that the data
// are wrong.
kt_status kt_job_run(kt_job *job, const kt_control *control, kt_error *err);

#endif
