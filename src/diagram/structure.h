// SPDX-License-Identifier: EUPL-1.2
// A failure structure: which combinations of basic events make a target fail. It is a directed
// acyclic graph of gates over events. It is monotone, because no gate has a negation: one more
// failure never repairs anything. Expected: tens of events (countries of a frigate) to some
// thousands of events and gates.
//
// The diagrams are built from this and know no more: a structure does not say what an event is.
#ifndef KT_DIAGRAM_STRUCTURE_H
#define KT_DIAGRAM_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Names a constant, an event or a gate: what may be the input of a gate, or the top.
typedef uint32_t kt_input;

enum {
    KT_INPUT_NEVER = 0,  // never fails
    KT_INPUT_ALWAYS = 1, // has failed
};

// A weighted gate is fine when the share that is left is > 0 and ≥ min_share - KT_SHARE_TOLERANCE.
#define KT_SHARE_TOLERANCE 1e-12

typedef enum kt_gate_kind {
    KT_GATE_OR,       // fails when any input has failed; without inputs never
    KT_GATE_AND,      // fails when all inputs have failed; without inputs always
    KT_GATE_WEIGHTED, // fails when the summed share of the inputs that have not failed does not do
} kt_gate_kind;

typedef struct kt_gate {
    kt_gate_kind kind;
    uint32_t n_inputs;
    const kt_input *input; // of gates not yet added, too
    const double *share;   // of a weighted gate: finite, ≥ 0; sums run in the order given
    double min_share;      // of a weighted gate: finite, ≥ 0
} kt_gate;

typedef struct kt_structure {
    uint32_t n_events, n_gates;
    uint32_t *event_id;  // [n_events] unique; sets are sorted by it
    double *probability; // [n_events] 0..1, NaN when not known
    kt_input top;        // what is analysed
    uint8_t *kind;       // [n_gates] kt_gate_kind
    double *min_share;   // [n_gates]
    size_t *end;     // [n_gates] where a gate's inputs end; they start where the gate before ends
    kt_input *input; // by gate
    double *share;   // by gate; 0 for those that are not weighted
    size_t n_inputs;
    size_t kind_capacity, min_share_capacity, end_capacity, input_capacity, share_capacity;
} kt_structure;

static inline kt_input kt_structure_event(uint32_t event)
{
    return 2 + 2 * event;
}

static inline kt_input kt_structure_gate(uint32_t gate)
{
    return 3 + 2 * gate;
}

static inline bool kt_structure_is_event(kt_input input)
{
    return input >= 2 && (input & 1u) == 0;
}

static inline bool kt_structure_is_gate(kt_input input)
{
    return input >= 3 && (input & 1u) == 1;
}

// The number of the event or gate that `input` names.
static inline uint32_t kt_structure_number(kt_input input)
{
    return (input - 2) / 2;
}

static inline size_t kt_structure_first(const kt_structure *s, uint32_t gate)
{
    return gate == 0 ? 0 : s->end[gate - 1];
}

// A structure of the events 0..n_events-1, each with its own number as id and an unknown
// probability, without gates, that never fails. At most 2^29 events and as many gates. The caller
// closes it.
kt_status kt_structure_open(kt_structure **out, uint32_t n_events, kt_error *err);
void kt_structure_close(kt_structure *s);

// The id decides how sets are sorted and which event comes first in a diagram, so that results do
// not depend on the numbering. KT_BAD_INPUT when the probability is neither NaN nor within 0..1.
kt_status kt_structure_set_event(kt_structure *s, uint32_t event, uint32_t id, double probability,
                                 kt_error *err);

// Adds gate number s->n_gates; everything is copied. Inputs may name gates that follow.
// KT_BAD_INPUT for an event that does not exist, or a share or min_share that is negative or not
// finite.
kt_status kt_structure_add_gate(kt_structure *s, const kt_gate *gate, kt_error *err);

// KT_BAD_INPUT when a gate that is named was never added, two events have one id, or gates form a
// cycle: the message names the cycle, as gate numbers. O(events log events + inputs).
kt_status kt_structure_check(const kt_structure *s, kt_error *err);

#endif
