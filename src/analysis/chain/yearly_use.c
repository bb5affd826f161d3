// SPDX-License-Identifier: EUPL-1.2
// From the target down, as explode.c goes, with what the rows of `sustainment` say put in the place
// of what comes from above. Sums by mix and by recipe: a market has many buyers. O(reached
// sources).
#include "analysis/chain/yearly_use.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

const char *const kt_yearly_use_needs[] = {"newbuild", "sustainment", "modernisation", "production",
                                           NULL};

typedef struct walk {
    const kt_network *net;
    double *own;    // [n_items] what a row says; NaN: none
    bool *by_life;  // [n_items] it is what is installed, divided by the life
    double *mix;    // [n_mixes] units a year asked of it
    double *recipe; // [n_recipes] of the result
    bool *is_cut;   // [n_items] a composition of the reference with a yield
} walk;

// An earlier row is of the same item and year.
static bool is_named_before(const kt_table *demand, uint32_t row)
{
    for (uint32_t r = 0; r < row; r++) {
        if (kt_table_text(demand, KT_DEMAND_ITEM, r) ==
                kt_table_text(demand, KT_DEMAND_ITEM, row) &&
            kt_table_number(demand, KT_DEMAND_YEAR, r) ==
                kt_table_number(demand, KT_DEMAND_YEAR, row))
            return true;
    }
    return false;
}

// Targets a year that the case wants: the mean over the years that it names.
static double wanted_a_year(const kt_network *net, uint32_t target)
{
    const kt_table *demand = &net->the_case->table[KT_DEMAND];
    double sum = 0.0;
    uint32_t n_years = 0;
    for (uint32_t r = 0; r < demand->n_rows; r++) {
        if (kt_table_text(demand, KT_DEMAND_ITEM, r) != net->item[target].id)
            continue;
        sum += kt_table_number(demand, KT_DEMAND_QUANTITY, r);
        n_years += !is_named_before(demand, r);
    }
    return n_years > 0 ? sum / n_years : 1.0;
}

// What the rows say of each item that is reached. The last of several rows of an item counts.
static void read_rows(kt_yearly_use *out, walk *w, const kt_reach *reach, double life)
{
    const kt_table *rows = &w->net->the_case->table[KT_SUSTAINMENT];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t i = kt_case_row(&w->net->item_of, kt_table_text(rows, KT_SUSTAINMENT_ITEM, r));
        if (i == KT_NO_ROW || i > reach->target || !reach->item[i])
            continue;
        double use = kt_table_number(rows, KT_SUSTAINMENT_USE, r);
        double installed = kt_table_number(rows, KT_SUSTAINMENT_INSTALLED, r);
        if (isnan(use) && isnan(installed))
            continue;
        w->own[i] = isnan(use) ? installed / life : use;
        w->by_life[i] = isnan(use);
    }
    for (uint32_t i = 0; i <= reach->target; i++)
        out->n_by_life += w->by_life[i];
}

// What is asked of an item, replaced by what its row says: in the same proportions, of its market
// where nothing was asked.
static double settle(walk *w, uint32_t item)
{
    const kt_network *net = w->net;
    uint32_t first = net->item[item].mix;
    double asked = 0.0;
    for (uint32_t m = first; m < net->item[item + 1].mix; m++)
        asked += w->mix[m];
    double own = w->own[item];
    if (isnan(own))
        return asked;
    for (uint32_t m = first; m < net->item[item + 1].mix; m++)
        w->mix[m] = asked > 0.0 ? w->mix[m] * (own / asked) : m == first ? own : 0.0;
    return own;
}

// A quantity that is not known (NaN), of nothing, is nothing.
static double times(double units, double quantity)
{
    return units == 0.0 ? 0.0 : units * quantity;
}

static void find_compositions(walk *w)
{
    const kt_table *rows = &w->net->the_case->reference[KT_COMPOSITIONS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        uint32_t i =
            kt_case_row(&w->net->item_of, kt_table_text(rows, KT_COMPOSITIONS_COMPOSITION, r));
        if (i != KT_NO_ROW && !isnan(kt_table_number(rows, KT_COMPOSITIONS_YIELD, r)))
            w->is_cut[i] = true;
    }
}

// The part of an input that ends in the item: what the bill of materials says is in the quantity
// already.
static double yield_on_record(const kt_network *net, uint32_t item, const kt_alternative *input)
{
    const kt_table *rows = &net->the_case->reference[KT_COMPOSITIONS];
    kt_symbol material = net->item[net->mix_item[input->mix]].material;
    if (input->bom_row == KT_NO_ROW || material == 0 ||
        !isnan(kt_table_number(&net->the_case->table[KT_BOM], KT_BOM_YIELD, input->bom_row)))
        return 1.0;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        double yield = kt_table_number(rows, KT_COMPOSITIONS_YIELD, r);
        if (kt_table_text(rows, KT_COMPOSITIONS_COMPOSITION, r) == net->item[item].id &&
            kt_table_text(rows, KT_COMPOSITIONS_MATERIAL, r) == material && !isnan(yield))
            return yield;
    }
    return 1.0;
}

