// SPDX-License-Identifier: EUPL-1.2
// What every reader of a stranger's file works on: where rows go, where notes and refusals go, and
// who knows what a text means. All borrowed from the import, for as long as one file is read.
#ifndef KT_INGEST_INTAKE_INTAKE_H
#define KT_INGEST_INTAKE_INTAKE_H

#include "base/control.h"
#include "ingest/intake/delivery.h"
#include "ingest/intake/mapping.h"
#include "ingest/intake/reject.h"
#include "ingest/recognise/recognise.h"

// Figures that the format needs and a file does not give: taken, graded D, and counted here.
typedef enum kt_assumption {
    KT_ASSUMED_QUANTITY, // 1 of a part in what it goes into
    KT_ASSUMED_MASS,     // 1 gram of a material
    KT_N_ASSUMED
} kt_assumption;

typedef struct kt_intake {
    kt_delivery *delivery;
    const kt_grid_list *grids;
    kt_pool *pool;
    kt_recogniser *recogniser;
    kt_notes *notes;
    kt_reject_list *rejects;
    const kt_draft *draft;     // the case as it is; NULL: a new one
    size_t *assumed;           // [KT_N_ASSUMED]
    const kt_control *control; // may be NULL
} kt_intake;

// Warns that a figure of `of` was assumed, and counts it: no invented figure may be silent.
void kt_intake_assume(const kt_intake *intake, kt_assumption what, const char *place,
                      const char *of);

#endif
