// SPDX-License-Identifier: EUPL-1.2
// What the target needs of each material at each stage, and who supplies most of it.
#ifndef KT_ANALYSIS_CHAIN_NEED_H
#define KT_ANALYSIS_CHAIN_NEED_H

#include "analysis/chain/exposure.h"

typedef struct kt_needs {
    kt_material_need *row;
    size_t n;
} kt_needs;

// One row per (material, stage) reached, sorted by dependence (largest first), id, stage.
// `materials` is the exposure to the material class. `kg` is NaN where a mass on the way is not
// known; the largest country is then the one with most units. Rows live in the study's arena.
// KT_NO_RESOURCES only.
kt_status kt_need_rows(kt_needs *out, const kt_study *study, const kt_exposure *materials,
                       kt_error *err);

#endif
