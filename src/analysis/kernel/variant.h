// SPDX-License-Identifier: EUPL-1.2
// Where changes are made: in what a sweep reads. What was there is kept, so that changes can be
// laid on each other and taken back to the last bit:
//
//     size_t before = kt_variant_mark(&v);
//     kt_variant_apply(&v, changes, n, lanes);
//     kt_variant_follow(&v);                     // or kt_cone_step, or kt_capacity_sweep
//     double left = kt_capacity_item(capacity, target, lane);
//     kt_variant_unfollow(&v);
//     kt_variant_revert(&v, before);
//
// a(p) is one a lane, so many scenarios are seen side by side; everything else is the same in all
// lanes of a circuit, and each thread that changes it has its own.
#ifndef KT_ANALYSIS_KERNEL_VARIANT_H
#define KT_ANALYSIS_KERNEL_VARIANT_H

#include "analysis/kernel/change.h"

#define KT_EVERY_LANE UINT32_MAX // as bits

// What was in a place.
typedef struct kt_before kt_before;

// Where changes are made, and what was there. {0} but for the first four members changes nothing.
typedef struct kt_variant {
    kt_capacity *capacity; // [n_capacities] of one circuit, with the same number of lanes
    uint32_t n_capacities;
    kt_circuit *circuit; // that they sweep; NULL where only a(p) is changed: threads may share it
    double *stock;       // [stocks] days; NULL: none
    uint32_t *source_at; // [n_sources of the network] in its mix there, or KT_NO_ROW
    kt_before *before;   // [n_before] the last change last
    double *left;        // [n_left] rows of a(p) of `before`
    size_t n_before, n_left, before_capacity, left_capacity;
    bool failed; // memory ran out: what was to be changed since was not
} kt_variant;

// Sets the places of the circuit, which `out` names already. O(network). KT_NO_RESOURCES only.
kt_status kt_variant_open(kt_variant *out, kt_error *err);
void kt_variant_close(kt_variant *variant);

// Makes the changes in their order, those of a(p) in the lanes (bits, or KT_EVERY_LANE). What is
// outside the circuit does not matter and is ignored. O(n · lanes, and the requirements of a
// recipe).
void kt_variant_apply(kt_variant *variant, const kt_change *change, size_t n, uint32_t lanes);

// Computes what all that has been changed and not taken back alters, in every capacity, which was
// opened to be followed; kt_variant_unfollow takes that back, and comes before the next one. O(what
// changes).
void kt_variant_follow(kt_variant *variant);
void kt_variant_unfollow(kt_variant *variant);

// What has been changed so far; everything since is taken back, the last change first. The rows of
// a sweep are right again after the next sweep, after stepping through what lies above, or once
// what was followed is taken back.
size_t kt_variant_mark(const kt_variant *variant);
void kt_variant_revert(kt_variant *variant, size_t mark);

// What has been changed since the mark stays, and cannot be taken back.
void kt_variant_keep(kt_variant *variant, size_t mark);

#endif
