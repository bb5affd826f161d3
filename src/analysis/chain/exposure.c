// SPDX-License-Identifier: EUPL-1.2
// Fails the events of a class, as many a sweep as there are lanes, and reads off what the target
// loses. The lower bound lets unknown sources deliver; the upper one fails every open end of the
// chain together with the event: what is not known must not look safe. A frigate has some 160
// countries and 2,000 flows, each a lane of two sweeps; a chain of a million rows has 400,000
// suppliers, of which a thousand are told: bounds say which may be among them.
#include "analysis/chain/exposure.h"

#include <math.h>
#include <stdlib.h>

#include "base/sort.h"

const double kt_exposure_tolerance = 1e-12;

bool kt_exposure_open_end(const kt_network *net, uint32_t p)
{
    uint8_t kind = net->producer[p].kind;
    uint32_t recipe = net->producer[p].recipe;
    bool unknown = kind == KT_SUPPLIER_UNKNOWN || kind == KT_SUPPLIER_WITHHELD;
    return unknown && net->recipe_requirement[recipe] == net->recipe_requirement[recipe + 1];
}

void kt_exposure_fail(kt_capacity *capacity, const kt_events *events, uint32_t e, uint32_t lane)
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
    return lost > kt_exposure_tolerance ? (lost < 1.0 ? lost : 1.0) : 0.0;
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

// Of each lane: the reached items that lose output.
static void count_affected(kt_dependence *const *row, uint32_t n, const kt_capacity *capacity,
                           const kt_reach *reach)
{
    double left[KT_MOST_LANES];
    uint32_t lost[KT_MOST_LANES] = {0};
    uint32_t at = 0;
    for (uint32_t i = kt_capacity_next_item(capacity, &at, left); i != KT_NO_ROW;
         i = kt_capacity_next_item(capacity, &at, left)) {
        if (i > reach->target || !reach->item[i])
            continue;
        for (uint32_t l = 0; l < n; l++)
            lost[l] += left[l] < 1.0 - kt_exposure_tolerance;
    }
    for (uint32_t l = 0; l < n; l++)
        row[l]->items_affected += lost[l];
}

static bool is_reached(const kt_exposure_work *work, uint32_t item)
{
    const kt_reach *reach = &work->study->reach;
    return item <= reach->target && reach->item[item];
}

// The item of the k-th producer of a flow, where it is reached and not that of the one before; else
// KT_NO_ROW.
static uint32_t item_of(const kt_exposure_work *work, const kt_event *flow,
                        const uint32_t *producer, uint32_t k)
{
    const kt_producer *of = work->study->network->producer;
    uint32_t item = of[producer[k]].item;
    bool again = k > flow->first && of[producer[k - 1]].item == item;
    return again || !is_reached(work, item) ? KT_NO_ROW : item;
}

// The reference market that is hit worst, after the sweep in proportion.
static kt_flow_market hit_market(const kt_exposure_work *work, const kt_event *flow,
                                 const uint32_t *producer, uint32_t lane)
{
    const kt_network *net = work->study->network;
    kt_flow_market worst = {.item = net->producer[producer[flow->first]].item,
                            .named = true,
                            .available = 2.0, // more than any
                            .accessible_kg = (double)NAN};
    for (uint32_t k = flow->first; k < flow[1].first; k++) {
        uint32_t item = item_of(work, flow, producer, k);
        if (item == KT_NO_ROW || net->item[item].market != KT_MARKET_REFERENCE ||
            !work->study->reach.mix[net->item[item].mix]) // all its buyers name their suppliers
            continue;
        double left = kt_access_available(work->access, work->capacity, item, lane);
        if (left < worst.available)
            worst = (kt_flow_market){
                .item = item,
                .available = left,
                .sells = kt_access_sells(work->access, work->capacity, item, lane),
                .accessible_kg = kt_access_accessible_kg(work->access, work->capacity, item, lane)};
    }
    return worst;
}

// Or, after the sweep first in line, the worse hit of what named suppliers sell: to all, or to one
// buyer.
static void hit_named(kt_flow_market *worst, const kt_exposure_work *work, const kt_event *flow,
                      const uint32_t *producer, uint32_t lane)
{
    const kt_network *net = work->study->network;
    for (uint32_t k = flow->first; k < flow[1].first; k++) {
        uint32_t item = item_of(work, flow, producer, k);
        if (item == KT_NO_ROW)
            continue;
        uint32_t first =
            net->item[item].mix + (net->item[item].market == KT_MARKET_REFERENCE ? 1 : 0);
        for (uint32_t m = first; m < net->item[item + 1].mix; m++) {
            double left = kt_capacity_mix(work->capacity, m, lane);
            if (work->study->reach.mix[m] && left < worst->available)
                *worst = (kt_flow_market){.item = item,
                                          .named = true,
                                          .available = left,
                                          .sells = left,
                                          .accessible_kg = (double)NAN};
        }
    }
}

