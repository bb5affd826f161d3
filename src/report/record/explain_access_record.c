// SPDX-License-Identifier: EUPL-1.2
// Which measures a country has on a material, and who else makes it: some tens of rows each.
#include "report/record/common_record.h"
#include "report/record/explain_cell.h"

// ----------------------------------------------------------------------------- measures and makers

static const kt_verdict FORCE[] = {[KT_FORCE_NOT] = KT_VERDICT_NO,
                                   [KT_FORCE_UNKNOWN] = KT_VERDICT_UNKNOWN,
                                   [KT_FORCE_YES] = KT_VERDICT_YES};

static void get_act_status(kt_value *out, const void *row, const void *context)
{
    (void)context;
    const char *name = kt_restriction_status_name(((const kt_flow_act *)row)->status);
    kt_value_set_text(out, name == NULL ? "not_yet" : name);
}

static void get_act_refuses(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_common_record_verdicts[FORCE[((const kt_flow_act *)row)->refuses]]);
}

#define OF_ACT(name, kind, column)                                                                 \
    COLUMN_OF(name, kind, kt_flow_act, row, KT_EXPORT_RESTRICTIONS, column)

OF_ACT(get_act_measure, kt_explain_cell_text, KT_RESTRICTIONS_MEASURE)
OF_ACT(get_act_target, kt_explain_cell_text, KT_RESTRICTIONS_TARGET)
OF_ACT(get_act_products, kt_explain_cell_text, KT_RESTRICTIONS_PRODUCTS)
OF_ACT(get_act_applies, kt_explain_cell_choice, KT_RESTRICTIONS_APPLIES_TO)
OF_ACT(get_act_organisations, kt_explain_cell_text, KT_RESTRICTIONS_ORGANISATIONS)
OF_ACT(get_act_announced, kt_explain_cell_day, KT_RESTRICTIONS_ANNOUNCED)
OF_ACT(get_act_effective, kt_explain_cell_day, KT_RESTRICTIONS_EFFECTIVE)
OF_ACT(get_act_from, kt_explain_cell_day, KT_RESTRICTIONS_SUSPENDED_FROM)
OF_ACT(get_act_until, kt_explain_cell_day, KT_RESTRICTIONS_SUSPENDED_UNTIL)
OF_ACT(get_act_ended, kt_explain_cell_day, KT_RESTRICTIONS_ENDED)
OF_ACT(get_act_rate, kt_explain_cell_number, KT_RESTRICTIONS_APPROVAL_RATE)
OF_ACT(get_act_days, kt_explain_cell_number, KT_RESTRICTIONS_APPROVAL_DAYS)
OF_ACT(get_act_legal, kt_explain_cell_text, KT_RESTRICTIONS_LEGAL)
OF_ACT(get_act_evidence, kt_explain_cell_choice, KT_RESTRICTIONS_EVIDENCE)
OF_ACT(get_act_source, kt_explain_cell_text, KT_RESTRICTIONS_SOURCE)

// clang-format off
static const kt_field ACT[] = {
    TEXT("measure", get_act_measure, NULL),
    TEXT("target", get_act_target, "whom it names: countries, groups, or ALL"),
    TEXT("products", get_act_products, NULL),
    TEXT("applies_to", get_act_applies, "military_use or organisations; null: everybody"),
    TEXT("organisations", get_act_organisations, "that it names"),
    TEXT("announced", get_act_announced, "YYYY-MM-DD"),
    TEXT("effective", get_act_effective, "YYYY-MM-DD"),
    TEXT("suspended_from", get_act_from, "YYYY-MM-DD"),
    TEXT("suspended_until", get_act_until, "YYYY-MM-DD"),
    TEXT("ended", get_act_ended, "YYYY-MM-DD"),
    TEXT("status", get_act_status, "on the day: in_force, suspended, ended, not_yet, unknown"),
    {.name = "names_buyer", .type = KT_FIELD_FLAG, KT_AT(kt_flow_act, names_buyer),
     .help = "this buyer is among those whom it is for"},
    {.name = "covers", .type = KT_FIELD_FLAG, KT_AT(kt_flow_act, covers),
     .help = "it is on the material as it leaves this stage, not on its ore or on some products alone"},
    {.name = "concerns", .type = KT_FIELD_FLAG, KT_AT(kt_flow_act, concerns),
     .help = "both, and it is of a kind that can refuse a buyer"},
    TEXT("refuses", get_act_refuses, "this buyer on the day: yes, no, unknown"),
    FIGURE("approval_rate", get_act_rate, "share", "of applications that were seen"),
    FIGURE("approval_days", get_act_days, "days", NULL),
    TEXT("legal_reference", get_act_legal, NULL),
    TEXT("evidence", get_act_evidence, "A to D"),
    TEXT("source", get_act_source, NULL),
    {0}};
