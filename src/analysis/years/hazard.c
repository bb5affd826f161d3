// SPDX-License-Identifier: EUPL-1.2
// Lists the events of four classes (country, organisation, site, flow) with a rate, then the
// scenarios with a probability. A rate becomes 1 - exp(-rate). What has none is counted and never
// occurs: an invented rate would decide the result. Tens to hundreds of rows.
#include "analysis/years/hazard.h"

#include <string.h>

static const kt_event_class CLASSES[] = {KT_CLASS_COUNTRY, KT_CLASS_ORGANISATION, KT_CLASS_SITE,
                                         KT_CLASS_FLOW};
enum { N_CLASSES = sizeof CLASSES / sizeof CLASSES[0] };

// A rate a year with the grade of the fact that it rests on.
typedef struct rate {
    double a_year; // NaN where no supply row gives one
    int evidence;
} rate;

typedef struct rates {
    const kt_network *net;
    rate *site;         // [rows of sites]
    rate *organisation; // [rows of organisations]; 0 where only its sites have rates
} rates;

static void raise_rate(rate *r, double to, int evidence)
{
    if (isnan(r->a_year) || to > r->a_year)
        *r = (rate){to, evidence};
}

static void read_rates(rates *r)
{
    const kt_case *c = r->net->the_case;
    const kt_table *supply = &c->table[KT_SUPPLY];
    for (uint32_t k = 0; k < c->table[KT_SITES].n_rows; k++)
        r->site[k].a_year = (double)NAN;
    for (uint32_t k = 0; k < c->table[KT_ORGANISATIONS].n_rows; k++)
        r->organisation[k].a_year = (double)NAN;
    for (uint32_t row = 0; row < supply->n_rows; row++) {
        double a_year = kt_table_number(supply, KT_SUPPLY_FAILURE, row);
        int evidence = kt_table_choice(supply, KT_SUPPLY_EVIDENCE, row);
        if (isnan(a_year))
            continue;
        kt_supplier supplier = kt_case_supplier(c, kt_table_text(supply, KT_SUPPLY_SUPPLIER, row));
        if (supplier.site != KT_NO_ROW)
            raise_rate(&r->site[supplier.site], a_year, evidence);
        if (supplier.organisation != KT_NO_ROW)
            raise_rate(&r->organisation[supplier.organisation],
                       supplier.site == KT_NO_ROW ? a_year : 0.0, evidence);
    }
}

// What the reference says of the country or flow.
static rate reference_rate(const kt_case *c, int type, const char *id)
{
    const kt_table *hazards = &c->reference[KT_HAZARDS];
    kt_symbol target = kt_pool_find(&c->pool, id, strlen(id));
    for (uint32_t r = 0; target != 0 && r < hazards->n_rows; r++) {
        if (kt_table_choice(hazards, KT_HAZARDS_TYPE, r) == type &&
            kt_table_text(hazards, KT_HAZARDS_TARGET, r) == target)
            return (rate){kt_table_number(hazards, KT_HAZARDS_FAILURE, r),
                          kt_table_choice(hazards, KT_HAZARDS_EVIDENCE, r)};
    }
    return (rate){(double)NAN, 0};
}

static bool is_assumed(int evidence)
{
    return evidence < KT_EVIDENCE_A || evidence >= KT_EVIDENCE_D; // empty is D
}

static rate rate_of(const rates *r, const kt_events *events, uint32_t e)
{
    const kt_case *c = r->net->the_case;
    const char *id = events->event[e].id;
    switch (events->event_class) {
    case KT_CLASS_COUNTRY:
        return reference_rate(c, KT_EVENT_COUNTRY, id);
    case KT_CLASS_FLOW:
        return reference_rate(c, KT_EVENT_FLOW, id);
    case KT_CLASS_SITE:
        return r->site[kt_case_row(&c->site, kt_pool_find(&c->pool, id, strlen(id)))];
    default:
        return r
            ->organisation[kt_case_row(&c->organisation, kt_pool_find(&c->pool, id, strlen(id)))];
    }
}

// The producers of all classes stand one class behind the other.
static void add_class(kt_hazards *out, const rates *r, const kt_events *events,
                      uint32_t first_producer)
{
    for (uint32_t e = 0; e < events->n; e++) {
        const kt_event *event = &events->event[e];
        rate found = rate_of(r, events, e);
        // that no single flow has a rate of its own is the rule, not a gap
        if (isnan(found.a_year) && events->event_class != KT_CLASS_FLOW)
            out->n_without++;
        if (!(found.a_year > 0.0))
            continue;
        out->n_assumed += is_assumed(found.evidence);
        out->row[out->n++] = (kt_hazard){kt_event_class_name(events->event_class),
                                         event->id,
                                         -expm1(-found.a_year),
                                         first_producer + event->first,
                                         event[1].first - event->first,
                                         false};
    }
}

// A measure that was taken has no chance: it happened.
static void add_scenarios(kt_hazards *out, const kt_scenarios *scenarios)
{
    for (uint32_t s = 0; s < scenarios->n; s++) {
        const kt_scenario *scenario = &scenarios->row[s];
        if (scenarios->dated && scenario->row != KT_NO_ROW)
            continue;
        if (isnan(scenario->probability))
            out->n_without++;
        if (!(scenario->probability > 0.0))
            continue;
        out->n_assumed +=
            is_assumed(kt_table_choice(scenario->table, KT_SCENARIOS_EVIDENCE, scenario->row));
        out->row[out->n++] =
            (kt_hazard){"scenario", scenario->id, scenario->probability, s, 0, true};
    }
}

kt_status kt_hazard_list(kt_hazards *out, const kt_montecarlo *run, const kt_control *control,
                         kt_arena *arena, kt_error *err)
{
    const kt_network *net = run->network;
    const kt_scenarios *scenarios = &run->scenarios;
    const kt_case *c = net->the_case;
    kt_events events[N_CLASSES];
    rates r = {.net = net};
    size_t n_rows = scenarios->n;
    size_t n_producers = 0;
    *out = (kt_hazards){0};
    for (int k = 0; k < N_CLASSES; k++) {
        const kt_event_request request = {net, run->reach.producer, CLASSES[k], control};
        kt_status status = kt_event_list(&events[k], &request, arena, err);
        if (status != KT_OK)
            return status;
        n_rows += events[k].n;
        n_producers += events[k].event[events[k].n].first;
    }
    out->row = kt_arena_alloc(arena, n_rows + 1, sizeof *out->row);
    out->producer = kt_arena_alloc(arena, n_producers + 1, sizeof *out->producer);
    r.site = kt_arena_alloc(arena, c->table[KT_SITES].n_rows, sizeof *r.site);
    r.organisation =
        kt_arena_alloc(arena, c->table[KT_ORGANISATIONS].n_rows, sizeof *r.organisation);
    if (out->row == NULL || out->producer == NULL || r.site == NULL || r.organisation == NULL)
        return kt_error_no_memory(err);
    read_rates(&r);
    uint32_t first = 0;
    for (int k = 0; k < N_CLASSES; k++) {
        uint32_t n = events[k].event[events[k].n].first;
        if (n > 0)
            memcpy(out->producer + first, events[k].producer, n * sizeof *out->producer);
        add_class(out, &r, &events[k], first);
        first += n;
    }
    add_scenarios(out, scenarios);
    return KT_OK;
}
