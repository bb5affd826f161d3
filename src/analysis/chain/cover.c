// SPDX-License-Identifier: EUPL-1.2
// Finds the first day on which each producer's output falls, in one pass from the materials to the
// target: producers are stored inputs first, so each finds its inputs done. One pass an event, over
// what the target reaches (1e3 producers for a frigate); the arrays stay open between events.
#include "analysis/chain/cover.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const kt_cover_time NEVER = {(double)INFINITY, false};

static bool is_lost(const kt_cover *c, const kt_cover_stock *stock)
{
    return (c->lost_country != 0 && stock->country == c->lost_country) ||
           (c->lost_owner != KT_NO_ROW && stock->owner == c->lost_owner);
}

static bool is_holder(const kt_cover_stock *stock, const kt_producer *producer)
{
    return (stock->site != KT_NO_ROW && stock->site == producer->site) ||
           (stock->organisation != KT_NO_ROW && stock->organisation == producer->organisation);
}

// Days of the item that the producer can fall back on, as a buyer of it or as its maker.
static kt_cover_time held_by(const kt_cover *c, uint32_t item, uint32_t producer, bool as_buyer)
{
    kt_cover_time held = {0.0, false};
    for (uint32_t s = c->first[item]; s < c->first[item + 1]; s++) {
        const kt_cover_stock *stock = &c->stock[s];
        bool his = is_holder(stock, &c->network->producer[producer]);
        if (isnan(c->days[s]) || is_lost(c, stock) || (!his && !(as_buyer && stock->for_all)))
            continue;
        held.stated = true;
        held.days = c->days[s] > held.days ? c->days[s] : held.days;
    }
    return held;
}

static kt_cover_time after(kt_cover_time first, kt_cover_time then)
{
    return (kt_cover_time){first.days + then.days, first.stated || then.stated};
}

static kt_cover_time sooner(kt_cover_time a, kt_cover_time b)
{
    if (a.days == b.days)
        return (kt_cover_time){a.days, a.stated || b.stated};
    return a.days < b.days ? a : b;
}

static kt_cover_time later(kt_cover_time a, kt_cover_time b)
{
    return a.days == b.days ? (kt_cover_time){a.days, a.stated || b.stated}
                            : (a.days > b.days ? a : b);
}

// When the producer's output first falls for want of an input.
static kt_cover_time first_want(const kt_cover *c, uint32_t p)
{
    const kt_network *net = c->network;
    uint32_t recipe = net->producer[p].recipe;
    kt_cover_time first = NEVER;
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        kt_cover_time best = {0.0, false}; // of the alternatives
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++) {
            uint32_t mix = net->alternative[j].mix;
            if (isinf(c->mix[mix].days))
                best = NEVER;
            else
                best = later(best, after(c->mix[mix], held_by(c, net->mix_item[mix], p, true)));
        }
        first = sooner(first, best);
    }
    return first;
}

static void pass_item(kt_cover *c, uint32_t i)
{
    const kt_network *net = c->network;
    for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
        if (!c->reach->producer[p])
            continue;
        kt_cover_time want = c->fails[p] ? (kt_cover_time){0.0, false} : first_want(c, p);
        bool lasts = c->fails[p] || isinf(want.days); // what fails loses its stock with it
        c->producer[p] = lasts ? want : after(want, held_by(c, i, p, false));
    }
    for (uint32_t m = net->item[i].mix; m < net->item[i + 1].mix; m++) {
        c->mix[m] = NEVER;
        for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++) {
            const kt_source *source = &net->source[k];
            if (source->share > 0.0 && c->reach->producer[source->producer])
                c->mix[m] = sooner(c->mix[m], c->producer[source->producer]);
        }
    }
}

static uint32_t find_organisation(const kt_case *c, const char *id)
{
    return kt_case_row(&c->organisation, kt_pool_find(&c->pool, id, strlen(id)));
}

double kt_cover_days(kt_cover *c, const kt_events *events, const kt_event *event)
{
    assert(event->first <= event[1].first);
    const kt_network *net = c->network;
    bool of_owner = event->id != NULL && events->event_class == KT_CLASS_ORGANISATION;
    c->lost_country = events->event_class == KT_CLASS_COUNTRY ? event->country : 0;
    c->lost_owner = of_owner ? find_organisation(net->the_case, event->id) : KT_NO_ROW;
    for (uint32_t k = event->first; k < event[1].first; k++)
        c->fails[events->producer[k]] = true;
    for (uint32_t i = 0; i <= c->reach->target; i++) {
        if (c->reach->item[i])
            pass_item(c, i);
    }
    for (uint32_t k = event->first; k < event[1].first; k++)
        c->fails[events->producer[k]] = false;
    kt_cover_time first = c->mix[net->item[c->reach->target].mix];
    return first.stated || isinf(first.days) ? first.days : (double)NAN;
}

