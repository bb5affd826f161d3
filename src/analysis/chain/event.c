// SPDX-License-Identifier: EUPL-1.2
// Asks every producer for its event of the class (DESIGN section 4, event classes) and sorts by id,
// which puts the producers of an event together. A frigate has some 160 countries and 2,000 flows
// among 2,500 producers. Events that no reached producer carries are left out.
#include "analysis/chain/event.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/sort.h"

enum { PRODUCERS_PER_LOOK = 1 << 12 }; // a flow's id is a text of its own: a millisecond

// Ids lie all over memory, so their beginnings are kept at hand: of a million, few comparisons need
// more.
typedef struct carrier {
    uint64_t key; // the first eight bytes of the id, in its order; zeros behind a shorter one
    const char *id;
    uint32_t producer;
} carrier;

static uint64_t key_of(const char *id)
{
    uint64_t key = 0;
    for (int k = 0; k < 8; k++) {
        key = key << 8 | (unsigned char)*id;
        id += *id != '\0';
    }
    return key;
}

static int by_id(const carrier *a, const carrier *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    bool whole = (a->key & 0xFF) == 0; // the key holds all of the id
    return whole || a->id == b->id ? 0 : strcmp(a->id, b->id);
}

static int by_id_and_producer(const void *left, const void *right)
{
    const carrier *a = left;
    const carrier *b = right;
    int order = by_id(a, b);
    return order != 0 ? order : (a->producer > b->producer) - (a->producer < b->producer);
}

static const char *flow_id(const kt_network *net, const kt_producer *producer, kt_arena *arena)
{
    const kt_pool *pool = &net->the_case->pool;
    const kt_network_item *item = &net->item[producer->item];
    kt_buffer text = {0};
    kt_buffer_format(&text, "%s/%s/%s", kt_pool_text(pool, producer->country),
                     kt_pool_text(pool, item->material), kt_schema_stage_name(item->stage));
    const char *id = text.failed ? NULL : kt_arena_text(arena, text.text, text.length);
    kt_buffer_free(&text);
    return id;
}

// The id of the producer's event; "" where it has none of this class, NULL when memory runs out.
static const char *event_id(const kt_network *net, const kt_producer *producer,
                            kt_event_class event_class, kt_arena *arena)
{
    const kt_case *c = net->the_case;
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    const kt_table *sites = &c->table[KT_SITES];
    kt_symbol material = net->item[producer->item].material;

    switch (event_class) {
    case KT_CLASS_COUNTRY:
        return kt_pool_text(&c->pool, producer->country);
    case KT_CLASS_ORGANISATION:
        if (producer->organisation == KT_NO_ROW)
            return "";
        return kt_pool_text(
            &c->pool, kt_table_text(organisations, KT_ORGANISATIONS_ID, producer->organisation));
    case KT_CLASS_SITE:
        if (producer->site == KT_NO_ROW)
            return "";
        return kt_pool_text(&c->pool, kt_table_text(sites, KT_SITES_ID, producer->site));
    case KT_CLASS_MATERIAL:
        return kt_pool_text(&c->pool, material);
    case KT_CLASS_FLOW:
        return producer->country == 0 || material == 0 ? "" : flow_id(net, producer, arena);
    default:
        return "";
    }
}

static kt_event event_of(const kt_network *net, const carrier *who, kt_event_class event_class,
                         uint32_t first)
{
    const kt_producer *producer = &net->producer[who->producer];
    const kt_network_item *item = &net->item[producer->item];
    kt_event event = {.id = who->id, .first = first};
    if (event_class != KT_CLASS_MATERIAL)
        event.country = producer->country;
    if (event_class == KT_CLASS_MATERIAL || event_class == KT_CLASS_FLOW)
        event.material = item->material;
    if (event_class == KT_CLASS_FLOW)
        event.stage = item->stage;
    return event;
}

