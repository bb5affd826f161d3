// SPDX-License-Identifier: EUPL-1.2
// From (record, field) to (line, column): done afterwards and only for files with faults, so that
// reading a good file costs nothing for it.
#ifndef KT_INGEST_PACKAGE_LOCATE_H
#define KT_INGEST_PACKAGE_LOCATE_H

#include "base/control.h"
#include "base/fault.h"

// Fills line, column and see_line of all faults in the file of `one`, whose text is at `path`, by
// feeding the same parser a byte at a time. Lines and columns count from 1, columns in characters.
// A field that its record does not have is placed at the end of the record. A file that cannot be
// read any more leaves its faults at 1:1.
kt_status kt_locate_faults(kt_fault_list *faults, const kt_fault *one, const char *path,
                           const kt_control *control, kt_error *err);

#endif
