// SPDX-License-Identifier: EUPL-1.2
// Gives each item a level, the longest way down to something that needs nothing, and sorts by level
// and id: inputs come first, and the order does not depend on the order of rows. 500 items for a
// frigate, 1e6 for an economy; Kahn's walk over the bill of materials, O(items log items + rows),
// finds a cycle as items that could not be placed.
#include "model/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/sort.h"

enum { ITEMS_PER_LOOK = 1 << 12 }; // about a millisecond

// An item before its place in the order is known.
typedef struct entry {
    kt_network_item item;
    uint32_t before; // entry of the stage that feeds it, or KT_NO_ROW
    double yield;
    uint32_t level;
    const char *id;
} entry;

typedef struct entries {
    kt_builder *b;
    entry *entry;
    size_t n, capacity;
    uint32_t n_case; // the first ones: rows of items
} entries;

static bool has_market_rows(const kt_builder *b, uint32_t row)
{
    const kt_table *supply = &b->the_case->table[KT_SUPPLY];
    for (uint32_t k = b->supply.first[row]; k < b->supply.first[row + 1]; k++) {
        if (kt_table_text(supply, KT_SUPPLY_BUYER, b->supply.row[k]) == 0)
            return true;
    }
    return false;
}

static double unit_kg(const kt_table *items, uint32_t row)
{
    if (kt_table_choice(items, KT_ITEMS_UNIT, row) == KT_UNIT_KG)
        return 1.0;
    return kt_table_number(items, KT_ITEMS_MASS_KG, row);
}

static void choose_reference_market(const kt_builder *b, kt_network_item *item)
{
    kt_world_market market = kt_world_find(&b->world, item->material, item->stage, b->scope);
    item->market = market.n > 0 ? KT_MARKET_REFERENCE : KT_MARKET_UNKNOWN;
    item->scope = (uint8_t)market.scope;
}

static kt_network_item item_of_case_row(const kt_builder *b, uint32_t row)
{
    const kt_table *items = &b->the_case->table[KT_ITEMS];
    kt_network_item item = {
        .id = kt_table_text(items, KT_ITEMS_ID, row),
        .row = row,
        .kind = (uint8_t)kt_table_choice(items, KT_ITEMS_KIND, row),
        .function_critical = kt_table_choice(items, KT_ITEMS_FUNCTION_CRITICAL, row) == KT_YES,
        .unit_kg = unit_kg(items, row),
        .value_eur = kt_table_number(items, KT_ITEMS_VALUE_EUR, row),
        .published_sum = (double)NAN,
    };
    if (item.kind == KT_KIND_MATERIAL) {
        item.material = kt_table_text(items, KT_ITEMS_MATERIAL, row);
        if (item.material == 0)
            item.material = item.id;
        item.stage = (uint8_t)kt_table_choice(items, KT_ITEMS_STAGE, row);
        if (item.stage == 0)
            item.stage = (uint8_t)kt_world_default_stage(&b->world, item.material);
    }
    if (has_market_rows(b, row))
        item.market = KT_MARKET_SUPPLY;
    else
        choose_reference_market(b, &item);
    return item;
}

static uint32_t add_entry(entries *d, kt_network_item item)
{
    d->entry = kt_grow_array(d->entry, &d->capacity, d->n + 1, sizeof *d->entry, &d->b->failed);
    if (d->b->failed)
        return KT_NO_ROW;
    d->entry[d->n] = (entry){item, KT_NO_ROW, 1.0, 0, kt_builder_text(d->b, item.id)};
    return (uint32_t)d->n++;
}

static kt_symbol stage_item_id(const kt_builder *b, kt_symbol material, int stage)
{
    char id[160];
    snprintf(id, sizeof id, "%.80s.%s", kt_builder_text(b, material), kt_schema_stage_name(stage));
    return kt_pool_find(&b->the_case->pool, id, strlen(id)); // put there when the case was indexed
}

static uint32_t find_entry(const entries *d, kt_symbol id)
{
    uint32_t row = kt_case_row(&d->b->the_case->item, id);
    if (row != KT_NO_ROW)
        return row;
    for (size_t i = d->n_case; i < d->n; i++) { // some dozens
        if (d->entry[i].item.id == id)
            return (uint32_t)i;
    }
    return KT_NO_ROW;
}