static double yield_of(const walk *w, uint32_t item, const kt_alternative *input)
{
    return w->is_cut[item] ? yield_on_record(w->net, item, input) : 1.0;
}

double kt_yearly_use_quantity(const kt_network *net, uint32_t item, const kt_alternative *input)
{
    return input->quantity / yield_on_record(net, item, input);
}

static void visit_item(walk *w, uint32_t item)
{
    const kt_network *net = w->net;
    for (uint32_t m = net->item[item].mix; m < net->item[item + 1].mix; m++) {
        for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++)
            w->recipe[net->producer[net->source[k].producer].recipe] +=
                times(net->source[k].share, w->mix[m]);
    }
    kt_recipes own = kt_network_recipes(net, item);
    for (uint32_t recipe = own.first; recipe < own.end; recipe++) {
        for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
             k++) {
            const kt_alternative *input = &net->alternative[net->requirement[k].alternative];
            w->mix[input->mix] +=
                times(w->recipe[recipe], input->quantity / yield_of(w, item, input));
        }
    }
}

kt_need_kind kt_yearly_use_default(const kt_network *net, uint32_t target)
{
    const kt_table *rows = &net->the_case->table[KT_SUSTAINMENT];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_SUSTAINMENT_ITEM, r) == net->item[target].id)
            return KT_NEED_KIND_SUSTAINMENT;
    }
    return wanted_a_year(net, target) > 1.0 ? KT_NEED_KIND_PRODUCTION : KT_NEED_KIND_NEWBUILD;
}

bool kt_yearly_use_is_of_one(const kt_yearly_use *use)
{
    return use->need == KT_NEED_KIND_NEWBUILD;
}

static bool open_walk(walk *w, kt_yearly_use *out, const kt_network *net, kt_arena *arena)
{
    w->net = net;
    w->own = malloc(((size_t)net->n_items + 1) * sizeof *w->own);
    w->by_life = calloc((size_t)net->n_items + 1, sizeof *w->by_life);
    w->mix = calloc((size_t)net->n_mixes + 1, sizeof *w->mix);
    w->is_cut = calloc((size_t)net->n_items + 1, sizeof *w->is_cut);
    out->units = kt_arena_alloc(arena, net->n_items, sizeof *out->units); // zeroed
    out->recipe = kt_arena_alloc(arena, (size_t)net->n_recipes + 1, sizeof *out->recipe);
    w->recipe = out->recipe;
    if (w->own == NULL || w->by_life == NULL || w->mix == NULL || w->recipe == NULL ||
        w->is_cut == NULL || out->units == NULL)
        return false;
    for (uint32_t i = 0; i < net->n_items; i++)
        w->own[i] = (double)NAN;
    find_compositions(w);
    return true;
}

// How many targets a year, which the walk starts from.
static double find_targets(kt_yearly_use *out, walk *w, const kt_reach *reach, double life)
{
    if (out->need == KT_NEED_KIND_NEWBUILD || out->need == KT_NEED_KIND_PRODUCTION)
        return wanted_a_year(w->net, reach->target);
    if (out->need == KT_NEED_KIND_MODERNISATION)
        return 1.0;
    read_rows(out, w, reach, life);
    if (!isnan(w->own[reach->target]))
        return w->own[reach->target];
    out->n_by_life++;
    return 1.0 / life; // one in service
}

kt_status kt_yearly_use_find(kt_yearly_use *out, const kt_study *study, kt_need_kind need,
                             double life, kt_error *err)
{
    const kt_network *net = study->network;
    const kt_reach *reach = &study->reach;
    assert(life > 0.0 && reach->target < net->n_items);
    walk w = {0};
    *out = (kt_yearly_use){.need = need};
    bool whole = open_walk(&w, out, net, study->arena);
    if (whole) {
        out->targets = find_targets(out, &w, reach, life);
        w.mix[net->item[reach->target].mix] = out->targets;
    }
    for (uint32_t i = reach->target + 1; whole && i-- > 0;) {
        if (!reach->item[i])
            continue;
        out->units[i] = settle(&w, i);
        visit_item(&w, i);
    }
    free(w.own);
    free(w.by_life);
    free(w.mix);
    free(w.is_cut);
    return whole ? KT_OK : kt_error_no_memory(err);
}
