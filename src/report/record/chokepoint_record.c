// SPDX-License-Identifier: EUPL-1.2
// See chokepoint_record.h. Counts of sets are decimal strings: they can exceed what a double holds.
// `count` and `orders` are of all sets, or null: what is known where not all of them are is in
// `explored`. Up to a hundred thousand sets, with chains of ten items for the first five hundred.
#include "report/record/chokepoint_record.h"

#include <stdio.h>

#include "report/record/common_record.h"

const char *const kt_chokepoint_record_classes[] = {"country",  "organisation", "site",
                                                    "material", "flow",         NULL};

static const char *item_id(const kt_study *study, uint32_t item)
{
    const kt_network *net = study->network;
    return kt_pool_text(&net->the_case->pool, net->item[item].id);
}

// ------------------------------------------------------------------------------- how many there
// are

static const char *order_key(const void *row, const void *context, kt_cursor *cursor)
{
    char *key = (char *)cursor->room;
    (void)context;
    snprintf(key, sizeof cursor->room, "%u", ((const kt_cutset_order *)row)->order);
    return key;
}

// clang-format off
static const kt_field ORDER[] = {
    {.name = "count", .type = KT_FIELD_TEXT, KT_AT(kt_cutset_order, count),
     .help = "sets of so many events"},
    {0}};
// clang-format on
static const kt_record ORDER_RECORD = {.name = "order",
                                       .field = ORDER,
                                       .size = sizeof(kt_cutset_order),
                                       .shape = KT_SHAPE_VALUE,
                                       .key = order_key};

// clang-format off
static const kt_field EXPLORED[] = {
    {.name = "up_to", .type = KT_FIELD_COUNT, KT_AT(kt_cutset_result, explored),
     .help = "every set of up to so many events is known"},
    {.name = "count", .type = KT_FIELD_TEXT, KT_AT(kt_cutset_result, count),
     .help = "those that were found, decimal"},
    {.name = "orders", .type = KT_FIELD_MAP, KT_ROWS(kt_cutset_result, order, n_orders),
     .record = &ORDER_RECORD, .help = "the same by number of events"},
    {.name = "gates", .type = KT_FIELD_COUNT, KT_AT(kt_cutset_result, n_gates)},
    {.name = "gates_cut_off", .type = KT_FIELD_COUNT, KT_AT(kt_cutset_result, n_cut_gates),
     .help = "gates at which longer combinations were left out"},
    {.name = "reason", .type = KT_FIELD_TEXT, KT_AT(kt_cutset_result, reason)},
    {0}};
// clang-format on
static const kt_record EXPLORED_RECORD = {
    .name = "explored", .field = EXPLORED, .size = sizeof(kt_cutset_result)};

