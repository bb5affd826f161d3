// SPDX-License-Identifier: EUPL-1.2
// Sums by material and stage in one array of some 90 materials and three stages, then hands the
// sums to the items: two passes over the items, one over each table.
#include "analysis/supply/tonnage.h"

#include <math.h>
#include <stdlib.h>

static const double KG = 1000.0; // in a tonne
static const double DAYS = 365.25;

// Of one material and stage.
typedef struct sums {
    uint32_t output; // row of world_output, or KT_NO_ROW
    kt_years years;  // of that row
    double edition;  // of that row; NaN: none is named
    double need_kg, one_kg;
    double stock_kg;
} sums;

typedef struct work {
    const kt_network *net;
    const kt_reach *reach;
    const kt_yearly_use *use, *one;
    const kt_vintage *vintage;
    uint32_t *number; // [symbols] of a material of the chain or the reference, from 1; 0: of none
    size_t n_materials;
    sums *of; // [n_materials · KT_N_STAGES]
} work;

// KT_NO_ROW for what is no material.
static uint32_t key_of(const work *w, kt_symbol material, int stage)
{
    uint32_t number = material == 0 ? 0 : w->number[material];
    return number == 0 ? KT_NO_ROW : (number - 1) * KT_N_STAGES + (uint32_t)stage;
}

static void number_one(work *w, kt_symbol material)
{
    if (material != 0 && w->number[material] == 0)
        w->number[material] = (uint32_t)++w->n_materials;
}

// The materials of the reference, and those that a case has beside them.
static void number_materials(work *w)
{
    const kt_table *materials = &w->net->the_case->reference[KT_MATERIALS];
    for (uint32_t r = 0; r < materials->n_rows; r++)
        number_one(w, kt_table_text(materials, KT_MATERIALS_ID, r));
    for (uint32_t i = 0; i < w->net->n_items; i++)
        number_one(w, w->net->item[i].material);
}

static void read_output(work *w)
{
    const kt_case *c = w->net->the_case;
    const kt_table *rows = &c->reference[KT_WORLD_OUTPUT];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t key = key_of(w, kt_table_text(rows, KT_WORLD_OUTPUT_MATERIAL, r),
                              kt_table_choice(rows, KT_WORLD_OUTPUT_STAGE, r));
        kt_years years;
        if (key == KT_NO_ROW || isnan(kt_table_number(rows, KT_WORLD_OUTPUT_TONNES, r)) ||
            !kt_vintage_read_years(
                &years, kt_pool_text(&c->pool, kt_table_text(rows, KT_WORLD_OUTPUT_PERIOD, r))))
            continue;
        sums *best = &w->of[key];
        double edition = kt_table_number(rows, KT_WORLD_OUTPUT_EDITION, r);
        bool same = best->output != KT_NO_ROW && years.first == best->years.first &&
                    years.last == best->years.last;
        if (best->output == KT_NO_ROW ||
            (same ? kt_vintage_is_later(edition, best->edition)
                  : kt_vintage_prefers(w->vintage, years, best->years))) {
            best->output = r;
            best->years = years;
            best->edition = edition;
        }
    }
}

static bool counts(const work *w, uint32_t item)
{
    return item <= w->reach->target && w->reach->item[item] &&
           w->net->item[item].kind == KT_KIND_MATERIAL;
}

// Of nothing, whatever a unit weighs, nothing.
static double kg_of(const work *w, const kt_yearly_use *use, uint32_t item)
{
    return use->units[item] == 0.0 ? 0.0 : use->units[item] * w->net->item[item].unit_kg;
}

static void add_needs(work *w)
{
    const kt_network *net = w->net;
    for (uint32_t i = 0; i <= w->reach->target; i++) {
        uint32_t key = key_of(w, net->item[i].material, net->item[i].stage);
        if (key == KT_NO_ROW || !counts(w, i))
            continue;
        w->of[key].need_kg += kg_of(w, w->use, i);
        w->of[key].one_kg += kg_of(w, w->one, i);
    }
}

