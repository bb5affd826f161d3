// SPDX-License-Identifier: EUPL-1.2
// Fails one material a lane, with all its stages and countries: what each mapped item then loses is
// its dependence on the material. Some 65 materials of a frigate and 50 mapped items, as many
// materials a sweep as there are lanes. As built, without alternatives, because supply risk speaks
// of the chain as it is.
#include "analysis/assess/area.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/chain/exposure.h"
#include "analysis/kernel/capacity.h"
#include "base/sort.h"
#include "base/stat.h"

// Sums over the items of one area and one material.
typedef struct cell {
    double risk, dependence, largest;
    uint32_t items;
} cell;

// A row of item_areas with an item of the network.
typedef struct mapping {
    uint32_t item; // of the network
    uint32_t area;
    double impact;
} mapping;

typedef struct matrix {
    const kt_network *network;
    const kt_control *control;
    kt_capacity *capacity;
    const kt_supply_risk *supply_risk;
    uint32_t n_areas, n_materials;
    uint32_t *material; // [n_items] row of materials of a network item, or KT_NO_ROW
    uint32_t *wanted;   // [n_materials] the ones in the network
    uint32_t n_wanted;
    mapping *mapping; // by item, area, impact: no sum depends on the order of rows
    uint32_t n_mappings;
    cell *cell;    // [n_areas][n_materials]
    bool *unknown; // [n_areas][n_materials] depended on, supply risk not known
} matrix;

static void fail_material(const matrix *x, uint32_t material, uint32_t lane)
{
    const kt_network *net = x->network;
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (x->material[i] != material)
            continue;
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++)
            kt_capacity_set(x->capacity, p, lane, 0.0);
    }
}

static void add_mapping(const matrix *x, const mapping *m, uint32_t material, uint32_t lane)
{
    double lost = 1.0 - kt_capacity_item(x->capacity, m->item, lane);
    double risk = x->supply_risk->values.sr[material] * m->impact;
    size_t at = (size_t)m->area * x->n_materials + material;
    if (lost <= kt_exposure_tolerance)
        return;
    if (isnan(risk)) {
        x->unknown[at] = true;
        return;
    }
    cell *out = &x->cell[at];
    out->risk += lost * risk;
    out->dependence += lost;
    out->largest = risk > out->largest ? risk : out->largest;
    out->items++;
}

static kt_status sweep_materials(const matrix *x, kt_error *err)
{
    kt_capacity *c = x->capacity;
    kt_status status = KT_OK;
    for (uint32_t first = 0; first < x->n_wanted && status == KT_OK; first += c->lanes) {
        uint32_t n = x->n_wanted - first < c->lanes ? x->n_wanted - first : c->lanes;
        for (uint32_t l = 0; l < n; l++)
            fail_material(x, x->wanted[first + l], l);
        kt_capacity_sweep(c);
        for (uint32_t l = 0; l < n; l++) {
            for (uint32_t k = 0; k < x->n_mappings; k++)
                add_mapping(x, &x->mapping[k], x->wanted[first + l], l);
        }
        kt_capacity_clear(c);
        status = kt_control_check(x->control, err);
    }
    return status;
}

// As built, over a circuit of what the mapped items reach.
static kt_status fill_matrix(matrix *x, kt_arena *arena, kt_error *err)
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

static int largest_share_first(const void *left, const void *right)
{
    const kt_area_cause *a = left;
    const kt_area_cause *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return (a->material > b->material) - (a->material < b->material);
}

static kt_status sum_area(kt_area_risk *out, const matrix *x, kt_arena *arena, kt_error *err)
{
    const cell *row = x->cell + (size_t)out->area * x->n_materials;
    kt_sum risk = {0};
    kt_sum dependence = {0};
    out->cause = kt_arena_alloc(arena, (size_t)x->n_wanted + 1, sizeof *out->cause);
    if (out->cause == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < x->n_materials; m++) {
        out->n_unknown += x->unknown[(size_t)out->area * x->n_materials + m];
        if (row[m].items == 0)
            continue;
        kt_stat_add(&risk, row[m].risk);
        kt_stat_add(&dependence, row[m].dependence);
        out->cause[out->n_causes++] = (kt_area_cause){.material = m,
                                                      .sr = x->supply_risk->values.sr[m],
                                                      .largest = row[m].largest,
                                                      .share = row[m].risk,
                                                      .items = row[m].items};
        if (!(row[m].largest <= out->maximum)) // NaN at first
            out->maximum = row[m].largest;
    }
    double all = kt_stat_total(&risk);
    if (out->n_causes > 0)
        out->mean = all / kt_stat_total(&dependence);
    for (size_t i = 0; i < out->n_causes; i++)
        out->cause[i].share = all > 0.0 ? out->cause[i].share / all : 0.0;
    qsort(out->cause, out->n_causes, sizeof *out->cause, largest_share_first);
    return KT_OK;
}

static void read_mappings(kt_areas *out, const kt_case *c)
{
    const kt_table *rows = &c->table[KT_ITEM_AREAS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t area = kt_case_row(&c->area, kt_table_text(rows, KT_ITEM_AREAS_AREA, r));
        if (area == KT_NO_ROW)
            continue;
        kt_area_risk *row = &out->row[area];
        int grade = kt_table_choice(rows, KT_ITEM_AREAS_EVIDENCE, r);
        row->impact =
            (row->items == 0 ? 0.0 : row->impact) + kt_table_number(rows, KT_ITEM_AREAS_IMPACT, r);
        row->assumed =
            (row->items == 0 ? 0.0 : row->assumed) + (grade == 0 || grade == KT_EVIDENCE_D);
        row->items++;
    }
    double assumed = 0.0;
    uint32_t items = 0;
    for (size_t i = 0; i < out->n; i++) {
        assumed += out->row[i].assumed;
        items += out->row[i].items;
        out->row[i].impact /= out->row[i].items;
        out->row[i].assumed /= out->row[i].items;
    }
    out->assumed = assumed / items; // NaN: no mapping
}

