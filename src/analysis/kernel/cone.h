// SPDX-License-Identifier: EUPL-1.2
// A cone: items and all that is above them in a circuit, which is what a change of them can reach.
// Of 900 items of a frigate some ten lie above one.
#ifndef KT_ANALYSIS_KERNEL_CONE_H
#define KT_ANALYSIS_KERNEL_CONE_H

#include "analysis/kernel/capacity.h"

typedef struct kt_cone {
    const kt_circuit *circuit;
    uint32_t *first; // [n_items + 1] of the users of each item
    uint32_t *user;  // items that draw on it, by any alternative
    uint32_t *item;  // [n] those of the cone, inputs first
    uint32_t n;
    uint32_t *stamp; // [n_items] cone for which an item was met
    uint32_t n_cones;
    void *memory;
} kt_cone;

// Borrows the circuit, of whose alternatives none is changed yet. O(network). KT_NO_RESOURCES only.
kt_status kt_cone_open(kt_cone *out, const kt_circuit *circuit, const kt_control *control,
                       kt_error *err);
void kt_cone_close(kt_cone *cone);

// Begins an empty cone; adds an item, which may be in it already; adds what lies above. Whoever
// lets an item draw on something else adds that item to each cone while it does. O(users).
void kt_cone_begin(kt_cone *cone);
void kt_cone_add(kt_cone *cone, uint32_t item);
void kt_cone_rise(kt_cone *cone);

// Steps through a cone that has risen. False when `control` (may be NULL) stops it half-way.
bool kt_cone_step(const kt_cone *cone, kt_capacity *capacity, const kt_control *control);

#endif
