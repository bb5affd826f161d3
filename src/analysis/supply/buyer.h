// SPDX-License-Identifier: EUPL-1.2
// Who buys, and what is left for him when something fails: the need of a target in kilograms a year
// against the markets that it draws on, who may not sell to it, and which measures refuse it. Every
// analysis that tells a loss first in line (access.h) starts from one of these.
#ifndef KT_ANALYSIS_SUPPLY_BUYER_H
#define KT_ANALYSIS_SUPPLY_BUYER_H

#include "analysis/chain/event.h"
#include "analysis/supply/hostile.h"
#include "analysis/supply/makers.h"
#include "analysis/supply/restriction.h"
#include "analysis/supply/tonnage.h"

enum { KT_BUYER_NEED_OF_TARGET = -1, KT_BUYER_NO_DAY = INT32_MIN };

#define KT_BUYER_REACH 0.01 // share of what is accessible: an assumption, grade D

// What may be asked.
typedef struct kt_buyer_options {
    const char *hostile; // alpha-3 codes with commas between, "none", or NULL: the default
    double reach;        // share of what is accessible that this buyer can take, 0..1
    int32_t need;        // kt_need_kind, or KT_BUYER_NEED_OF_TARGET: kt_yearly_use_default
    double life;         // years that what is installed serves, above 0
    int32_t day;         // on which measures count; KT_BUYER_NO_DAY: kt_restriction_default_day
} kt_buyer_options;

// No list, the reach and the life above, the need of the target, the default day.
extern const kt_buyer_options kt_buyer_default;

typedef struct kt_buyer {
    kt_buyer_options asked; // with the need and the day that were settled
    const kt_study *study;
    kt_importer importer; // where the target is made; the European Union where that is not known
    kt_hostile hostile;
    kt_yearly_use use;
    kt_tonnage tonnage;
    kt_makers makers;
    kt_access access;
} kt_buyer;

// World output and who makes what are those of the figures of the network. `options` may be NULL:
// kt_buyer_default. `study` must outlive it; arrays live in its arena. The caller closes it.
// KT_BAD_INPUT for a list of countries or a day that cannot be read; KT_NO_RESOURCES.
kt_status kt_buyer_open(kt_buyer *out, const kt_study *study, const kt_buyer_options *options,
                        kt_error *err);
void kt_buyer_close(kt_buyer *buyer);

// Whether a measure of the country refuses this buyer what it sells (kt_restriction_refusal).
kt_force kt_buyer_refusal(const kt_buyer *buyer, const kt_event *flow);

// The day from which the newest such measure that is in force has had effect; NaN: there is none.
double kt_buyer_refused_since(const kt_buyer *buyer, const kt_event *flow);

#endif
