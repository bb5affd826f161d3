// SPDX-License-Identifier: EUPL-1.2
// Lists the areas, has the items of the case and of the public basket summed, and compares. A dozen
// areas; the time goes to the sweeps of area_items.
#include "analysis/assess/area.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/assess/area_basket.h"
#include "analysis/assess/area_cells.h"
#include "analysis/assess/area_items.h"
#include "analysis/chain/exposure.h"
#include "base/stat.h"

const char *const kt_area_basis_names[] = {"none", "case", "basket", "both", NULL};

static kt_status list_areas(kt_areas *out, const kt_area_cells *cells, kt_arena *arena,
                            kt_error *err)
{
    const kt_case *c = cells->the_case;
    const kt_table *named = &c->table[KT_AREAS];
    const kt_table *strategy = &c->reference[KT_STRATEGY_AREAS];
    *out = (kt_areas){.n = cells->n_areas};
    out->row = kt_arena_alloc(arena, out->n + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    for (uint32_t a = 0; a < out->n; a++)
        out->row[a] =
            (kt_area_risk){.area = a < named->n_rows ? a : KT_NO_ROW, .strategy = KT_NO_ROW};
    for (uint32_t s = 0; s < strategy->n_rows; s++) {
        if (cells->of_strategy[s] != KT_NO_ROW)
            out->row[cells->of_strategy[s]].strategy = s;
    }
    for (uint32_t a = 0; a < out->n; a++) {
        kt_area_risk *row = &out->row[a];
        kt_symbol id = row->area != KT_NO_ROW
                           ? kt_table_text(named, KT_AREAS_ID, row->area)
                           : kt_table_text(strategy, KT_STRATEGY_AREAS_ID, row->strategy);
        row->id = kt_pool_text(&c->pool, id);
    }
    return KT_OK;
}

// What the rows that put items into areas say, summed. An impact of the basket is always ours: its
// sources say what is made, not how much it matters.
static void count_items(kt_areas *out, const kt_area_cells *cells)
{
    const kt_table *mapped = &cells->the_case->table[KT_ITEM_AREAS];
    const kt_table *typical = &cells->the_case->reference[KT_TYPICAL_ITEMS];
    for (uint32_t r = 0; r < mapped->n_rows; r++) {
        uint32_t area = kt_area_cells_row(cells, kt_table_text(mapped, KT_ITEM_AREAS_AREA, r));
        if (area == KT_NO_ROW)
            continue;
        int grade = kt_table_choice(mapped, KT_ITEM_AREAS_EVIDENCE, r);
        bool assumed = grade == 0 || grade == KT_EVIDENCE_D;
        out->row[area].items++;
        out->row[area].impact += kt_table_number(mapped, KT_ITEM_AREAS_IMPACT, r);
        out->row[area].assumed += assumed;
        out->row[area].impact_ours += assumed;
    }
    for (uint32_t r = 0; r < typical->n_rows; r++) {
        uint32_t area = kt_area_cells_row(cells, kt_table_text(typical, KT_TYPICAL_ITEMS_AREA, r));
        if (area == KT_NO_ROW)
            continue;
        int grade = kt_table_choice(typical, KT_TYPICAL_ITEMS_EVIDENCE, r);
        out->row[area].typical++;
        out->row[area].impact += kt_table_number(typical, KT_TYPICAL_ITEMS_IMPACT, r);
        out->row[area].assumed += grade == 0 || grade == KT_EVIDENCE_D;
        out->row[area].impact_ours += 1.0;
    }
}

// From sums to means; without items they are NaN.
static void average_items(kt_areas *out)
{
    uint32_t all = 0;
    for (size_t i = 0; i < out->n; i++) {
        kt_area_risk *row = &out->row[i];
        uint32_t n = row->items + row->typical;
        out->assumed += row->assumed;
        out->impact_ours += row->impact_ours;
        all += n;
        row->basis = (kt_area_basis)((row->items > 0 ? KT_AREA_CASE : KT_AREA_NOTHING) +
                                     (row->typical > 0 ? KT_AREA_BASKET : KT_AREA_NOTHING));
        row->impact /= n;
        row->assumed /= n;
        row->impact_ours /= n;
    }
    out->assumed /= all;
    out->impact_ours /= all;
}

static int largest_share_first(const void *left, const void *right)
{
    const kt_area_cause *a = left;
    const kt_area_cause *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return (a->material > b->material) - (a->material < b->material);
}

// `cell` is the area's row of cells, one a material.
static kt_status sum_area(kt_area_risk *out, const kt_area_cell *cell, const kt_area_cells *cells,
                          kt_arena *arena, kt_error *err)
{
    kt_sum risk = {0};
    kt_sum dependence = {0};
    kt_sum sr = {0};
    double maximum = 0.0;
    out->cause = kt_arena_alloc(arena, (size_t)cells->n_materials + 1, sizeof *out->cause);
    if (out->cause == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < cells->n_materials; m++) {
        out->n_unknown += cell[m].unknown;
        if (cell[m].items == 0)
            continue;
        kt_stat_add(&risk, cell[m].risk);
        kt_stat_add(&dependence, cell[m].dependence);
        kt_stat_add(&sr, cell[m].sr);
        maximum = cell[m].largest > maximum ? cell[m].largest : maximum;
        out->cause[out->n_causes++] = (kt_area_cause){.material = m,
                                                      .sr = cells->sr[m],
                                                      .largest = cell[m].largest,
                                                      .share = cell[m].risk,
                                                      .items = cell[m].items};
    }
    double all = kt_stat_total(&risk);
    bool known = out->n_causes > 0;
    out->value[KT_AREA_MAXIMUM] = known ? maximum : (double)NAN;
    out->value[KT_AREA_MEAN] = known ? all / kt_stat_total(&dependence) : (double)NAN;
    out->value[KT_AREA_SR] = known ? kt_stat_total(&sr) / kt_stat_total(&dependence) : (double)NAN;
    for (size_t i = 0; i < out->n_causes; i++)
        out->cause[i].share = all > 0.0 ? out->cause[i].share / all : 0.0;
    qsort(out->cause, out->n_causes, sizeof *out->cause, largest_share_first);
    return KT_OK;
}

static kt_verdict is_above(double value, double average)
{
    if (isnan(value))
        return KT_VERDICT_UNKNOWN;
    return value > average * (1.0 + kt_exposure_tolerance) ? KT_VERDICT_YES : KT_VERDICT_NO;
}

static void compare_areas(kt_areas *out, kt_area_measure measure)
{
    kt_sum sum = {0};
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (isnan(out->row[i].value[measure]))
            continue;
        kt_stat_add(&sum, out->row[i].value[measure]);
        n++;
    }
    double average = n > 0 ? kt_stat_total(&sum) / (double)n : (double)NAN;
    out->average[measure] = average;
    for (size_t i = 0; i < out->n; i++)
        out->row[i].above[measure] = is_above(out->row[i].value[measure], average);
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const kt_area_risk *)left)->id, ((const kt_area_risk *)right)->id);
}

kt_status kt_area_find(kt_areas *out, const kt_network *network, const kt_supply_risk *supply_risk,
                       const kt_control *control, kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    kt_arena scratch = {0};
    kt_area_cells cells;
    KT_TRY(kt_area_cells_open(&cells, network->the_case, supply_risk, &scratch, err));
    KT_TRY(list_areas(out, &cells, arena, err));
    count_items(out, &cells);
    average_items(out);
    KT_TRY(kt_area_items_add(&cells, network, control, err));
    KT_TRY(kt_area_basket_add(&cells, err));
    for (uint32_t a = 0; a < out->n; a++)
        KT_TRY(
            sum_area(&out->row[a], cells.cell + (size_t)a * cells.n_materials, &cells, arena, err));
    qsort(out->row, out->n, sizeof *out->row, by_id);
    for (int m = 0; m < KT_N_AREA_MEASURES; m++)
        compare_areas(out, (kt_area_measure)m);
done:
    kt_arena_free(&scratch);
    return status;
}
