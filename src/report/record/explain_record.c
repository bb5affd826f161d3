// SPDX-License-Identifier: EUPL-1.2
// See explain_record.h. What is left, the price, the rule and the result as a whole; the other
// parts are in explain_supply_record.c and explain_access_record.c.
#include "report/record/explain_record.h"

#include "report/record/common_record.h"
#include "report/record/explain_cell.h"

// ------------------------------------------------------------------------------------------ bounds

static void get_unknown_item(kt_value *out, const void *row, const void *context)
{
    uint32_t producer = ((const kt_flow_sum *)row)->unknown.producer;
    const kt_network *net = &kt_explain_cell_of(context)->network;
    if (producer != KT_NO_ROW)
        kt_explain_cell_item(out, context, net->producer[producer].item);
}

// clang-format off
static const kt_field BOUNDS[] = {
    NUMBER(kt_flow_sum, "stock_kg", market.stock_kg, "kg", "on record, all of it used in the year"),
    NUMBER(kt_flow_sum, "market_left", proportional, "share",
     "of the item, whoever sells: proportional rationing"),
    {.name = "scarce", .type = KT_FIELD_FLAG, KT_AT(kt_flow_sum, scarce),
     .help = "a tenth or more is lost, so that who is supposed not to sell does not"},
    NUMBER(kt_flow_sum, "share_left", sells, "share", "of what sells: sum of kept"),
    NUMBER(kt_flow_sum, "share_left_of_countries", located, "share",
     "the same of countries alone, of which tonnes are counted"),
    NUMBER(kt_flow_sum, "reach", buyer.asked.reach, "share",
     "of what the world still sells, the part that this buyer can take"),
    NUMBER(kt_flow_sum, "accessible_kg", risk.accessible_kg, "kg",
     "a year: (T + spare) · share_left_of_countries + secondary"),
    NUMBER(kt_flow_sum, "reachable_kg", reachable_kg, "kg", "a year: R = reach · accessible"),
    NUMBER(kt_flow_sum, "need_share", risk.need_share, "share", "of R, that is needed a year"),
    NUMBER(kt_flow_sum, "first_in_line", first, "share", "min(1, (R + stock) / need)"),
    NUMBER(kt_flow_sum, "available", available, "share",
     "the larger of share_left and first_in_line"),
    NUMBER(kt_flow_sum, "dependence", risk.dependence, "share",
     "of the target's output that is lost, rationed in proportion, alternatives used"),
    NUMBER(kt_flow_sum, "dependence_as_built", risk.dependence_built, "share",
     "the same without alternatives"),
    NUMBER(kt_flow_sum, "dependence_upper", risk.dependence_upper, "share",
     "as dependence, all of the unknown failing with it"),
    {.name = "unknown_suppliers", .type = KT_FIELD_COUNT, KT_AT(kt_flow_sum, unknown.n),
     .help = "of the chain, of whom nothing is known"},
    NUMBER(kt_flow_sum, "unknown_adds", unknown.adds, "share",
     "to dependence, when that one of them fails with it that adds most"),
    TEXT("unknown_item", get_unknown_item, "what that one supplies; null: none adds to it"),
    NUMBER(kt_flow_sum, "dependence_first", risk.dependence_first, "share",
     "as dependence, of a buyer who is served before all others"),
    NUMBER(kt_flow_sum, "dependence_first_as_built", risk.first_built, "share",
     "the same without alternatives"),
    {0}};
// clang-format on
static const kt_record BOUNDS_RECORD = {
    .name = "flow_bounds", .field = BOUNDS, .size = sizeof(kt_flow_sum)};

// ---------------------------------------------------------------------------------- price and rule

#define OF_PRICE(name, kind, column)                                                               \
    COLUMN_OF(name, kind, kt_flow_sum, price.row, KT_ANNUAL_PRICES, column)

