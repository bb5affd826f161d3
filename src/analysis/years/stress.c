// SPDX-License-Identifier: EUPL-1.2
// Fails sixteen events a task, one a lane, and writes their rows of the loss matrices (events ×
// platforms, functions and systems). All lower bounds come before the upper ones: lower bounds are
// sweeps after few changes, which a full sweep in between would make start anew.
#include "analysis/years/stress.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/chain/cover.h"
#include "analysis/chain/path.h"
#include "analysis/chain/visibility.h"
#include "analysis/supply/world_output.h"
#include "base/parallel.h"
#include "base/sort.h"

static const kt_event_class CLASSES[] = {KT_CLASS_COUNTRY, KT_CLASS_ORGANISATION, KT_CLASS_FLOW};
enum { N_CLASSES = sizeof CLASSES / sizeof CLASSES[0] };

typedef struct work {
    kt_stress *out;
    kt_circuit circuit;
    kt_capacity *capacity; // [threads]
    unsigned n_capacity;
} work;

static uint32_t n_tasks(const work *w)
{
    return (w->out->n + KT_MOST_LANES - 1) / KT_MOST_LANES; // as many as KT_LANES_D16 has
}

static void fail(kt_capacity *capacity, const kt_events *events, const kt_event *event,
                 uint32_t lane)
{
    for (uint32_t k = event->first; k < event[1].first; k++)
        kt_capacity_set(capacity, events->producer[k], lane, 0.0);
}

static const kt_events *events_of(const kt_stress *s, const kt_stress_row *row)
{
    int k = N_CLASSES - 1;
    while (k > 0 && CLASSES[k] != row->event_class)
        k--;
    return &s->events[k];
}

// All lower bounds come first, so that a thread's partial sweeps are not thrown back by full ones.
static kt_status run_task(void *user, uint64_t task, unsigned worker, kt_error *err)
{
    work *w = user;
    kt_stress *s = w->out;
    kt_capacity *capacity = &w->capacity[worker];
    bool upper = task >= n_tasks(w);
    uint32_t first = (uint32_t)(task % n_tasks(w)) * capacity->lanes;
    uint32_t n = s->n - first < capacity->lanes ? s->n - first : capacity->lanes;
    double *matrix = upper ? s->loss_upper : s->loss;
    (void)err;
    if (upper)
        kt_exposure_fail_open_ends(capacity);
    for (uint32_t l = 0; l < n; l++)
        fail(capacity, events_of(s, &s->row[first + l]), s->row[first + l].event, l);
    kt_capacity_sweep(capacity);
    for (uint32_t l = 0; l < n; l++) {
        kt_stress_row *row = &s->row[first + l];
        double lost = kt_exposure_loss(capacity, s->study.reach.target, l);
        *(upper ? &row->loss_upper : &row->loss) = lost;
        for (uint32_t i = 0; i < s->n_items; i++)
            matrix[(size_t)row->place * s->n_items + i] = kt_exposure_loss(capacity, s->item[i], l);
    }
    kt_capacity_clear(capacity);
    return KT_OK;
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
        s->n += s->events[k].n;
    }
    size_t cells = ((size_t)s->n + 1) * s->n_items + 1;
    s->row = kt_arena_alloc(arena, (size_t)s->n + 1, sizeof *s->row);
    s->loss = kt_arena_alloc(arena, cells, sizeof *s->loss);
    s->loss_upper = kt_arena_alloc(arena, cells, sizeof *s->loss_upper);
    if (s->row == NULL || s->loss == NULL || s->loss_upper == NULL)
        return kt_error_no_memory(err);
    uint32_t at = 0;
    for (int k = 0; k < N_CLASSES; k++) {
        for (uint32_t e = 0; e < s->events[k].n; e++, at++)
            s->row[at] = (kt_stress_row){
                .event_class = CLASSES[k], .event = &s->events[k].event[e], .place = at};
    }
    return KT_OK;
}

// Kilograms of the material at the stage that one target unit takes, wherever they come from.
static double need_of(const kt_study *study, kt_symbol material, int stage)
{
    const kt_network *net = study->network;
    double kg = 0.0;
    for (uint32_t i = 0; i < net->n_items; i++) {
        const kt_network_item *item = &net->item[i];
        if (item->material != material || item->stage != stage || !study->reach.item[i])
            continue;
        for (uint32_t p = item->producer; p < item[1].producer; p++)
            kg += study->explosion.units[p].typical * item->unit_kg;
    }
    return kg;
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

static void describe_flow(const kt_stress *s, kt_stress_row *row, const bool *banned)
{
    const kt_case *c = s->study.network->the_case;
    const kt_event *flow = row->event;
    const kt_events *events = events_of(s, row);
    kt_world_output world = kt_world_output_of(c, flow->material, flow->stage, flow->country);
    row->need_kg = need_of(&s->study, flow->material, flow->stage);
    row->world_kg = world.all_kg;
    row->remaining_kg = world.all_kg - world.country_kg;
    row->price_factor = kt_price_after_loss(kt_price_elasticity(c, flow->material, flow->stage),
                                            lost_share(row), 0.0);
    row->stock_days = stock_of(s->study.network, events, flow);
    row->switch_days = switch_of(s->study.network, events, flow);
    for (uint32_t k = flow->first; k < flow[1].first; k++)
        row->end_use_ban |= banned[events->producer[k]];
}

static kt_status describe(kt_stress *s, kt_error *err)
{
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
        row->need_kg = row->world_kg = row->remaining_kg = (double)NAN;
        row->price_factor = row->stock_days = row->switch_days = row->cover_days = (double)NAN;
        if (cover.first[net->n_items] > 0) // some stock states days
            row->cover_days = kt_cover_days(&cover, events_of(s, row), row->event);
        if (row->event_class == KT_CLASS_FLOW)
            describe_flow(s, row, banned);
    }
    free(banned);
    return status;
}

