// SPDX-License-Identifier: EUPL-1.2
// Requirements explosion: how much of everything one unit of the target takes, and where the
// material in it comes from. The first alternative of a requirement is what is built; the others
// stand by.
#ifndef KT_ANALYSIS_CHAIN_EXPLODE_H
#define KT_ANALYSIS_CHAIN_EXPLODE_H

#include "analysis/chain/reach.h"

// Per target unit.
typedef struct kt_amount {
    double typical, min, max;
} kt_amount;

typedef struct kt_explosion {
    kt_amount *units;   // [n_producers] units of its item that each producer delivers
    double *mass;       // [n_producers] embodied kg that pass through a material producer
    double *value;      // [n_producers] the same in EUR
    bool *end;          // [n_producers] a material producer without an input of another material
    double total_mass;  // embodied kg that entered, of inputs whose mass is known
    double total_value; // EUR that entered, of inputs whose value is known
} kt_explosion;

// Mass and value enter where a path from the target first meets a material, and are traced back
// through the stages by shares (in equal parts where a producer needs several materials). `end`
// producers of all countries and the unknown ones so divide the whole. O(reached sources). Arrays
// live in `arena`.
kt_status kt_explode_target(kt_explosion *out, const kt_network *network, const kt_reach *reach,
                            kt_arena *arena, kt_error *err);

// Embodied mass and value that pass at least one of `n` producers, each part counted once even
// where one of them feeds another. O(reached sources). KT_NO_RESOURCES only.
typedef struct kt_passing {
    const uint32_t *producer;
    uint32_t n;
    double mass, value; // the answer
} kt_passing;

kt_status kt_explode_through(kt_passing *passing, const kt_network *network, const kt_reach *reach,
                             kt_error *err);

#endif
