// SPDX-License-Identifier: EUPL-1.2
// Exposure: how much of the target's output depends on each event of a class, and which share of
// its embodied material comes from there.
#ifndef KT_ANALYSIS_CHAIN_EXPOSURE_H
#define KT_ANALYSIS_CHAIN_EXPOSURE_H

#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "analysis/kernel/capacity.h"

// An item counts as affected when its output falls by more than this.
extern const double kt_exposure_tolerance;

typedef struct kt_exposure {
    kt_events events;
    kt_dependence *row; // [events.n], in the order of the events, that is by id
} kt_exposure;

// D(target, e) for every event of the class, with its upper bound, the number of reached items that
// lose output, and origin shares. Two sweeps for as many events as there are lanes. Rows live in
// the study's arena; all a(p) of `capacity` must be 1 and are 1 afterwards; its circuit keeps the
// target's items. KT_NO_RESOURCES only.
kt_status kt_exposure_find(kt_exposure *out, kt_capacity *capacity, const kt_study *study,
                           kt_event_class event_class, kt_error *err);

// True for a producer where the known chain ends: `unknown` or `withheld`, with no requirement.
bool kt_exposure_open_end(const kt_network *network, uint32_t producer);

// Fails every open end in every lane: the upper bound of what a scenario costs.
void kt_exposure_fail_open_ends(kt_capacity *capacity);

// After a sweep: 1 - r of the item's market, within 0..1.
double kt_exposure_loss(const kt_capacity *capacity, uint32_t item, uint32_t lane);

#endif
