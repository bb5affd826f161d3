// SPDX-License-Identifier: EUPL-1.2
// The assessment of one target: every analysis of a case, run once and kept together. The public
// API's kt_assessment is this struct; renderers and the JSON writer read it.
#ifndef KT_ANALYSIS_ASSESS_ASSESS_H
#define KT_ANALYSIS_ASSESS_ASSESS_H

#include "analysis/assess/area.h"
#include "analysis/assess/firmness.h"
#include "analysis/assess/own_risk.h"
#include "analysis/assess/risk.h"
#include "analysis/chain/exposure.h"
#include "analysis/chain/need.h"
#include "analysis/failure/chokepoint.h"

// So many organisations, and so many sites, are listed where not all are asked for: those on which
// the target depends most.
enum { KT_ASSESS_LISTED = 1000 };

// Least shares at which an assessment looks for chokepoints: any supply at all, and half of it.
enum { KT_N_BRIEF = 2 };

struct kt_assessment {
    kt_arena arena;
    const kt_case *the_case;
    kt_network network;
    kt_figures figures;
    char period[KT_VINTAGE_TEXT]; // of the figures, as it is asked for
    bool full;                    // every organisation and site is listed
    kt_buyer buyer;
    kt_risk_rule rule;
    kt_study study;
    kt_visibility *visibility;
    size_t n_visibility;
    kt_exposure exposure[KT_N_CLASSES];
    kt_dependence *ranked[KT_N_CLASSES]; // [exposure.n_listed] rows of `exposure` by dependence
                                         // (largest first), then id
    kt_needs needs;
    double evidence[4]; // share of facts of grade A, B, C, D; NaN where there are none
    kt_firmness_options firmness;
    kt_risks risks; // riskiest first, one per material
    kt_basis basis;
    kt_supply_risk supply_risk; // of all materials of the reference
    kt_own_risks own;           // of what is made of them
    kt_areas areas;
    kt_chokepoints chokepoints[KT_N_BRIEF]; // countries, alone and in pairs, at two least shares
    bool chokepoints_known;                 // false: the network is too large to look for them here
};

// What an assessment is asked, but for what is analysed.
typedef struct kt_assess_question {
    kt_figures figures; // of the network
    bool full;          // list every organisation and site
    kt_risk_rule rule;
    kt_buyer_options buyer;
    kt_firmness_options firmness;
    const kt_control *control; // may be NULL
} kt_assess_question;

// The newest world market shares, the default rule and buyer.
extern const kt_assess_question kt_assess_default;

// See kt_assess in keten.h. `question` may be NULL: kt_assess_default. KT_BAD_INPUT, too, for a
// buyer that cannot be (kt_buyer_open); KT_NO_RESOURCES, too, when question->control stops it.
kt_status kt_assess_target(kt_assessment **out, const kt_case *the_case, const char *target,
                           const kt_assess_question *question, kt_error *err);
// The same of a study that was opened before, on a network of the figures of the question; both
// outlive the assessment.
kt_status kt_assess_study(kt_assessment **out, const kt_study *study,
                          const kt_assess_question *question, kt_error *err);
void kt_assess_free(kt_assessment *assessment);

// Items on a reference market whose published shares do not reach the whole, that use another scope
// because the asked one is not known, or whose imports are of customs codes of several materials:
// what the output must name.
bool kt_assess_market_is_partial(const kt_assessment *assessment, uint32_t item);
bool kt_assess_market_is_other_scope(const kt_assessment *assessment, uint32_t item);
bool kt_assess_market_is_of_shared_code(const kt_assessment *assessment, uint32_t item);

#endif
