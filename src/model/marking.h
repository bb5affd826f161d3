// SPDX-License-Identifier: EUPL-1.2
// Who may see a row, as its column `marking` says. Markings are recorded, not enforced: whoever
// reads an output is told so.
#ifndef KT_MODEL_MARKING_H
#define KT_MODEL_MARKING_H

#include "model/case.h"

typedef struct kt_markings {
    uint64_t participants, restricted; // rows of the case
} kt_markings;

// Counts the rows that are not for everyone. O(rows of the case that have the column).
kt_markings kt_marking_count(const kt_case *the_case);

#endif
