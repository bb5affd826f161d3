// SPDX-License-Identifier: EUPL-1.2
// Command line → operation and request, by the operation table.
#ifndef KT_APPS_CLI_ARGUMENTS_H
#define KT_APPS_CLI_ARGUMENTS_H

#include "service/operation.h"

// Reads argv. KT_BAD_USAGE with a message that names the argument and, where one is near, what may
// have been meant. `--name value` and `--name=value` are the same; `--` ends options. When help is
// asked for (or nothing at all), request->given[KT_OPTION_HELP] is set and *operation may be NULL.
// `err` speaks the reader's language from then on.
kt_status kt_arguments_read(const kt_operation **operation, kt_request *request, int argc,
                            char *const *argv, kt_error *err);

#endif
