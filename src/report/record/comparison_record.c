// SPDX-License-Identifier: EUPL-1.2
// See comparison_record.h. Every field of a material is there twice, under the other figures
// ("before") and under those of the assessment; some 25 rows for a frigate.
#include "report/record/comparison_record.h"

#include <math.h>

#include "report/record/assess_result.h"
#include "report/record/common_record.h"

static const kt_assess_result *result_of(const void *context)
{
    return context;
}

static const kt_risk *before_of(const void *row)
{
    return ((const kt_compared *)row)->before;
}

static const kt_risk *after_of(const void *row)
{
    return ((const kt_compared *)row)->after;
}

static void set_symbol(kt_value *out, const void *context, kt_symbol symbol)
{
    out->kind = KT_VALUE_NULL;
    if (symbol != 0)
        kt_value_set_text(out, kt_pool_text(&result_of(context)->the_case->pool, symbol));
}

static void get_material(kt_value *out, const void *row, const void *context)
{
    set_symbol(out, context, ((const kt_compared *)row)->material);
}

// One field under both figures; null where the material is not ranked.
#define UNDER_BOTH(field)                                                                          \
    static void get_##field##_before(kt_value *out, const void *row, const void *context)          \
    {                                                                                              \
        set_##field(out, before_of(row), context);                                                 \
    }                                                                                              \
    static void get_##field(kt_value *out, const void *row, const void *context)                   \
    {                                                                                              \
        set_##field(out, after_of(row), context);                                                  \
    }

static void set_flow(kt_value *out, const kt_risk *risk, const void *context)
{
    (void)context;
    kt_value_set_text(out, risk == NULL ? NULL : risk->flow->id);
}

static void set_share(kt_value *out, const kt_risk *risk, const void *context)
{
    (void)context;
    kt_value_set_number(out, risk == NULL ? (double)NAN : risk->share);
}

static void set_period(kt_value *out, const kt_risk *risk, const void *context)
{
    set_symbol(out, context, risk == NULL ? 0 : risk->period);
}

static void set_mechanism(kt_value *out, const kt_risk *risk, const void *context)
{
    (void)context;
    kt_value_set_text(out, risk == NULL ? NULL : kt_mechanism_name(risk->mechanism));
}

static void set_risky(kt_value *out, const kt_risk *risk, const void *context)
{
    (void)context;
    kt_value_set_text(out, risk == NULL ? NULL : kt_risky_names[risk->risky]);
}

UNDER_BOTH(flow)
UNDER_BOTH(share)
UNDER_BOTH(period)
UNDER_BOTH(mechanism)
UNDER_BOTH(risky)

// clang-format off
static const kt_field COMPARED[] = {
    {.name = "material", .type = KT_FIELD_TEXT, .get = get_material},
    {.name = "flow_before", .type = KT_FIELD_TEXT, .get = get_flow_before,
     .help = "the worst one under the other figures; null where it is not ranked, as all that is "
             "told of it"},
    {.name = "flow", .type = KT_FIELD_TEXT, .get = get_flow,
     .help = "the worst one under the figures of the assessment"},
    {.name = "share_before", .type = KT_FIELD_NUMBER, .get = get_share_before, .unit = "share",
     .help = "of the country of flow_before, at its stage"},
    {.name = "share", .type = KT_FIELD_NUMBER, .get = get_share, .unit = "share",
     .help = "of the country of flow, at its stage"},
    {.name = "period_before", .type = KT_FIELD_TEXT, .get = get_period_before,
     .help = "years that share_before is of; null where suppliers are named"},
    {.name = "period", .type = KT_FIELD_TEXT, .get = get_period, .help = "years that share is of"},
    {.name = "mechanism_before", .type = KT_FIELD_TEXT, .get = get_mechanism_before},
    {.name = "mechanism", .type = KT_FIELD_TEXT, .get = get_mechanism},
    {.name = "risky_before", .type = KT_FIELD_TEXT, .get = get_risky_before},
    {.name = "risky", .type = KT_FIELD_TEXT, .get = get_risky},
    {.name = "held_before", .type = KT_FIELD_CHOICE, KT_AT(kt_compared, held_before),
     .choices = kt_common_record_verdicts,
     .help = "rules 1 and 2 together: concentrated, and on unreliable ground"},
    {.name = "held", .type = KT_FIELD_CHOICE, KT_AT(kt_compared, held),
     .choices = kt_common_record_verdicts},
    {0}};
// clang-format on
static const kt_record COMPARED_RECORD = {
    .name = "compared_material", .field = COMPARED, .size = sizeof(kt_compared)};

static const void *next_compared(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_comparison *comparison = &result_of(context)->comparison;
    (void)row;
    return cursor->at < comparison->n ? &comparison->row[cursor->at++] : NULL;
}

static void get_asked(kt_value *out, const void *row, const void *context)
{
    (void)row;
    kt_value_set_text(out, result_of(context)->other->period);
}

// clang-format off
static const kt_field COMPARISON[] = {
    {.name = "period", .type = KT_FIELD_TEXT, .get = get_asked,
     .help = "of the other figures, as it was asked for"},
    {.name = "materials", .type = KT_FIELD_LIST, .next = next_compared,
     .record = &COMPARED_RECORD,
     .help = "whose verdict, mechanism or hold differs, or whose share by a tenth or more, in that "
             "order"},
    {0}};
// clang-format on
const kt_record kt_comparison_record = {
    .name = "comparison", .field = COMPARISON, .size = sizeof(kt_assess_result)};

kt_presence kt_comparison_record_when(const void *result, const void *context)
{
    (void)context;
    return ((const kt_assess_result *)result)->other == NULL ? KT_ABSENT : KT_PRESENT;
}

const void *kt_comparison_record_next(const void *result, const void *context, kt_cursor *cursor)
{
    (void)context;
    return cursor->at++ == 0 ? result : NULL;
}
