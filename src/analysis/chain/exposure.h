// SPDX-License-Identifier: EUPL-1.2
// Exposure: how much of the target's output depends on each event of a class, and which share of
// its embodied material comes from there.
#ifndef KT_ANALYSIS_CHAIN_EXPOSURE_H
#define KT_ANALYSIS_CHAIN_EXPOSURE_H

#include "analysis/chain/access.h"
#include "analysis/chain/bound.h"
#include "analysis/chain/event.h"
#include "analysis/chain/study.h"
#include "analysis/kernel/capacity.h"
#include "base/control.h"

// An item counts as affected when its output falls by more than this.
extern const double kt_exposure_tolerance;

// Of a flow that fails: what is left where it took part.
typedef struct kt_flow_market {
    uint32_t item;        // that is hit worst; of equal ones the first
    bool named;           // where it is hit worst, suppliers are named: not on a reference market
    bool blind;           // a market on the way falls short of which the output is not known
    double available;     // of it, to a buyer who is served first, 0..1
    double sells;         // of that, in proportion, of who may sell; as `available` of the named
    double accessible_kg; // a year; NaN where suppliers are named, or T is not known
} kt_flow_market;

typedef struct kt_exposure {
    kt_events events;
    kt_dependence *row;     // [events.n], in the order of the events, that is by id
    kt_flow_market *market; // [events.n] of listed flows; NULL for another class, and where nobody
                            // asks for what is left first in line
    uint32_t *listed;       // [n_listed] the events of which all is known: by dependence (largest
                            // first), then id
    uint32_t n_listed;      // at most as many as were asked for
    uint32_t n_stopping;    // of all events: those that stop the target alone
} kt_exposure;

// Sweeps for the events of all classes, one after the other.
typedef struct kt_exposure_work {
    const kt_study *study;
    kt_capacity *capacity;   // its circuit keeps the target's items; at rest, and so afterwards
    const kt_bound *bound;   // of the lower bounds
    const kt_access *access; // of the lower bounds: who is served first; NULL: nobody asks
    uint64_t done, n;        // events, of all that may have to be swept
} kt_exposure_work;

// The events of the class, each with its share of the embodied material; dependence is not known
// yet. Rows live in the study's arena. KT_NO_RESOURCES only.
kt_status kt_exposure_list(kt_exposure *out, const kt_study *study, kt_event_class event_class,
                           kt_error *err);

// D(target, e), the same first in line (access.h) and the number of reached items that lose output,
// of the `most` events on which the target depends most; of equal ones, the smallest ids. Others
// are swept only where it takes a sweep to tell. O(what the swept events reach, those of one part
// of the chain together in the lanes of one sweep). The capacity was opened with `given` where
// `access` is there. KT_NO_RESOURCES only.
kt_status kt_exposure_lower(kt_exposure *exposure, uint32_t most, kt_exposure_work *work,
                            kt_error *err);

// The upper bound of the listed events: D(target, e) while the open ends of the chain fail too. The
// capacity has settled on them (kt_exposure_settle_open_ends). As above.
kt_status kt_exposure_upper(kt_exposure *exposure, kt_exposure_work *work, kt_error *err);

// True for a producer where the known chain ends: `unknown` or `withheld`, with no requirement.
bool kt_exposure_open_end(const kt_network *network, uint32_t producer);

// Fails the producers of an event in one lane.
void kt_exposure_fail(kt_capacity *capacity, const kt_events *events, uint32_t e, uint32_t lane);

// The figures of one event alone, listed or not: the lower bound with what is left first in line,
// or the upper one, from the capacity that kt_exposure_lower or kt_exposure_upper would take. For
// flows `market` has room. O(what the event reaches).
void kt_exposure_of_event(kt_exposure *exposure, uint32_t e, const kt_exposure_work *work,
                          bool upper);

// Fails every open end in every lane: the upper bound of what a scenario costs.
void kt_exposure_fail_open_ends(kt_capacity *capacity);

// Fails every open end for good: what the capacity does from now on starts from there.
// KT_NO_RESOURCES only.
kt_status kt_exposure_settle_open_ends(kt_capacity *capacity, kt_error *err);

// After a sweep: 1 - r of the item's market, within 0..1; 0 where it is no more than sums round
// off.
double kt_exposure_loss(const kt_capacity *capacity, uint32_t item, uint32_t lane);

#endif
