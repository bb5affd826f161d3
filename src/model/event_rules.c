// SPDX-License-Identifier: EUPL-1.2
// Looks each target up in the table that its type names; a flow is taken apart at its slashes. Tens
// of events, so nothing is indexed. A material that the reference lacks may be one of the case's
// items. A dated measure is written for cases that are not there: its countries and materials are
// held against the reference, its sites, organisations and items against nothing.
#include "model/event_rules.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "model/measure.h"

// An event and where its faults go.
typedef struct judging {
    const kt_case *c;
    const kt_scenario_event *event;
    kt_fault_list *faults;
    kt_fault target, magnitude; // their places
} judging;

// `table` (may be NULL) is where the id should have been: its first column holds the ids.
static void refuse(const judging *j, const char *name, const char *class_name,
                   const kt_table *table)
{
    const char *target = j->event->target;
    uint32_t nearest = table == NULL ? KT_NO_ROW : kt_case_nearest(j->c, table, 0, name);
    bool whole = strcmp(name, target) == 0;
    kt_fault place = j->target;
    place.said.words = whole ? 1u << 1 : 1u << 2; // the class has a word in every language
    const char *id =
        nearest == KT_NO_ROW ? NULL : kt_pool_text(&j->c->pool, kt_table_text(table, 0, nearest));
    if (whole && id == NULL)
        kt_fault_add(j->faults, place, "target \"%s\" is not a known %s", name, class_name);
    else if (whole)
        kt_fault_add(j->faults, place, "target \"%s\" is not a known %s: did you mean \"%s\"?",
                     name, class_name, id);
    else if (id == NULL)
        kt_fault_add(j->faults, place, "target \"%s\": \"%s\" is not a known %s", target, name,
                     class_name);
    else
        kt_fault_add(j->faults, place,
                     "target \"%s\": \"%s\" is not a known %s: did you mean \"%s\"?", target, name,
                     class_name, id);
}

static bool is_stage(const char *name)
{
    for (int stage = KT_STAGE_EXTRACTION; stage <= KT_STAGE_RECYCLING; stage++) {
        if (strcmp(name, kt_schema_stage_name(stage)) == 0)
            return true;
    }
    return false;
}

// COUNTRY/material/stage
static void check_flow(const judging *j)
{
    enum { MOST = 64 };
    const kt_case *c = j->c;
    const char *target = j->event->target;
    char part[2][MOST + 1] = {{0}};
    const char *at = target;
    for (int k = 0; k < 2; k++) {
        const char *slash = strchr(at, '/');
        size_t length = slash == NULL ? 0 : (size_t)(slash - at);
        if (length == 0 || length > MOST) {
            kt_fault_add(j->faults, j->target,
                         "target \"%s\" is not a flow, as CHN/gallium/processing is", target);
            return;
        }
        memcpy(part[k], at, length);
        at = slash + 1;
    }
    if (!kt_scenario_event_knows(c, KT_EVENT_COUNTRY, part[0]))
        refuse(j, part[0], "country", NULL); // codes of three letters are all near each other
    if (!kt_scenario_event_knows(c, KT_EVENT_MATERIAL, part[1]))
        refuse(j, part[1], "material", &c->reference[KT_MATERIALS]);
    if (!is_stage(at))
        kt_fault_add(j->faults, j->target,
                     "target \"%s\": \"%s\" is not one of: extraction, processing, recycling",
                     target, at);
}

static void check_target(const judging *j)
{
    const kt_case *c = j->c;
    const char *target = j->event->target;
    if (j->event->type == KT_EVENT_FLOW) {
        check_flow(j);
        return;
    }
    if (kt_scenario_event_knows(c, j->event->type, target))
        return;
    switch (j->event->type) {
    case KT_EVENT_SITE:
        refuse(j, target, "site", &c->table[KT_SITES]);
        break;
    case KT_EVENT_ORGANISATION:
        refuse(j, target, "organisation", &c->table[KT_ORGANISATIONS]);
        break;
    case KT_EVENT_ITEM:
        refuse(j, target, "item", &c->table[KT_ITEMS]);
        break;
    case KT_EVENT_COUNTRY:
        refuse(j, target, "country", NULL);
        break;
    default:
        refuse(j, target, "material", &c->reference[KT_MATERIALS]);
    }
}

static void check_magnitude(const judging *j)
{
    char text[KT_NUMBER_SIZE];
    const kt_measure *measure = kt_measure_of_event(j->event->kind);
    bool is_share = measure != NULL && (measure->traits & KT_MEASURE_SHARE) != 0;
    if (!is_share || !(j->event->magnitude > 1.0))
        return;
    kt_number_shortest(text, j->event->magnitude);
    kt_fault_add(j->faults, j->magnitude, "magnitude %s is above 1: it is the share that is lost",
                 text);
}