static void add_stocks(work *w)
{
    const kt_network *net = w->net;
    const kt_table *rows = &net->the_case->table[KT_STOCKS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t i = kt_case_row(&net->item_of, kt_table_text(rows, KT_STOCKS_ITEM, r));
        if (i == KT_NO_ROW || !counts(w, i))
            continue;
        uint32_t key = key_of(w, net->item[i].material, net->item[i].stage);
        double units = kt_table_number(rows, KT_STOCKS_QUANTITY, r);
        double days = kt_table_number(rows, KT_STOCKS_DAYS, r);
        if (isnan(units) && w->use->units[i] > 0.0) // days of what is taken of this item alone
            units = w->use->units[i] * days / DAYS;
        double kg = units * net->item[i].unit_kg;
        if (key != KT_NO_ROW && !isnan(kg))
            w->of[key].stock_kg += kg;
    }
}

// Of what the world makes after use, beside what it makes of ore.
static double secondary(const kt_case *c, kt_symbol material, uint32_t output, double world_kg)
{
    const kt_table *materials = &c->reference[KT_MATERIALS];
    double rate =
        kt_table_number(materials, KT_MATERIALS_EOL_RIR, kt_case_row(&c->material, material));
    bool primary =
        kt_table_choice(&c->reference[KT_WORLD_OUTPUT], KT_WORLD_OUTPUT_PRIMARY, output) == KT_YES;
    return primary && rate > 0.0 && rate < 1.0 ? world_kg * rate / (1.0 - rate) : 0.0;
}

// None where the sources of the item are customs partners, who need not make it.
static uint32_t output_of(const kt_network_item *item, const sums *all)
{
    bool imported = item->market == KT_MARKET_REFERENCE && item->scope == KT_SCOPE_NL;
    return imported ? KT_NO_ROW : all->output;
}

static kt_access_market market_of(const work *w, const kt_network_item *item, const sums *all)
{
    const kt_case *c = w->net->the_case;
    const kt_table *rows = &c->reference[KT_WORLD_OUTPUT];
    kt_access_market market = {.world_kg = (double)NAN, .need_kg = all->need_kg};
    market.stock_kg = all->stock_kg;
    if (output_of(item, all) == KT_NO_ROW)
        return market;
    market.world_kg = kt_table_number(rows, KT_WORLD_OUTPUT_TONNES, all->output) * KG;
    double capacity = kt_table_number(rows, KT_WORLD_OUTPUT_CAPACITY, all->output) * KG;
    market.spare_kg = capacity > market.world_kg ? capacity - market.world_kg : 0.0;
    market.secondary_kg = secondary(c, item->material, all->output, market.world_kg);
    return market;
}

// Hands the sums of its material and stage to each item; what is no material stands alone.
static void hand_out(kt_tonnage *out, const work *w)
{
    const kt_network *net = w->net;
    for (uint32_t i = 0; i < net->n_items; i++) {
        uint32_t key = key_of(w, net->item[i].material, net->item[i].stage);
        const sums alone = {
            .output = KT_NO_ROW, .need_kg = kg_of(w, w->use, i), .one_kg = kg_of(w, w->one, i)};
        const sums *all = key == KT_NO_ROW ? &alone : &w->of[key];
        out->market[i] = market_of(w, &net->item[i], all);
        out->one_kg[i] = all->one_kg;
        out->output[i] = output_of(&net->item[i], all);
    }
}

kt_status kt_tonnage_find(kt_tonnage *out, const kt_study *study, const kt_yearly_use *use,
                          const kt_yearly_use *one, const kt_vintage *vintage, kt_error *err)
{
    const kt_network *net = study->network;
    kt_arena *arena = study->arena;
    kt_status status = KT_OK;
    work w = {.net = net,
              .reach = &study->reach,
              .use = use,
              .one = one,
              .vintage = vintage,
              .number = calloc((size_t)net->the_case->pool.n + 1, sizeof *w.number)};
    *out = (kt_tonnage){.market = kt_arena_alloc(arena, net->n_items, sizeof *out->market),
                        .one_kg = kt_arena_alloc(arena, net->n_items, sizeof *out->one_kg),
                        .output = kt_arena_alloc(arena, net->n_items, sizeof *out->output)};
    if (w.number != NULL)
        number_materials(&w);
    w.of = calloc(w.n_materials * KT_N_STAGES + 1, sizeof *w.of);
    if (w.number == NULL || w.of == NULL || out->market == NULL || out->one_kg == NULL ||
        out->output == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (size_t k = 0; k < w.n_materials * KT_N_STAGES; k++)
        w.of[k].output = KT_NO_ROW;
    read_output(&w);
    add_needs(&w);
    add_stocks(&w);
    hand_out(out, &w);
done:
    free(w.number);
    free(w.of);
    return status;
}
