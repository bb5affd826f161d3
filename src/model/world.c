// SPDX-License-Identifier: EUPL-1.2
// Groups the rows of material_supply (3,500) by material, stage and scope, so that each question of
// the network is one look. Where the asked scope has no shares, the other one stands in and is
// named.
#include "model/world.h"

#include <stdlib.h>

enum { N_SCOPES = 2 };

static uint32_t key_of(uint32_t material, int stage, kt_scope scope)
{
    return (material * KT_N_STAGES + (uint32_t)stage) * N_SCOPES + (uint32_t)scope;
}

kt_status kt_world_open(kt_world *out, const kt_case *c, kt_error *err)
{
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    uint32_t n_keys = key_of(c->reference[KT_MATERIALS].n_rows, 0, KT_SCOPE_GLOBAL);
    *out = (kt_world){.the_case = c};
    uint32_t *key = malloc(((size_t)supply->n_rows + 1) * sizeof *key);
    if (key == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol id = kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, r);
        int cell = kt_table_choice(supply, KT_MATERIAL_SUPPLY_SCOPE, r);
        kt_scope scope = cell == KT_SCOPE_CELL_EU ? KT_SCOPE_EU : KT_SCOPE_GLOBAL;
        key[r] = key_of(kt_case_row(&c->material, id),
                        kt_table_choice(supply, KT_MATERIAL_SUPPLY_STAGE, r), scope);
    }
    kt_status status = kt_group_rows(&out->supply, key, supply->n_rows, n_keys, err);
    free(key);
    return status;
}

void kt_world_close(kt_world *world)
{
    kt_group_free(&world->supply);
}

static kt_world_market find_exactly(const kt_world *world, uint32_t material, int stage,
                                    kt_scope scope)
{
    const kt_group *supply = &world->supply;
    uint32_t key = key_of(material, stage, scope);
    return (kt_world_market){supply->row + supply->first[key],
                             supply->first[key + 1] - supply->first[key], scope};
}

kt_world_market kt_world_find(const kt_world *world, kt_symbol id, int stage, kt_scope scope)
{
    uint32_t material = kt_case_row(&world->the_case->material, id);
    if (id == 0 || material == KT_NO_ROW || stage == 0)
        return (kt_world_market){.scope = scope};
    kt_world_market market = find_exactly(world, material, stage, scope);
    if (market.n > 0)
        return market;
    kt_scope other = scope == KT_SCOPE_EU ? KT_SCOPE_GLOBAL : KT_SCOPE_EU;
    return find_exactly(world, material, stage, other);
}

int kt_world_default_stage(const kt_world *world, kt_symbol material)
{
    bool processed = kt_world_find(world, material, KT_STAGE_PROCESSING, KT_SCOPE_GLOBAL).n > 0;
    return processed ? KT_STAGE_PROCESSING : KT_STAGE_EXTRACTION;
}

int kt_world_stage_before(const kt_world *world, kt_symbol material, int stage, double *yield)
{
    const kt_table *links = &world->the_case->reference[KT_STAGE_LINKS];
    for (uint32_t r = 0; r < links->n_rows; r++) {
        if (kt_table_text(links, KT_STAGE_LINKS_MATERIAL, r) != material ||
            kt_table_choice(links, KT_STAGE_LINKS_TO, r) != stage)
            continue;
        int from = kt_table_choice(links, KT_STAGE_LINKS_FROM, r);
        if (from == stage || kt_world_find(world, material, from, KT_SCOPE_GLOBAL).n == 0)
            continue;
        *yield = kt_table_number(links, KT_STAGE_LINKS_YIELD, r);
        if (isnan(*yield))
            *yield = 1.0;
        return from;
    }
    return 0;
}
