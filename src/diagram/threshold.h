// SPDX-License-Identifier: EUPL-1.2
// Weighted gates, exactly: fails when the share of the inputs that have not failed is not > 0 and
// ≥ min_share - KT_SHARE_TOLERANCE, the sum running in the order of the inputs, in doubles.
//
// Sums that have the same future are one case: for each input in turn, the sums reached so far fall
// into intervals within which the rest of the inputs decides alike (Abío et al., "A new look at
// BDDs for pseudo-Boolean constraints", JAIR 45, 2012). There are as many intervals as the function
// really has cases: n²/2 for equal shares, some thousands for the 40 countries of a market, however
// many subsets there are.
#ifndef KT_DIAGRAM_THRESHOLD_H
#define KT_DIAGRAM_THRESHOLD_H

#include "diagram/algebra.h"

typedef struct kt_threshold {
    uint32_t n;
    const kt_node *input; // watched by the caller; KT_NODE_0 for one that cannot fail
    const double *share;  // > 0
    double min_share;     // > KT_SHARE_TOLERANCE: normal.h has made the others plain gates
    bool near;            // out: a sum was too near the threshold to tell, but by the order given
} kt_threshold;

// KT_NODE_NONE when the store has failed.
kt_node kt_threshold_build(const kt_algebra *algebra, kt_threshold *t);

#endif
