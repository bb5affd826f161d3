// SPDX-License-Identifier: EUPL-1.2
// Groups the rows by item, ranks suppliers and buyers by their text, then builds item by item,
// inputs first, so that a recipe always finds the mixes it draws on. Ranks are compared instead of
// texts, because each supplier is sorted into many markets. 42,000 sources for a frigate, 1e7 for
// an economy.
#include "model/network_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/pages.h"
#include "base/sort.h"
#include "model/chain.h"
#include "model/market.h"
#include "model/recipe.h"

static kt_status group_by_item(kt_group *out, const kt_case *c, kt_case_table which, int column,
                               kt_error *err)
{
    const kt_table *table = &c->table[which];
    uint32_t *item = malloc(((size_t)table->n_rows + 1) * sizeof *item);
    if (item == NULL)
        return kt_error_no_memory(err);
    kt_pages_enlarge(item, table->n_rows * sizeof *item);
    for (uint32_t r = 0; r < table->n_rows; r++)
        item[r] = kt_case_row(&c->item, kt_table_text(table, column, r));
    kt_status status = kt_group_rows(out, item, table->n_rows, c->table[KT_ITEMS].n_rows, err);
    free(item);
    return status;
}

typedef struct ranked {
    const char *text;
    kt_symbol symbol;
} ranked;

static int by_text(const void *left, const void *right)
{
    return strcmp(((const ranked *)left)->text, ((const ranked *)right)->text);
}

// Marks every symbol that can name a supplier or a buyer; returns how many.
static size_t mark_parties(kt_builder *b)
{
    const kt_case *c = b->the_case;
    const kt_table *supply = &c->table[KT_SUPPLY];
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    size_t n = 0;
    b->rank[c->unknown] = 1;
    for (uint32_t r = 0; r < supply->n_rows; r++) {
        b->rank[kt_table_text(supply, KT_SUPPLY_SUPPLIER, r)] = 1;
        b->rank[kt_table_text(supply, KT_SUPPLY_BUYER, r)] = 1;
    }
    for (uint32_t r = 0; r < countries->n_rows; r++)
        b->rank[c->world.row[kt_table_text(countries, KT_COUNTRIES_ISO3, r)]] = 1;
    b->rank[0] = 0; // no buyer: the market, before all others
    for (size_t symbol = 0; symbol < c->pool.n; symbol++)
        n += b->rank[symbol];
    return n;
}

// Texts are compared here once, and their ranks a thousand times.
static kt_status rank_parties(kt_builder *b, kt_error *err)
{
    const kt_pool *pool = &b->the_case->pool;
    b->rank = calloc(pool->n, sizeof *b->rank);
    if (b->rank == NULL)
        return kt_error_no_memory(err);
    size_t n = mark_parties(b);
    ranked *order = calloc(n + 1, sizeof *order);
    if (order == NULL)
        return kt_error_no_memory(err);
    size_t at = 0;
    for (size_t symbol = 0; symbol < pool->n; symbol++) {
        if (b->rank[symbol] != 0)
            order[at++] = (ranked){kt_pool_text(pool, (kt_symbol)symbol), (kt_symbol)symbol};
    }
    kt_status status = kt_sort_long(order, n, sizeof *order, by_text, b->control, err);
    for (size_t k = 0; k < n; k++)
        b->rank[order[k].symbol] = (uint32_t)k + 1;
    free(order);
    return status;
}

// The entry behind the last of each list, which says where that one ends, is there also where the
// list is empty: a case whose bill of materials has no rows yet is a case.
static void end_empty_lists(kt_builder *b)
{
    kt_network *net = b->net;
    net->recipe_requirement = kt_grow_array(net->recipe_requirement, &b->capacity.recipe, 1,
                                            sizeof *net->recipe_requirement, &b->failed);
    net->requirement = kt_grow_array(net->requirement, &b->capacity.requirement, 1,
                                     sizeof *net->requirement, &b->failed);
    net->mix_source =
        kt_grow_array(net->mix_source, &b->capacity.mix, 1, sizeof *net->mix_source, &b->failed);
    if (b->failed)
        return;
    net->recipe_requirement[0] = 0;
    net->requirement[0] = (kt_requirement){0};
    net->mix_source[0] = 0;
}

static kt_status build_items(kt_builder *b, kt_error *err)
{
    kt_network *net = b->net;
    end_empty_lists(b);
    for (uint32_t i = 0; i < net->n_items && !b->failed; i++) {
        kt_status status =
            kt_control_step(b->control, "building the network", i, net->n_items, err);
        if (status != KT_OK)
            return status;
        kt_market_build(b, i);
        if (!b->failed)
            kt_recipe_build(b, i);
    }
    if (b->failed)
        return kt_control_failed(b->control, err);
    net->item[net->n_items].producer = net->n_producers; // where the last item's end
    net->item[net->n_items].mix = net->n_mixes;
    return KT_OK;
}

kt_status kt_network_build(kt_network *out, const kt_case *c, const kt_figures *figures,
                           const kt_control *control, kt_error *err)
{
    *out = (kt_network){.the_case = c, .figures = *figures};
    kt_builder b = {.net = out, .the_case = c, .scope = figures->scope, .control = control};
    kt_status status = KT_OK;

    b.producer_of = malloc(c->pool.n * sizeof *b.producer_of);
    b.met = calloc(c->pool.n, sizeof *b.met);
    b.grouped = calloc(c->pool.n, sizeof *b.grouped);
    if (b.producer_of == NULL || b.met == NULL || b.grouped == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    kt_control_tell(control, "building the network", 0, 0);
    KT_TRY(rank_parties(&b, err));
    KT_TRY(kt_world_open(&b.world, c, figures, err));
    out->first_period = b.world.first_period;
    out->last_period = b.world.last_period;
    KT_TRY(group_by_item(&b.bom, c, KT_BOM, KT_BOM_PARENT, err));
    KT_TRY(group_by_item(&b.supply, c, KT_SUPPLY, KT_SUPPLY_ITEM, err));
    KT_TRY(kt_chain_order(&b, err));
    KT_TRY(build_items(&b, err));
done:
    kt_world_close(&b.world);
    kt_group_free(&b.bom);
    kt_group_free(&b.supply);
    free(b.item_of_row);
    free(b.stage_before);
    free(b.stage_yield);
    free(b.rank);
    free(b.met);
    free(b.grouped);
    free(b.producer_of);
    free(b.offer);
    free(b.party);
    if (status != KT_OK)
        kt_network_free(out);
    return status;
}
