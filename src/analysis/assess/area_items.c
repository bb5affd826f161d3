// SPDX-License-Identifier: EUPL-1.2
// Fails one material a lane, with all its stages and countries: what each mapped item then loses is
// its dependence on the material. Some 65 materials of a frigate and 50 mapped items, as many
// materials a sweep as there are lanes.
#include "analysis/assess/area_items.h"

#include "analysis/chain/exposure.h"
#include "analysis/kernel/capacity.h"
#include "base/sort.h"

// A row of item_areas with an item of the network.
typedef struct mapping {
    uint32_t item; // of the network
    uint32_t area;
    double impact;
} mapping;

typedef struct sweeping {
    kt_area_cells *cells;
    const kt_network *network;
    const kt_control *control;
    kt_capacity *capacity;
    uint32_t *material; // [n_items] row of materials of a network item, or KT_NO_ROW
    uint32_t *wanted;   // [n_materials] the ones in the network
    uint32_t n_wanted;
    mapping *mapping; // by item, area, impact: no sum depends on the order of rows
    uint32_t n_mappings;
} sweeping;

static void fail_material(const sweeping *x, uint32_t material, uint32_t lane)
{
    const kt_network *net = x->network;
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (x->material[i] != material)
            continue;
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++)
            kt_capacity_set(x->capacity, p, lane, 0.0);
    }
}

static void add_lane(const sweeping *x, uint32_t material, uint32_t lane)
{
    for (uint32_t k = 0; k < x->n_mappings; k++) {
        const mapping *m = &x->mapping[k];
        double lost = 1.0 - kt_capacity_item(x->capacity, m->item, lane);
        if (lost > kt_exposure_tolerance)
            kt_area_cells_add(x->cells, m->area, material, m->impact, lost);
    }
}

static kt_status sweep_materials(const sweeping *x, kt_error *err)
{
    kt_capacity *c = x->capacity;
    kt_status status = KT_OK;
    for (uint32_t first = 0; first < x->n_wanted && status == KT_OK; first += c->lanes) {
        uint32_t n = x->n_wanted - first < c->lanes ? x->n_wanted - first : c->lanes;
        for (uint32_t l = 0; l < n; l++)
            fail_material(x, x->wanted[first + l], l);
        kt_capacity_sweep(c);
        for (uint32_t l = 0; l < n; l++)
            add_lane(x, x->wanted[first + l], l);
        kt_capacity_clear(c);
        status = kt_control_check(x->control, err);
    }
    return status;
}

// Over a circuit of what the mapped items reach.
static kt_status sweep_circuit(sweeping *x, kt_arena *arena, kt_error *err)
{
    const kt_capacity_options as_built = {
        .lanes = KT_LANES_D16, .first_only = true, .control = x->control};
    kt_status status = KT_OK;
    kt_circuit circuit = {0};
    kt_capacity capacity = {0};
    uint32_t *item = kt_arena_alloc(arena, (size_t)x->n_mappings + 1, sizeof *item);
    if (item == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < x->n_mappings; k++)
        item[k] = x->mapping[k].item;
    const kt_circuit_options mapped = {
        .item = item, .n_items = x->n_mappings, .lean = true, .control = x->control};
    KT_TRY(kt_circuit_open(&circuit, x->network, &mapped, err));
    KT_TRY(kt_capacity_open(&capacity, &circuit, &as_built, err));
    x->capacity = &capacity;
    KT_TRY(sweep_materials(x, err));
done:
    x->capacity = NULL;
    kt_capacity_close(&capacity);
    kt_circuit_close(&circuit);
    return status;
}

static int by_item(const void *left, const void *right)
{
    const mapping *a = left;
    const mapping *b = right;
    if (a->item != b->item)
        return a->item > b->item ? 1 : -1;
    if (a->area != b->area)
        return a->area > b->area ? 1 : -1;
    return (a->impact > b->impact) - (a->impact < b->impact);
}

static kt_status list_mappings(sweeping *x, kt_arena *arena, kt_error *err)
{
    const kt_network *net = x->network;
    const kt_table *table = &net->the_case->table[KT_ITEM_AREAS];
    x->mapping = kt_arena_alloc(arena, (size_t)table->n_rows + 1, sizeof *x->mapping);
    if (x->mapping == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        mapping m = {
            .item = kt_case_row(&net->item_of, kt_table_text(table, KT_ITEM_AREAS_ITEM, r)),
            .area = kt_area_cells_row(x->cells, kt_table_text(table, KT_ITEM_AREAS_AREA, r)),
            .impact = kt_table_number(table, KT_ITEM_AREAS_IMPACT, r)};
        if (m.item != KT_NO_ROW && m.area != KT_NO_ROW)
            x->mapping[x->n_mappings++] = m;
    }
    return kt_sort_long(x->mapping, x->n_mappings, sizeof *x->mapping, by_item, x->control, err);
}

static kt_status list_materials(sweeping *x, kt_arena *arena, kt_error *err)
{
    const kt_network *net = x->network;
    uint32_t n_materials = x->cells->n_materials;
    x->material = kt_arena_alloc(arena, (size_t)net->n_items + 1, sizeof *x->material);
    x->wanted = kt_arena_alloc(arena, (size_t)n_materials + 1, sizeof *x->wanted);
    bool *seen = kt_arena_alloc(arena, (size_t)n_materials + 1, sizeof *seen);
    if (x->material == NULL || x->wanted == NULL || seen == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < net->n_items; i++) {
        const kt_network_item *item = &net->item[i];
        x->material[i] = item->kind == KT_KIND_MATERIAL
                             ? kt_case_row(&net->the_case->material, item->material)
                             : KT_NO_ROW;
        if (x->material[i] != KT_NO_ROW)
            seen[x->material[i]] = true;
    }
    for (uint32_t m = 0; m < n_materials; m++) {
        if (seen[m])
            x->wanted[x->n_wanted++] = m;
    }
    return KT_OK;
}

kt_status kt_area_items_add(kt_area_cells *cells, const kt_network *network,
                            const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    kt_arena scratch = {0};
    sweeping x = {.cells = cells, .network = network, .control = control};
    KT_TRY(list_mappings(&x, &scratch, err));
    KT_TRY(list_materials(&x, &scratch, err));
    KT_TRY(sweep_circuit(&x, &scratch, err));
done:
    kt_arena_free(&scratch);
    return status;
}