// The item of a row that the network has, or KT_NO_ROW.
static uint32_t item_of(const kt_cover *c, uint32_t row)
{
    const kt_table *stocks = &c->network->the_case->table[KT_STOCKS];
    return kt_case_row(&c->network->item_of, kt_table_text(stocks, KT_STOCKS_ITEM, row));
}

static kt_cover_stock stock_of(const kt_case *c, kt_symbol holder)
{
    kt_supplier where = kt_case_supplier(c, holder);
    kt_cover_stock stock = {.site = kt_case_row(&c->site, holder),
                            .organisation = kt_case_row(&c->organisation, holder),
                            .country = where.country,
                            .for_all = true};
    stock.owner = stock.organisation;
    if (stock.site != KT_NO_ROW) {
        const kt_table *sites = &c->table[KT_SITES];
        stock.owner =
            kt_case_row(&c->organisation, kt_table_text(sites, KT_SITES_ORGANISATION, stock.site));
    }
    return stock;
}

// Counts, then fills: a counting sort by item.
static void read_stocks(kt_cover *c)
{
    const kt_case *the_case = c->network->the_case;
    const kt_table *stocks = &the_case->table[KT_STOCKS];
    for (uint32_t r = 0; r < stocks->n_rows; r++) {
        uint32_t item = item_of(c, r);
        if (item != KT_NO_ROW)
            c->first[item + 1]++;
    }
    for (uint32_t i = 0; i < c->network->n_items; i++)
        c->first[i + 1] += c->first[i];
    for (uint32_t r = 0; r < stocks->n_rows; r++) {
        uint32_t item = item_of(c, r);
        if (item == KT_NO_ROW)
            continue;
        uint32_t at = c->first[item]++;
        c->stock[at] = stock_of(the_case, kt_table_text(stocks, KT_STOCKS_HOLDER, r));
        c->days[at] = kt_table_number(stocks, KT_STOCKS_DAYS, r);
        c->n_stated += isnan(c->days[at]) ? 0 : 1;
    }
    for (uint32_t i = c->network->n_items; i > 0; i--) // filling has moved each to the next
        c->first[i] = c->first[i - 1];
    c->first[0] = 0;
}

static void set_holders_of(kt_cover *c, uint32_t item, uint32_t producer)
{
    for (uint32_t s = c->first[item]; s < c->first[item + 1]; s++) {
        if (is_holder(&c->stock[s], &c->network->producer[producer]))
            c->stock[s].for_all = false;
    }
}

// Who holds what it makes or needs keeps it for that.
static void find_holders(kt_cover *c)
{
    const kt_network *net = c->network;
    for (uint32_t p = 0; p < net->n_producers; p++) {
        uint32_t recipe = net->producer[p].recipe;
        uint32_t first = net->recipe_requirement[recipe];
        uint32_t end = net->recipe_requirement[recipe + 1];
        set_holders_of(c, net->producer[p].item, p);
        for (uint32_t j = net->requirement[first].alternative;
             j < net->requirement[end].alternative; j++)
            set_holders_of(c, net->mix_item[net->alternative[j].mix], p);
    }
}

kt_status kt_cover_open(kt_cover *out, const kt_network *net, const kt_reach *reach,
                        kt_arena *arena, kt_error *err)
{
    size_t n_stocks = net->the_case->table[KT_STOCKS].n_rows;
    *out = (kt_cover){.network = net, .reach = reach};
    out->first = kt_arena_alloc(arena, (size_t)net->n_items + 1, sizeof *out->first);
    out->stock = kt_arena_alloc(arena, n_stocks + 1, sizeof *out->stock);
    out->days = kt_arena_alloc(arena, n_stocks + 1, sizeof *out->days);
    out->producer = kt_arena_alloc(arena, (size_t)net->n_producers + 1, sizeof *out->producer);
    out->mix = kt_arena_alloc(arena, (size_t)net->n_mixes + 1, sizeof *out->mix);
    out->fails = kt_arena_alloc(arena, (size_t)net->n_producers + 1, sizeof *out->fails);
    if (out->first == NULL || out->stock == NULL || out->days == NULL || out->producer == NULL ||
        out->mix == NULL || out->fails == NULL)
        return kt_error_no_memory(err);
    for (uint32_t m = 0; m < net->n_mixes; m++)
        out->mix[m] = NEVER;
    read_stocks(out);
    if (out->first[net->n_items] > 0)
        find_holders(out);
    return KT_OK;
}
