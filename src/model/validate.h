// SPDX-License-Identifier: EUPL-1.2
// The rules between rows and tables (DESIGN section 3): every breach becomes a fault in the case's
// list, none stops the check. Single cells (numbers, choices, empty cells) were judged when they
// were read.
#ifndef KT_MODEL_VALIDATE_H
#define KT_MODEL_VALIDATE_H

#include "base/control.h"
#include "model/case.h"

// Checks case and reference, after kt_case_index. O(rows). KT_NO_RESOURCES when memory runs out
// or `control` (may be NULL) stops it; faults are data, not a status: look at the_case->faults.
kt_status kt_validate_case(kt_case *the_case, const kt_control *control, kt_error *err);

#endif
