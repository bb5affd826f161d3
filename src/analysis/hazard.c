// SPDX-License-Identifier: EUPL-1.2
// See hazard.h.
#include "analysis/hazard.h"

#include <string.h>

static const kt_event_class CLASSES[] = {KT_CLASS_COUNTRY, KT_CLASS_ORGANISATION, KT_CLASS_SITE,
                                         KT_CLASS_FLOW};
enum { N_CLASSES = sizeof CLASSES / sizeof CLASSES[0] };

typedef struct rates {
    const kt_network *net;
    double *site;         // [rows of sites] a year, NaN where no supply row gives one
    double *organisation; // [rows of organisations]; 0 where only its sites have rates
} rates;

static void raise_rate(double *rate, double to)
{
    if (isnan(*rate) || to > *rate)
        *rate = to;
}

static void read_rates(rates *r)
{
    const kt_case *c = r->net->the_case;
    const kt_table *supply = &c->table[KT_SUPPLY];
    for (uint32_t k = 0; k < c->table[KT_SITES].n_rows; k++)
        r->site[k] = (double)NAN;
    for (uint32_t k = 0; k < c->table[KT_ORGANISATIONS].n_rows; k++)
        r->organisation[k] = (double)NAN;
    for (uint32_t row = 0; row < supply->n_rows; row++) {
        double rate = kt_table_number(supply, KT_SUPPLY_FAILURE, row);
        if (isnan(rate))
            continue;
        kt_supplier supplier = kt_case_supplier(c, kt_table_text(supply, KT_SUPPLY_SUPPLIER, row));
        if (supplier.site != KT_NO_ROW)
            raise_rate(&r->site[supplier.site], rate);
        if (supplier.organisation != KT_NO_ROW)
            raise_rate(&r->organisation[supplier.organisation],
                       supplier.site == KT_NO_ROW ? rate : 0.0);
    }
}

// The row of hazards, or KT_NO_ROW.
static uint32_t reference_row(const kt_case *c, int type, const char *id)
{
    const kt_table *hazards = &c->reference[KT_HAZARDS];
    kt_symbol target = kt_pool_find(&c->pool, id, strlen(id));
    for (uint32_t r = 0; target != 0 && r < hazards->n_rows; r++) {
        if (kt_table_choice(hazards, KT_HAZARDS_TYPE, r) == type &&
            kt_table_text(hazards, KT_HAZARDS_TARGET, r) == target)
            return r;
    }
    return KT_NO_ROW;
}

static int type_of(const kt_events *events)
{
    return events->event_class == KT_CLASS_COUNTRY ? KT_EVENT_COUNTRY : KT_EVENT_FLOW;
}

static bool is_assumed(const kt_case *c, const kt_events *events, uint32_t e)
{
    bool own = events->event_class != KT_CLASS_COUNTRY && events->event_class != KT_CLASS_FLOW;
    uint32_t row = own ? KT_NO_ROW : reference_row(c, type_of(events), events->event[e].id);
    return row != KT_NO_ROW &&
           kt_table_choice(&c->reference[KT_HAZARDS], KT_HAZARDS_EVIDENCE, row) == KT_EVIDENCE_D;
}

static double rate_of(const rates *r, const kt_events *events, uint32_t e)
{
    const kt_case *c = r->net->the_case;
    const char *id = events->event[e].id;
    uint32_t row;
    switch (events->event_class) {
    case KT_CLASS_COUNTRY:
    case KT_CLASS_FLOW:
        row = reference_row(c, type_of(events), id);
        return row == KT_NO_ROW
                   ? (double)NAN
                   : kt_table_number(&c->reference[KT_HAZARDS], KT_HAZARDS_FAILURE, row);
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
        double rate = rate_of(r, events, e);
        // that no single flow has a rate of its own is the rule, not a gap
        if (isnan(rate) && events->event_class != KT_CLASS_FLOW)
            out->n_without++;
        if (!(rate > 0.0))
            continue;
        out->n_assumed += is_assumed(r->net->the_case, events, e);
        out->row[out->n++] = (kt_hazard){kt_event_class_name(events->event_class),
                                         event->id,
                                         -expm1(-rate),
                                         first_producer + event->first,
                                         event[1].first - event->first,
                                         false};
    }
}

static void add_scenarios(kt_hazards *out, const kt_network *net, const kt_scenarios *scenarios)
{
    for (uint32_t s = 0; s < scenarios->n; s++) {
        const kt_scenario *scenario = &scenarios->row[s];
        if (isnan(scenario->probability))
            out->n_without++;
        if (scenario->probability > 0.0)
            out->row[out->n++] = (kt_hazard){"scenario",
                                             kt_pool_text(&net->the_case->pool, scenario->id),
                                             scenario->probability,
                                             s,
                                             0,
                                             true};
    }
}

kt_status kt_hazard_list(kt_hazards *out, const kt_network *net, const kt_reach *reach,
                         const kt_scenarios *scenarios, kt_arena *arena, kt_error *err)
{
    const kt_case *c = net->the_case;
    kt_events events[N_CLASSES];
    rates r = {.net = net};
    size_t n_rows = scenarios->n;
    size_t n_producers = 0;
    *out = (kt_hazards){0};
    for (int k = 0; k < N_CLASSES; k++) {
        kt_status status = kt_event_list(&events[k], net, reach, CLASSES[k], arena, err);
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
    add_scenarios(out, net, scenarios);
    return KT_OK;
}