static kt_presence when_complete(const void *row, const void *context)
{
    (void)context;
    return ((const kt_cutset_result *)row)->complete ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

static kt_presence when_incomplete(const void *row, const void *context)
{
    (void)context;
    return ((const kt_cutset_result *)row)->complete ? KT_ABSENT_AS_NULL : KT_PRESENT;
}

#define COUNT_HELP "minimal cut sets, decimal; null where not all are known"
#define ORDERS_HELP "minimal cut sets by number of events; null where not all are known"
#define EXPLORED_HELP "what is known where not all are"
#define COMPLETE_HELP "every set is known, of whatever size"
#define COMPLETE_TO_HELP "every set of up to so many events is known; null where all are"

// clang-format off
static const kt_field UPPER[] = {
    {.name = "count", .type = KT_FIELD_TEXT, KT_AT(kt_cutset_result, count),
     .when = when_complete, .help = COUNT_HELP},
    {.name = "orders", .type = KT_FIELD_MAP, KT_ROWS(kt_cutset_result, order, n_orders),
     .when = when_complete, .record = &ORDER_RECORD, .help = ORDERS_HELP},
    {.name = "complete", .type = KT_FIELD_FLAG, KT_AT(kt_cutset_result, complete),
     .help = COMPLETE_HELP},
    {.name = "explored", .type = KT_FIELD_RECORD, .when = when_incomplete,
     .record = &EXPLORED_RECORD, .help = EXPLORED_HELP},
    {0}};
// clang-format on
static const kt_record UPPER_RECORD = {
    .name = "cutset_result", .field = UPPER, .size = sizeof(kt_cutset_result)};

static const void *next_threshold(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_chokepoint_result *r = row;
    (void)context;
    return cursor->at < KT_N_THRESHOLDS ? &r->chokepoints.at[cursor->at++] : NULL;
}

// The answers lie in the order of the thresholds.
static void get_threshold(kt_value *out, const void *row, const void *context)
{
    const kt_chokepoint_result *r = context;
    const kt_cutset_result *result = row;
    kt_value_set_number(out, kt_chokepoint_threshold[result - r->chokepoints.at]);
}

// clang-format off
static const kt_field THRESHOLD[] = {
    {.name = "min_share", .type = KT_FIELD_NUMBER, .get = get_threshold, .unit = "share",
     .help = "of a supply that will do"},
    {.name = "count", .type = KT_FIELD_TEXT, KT_AT(kt_cutset_result, count),
     .when = when_complete, .help = COUNT_HELP},
    {.name = "orders", .type = KT_FIELD_MAP, KT_ROWS(kt_cutset_result, order, n_orders),
     .when = when_complete, .record = &ORDER_RECORD, .help = ORDERS_HELP},
    {.name = "complete", .type = KT_FIELD_FLAG, KT_AT(kt_cutset_result, complete),
     .help = COMPLETE_HELP},
    {.name = "explored", .type = KT_FIELD_RECORD, .when = when_incomplete,
     .record = &EXPLORED_RECORD, .help = EXPLORED_HELP},
    {0}};
// clang-format on
static const kt_record THRESHOLD_RECORD = {
    .name = "threshold", .field = THRESHOLD, .size = sizeof(kt_cutset_result)};

// -------------------------------------------------------------------------------------------- sets

// A set, and what its events and chains are numbers of: its own context.
typedef struct set_row {
    const kt_chokepoints *chokepoints;
    const kt_study *study;
    const kt_chokepoint_set *set;
} set_row;

static const void *next_set(const kt_chokepoints *c, const kt_study *study, kt_cursor *cursor)
{
    set_row *out = (set_row *)(void *)cursor->room;
    if (cursor->at >= c->result.n_sets)
        return NULL;
    *out = (set_row){c, study, &c->set[cursor->at++]};
    return out;
}

static const void *put_text(kt_cursor *cursor, const char *text)
{
    const char **out = (const char **)(void *)cursor->room;
    *out = text;
    return out;
}

static const void *next_event(const void *row, const void *context, kt_cursor *cursor)
{
    const set_row *s = row;
    const kt_cutset *cut = s->set->cut;
    (void)context;
    if (cursor->at >= cut->n)
        return NULL;
    return put_text(cursor, s->chokepoints->events.event[cut->event[cursor->at++]].id);
}

static const void *next_chain(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_explanation *why = &((const set_row *)row)->set->why;
    (void)context;
    return cursor->at < why->n ? &why->chain[cursor->at++] : NULL;
}

static const void *next_item(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_chain *chain = row;
    if (cursor->at >= chain->n)
        return NULL;
    return put_text(cursor, item_id(((const set_row *)context)->study, chain->item[cursor->at++]));
}

// clang-format off
static const kt_field CHAIN[] = {
    {.name = "items", .type = KT_FIELD_LIST, .next = next_item, .record = &kt_common_record_text},
    {0}};
// clang-format on
static const kt_record CHAIN_RECORD = {
    .name = "chain", .field = CHAIN, .size = sizeof(kt_chain), .shape = KT_SHAPE_VALUE};

static kt_presence when_compared(const void *row, const void *context)
{
    const kt_chokepoint_options *options = &((const set_row *)row)->chokepoints->options;
    (void)context;
    return options->extent == KT_CHOKEPOINT_ALL ? KT_PRESENT : KT_ABSENT;
}

static kt_presence when_explained(const void *row, const void *context)
{
    (void)context;
    return ((const set_row *)row)->set->why.n > 0 ? KT_PRESENT : KT_ABSENT;
}

static void get_probability(kt_value *out, const void *row, const void *context)
{
    const set_row *s = row;
    bool asked = s->chokepoints->options.probability;
    (void)context;
    kt_value_set_number(out, asked ? s->set->cut->probability : (double)NAN);
}

static void get_residual_first(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, ((const set_row *)row)->set->residual_first);
}

static void get_sensitive(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_flag(out, ((const set_row *)row)->set->sensitive);
}

// clang-format off
static const kt_field SET[] = {
    {.name = "events", .type = KT_FIELD_LIST, .next = next_event,
     .record = &kt_common_record_text, .help = "that stop the target together"},
    {.name = "probability", .type = KT_FIELD_NUMBER, .get = get_probability,
     .help = "that all of them fail within a year"},
    {.name = "residual_first", .type = KT_FIELD_NUMBER, .get = get_residual_first,
     .unit = "share",
     .help = "of the target's output that is left to a buyer who is served before all others"},
    {.name = "sensitive", .type = KT_FIELD_FLAG, .get = get_sensitive, .when = when_compared,
     .help = "no smallest set at one of the thresholds"},
    {.name = "chains", .type = KT_FIELD_LIST, .next = next_chain, .when = when_explained,
     .record = &CHAIN_RECORD,
     .help = "for each event the items from what fails with it to the target"},
    {0}};
