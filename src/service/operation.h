// SPDX-License-Identifier: EUPL-1.2
// What an operation is: what it takes, what it finds, how that is said. The command line, the
// manual page, the completion and the schema are made from it; `run` computes and prints nothing.
#ifndef KT_SERVICE_OPERATION_H
#define KT_SERVICE_OPERATION_H

#include "base/control.h"
#include "base/record.h"
#include "report/document/disclose.h"
#include "service/request.h"

// What is true of an operation.
enum {
    KT_OPERATION_WRITES = 1u << 0, // it writes files itself: `output` is its own argument
};

// A format that only this operation has, beside text, md, csv and json.
typedef struct kt_operation_format {
    const char *name;
    const char *help; // English
    // Writes the result; `form` of what is disclosed is the result.
    kt_status (*write)(kt_buffer *out, const kt_disclosed *disclosed, kt_error *err);
} kt_operation_format;

// An exit status beyond the common ones.
typedef struct kt_operation_status {
    int status;
    const char *meaning; // English
} kt_operation_status;

typedef struct kt_operation {
    const char *name;
    const char *subject; // word for the positional argument, NULL for none; in brackets when
                         // it may be left out; "FILE..." takes several
    const char *summary; // English
    const char *example; // a command line that works in a fresh copy
    unsigned traits;
    const kt_record *arguments; // of the struct that `run` and `view` are given
    const kt_record *result;    // of the struct that `run` fills; its first member is the case that
                                // the result is of (const kt_case *)
    const kt_operation_format *formats;  // ends at a NULL name; NULL: none
    const kt_operation_status *statuses; // ends at a NULL meaning; NULL: none

    // Computes. `result` is zeroed; whatever it returns, `close` is called afterwards. Faults of
    // the data go to the request.
    kt_status (*run)(void *result, kt_request *request, const void *arguments,
                     const kt_control *control, kt_error *err);
    // Says what is worth saying.
    void (*view)(kt_document *document, const void *result, const void *arguments);
    void (*close)(void *result);
    // The status once the result was shown, and the words for it; NULL: KT_OK.
    kt_status (*conclude)(const void *result, kt_error *err);
} kt_operation;

#endif
