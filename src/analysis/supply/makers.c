// SPDX-License-Identifier: EUPL-1.2
// Each country is marked once, so that several makers in it count as one way out.
#include "analysis/supply/makers.h"

#include <stdlib.h>
#include <string.h>

kt_status kt_makers_open(kt_makers *out, const kt_case *c, const kt_vintage *vintage,
                         const kt_hostile *hostile, kt_error *err)
{
    *out = (kt_makers){.hostile = hostile};
    kt_status status = kt_world_open(&out->world, c, vintage, err);
    if (status != KT_OK)
        return status;
    out->seen = malloc(((size_t)c->reference[KT_COUNTRIES].n_rows + 1) * sizeof *out->seen);
    if (out->seen != NULL)
        return KT_OK;
    kt_makers_close(out);
    return kt_error_no_memory(err);
}

void kt_makers_close(kt_makers *makers)
{
    kt_world_close(&makers->world);
    free(makers->seen);
    *makers = (kt_makers){0};
}

// 1 the first time a country counts.
static uint32_t count(kt_makers *makers, kt_symbol country, kt_symbol but)
{
    uint32_t row = kt_case_row(&makers->world.the_case->country, country);
    if (row == KT_NO_ROW || country == but || makers->hostile->country[row] || makers->seen[row])
        return 0;
    makers->seen[row] = true;
    return 1;
}

static uint32_t count_known(kt_makers *makers, kt_symbol material, int stage, kt_symbol but)
{
    const kt_table *rows = &makers->world.the_case->reference[KT_MAKERS];
    uint32_t n = 0;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_MAKERS_MATERIAL, r) == material &&
            kt_table_choice(rows, KT_MAKERS_STAGE, r) == stage)
            n += count(makers, kt_table_text(rows, KT_MAKERS_COUNTRY, r), but);
    }
    return n;
}

uint32_t kt_makers_outside(kt_makers *makers, kt_symbol material, int stage, kt_symbol but)
{
    const kt_case *c = makers->world.the_case;
    const kt_table *rows = &c->reference[KT_MATERIAL_SUPPLY];
    kt_world_market market = kt_world_find(&makers->world, material, stage, KT_SCOPE_GLOBAL);
    bool known = false; // shares of the world that are of this element
    uint32_t n = 0;
    memset(makers->seen, 0, c->reference[KT_COUNTRIES].n_rows * sizeof *makers->seen);
    uint32_t n_rows = market.scope == KT_SCOPE_GLOBAL ? market.n : 0; // else who sells to the EU
    for (uint32_t k = 0; k < n_rows; k++) {
        uint32_t r = market.row[k];
        bool of_group = kt_table_text(rows, KT_MATERIAL_SUPPLY_OF_GROUP, r) != 0;
        known |= !of_group;
        if (!of_group && kt_table_number(rows, KT_MATERIAL_SUPPLY_SHARE, r) > 0.0)
            n += count(makers, kt_table_text(rows, KT_MATERIAL_SUPPLY_COUNTRY, r), but);
    }
    return known ? n : n + count_known(makers, material, stage, but);
}