// clang-format on
static const kt_record SET_RECORD = {
    .name = "set", .field = SET, .size = sizeof(set_row), .is_context = true};

// -------------------------------------------------------------------------------------- importance

static void get_event(kt_value *out, const void *row, const void *context)
{
    const kt_chokepoint_result *r = context;
    const kt_cutset_importance *importance = row;
    kt_value_set_text(out, r->chokepoints.events.event[importance->event].id);
}

// clang-format off
static const kt_field IMPORTANCE[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_event, .help = "of the event"},
    {.name = "birnbaum", .type = KT_FIELD_NUMBER, KT_AT(kt_cutset_importance, birnbaum),
     .help = "probability that the target stops if it fails, less that if it does not"},
    {.name = "fussell_vesely", .type = KT_FIELD_NUMBER,
     KT_AT(kt_cutset_importance, fussell_vesely), .unit = "share",
     .help = "of the probability that goes with it"},
    {.name = "risk_achievement", .type = KT_FIELD_NUMBER,
     KT_AT(kt_cutset_importance, risk_achievement),
     .help = "probability if it fails, over the probability"},
    {0}};
// clang-format on
static const kt_record IMPORTANCE_RECORD = {
    .name = "importance", .field = IMPORTANCE, .size = sizeof(kt_cutset_importance)};

// -------------------------------------------------------------------------------------- the result

static const kt_cutset_result *answer_of(const void *row)
{
    return &((const kt_chokepoint_result *)row)->chokepoints.result;
}

static kt_presence when_whole(const void *row, const void *context)
{
    return when_complete(answer_of(row), context);
}

static kt_presence when_not_whole(const void *row, const void *context)
{
    return when_incomplete(answer_of(row), context);
}

static kt_presence when_probable(const void *row, const void *context)
{
    const kt_chokepoints *c = &((const kt_chokepoint_result *)row)->chokepoints;
    (void)context;
    return c->options.probability && c->result.complete ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

static const void *next_set_of_result(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_chokepoint_result *r = row;
    (void)context;
    return next_set(&r->chokepoints, &r->study, cursor);
}

static void get_target(kt_value *out, const void *row, const void *context)
{
    const kt_chokepoint_result *r = row;
    (void)context;
    kt_value_set_text(out, item_id(&r->study, r->study.reach.target));
}

// clang-format off
static const kt_field RESULT[] = {
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "what is analysed"},
    {.name = "by", .type = KT_FIELD_CHOICE,
     KT_AT(kt_chokepoint_result, chokepoints.events.event_class),
     .choices = kt_chokepoint_record_classes, .help = "what may fail"},
    {.name = "count", .type = KT_FIELD_TEXT,
     KT_AT(kt_chokepoint_result, chokepoints.result.count), .when = when_whole,
     .help = COUNT_HELP},
    {.name = "probability", .type = KT_FIELD_NUMBER,
     KT_AT(kt_chokepoint_result, chokepoints.result.probability), .when = when_probable,
     .help = "that the target is stopped within a year"},
    {.name = "orders", .type = KT_FIELD_MAP,
     KT_ROWS(kt_chokepoint_result, chokepoints.result.order, chokepoints.result.n_orders),
     .when = when_whole, .record = &ORDER_RECORD, .help = ORDERS_HELP},
    {.name = "cut_sets", .type = KT_FIELD_LIST, .next = next_set_of_result, .record = &SET_RECORD,
     .help = "the sets that are listed, smallest first"},
    {.name = "complete", .type = KT_FIELD_FLAG,
     KT_AT(kt_chokepoint_result, chokepoints.result.complete), .help = COMPLETE_HELP},
    {.name = "complete_to_order", .type = KT_FIELD_COUNT,
     KT_AT(kt_chokepoint_result, chokepoints.result.explored), .when = when_not_whole,
     .help = COMPLETE_TO_HELP},
    {.name = "probability_missing", .type = KT_FIELD_COUNT,
     KT_AT(kt_chokepoint_result, chokepoints.result.n_missing), .when = when_probable,
     .help = "events that matter and have no probability"},
    {.name = "min_share", .type = KT_FIELD_NUMBER,
     KT_AT(kt_chokepoint_result, chokepoints.options.min_share), .unit = "share",
     .help = "of a supply that will do"},
    {.name = "listed_up_to", .type = KT_FIELD_COUNT,
     KT_AT(kt_chokepoint_result, chokepoints.result.listed),
     .help = "every set of up to so many events is listed"},
    {.name = "explored", .type = KT_FIELD_RECORD,
     .offset = offsetof(kt_chokepoint_result, chokepoints.result), .when = when_not_whole,
     .record = &EXPLORED_RECORD, .help = EXPLORED_HELP},
    {.name = "unknown_fails", .type = KT_FIELD_RECORD,
     .offset = offsetof(kt_chokepoint_result, chokepoints.upper), .record = &UPPER_RECORD,
     .help = "the same while every unknown end of the chain fails too"},
    {.name = "thresholds", .type = KT_FIELD_LIST, .next = next_threshold,
     .record = &THRESHOLD_RECORD, .help = "the same at other shares of a supply that will do"},
    {.name = "importance", .type = KT_FIELD_LIST,
     KT_ROWS(kt_chokepoint_result, chokepoints.result.importance, chokepoints.result.n_importances),
     .record = &IMPORTANCE_RECORD, .help = "of each event that matters"},
    {0}};
