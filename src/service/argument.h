// SPDX-License-Identifier: EUPL-1.2
// Words of a command line into a job: which operation, its arguments, how the result is shown.
#ifndef KT_SERVICE_ARGUMENT_H
#define KT_SERVICE_ARGUMENT_H

#include "service/job.h"

// Reads argv into an empty job. KT_BAD_USAGE with a message that names the argument and, where one
// is near, what may have been meant. `--name value` and `--name=value` are the same; `--` ends
// options. When help is asked for (or nothing at all), job->how.help is set and job->operation may
// be NULL. `err` speaks the reader's language from then on; texts are borrowed from argv.
kt_status kt_argument_read(kt_job *job, int argc, char *const *argv, kt_error *err);

#endif
