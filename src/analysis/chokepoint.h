// SPDX-License-Identifier: EUPL-1.2
// Chokepoints: the smallest sets of events of one class that stop the target, exactly; and how much
// of the answer hangs on published shares being rounded.
#ifndef KT_ANALYSIS_CHOKEPOINT_H
#define KT_ANALYSIS_CHOKEPOINT_H

#include "analysis/explain.h"
#include "analysis/failure.h"
#include "diagram/cutset.h"

// Surviving shares at which the answer is compared: a published 1.00 may be 0.99.
enum { KT_N_THRESHOLDS = 4 };
extern const double kt_chokepoint_threshold[KT_N_THRESHOLDS]; // 0, 0.1, 0.25, 0.5

typedef struct kt_chokepoint_options {
    kt_event_class event_class;
    double min_share;    // for requirements that state none
    uint32_t order;      // list sets of up to so many events; 0: 2
    bool probability;    // of the sets and the target
    const char *exclude; // ids that never occur, separated by commas; NULL: none
    size_t memory_limit; // bytes for the diagrams; 0: 1 GiB, 32 MiB where min_share is above 0
    const volatile sig_atomic_t *stop;
} kt_chokepoint_options;

typedef struct kt_chokepoint_set {
    const kt_cutset *cut;
    bool sensitive;     // it is no minimal cut set at one of the four thresholds
    kt_explanation why; // one chain per event; n = 0 where it was not looked for
} kt_chokepoint_set;

typedef struct kt_chokepoints {
    kt_chokepoint_options options;
    kt_events events;
    bool *excluded;                       // [events.n]
    kt_cutset_result result;              // at options.min_share
    kt_cutset_result upper;               // the same with the open ends of the chain failing
    kt_cutset_result at[KT_N_THRESHOLDS]; // sets of up to options.order events
    kt_chokepoint_set *set;               // [result.n_sets]
    uint32_t shared_material; // item that most pairs go through, KT_NO_ROW where there are none
    double shared_part;       // share of the explained pairs that do
} kt_chokepoints;

// Finds the cut sets of the study's target. KT_BAD_INPUT when an excluded id is no event of the
// class (the message names the nearest); KT_NO_RESOURCES when memory runs out or the user stops it.
// Results live in the study's arena.
kt_status kt_chokepoint_find(kt_chokepoints *out, const kt_study *study,
                             const kt_chokepoint_options *options, kt_lang lang, kt_error *err);

// 1 - exp(-failure_per_year) of the event: of the supply rows (site, organisation) or of the
// reference's hazards (country, flow); NaN where no rate is known.
double kt_chokepoint_probability(const kt_case *the_case, const kt_events *events, uint32_t event);

#endif
