// SPDX-License-Identifier: EUPL-1.2
// What one run is asked and has to tell: the language, the paths that were named, the case that is
// open, what is said beside the result.
#ifndef KT_SERVICE_REQUEST_H
#define KT_SERVICE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/control.h"
#include "model/case.h"
#include "service/session.h"

enum { KT_MAX_SUBJECTS = 64 };

// What will be made of a result: an operation computes no more than that needs.
typedef enum kt_want {
    KT_WANT_DOCUMENT, // text, Markdown
    KT_WANT_RECORD,   // JSON, CSV; a document can be made of it as well
    KT_WANT_FORMAT    // a format of its own: the number in request->format
} kt_want;

typedef struct kt_request {
    kt_session *session; // borrowed; what is read is shared with its other requests
    kt_lang lang;
    bool quiet;                           // no warnings
    const char *subject[KT_MAX_SUBJECTS]; // paths, as the user gives them
    size_t n_subjects;
    kt_want want;
    size_t format;          // of KT_WANT_FORMAT: its place in operation->formats
    kt_buffer messages;     // faults and warnings, one a line
    kt_session_case *taken; // of the session; NULL before it is opened
    bool dated;             // the result rests on the dated measures: its hash covers them
    const char *stays;      // what was written and stays, in words; NULL: nothing
} kt_request;               // {.lang} is an empty request

void kt_request_close(kt_request *request);

// Opens the case that the user names, once; it lives as long as the request. Warns of markings. On
// faults writes each as FILE:LINE:COLUMN: message and returns KT_BAD_INPUT; *out is then still set.
// *out is NULL where there is nothing to read.
kt_status kt_request_case(const kt_case **out, kt_request *request, const kt_control *control,
                          kt_error *err);

// The same with all tables of the reference; the reference alone where the user names no case.
kt_status kt_request_reference(const kt_case **out, kt_request *request, const kt_control *control,
                               kt_error *err);

// The network of the case that is open, and the study of a target in it. The network borrows, and
// so does the study but for its arena and control, which the caller has set in *out. Both live as
// long as the request.
kt_status kt_request_network(kt_network *out, kt_request *request, const kt_figures *figures,
                             const kt_control *control, kt_error *err);
kt_status kt_request_study(kt_study *out, kt_request *request, kt_session_target target,
                           kt_error *err);

// Writes the faults of a case (and its warnings, where asked) to the messages.
void kt_request_report(kt_request *request, const kt_case *the_case, bool with_warnings);

// Warns, unless quiet, that an output of this case shows rows that are not for everyone.
void kt_request_warn_markings(kt_request *request, const kt_case *the_case);

#endif