// clang-format on
const kt_record kt_explain_act_record = {
    .name = "flow_act", .field = ACT, .size = sizeof(kt_flow_act)};

static const char *state_name(kt_maker_verdict verdict)
{
    static const char *const NAME[KT_N_MAKER_VERDICTS] = {
        [KT_MAKER_COUNTS] = "counts",           [KT_MAKER_AGAIN] = "counted_already",
        [KT_MAKER_ITSELF] = "itself",           [KT_MAKER_WILL_NOT] = "supposed_not_to_sell",
        [KT_MAKER_OF_GROUP] = "share_of_group", [KT_MAKER_OF_NOTHING] = "no_share",
        [KT_MAKER_NO_COUNTRY] = "no_country"};
    return NAME[verdict];
}

static void get_maker_country(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_explain_cell_symbol(context, ((const kt_maker *)row)->country));
}

static void get_maker_reason(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, state_name(((const kt_maker *)row)->verdict));
}

COLUMN_OF(get_maker_share, kt_explain_cell_number, kt_maker, supply_row, KT_MATERIAL_SUPPLY,
          KT_MATERIAL_SUPPLY_SHARE)
COLUMN_OF(get_maker_name, kt_explain_cell_text, kt_maker, maker_row, KT_MAKERS, KT_MAKERS_MAKER)

static void get_maker_source(kt_value *out, const void *row, const void *context)
{
    const kt_maker *maker = row;
    if (maker->maker_row != KT_NO_ROW)
        kt_explain_cell_text(out, context,
                             (kt_explain_cell){KT_MAKERS, KT_MAKERS_SOURCE, maker->maker_row});
    else
        kt_explain_cell_text(
            out, context,
            (kt_explain_cell){KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_SOURCE, maker->supply_row});
}

// clang-format off
static const kt_field MAKER[] = {
    TEXT("country", get_maker_country, NULL),
    FIGURE("share", get_maker_share, "share", "as published"),
    TEXT("maker", get_maker_name, "who is known to make it, where no shares of it are published"),
    TEXT("state", get_maker_reason, "counts, or why it does not"),
    TEXT("source", get_maker_source, NULL),
    {0}};
// clang-format on
static const kt_record MAKER_RECORD = {.name = "maker", .field = MAKER, .size = sizeof(kt_maker)};

static void get_ways_out(kt_value *out, const void *row, const void *context)
{
    (void)row;
    (void)context;
    kt_value_set_count(out, KT_MECHANISM_WAYS_OUT);
}

// clang-format off
static const kt_field OUTSIDE[] = {
    {.name = "countries", .type = KT_FIELD_COUNT, KT_AT(kt_flow_sum, makers.n_counted),
     .help = "that count"},
    {.name = "ways_out", .type = KT_FIELD_COUNT, .get = get_ways_out,
     .help = "from so many on nobody can deny the material"},
    {.name = "published", .type = KT_FIELD_FLAG, KT_AT(kt_flow_sum, makers.published),
     .help = "output of the material itself is; else known makers count"},
    {.name = "entries", .type = KT_FIELD_LIST, KT_ROWS(kt_flow_sum, makers.row, makers.n),
     .record = &MAKER_RECORD},
    {0}};
// clang-format on
const kt_record kt_explain_makers_record = {
    .name = "flow_makers", .field = OUTSIDE, .size = sizeof(kt_flow_sum)};
