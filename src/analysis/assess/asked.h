// SPDX-License-Identifier: EUPL-1.2
// How far the asking is: how many rows of table `questions` are answered, and how much more of the
// chain they made visible.
#ifndef KT_ANALYSIS_ASSESS_ASKED_H
#define KT_ANALYSIS_ASSESS_ASKED_H

#include "analysis/chain/study.h"

typedef struct kt_asked {
    uint32_t asked; // rows of `questions` = given + unknown + withheld + open
    uint32_t given;
    uint32_t unknown;  // "we do not know"
    uint32_t withheld; // "we will not say"
    uint32_t open;
    // Share of all inputs of the chain whose supplier is named (visibility.h, all tiers together):
    double before; // with the items of given supplier questions not named
    double now;
    double after; // with the items of open supplier questions named
} kt_asked;

// O(requirements of reached producers · their sources + rows of `questions`). KT_NO_RESOURCES only.
kt_status kt_asked_find(kt_asked *out, const kt_study *study, kt_error *err);

// The row of `questions` with this id, the last one where there are several; KT_NO_ROW: not asked.
// `withheld/ITEM` is the same question as `supplier/ITEM`, to which that was the answer. O(rows).
uint32_t kt_asked_row(const kt_case *the_case, const char *id);

#endif
