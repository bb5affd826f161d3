// SPDX-License-Identifier: EUPL-1.2
// What is left of the target while the events of a set fail together, to a buyer who is served
// before all others (access.h). A set stops the target when every supply of something runs out; it
// says nothing of who gets the last of it.
#ifndef KT_ANALYSIS_FAILURE_RESIDUAL_H
#define KT_ANALYSIS_FAILURE_RESIDUAL_H

#include "analysis/chain/access.h"
#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "diagram/cutset.h"

typedef struct kt_residual_request {
    const kt_cutset *set; // [n] of numbers of `events`
    size_t n;
    const kt_events *events;
    const kt_access *access;
} kt_residual_request;

// left[request->n], 0..1: one for each set. O(n / lanes · what they reach). KT_NO_RESOURCES, too,
// when study->control stops it.
kt_status kt_residual_first(double *left, const kt_residual_request *request, const kt_study *study,
                            kt_error *err);

#endif
