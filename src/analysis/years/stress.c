// SPDX-License-Identifier: EUPL-1.2
// Fails some sixteen events a task, one a lane, and notes which platforms, functions and systems
// lose output in each. All lower bounds come before the upper ones, which start from the open ends
// having failed. A frigate has 2,200 events and 70 such items; a large case 50,000 organisations,
// each of which hits a few of 2,000: so losses are listed, not laid out in a matrix, and rows are
// for the organisations that matter most.
#include "analysis/years/stress.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/chain/cover.h"
#include "analysis/chain/path.h"
#include "analysis/chain/visibility.h"
#include "analysis/supply/world_output.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "model/measure.h"

static const kt_event_class CLASSES[] = {KT_CLASS_COUNTRY, KT_CLASS_ORGANISATION, KT_CLASS_FLOW};
enum { ORGANISATIONS = 1, N_CLASSES = sizeof CLASSES / sizeof CLASSES[0] };

typedef struct work {
    kt_stress *out;
    kt_buyer buyer;
    kt_circuit circuit;
    kt_capacity *capacity; // [threads]
    kt_arena *noted;       // [threads] losses of items
    unsigned n_capacity;
    uint32_t *order; // [rows] those of one part of the chain side by side
    uint32_t *group; // [n_groups + 1] into `order`: what is swept together
    uint32_t n_groups;
    bool upper; // the bound at hand
} work;

static const kt_events *events_of(const kt_stress *s, const kt_stress_row *row)
{
    int k = N_CLASSES - 1;
    while (k > 0 && CLASSES[k] != row->event_class)
        k--;
    return &s->events[k];
}

// Of a row's lane: the items that lose output. False: no memory.
static bool note_losses(kt_stress_row *row, const kt_stress *s, const kt_capacity *capacity,
                        uint32_t lane, kt_arena *arena)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n_items; i++)
        n += kt_exposure_loss(capacity, s->item[i], lane) > kt_exposure_tolerance;
    row->item_loss = kt_arena_alloc(arena, n, sizeof *row->item_loss);
    if (row->item_loss == NULL)
        return false;
    for (uint32_t i = 0; i < s->n_items && row->n_item_losses < n; i++) {
        double lost = kt_exposure_loss(capacity, s->item[i], lane);
        if (lost > kt_exposure_tolerance)
            row->item_loss[row->n_item_losses++] = (kt_stress_loss){.place = i, .loss = lost};
    }
    return true;
}

static kt_status run_task(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    work *w = user;
    kt_stress *s = w->out;
    kt_capacity *capacity = &w->capacity[worker];
    const uint32_t *row_of = w->order + w->group[task];
    uint32_t n = w->group[task + 1] - w->group[task];
    bool good = true;
    for (uint32_t l = 0; l < n; l++) {
        const kt_stress_row *row = &s->row[row_of[l]];
        const kt_events *events = events_of(s, row);
        kt_exposure_fail(capacity, events, (uint32_t)(row->event - events->event), l);
    }
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n && good; l++) {
        kt_stress_row *row = &s->row[row_of[l]];
        double lost = kt_exposure_loss(capacity, s->study.reach.target, l);
        *(w->upper ? &row->loss_upper : &row->loss) = lost;
        if (!w->upper)
            good = note_losses(row, s, capacity, l, &w->noted[worker]);
        for (uint32_t k = 0; w->upper && k < row->n_item_losses; k++)
            row->item_loss[k].upper =
                kt_exposure_loss(capacity, s->item[row->item_loss[k].place], l);
    }
    if (!w->upper) {
        kt_access_sweep(capacity, &w->buyer.access, n);
        for (uint32_t l = 0; l < n; l++)
            s->row[row_of[l]].loss_first = kt_exposure_loss(capacity, s->study.reach.target, l);
    }
    kt_capacity_clear(capacity);
    return good ? KT_OK : kt_error_no_memory(err);
}

// What of a scenario that the first lane holds a buyer loses who is served first.
static double loss_first(kt_capacity *capacity, const work *w)
{
    kt_access_sweep(capacity, &w->buyer.access, 1);
    return kt_exposure_loss(capacity, w->out->study.reach.target, 0);
}

