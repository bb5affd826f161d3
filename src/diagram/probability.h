// SPDX-License-Identifier: EUPL-1.2
// The exact probability that the target fails, and how much each event matters to it, from the
// functions of a solution. Events fail independently. No sum over cut sets, no rare-event
// approximation: all combinations are in the diagram.
#ifndef KT_DIAGRAM_PROBABILITY_H
#define KT_DIAGRAM_PROBABILITY_H

#include "base/arena.h"
#include "diagram/modules_solve.h"

typedef struct kt_probability {
    double top;       // NaN when an event that matters has no probability
    bool *matters;    // by event of the normal form: the target depends on it
    double *birnbaum; // by event: P(top | failed) - P(top | not failed); NaN where top is, 0 where
                      // it does not matter
    uint32_t n_missing; // events that matter and have no probability
} kt_probability;

// probability[event of the normal form]: 0..1 or NaN. The result lives in `arena`. Two sweeps over
// the functions, O(nodes). All terms of the top's sum are ≥ 0: its relative error is of the order
// of the number of levels times 1e-16.
kt_status kt_probability_solution(kt_probability *out, const kt_solution *s,
                                  const double *probability, kt_arena *arena, kt_error *err);

#endif
