// SPDX-License-Identifier: EUPL-1.2
// How much of the chain is known, tier by tier, and where it sits.
#ifndef KT_ANALYSIS_CHAIN_VISIBILITY_H
#define KT_ANALYSIS_CHAIN_VISIBILITY_H

#include "analysis/chain/study.h"

// One row per tier that requires something, ascending. A requirement belongs to the tier of its
// producer, counts 1, and is divided by the shares of the sources of its first alternative. Sources
// from supply rows are known, sources of a reference market are not: a world market names no
// supplier. Rows live in the study's arena. KT_NO_RESOURCES only.
kt_status kt_visibility_rows(kt_visibility **out, size_t *n, const kt_study *study, kt_error *err);

// Share of facts per evidence grade (A, B, C, D): BOM rows of reached parents and supply rows of
// reached items; an empty grade counts as D. All NaN where there are no facts.
void kt_visibility_evidence(double share[4], const kt_study *study);

#endif
