// SPDX-License-Identifier: EUPL-1.2
// Supply risk and economic importance by the method of the European Commission, as used for the
// lists of critical raw materials of 2017, 2020 and 2023 (Blengini et al., EUR 28654; European
// Commission 2017, DOI 10.2873/769526):
//
//     HHI = sum over countries of share² · governance · t        world supply (GS), EU sourcing (EU)
//     SR  = [ HHI_GS · IR/2 + HHI_EU · (1 - IR/2) ] · (1 - EoL_RIR) · SI_SR     for each stage
//     EI  = sum over uses of share · value added · 10 / largest value added · SI_EI
//
// Where only one of the two HHI is known, it stands alone. A material's SR is the SR of its worst
// stage; a group's is the mean of its members, stage by stage. Shares are used as published, not
// normalised.
#ifndef KT_ANALYSIS_SUPPLY_SUPPLY_RISK_H
#define KT_ANALYSIS_SUPPLY_SUPPLY_RISK_H

#include "analysis/supply/basis.h"
#include "base/verdict.h"

// Critical: both, after rounding to one decimal.
extern const double kt_supply_risk_sr_threshold; // 1.0
extern const double kt_supply_risk_ei_threshold; // 2.8

// Value added of the largest NACE division in the study of 2023, million EUR.
extern const double kt_supply_risk_value_added_max;

// Published results carry one decimal: a difference above this needs an explanation.
extern const double kt_supply_risk_tolerance;

// Published shares that sum to less than this are an incomplete list.
extern const double kt_supply_risk_whole; // 0.97

typedef struct kt_supply_risk_terms {
    double hhi_global, hhi_eu; // NaN: not known
    double import_reliance, eol_rir, si_sr;
    uint8_t used; // kt_supply_used; 0: both where both are known
} kt_supply_risk_terms;

// The formula of SR above. `used` (may be NULL) gets which HHI it really rests on, 0 for none. NaN
// where a term that it needs is not known.
double kt_supply_risk_of(const kt_supply_risk_terms *terms, uint8_t *used);

typedef struct kt_stage_risk {
    double hhi_global, hhi_eu; // with governance and t; NaN: not known
    double sr;                 // NaN: not known
    uint8_t used;              // kt_supply_used it rests on, 0: none
} kt_stage_risk;

typedef struct kt_supply_risk_values {
    kt_stage_risk *stage; // [n_stages]
    double *sr;           // [n_materials] of the worst stage; NaN: not known
    uint32_t *bottleneck; // [n_materials] that stage, or KT_NO_ROW
} kt_supply_risk_values;

// KT_NO_RESOURCES when memory runs out.
kt_status kt_supply_risk_allocate(kt_supply_risk_values *out, const kt_basis *basis,
                                  kt_arena *arena, kt_error *err);

// All of them from one set of figures: the published ones or a draw. `used` 0: as the study chose
// for each stage; else that scope alone. O(shares).
void kt_supply_risk_evaluate(const kt_supply_risk_values *out, const kt_basis *basis,
                             const kt_basis_values *values, kt_supply_used used);

// Why a computed stage differs from the published one by more than the tolerance. Bits.
typedef enum kt_cause {
    KT_CAUSE_NOTE = 1,        // the data say so themselves: see the note
    KT_CAUSE_INCOMPLETE = 2,  // the published shares sum to less than 0.97
    KT_CAUSE_ONE_SCOPE = 4,   // shares of the other scope are not published
    KT_CAUSE_NO_RELIANCE = 8, // import reliance is not published
    KT_CAUSE_MEMBERS = 16,    // a group: its members differ
    KT_CAUSE_UNKNOWN = 32,    // none of these
} kt_cause;
enum { KT_N_CAUSES = 6 };

typedef struct kt_stage_facts {
    double published;          // SR of the stage, one decimal; NaN: none
    double difference;         // computed and rounded to one decimal, minus published; NaN
    unsigned causes;           // kt_cause bits, 0 within the tolerance
    double sum_global, sum_eu; // of the published shares; NaN without shares
    uint32_t largest;          // country with the largest share (world; EU sourcing where there is
                               // none), or KT_NO_ROW
    double largest_share;
    uint32_t largest_third; // the largest outside the EU in EU sourcing (in world supply where
                            // there is none), or KT_NO_ROW
    double third_share;     // NaN without shares
    bool third_of_world;    // it had to be taken from world supply
} kt_stage_facts;

typedef struct kt_material_facts {
    double ei;       // of the uses with a known value added: a lower bound where that is not all;
                     // NaN: not known
    double ei_known; // share of uses with a known value added
    double sr_published; // of the material; NaN: none
    double ei_published;
    double hhi;          // of world supply at the bottleneck, 0..1, no weights; NaN: not known
    double hhi_wgi;      // the same weighted with governance 0..10
    double n_minus_1;    // world supply without its largest country, over all demand
    double eol_rir;      // as the reference trusts it for the material; NaN: not known
    kt_verdict critical; // by the thresholds above
    kt_verdict listed, strategic, nato; // Regulation (EU) 2024/1252, Annexes II and I; NATO 2024
} kt_material_facts;

typedef struct kt_supply_risk {
    const kt_basis *basis;
    kt_supply_used used;
    kt_supply_risk_values values;
    kt_stage_facts *stage;       // [n_stages]
    kt_material_facts *material; // [n_materials]
} kt_supply_risk;

// On the published figures. Arrays live in `arena`; `basis` must outlive them. KT_NO_RESOURCES
// only.
kt_status kt_supply_risk_find(kt_supply_risk *out, const kt_basis *basis, kt_supply_used used,
                              kt_arena *arena, kt_error *err);

// True when `sr`, rounded to one decimal, reaches the threshold.
bool kt_supply_risk_above(double sr);

#endif
