// SPDX-License-Identifier: EUPL-1.2
// Fails the events of a class, as many a sweep as there are lanes, and reads off what the target
// loses. The lower bound lets unknown sources deliver; the upper one fails every open end of the
// chain together with the event: what is not known must not look safe. A frigate has some 160
// countries and 2,000 flows; each costs a lane of two sweeps.
#include "analysis/chain/exposure.h"

#include <stdlib.h>

#include <assert.h>

const double kt_exposure_tolerance = 1e-12;

bool kt_exposure_open_end(const kt_network *net, uint32_t p)
{
    uint8_t kind = net->producer[p].kind;
    uint32_t recipe = net->producer[p].recipe;
    bool unknown = kind == KT_SUPPLIER_UNKNOWN || kind == KT_SUPPLIER_WITHHELD;
    return unknown && net->recipe_requirement[recipe] == net->recipe_requirement[recipe + 1];
}

static void fail_event(kt_capacity *capacity, const kt_events *events, uint32_t e, uint32_t lane)
{
    for (uint32_t k = events->event[e].first; k < events->event[e + 1].first; k++)
        kt_capacity_set(capacity, events->producer[k], lane, 0.0);
}

void kt_exposure_fail_open_ends(kt_capacity *capacity)
{
    const kt_network *net = capacity->circuit->network;
    for (uint32_t p = 0; p < net->n_producers; p++) {
        if (kt_exposure_open_end(net, p))
            kt_capacity_set_all(capacity, p, 0.0);
    }
}

double kt_exposure_loss(const kt_capacity *capacity, uint32_t item, uint32_t lane)
{
    double lost = 1.0 - kt_capacity_item(capacity, item, lane);
    return lost > 0.0 ? (lost < 1.0 ? lost : 1.0) : 0.0;
}

kt_status kt_exposure_settle_open_ends(kt_capacity *capacity, kt_error *err)
{
    kt_exposure_fail_open_ends(capacity);
    return kt_capacity_settle(capacity, err);
}

// True when producers of the event feed each other: only then can a trace pass it twice.
static bool spans_items(const kt_network *net, const kt_events *events, uint32_t e)
{
    uint32_t first = events->event[e].first;
    for (uint32_t k = first; k < events->event[e + 1].first; k++) {
        if (net->producer[events->producer[k]].item != net->producer[events->producer[first]].item)
            return true;
    }
    return false;
}

// Where embodied material comes from: the end of the chain in a country, an organisation, a site or
// of a material; a flow is passed on the way.
static kt_status add_origin(kt_dependence *row, const kt_events *events, uint32_t e,
                            const kt_study *study, kt_error *err)
{
    const kt_explosion *explosion = &study->explosion;
    bool is_flow = events->event_class == KT_CLASS_FLOW;
    uint32_t first = events->event[e].first;
    kt_passing sum = {.producer = events->producer + first,
                      .n = events->event[e + 1].first - first};
    kt_status status = KT_OK;
    for (uint32_t k = 0; k < sum.n; k++) {
        uint32_t p = sum.producer[k];
        if (explosion->end[p] || is_flow) {
            sum.mass += explosion->mass[p];
            sum.value += explosion->value[p];
        }
    }
    if (is_flow && spans_items(study->network, events, e))
        status = kt_explode_through(&sum, study->network, &study->reach, err);
    row->origin_share_mass =
        explosion->total_mass > 0.0 ? sum.mass / explosion->total_mass : (double)NAN;
    row->origin_share_value =
        explosion->total_value > 0.0 ? sum.value / explosion->total_value : (double)NAN;
    return status;
}

kt_status kt_exposure_list(kt_exposure *out, const kt_study *study, kt_event_class event_class,
                           kt_error *err)
{
    const kt_event_request request = {study->network, study->reach.producer, event_class,
                                      study->control};
    kt_status status = kt_event_list(&out->events, &request, study->arena, err);
    if (status != KT_OK)
        return status;
    out->row = kt_arena_alloc(study->arena, (size_t)out->events.n + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    for (uint32_t e = 0; e < out->events.n && status == KT_OK; e++) {
        out->row[e].id = out->events.event[e].id;
        status = add_origin(&out->row[e], &out->events, e, study, err);
        if (status == KT_OK)
            status = kt_control_check(study->control, err);
    }
    return status;
}

// An event and the last of its producers in the order of the network.
typedef struct placed {
    uint32_t last, event;
} placed;

static int by_place(const void *left, const void *right)
{
    const placed *a = left;
    const placed *b = right;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return a->event < b->event ? -1 : 1;
}

// Events of one part of the chain side by side: what they reach is much the same, so that a sweep
// of sixteen costs little more than one of a single event. malloc memory.
static placed *place_events(const kt_events *events, kt_error *err)
{
    placed *order = malloc(((size_t)events->n + 1) * sizeof *order);
    if (order == NULL) {
        (void)kt_error_no_memory(err);
        return NULL;
    }
    for (uint32_t e = 0; e < events->n; e++) {
        uint32_t end = events->event[e + 1].first;
        order[e] = (placed){end > events->event[e].first ? events->producer[end - 1] : 0, e};
    }
    qsort(order, events->n, sizeof *order, by_place);
    return order;
}

// Of each lane: the reached items that lose output.
static void count_affected(kt_dependence *const *row, uint32_t n, const kt_capacity *capacity,
                           const kt_reach *reach)
{
    uint32_t at = 0;
    for (uint32_t i = kt_capacity_next_item(capacity, &at); i != KT_NO_ROW;
         i = kt_capacity_next_item(capacity, &at)) {
        if (i > reach->target || !reach->item[i])
            continue;
        for (uint32_t l = 0; l < n; l++)
            row[l]->items_affected +=
                kt_capacity_item(capacity, i, l) < 1.0 - kt_exposure_tolerance;
    }
}

// What as many events as there are lanes cost.
static void fill(kt_exposure *out, kt_capacity *capacity, const kt_reach *reach,
                 const placed *order, uint32_t n, bool upper)
{
    kt_dependence *row[KT_MOST_LANES];
    for (uint32_t l = 0; l < n; l++) {
        row[l] = &out->row[order[l].event];
        fail_event(capacity, &out->events, order[l].event, l);
    }
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++)
        *(upper ? &row[l]->dependence_upper : &row[l]->dependence) =
            kt_exposure_loss(capacity, reach->target, l);
    if (!upper)
        count_affected(row, n, capacity, reach);
    kt_capacity_clear(capacity);
}

static kt_status fill_all(kt_exposure *exposure, kt_capacity *capacity, const kt_study *study,
                          bool upper, kt_error *err)
{
    uint32_t n = exposure->events.n;
    kt_status status = KT_OK;
    placed *order = place_events(&exposure->events, err);
    if (order == NULL)
        return KT_NO_RESOURCES;
    for (uint32_t first = 0; first < n && status == KT_OK; first += capacity->lanes) {
        uint32_t lanes = n - first < capacity->lanes ? n - first : capacity->lanes;
        fill(exposure, capacity, &study->reach, order + first, lanes, upper);
        status = kt_control_step(study->control, "every event alone", first, n, err);
    }
    free(order);
    return status;
}

kt_status kt_exposure_lower(kt_exposure *exposure, kt_capacity *capacity, const kt_study *study,
                            kt_error *err)
{
    return fill_all(exposure, capacity, study, false, err);
}

kt_status kt_exposure_upper(kt_exposure *exposure, kt_capacity *capacity, const kt_study *study,
                            kt_error *err)
{
    return fill_all(exposure, capacity, study, true, err);
}
