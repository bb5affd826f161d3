// SPDX-License-Identifier: EUPL-1.2
// A dozen areas by a hundred materials, most of them filled.
#include "analysis/assess/area_cells.h"

#include <assert.h>

// Numbers the areas; false where memory ran out.
static bool number_areas(kt_area_cells *out, kt_arena *arena)
{
    const kt_case *c = out->the_case;
    const kt_table *strategy = &c->reference[KT_STRATEGY_AREAS];
    out->n_areas = c->table[KT_AREAS].n_rows;
    out->of_strategy =
        kt_arena_alloc(arena, (size_t)strategy->n_rows + 1, sizeof *out->of_strategy);
    if (out->of_strategy == NULL)
        return false;
    bool asked = out->n_areas > 0 || c->table[KT_ITEM_AREAS].n_rows > 0;
    for (uint32_t s = 0; s < strategy->n_rows; s++) {
        uint32_t named = kt_case_row(&c->area, kt_table_text(strategy, KT_STRATEGY_AREAS_ID, s));
        out->of_strategy[s] = named != KT_NO_ROW ? named : asked ? out->n_areas++ : KT_NO_ROW;
    }
    return true;
}

kt_status kt_area_cells_open(kt_area_cells *out, const kt_case *the_case,
                             const kt_supply_risk *supply_risk, kt_arena *arena, kt_error *err)
{
    *out = (kt_area_cells){.the_case = the_case,
                           .sr = supply_risk->values.sr,
                           .n_materials = supply_risk->basis->n_materials};
    if (number_areas(out, arena))
        out->cell =
            kt_arena_alloc(arena, (size_t)out->n_areas * out->n_materials + 1, sizeof *out->cell);
    return out->cell != NULL ? KT_OK : kt_error_no_memory(err);
}

uint32_t kt_area_cells_row(const kt_area_cells *cells, kt_symbol area)
{
    const kt_case *c = cells->the_case;
    uint32_t named = kt_case_row(&c->area, area);
    uint32_t strategy = kt_case_row(&c->strategy_area, area);
    if (named != KT_NO_ROW || strategy == KT_NO_ROW)
        return named;
    return cells->of_strategy[strategy];
}

void kt_area_cells_add(kt_area_cells *cells, uint32_t area, uint32_t material, double impact,
                       double dependence)
{
    assert(area < cells->n_areas && material < cells->n_materials);
    kt_area_cell *out = &cells->cell[(size_t)area * cells->n_materials + material];
    double risk = cells->sr[material] * impact;
    if (isnan(risk)) {
        out->unknown = true;
        return;
    }
    out->risk += dependence * risk;
    out->dependence += dependence;
    out->sr += dependence * cells->sr[material];
    out->largest = risk > out->largest ? risk : out->largest;
    out->items++;
}
