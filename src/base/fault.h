// SPDX-License-Identifier: EUPL-1.2
// The faults of a data set: notes whose place is a record and field of a file, or the file as a
// whole. A reader or a rule notes a fault by record and field. Whoever knows the text of the file
// (ingest) fills in line and column afterwards, and only for the files that need it.
#ifndef KT_BASE_FAULT_H
#define KT_BASE_FAULT_H

#include "base/notes.h"

#include "base/control.h"

typedef kt_note kt_fault;
typedef kt_notes kt_fault_list;

// Adds a fault; `place` gives everything but the message. `format` is English and is looked up in
// the list's language.
void kt_fault_add(kt_fault_list *faults, kt_fault place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Sorts by file, line, column, then message. KT_NO_RESOURCES when `control` (may be NULL) stops it.
kt_status kt_fault_sort(kt_fault_list *faults, const kt_control *control, kt_error *err);

#endif