// clang-format on

const kt_record kt_chokepoint_record = {
    .name = "chokepoints", .field = RESULT, .size = sizeof(kt_chokepoint_result)};

// ------------------------------------------------------------------------------------- a short
// look

static const kt_chokepoints *brief_of(const void *row)
{
    return ((const kt_chokepoint_brief *)row)->chokepoints;
}

static const void *next_order_of_brief(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_cutset_result *result = &brief_of(row)->result;
    (void)context;
    return cursor->at < result->n_orders ? &result->order[cursor->at++] : NULL;
}

static const void *next_set_of_brief(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return next_set(brief_of(row), ((const kt_chokepoint_brief *)row)->study, cursor);
}

static void get_by(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_chokepoint_record_classes[brief_of(row)->events.event_class]);
}

static void get_min_share(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, brief_of(row)->options.min_share);
}

static void get_complete(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_flag(out, brief_of(row)->result.complete);
}

static void get_complete_to(kt_value *out, const void *row, const void *context)
{
    const kt_cutset_result *result = &brief_of(row)->result;
    (void)context;
    kt_value_set_number(out, result->complete ? (double)NAN : result->explored);
}

static void get_shared_material(kt_value *out, const void *row, const void *context)
{
    const kt_network *net = ((const kt_chokepoint_brief *)row)->study->network;
    uint32_t item = brief_of(row)->shared_material;
    (void)context;
    kt_value_set_text(out, item == KT_NO_ROW
                               ? NULL
                               : kt_pool_text(&net->the_case->pool, net->item[item].material));
}

static void get_shared_part(kt_value *out, const void *row, const void *context)
{
    const kt_chokepoints *c = brief_of(row);
    (void)context;
    kt_value_set_number(out, c->shared_material == KT_NO_ROW ? (double)NAN : c->shared_part);
}

// clang-format off
static const kt_field BRIEF[] = {
    {.name = "by", .type = KT_FIELD_CHOICE, .get = get_by,
     .choices = kt_chokepoint_record_classes, .help = "what may fail"},
    {.name = "min_share", .type = KT_FIELD_NUMBER, .get = get_min_share, .unit = "share",
     .help = "of a supply that will do"},
    {.name = "complete", .type = KT_FIELD_FLAG, .get = get_complete, .help = COMPLETE_HELP},
    {.name = "complete_to_order", .type = KT_FIELD_NUMBER, .get = get_complete_to,
     .help = COMPLETE_TO_HELP},
    {.name = "orders", .type = KT_FIELD_MAP, .next = next_order_of_brief, .record = &ORDER_RECORD,
     .help = "minimal cut sets by number of events, as far as they were looked for"},
    {.name = "cut_sets", .type = KT_FIELD_LIST, .next = next_set_of_brief, .record = &SET_RECORD,
     .help = "the sets that are listed, smallest first"},
    {.name = "shared_material", .type = KT_FIELD_TEXT, .get = get_shared_material,
     .help = "at which both chains of most pairs begin"},
    {.name = "shared_part", .type = KT_FIELD_NUMBER, .get = get_shared_part, .unit = "share",
     .help = "of the pairs that do"},
    {0}};
// clang-format on

const kt_record kt_chokepoint_record_brief = {
    .name = "brief", .field = BRIEF, .size = sizeof(kt_chokepoint_brief), .is_context = true};
