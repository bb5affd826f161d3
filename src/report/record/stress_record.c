// SPDX-License-Identifier: EUPL-1.2
// See stress_record.h. One row for each event that happens alone; some hundred for a frigate, a
// hundred thousand for a large case.
#include "report/record/stress_record.h"

#include "report/record/common_record.h"
#include "report/record/supposed_record.h"
#include "report/record/switching_record.h"

static const char *text(const void *context, kt_symbol symbol)
{
    return kt_pool_text(&((const kt_stress_result *)context)->the_case->pool, symbol);
}

static const char *item_id(const void *context, uint32_t item)
{
    return text(context, ((const kt_stress_result *)context)->network.item[item].id);
}

// ---------------------------------------------------------------------------------- losses of an
// event

// The next item of `n` that loses anything.
static const void *next_of_losses(const kt_stress_loss *list, uint32_t n, kt_cursor *cursor)
{
    while (cursor->at < n && list[cursor->at].loss <= kt_exposure_tolerance)
        cursor->at++;
    return cursor->at < n ? &list[cursor->at++] : NULL;
}

static const void *next_loss(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_stress_row *r = row;
    (void)context;
    return next_of_losses(r->item_loss, r->n_item_losses, cursor);
}

static const char *loss_key(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_stress *s = &((const kt_stress_result *)context)->stress;
    (void)cursor;
    return item_id(context, s->item[((const kt_stress_loss *)row)->place]);
}

// clang-format off
static const kt_field LOSS[] = {
    {.name = "loss", .type = KT_FIELD_NUMBER, KT_AT(kt_stress_loss, loss), .unit = "share"},
    {.name = "loss_upper", .type = KT_FIELD_NUMBER, KT_AT(kt_stress_loss, upper), .unit = "share"},
    {0}};
// clang-format on
static const kt_record LOSS_RECORD = {.name = "loss",
                                      .field = LOSS,
                                      .size = sizeof(kt_stress_loss),
                                      .shape = KT_SHAPE_TUPLE,
                                      .key = loss_key};

// --------------------------------------------------------------------------------------------
// events

static kt_presence of_flow(const void *row, const void *context)
{
    (void)context;
    return ((const kt_stress_row *)row)->event_class == KT_CLASS_FLOW ? KT_PRESENT : KT_ABSENT;
}

static void get_class(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_event_class_name(((const kt_stress_row *)row)->event_class));
}

static void get_id(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_stress_row *)row)->event->id);
}

static void get_cover(kt_value *out, const void *row, const void *context)
{
    double days = ((const kt_stress_row *)row)->cover_days;
    (void)context;
    kt_value_set_number(out, isinf(days) ? (double)NAN : days); // it never reaches the target
}

static void get_need_share(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, kt_stress_need_share(row));
}

#define NUMBER(key, member, u, when_there, about)                                                  \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, KT_AT(kt_stress_row, member), .unit = u,             \
        .when = when_there, .help = about                                                          \
    }

// clang-format off
static const kt_field EVENT[] = {
    {.name = "class", .type = KT_FIELD_TEXT, .get = get_class, .help = "what fails"},
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_id, .help = "which one"},
    NUMBER("loss", loss, "share", NULL, "of the target's output, unknown sources delivering"),
    NUMBER("loss_first", loss_first, "share", NULL,
     "the same of a buyer who is served before all others"),
    NUMBER("loss_upper", loss_upper, "share", NULL, "the same, the unknown failing with it"),
    {.name = "losses", .type = KT_FIELD_MAP, .next = next_loss, .record = &LOSS_RECORD,
     .help = "of each platform, function and system that loses anything: loss and upper bound"},
    {.name = "cover_days", .type = KT_FIELD_NUMBER, .get = get_cover, .unit = "days",
     .help = "from the event to the first loss of the target"},
    NUMBER("need_kg", need_kg, "kg", of_flow, "of the material at that stage, for one unit, losses in making included"),
    NUMBER("need_kg_per_year", need_kg_per_year, "kg", of_flow, "losses in making included"),
    NUMBER("world_kg_per_year", world_kg, "kg", of_flow, "made in a year"),
    NUMBER("remaining_kg_per_year", remaining_kg, "kg", of_flow, "of that without the country"),
    {.name = "need_share", .type = KT_FIELD_NUMBER, .get = get_need_share, .unit = "share",
     .when = of_flow, .help = "a year's need of what remains"},
    {.name = "end_use_ban", .type = KT_FIELD_FLAG, KT_AT(kt_stress_row, end_use_ban),
     .when = of_flow, .help = "a scenario bans it for defence"},
    NUMBER("price_factor", price_factor, NULL, of_flow, "price after the ban, of that before"),
    NUMBER("stock_days", stock_days, "days", of_flow, "that stocks of it last"),
    NUMBER("switch_days", switch_days, "days", of_flow, "to another source of it"),
    {0}};
