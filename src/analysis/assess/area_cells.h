// SPDX-License-Identifier: EUPL-1.2
// What is summed of each area and material, while the items of the case and those of the basket are
// gone through, and which row an area has until then: the case's areas in their order, behind them
// those of the strategy that the case does not name.
// Internal to: area, area_basket, area_cells, area_items.
#ifndef KT_ANALYSIS_ASSESS_AREA_CELLS_H
#define KT_ANALYSIS_ASSESS_AREA_CELLS_H

#include "analysis/supply/supply_risk.h"
#include "base/arena.h"

typedef struct kt_area_cell {
    double risk, dependence, sr; // sums over items: D · SR · impact, D, D · SR
    double largest;              // SR · impact
    uint32_t items;
    bool unknown; // depended on, supply risk not known
} kt_area_cell;

typedef struct kt_area_cells {
    const kt_case *the_case;
    const double *sr; // [n_materials]
    uint32_t n_areas, n_materials;
    uint32_t *of_strategy; // [rows of strategy_areas]
    kt_area_cell *cell;    // [n_areas][n_materials]
} kt_area_cells;

// Zeroed; no area where the case names and maps none. Arrays live in `arena`. KT_NO_RESOURCES only.
kt_status kt_area_cells_open(kt_area_cells *out, const kt_case *the_case,
                             const kt_supply_risk *supply_risk, kt_arena *arena, kt_error *err);

// The row of an area, or KT_NO_ROW.
uint32_t kt_area_cells_row(const kt_area_cells *cells, kt_symbol area);

// An item of business impact `impact` (1 to 5) in an area loses `dependence` (above 0, at most 1)
// of its output without the material.
void kt_area_cells_add(kt_area_cells *cells, uint32_t area, uint32_t material, double impact,
                       double dependence);

#endif