static bool is_reported(const kt_network *net, uint32_t item, uint32_t target)
{
    uint8_t kind = net->item[item].kind;
    return item == target || kind == KT_KIND_PLATFORM || kind == KT_KIND_FUNCTION ||
           kind == KT_KIND_SYSTEM;
}

static kt_status list_items(kt_stress *s, const kt_network *net, kt_arena *arena, kt_error *err)
{
    s->item = kt_arena_alloc(arena, (size_t)net->n_items + 1, sizeof *s->item);
    if (s->item == NULL)
        return kt_error_no_memory(err);
    for (uint32_t i = 0; i < net->n_items; i++) {
        if (is_reported(net, i, s->study.reach.target))
            s->item[s->n_items++] = i;
    }
    return KT_OK;
}

// Events that touch anything reported, not only the target: what the circuit holds.
static kt_status list_events(kt_stress *s, const kt_circuit *circuit, kt_arena *arena,
                             kt_error *err)
{
    const kt_network *net = circuit->network;
    bool *touched = kt_arena_alloc(arena, net->n_producers, sizeof *touched);
    if (touched == NULL)
        return kt_error_no_memory(err);
    for (uint32_t p = 0; p < net->n_producers; p++)
        touched[p] = circuit->producer_at[p] != KT_NO_ROW;
    for (int k = 0; k < N_CLASSES; k++) {
        const kt_event_request request = {net, touched, CLASSES[k], s->study.control};
        kt_status status = kt_event_list(&s->events[k], &request, arena, err);
        if (status != KT_OK)
            return status;
    }
    return KT_OK;
}

// The organisations on which the target depends most.
static kt_status choose_organisations(kt_exposure *out, work *w, uint32_t most, kt_error *err)
{
    kt_status status = KT_OK;
    const kt_study *study = &w->out->study;
    kt_bound bound = {0};
    out->row = kt_arena_alloc(study->arena, (size_t)out->events.n + 1, sizeof *out->row);
    if (out->row == NULL)
        return kt_error_no_memory(err);
    KT_TRY(kt_bound_open(&bound, &w->capacity[0], study, err));
    kt_exposure_work sweeps = {
        .study = study, .capacity = &w->capacity[0], .bound = &bound, .n = out->events.n};
    KT_TRY(kt_exposure_lower(out, most, &sweeps, err));
done:
    kt_bound_close(&bound);
    return status;
}

static kt_status list_rows(kt_stress *s, work *w, bool full, kt_error *err)
{
    kt_exposure organisations = {.events = s->events[ORGANISATIONS]};
    uint32_t n = organisations.events.n;
    if (n > KT_STRESS_LISTED && !full) {
        kt_status status = choose_organisations(&organisations, w, KT_STRESS_LISTED, err);
        if (status != KT_OK)
            return status;
        n = organisations.n_listed;
    }
    s->n_organisations = n;
    for (int k = 0; k < N_CLASSES; k++)
        s->n += k == ORGANISATIONS ? n : s->events[k].n;
    s->row = kt_arena_alloc(s->study.arena, (size_t)s->n + 1, sizeof *s->row);
    if (s->row == NULL)
        return kt_error_no_memory(err);
    kt_stress_row *row = s->row;
    for (int k = 0; k < N_CLASSES; k++) {
        uint32_t rows = k == ORGANISATIONS ? n : s->events[k].n;
        const uint32_t *chosen = k == ORGANISATIONS ? organisations.listed : NULL;
        for (uint32_t e = 0; e < rows; e++, row++)
            *row = (kt_stress_row){.event_class = CLASSES[k],
                                   .event = &s->events[k].event[chosen == NULL ? e : chosen[e]]};
    }
    return KT_OK;
}