// Of each lane: whether a market falls short of which nobody knows what the world makes of it, or
// how much is needed.
static void find_blind(kt_flow_market *const *market, uint32_t n, const kt_exposure_work *work)
{
    const kt_network *net = work->study->network;
    double left[KT_MOST_LANES];
    uint32_t at = 0;
    for (uint32_t i = kt_capacity_next_item(work->capacity, &at, left); i != KT_NO_ROW;
         i = kt_capacity_next_item(work->capacity, &at, left)) {
        const kt_access_market *of = &work->access->market[i];
        bool known = !isnan(of->world_kg) && !isnan(of->need_kg);
        if (net->item[i].market != KT_MARKET_REFERENCE || known)
            continue;
        for (uint32_t l = 0; l < n; l++)
            market[l]->blind |= left[l] < 1.0 - kt_exposure_tolerance;
    }
}

// After the sweep of as many events as there are lanes: what they cost who is served first.
static void fill_first(kt_exposure *out, const kt_exposure_work *work, const uint32_t *event,
                       uint32_t n)
{
    const kt_events *events = &out->events;
    bool flows = out->market != NULL;
    kt_flow_market *market[KT_MOST_LANES];
    for (uint32_t l = 0; flows && l < n; l++) {
        market[l] = &out->market[event[l]];
        *market[l] = hit_market(work, &events->event[event[l]], events->producer, l);
    }
    kt_access_sweep(work->capacity, work->access, n);
    for (uint32_t l = 0; l < n; l++)
        out->row[event[l]].dependence_first =
            kt_exposure_loss(work->capacity, work->study->reach.target, l);
    for (uint32_t l = 0; flows && l < n; l++) {
        hit_named(market[l], work, &events->event[event[l]], events->producer, l);
        if (market[l]->available > 1.0) // nobody draws on it
            market[l]->available = market[l]->sells = 1.0;
    }
    if (flows)
        find_blind(market, n, work);
}

// What as many events as there are lanes cost.
static void fill(kt_exposure *out, const kt_exposure_work *work, const uint32_t *event, uint32_t n,
                 bool upper)
{
    kt_capacity *capacity = work->capacity;
    const kt_reach *reach = &work->study->reach;
    kt_dependence *row[KT_MOST_LANES];
    for (uint32_t l = 0; l < n; l++) {
        row[l] = &out->row[event[l]];
        kt_exposure_fail(capacity, &out->events, event[l], l);
    }
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++)
        *(upper ? &row[l]->dependence_upper : &row[l]->dependence) =
            kt_exposure_loss(capacity, reach->target, l);
    if (!upper)
        count_affected(row, n, capacity, reach);
    if (!upper && work->access != NULL)
        fill_first(out, work, event, n);
    kt_capacity_clear(capacity);
}

void kt_exposure_of_event(kt_exposure *exposure, uint32_t e, const kt_exposure_work *work,
                          bool upper)
{
    fill(exposure, work, &e, 1, upper);
}

// Sweeps for the events, whose order it changes.
static kt_status fill_all(kt_exposure *out, kt_exposure_work *work, uint32_t *event, uint32_t n,
                          bool upper, kt_error *err)
{
    uint32_t lanes = 0;
    kt_status status = kt_event_place(event, n, &out->events, err);
    for (uint32_t first = 0; first < n && status == KT_OK; first += lanes) {
        lanes = kt_event_together(event + first, n - first, &out->events, work->capacity->lanes);
        fill(out, work, event + first, lanes, upper);
        for (uint32_t l = 0; l < lanes && status == KT_OK; l++)
            status = kt_control_step(work->study->control, "every event alone", work->done++,
                                     work->n, err);
    }
    return status;
}

// ------------------------------------------------------------------ the events that matter most

typedef struct candidate {
    double loss; // D, or no less than that
    uint32_t event;
} candidate;

static int largest_first(const void *left, const void *right)
{
    const candidate *a = left;
    const candidate *b = right;
    if (a->loss != b->loss)
        return a->loss > b->loss ? -1 : 1;
    return (a->event > b->event) - (a->event < b->event);
}

// Events are taken from the largest bound on, some at a time, until no other can be listed.
typedef struct selection {
    kt_exposure *out;
    kt_exposure_work *work;
    uint32_t most;
    candidate *open; // [n_open] bounds, largest first
    uint32_t n_open;
    candidate *known; // [n_known] those that may be listed so far
    uint32_t n_known;
    uint32_t *batch; // [events] to be swept next
} selection;

enum { BATCH = 1024 }; // events at least, so that those of one part of the chain meet

static bool stops_alone(double loss)
{
    return loss >= 1.0 - kt_exposure_tolerance;
}

static bool open_selection(selection *s)
{
    size_t n = (size_t)s->out->events.n + 1;
    s->open = malloc(n * sizeof *s->open);
    s->known = malloc(n * sizeof *s->known);
    s->batch = malloc(n * sizeof *s->batch);
    return s->open != NULL && s->known != NULL && s->batch != NULL;
}