// clang-format on
static const kt_record EVENT_RECORD = {
    .name = "stress_row", .field = EVENT, .size = sizeof(kt_stress_row)};

// ------------------------------------------------------------------------------- tariffs and
// quotas

static void get_tariff_scenario(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_tariff *)row)->scenario->id);
}

static void get_tariff_item(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, item_id(context, ((const kt_tariff *)row)->item));
}

// clang-format off
static const kt_field TARIFF[] = {
    {.name = "scenario", .type = KT_FIELD_TEXT, .get = get_tariff_scenario},
    {.name = "item", .type = KT_FIELD_TEXT, .get = get_tariff_item},
    {.name = "rate", .type = KT_FIELD_NUMBER, KT_AT(kt_tariff, rate), .unit = "share"},
    {.name = "taxed_share", .type = KT_FIELD_NUMBER, KT_AT(kt_tariff, taxed), .unit = "share"},
    {.name = "price_factor", .type = KT_FIELD_NUMBER, KT_AT(kt_tariff, factor)},
    {.name = "cost_eur", .type = KT_FIELD_NUMBER, KT_AT(kt_tariff, cost), .unit = "EUR"},
    {0}};
// clang-format on
static const kt_record TARIFF_RECORD = {
    .name = "tariff", .field = TARIFF, .size = sizeof(kt_tariff)};

static void get_quota_scenario(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_quota *)row)->scenario->id);
}

static void get_quota_target(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_quota *)row)->effect->event.target);
}

static void get_quota_kind(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_schema_event_kinds[((const kt_quota *)row)->effect->event.kind - 1]);
}

static void get_taken(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, 1.0 - ((const kt_quota *)row)->effect->left);
}

// clang-format off
static const kt_field QUOTA[] = {
    {.name = "scenario", .type = KT_FIELD_TEXT, .get = get_quota_scenario},
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_quota_target},
    {.name = "kind", .type = KT_FIELD_TEXT, .get = get_quota_kind},
    {.name = "taken", .type = KT_FIELD_NUMBER, .get = get_taken, .unit = "share"},
    {.name = "loss", .type = KT_FIELD_NUMBER, KT_AT(kt_quota, loss), .unit = "share"},
    {.name = "loss_first", .type = KT_FIELD_NUMBER, KT_AT(kt_quota, loss_first), .unit = "share"},
    {.name = "loss_upper", .type = KT_FIELD_NUMBER, KT_AT(kt_quota, loss_upper), .unit = "share"},
    {0}};
// clang-format on
static const kt_record QUOTA_RECORD = {.name = "quota", .field = QUOTA, .size = sizeof(kt_quota)};

// ------------------------------------------------------------------------------ what is supposed

static kt_presence when_supposed(const void *row, const void *context)
{
    (void)context;
    return ((const kt_stress_result *)row)->stress.what_if.scenario != NULL ? KT_PRESENT
                                                                            : KT_ABSENT;
}

static void get_supposed_id(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_stress_what_if *)row)->scenario->id);
}

static void get_worst_day(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, ((const kt_stress_what_if *)row)->scenario->worst_day);
}

static void get_unsized(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_count(out, ((const kt_stress_what_if *)row)->scenario->n_unsized);
}

static const void *next_supposed_loss(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_stress *s = &((const kt_stress_result *)context)->stress;
    return next_of_losses(((const kt_stress_what_if *)row)->item_loss, s->n_items, cursor);
}

static const void *next_event(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return kt_supposed_record_next(&((const kt_stress_result *)context)->stress.scenarios, cursor);
}