// Divides the rows of one class, the first of which is `first`, into groups.
static kt_status group_class(work *w, const kt_events *events, uint32_t first, uint32_t n,
                             kt_error *err)
{
    kt_stress *s = w->out;
    uint32_t *row_of = malloc(((size_t)events->n + 1) * sizeof *row_of); // of an event
    uint32_t *order = w->order + first;
    if (row_of == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < n; k++) {
        order[k] = (uint32_t)(s->row[first + k].event - events->event);
        row_of[order[k]] = first + k;
    }
    kt_status status = kt_event_place(order, n, events, err);
    for (uint32_t k = 0; k < n && status == KT_OK;) {
        k += kt_event_together(order + k, n - k, events, w->capacity[0].lanes);
        w->group[++w->n_groups] = first + k;
    }
    for (uint32_t k = 0; k < n; k++)
        order[k] = row_of[order[k]];
    free(row_of);
    return status;
}

static kt_status group_rows(work *w, kt_error *err)
{
    kt_stress *s = w->out;
    kt_status status = KT_OK;
    w->order = malloc(((size_t)s->n + 1) * sizeof *w->order);
    w->group = calloc((size_t)s->n + 1, sizeof *w->group);
    if (w->order == NULL || w->group == NULL)
        return kt_error_no_memory(err);
    uint32_t first = 0;
    for (int k = 0; k < N_CLASSES && status == KT_OK; k++) {
        uint32_t n = k == ORGANISATIONS ? s->n_organisations : s->events[k].n;
        status = group_class(w, &s->events[k], first, n, err);
        first += n;
    }
    return status;
}

// Lower bounds, then upper ones, whose capacities start from the open ends having failed.
static kt_status sweep_rows(work *w, kt_parallel *job, kt_error *err)
{
    kt_status status = KT_OK;
    job->n_tasks = w->n_groups;
    KT_TRY(kt_parallel_run(job, err));
    for (unsigned k = 0; k < w->n_capacity; k++)
        KT_TRY(kt_exposure_settle_open_ends(&w->capacity[k], err));
    w->upper = true;
    KT_TRY(kt_parallel_run(job, err));
done:
    return status;
}

// Out of the threads' memory into the caller's.
static kt_status keep_losses(kt_stress *s, kt_error *err)
{
    size_t n = 0;
    for (uint32_t r = 0; r < s->n; r++)
        n += s->row[r].n_item_losses;
    kt_stress_loss *to = kt_arena_alloc(s->study.arena, n + 1, sizeof *to);
    if (to == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < s->n; r++) {
        kt_stress_row *row = &s->row[r];
        if (row->n_item_losses > 0)
            memcpy(to, row->item_loss, row->n_item_losses * sizeof *to);
        row->item_loss = to;
        to += row->n_item_losses;
    }
    return KT_OK;
}

static double switch_of(const kt_network *net, const kt_events *events, const kt_event *flow)
{
    double days = (double)NAN;
    for (uint32_t k = flow->first; k < flow[1].first; k++) {
        double takes = kt_path_switch_days(net, net->producer[events->producer[k]].item);
        if (!isnan(takes) && !(takes <= days)) // all that the flow feeds must switch
            days = takes;
    }
    return days;
}

static double lost_share(const kt_stress_row *row)
{
    return isnan(row->world_kg) ? (double)NAN : 1.0 - row->remaining_kg / row->world_kg;
}

static double stock_of(const kt_network *net, const kt_events *events, const kt_event *flow)
{
    double days = (double)NAN;
    for (uint32_t k = flow->first; k < flow[1].first; k++) {
        double held = kt_path_stock_days(net, net->producer[events->producer[k]].item);
        if (!isnan(held) && !(held >= days))
            days = held;
    }
    return days;
}

// Share of the country in an item's market.
static double share_of(const kt_network *net, uint32_t item, kt_symbol country)
{
    uint32_t mix = net->item[item].mix;
    double share = 0.0;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++)
        share +=
            net->producer[net->source[k].producer].country == country ? net->source[k].share : 0.0;
    return share < 1.0 ? share : 1.0;
}

