// SPDX-License-Identifier: EUPL-1.2
// Marks what the target reaches in one pass over the producers, buyers before their sources, since
// producers are stored inputs first: 1e3 producers for a frigate, no stack, no queue. The tier of a
// producer is final when it is visited, because all that buy from it have been.
#include "analysis/chain/reach.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bitset.h"
#include "base/buffer.h"
#include "base/lang.h"
#include "base/text.h"

static bool same_organisation(const kt_producer *a, const kt_producer *b)
{
    return a->organisation != KT_NO_ROW && a->organisation == b->organisation;
}

static void visit(kt_reach *reach, const kt_network *net, uint32_t buyer, uint32_t source)
{
    const kt_producer *producer = net->producer;
    assert(buyer == KT_NO_ROW || source < buyer); // one pass finds them all
    uint32_t step = buyer == KT_NO_ROW || !same_organisation(&producer[buyer], &producer[source]);
    uint32_t tier = buyer == KT_NO_ROW ? 0 : reach->tier[buyer] + step;
    if (!reach->producer[source] || tier < reach->tier[source])
        reach->tier[source] = tier;
    reach->producer[source] = true;
    reach->item[producer[source].item] = true;
}

static uint64_t visit_mix(kt_reach *reach, const kt_network *net, uint32_t buyer, uint32_t mix)
{
    uint64_t n = 0;
    reach->mix[mix] = true;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (net->source[k].share > 0.0) {
            visit(reach, net, buyer, net->source[k].producer);
            n++;
        }
    }
    return n;
}

// False when the work is to end.
static bool visit_inputs(kt_reach *reach, const kt_network *net, uint32_t p, kt_pace *pace)
{
    uint32_t recipe = net->producer[p].recipe;
    uint32_t first = net->recipe_requirement[recipe];
    uint32_t end = net->recipe_requirement[recipe + 1];
    reach->counts.requirements += end - first;
    for (uint32_t k = first; k < end; k++) {
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++) {
            uint64_t n = visit_mix(reach, net, p, net->alternative[j].mix);
            reach->counts.sources += n;
            if (kt_control_spend(pace, 4 * n))
                return false;
        }
    }
    return true;
}

// Counts each symbol once.
static void count_once(uint64_t *count, kt_bitset *seen, kt_symbol symbol)
{
    if (symbol == 0 || kt_bitset_has(seen, symbol))
        return;
    kt_bitset_add(seen, symbol);
    (*count)++;
}

static kt_status count_names(kt_reach *reach, const kt_network *net, kt_error *err)
{
    size_t n_words = kt_bitset_words(net->the_case->pool.n);
    uint64_t *words = calloc(3 * n_words, sizeof *words);
    if (words == NULL)
        return kt_error_no_memory(err);
    kt_bitset supplier = {words};
    kt_bitset country = {words + n_words};
    kt_bitset material = {words + 2 * n_words};
    for (uint32_t p = 0; p < net->n_producers; p++) {
        const kt_producer *producer = &net->producer[p];
        if (!reach->producer[p])
            continue;
        reach->counts.producers++;
        if (producer->organisation != KT_NO_ROW)
            count_once(&reach->counts.suppliers, &supplier, producer->supplier);
        count_once(&reach->counts.countries, &country, producer->country);
        count_once(&reach->counts.materials, &material, net->item[producer->item].material);
    }
    for (uint32_t i = 0; i < net->n_items; i++)
        reach->counts.items += reach->item[i];
    free(words);
    return KT_OK;
}

kt_status kt_reach_find(kt_reach *out, const kt_network *net, uint32_t target,
                        const kt_control *control, kt_arena *arena, kt_error *err)
{
    kt_pace pace = {.control = control};
    assert(target < net->n_items);
    *out = (kt_reach){.target = target};
    out->item = kt_arena_alloc(arena, net->n_items, sizeof *out->item);
    out->producer = kt_arena_alloc(arena, net->n_producers, sizeof *out->producer);
    out->mix = kt_arena_alloc(arena, net->n_mixes, sizeof *out->mix);
    out->tier = kt_arena_alloc(arena, net->n_producers, sizeof *out->tier);
    if (out->item == NULL || out->producer == NULL || out->mix == NULL || out->tier == NULL)
        return kt_error_no_memory(err);
    visit_mix(out, net, KT_NO_ROW, net->item[target].mix);
    for (uint32_t p = net->item[target + 1].producer;
         p-- > 0;) { // buyers come before their sources
        if (!out->producer[p])
            continue;
        if (!visit_inputs(out, net, p, &pace))
            return kt_control_check(control, err);
        if (out->n_tiers <= out->tier[p])
            out->n_tiers = out->tier[p] + 1;
    }
    return count_names(out, net, err);
}

