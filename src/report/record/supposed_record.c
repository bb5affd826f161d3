// SPDX-License-Identifier: EUPL-1.2
// See supposed_record.h. As many rows as somebody types.
#include "report/record/supposed_record.h"

#include <math.h>

static const kt_scenario_event *event_of(const void *row)
{
    return ((const kt_supposed_event *)row)->event;
}

static void get_type(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_schema_event_types[event_of(row)->type - 1]);
}

static void get_target(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, event_of(row)->target);
}

static void get_kind(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_schema_event_kinds[event_of(row)->kind - 1]);
}

static void get_magnitude(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, event_of(row)->magnitude);
}

static void get_taken(kt_value *out, const void *row, const void *context)
{
    const kt_effect *effect = ((const kt_supposed_event *)row)->effect;
    (void)context;
    kt_value_set_number(out, effect == NULL ? (double)NAN : 1.0 - effect->left);
}

static void get_producers(kt_value *out, const void *row, const void *context)
{
    const kt_effect *effect = ((const kt_supposed_event *)row)->effect;
    (void)context;
    out->kind = KT_VALUE_NULL;
    if (effect != NULL)
        kt_value_set_count(out, effect->n);
}

static void get_start(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, event_of(row)->start_day);
}

static void get_duration(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, event_of(row)->duration_days);
}

static void get_delay(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, event_of(row)->delay_days);
}

// What is supposed has no days of its own.
static kt_presence when_on_days(const void *row, const void *context)
{
    (void)context;
    return isnan(event_of(row)->start_day) ? KT_ABSENT : KT_PRESENT;
}

// clang-format off
#define FIELDS_OF_EVENT \
    {.name = "event_type", .type = KT_FIELD_TEXT, .get = get_type, .help = "what is hit"}, \
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "which one"}, \
    {.name = "kind", .type = KT_FIELD_TEXT, .get = get_kind}, \
    {.name = "magnitude", .type = KT_FIELD_NUMBER, .get = get_magnitude, \
     .help = "as it was given"}, \
    {.name = "taken", .type = KT_FIELD_NUMBER, .get = get_taken, .unit = "share", \
     .help = "of the output of each producer; not known where its kind needs a magnitude"}, \
    {.name = "producers", .type = KT_FIELD_COUNT, .get = get_producers, \
     .help = "of the case that it hits"}

static const kt_field EVENT[] = {
    FIELDS_OF_EVENT,
    {0}};
static const kt_field ON_DAYS[] = {
    FIELDS_OF_EVENT,
    {.name = "start_day", .type = KT_FIELD_NUMBER, .get = get_start, .when = when_on_days,
     .unit = "days"},
    {.name = "duration_days", .type = KT_FIELD_NUMBER, .get = get_duration, .when = when_on_days,
     .unit = "days", .help = "null: as long as its scenario"},
    {.name = "delay_days", .type = KT_FIELD_NUMBER, .get = get_delay, .when = when_on_days,
     .unit = "days", .help = "that an application for a licence takes; nothing is taken for it"},
    {0}};
// clang-format on
const kt_record kt_supposed_record = {
    .name = "supposed_event", .field = EVENT, .size = sizeof(kt_supposed_event)};
const kt_record kt_supposed_record_on_days = {
    .name = "scenario_event", .field = ON_DAYS, .size = sizeof(kt_supposed_event)};

const void *kt_supposed_record_next(const kt_scenarios *scenarios, kt_cursor *cursor)
{
    kt_supposed_event *row = (kt_supposed_event *)(void *)cursor->room;
    return kt_scenario_next_supposed(row, scenarios, &cursor->at, &cursor->at_2) ? row : NULL;
}

const void *kt_supposed_record_of(const kt_scenarios *scenarios, const kt_scenario *scenario,
                                  kt_cursor *cursor)
{
    if (cursor->at >= scenario->n)
        return NULL;
    kt_supposed_event *row = (kt_supposed_event *)(void *)cursor->room;
    const kt_effect *effect = &scenarios->effect[scenario->first + cursor->at++];
    *row = (kt_supposed_event){.event = &effect->event, .effect = effect};
    return row;
}
