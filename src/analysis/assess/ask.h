// SPDX-License-Identifier: EUPL-1.2
// The questions worth asking: open facts of a case (open_fact.h), ranked by how much their answer
// could change the result. Nothing is guessed: the chain is evaluated under every plausible answer.
//
// For a fact f, its answers a, and an event e (a third country, outside home, EU and NATO, whose
// loss costs the target at least `impact` of the risk rule now):
//
//     spread(f, e) = max over a of D(target, e | a) - min over a of D(target, e | a)
//     spread(f)    = max over e of spread(f, e)
//     mean(f)      = mean over e of spread(f, e)
//     flips(f)     = materials whose verdict (risk.h) is another one under some answer than it is now
//
// Verdicts are looked at where conditions 1 and 2 do not say no already: where the worst flow of a
// material goes, and with which share, stays as it is; what it costs the target is computed with
// the answer. `unknown` deliver and the upper bound fails them, as in exposure.h; an answer about
// an open end of the chain settles it: a safe one delivers in both bounds, one that fails with the
// flow in neither.
//
// Order: by the worst mechanism (mechanism.h) of the flows whose cost the answer can change, of
// those that are looked at; then by what they cost first in line; then most flips; largest spread;
// then largest mean. Hundreds of unknown suppliers are equal by these, since one missing essential
// part stops the whole; then come, in this order: the number of functions of the target that the
// answer can change, their mean spread, what is marked function-critical, the number of countries
// that matter, nearness to the target, and the id.
#ifndef KT_ANALYSIS_ASSESS_ASK_H
#define KT_ANALYSIS_ASSESS_ASK_H

#include "analysis/assess/asked.h"
#include "analysis/assess/open_fact.h"
#include "analysis/chain/downstream.h"

typedef struct kt_flip {
    uint32_t risk;    // row of the assessment's risks
    kt_risky verdict; // under the answer
    kt_resolution resolution;
} kt_flip;

typedef struct kt_question {
    kt_open_fact fact;
    kt_mechanism mechanism;  // the worst of the flows whose cost the answer changes; price: none
    double dependence_first; // of those flows the most that is lost first in line
    double spread, mean;
    const char *event;            // country of the largest spread; NULL where there is none
    double event_low, event_high; // dependence on it over the answers
    uint32_t n_countries;         // third countries with a spread
    uint32_t n_functions;         // functions of the target with a spread
    double function_mean;         // mean spread over functions and countries
    bool function_critical;       // the item, or the input
    uint32_t depth;               // steps from the target
    bool own;                     // the maker of the item may know; else who buys it
    uint32_t organisation; // whom to ask: row of organisations; KT_NO_ROW where none is named
    kt_flip *flip;         // [n_flips] the first other verdict of each material
    uint32_t n_flips;
    uint32_t asked; // row of `questions`, or KT_NO_ROW
} kt_question;

typedef struct kt_ask {
    kt_arena arena;
    const kt_assessment *assessment;
    kt_downstream above;
    kt_question *question; // [n] those worth asking, best first; malloc memory
    size_t n;
    size_t n_facts;      // open facts
    size_t n_idle;       // whose answer would change nothing that is looked at
    size_t n_closed;     // to which `questions` has an answer already, `unknown` and `withheld` too
    uint32_t n_events;   // third countries looked at
    uint32_t n_verdicts; // flows looked at
    uint32_t n_functions;
    kt_asked progress;
} kt_ask;

// Differences below this are rounding.
extern const double kt_ask_tolerance;

// Ranks every question. `assessment` must outlive the result; the caller frees it. A frigate: under
// 0.3 s. `control` may be NULL. KT_NO_RESOURCES only.
kt_status kt_ask_rank(kt_ask *out, const kt_assessment *assessment, const kt_control *control,
                      kt_error *err);
void kt_ask_free(kt_ask *ask);

#endif
