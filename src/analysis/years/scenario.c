// SPDX-License-Identifier: EUPL-1.2
// Reads the scenarios and their events into effects on lists of producers, in the order of their
// ids. Tens of scenarios with a few events each; an event looks at every producer once (1e3 for a
// frigate), since no index would pay. The worst day is found by trying each day on which something
// starts: in between, nothing gets worse.
#include "analysis/years/scenario.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "model/measure.h"

enum { PRODUCERS_PER_LOOK = 1 << 14 }; // a flow is compared as text: some milliseconds

typedef struct reading {
    const kt_network *net;
    kt_scenarios *out;
    kt_scenario_tables tables;
    const kt_supposed *supposed;
    uint32_t *producer; // all effects', while it grows
    size_t n_producers, capacity;
    const kt_control *control;
    bool failed; // memory ran out, or the work is to end
} reading;

// The part of a flow's id, COUNTRY/material/stage, between slashes; 0 where the pool lacks it.
static kt_symbol part_of(const kt_pool *pool, const char *flow, int part)
{
    for (; part > 0; part--) {
        flow = strchr(flow, '/');
        if (flow == NULL)
            return 0;
        flow++;
    }
    return kt_pool_find(pool, flow, strcspn(flow, "/"));
}

static bool is_of_flow(const kt_network *net, const kt_producer *producer, const char *flow)
{
    const kt_pool *pool = &net->the_case->pool;
    const kt_network_item *item = &net->item[producer->item];
    const char *stage = strrchr(flow, '/');
    return producer->country != 0 && item->material != 0 && stage != NULL &&
           producer->country == part_of(pool, flow, 0) &&
           item->material == part_of(pool, flow, 1) &&
           strcmp(stage + 1, kt_schema_stage_name(item->stage)) == 0;
}

// `target` is the symbol of the event's, where the pool has it.
static bool is_hit(const kt_network *net, uint32_t p, const kt_scenario_event *event,
                   kt_symbol target)
{
    const kt_case *c = net->the_case;
    const kt_producer *producer = &net->producer[p];
    const kt_network_item *item = &net->item[producer->item];
    switch (event->type) {
    case KT_EVENT_SITE:
        return producer->site != KT_NO_ROW && producer->site == kt_case_row(&c->site, target);
    case KT_EVENT_ORGANISATION:
        return producer->organisation != KT_NO_ROW &&
               producer->organisation == kt_case_row(&c->organisation, target);
    case KT_EVENT_COUNTRY:
        return producer->country == target && target != 0;
    case KT_EVENT_MATERIAL:
        return item->material == target && target != 0;
    case KT_EVENT_FLOW:
        return is_of_flow(net, producer, event->target);
    case KT_EVENT_ITEM:
        return item->id == target;
    default:
        return false;
    }
}

static void add_producers(reading *r, kt_effect *effect)
{
    const char *id = effect->event.target;
    kt_symbol target = kt_pool_find(&r->net->the_case->pool, id, strlen(id));
    effect->first = (uint32_t)r->n_producers;
    for (uint32_t p = 0; p < r->net->n_producers && !r->failed; p++) {
        if (p % PRODUCERS_PER_LOOK == 0)
            r->failed |= kt_control_stopped(r->control);
        if (!is_hit(r->net, p, &effect->event, target))
            continue;
        r->producer = kt_grow_array(r->producer, &r->capacity, r->n_producers + 1,
                                    sizeof *r->producer, &r->failed);
        if (!r->failed)
            r->producer[r->n_producers++] = p;
    }
    effect->n = (uint32_t)r->n_producers - effect->first;
}

// What is left, or NaN where the event does not say.
static double left_of(const kt_scenario_event *event)
{
    const kt_measure *measure = kt_measure_of_event(event->kind);
    if (measure == NULL || (measure->traits & KT_MEASURE_TAKES) == 0)
        return 1.0;
    if (isnan(event->magnitude))
        return (measure->traits & KT_MEASURE_PART) != 0 ? (double)NAN : 0.0;
    return event->magnitude < 1.0 ? 1.0 - event->magnitude : 0.0;
}

static void add_effect(reading *r, kt_scenario *scenario, const kt_scenario_event *event)
{
    double left = left_of(event);
    kt_effect *effect = &r->out->effect[scenario->first + scenario->n];
    if (isnan(left)) {
        scenario->n_unsized++;
        return;
    }
    *effect = (kt_effect){.event = *event, .left = left};
    effect->start = isnan(event->start_day) ? 0.0 : event->start_day;
    effect->end = isnan(event->duration_days) ? kt_scenario_days(scenario)
                                              : effect->start + event->duration_days;
    add_producers(r, effect);
    scenario->n++;
}

