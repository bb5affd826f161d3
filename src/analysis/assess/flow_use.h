// SPDX-License-Identifier: EUPL-1.2
// For what a target needs a material at a stage: who takes it, how much in a year, and on which way
// down from the target.
#ifndef KT_ANALYSIS_ASSESS_FLOW_USE_H
#define KT_ANALYSIS_ASSESS_FLOW_USE_H

#include "analysis/chain/event.h"
#include "analysis/chain/yearly_use.h"

typedef struct kt_flow_use {
    uint32_t user;      // item whose makers take the material
    uint32_t item;      // of the material
    double kg_per_year; // NaN: a quantity on the way is not known
    double share;       // of the need of the material at that stage; NaN
    uint32_t *path;     // [n_path] items from the target to `user`, by what takes most of each
    uint32_t n_path;
} kt_flow_use;

typedef struct kt_flow_uses {
    kt_flow_use *row; // the largest first; what is not known last; then by the network
    uint32_t n;
} kt_flow_uses;

// What is taken adds up to the need that tonnage.h counts, first alternatives alone. `use` is of
// the study. O(requirements of what is reached + rows · depth of the chain). Rows live in the
// study's arena. KT_NO_RESOURCES only.
kt_status kt_flow_use_find(kt_flow_uses *out, const kt_study *study, const kt_yearly_use *use,
                           const kt_event *flow, kt_error *err);

#endif
