// SPDX-License-Identifier: EUPL-1.2
// See chokepoint_words.h.
#include "report/view/chokepoint_words.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { WHOLE_CHAIN = 5, CHAIN_START = 3, PAIR_START = 2 };

static const struct {
    const char *one, *many;
} nouns[KT_N_CLASSES] = {
    [KT_CLASS_COUNTRY] = {"country", "countries"},
    [KT_CLASS_ORGANISATION] = {"organisation", "organisations"},
    [KT_CLASS_SITE] = {"site", "sites"},
    [KT_CLASS_MATERIAL] = {"material", "materials"},
    [KT_CLASS_FLOW] = {"flow", "flows"},
};

static const kt_case *case_of(const kt_chokepoint_view *v)
{
    return v->study->network->the_case;
}

const char *kt_chokepoint_words_plural(const kt_chokepoint_view *v)
{
    return kt_say(v->document, nouns[v->c->events.event_class].many);
}

const char *kt_chokepoint_words_count(const kt_chokepoint_view *v, uint32_t n)
{
    const char *noun = n == 1 ? kt_say(v->document, nouns[v->c->events.event_class].one)
                              : kt_chokepoint_words_plural(v);
    return kt_document_format(v->document, "%u %s", n, noun);
}

// The name in a table of the case whose first column is the id; the id where it has none.
static const char *name_in(const kt_chokepoint_view *v, kt_case_table table, const kt_index *index,
                           int column, const char *id)
{
    const kt_case *c = case_of(v);
    uint32_t row = kt_case_row(index, kt_pool_find(&c->pool, id, strlen(id)));
    kt_symbol name = row == KT_NO_ROW ? 0 : kt_table_text(&c->table[table], column, row);
    return name == 0 ? id : kt_pool_text(&c->pool, name);
}

// "Wärtsilä: Zwolle": the name of a site is often only a town.
static const char *site_name(const kt_chokepoint_view *v, const char *id)
{
    const kt_case *c = case_of(v);
    uint32_t row = kt_case_row(&c->site, kt_pool_find(&c->pool, id, strlen(id)));
    const char *name = name_in(v, KT_SITES, &c->site, KT_SITES_NAME, id);
    if (row == KT_NO_ROW)
        return name;
    kt_symbol owner = kt_table_text(&c->table[KT_SITES], KT_SITES_ORGANISATION, row);
    return kt_document_format(v->document, "%s: %s",
                              name_in(v, KT_ORGANISATIONS, &c->organisation, KT_ORGANISATIONS_NAME,
                                      kt_pool_text(&c->pool, owner)),
                              name);
}

const char *kt_chokepoint_words_event(const kt_chokepoint_view *v, uint32_t event)
{
    const kt_case *c = case_of(v);
    const kt_event *e = &v->c->events.event[event];
    switch (v->c->events.event_class) {
    case KT_CLASS_COUNTRY:
        return kt_country_name(c, e->country, v->document->lang);
    case KT_CLASS_MATERIAL:
        return kt_naming_material(c, e->material, v->document->lang);
    case KT_CLASS_FLOW:
        return kt_document_format(v->document, "%s: %s (%s)",
                                  kt_country_name(c, e->country, v->document->lang),
                                  kt_naming_material(c, e->material, v->document->lang),
                                  kt_naming_stage(e->stage, v->document->lang));
    case KT_CLASS_ORGANISATION:
        return name_in(v, KT_ORGANISATIONS, &c->organisation, KT_ORGANISATIONS_NAME, e->id);
    default:
        return site_name(v, e->id);
    }
}

static const char *keep(const kt_chokepoint_view *v, kt_buffer *text)
{
    const char *kept = kt_document_format(v->document, "%s", text->length == 0 ? "" : text->text);
    v->document->failed |= text->failed;
    kt_buffer_free(text);
    return kept;
}

// Whether all events are flows of one material at one stage.
static bool is_one_supply(const kt_chokepoint_view *v, const kt_cutset *cut)
{
    const kt_event *event = v->c->events.event;
    bool one = v->c->events.event_class == KT_CLASS_FLOW && cut->n > 1;
    for (uint32_t i = 1; one && i < cut->n; i++)
        one = event[cut->event[i]].material == event[cut->event[0]].material &&
              event[cut->event[i]].stage == event[cut->event[0]].stage;
    return one;
}

const char *kt_chokepoint_words_set(const kt_chokepoint_view *v, const kt_cutset *cut)
{
    kt_buffer text = {0};
    bool one = is_one_supply(v, cut);
    for (uint32_t i = 0; i < cut->n; i++) {
        const kt_event *e = &v->c->events.event[cut->event[i]];
        kt_buffer_put(&text, i == 0 ? "" : " + ");
        kt_buffer_put(&text, one ? kt_country_name(case_of(v), e->country, v->document->lang)
                                 : kt_chokepoint_words_event(v, cut->event[i]));
        if (one && i + 1 == cut->n)
            kt_buffer_format(&text, ": %s (%s)",
                             kt_naming_material(case_of(v), e->material, v->document->lang),
                             kt_naming_stage(e->stage, v->document->lang));
    }
    return keep(v, &text);
}