void kt_event_rules_judge(const kt_case *c, const kt_scenario_event *event, kt_fault_list *faults,
                          kt_fault target, kt_fault magnitude)
{
    const judging j = {c, event, faults, target, magnitude};
    if (event->type != 0 && event->target[0] != '\0') // else a fault already
        check_target(&j);
    check_magnitude(&j);
}

// What is in the tables alone: a rate and a delay are of a licence duty, and one size is enough.
static void check_rate(kt_case *c, const kt_table *table, uint32_t row,
                       const kt_scenario_event *event)
{
    bool rated = !isnan(kt_table_number(table, KT_SCENARIO_EVENTS_RATE, row));
    bool sized = !isnan(kt_table_number(table, KT_SCENARIO_EVENTS_MAGNITUDE, row));
    bool licence = event->kind == KT_EVENT_LICENCE || event->kind == 0; // 0: a fault already
    if (rated && !licence)
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIO_EVENTS_RATE),
                     "only a licence has a rate: the share of the usual exports that is licensed");
    else if (rated && sized)
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIO_EVENTS_RATE),
                     "rate and magnitude are both given: a licence has one of them");
    if (!isnan(event->delay_days) && !licence)
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIO_EVENTS_DELAY),
                     "only a licence has a delay_days: how long an application takes");
}

// A measure that was taken had a size.
static void check_size(kt_case *c, const kt_table *table, uint32_t row,
                       const kt_scenario_event *event)
{
    const kt_measure *measure = kt_measure_of_event(event->kind);
    if (measure != NULL && (measure->traits & KT_MEASURE_PART) != 0 && isnan(event->magnitude))
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIO_EVENTS_MAGNITUDE),
                     "a dated measure has a size: a rate or a magnitude is expected");
}

static bool is_of_a_case(int event_type)
{
    return event_type == KT_EVENT_SITE || event_type == KT_EVENT_ORGANISATION ||
           event_type == KT_EVENT_ITEM;
}

static kt_status check_events(kt_case *c, const kt_table *table, bool dated,
                              const kt_control *control, kt_error *err)
{
    for (uint32_t r = 0; r < table->n_rows; r++) {
        kt_status status = kt_control_check(control, err); // a fault compares with every id
        if (status != KT_OK)
            return status;
        const kt_scenario_event event = kt_scenario_event_row(c, table, r);
        check_rate(c, table, r, &event);
        if (dated)
            check_size(c, table, r, &event);
        if (dated && is_of_a_case(event.type))
            continue;
        kt_event_rules_judge(c, &event, &c->faults,
                             kt_table_place(table, r, KT_SCENARIO_EVENTS_TARGET),
                             kt_table_place(table, r, KT_SCENARIO_EVENTS_MAGNITUDE));
    }
    return KT_OK;
}

static void check_window(kt_case *c, const kt_table *table, uint32_t row, bool dated)
{
    double start = kt_table_number(table, KT_SCENARIOS_START, row);
    double end = kt_table_number(table, KT_SCENARIOS_END, row);
    if (dated && isnan(start))
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIOS_START),
                     "a dated measure begins on a day: start_date is empty");
    else if (!isnan(end) && !(end > start)) // an end without a start is one too
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIOS_END),
                     "end_date is not after start_date");
}

// Words that --scenario and --event give another meaning.
static void check_id(kt_case *c, const kt_table *table, uint32_t row)
{
    const char *id = kt_pool_text(&c->pool, kt_table_text(table, KT_SCENARIOS_ID, row));
    if (strcmp(id, kt_scenario_event_dated) == 0 || strcmp(id, kt_scenario_event_supposed) == 0)
        kt_fault_add(&c->faults, kt_table_place(table, row, KT_SCENARIOS_ID),
                     "id \"%s\" is a reserved word", id);
}

static kt_status check_tables(kt_case *c, bool dated, const kt_control *control, kt_error *err)
{
    kt_scenario_tables tables = kt_case_scenarios(c, dated);
    for (uint32_t r = 0; r < tables.scenarios->n_rows; r++) {
        check_window(c, tables.scenarios, r, dated);
        if (dated)
            check_id(c, tables.scenarios, r);
    }
    return check_events(c, tables.events, dated, control, err);
}

kt_status kt_event_rules_check(kt_case *c, const kt_control *control, kt_error *err)
{
    kt_status status = c->shared == NULL ? check_tables(c, true, control, err) : KT_OK;
    return status == KT_OK ? check_tables(c, false, control, err) : status;
}
