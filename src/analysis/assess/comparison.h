// SPDX-License-Identifier: EUPL-1.2
// What other figures of the world change: two rankings of one target, material by material. A
// material is told of where the answer differs,
//
//     verdict      it is risky under one and not, or otherwise, under the other
//     mechanism    what is lost is lost for another reason
//     hold         conditions 1 and 2 of the rule (risk.h) hold together under one: so much of a
//                  stage is made in one country on unreliable ground
//
// or where the share of the country that it is ranked by moves by ten points or more. Each ranking
// has one row a material, its worst flow: where the worst flow is another one, its share is
// compared all the same. What is ranked under one alone differs in verdict and mechanism.
#ifndef KT_ANALYSIS_ASSESS_COMPARISON_H
#define KT_ANALYSIS_ASSESS_COMPARISON_H

#include "analysis/assess/risk.h"

#define KT_COMPARISON_MOVED 0.1 // share: our choice

typedef struct kt_compared {
    kt_symbol material;
    const kt_risk *before, *after; // rows of the rankings; NULL: it is not ranked there
    kt_verdict held_before, held;  // conditions 1 and 2 together; unknown where it is not ranked
    bool verdict, mechanism, hold, share; // which of them differ; at least one
} kt_compared;

typedef struct kt_comparison {
    kt_compared *row; // [n] those of another verdict first, then mechanism, hold, share; of equal
                      // ones as `after` is ranked, then as `before` is
    size_t n;
} kt_comparison;

// Both rankings are of one case, with at most one row a material; they outlive the comparison,
// whose rows live in `arena`. Of two equal rankings nothing is left. O(rows log rows).
// KT_NO_RESOURCES only.
kt_status kt_comparison_find(kt_comparison *out, const kt_risks *before, const kt_risks *after,
                             kt_arena *arena, kt_error *err);

// It is held now and was not; it was and is not now. What is not known is neither.
bool kt_comparison_is_more(const kt_compared *compared);
bool kt_comparison_is_less(const kt_compared *compared);

#endif
