// SPDX-License-Identifier: EUPL-1.2
// How firm the verdict on a dependency is: the share of draws in which it stays. Drawn is what the
// flow's own rule rests on; what the network makes of it is held fixed:
//
//     the country's share   of one of the years on record of that market, each as likely as the
//                           other, and its odds half as much again or that much less
//                                                                          (even in their log)
//     world output          a quarter more, or that much less                    (even in its log)
//     reach                 a third of it to three times it                      (even in its log)
//     governance            its estimate and its published standard error               (normal)
//
// The widths but the last are our choice. A verdict that stays in fewer than nine draws of ten
// stands on a knife edge.
#ifndef KT_ANALYSIS_ASSESS_FIRMNESS_H
#define KT_ANALYSIS_ASSESS_FIRMNESS_H

#include "analysis/assess/risk.h"

enum { KT_FIRMNESS_DRAWS = 1000 };

#define KT_FIRMNESS_EDGE 0.9

typedef struct kt_firmness_options {
    uint32_t draws; // 0: none, and nothing is known
    uint64_t seed;
} kt_firmness_options;

// What one draw makes of the figures that a verdict rests on.
typedef struct kt_firmness_draw {
    double share;         // of the country
    double output, reach; // as parts of what they are
    double governance;
} kt_firmness_draw;

// The verdict on the risk under a draw. What is lost moves with what is left of the market as it
// did in the sweep: the share of the others, and so what they can deliver, with the country's; a
// loss first in line with what is lacking of the market, or, where it arises further on, with the
// share. A draw of the figures as they are gives the verdict as it is. O(1).
kt_risky kt_firmness_judge(const kt_risk *risk, const kt_risk_rule *rule,
                           const kt_firmness_draw *draw);

// Fills `firmness` of each risk; NaN without draws. A draw depends on the seed, its number and the
// flow's id alone. O(risks · (rows of material_supply + draws)). KT_NO_RESOURCES only.
kt_status kt_firmness_find(kt_risks *risks, const kt_buyer *buyer, const kt_risk_rule *rule,
                           const kt_firmness_options *options, kt_error *err);

#endif