// What the world makes in a year, and of that without the country: of the market that the flow
// takes part of, as who is served first is told (access.h); where that has no tonnes, from a list
// of what each country makes.
static void find_world(kt_stress_row *row, const work *w, uint32_t item)
{
    const kt_network *net = w->out->study.network;
    const kt_event *flow = row->event;
    kt_world_output list =
        kt_world_output_of(net->the_case, flow->material, flow->stage, flow->country);
    row->world_kg = list.all_kg;
    row->remaining_kg = list.all_kg - list.country_kg;
    if (item == KT_NO_ROW || isnan(w->buyer.tonnage.market[item].world_kg))
        return;
    row->world_kg = w->buyer.tonnage.market[item].world_kg;
    row->remaining_kg = row->world_kg * (1.0 - share_of(net, item, flow->country));
}

static void describe_flow(const work *w, kt_stress_row *row, const bool *banned)
{
    const kt_stress *s = w->out;
    const kt_network *net = s->study.network;
    const kt_event *flow = row->event;
    const kt_events *events = events_of(s, row);
    uint32_t market = KT_NO_ROW; // item on a reference market
    uint32_t item = net->producer[events->producer[flow->first]].item;
    for (uint32_t k = flow->first; k < flow[1].first && market == KT_NO_ROW; k++) {
        uint32_t i = net->producer[events->producer[k]].item;
        market = net->item[i].market == KT_MARKET_REFERENCE ? i : KT_NO_ROW;
    }
    row->need_kg = w->buyer.tonnage.one_kg[item]; // of all items of that material and stage
    row->need_kg_per_year = w->buyer.tonnage.market[item].need_kg;
    find_world(row, w, market);
    row->price_factor = kt_price_after_loss(
        kt_price_elasticity(net->the_case, flow->material, flow->stage), lost_share(row), 0.0);
    row->stock_days = stock_of(net, events, flow);
    row->switch_days = switch_of(net, events, flow);
    for (uint32_t k = flow->first; k < flow[1].first; k++)
        row->end_use_ban |= banned[events->producer[k]];
}

static kt_status describe(work *w, kt_error *err)
{
    kt_stress *s = w->out;
    const kt_network *net = s->study.network;
    kt_cover cover;
    kt_status status = kt_cover_open(&cover, net, &s->study.reach, s->study.arena, err);
    if (status != KT_OK)
        return status;
    bool *banned = calloc((size_t)net->n_producers + 1, sizeof *banned);
    if (banned == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < s->scenarios.n; k++) {
        const kt_scenario *scenario = &s->scenarios.row[k];
        for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
            const kt_effect *effect = &s->scenarios.effect[e];
            for (uint32_t j = 0; j < effect->n && effect->event.kind == KT_EVENT_END_USE_BAN; j++)
                banned[s->scenarios.producer[effect->first + j]] = true;
        }
    }
    for (uint32_t r = 0; r < s->n && status == KT_OK; r++) {
        kt_stress_row *row = &s->row[r];
        status = kt_control_check(s->study.control, err);
        row->need_kg = row->need_kg_per_year = (double)NAN;
        row->world_kg = row->remaining_kg = (double)NAN;
        row->price_factor = row->stock_days = row->switch_days = row->cover_days = (double)NAN;
        if (cover.n_stated > 0) // some stock states days
            row->cover_days = kt_cover_days(&cover, events_of(s, row), row->event);
        if (row->event_class == KT_CLASS_FLOW)
            describe_flow(w, row, banned);
    }
    free(banned);
    return status;
}

static bool takes_part(const kt_effect *effect)
{
    return (kt_measure_of_event(effect->event.kind)->traits & KT_MEASURE_PART) != 0;
}

static void take_part(kt_capacity *capacity, const work *w, kt_quota *quota)
{
    const kt_stress *s = w->out;
    for (int upper = 0; upper < 2; upper++) {
        if (upper == 1)
            kt_exposure_fail_open_ends(capacity);
        for (uint32_t k = 0; k < quota->effect->n; k++)
            kt_capacity_scale(capacity, s->scenarios.producer[quota->effect->first + k], 0,
                              quota->effect->left);
        kt_capacity_sweep(capacity);
        double lost = kt_exposure_loss(capacity, s->study.reach.target, 0);
        *(upper == 1 ? &quota->loss_upper : &quota->loss) = lost;
        if (upper == 0)
            quota->loss_first = loss_first(capacity, w);
        kt_capacity_clear(capacity);
    }
}

