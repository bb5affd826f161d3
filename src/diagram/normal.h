// SPDX-License-Identifier: EUPL-1.2
// The normal form of a failure structure: what a diagram is built from. Constants are gone, chains
// of gates of one kind are one gate, gates with the same inputs are one gate, inputs that another
// input makes superfluous are dropped, and weighted gates that are really "any" or "all" are OR and
// AND. Events and gates are numbered by what they are (ids of events, inputs of gates), never by
// where they stood: two descriptions of one structure give the same normal form, so everything that
// follows is independent of the order of gates and of events in the input.
#ifndef KT_DIAGRAM_NORMAL_H
#define KT_DIAGRAM_NORMAL_H

#include "base/arena.h"
#include "diagram/structure.h"

typedef struct kt_normal {
    uint32_t n_events, n_gates;
    const uint32_t *event; // [n_events] number in the structure; normal events are in order of id
    kt_input top;
    uint8_t *kind;     // [n_gates] kt_gate_kind; inputs of a gate have lower numbers
    double *min_share; // [n_gates]
    size_t *first;     // [n_gates + 1]
    kt_input *input; // at least two a gate; OR and AND: ascending. Of a weighted gate in the order
                     // given, KT_INPUT_NEVER where a share cannot be lost
    double *share;   // 0 unless weighted
} kt_normal;

// Room in the arena for n_gates gates with n_inputs inputs in all; the rest of `out` is left alone.
kt_status kt_normal_reserve(kt_normal *out, size_t n_gates, size_t n_inputs, kt_arena *arena,
                            kt_error *err);

// Numbers the gates by height, kind and inputs. Lives in `arena`.
kt_status kt_normal_sort(kt_normal *out, const kt_normal *in, kt_arena *arena, kt_error *err);

// Whether a weighted gate is fine with the share `left`.
static inline bool kt_normal_fine(double left, double min_share)
{
    return left > 0.0 && left >= min_share - KT_SHARE_TOLERANCE;
}

#endif