static bool takes_part(const kt_effect *effect)
{
    return effect->event.kind == KT_EVENT_QUOTA || effect->event.kind == KT_EVENT_DEMAND;
}

static void take_part(kt_capacity *capacity, const kt_stress *s, kt_quota *quota)
{
    for (int upper = 0; upper < 2; upper++) {
        if (upper == 1)
            kt_exposure_fail_open_ends(capacity);
        for (uint32_t k = 0; k < quota->effect->n; k++)
            kt_capacity_scale(capacity, s->scenarios.producer[quota->effect->first + k], 0,
                              quota->effect->left);
        kt_capacity_sweep(capacity);
        double lost = kt_exposure_loss(capacity, s->study.reach.target, 0);
        *(upper == 1 ? &quota->loss_upper : &quota->loss) = lost;
        kt_capacity_clear(capacity);
    }
}

static kt_status find_quotas(kt_stress *s, kt_capacity *capacity, kt_error *err)
{
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
            take_part(capacity, s, quota);
        }
    }
    return KT_OK;
}

// What is supposed goes through what scenarios go through: the worst of its days, then that day
// with the unknown ends delivering, and failing.
static kt_status suppose(kt_stress *s, kt_capacity *capacity, kt_error *err)
{
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
    s->what_if = (kt_stress_what_if){.scenario = found, .place = s->n};
    for (int upper = 0; upper < 2; upper++) {
        double *matrix = upper == 1 ? s->loss_upper : s->loss;
        if (upper == 1)
            kt_exposure_fail_open_ends(capacity);
        kt_scenario_apply(capacity, &s->scenarios, at, found->worst_day, 0);
        kt_capacity_sweep(capacity);
        *(upper == 1 ? &s->what_if.loss_upper : &s->what_if.loss) =
            kt_exposure_loss(capacity, target, 0);
        for (uint32_t i = 0; i < s->n_items; i++)
            matrix[(size_t)s->n * s->n_items + i] = kt_exposure_loss(capacity, s->item[i], 0);
        kt_capacity_clear(capacity);
    }
    return KT_OK;
}

double kt_stress_need_share(const kt_stress_row *row)
{
    return row->end_use_ban ? (double)NAN : row->need_kg / row->remaining_kg;
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

static kt_status open_capacities(work *w, kt_parallel *job, kt_error *err)
{
    const kt_capacity_options options = {.lanes = KT_LANES_D16, .control = w->out->study.control};
    unsigned n = kt_parallel_threads(job);
    w->capacity = calloc(n, sizeof *w->capacity);
    if (w->capacity == NULL)
        return kt_error_no_memory(err);
    for (; w->n_capacity < n; w->n_capacity++) {
        kt_status status =
            kt_capacity_open(&w->capacity[w->n_capacity], &w->circuit, &options, err);
        if (status != KT_OK)
            return status;
    }
    job->n_tasks = 2 * (uint64_t)n_tasks(w);
    return KT_OK;
}

kt_status kt_stress_run(kt_stress *out, const kt_network *net, const kt_stress_options *options,
                        kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    work w = {.out = out};
    kt_parallel job = {.n_tasks = UINT64_MAX,
                       .task = run_task,
                       .user = &w,
                       .control = options->control,
                       .phase = "every event alone"};
    *out = (kt_stress){0};
    KT_TRY(kt_study_open(&out->study, net, options->target, options->control, arena, err));
    kt_visibility_evidence(out->evidence, &out->study);
    KT_TRY(list_items(out, net, arena, err));
    KT_TRY(kt_circuit_open(
        &w.circuit, net,
        &(kt_circuit_options){
            .item = out->item, .n_items = out->n_items, .lean = true, .control = options->control},
        err));
    KT_TRY(list_events(out, &w.circuit, arena, err));
    KT_TRY(open_capacities(&w, &job, err));
    KT_TRY(kt_parallel_run(&job, err));
    KT_TRY(
        kt_scenario_list(&out->scenarios, net, &options->supposed, options->control, arena, err));
    KT_TRY(kt_price_tariffs(&out->tariffs, &out->study, &out->scenarios, err));
    KT_TRY(find_quotas(out, &w.capacity[0], err));
    KT_TRY(suppose(out, &w.capacity[0], err));
    KT_TRY(describe(out, err));
    KT_TRY(kt_sort_long(out->row, out->n, sizeof *out->row, worst_first, options->control, err));
done:
    out->study.control = NULL; // the caller's, and the work has ended
    for (unsigned k = 0; k < w.n_capacity; k++)
        kt_capacity_close(&w.capacity[k]);
    free(w.capacity);
    kt_circuit_close(&w.circuit);
    return status;
}
