// SPDX-License-Identifier: EUPL-1.2
// What every reader of a stranger's file works on: where rows go, what is said of them, and who
// knows what a text means. All borrowed from the import.
#ifndef KT_INGEST_INTAKE_INTAKE_H
#define KT_INGEST_INTAKE_INTAKE_H

#include "base/control.h"
#include "ingest/intake/delivery.h"
#include "ingest/intake/mapping.h"
#include "ingest/intake/reject.h"
#include "ingest/recognise/recognise.h"

typedef struct kt_intake {
    kt_delivery *delivery;
    const kt_grid_list *grids;
    kt_pool *pool;
    kt_recogniser *recogniser;
    kt_notes *remarks;
    kt_reject_list *rejects;
    const kt_draft *draft;     // the case as it is; NULL: a new one
    const kt_control *control; // may be NULL
} kt_intake;

#endif
