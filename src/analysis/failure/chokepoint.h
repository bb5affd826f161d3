// SPDX-License-Identifier: EUPL-1.2
// Chokepoints: the smallest sets of events of one class that stop the target, exactly; and how much
// of the answer hangs on published shares being rounded.
#ifndef KT_ANALYSIS_FAILURE_CHOKEPOINT_H
#define KT_ANALYSIS_FAILURE_CHOKEPOINT_H

#include "analysis/chain/access.h"
#include "analysis/failure/explain.h"
#include "analysis/failure/failure.h"
#include "diagram/cutset.h"

// Surviving shares at which the answer is compared: a published 1.00 may be 0.99.
enum { KT_N_THRESHOLDS = 4 };
extern const double kt_chokepoint_threshold[KT_N_THRESHOLDS]; // 0, 0.1, 0.25, 0.5

typedef enum kt_chokepoint_extent {
    KT_CHOKEPOINT_ALL,   // counts, sets with chains, upper bound, four thresholds
    KT_CHOKEPOINT_COUNT, // how many sets there are, and nothing else
    KT_CHOKEPOINT_BRIEF, // sets of few events with their chains: milliseconds for a frigate
} kt_chokepoint_extent;

typedef struct kt_chokepoint_options {
    kt_event_class event_class;
    double min_share;    // for requirements that state none
    uint32_t order;      // list sets of up to so many events; 0: 2
    bool probability;    // of the sets and the target
    const char *exclude; // ids that never occur, separated by commas; NULL: none
    size_t memory_limit; // bytes for the diagrams; 0: 1 GiB, and what would take minutes is judged
                         // beforehand and answered for sets of few events (result.judged)
    kt_chokepoint_extent extent;
    const kt_access *access;   // who is served first; NULL: nobody asks
    const kt_control *control; // may be NULL
} kt_chokepoint_options;

typedef struct kt_chokepoint_set {
    const kt_cutset *cut;
    double residual_first;       // what is left to a buyer who is served first; NaN: not asked
    bool sensitive;              // it is no minimal cut set at one of the four thresholds
    bool holds[KT_N_THRESHOLDS]; // at which of them it is one
    kt_explanation why;          // one chain per event; n = 0 where it was not looked for
} kt_chokepoint_set;

typedef struct kt_chokepoints {
    kt_chokepoint_options options;
    kt_events events;
    bool *excluded;                       // [events.n]
    kt_cutset_result result;              // at options.min_share
    kt_cutset_result upper;               // the same with the open ends of the chain failing
    kt_cutset_result at[KT_N_THRESHOLDS]; // at these; sets of up to options.order events listed
    kt_chokepoint_set *set;               // [result.n_sets]
    uint32_t shared_material; // item of the material at which both chains of most pairs begin;
                              // KT_NO_ROW where there is none, or pairs too many to explain
    double shared_part;       // share of the pairs that do
} kt_chokepoints;

// Finds the cut sets of the study's target. Where the memory limit does not hold the whole, or
// it is not tried, only sets of up to `order` events are found: result.complete says
// so. KT_BAD_INPUT when an excluded id is no event of the class (the message names the nearest);
// KT_NO_RESOURCES when not even those fit, or when the user stops it. Results live in the study's
// arena.
kt_status kt_chokepoint_find(kt_chokepoints *out, const kt_study *study,
                             const kt_chokepoint_options *options, kt_lang lang, kt_error *err);

// The failure structure itself, as it is analysed: exclusions made, probabilities set where they
// are known. `events` gets the events, in the study's arena; the caller closes *out. Errors as
// above.
kt_status kt_chokepoint_structure(kt_structure **out, kt_events *events, const kt_study *study,
                                  const kt_chokepoint_options *options, kt_lang lang,
                                  kt_error *err);

#endif
