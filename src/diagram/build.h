// SPDX-License-Identifier: EUPL-1.2
// From the gates of a normal form to a diagram, inputs first. It builds either functions (BDD) or
// minimal families of sets up to a size (ZDD): see algebra.h.
#ifndef KT_DIAGRAM_BUILD_H
#define KT_DIAGRAM_BUILD_H

#include "diagram/algebra.h"
#include "diagram/normal.h"

typedef struct kt_build {
    kt_algebra algebra;
    const kt_normal *normal;
    const uint32_t *gate; // [n_gates] to build, inputs first, the root last
    uint32_t n_gates;
    const uint32_t *event_level; // by event
    const uint32_t *gate_level;  // by gate: of one that stands for a module; KT_LEVEL_LAST else.
                                 // NULL: none does
    kt_node *value;              // [gates of the normal form] room
    uint32_t *n_uses;            // [gates of the normal form] room
    uint32_t n_built;            // out: how far it came
    bool near;                   // out: some sum of shares was too near its threshold to tell
} kt_build;

// The root gate; for n_gates = 0 the event that is the top. KT_NODE_NONE when the store has failed.
kt_node kt_build_root(kt_build *b);

#endif