OF_PRICE(get_price_usd, kt_explain_cell_number, KT_ANNUAL_PRICES_USD)
OF_PRICE(get_price_year, kt_explain_cell_number, KT_ANNUAL_PRICES_YEAR)
OF_PRICE(get_price_form, kt_explain_cell_choice, KT_ANNUAL_PRICES_FORM)
OF_PRICE(get_price_market, kt_explain_cell_text, KT_ANNUAL_PRICES_MARKET)
OF_PRICE(get_price_origin, kt_explain_cell_text, KT_ANNUAL_PRICES_ORIGIN)
OF_PRICE(get_price_content, kt_explain_cell_text, KT_ANNUAL_PRICES_CONTENT)
OF_PRICE(get_price_fraction, kt_explain_cell_number, KT_ANNUAL_PRICES_FRACTION)
OF_PRICE(get_price_evidence, kt_explain_cell_choice, KT_ANNUAL_PRICES_EVIDENCE)
OF_PRICE(get_price_source, kt_explain_cell_text, KT_ANNUAL_PRICES_SOURCE)

static void get_cost_x5(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, 5.0 * ((const kt_flow_sum *)row)->risk.cost_eur);
}

// clang-format off
static const kt_field PRICE[] = {
    FIGURE("usd_per_kg", get_price_usd, "USD", "as published; null: no price is"),
    FIGURE("year", get_price_year, NULL, NULL),
    TEXT("form", get_price_form, "ore, compound, alloy or metal"),
    TEXT("market", get_price_market, NULL),
    TEXT("origin", get_price_origin, NULL),
    TEXT("content", get_price_content, "what the kilogram is of"),
    FIGURE("fraction", get_price_fraction, "share", "of the material in that kilogram; null: all"),
    NUMBER(kt_flow_sum, "usd_per_eur", usd_per_eur, NULL, "mean of the year"),
    NUMBER(kt_flow_sum, "eur_per_kg", price.eur_per_kg, "EUR",
     "of content: usd_per_kg / usd_per_eur / fraction"),
    NUMBER(kt_flow_sum, "cost_eur", risk.cost_eur, "EUR",
     "of the need a year, of one unit where that is new build"),
    FIGURE("cost_eur_x5", get_cost_x5, "EUR", "at five times that price"),
    TEXT("evidence", get_price_evidence, "A to D"),
    TEXT("source", get_price_source, NULL),
    {0}};
// clang-format on
static const kt_record PRICE_RECORD = {
    .name = "flow_price", .field = PRICE, .size = sizeof(kt_flow_sum)};

static void get_mechanism(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_mechanism_name(((const kt_flow_sum *)row)->risk.mechanism));
}

static void get_bloc(kt_value *out, const void *row, const void *context)
{
    static const char *const NAME[] = {[KT_BLOC_UNKNOWN] = "unknown",
                                       [KT_BLOC_HOME] = "home",
                                       [KT_BLOC_EU] = "eu",
                                       [KT_BLOC_NATO] = "nato",
                                       [KT_BLOC_ELSEWHERE] = "elsewhere"};
    (void)context;
    kt_value_set_text(out, NAME[((const kt_flow_sum *)row)->risk.bloc]);
}

static void get_alternative(kt_value *out, const void *row, const void *context)
{
    uint32_t item = ((const kt_flow_sum *)row)->risk.alternative;
    out->kind = KT_VALUE_NULL;
    if (item != KT_NO_ROW)
        kt_explain_cell_item(out, context, item);
}

#define ANSWER(key, number, about)                                                                 \
    {                                                                                              \
        .name = key, .type = KT_FIELD_CHOICE, KT_AT(kt_flow_sum, risk.condition[number]),          \
        .choices = kt_common_record_verdicts, .help = about                                        \
    }