// clang-format off
static const kt_field WHAT_IF[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_supposed_id},
    {.name = "loss", .type = KT_FIELD_NUMBER, KT_AT(kt_stress_what_if, loss), .unit = "share",
     .help = "of the target's output, unknown sources delivering"},
    {.name = "loss_first", .type = KT_FIELD_NUMBER, KT_AT(kt_stress_what_if, loss_first),
     .unit = "share", .help = "of a buyer who is served before all others"},
    {.name = "loss_upper", .type = KT_FIELD_NUMBER, KT_AT(kt_stress_what_if, loss_upper),
     .unit = "share", .help = "the same, the unknown failing with it"},
    {.name = "losses", .type = KT_FIELD_MAP, .next = next_supposed_loss, .record = &LOSS_RECORD,
     .help = "of each platform, function and system that loses anything: loss and upper bound"},
    {.name = "worst_day", .type = KT_FIELD_NUMBER, .get = get_worst_day, .unit = "days"},
    {.name = "events_without_size", .type = KT_FIELD_COUNT, .get = get_unsized},
    {.name = "events", .type = KT_FIELD_LIST, .next = next_event, .record = &kt_supposed_record},
    {0}};
// clang-format on
static const kt_record WHAT_IF_RECORD = {
    .name = "stress_what_if", .field = WHAT_IF, .size = sizeof(kt_stress_what_if)};

// --------------------------------------------------------------------------------------- the
// result

static void get_target(kt_value *out, const void *row, const void *context)
{
    const kt_stress_result *r = row;
    kt_value_set_text(out, item_id(context, r->stress.study.reach.target));
}

// Of a large case not all organisations are listed.
// clang-format off
static const kt_field LISTED[] = {
    {.name = "listed", .type = KT_FIELD_COUNT, KT_AT(kt_stress, n_organisations),
     .help = "those on which the target depends most"},
    {.name = "total", .type = KT_FIELD_COUNT, KT_AT(kt_stress, events[1].n)},
    {0}};
static const kt_record LISTED_RECORD = {
    .name = "organisations_listed", .field = LISTED, .size = sizeof(kt_stress)};
// clang-format on

static const void *next_late(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return kt_switching_record_next(&((const kt_stress_result *)row)->stress.late, cursor);
}

static kt_presence when_late(const void *row, const void *context)
{
    (void)context;
    return kt_switching_record_when(&((const kt_stress_result *)row)->stress.late);
}

// clang-format off
static const kt_field RESULT[] = {
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "what is analysed"},
    {.name = "scope", .type = KT_FIELD_CHOICE, KT_AT(kt_stress_result, scope),
     .choices = kt_figures_scopes},
    {.name = "evidence", .type = KT_FIELD_RECORD,
     .offset = offsetof(kt_stress_result, stress.evidence), .record = &kt_common_record_evidence},
    {.name = "events", .type = KT_FIELD_LIST, KT_ROWS(kt_stress_result, stress.row, stress.n),
     .record = &EVENT_RECORD, .help = "each alone, most loss first"},
    {.name = "organisations", .type = KT_FIELD_RECORD, .offset = offsetof(kt_stress_result, stress),
     .record = &LISTED_RECORD, .help = "how many of them are among the events; all with --full"},
    {.name = "tariffs", .type = KT_FIELD_LIST,
     KT_ROWS(kt_stress_result, stress.tariffs.row, stress.tariffs.n), .record = &TARIFF_RECORD},
    {.name = "quotas", .type = KT_FIELD_LIST,
     KT_ROWS(kt_stress_result, stress.quota, stress.n_quotas), .record = &QUOTA_RECORD},
    {.name = "what_if", .type = KT_FIELD_RECORD,
     .offset = offsetof(kt_stress_result, stress.what_if), .when = when_supposed,
     .record = &WHAT_IF_RECORD, .help = "what is supposed, all of it together"},
    {.name = "late_alternatives", .type = KT_FIELD_LIST, .next = next_late, .when = when_late,
     .record = &kt_switching_record, .help = "left out, since switching to them takes time"},
    {0}};
// clang-format on

const kt_record kt_stress_record = {
    .name = "stress", .field = RESULT, .size = sizeof(kt_stress_result)};