// The stage chain holds for materials on the reference market; it always uses global shares.
static void link_stage_before(entries *d, size_t i)
{
    kt_builder *b = d->b;
    const kt_network_item *item = &d->entry[i].item;
    double yield = 1.0;
    if (item->material == 0 || item->market == KT_MARKET_SUPPLY)
        return;
    int stage = kt_world_stage_before(&b->world, item->material, item->stage, &yield);
    if (stage == 0)
        return;
    kt_network_item before = {
        .id = stage_item_id(b, item->material, stage),
        .material = item->material,
        .row = KT_NO_ROW,
        .kind = KT_KIND_MATERIAL,
        .stage = (uint8_t)stage,
        .market = KT_MARKET_REFERENCE,
        .scope = (uint8_t)kt_world_find(&b->world, item->material, stage, KT_SCOPE_GLOBAL).scope,
        .unit_kg = 1.0,
        .value_eur = (double)NAN,
        .published_sum = (double)NAN,
    };
    uint32_t found = find_entry(d, before.id);
    if (found == KT_NO_ROW)
        found = add_entry(d, before);
    if (b->failed)
        return;
    d->entry[i].before = found;
    d->entry[i].yield = yield;
}

static uint32_t child_row(const kt_case *c, uint32_t bom_row)
{
    return kt_case_row(&c->item, kt_table_text(&c->table[KT_BOM], KT_BOM_CHILD, bom_row));
}

// Children of entry i, one a call: BOM rows first, then the stage before. KT_NO_ROW at the end.
static uint32_t next_child(const entries *d, size_t i, uint32_t *position)
{
    const kt_builder *b = d->b;
    uint32_t n_bom = i < d->n_case ? b->bom.first[i + 1] - b->bom.first[i] : 0;
    uint32_t at = (*position)++;
    if (at < n_bom)
        return child_row(b->the_case, b->bom.row[b->bom.first[i] + at]);
    return at == n_bom ? d->entry[i].before : KT_NO_ROW;
}

// True once the work is to end; notes it as a failure of the builder.
static bool is_stopped(const entries *d, size_t i)
{
    if (i % ITEMS_PER_LOOK == 0)
        d->b->failed |= kt_control_stopped(d->b->control);
    return d->b->failed;
}

// Puts parents before children into `order`; returns how many could be placed.
static size_t sort_parents_first(const entries *d, uint32_t *order, uint32_t *n_parents)
{
    size_t placed = 0;
    for (size_t i = 0; i < d->n && !is_stopped(d, i); i++) {
        uint32_t position = 0;
        for (uint32_t c; (c = next_child(d, i, &position)) != KT_NO_ROW;)
            n_parents[c]++;
    }
    for (size_t i = 0; i < d->n; i++) {
        if (n_parents[i] == 0)
            order[placed++] = (uint32_t)i;
    }
    for (size_t at = 0; at < placed && !is_stopped(d, at); at++) {
        uint32_t position = 0;
        for (uint32_t c; (c = next_child(d, order[at], &position)) != KT_NO_ROW;) {
            if (--n_parents[c] == 0)
                order[placed++] = c;
        }
    }
    return placed;
}

static void set_levels(entries *d, const uint32_t *order)
{
    for (size_t at = d->n;
         at-- > 0 && !is_stopped(d, at);) { // children are done before their parents
        uint32_t i = order[at];
        uint32_t position = 0;
        for (uint32_t c; (c = next_child(d, i, &position)) != KT_NO_ROW;) {
            if (d->entry[i].level <= d->entry[c].level)
                d->entry[i].level = d->entry[c].level + 1;
        }
    }
}

// An entry where the order of the network puts it.
typedef struct ranked {
    const entry *entry;
} ranked;

static int by_level_and_id(const void *left, const void *right)
{
    const entry *a = ((const ranked *)left)->entry;
    const entry *b = ((const ranked *)right)->entry;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return strcmp(a->id, b->id);
}

// The symbols of the items' ids: those of the case lie together, those of stages before them.
static void find_span(kt_index *out, const entries *d)
{
    kt_symbol least = d->n == 0 ? 0 : UINT32_MAX;
    kt_symbol most = 0;
    for (size_t i = 0; i < d->n; i++) {
        kt_symbol id = d->entry[i].item.id;
        least = id < least ? id : least;
        most = id > most ? id : most;
    }
    out->first = least;
    out->n = d->n == 0 ? 0 : most - least + 1;
}

