// SPDX-License-Identifier: EUPL-1.2
// See event_arguments.h. A program gives its arguments in no order, so what belongs to an event is
// found by its number and not by where it stands on a command line.
#include "service/event_arguments.h"

#include <math.h>
#include <stddef.h>

#include "model/event_rules.h"

// clang-format off
static const kt_field EVENT[] = {
    {.name = "event", .type = KT_FIELD_TEXT, .size = sizeof(const char *), .word = "EVENT"},
    {0}};
static const kt_field MAGNITUDE[] = {
    {.name = "magnitude", .type = KT_FIELD_NUMBER, .size = sizeof(double), .word = "SIZE",
     .max = INFINITY},
    {0}};
static const kt_field KIND[] = {
    {.name = "kind", .type = KT_FIELD_CHOICE, .size = sizeof(int32_t),
     .choices = kt_schema_event_kinds, .missing = KT_EVENT_FAILURE - 1},
    {0}};
// clang-format on
static const kt_record EVENT_RECORD = {
    .name = "event", .field = EVENT, .size = sizeof(const char *), .shape = KT_SHAPE_VALUE};
static const kt_record MAGNITUDE_RECORD = {
    .name = "magnitude", .field = MAGNITUDE, .size = sizeof(double), .shape = KT_SHAPE_VALUE};
static const kt_record KIND_RECORD = {
    .name = "kind", .field = KIND, .size = sizeof(int32_t), .shape = KT_SHAPE_VALUE};

// clang-format off
static const kt_field FIELDS[] = {
    {.name = "event", .type = KT_FIELD_LIST, KT_ROWS(kt_event_arguments, event, n_events),
     .record = &EVENT_RECORD,
     .help = "what if this happens: a country, site, organisation, material or item by its id, or "
             "a flow as CHN/gallium/processing; several happen together"},
    {.name = "magnitude", .type = KT_FIELD_LIST,
     KT_ROWS(kt_event_arguments, magnitude, n_magnitudes), .record = &MAGNITUDE_RECORD,
     .instead = "all that its kind can take",
     .help = "size of what happens: the share that is lost, or the rate of a tariff; once for all "
             "events, or once for each in their order"},
    {.name = "kind", .type = KT_FIELD_LIST, KT_ROWS(kt_event_arguments, kind, n_kinds),
     .record = &KIND_RECORD,
     .help = "kind of what happens; once for all events, or once for each in their order"},
    {0}};
// clang-format on
const kt_record kt_event_arguments_record = {
    .name = "event_arguments", .field = FIELDS, .size = sizeof(kt_event_arguments)};

static kt_status check_number(const char *name, uint32_t n, uint32_t n_events, kt_error *err)
{
    if (n == 0 || n == n_events || (n == 1 && n_events > 0))
        return KT_OK;
    if (n_events == 0)
        return kt_error_set(err, KT_BAD_USAGE, "--%s belongs to an --event, and there is none",
                            name);
    return kt_error_set(err, KT_BAD_USAGE,
                        "--%s is given %u times for %u events: once for all or once for each is "
                        "expected",
                        name, n, n_events);
}

// The first fault, at the option that it is in.
static kt_status check_event(kt_scenario_event *event, const char *name, const kt_case *c,
                             kt_error *err)
{
    kt_fault_list faults = {.lang = kt_error_lang(err), .most = 1};
    kt_fault place = {.file = "--event", .see_record = KT_NO_RECORD};
    kt_fault magnitude = {.file = "--magnitude", .see_record = KT_NO_RECORD};
    kt_status status = KT_OK;
    if (kt_scenario_event_name(event, c, name, &faults, place))
        kt_event_rules_judge(c, event, &faults, place, magnitude);
    if (faults.failed)
        status = kt_error_no_memory(err);
    else if (faults.n > 0)
        status =
            kt_error_set(err, KT_BAD_INPUT, "%s: %s", faults.note[0].file, faults.note[0].message);
    kt_notes_free(&faults);
    return status;
}

kt_status kt_event_arguments_read(kt_supposed *out, const kt_event_arguments *a, const kt_case *c,
                                  kt_arena *arena, kt_error *err)
{
    kt_status status = KT_OK;
    kt_scenario_event *event = kt_arena_alloc(arena, (size_t)a->n_events + 1, sizeof *event);
    if (event == NULL)
        return kt_error_no_memory(err);
    KT_TRY(check_number("magnitude", a->n_magnitudes, a->n_events, err));
    KT_TRY(check_number("kind", a->n_kinds, a->n_events, err));
    for (uint32_t i = 0; i < a->n_events; i++) {
        event[i] = (kt_scenario_event){.kind = (int)KIND[0].missing + 1,
                                       .magnitude = (double)NAN,
                                       .start_day = (double)NAN,
                                       .duration_days = (double)NAN,
                                       .delay_days = (double)NAN};
        if (a->n_magnitudes > 0)
            event[i].magnitude = a->magnitude[a->n_magnitudes == 1 ? 0 : i];
        if (a->n_kinds > 0)
            event[i].kind = a->kind[a->n_kinds == 1 ? 0 : i] + 1;
        KT_TRY(check_event(&event[i], a->event[i], c, err));
    }
    *out = (kt_supposed){event, a->n_events};
done:
    return status;
}