static kt_status no_such_target(const kt_network *net, const char *target, kt_lang lang,
                                kt_error *err)
{
    const kt_case *c = net->the_case;
    kt_buffer shown = {0};
    kt_buffer ids = {0};
    uint32_t n = kt_case_suggest(&ids, c, &c->table[KT_ITEMS], KT_ITEMS_ID, target);
    kt_text_show(&shown, target, strlen(target), 64);
    const char *text = shown.text == NULL ? "" : shown.text;
    kt_status status;
    if (shown.failed || ids.failed)
        status = kt_error_no_memory(err);
    else if (n == 0)
        status = kt_error_set(err, KT_BAD_INPUT,
                              kt_lang_text(lang, "target \"%s\" is not an item of the case"), text);
    else
        status = kt_error_set(
            err, KT_BAD_INPUT,
            kt_lang_text(lang, "target \"%s\" is not an item of the case: did you mean %s?"), text,
            ids.text);
    kt_buffer_free(&ids);
    kt_buffer_free(&shown);
    return status;
}

// Nothing is a platform: names what goes into nothing else, which is what people then want to look
// at.
static kt_status no_platform(const kt_network *net, kt_lang lang, kt_error *err)
{
    enum { MOST = 5 };
    kt_buffer names = {0};
    unsigned n = 0;
    bool *used = calloc((size_t)net->n_items + 1, sizeof *used);
    if (used == NULL)
        return kt_error_no_memory(err);
    for (uint32_t j = 0; j < net->n_alternatives; j++)
        used[net->mix_item[net->alternative[j].mix]] = true;
    for (uint32_t i = net->n_items; i-- > 0 && n < MOST;) { // what is made of most comes first
        if (used[i])
            continue;
        kt_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
                         kt_pool_text(&net->the_case->pool, net->item[i].id));
        n++;
    }
    free(used);
    kt_status status =
        names.failed
            ? kt_error_no_memory(err)
            : kt_error_set(err, KT_BAD_INPUT,
                           kt_lang_text(lang, "the case has no platform: --target is needed, "
                                              "for example %s"),
                           names.text == NULL ? "ITEM" : names.text);
    kt_buffer_free(&names);
    return status;
}

static bool any_of_kind(const kt_network *net, kt_item_kind kind)
{
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (net->item[i].kind == kind)
            return true;
    }
    return false;
}

// The only platform; of a case without any (a maker of goods) the only product group.
static kt_status only_one(uint32_t *out, const kt_network *net, kt_lang lang, kt_error *err)
{
    kt_item_kind kind =
        any_of_kind(net, KT_KIND_PLATFORM) ? KT_KIND_PLATFORM : KT_KIND_PRODUCT_GROUP;
    kt_buffer names = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (net->item[i].kind != kind)
            continue;
        kt_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
                         kt_pool_text(&net->the_case->pool, net->item[i].id));
        *out = i;
        n++;
    }
    kt_status status = KT_OK;
    if (names.failed)
        status = kt_error_no_memory(err);
    else if (n == 0)
        status = no_platform(net, lang, err);
    else if (n > 1)
        status = kt_error_set(
            err, KT_BAD_INPUT,
            kind == KT_KIND_PLATFORM
                ? kt_lang_text(lang,
                               "the case has several platforms: --target is needed, one of %s")
                : kt_lang_text(lang, "the case has no platform and several product groups: "
                                     "--target is needed, one of %s"),
            names.text);
    kt_buffer_free(&names);
    return status;
}

kt_status kt_reach_target(uint32_t *out, const kt_network *net, const char *target, kt_lang lang,
                          kt_error *err)
{
    if (target == NULL)
        return only_one(out, net, lang, err);
    *out = kt_network_find(net, target);
    return *out == KT_NO_ROW ? no_such_target(net, target, lang, err) : KT_OK;
}