static kt_status find_quotas(work *w, kt_capacity *capacity, kt_error *err)
{
    kt_stress *s = w->out;
    size_t most = 0;
    for (uint32_t k = 0; k < s->scenarios.n; k++)
        most += s->scenarios.row[k].n;
    s->quota = kt_arena_alloc(s->study.arena, most + 1, sizeof *s->quota);
    if (s->quota == NULL)
        return kt_error_no_memory(err);
    for (uint32_t k = 0; k < s->scenarios.n; k++) {
        const kt_scenario *scenario = &s->scenarios.row[k];
        for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
            if (!takes_part(&s->scenarios.effect[e]))
                continue;
            kt_status status = kt_control_check(s->study.control, err);
            if (status != KT_OK)
                return status;
            kt_quota *quota = &s->quota[s->n_quotas++];
            *quota = (kt_quota){.scenario = scenario, .effect = &s->scenarios.effect[e]};
            take_part(capacity, w, quota);
        }
    }
    return KT_OK;
}

// What is supposed goes through what scenarios go through: the worst of its days, then that day
// with the unknown ends delivering, and failing.
static kt_status suppose(work *w, kt_capacity *capacity, kt_error *err)
{
    kt_stress *s = w->out;
    uint32_t target = s->study.reach.target;
    const kt_scenario *found = kt_scenario_of_supposed(&s->scenarios);
    if (found == NULL)
        return KT_OK;
    uint32_t at = (uint32_t)(found - s->scenarios.row);
    kt_scenarios only = s->scenarios;
    only.row += at;
    only.n = 1;
    kt_status status = kt_scenario_worst(&only, capacity, target, s->study.control, err);
    if (status != KT_OK)
        return status;
    s->what_if = (kt_stress_what_if){.scenario = found};
    s->what_if.item_loss =
        kt_arena_alloc(s->study.arena, (size_t)s->n_items + 1, sizeof *s->what_if.item_loss);
    if (s->what_if.item_loss == NULL)
        return kt_error_no_memory(err);
    for (int upper = 0; upper < 2; upper++) {
        if (upper == 1)
            kt_exposure_fail_open_ends(capacity);
        kt_scenario_apply(capacity, &s->scenarios, at, found->worst_day, 0);
        kt_capacity_sweep(capacity);
        *(upper == 1 ? &s->what_if.loss_upper : &s->what_if.loss) =
            kt_exposure_loss(capacity, target, 0);
        for (uint32_t i = 0; i < s->n_items; i++) {
            kt_stress_loss *of = &s->what_if.item_loss[i];
            of->place = i;
            *(upper == 1 ? &of->upper : &of->loss) = kt_exposure_loss(capacity, s->item[i], 0);
        }
        if (upper == 0)
            s->what_if.loss_first = loss_first(capacity, w);
        kt_capacity_clear(capacity);
    }
    return KT_OK;
}

double kt_stress_item_loss(const kt_stress_row *row, uint32_t place)
{
    uint32_t first = 0;
    uint32_t end = row->n_item_losses;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (row->item_loss[middle].place < place)
            first = middle + 1;
        else
            end = middle;
    }
    bool found = first < row->n_item_losses && row->item_loss[first].place == place;
    return found ? row->item_loss[first].loss : 0.0;
}

double kt_stress_need_share(const kt_stress_row *row)
{
    return row->need_kg_per_year / row->remaining_kg;
}

static int larger_first(double a, double b) // NaN last
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

static int worst_first(const void *left, const void *right)
{
    const kt_stress_row *a = left;
    const kt_stress_row *b = right;
    int order = larger_first(a->loss, b->loss);
    if (order == 0)
        order = larger_first(a->loss_upper, b->loss_upper);
    if (order == 0)
        order = larger_first(kt_stress_need_share(a), kt_stress_need_share(b));
    if (order == 0)
        order = strcmp(a->event->id, b->event->id);
    return order != 0 ? order : (int)a->event_class - (int)b->event_class;
}