// clang-format off
static const kt_field RULE[] = {
    NUMBER(kt_flow_sum, "share", risk.share, "share", "of the country in what the target takes"),
    NUMBER(kt_flow_sum, "concentrated_from", rule.concentrated, "share", NULL),
    ANSWER("concentrated", KT_CONCENTRATED, "rule 1: share is at least concentrated_from"),
    TEXT("place", get_bloc, "of the country: home, eu, nato, elsewhere, unknown"),
    NUMBER(kt_flow_sum, "governance", risk.governance, NULL, "mean estimate of the country"),
    NUMBER(kt_flow_sum, "governance_below", rule.governance, NULL, NULL),
    {.name = "export_restriction_on_record", .type = KT_FIELD_FLAG,
     KT_AT(kt_flow_sum, risk.restricted)},
    ANSWER("unreliable", KT_UNRELIABLE,
     "rule 2: a third country with governance below governance_below or a restriction on record"),
    TEXT("alternative", get_alternative, "item that could stand in on the path"),
    NUMBER(kt_flow_sum, "stock_days", risk.stock_days, "days", NULL),
    NUMBER(kt_flow_sum, "switch_days", risk.switch_days, "days", NULL),
    ANSWER("no_substitute", KT_NO_SUBSTITUTE, "rule 3"),
    NUMBER(kt_flow_sum, "impact_from", rule.impact, "share", NULL),
    {.name = "function_critical", .type = KT_FIELD_FLAG, KT_AT(kt_flow_sum, risk.function_critical),
     .help = "a part on the path is marked so"},
    ANSWER("impact", KT_IMPACT, "rule 4: the loss is at least impact_from"),
    TEXT("mechanism", get_mechanism, "denied, form, shortage, price, or unknown"),
    {.name = "denial_unknown", .type = KT_FIELD_FLAG, KT_AT(kt_flow_sum, risk.denial_unknown),
     .help = "it would be denied if a measure on record is in force, which is not known"},
    {.name = "thin", .type = KT_FIELD_FLAG, KT_AT(kt_flow_sum, risk.thin)},
    {.name = "risky", .type = KT_FIELD_CHOICE, KT_AT(kt_flow_sum, risk.risky),
     .choices = kt_risky_names},
    {0}};
// clang-format on
static const kt_record RULE_RECORD = {
    .name = "flow_rule", .field = RULE, .size = sizeof(kt_flow_sum)};

// -------------------------------------------------------------------------------------- the result

static void get_target(kt_value *out, const void *row, const void *context)
{
    kt_explain_cell_item(out, context, ((const kt_explain_result *)row)->study.reach.target);
}

static void get_flow(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_explain_result *)row)->sum.risk.flow->id);
}

static void get_material(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_explain_cell_symbol(
                               context, ((const kt_explain_result *)row)->sum.risk.flow->material));
}

static void get_country(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_explain_cell_symbol(
                               context, ((const kt_explain_result *)row)->sum.risk.flow->country));
}

static void get_stage(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out,
                      kt_schema_stage_name(((const kt_explain_result *)row)->sum.risk.flow->stage));
}

static void get_period(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_explain_result *)row)->period);
}

static void get_day(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_day(out, ((const kt_explain_result *)row)->sum.buyer.asked.day);
}

#define PART(key, record_of_it, about)                                                             \
    {                                                                                              \
        .name = key, .type = KT_FIELD_RECORD, .offset = offsetof(kt_explain_result, sum),          \
        .record = &record_of_it, .help = about                                                     \
    }

// clang-format off
static const kt_field RESULT[] = {
    TEXT("target", get_target, "what is analysed"),
    TEXT("flow", get_flow, "COUNTRY/material/stage"),
    TEXT("country", get_country, NULL),
    TEXT("material", get_material, NULL),
    TEXT("stage", get_stage, NULL),
    TEXT("period", get_period, "of the world's figures, as it was asked for"),
    TEXT("date", get_day, "the day on which measures count, YYYY-MM-DD"),
    {.name = "hostile", .type = KT_FIELD_LIST,
     KT_ROWS(kt_explain_result, sum.buyer.hostile.id, sum.buyer.hostile.n),
     .record = &kt_common_record_text, .help = "countries supposed not to sell, alpha-3"},
    PART("sources", kt_explain_supply_record, "who supplies the material at that stage"),
    PART("tonnes", kt_explain_tonnes_record, "how much the world makes"),
    PART("need", kt_explain_need_record, "how much the target takes"),
    PART("bounds", BOUNDS_RECORD, "what is left when the flow fails, and what is lost"),
    {.name = "measures", .type = KT_FIELD_LIST, KT_ROWS(kt_explain_result, sum.act, sum.n_acts),
     .record = &kt_explain_act_record, .help = "on record of the country on the material"},
    PART("makers", kt_explain_makers_record, "who else makes it, outside the country"),
    PART("price", PRICE_RECORD, "what it costs"),
    PART("rule", RULE_RECORD, "the four conditions, why it is lost, and the verdict"),
    {0}};
// clang-format on

const kt_record kt_explain_record = {
    .name = "explain", .field = RESULT, .size = sizeof(kt_explain_result)};
