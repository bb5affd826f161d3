// SPDX-License-Identifier: EUPL-1.2
// See exposure.h. The lower bound lets unknown sources deliver, the upper one fails every open end
// of the chain together with the event: what is not known must not look safe.
#include "analysis/chain/exposure.h"

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

static uint32_t count_affected(const kt_capacity *capacity, const kt_reach *reach, uint32_t lane)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i <= reach->target; i++)
        n += reach->item[i] && kt_capacity_item(capacity, i, lane) < 1.0 - kt_exposure_tolerance;
    return n;
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

static uint32_t n_lanes(const kt_capacity *capacity, const kt_events *events, uint32_t first)
{
    return events->n - first < capacity->lanes ? events->n - first : capacity->lanes;
}

// What as many events as there are lanes cost, from `first` on.
static void fill_lower(kt_exposure *out, kt_capacity *capacity, const kt_reach *reach,
                       uint32_t first)
{
    const kt_events *events = &out->events;
    uint32_t n = n_lanes(capacity, events, first);
    for (uint32_t l = 0; l < n; l++)
        fail_event(capacity, events, first + l, l);
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++) {
        kt_dependence *row = &out->row[first + l];
        row->id = events->event[first + l].id;
        row->dependence = kt_exposure_loss(capacity, reach->target, l);
        row->items_affected = count_affected(capacity, reach, l);
    }
    kt_capacity_clear(capacity);
}

static void fill_upper(kt_exposure *out, kt_capacity *capacity, const kt_reach *reach,
                       uint32_t first)
{
    const kt_events *events = &out->events;
    uint32_t n = n_lanes(capacity, events, first);
    kt_exposure_fail_open_ends(capacity);
    for (uint32_t l = 0; l < n; l++)
        fail_event(capacity, events, first + l, l);
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++)
        out->row[first + l].dependence_upper = kt_exposure_loss(capacity, reach->target, l);
    kt_capacity_clear(capacity);
}

kt_status kt_exposure_find(kt_exposure *out, kt_capacity *capacity, const kt_study *study,
                           kt_event_class event_class, kt_error *err)
{
    const kt_event_request request = {study->network, study->reach.producer, event_class,
                                      study->control};
    kt_status status = kt_event_list(&out->events, &request, study->arena, err);
    if (status != KT_OK)
        return status;
    out->row = kt_arena_alloc(study->arena, (size_t)out->events.n + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    uint32_t n = (out->events.n + capacity->lanes - 1) / capacity->lanes; // rows of lanes
    for (uint32_t k = 0; k < n && status == KT_OK; k++) {
        status = kt_control_step(study->control, "every event alone", k, 2 * (uint64_t)n, err);
        if (status == KT_OK)
            fill_lower(out, capacity, &study->reach, k * capacity->lanes);
    }
    for (uint32_t k = 0; k < n && status == KT_OK; k++) {
        status = kt_control_step(study->control, "every event alone", n + k, 2 * (uint64_t)n, err);
        if (status == KT_OK)
            fill_upper(out, capacity, &study->reach, k * capacity->lanes);
    }
    for (uint32_t e = 0; e < out->events.n && status == KT_OK; e++) {
        status = add_origin(&out->row[e], &out->events, e, study, err);
        if (status == KT_OK)
            status = kt_control_check(study->control, err);
    }
    return status;
}
