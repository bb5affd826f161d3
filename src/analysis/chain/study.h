// SPDX-License-Identifier: EUPL-1.2
// One target of one network with what every analysis of it starts from: what it reaches, how much
// of everything it takes, and where it is made.
#ifndef KT_ANALYSIS_CHAIN_STUDY_H
#define KT_ANALYSIS_CHAIN_STUDY_H

#include "analysis/chain/country.h"
#include "analysis/chain/explode.h"

typedef struct kt_study {
    const kt_network *network;
    kt_arena *arena; // where results of this study live
    kt_reach reach;
    kt_explosion explosion;
    kt_symbol home;            // country where the target is made, 0 when not known
    const kt_control *control; // of the work on it; may be NULL, as it is once that has ended
} kt_study;

// `network` and `arena` must outlive the study. `target` as in kt_reach_target, with its errors;
// KT_NO_RESOURCES.
kt_status kt_study_open(kt_study *out, const kt_network *network, const char *target,
                        const kt_control *control, kt_arena *arena, kt_error *err);

#endif