static kt_verdict above(double value, double average)
{
    if (isnan(value))
        return KT_VERDICT_UNKNOWN;
    return value > average * (1.0 + kt_exposure_tolerance) ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const kt_area_risk *)left)->id, ((const kt_area_risk *)right)->id);
}

static void compare_areas(kt_areas *out)
{
    kt_sum maxima = {0};
    kt_sum means = {0};
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (isnan(out->row[i].mean))
            continue;
        kt_stat_add(&maxima, out->row[i].maximum);
        kt_stat_add(&means, out->row[i].mean);
        n++;
    }
    out->average_maximum = n > 0 ? kt_stat_total(&maxima) / (double)n : (double)NAN;
    out->average_mean = n > 0 ? kt_stat_total(&means) / (double)n : (double)NAN;
    for (size_t i = 0; i < out->n; i++) {
        out->row[i].maximum_above = above(out->row[i].maximum, out->average_maximum);
        out->row[i].mean_above = above(out->row[i].mean, out->average_mean);
    }
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

static kt_status list_mappings(matrix *x, kt_arena *arena, kt_error *err)
{
    const kt_network *net = x->network;
    const kt_case *c = net->the_case;
    const kt_table *table = &c->table[KT_ITEM_AREAS];
    x->mapping = kt_arena_alloc(arena, (size_t)table->n_rows + 1, sizeof *x->mapping);
    if (x->mapping == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        mapping m = {.item =
                         kt_case_row(&net->item_of, kt_table_text(table, KT_ITEM_AREAS_ITEM, r)),
                     .area = kt_case_row(&c->area, kt_table_text(table, KT_ITEM_AREAS_AREA, r)),
                     .impact = kt_table_number(table, KT_ITEM_AREAS_IMPACT, r)};
        if (m.item != KT_NO_ROW && m.area != KT_NO_ROW)
            x->mapping[x->n_mappings++] = m;
    }
    return kt_sort_long(x->mapping, x->n_mappings, sizeof *x->mapping, by_item, x->control, err);
}

static kt_status open_matrix(matrix *x, kt_arena *arena, kt_error *err)
{
    const kt_network *net = x->network;
    size_t cells = (size_t)x->n_areas * x->n_materials + 1;
    x->material = kt_arena_alloc(arena, (size_t)net->n_items + 1, sizeof *x->material);
    x->wanted = kt_arena_alloc(arena, (size_t)x->n_materials + 1, sizeof *x->wanted);
    bool *seen = kt_arena_alloc(arena, (size_t)x->n_materials + 1, sizeof *seen);
    x->cell = kt_arena_alloc(arena, cells, sizeof *x->cell);
    x->unknown = kt_arena_alloc(arena, cells, sizeof *x->unknown);
    if (x->material == NULL || x->wanted == NULL || seen == NULL || x->cell == NULL ||
        x->unknown == NULL)
        return kt_error_no_memory(err);
    kt_status status = list_mappings(x, arena, err);
    if (status != KT_OK)
        return status;
    for (uint32_t i = 0; i < net->n_items; i++) {
        const kt_network_item *item = &net->item[i];
        x->material[i] = item->kind == KT_KIND_MATERIAL
                             ? kt_case_row(&net->the_case->material, item->material)
                             : KT_NO_ROW;
        if (x->material[i] != KT_NO_ROW)
            seen[x->material[i]] = true;
    }
    for (uint32_t m = 0; m < x->n_materials; m++) {
        if (seen[m])
            x->wanted[x->n_wanted++] = m;
    }
    return KT_OK;
}

kt_status kt_area_find(kt_areas *out, const kt_network *network, const kt_supply_risk *supply_risk,
                       const kt_control *control, kt_arena *arena, kt_error *err)
{
    const kt_case *c = network->the_case;
    kt_status status = KT_OK;
    kt_arena scratch = {0};
    matrix x = {.network = network,
                .control = control,
                .supply_risk = supply_risk,
                .n_areas = c->table[KT_AREAS].n_rows,
                .n_materials = supply_risk->basis->n_materials};
    *out = (kt_areas){.n = x.n_areas};
    out->row = kt_arena_alloc(arena, out->n + 1, sizeof *out->row);
    if (out->row == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t a = 0; a < x.n_areas; a++) {
        kt_symbol id = kt_table_text(&c->table[KT_AREAS], KT_AREAS_ID, a);
        out->row[a] = (kt_area_risk){.area = a,
                                     .id = kt_pool_text(&c->pool, id),
                                     .maximum = (double)NAN,
                                     .mean = (double)NAN};
    }
    KT_TRY(open_matrix(&x, &scratch, err));
    KT_TRY(fill_matrix(&x, &scratch, err));
    read_mappings(out, c);
    for (size_t a = 0; a < out->n; a++)
        KT_TRY(sum_area(&out->row[a], &x, arena, err));
    qsort(out->row, out->n, sizeof *out->row, by_id);
    compare_areas(out);
done:
    kt_arena_free(&scratch);
    return status;
}
