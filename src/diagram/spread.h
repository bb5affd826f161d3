// SPDX-License-Identifier: EUPL-1.2
// What fails when one event does: followed from the event up to the gates above it. Most events
// touch a few gates of thousands, so that all of them together cost little more than one look at
// the whole structure.
#ifndef KT_DIAGRAM_SPREAD_H
#define KT_DIAGRAM_SPREAD_H

#include "base/control.h"
#include "diagram/normal.h"

typedef struct kt_spread_use {
    uint32_t gate;
    size_t place; // in normal->input
} kt_spread_use;

typedef struct kt_spread {
    const kt_normal *normal;
    size_t *first;      // [codes + 1] the uses of each input code
    kt_spread_use *use; // in ascending order of gates
    double *total;      // [n_gates] of a vote: the shares of all inputs
    double *lost;       // [n_gates] of a vote the shares, of an AND the number of failed inputs
    bool *failed;       // [n_gates]
    bool *seen;         // [n_gates] is in `touched`
    uint32_t *touched;  // [n_touched] gates with a failed input
    uint32_t n_touched;
    kt_input event; // that failed; KT_INPUT_NEVER: none
    kt_input *stack;
} kt_spread;

// In `arena`; borrows the normal form. O(inputs).
kt_status kt_spread_open(kt_spread *out, const kt_normal *normal, kt_arena *arena, kt_error *err);

// Lets `event` fail, alone: failed, lost and touched say what came of it, until the next call.
// True when the top fails; what lies beside its way there may not have been followed then.
// O(inputs of what has failed).
bool kt_spread_event(kt_spread *spread, uint32_t event);

#endif