// Every producer with an event of the class, those of an event together.
static kt_status collect(carrier *carriers, uint32_t *n, const kt_event_request *r, kt_arena *arena,
                         kt_error *err)
{
    const kt_network *net = r->network;
    *n = 0;
    for (uint32_t p = 0; p < net->n_producers; p++) {
        const char *id = event_id(net, &net->producer[p], r->event_class, arena);
        if (id == NULL)
            return kt_error_no_memory(err);
        if (*id != '\0')
            carriers[(*n)++] = (carrier){key_of(id), id, p};
        kt_status status = p % PRODUCERS_PER_LOOK == 0 ? kt_control_check(r->control, err) : KT_OK;
        if (status != KT_OK)
            return status;
    }
    return kt_sort_long(carriers, *n, sizeof *carriers, by_id_and_producer, r->control, err);
}

static bool touches(const bool *reached, const carrier *first, const carrier *end)
{
    for (; first < end; first++) {
        if (reached[first->producer])
            return true;
    }
    return false;
}

static void publish(kt_events *out, const kt_event_request *r, const carrier *carriers, uint32_t n)
{
    uint32_t n_members = 0;
    for (uint32_t first = 0, end = 0; first < n; first = end) {
        while (end < n && by_id(&carriers[end], &carriers[first]) == 0)
            end++;
        if (!touches(r->reached, carriers + first, carriers + end))
            continue;
        out->event[out->n++] = event_of(r->network, &carriers[first], out->event_class, n_members);
        for (uint32_t k = first; k < end; k++)
            out->producer[n_members++] = carriers[k].producer;
    }
    out->event[out->n].first = n_members;
}

kt_status kt_event_list(kt_events *out, const kt_event_request *request, kt_arena *arena,
                        kt_error *err)
{
    assert(request->event_class < KT_N_CLASSES);
    uint32_t n = 0;
    *out = (kt_events){.event_class = request->event_class};
    carrier *carriers = malloc(((size_t)request->network->n_producers + 1) * sizeof *carriers);
    if (carriers == NULL)
        return kt_error_no_memory(err);
    kt_status status = collect(carriers, &n, request, arena, err);
    out->event = kt_arena_alloc(arena, (size_t)n + 1, sizeof *out->event);
    out->producer = kt_arena_alloc(arena, n, sizeof *out->producer);
    bool good = out->event != NULL && out->producer != NULL;
    if (status == KT_OK && good)
        publish(out, request, carriers, n);
    else if (status == KT_OK)
        status = kt_error_no_memory(err);
    free(carriers);
    return status;
}

// An event with its material and the last of its producers.
typedef struct placed {
    kt_symbol material;
    uint32_t last, event;
} placed;

static int by_place(const void *left, const void *right)
{
    const placed *a = left;
    const placed *b = right;
    if (a->material != b->material)
        return a->material < b->material ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return (a->event > b->event) - (a->event < b->event);
}

kt_status kt_event_place(uint32_t *event, uint32_t n, const kt_events *events, kt_error *err)
{
    placed *order = malloc(((size_t)n + 1) * sizeof *order);
    if (order == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < n; k++) {
        const kt_event *e = &events->event[event[k]];
        uint32_t last = e[1].first > e->first ? events->producer[e[1].first - 1] : 0;
        order[k] = (placed){e->material, last, event[k]};
    }
    kt_sort(order, n, sizeof *order, by_place);
    for (uint32_t k = 0; k < n; k++)
        event[k] = order[k].event;
    free(order);
    return KT_OK;
}

// How many of the first events are of one material; counts no further than `most`.
static uint32_t of_one_material(const uint32_t *event, uint32_t n, const kt_events *events,
                                uint32_t most)
{
    uint32_t run = 0;
    while (run < n && run < most &&
           events->event[event[run]].material == events->event[event[0]].material)
        run++;
    return run;
}

uint32_t kt_event_together(const uint32_t *event, uint32_t n, const kt_events *events,
                           uint32_t most)
{
    uint32_t taken = 0;
    while (taken < n && taken < most) {
        uint32_t run = of_one_material(event + taken, n - taken, events, most);
        if (taken > 0 && taken + run > most)
            break;
        taken += run;
    }
    return taken;
}

const char *kt_event_class_name(kt_event_class event_class)
{
    static const char *const NAMES[KT_N_CLASSES] = {
        [KT_CLASS_COUNTRY] = "country", [KT_CLASS_ORGANISATION] = "organisation",
        [KT_CLASS_SITE] = "site",       [KT_CLASS_MATERIAL] = "material",
        [KT_CLASS_FLOW] = "flow",
    };
    return NAMES[event_class];
}