// ------------------------------------------------------------------------------------------ chains

// A flow and a material name the item at which their chain begins.
static uint32_t first_shown(const kt_chokepoint_view *v, const kt_chain *chain)
{
    kt_event_class own = v->c->events.event_class;
    return chain->n > 0 && (own == KT_CLASS_FLOW || own == KT_CLASS_MATERIAL) ? 1 : 0;
}

// A material with its stage; the stage only where the stage before it comes before it.
static void put_item(const kt_chokepoint_view *v, kt_buffer *text, uint32_t before, uint32_t item)
{
    const kt_network *net = v->study->network;
    const char *stage = kt_naming_stage(net->item[item].stage, v->document->lang);
    kt_symbol material = net->item[item].material;
    if (material != 0 && before != item && net->item[before].material == material)
        kt_buffer_put(text, stage);
    else if (material != 0)
        kt_buffer_format(text, "%s (%s)", kt_naming_network_item(net, item, v->document->lang),
                         stage);
    else
        kt_buffer_put(text, kt_naming_network_item(net, item, v->document->lang));
}

static void put_chain(const kt_chokepoint_view *v, kt_buffer *text, const kt_chain *chain,
                      uint32_t start)
{
    uint32_t first = first_shown(v, chain);
    uint32_t end = chain->n > 0 ? chain->n - 1 : 0; // without the target
    if (chain->n == 0)
        return;
    if (first >= end) {
        kt_buffer_put(text, end == 0 ? kt_say(v->document, "makes the target itself")
                                     : kt_say(v->document, "goes into it directly"));
        return;
    }
    for (uint32_t i = first; i < end; i++) {
        bool hidden = end - first > WHOLE_CHAIN && i >= first + start && i + 1 < end;
        if (hidden && i == first + start)
            kt_buffer_put(text, " → …");
        if (hidden)
            continue;
        kt_buffer_put(text, i == first ? "" : " → ");
        put_item(v, text, chain->item[i > 0 ? i - 1 : 0], chain->item[i]);
    }
}

static bool same_chain(const kt_chain *a, const kt_chain *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->item, b->item, a->n * sizeof *a->item) == 0);
}

const char *kt_chokepoint_words_why(const kt_chokepoint_view *v, const kt_chokepoint_set *set)
{
    const kt_explanation *why = &set->why;
    kt_buffer text = {0};
    bool same = true;
    for (uint32_t i = 1; i < why->n; i++)
        same &= same_chain(&why->chain[0], &why->chain[i]);
    if (why->n == 1) {
        put_chain(v, &text, &why->chain[0], CHAIN_START);
        return keep(v, &text);
    }
    if (why->n > 1 && same) {
        kt_buffer_put(&text, kt_say(v->document, "each: "));
        put_chain(v, &text, &why->chain[0], CHAIN_START);
        return keep(v, &text);
    }
    for (uint32_t i = 0; i < why->n; i++) {
        kt_buffer_format(&text, "%s%s: ", i == 0 ? "" : "; ",
                         kt_chokepoint_words_event(v, why->chain[i].event));
        put_chain(v, &text, &why->chain[i], PAIR_START);
    }
    return keep(v, &text);
}

// ------------------------------------------------------------------------------------------- order

static bool is_allied(const kt_chokepoint_view *v, uint32_t event)
{
    kt_bloc place = kt_country_bloc(case_of(v), v->c->events.event[event].country, v->study->home);
    return place == KT_BLOC_HOME || place == KT_BLOC_EU || place == KT_BLOC_NATO;
}

uint32_t kt_chokepoint_words_allied(const kt_chokepoint_view *v, const kt_cutset *cut)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < cut->n; i++)
        n += is_allied(v, cut->event[i]);
    return n;
}

// Sets come smallest first: within a size, one pass for each number of allies. O(sets · order).
const size_t *kt_chokepoint_words_order(const kt_chokepoint_view *v)
{
    const kt_cutset_result *result = &v->c->result;
    size_t *order = kt_document_alloc(v->document, result->n_sets + 1, sizeof *order);
    uint32_t *allied = kt_document_alloc(v->document, result->n_sets + 1, sizeof *allied);
    if (order == NULL || allied == NULL)
        return NULL;
    for (size_t i = 0; i < result->n_sets; i++)
        allied[i] = kt_chokepoint_words_allied(v, &result->set[i]);
    size_t at = 0;
    for (size_t first = 0; first < result->n_sets; first = at) {
        uint32_t size = result->set[first].n;
        for (uint32_t n = 0; n <= size; n++) {
            for (size_t i = first; i < result->n_sets && result->set[i].n == size; i++) {
                if (allied[i] == n)
                    order[at++] = i;
            }
        }
    }
    return order;
}

const char *kt_chokepoint_words_of_order(const kt_cutset_result *result, uint32_t order)
{
    for (uint32_t k = 0; k < result->n_orders; k++) {
        if (result->order[k].order == order)
            return result->order[k].count;
    }
    return "0";
}
