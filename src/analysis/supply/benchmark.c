// SPDX-License-Identifier: EUPL-1.2
// Compares four published figures of each material with the four benchmarks: 90 materials, a look
// at each. A figure that is not published gives unknown, never no.
#include "analysis/supply/benchmark.h"

const double kt_benchmark_extraction = 0.10;
const double kt_benchmark_processing = 0.40;
const double kt_benchmark_recycling = 0.25;
const double kt_benchmark_one_country = 0.65;

static kt_verdict reaches(double share, double least)
{
    if (isnan(share))
        return KT_VERDICT_UNKNOWN;
    return share >= least ? KT_VERDICT_YES : KT_VERDICT_NO;
}

kt_verdict kt_benchmark_stage(const kt_stage_facts *stage)
{
    if (isnan(stage->third_share))
        return KT_VERDICT_UNKNOWN;
    if (stage->third_share > kt_benchmark_one_country)
        return KT_VERDICT_YES;
    // the part that no country is published for may come from that one too
    double sum = stage->third_of_world ? stage->sum_global : stage->sum_eu;
    double rest = sum < kt_supply_risk_whole ? 1.0 - sum : 0.0;
    return stage->third_share + rest > kt_benchmark_one_country ? KT_VERDICT_UNKNOWN
                                                                : KT_VERDICT_NO;
}

static kt_benchmark benchmark_of(const kt_supply_risk *c, uint32_t m)
{
    const kt_basis *b = c->basis;
    kt_benchmark out = {.extraction = (double)NAN,
                        .processing = (double)NAN,
                        .recycling = c->material[m].eol_rir,
                        .over_65 = KT_VERDICT_UNKNOWN};
    bool known = b->first_stage[m] < b->first_stage[m + 1]; // of every stage
    for (uint32_t s = b->first_stage[m]; s < b->first_stage[m + 1]; s++) {
        double at_home = 1.0 - b->published.import_reliance[s];
        kt_verdict over = kt_benchmark_stage(&c->stage[s]);
        if (b->stage[s].stage == KT_STAGE_EXTRACTION)
            out.extraction = at_home;
        else if (b->stage[s].stage == KT_STAGE_PROCESSING)
            out.processing = at_home;
        known &= over != KT_VERDICT_UNKNOWN;
        if (over == KT_VERDICT_YES)
            out.over_65 = KT_VERDICT_YES;
    }
    if (out.over_65 != KT_VERDICT_YES && known)
        out.over_65 = KT_VERDICT_NO;
    out.extraction_met = reaches(out.extraction, kt_benchmark_extraction);
    out.processing_met = reaches(out.processing, kt_benchmark_processing);
    out.recycling_met = reaches(out.recycling, kt_benchmark_recycling);
    return out;
}

kt_status kt_benchmark_find(kt_benchmark **out, const kt_supply_risk *c, kt_arena *arena,
                            kt_error *err)
{
    *out = kt_arena_alloc(arena, (size_t)c->basis->n_materials + 1, sizeof **out);
    if (*out == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < c->basis->n_materials; m++)
        (*out)[m] = benchmark_of(c, m);
    return KT_OK;
}