// One for each thread of the job, which gets as many as there is room for.
static kt_status open_capacities(work *w, kt_parallel *job, kt_error *err)
{
    const kt_capacity_options options = {.lanes = kt_capacity_lanes_for(&w->circuit),
                                         .given = true,
                                         .control = w->out->study.control};
    unsigned n = kt_parallel_threads(job);
    kt_status status = kt_capacity_fit(&n, &w->circuit, &options, err);
    if (status != KT_OK)
        return status;
    job->most = n;
    w->capacity = calloc(n, sizeof *w->capacity);
    w->noted = calloc(n, sizeof *w->noted);
    if (w->capacity == NULL || w->noted == NULL)
        return kt_error_no_memory(err);
    for (; w->n_capacity < n; w->n_capacity++) {
        status = kt_capacity_open(&w->capacity[w->n_capacity], &w->circuit, &options, err);
        if (status != KT_OK)
            return status;
    }
    return KT_OK;
}

static void close_work(work *w)
{
    for (unsigned k = 0; k < w->n_capacity; k++) {
        kt_capacity_close(&w->capacity[k]);
        kt_arena_free(&w->noted[k]);
    }
    free(w->capacity);
    free(w->noted);
    free(w->order);
    free(w->group);
    kt_circuit_close(&w->circuit);
    kt_buyer_close(&w->buyer);
}

// The target, who buys for it, and the circuit of all that is reported.
static kt_status begin(work *w, const kt_network *net, const kt_stress_options *options,
                       kt_arena *arena, kt_error *err)
{
    kt_stress *out = w->out;
    kt_status status = KT_OK;
    KT_TRY(kt_study_open(&out->study, net, options->target, options->control, arena, err));
    KT_TRY(kt_buyer_open(&w->buyer, &out->study, options->buyer, err));
    kt_visibility_evidence(out->evidence, &out->study);
    KT_TRY(list_items(out, net, arena, err));
    KT_TRY(kt_circuit_open(&w->circuit, net,
                           &(kt_circuit_options){.item = out->item,
                                                 .n_items = out->n_items,
                                                 .lean = true,
                                                 .markets = true,
                                                 .control = options->control},
                           err));
    KT_TRY(kt_switching_find(&out->late, &out->study, err));
    KT_TRY(kt_switching_leave_out(&w->circuit, &out->late, err));
done:
    return status;
}

kt_status kt_stress_run(kt_stress *out, const kt_network *net, const kt_stress_options *options,
                        kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    work w = {.out = out};
    const kt_scenario_choice choice = {.supposed = options->supposed};
    kt_parallel job = {.n_tasks = UINT64_MAX,
                       .task = run_task,
                       .user = &w,
                       .control = options->control,
                       .phase = "every event alone"};
    *out = (kt_stress){0};
    KT_TRY(begin(&w, net, options, arena, err));
    KT_TRY(list_events(out, &w.circuit, arena, err));
    KT_TRY(open_capacities(&w, &job, err));
    KT_TRY(list_rows(out, &w, options->full, err));
    KT_TRY(kt_scenario_list(&out->scenarios, net, &choice, options->control, arena, err));
    KT_TRY(kt_price_tariffs(&out->tariffs, &out->study, &out->scenarios, err));
    KT_TRY(find_quotas(&w, &w.capacity[0], err));
    KT_TRY(suppose(&w, &w.capacity[0], err));
    KT_TRY(group_rows(&w, err));
    KT_TRY(sweep_rows(&w, &job, err));
    KT_TRY(keep_losses(out, err));
    KT_TRY(describe(&w, err));
    KT_TRY(kt_sort_long(out->row, out->n, sizeof *out->row, worst_first, options->control, err));
done:
    out->study.control = NULL; // the caller's, and the work has ended
    close_work(&w);
    return status;
}
