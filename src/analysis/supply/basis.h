// SPDX-License-Identifier: EUPL-1.2
// What the supply risk of materials is computed from, in arrays: shares of countries by material,
// stage and scope, governance over the same years, and the parameters of the EU study. Each figure
// has its range, so that the same formulas can run on the published figures and on draws. Expected:
// 90 materials, 130 stages, 3,500 shares, 230 countries.
#ifndef KT_ANALYSIS_SUPPLY_BASIS_H
#define KT_ANALYSIS_SUPPLY_BASIS_H

#include "model/case.h"

typedef struct kt_basis_country {
    kt_symbol id;
    bool eu; // one of the EU27
} kt_basis_country;

// Within a scope by country id.
typedef struct kt_basis_share {
    uint32_t country; // row of countries
    double t;         // trade parameter, 1 where none is published
} kt_basis_share;

typedef struct kt_basis_stage {
    uint32_t material; // row of materials
    uint8_t stage;     // kt_stage
    uint8_t used;      // kt_supply_used as the study says, 0 where it does not
    uint32_t global;   // first share of world supply
    uint32_t eu;       // first share of EU sourcing; they end where the next stage's begin
    uint32_t row;      // of criticality_inputs, or KT_NO_ROW
    double si_sr;      // substitution index of the supply risk; NaN where not known
} kt_basis_stage;

// One value of each uncertain figure. NaN: not known.
typedef struct kt_basis_values {
    double *share;           // [n_shares] 0..1
    double *governance;      // [n_countries] 0 best to 10 worst
    double *import_reliance; // [n_stages]
    double *eol_rir;         // [n_stages]
} kt_basis_values;

typedef struct kt_basis {
    const kt_case *the_case;
    int first_year, last_year; // of the shares, and of the governance used with them
    uint32_t n_materials, n_stages, n_shares, n_countries;
    uint32_t *first_stage;     // [n_materials + 1] stages by material and stage
    uint32_t *group;           // [n_materials] row of the group it is a member of, or KT_NO_ROW
    bool *is_group;            // [n_materials] has members and no value of its own
    kt_basis_stage *stage;     // [n_stages + 1]
    kt_basis_share *share;     // [n_shares]
    kt_basis_country *country; // [n_countries] as the table
    kt_basis_values published;
    kt_basis_values low, high; // of shares and parameters: what rounds to the published figure
    double *governance_error;  // [n_countries] standard error on the scale 0..10
    double *stability;         // [n_countries] mean political stability estimate; NaN: not known
} kt_basis;

// Reads the reference of a case without faults. A material and stage is there when it has shares
// or parameters. Arrays live in `arena`. O(shares log shares + governance rows). KT_NO_RESOURCES
// only.
kt_status kt_basis_read(kt_basis *out, const kt_case *the_case, kt_arena *arena, kt_error *err);

// Half of the last digit that a share was published with: 0.04 was rounded to 0.01, 0.004 to 0.001.
double kt_basis_half_digit(double share);

#endif
