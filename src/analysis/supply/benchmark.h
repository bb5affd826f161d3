// SPDX-License-Identifier: EUPL-1.2
// The benchmarks for strategic raw materials of Regulation (EU) 2024/1252, Article 5, for 2030: at
// least 10 % of EU consumption extracted, 40 % processed and 25 % recycled in the EU, and at most
// 65 % from one third country at any stage. They are for the Union's materials together and for
// capacities; here each material is held against them with the figures that are published:
// production over consumption is 1 - import reliance (imports less exports over consumption), and
// recycling is the end-of-life recycling input rate. An indication, then, and marked as one.
#ifndef KT_ANALYSIS_SUPPLY_BENCHMARK_H
#define KT_ANALYSIS_SUPPLY_BENCHMARK_H

#include "analysis/supply/supply_risk.h"

extern const double kt_benchmark_extraction;  // 0.10
extern const double kt_benchmark_processing;  // 0.40
extern const double kt_benchmark_recycling;   // 0.25
extern const double kt_benchmark_one_country; // 0.65

typedef struct kt_benchmark {
    double extraction, processing, recycling; // share of EU consumption; NaN: not known
    kt_verdict extraction_met, processing_met, recycling_met;
    kt_verdict over_65; // one third country supplies more than 65 % at some stage; no: at none
} kt_benchmark;

// One stage. Unknown where no shares are published, or where the part that is not could decide.
kt_verdict kt_benchmark_stage(const kt_stage_facts *stage);

// One row per material. Lives in `arena`. KT_NO_RESOURCES only.
kt_status kt_benchmark_find(kt_benchmark **out, const kt_supply_risk *supply_risk, kt_arena *arena,
                            kt_error *err);

#endif
