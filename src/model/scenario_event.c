// SPDX-License-Identifier: EUPL-1.2
// See scenario_event.h. Some tens of events; a name is looked up in five indexes.
#include "model/scenario_event.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

const char kt_scenario_event_supposed[] = "what-if";
const char kt_scenario_event_dated[] = "dated";

// What an id without its type may be, and where its nearest is looked for; an item only where it is
// nothing else, since materials of the reference are items of most cases too.
static const int TYPES[] = {KT_EVENT_COUNTRY, KT_EVENT_SITE, KT_EVENT_ORGANISATION,
                            KT_EVENT_MATERIAL, KT_EVENT_ITEM};
enum { N_TYPES = sizeof TYPES / sizeof TYPES[0] };

// What a licence duty lets through is told as its rate: the rest is taken.
static double magnitude_of(const kt_table *events, uint32_t row)
{
    double rate = kt_table_number(events, KT_SCENARIO_EVENTS_RATE, row);
    return isnan(rate) ? kt_table_number(events, KT_SCENARIO_EVENTS_MAGNITUDE, row) : 1.0 - rate;
}

kt_scenario_event kt_scenario_event_row(const kt_case *c, const kt_table *events, uint32_t row)
{
    return (kt_scenario_event){
        .type = kt_table_choice(events, KT_SCENARIO_EVENTS_TYPE, row),
        .kind = kt_table_choice(events, KT_SCENARIO_EVENTS_KIND, row),
        .target = kt_pool_text(&c->pool, kt_table_text(events, KT_SCENARIO_EVENTS_TARGET, row)),
        .magnitude = magnitude_of(events, row),
        .start_day = kt_table_number(events, KT_SCENARIO_EVENTS_START, row),
        .duration_days = kt_table_number(events, KT_SCENARIO_EVENTS_DURATION, row),
        .delay_days = kt_table_number(events, KT_SCENARIO_EVENTS_DELAY, row)};
}

static bool is_material(const kt_case *c, kt_symbol material)
{
    const kt_table *items = &c->table[KT_ITEMS];
    if (kt_case_row(&c->material, material) != KT_NO_ROW)
        return true;
    for (uint32_t r = 0; r < items->n_rows; r++) {
        kt_symbol own = kt_table_text(items, KT_ITEMS_MATERIAL, r);
        own = own != 0 ? own : kt_table_text(items, KT_ITEMS_ID, r);
        if (kt_table_choice(items, KT_ITEMS_KIND, r) == KT_KIND_MATERIAL && own == material)
            return true;
    }
    return false;
}

bool kt_scenario_event_knows(const kt_case *c, int type, const char *id)
{
    kt_symbol symbol = kt_pool_find(&c->pool, id, strlen(id));
    if (symbol == 0)
        return false;
    switch (type) {
    case KT_EVENT_SITE:
        return kt_case_row(&c->site, symbol) != KT_NO_ROW;
    case KT_EVENT_ORGANISATION:
        return kt_case_row(&c->organisation, symbol) != KT_NO_ROW;
    case KT_EVENT_COUNTRY:
        return kt_case_row(&c->country, symbol) != KT_NO_ROW;
    case KT_EVENT_MATERIAL:
        return is_material(c, symbol);
    default:
        return kt_case_row(&c->item, symbol) != KT_NO_ROW;
    }
}

// The id that is nearest to the name of all that it may have meant, or NULL. Codes of three letters
// are all near each other, so no country is suggested.
static const char *nearest_id(const kt_case *c, const char *name)
{
    const kt_table *const tables[] = {&c->table[KT_SITES], &c->table[KT_ORGANISATIONS],
                                      &c->reference[KT_MATERIALS], &c->table[KT_ITEMS]};
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        uint32_t row = kt_case_nearest(c, tables[t], 0, name); // each has its ids in column 0
        if (row == KT_NO_ROW)
            continue;
        const char *id = kt_pool_text(&c->pool, kt_table_text(tables[t], 0, row));
        size_t distance = kt_text_distance(name, id);
        if (distance < best) {
            best = distance;
            nearest = id;
        }
    }
    return nearest;
}

static void refuse(const kt_case *c, const char *name, kt_fault_list *faults, kt_fault place)
{
    const char *nearest = nearest_id(c, name);
    if (nearest == NULL)
        kt_fault_add(faults, place,
                     "target \"%s\" is not a known country, site, organisation, material or item",
                     name);
    else
        kt_fault_add(faults, place,
                     "target \"%s\" is not a known country, site, organisation, material or item: "
                     "did you mean \"%s\"?",
                     name, nearest);
}

static bool guess_type(kt_scenario_event *out, const kt_case *c, kt_fault_list *faults,
                       kt_fault place)
{
    out->type = 0;
    for (int k = 0; k < N_TYPES; k++) {
        if ((out->type != 0 && TYPES[k] == KT_EVENT_ITEM) ||
            !kt_scenario_event_knows(c, TYPES[k], out->target))
            continue;
        if (out->type != 0) {
            place.said.words = 1u << 1 | 1u << 2;
            kt_fault_add(faults, place,
                         "target \"%s\" is known as %s and as %s: say which, as in %s:%s",
                         out->target, kt_schema_event_types[out->type - 1],
                         kt_schema_event_types[TYPES[k] - 1], kt_schema_event_types[out->type - 1],
                         out->target);
            return false;
        }
        out->type = TYPES[k];
    }
    if (out->type == 0)
        refuse(c, out->target, faults, place);
    return out->type != 0;
}

bool kt_scenario_event_name(kt_scenario_event *out, const kt_case *c, const char *name,
                            kt_fault_list *faults, kt_fault place)
{
    const char *colon = strchr(name, ':');
    out->target = name;
    for (int t = 0; colon != NULL && kt_schema_event_types[t] != NULL; t++) {
        size_t length = strlen(kt_schema_event_types[t]);
        if (colon[1] != '\0' && length == (size_t)(colon - name) &&
            memcmp(kt_schema_event_types[t], name, length) == 0) {
            out->type = t + 1;
            out->target = colon + 1;
            return true;
        }
    }
    if (strchr(name, '/') != NULL) {
        out->type = KT_EVENT_FLOW;
        return true;
    }
    return guess_type(out, c, faults, place);
}
