// SPDX-License-Identifier: EUPL-1.2
// How a result is shown and where it goes: options that every operation has, described once here.
#ifndef KT_SERVICE_PRESENTATION_H
#define KT_SERVICE_PRESENTATION_H

#include "service/operation.h"

typedef enum kt_format { KT_FORMAT_TEXT, KT_FORMAT_MD, KT_FORMAT_CSV, KT_FORMAT_JSON } kt_format;
enum { KT_N_FORMATS = 4 };

extern const char *const kt_presentation_format[KT_N_FORMATS + 1]; // "text", "md", "csv", "json"

typedef struct kt_presentation {
    const char *format; // NULL: by the ending of `output`, else text
    bool json;          // the same as format "json"
    const char *table;  // of CSV; NULL: the only one
    const char *output; // NULL: standard output
    int32_t lang;       // kt_lang, or KT_NO_CHOICE
    bool quiet, schema, help;
} kt_presentation;

extern const kt_record kt_presentation_record;

// Decides on request->want and *format (request->format where it is one of the operation's own).
// KT_BAD_USAGE: a format that the operation does not have, two formats that contradict each other,
// CSV of a result with several tables or none, a table that is not there, with the names.
kt_status kt_presentation_resolve(kt_format *format, const kt_presentation *how,
                                  const kt_operation *operation, kt_request *request,
                                  kt_error *err);

#endif
