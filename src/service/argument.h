// SPDX-License-Identifier: EUPL-1.2
// Words into a job: which operation, its arguments, how the result is shown. They are those of a
// command line, or pairs of a name and a value that a program gives.
#ifndef KT_SERVICE_ARGUMENT_H
#define KT_SERVICE_ARGUMENT_H

#include "service/job.h"

// Reads argv into an empty job. KT_BAD_USAGE with a message that names the argument and, where one
// is near, what may have been meant. `--name value` and `--name=value` are the same; `--` ends
// options. When help is asked for (or nothing at all), job->how.help is set and job->operation may
// be NULL. `err` speaks the reader's language from then on; texts are borrowed from argv.
kt_status kt_argument_read(kt_job *job, int argc, char *const *argv, kt_error *err);

enum { KT_ARGUMENT_KEY = 16 }; // bytes of the name of what a subject is, with its NUL

// The name under which a program gives the subject of an operation: "case", "file"; "" where it has
// none.
void kt_argument_key(char key[KT_ARGUMENT_KEY], const kt_operation *operation);

// True when the operation takes several subjects.
bool kt_argument_takes_several(const kt_operation *operation);

// Reads pairs of a name and a value that end at NULL (kt_run of keten.h) into an empty job, whose
// language is that of `lang` unless a pair says otherwise. Texts are copied into job->texts.
// `pairs` may be NULL. Errors as above.
kt_status kt_argument_take(kt_job *job, const char *operation, const char *const *pairs,
                           kt_lang lang, kt_error *err);

#endif