static kt_status publish(entries *d, kt_error *err)
{
    kt_builder *b = d->b;
    kt_network *net = b->net;
    size_t n = d->n;
    ranked *sorted = calloc(n + 1, sizeof *sorted);
    uint32_t *item_of_entry = calloc(n + 1, sizeof *item_of_entry);
    net->item = calloc(n + 1, sizeof *net->item);
    find_span(&net->item_of, d);
    net->item_of.row = malloc(((size_t)net->item_of.n + 1) * sizeof *net->item_of.row);
    b->item_of_row = malloc(((size_t)d->n_case + 1) * sizeof *b->item_of_row);
    b->stage_before = malloc((n + 1) * sizeof *b->stage_before);
    b->stage_yield = malloc((n + 1) * sizeof *b->stage_yield);
    b->failed = sorted == NULL || item_of_entry == NULL || net->item == NULL ||
                net->item_of.row == NULL || b->item_of_row == NULL || b->stage_before == NULL ||
                b->stage_yield == NULL;
    if (b->failed) {
        free(sorted);
        free(item_of_entry);
        return kt_error_no_memory(err);
    }
    memset(net->item_of.row, 0xFF, net->item_of.n * sizeof *net->item_of.row);
    for (size_t i = 0; i < n; i++)
        sorted[i].entry = &d->entry[i];
    kt_status status = kt_sort_long(sorted, n, sizeof *sorted, by_level_and_id, b->control, err);
    for (size_t i = 0; i < n; i++)
        item_of_entry[sorted[i].entry - d->entry] = (uint32_t)i;
    for (size_t i = 0; i < n; i++) {
        uint32_t before = sorted[i].entry->before;
        net->item[i] = sorted[i].entry->item;
        net->item_of.row[sorted[i].entry->item.id - net->item_of.first] = (uint32_t)i;
        b->stage_before[i] = before == KT_NO_ROW ? KT_NO_ROW : item_of_entry[before];
        b->stage_yield[i] = sorted[i].entry->yield;
    }
    for (uint32_t row = 0; row < d->n_case; row++)
        b->item_of_row[row] = item_of_entry[row];
    net->n_items = (uint32_t)n;
    free(sorted);
    free(item_of_entry);
    return status;
}

static kt_status report_loop(const entries *d, const uint32_t *n_parents, kt_error *err)
{
    for (size_t i = 0; i < d->n; i++) {
        if (n_parents[i] > 0 && d->entry[i].before != KT_NO_ROW)
            return kt_error_set(err, KT_BAD_INPUT,
                                "the stage before item \"%s\" is \"%s\", which needs it: a cycle",
                                d->entry[i].id, d->entry[d->entry[i].before].id);
    }
    return kt_error_set(err, KT_INTERNAL, "the items of the case cannot be ordered");
}

kt_status kt_chain_order(kt_builder *b, kt_error *err)
{
    kt_status status = KT_OK;
    entries d = {.b = b, .n_case = b->the_case->table[KT_ITEMS].n_rows};
    uint32_t *order = NULL;
    uint32_t *n_parents = NULL;

    for (uint32_t row = 0; row < d.n_case && !is_stopped(&d, row); row++)
        add_entry(&d, item_of_case_row(b, row));
    for (size_t i = 0; i < d.n && !is_stopped(&d, i); i++)
        link_stage_before(&d, i);
    order = malloc((d.n + 1) * sizeof *order);
    n_parents = calloc(d.n + 1, sizeof *n_parents);
    if (b->failed || order == NULL || n_parents == NULL) {
        status = kt_control_failed(b->control, err);
        goto done;
    }
    size_t placed = sort_parents_first(&d, order, n_parents);
    KT_TRY(kt_control_check(b->control, err));
    if (placed < d.n) {
        status = report_loop(&d, n_parents, err);
        goto done;
    }
    set_levels(&d, order);
    KT_TRY(kt_control_check(b->control, err));
    KT_TRY(publish(&d, err));
done:
    free(d.entry);
    free(order);
    free(n_parents);
    return status;
}