static void read_scenario(reading *r, kt_scenario *scenario)
{
    const kt_case *c = r->net->the_case;
    const kt_table *scenarios = r->tables.scenarios;
    const kt_table *events = r->tables.events;
    kt_symbol id = kt_table_text(scenarios, KT_SCENARIOS_ID, scenario->row);
    scenario->id = kt_pool_text(&c->pool, id);
    scenario->probability = kt_table_number(scenarios, KT_SCENARIOS_PROBABILITY, scenario->row);
    for (uint32_t row = 0; row < events->n_rows && !r->failed; row++) {
        if (kt_table_text(events, KT_SCENARIO_EVENTS_SCENARIO, row) != id)
            continue;
        const kt_scenario_event event = kt_scenario_event_row(c, events, row);
        add_effect(r, scenario, &event);
    }
}

static void read_supposed(reading *r, kt_scenario *scenario)
{
    scenario->id = kt_scenario_event_supposed;
    scenario->probability = (double)NAN;
    for (uint32_t e = 0; e < r->supposed->n && !r->failed; e++)
        add_effect(r, scenario, &r->supposed->event[e]);
}

typedef struct named {
    const char *id;
    uint32_t row;
} named;

static int by_id(const void *left, const void *right)
{
    return strcmp(((const named *)left)->id, ((const named *)right)->id);
}

static bool read_all(reading *r, const named *order, kt_arena *arena)
{
    uint32_t n_effects = 0;
    for (uint32_t s = 0; s < r->out->n && !r->failed; s++) {
        kt_scenario *scenario = &r->out->row[s];
        *scenario =
            (kt_scenario){.table = r->tables.scenarios, .row = order[s].row, .first = n_effects};
        if (scenario->row == KT_NO_ROW)
            read_supposed(r, scenario);
        else
            read_scenario(r, scenario);
        n_effects += scenario->n;
    }
    r->out->producer = kt_arena_alloc(arena, r->n_producers + 1, sizeof *r->out->producer);
    if (r->failed || r->out->producer == NULL)
        return false;
    if (r->n_producers > 0)
        memcpy(r->out->producer, r->producer, r->n_producers * sizeof *r->producer);
    return true;
}

// The scenarios of the case and what is supposed, by id.
static void put_in_order(named *order, const reading *r)
{
    const kt_case *c = r->net->the_case;
    const kt_table *scenarios = r->tables.scenarios;
    for (uint32_t s = 0; s < scenarios->n_rows; s++)
        order[s] = (named){kt_pool_text(&c->pool, kt_table_text(scenarios, KT_SCENARIOS_ID, s)), s};
    if (r->supposed->n > 0)
        order[scenarios->n_rows] = (named){kt_scenario_event_supposed, KT_NO_ROW};
    if (r->out->n > 1)
        qsort(order, r->out->n, sizeof *order, by_id);
}

static kt_status check_id(const reading *r, kt_error *err)
{
    const kt_case *c = r->net->the_case;
    const char *id = kt_scenario_event_supposed;
    if (r->supposed->n == 0 ||
        kt_case_row(r->tables.index, kt_pool_find(&c->pool, id, strlen(id))) == KT_NO_ROW)
        return KT_OK;
    return kt_error_set(err, KT_BAD_INPUT,
                        "scenario \"%s\" of the case has the id that what is supposed needs: give "
                        "it another",
                        id);
}

bool kt_scenario_is_dated(bool *known, const kt_case *c, const char *asked)
{
    kt_symbol id = asked == NULL ? 0 : kt_pool_find(&c->pool, asked, strlen(asked));
    bool any = c->dated[KT_DATED_SCENARIOS].n_rows > 0;
    *known = true;
    if (asked == NULL)
        return any && c->table[KT_SCENARIOS].n_rows == 0;
    if (kt_case_row(&c->scenario, id) != KT_NO_ROW)
        return false;
    if (any && (kt_case_row(&c->dated_scenario, id) != KT_NO_ROW ||
                strcmp(asked, kt_scenario_event_dated) == 0))
        return true;
    *known = false;
    return false;
}

double kt_scenario_days(const kt_scenario *scenario)
{
    if (scenario->row == KT_NO_ROW)
        return (double)INFINITY;
    double start = kt_table_number(scenario->table, KT_SCENARIOS_START, scenario->row);
    double end = kt_table_number(scenario->table, KT_SCENARIOS_END, scenario->row);
    return isnan(end - start) ? (double)INFINITY : end - start;
}

