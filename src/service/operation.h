// SPDX-License-Identifier: EUPL-1.2
// What an operation is, what is asked of it, and what it answers.
#ifndef KT_SERVICE_OPERATION_H
#define KT_SERVICE_OPERATION_H

#include <signal.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

typedef enum kt_option_id {
    KT_OPTION_TARGET,
    KT_OPTION_SCOPE,
    KT_OPTION_FULL,
    KT_OPTION_CONCENTRATED,
    KT_OPTION_GOVERNANCE,
    KT_OPTION_IMPACT,
    KT_OPTION_BY,
    KT_OPTION_ORDER,
    KT_OPTION_COUNT,
    KT_OPTION_PROBABILITY,
    KT_OPTION_EXCLUDE,
    KT_OPTION_MIN_SHARE,
    KT_OPTION_MEMORY,
    KT_OPTION_FORMAT,
    KT_OPTION_MATERIAL,
    KT_OPTION_DATE,
    KT_OPTION_IMPORTER,
    KT_OPTION_DRAWS,
    KT_OPTION_TIME,
    KT_OPTION_STATIC,
    KT_OPTION_SCENARIO,
    KT_OPTION_RUNS,
    KT_OPTION_SEED,
    KT_OPTION_THREADS,
    KT_OPTION_SPREAD,
    KT_OPTION_SAMPLING,
    KT_OPTION_OUTPUT,
    KT_OPTION_DEADLINE,
    KT_OPTION_DRY_RUN,
    KT_OPTION_ACCEPT_PARTIAL,
    KT_OPTION_MAPPING,
    KT_OPTION_YES,
    KT_OPTION_TEMPLATE_KIND,
    KT_OPTION_JSON, // from here on every operation has them
    KT_OPTION_LANG,
    KT_OPTION_QUIET,
    KT_OPTION_HELP,
    KT_N_OPTIONS
} kt_option_id;

typedef enum kt_option_type {
    KT_OPTION_FLAG,
    KT_OPTION_TEXT,
    KT_OPTION_NUMBER,
    KT_OPTION_WHOLE, // a number without a fraction
    KT_OPTION_CHOICE,
    KT_OPTION_DAY // YYYY-MM-DD
} kt_option_type;

typedef struct kt_option_spec {
    const char *name;  // without "--"
    const char *value; // word for the value in the help, NULL for a flag
    kt_option_type type;
    double min, max;            // of a number, whole or not
    const char *const *choices; // of a choice, NULL-terminated
    const char *help;           // English
} kt_option_spec;

enum { KT_MAX_SUBJECTS = 64 };

typedef struct kt_request {
    const char *subject;                   // the positional argument: the case
    const char *subjects[KT_MAX_SUBJECTS]; // all of them, where the operation takes several
    size_t n_subjects;
    kt_lang lang;
    bool given[KT_N_OPTIONS];
    const char *text[KT_N_OPTIONS]; // of TEXT
    double number[KT_N_OPTIONS];    // of NUMBER and WHOLE
    int32_t day[KT_N_OPTIONS];      // of DAY: days since 1970-01-01
    int choice[KT_N_OPTIONS];       // of CHOICE: position in the list
    size_t width;                   // columns of the reader's screen; 0: unknown
    bool colour;
    const volatile sig_atomic_t *stop;           // not 0: the user wants to stop; may be NULL
    void (*progress)(uint64_t done, uint64_t n); // of long work; may be NULL
} kt_request;

typedef struct kt_reply {
    kt_buffer out;      // what was asked for: text, or one JSON document
    kt_buffer messages; // faults and warnings, one a line
    const char *stays;  // what the operation has written and stays, in words; NULL: nothing
} kt_reply;             // the caller frees both buffers

typedef struct kt_operation {
    const char *name;
    const char *subject; // word for the positional argument, NULL for none; in brackets when
                         // it may be left out; "FILE..." takes several
    const char *summary; // English
    const char *example; // a command line that works in a fresh copy
    const kt_option_id *options; // own ones, KT_N_OPTIONS at the end
    kt_status (*run)(kt_reply *reply, const kt_request *request, kt_error *err);
    bool saves; // KT_OPTION_OUTPUT is a folder, which the operation itself writes to
} kt_operation;

#endif
