// SPDX-License-Identifier: EUPL-1.2
// Groups the rows of material_supply (6,000) by material, stage and scope, so that each question of
// the network is one look. Of several periods one is kept. Where the asked scope has no shares,
// another one stands in and is named. Imports of one country are summed once for each of the some
// forty materials and stages that have any.
#include "model/world.h"

#include <stdlib.h>
#include <string.h>

enum { N_SCOPES = 2 }; // of material_supply

// Whose imports a scope is; NULL: of nobody.
static const char *const IMPORTER[] = {
    [KT_SCOPE_GLOBAL] = NULL, [KT_SCOPE_EU] = NULL, [KT_SCOPE_NL] = "NLD"};

static uint32_t key_of(uint32_t material, int stage, kt_scope scope)
{
    return (material * KT_N_STAGES + (uint32_t)stage) * N_SCOPES + (uint32_t)scope;
}

static void key_rows(uint32_t *key, const kt_case *c)
{
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        kt_symbol id = kt_table_text(supply, KT_MATERIAL_SUPPLY_MATERIAL, r);
        int cell = kt_table_choice(supply, KT_MATERIAL_SUPPLY_SCOPE, r);
        kt_scope scope = cell == KT_SCOPE_CELL_EU ? KT_SCOPE_EU : KT_SCOPE_GLOBAL;
        key[r] = key_of(kt_case_row(&c->material, id),
                        kt_table_choice(supply, KT_MATERIAL_SUPPLY_STAGE, r), scope);
    }
}

static void note_period(kt_world *world, kt_symbol period)
{
    const kt_pool *pool = &world->the_case->pool;
    const char *text = kt_pool_text(pool, period);
    if (*text == '\0')
        return;
    if (world->first_period == 0 || strcmp(text, kt_pool_text(pool, world->first_period)) < 0)
        world->first_period = period;
    if (world->last_period == 0 || strcmp(text, kt_pool_text(pool, world->last_period)) > 0)
        world->last_period = period;
}

static uint32_t import_key(uint32_t material, int stage)
{
    return material * KT_N_STAGES + (uint32_t)stage;
}

kt_symbol kt_world_importer(const kt_case *c, kt_scope scope)
{
    const char *iso3 = IMPORTER[scope];
    return iso3 == NULL ? 0 : kt_pool_find(&c->pool, iso3, strlen(iso3));
}

static kt_status sum_imports(kt_world *world, kt_symbol importer, kt_error *err)
{
    const kt_case *c = world->the_case;
    const kt_table *rows = &c->reference[KT_IMPORTS];
    kt_customs_question question = {.importer = importer, .vintage = world->vintage};
    size_t n = (size_t)c->reference[KT_MATERIALS].n_rows * KT_N_STAGES;
    kt_status status = KT_OK;
    world->imports = kt_arena_alloc(&world->arena, n + 1, sizeof *world->imports);
    if (world->imports == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < rows->n_rows && status == KT_OK; r++) {
        question.material = kt_table_text(rows, KT_IMPORTS_MATERIAL, r);
        question.stage = kt_table_choice(rows, KT_IMPORTS_STAGE, r);
        uint32_t material = kt_case_row(&c->material, question.material);
        kt_customs *sum = &world->imports[import_key(material, question.stage)];
        if (kt_table_text(rows, KT_IMPORTS_IMPORTER, r) != importer ||
            sum->partner != NULL) // summed at its first row
            continue;
        status = kt_customs_find(sum, c, &question, &world->arena, err);
        if (status == KT_OK)
            note_period(world, sum->period);
    }
    return status;
}

kt_status kt_world_open(kt_world *out, const kt_case *c, const kt_figures *figures, kt_error *err)
{
    const kt_table *supply = &c->reference[KT_MATERIAL_SUPPLY];
    uint32_t n_keys = key_of(c->reference[KT_MATERIALS].n_rows, 0, KT_SCOPE_GLOBAL);
    kt_symbol importer = kt_world_importer(c, figures->scope);
    *out = (kt_world){.the_case = c, .vintage = figures->vintage};
    uint32_t *key = malloc(((size_t)supply->n_rows + 1) * sizeof *key);
    out->pick = malloc(((size_t)n_keys + 1) * sizeof *out->pick);
    if (key == NULL || out->pick == NULL) {
        free(key);
        kt_world_close(out);
        return kt_error_no_memory(err);
    }
    key_rows(key, c);
    kt_vintage_keep(out->pick, n_keys, key, c, &out->vintage);
    for (uint32_t k = 0; k < n_keys; k++)
        note_period(out, out->pick[k].period);
    kt_status status = kt_group_rows(&out->supply, key, supply->n_rows, n_keys, err);
    free(key);
    if (status == KT_OK && importer != 0)
        status = sum_imports(out, importer, err);
    if (status != KT_OK)
        kt_world_close(out);
    return status;
}

void kt_world_close(kt_world *world)
{
    kt_group_free(&world->supply);
    free(world->pick);
    kt_arena_free(&world->arena);
    world->pick = NULL;
    world->imports = NULL;
}

// n = 0 where nothing of it is on record, or the scope is another one.
static kt_world_market find_imports(const kt_world *world, uint32_t material, int stage)
{
    const kt_customs *imports =
        world->imports == NULL ? NULL : &world->imports[import_key(material, stage)];
    if (imports == NULL || imports->n == 0)
        return (kt_world_market){.scope = KT_SCOPE_NL};
    return (kt_world_market){.imports = imports,
                             .n = imports->n,
                             .scope = KT_SCOPE_NL,
                             .period = imports->period,
                             .late = imports->late};
}

static kt_world_market find_exactly(const kt_world *world, uint32_t material, int stage,
                                    kt_scope scope)
{
    const kt_group *supply = &world->supply;
    uint32_t key = key_of(material, stage, scope);
    const kt_vintage_pick *pick = &world->pick[key];
    return (kt_world_market){
        .row = supply->row + supply->first[key],
        .n = supply->first[key + 1] - supply->first[key],
        .scope = scope,
        .period = pick->period,
        .late = kt_vintage_is_late(&world->vintage, pick->years),
        .model = pick->listing == KT_LISTING_MODEL,
        .rounded = pick->listing == 0,
    };
}

kt_world_market kt_world_find(const kt_world *world, kt_symbol id, int stage, kt_scope scope)
{
    uint32_t material = kt_case_row(&world->the_case->material, id);
    if (id == 0 || material == KT_NO_ROW || stage == 0)
        return (kt_world_market){.scope = scope};
    if (scope == KT_SCOPE_NL) {
        kt_world_market market = find_imports(world, material, stage);
        if (market.n > 0)
            return market;
        scope = KT_SCOPE_EU;
    }
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