kt_status kt_scenario_list(kt_scenarios *out, const kt_network *net,
                           const kt_scenario_choice *choice, const kt_control *control,
                           kt_arena *arena, kt_error *err)
{
    static const kt_scenario_choice OF_THE_CASE = {0};
    const kt_scenario_choice *wanted = choice == NULL ? &OF_THE_CASE : choice;
    reading r = {.net = net, .out = out, .supposed = &wanted->supposed, .control = control};
    r.tables = kt_case_scenarios(net->the_case, wanted->dated);
    *out = (kt_scenarios){.n = r.tables.scenarios->n_rows + (r.supposed->n > 0),
                          .dated = wanted->dated,
                          .supposed = wanted->supposed};
    kt_status status = check_id(&r, err);
    if (status != KT_OK)
        return status;
    size_t most = (size_t)r.tables.events->n_rows + r.supposed->n;
    named *order = calloc((size_t)out->n + 1, sizeof *order);
    out->row = kt_arena_alloc(arena, (size_t)out->n + 1, sizeof *out->row);
    out->effect = kt_arena_alloc(arena, most + 1, sizeof *out->effect);
    bool whole = order != NULL && out->row != NULL && out->effect != NULL;
    if (whole)
        put_in_order(order, &r);
    whole = whole && read_all(&r, order, arena);
    free(order);
    free(r.producer);
    return whole ? KT_OK : kt_control_failed(control, err);
}

uint32_t kt_scenario_find(const kt_scenarios *scenarios, const char *id)
{
    for (uint32_t s = 0; s < scenarios->n; s++) {
        if (strcmp(scenarios->row[s].id, id) == 0)
            return s;
    }
    return KT_NO_ROW;
}

const kt_scenario *kt_scenario_of_supposed(const kt_scenarios *scenarios)
{
    for (uint32_t s = 0; scenarios->supposed.n > 0 && s < scenarios->n; s++) {
        if (scenarios->row[s].row == KT_NO_ROW)
            return &scenarios->row[s];
    }
    return NULL;
}

bool kt_scenario_next_supposed(kt_supposed_event *out, const kt_scenarios *scenarios, uint64_t *at,
                               uint64_t *at_effect)
{
    const kt_scenario *scenario = kt_scenario_of_supposed(scenarios);
    if (*at >= scenarios->supposed.n)
        return false;
    *out = (kt_supposed_event){.event = &scenarios->supposed.event[(*at)++]};
    if (!isnan(left_of(out->event)))
        out->effect = &scenarios->effect[scenario->first + (*at_effect)++];
    return true;
}

// Whether anything is taken on the day.
static bool is_on(const kt_effect *effect, double day)
{
    return day >= effect->start && day < effect->end && effect->left < 1.0;
}

static kt_change change_of(const kt_scenarios *scenarios, const kt_effect *effect, uint32_t k)
{
    return (kt_change){.kind = KT_CHANGE_SCALE,
                       .at = scenarios->producer[effect->first + k],
                       .value = effect->left};
}

kt_change *kt_scenario_changes(size_t *n, const kt_scenarios *scenarios, uint32_t s, double day,
                               const kt_circuit *circuit, kt_arena *arena)
{
    assert(s < scenarios->n);
    const kt_scenario *scenario = &scenarios->row[s];
    size_t most = 0;
    *n = 0;
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++)
        most += is_on(&scenarios->effect[e], day) ? scenarios->effect[e].n : 0;
    kt_change *change = kt_arena_alloc(arena, most + 1, sizeof *change);
    for (uint32_t e = scenario->first; change != NULL && e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        for (uint32_t k = 0; is_on(effect, day) && k < effect->n; k++) {
            if (circuit->producer_at[scenarios->producer[effect->first + k]] != KT_NO_ROW)
                change[(*n)++] = change_of(scenarios, effect, k);
        }
    }
    return change;
}

void kt_scenario_apply(kt_capacity *capacity, const kt_scenarios *scenarios, uint32_t s, double day,
                       uint32_t lane)
{
    assert(s < scenarios->n);
    const kt_scenario *scenario = &scenarios->row[s];
    for (uint32_t e = scenario->first; e < scenario->first + scenario->n; e++) {
        const kt_effect *effect = &scenarios->effect[e];
        for (uint32_t k = 0; is_on(effect, day) && k < effect->n; k++) {
            kt_change change = change_of(scenarios, effect, k);
            kt_change_lane(capacity, &change, lane);
        }
    }
}

kt_status kt_scenario_worst(kt_scenarios *scenarios, kt_capacity *capacity, uint32_t item,
                            const kt_control *control, kt_error *err)
{
    kt_status status = KT_OK;
    assert(capacity->sweep.n_touched == 0);
    for (uint32_t s = 0; s < scenarios->n && status == KT_OK; s++) {
        kt_scenario *scenario = &scenarios->row[s];
        double least = 2.0;
        for (uint32_t e = 0; e < scenario->n && status == KT_OK; e++) {
            status = kt_control_check(control, err);
            double day = scenarios->effect[scenario->first + e].start;
            kt_scenario_apply(capacity, scenarios, s, day, 0);
            kt_capacity_sweep(capacity);
            double left = kt_capacity_item(capacity, item, 0);
            kt_capacity_clear(capacity);
            if (left < least || (left == least && day < scenario->worst_day)) {
                least = left;
                scenario->worst_day = day;
            }
        }
    }
    return status;
}
