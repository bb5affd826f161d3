// SPDX-License-Identifier: EUPL-1.2
// How firm a supply risk is: the same formulas on many draws of the figures behind them. Each
// share, import reliance and recycling rate is uniform over the figures that round to the published
// one; each country's governance is normal around its estimate. Draw d depends on the seed and d
// only, so the result is the same, byte for byte, on any number of threads. 10,000 draws of 90
// materials take about 0.3 s of one processor and 25 MB.
#ifndef KT_ANALYSIS_SUPPLY_UNCERTAINTY_H
#define KT_ANALYSIS_SUPPLY_UNCERTAINTY_H

#include "analysis/supply/supply_risk.h"
#include "base/control.h"

enum { KT_UNCERTAINTY_DRAWS = 10000, KT_UNCERTAINTY_MOST = 100000 };

typedef struct kt_uncertainty_options {
    uint32_t draws;            // 0: none, every answer is then NaN
    uint64_t seed;             // default 0
    const kt_control *control; // may be NULL
} kt_uncertainty_options;

typedef struct kt_interval {
    double p05, p95; // NaN where the figure itself is not known
    double above;    // share of draws in which it reaches the threshold, rounded as the study does
} kt_interval;

typedef struct kt_rank {
    uint32_t rank;     // of the published figures, 1 = riskiest; 0 where SR is not known
    uint32_t p05, p95; // over the draws
} kt_rank;

typedef struct kt_uncertainty {
    kt_uncertainty_options options;
    kt_interval *stage;    // [n_stages]
    kt_interval *material; // [n_materials]
    kt_rank *rank;         // [n_materials]
    double stability;      // mean over the draws of Spearman's correlation with the published
                           // ranking; NaN without draws
} kt_uncertainty;

// `criticality` gives the basis, the scope and the published ranking. Arrays live in `arena`.
// O(draws · shares). KT_NO_RESOURCES only.
kt_status kt_uncertainty_find(kt_uncertainty *out, const kt_supply_risk *supply_risk,
                              kt_uncertainty_options options, kt_arena *arena, kt_error *err);

#endif
