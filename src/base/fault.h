// SPDX-License-Identifier: EUPL-1.2
// All faults of a data set, collected: bad input is reported whole, never only the first. A fault
// is noted by record and field while reading and checking; the place in the file's text (line,
// column) is filled in afterwards by whoever knows the text (ingest), and only for the files that
// need it.
#ifndef KT_BASE_FAULT_H
#define KT_BASE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/control.h"

#define KT_NO_RECORD UINT32_MAX

typedef struct kt_fault {
    const char *file;    // as the package names it; outlives the list
    uint32_t package;    // which package the file is of: the list does not care, the locator does
    uint32_t record;     // 0 = header row, KT_NO_RECORD = the file as a whole
    uint32_t field;      // 0 = first
    uint32_t see_record; // a second place that the message speaks of, or KT_NO_RECORD
    uint32_t line, column, see_line; // 0 until located
    bool warning;
    const char *message; // in the list's arena
} kt_fault;

typedef struct kt_fault_list {
    kt_lang lang; // of the messages
    kt_arena texts;
    kt_fault *fault;
    size_t n, capacity;
    size_t n_errors; // those that are not warnings
    bool failed;     // memory ran out: what was reported since is lost
    bool cut;        // more than a million: the rest was not kept
} kt_fault_list;     // {0} is an empty list

// Adds a fault; `place` gives everything but the message. `format` is English and is looked up in
// the list's language.
void kt_fault_add(kt_fault_list *faults, kt_fault place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Sorts by file, line, column, then message. KT_NO_RESOURCES when `control` (may be NULL) stops it.
kt_status kt_fault_sort(kt_fault_list *faults, const kt_control *control, kt_error *err);

void kt_fault_free(kt_fault_list *faults);

#endif