static void close_selection(selection *s)
{
    free(s->open);
    free(s->known);
    free(s->batch);
}

static void keep(selection *s)
{
    kt_sort(s->known, s->n_known, sizeof *s->known, largest_first);
    s->n_known = s->n_known < s->most ? s->n_known : s->most;
}

static void learn(selection *s, uint32_t event, double loss)
{
    s->known[s->n_known++] = (candidate){loss, event};
    s->out->n_stopping += stops_alone(loss);
}

static bool stops(const selection *s, uint32_t e)
{
    const kt_event *event = &s->out->events.event[e];
    return kt_bound_stops(s->work->bound, s->out->events.producer + event->first,
                          event[1].first - event->first);
}

// Bounds of all events; what is known to stop the target needs no sweep for that.
static void find_bounds(selection *s)
{
    const kt_events *events = &s->out->events;
    for (uint32_t e = 0; e < events->n; e++) {
        double bound = kt_bound_loss(s->work->bound, events, e);
        if (bound >= 1.0 && stops(s, e))
            learn(s, e, 1.0);
        else
            s->open[s->n_open++] = (candidate){bound, e};
    }
    kt_sort(s->open, s->n_open, sizeof *s->open, largest_first);
    keep(s);
}

// True when the event may be listed, or stop the target, for all that is known.
static bool may_count(const selection *s, const candidate *open)
{
    return s->n_known < s->most || stops_alone(open->loss) ||
           open->loss >= s->known[s->n_known - 1].loss;
}

static kt_status sweep_candidates(selection *s, kt_error *err)
{
    kt_status status = KT_OK;
    for (uint32_t at = 0; at < s->n_open && status == KT_OK;) {
        uint32_t wanted = s->most - s->n_known; // could all be listed
        uint32_t n = 0;
        wanted = wanted > BATCH ? wanted : BATCH;
        while (n < wanted && at < s->n_open && may_count(s, &s->open[at]))
            s->batch[n++] = s->open[at++].event;
        if (n == 0)
            break;
        status = fill_all(s->out, s->work, s->batch, n, false, err);
        for (uint32_t k = 0; k < n; k++)
            learn(s, s->batch[k], s->out->row[s->batch[k]].dependence);
        keep(s);
    }
    return status;
}

// What was known without a sweep gets the rest of its figures where it is listed.
static kt_status list(selection *s, kt_error *err)
{
    kt_exposure *out = s->out;
    uint32_t n = 0;
    out->n_listed = s->n_known;
    out->listed =
        kt_arena_alloc(s->work->study->arena, (size_t)s->n_known + 1, sizeof *out->listed);
    if (out->listed == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < s->n_known; k++) {
        out->listed[k] = s->known[k].event;
        if (isnan(out->row[s->known[k].event].dependence))
            s->batch[n++] = s->known[k].event;
    }
    return fill_all(out, s->work, s->batch, n, false, err);
}

kt_status kt_exposure_lower(kt_exposure *exposure, uint32_t most, kt_exposure_work *work,
                            kt_error *err)
{
    selection s = {.out = exposure, .work = work, .most = most};
    uint64_t end = work->done + exposure->events.n;
    exposure->n_stopping = 0;
    kt_status status = KT_OK;
    if (!open_selection(&s)) {
        status = kt_error_no_memory(err);
        goto done;
    }
    for (uint32_t e = 0; e < exposure->events.n; e++)
        exposure->row[e].dependence = exposure->row[e].dependence_first = (double)NAN;
    if (work->access != NULL && exposure->events.event_class == KT_CLASS_FLOW) {
        exposure->market = kt_arena_alloc(work->study->arena, (size_t)exposure->events.n + 1,
                                          sizeof *exposure->market);
        if (exposure->market == NULL) {
            status = kt_error_no_memory(err);
            goto done;
        }
    }
    find_bounds(&s);
    KT_TRY(sweep_candidates(&s, err));
    KT_TRY(list(&s, err));
    work->done = end;
done:
    close_selection(&s);
    return status;
}

// The open ends alone stop the target, so that an event has nothing to add.
static bool nothing_left(kt_exposure_work *work)
{
    kt_capacity_sweep(work->capacity);
    return kt_exposure_loss(work->capacity, work->study->reach.target, 0) >= 1.0;
}

// What stops the target while unknown sources deliver does so while they fail.
kt_status kt_exposure_upper(kt_exposure *exposure, kt_exposure_work *work, kt_error *err)
{
    uint32_t n = 0;
    bool nothing = nothing_left(work);
    uint32_t *event = malloc(((size_t)exposure->n_listed + 1) * sizeof *event);
    if (event == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < exposure->n_listed; k++) {
        kt_dependence *row = &exposure->row[exposure->listed[k]];
        row->dependence_upper = 1.0;
        if (row->dependence < 1.0 && !nothing)
            event[n++] = exposure->listed[k];
    }
    work->done += exposure->n_listed - n;
    kt_status status = fill_all(exposure, work, event, n, true, err);
    free(event);
    return status;
}
