// SPDX-License-Identifier: EUPL-1.2
// See simulate_record.h. A few rows: the scenarios of a case, and one year.
#include "report/record/simulate_record.h"

#include "report/record/supposed_record.h"
#include "report/record/switching_record.h"

const char *const kt_simulate_record_samplings[] = {"stratified", "plain", "importance", NULL};

#define NUMBER(struct_name, key, member, about)                                                    \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, KT_AT(struct_name, member), .help = about            \
    }

static const char *text(const void *context, kt_symbol symbol)
{
    return kt_pool_text(&((const kt_simulate_result *)context)->the_case->pool, symbol);
}

// -----------------------------------------------------------------------------------------
// scenarios

// clang-format off
static const kt_field RANGE[] = {
    NUMBER(kt_range, "mean", mean, NULL),
    NUMBER(kt_range, "p05", p05, NULL),
    NUMBER(kt_range, "p50", p50, NULL),
    NUMBER(kt_range, "p95", p95, NULL),
    {0}};
// clang-format on
static const kt_record RANGE_RECORD = {.name = "range", .field = RANGE, .size = sizeof(kt_range)};

static kt_presence when_alone(const void *row, const void *context)
{
    (void)context;
    return isnan(((const kt_scenario_result *)row)->range.mean) ? KT_PRESENT : KT_ABSENT;
}

static kt_presence when_drawn(const void *row, const void *context)
{
    return when_alone(row, context) == KT_PRESENT ? KT_ABSENT : KT_PRESENT;
}

// What only the chain through time can say.
static kt_presence not_yet(const void *row, const void *context)
{
    (void)row;
    (void)context;
    return KT_ABSENT_AS_NULL;
}

static void get_id(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, ((const kt_scenario_result *)row)->scenario->id);
}

static void get_probability(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, ((const kt_scenario_result *)row)->scenario->probability);
}

static void get_worst_day(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, ((const kt_scenario_result *)row)->scenario->worst_day);
}

static void get_unsized(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_count(out, ((const kt_scenario_result *)row)->scenario->n_unsized);
}

static kt_presence when_supposed(const void *row, const void *context)
{
    bool supposed = ((const kt_scenario_result *)row)->scenario->row == KT_NO_ROW;
    (void)context;
    return supposed ? KT_PRESENT : KT_ABSENT;
}

static kt_presence when_told(const void *row, const void *context)
{
    const kt_scenarios *scenarios = &((const kt_simulate_result *)context)->run.scenarios;
    return scenarios->dated || when_supposed(row, context) == KT_PRESENT ? KT_PRESENT : KT_ABSENT;
}

static const void *next_event(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_scenarios *scenarios = &((const kt_simulate_result *)context)->run.scenarios;
    const kt_scenario *scenario = ((const kt_scenario_result *)row)->scenario;
    return scenario->row == KT_NO_ROW ? kt_supposed_record_next(scenarios, cursor)
                                      : kt_supposed_record_of(scenarios, scenario, cursor);
}

static kt_presence when_dated(const void *row, const void *context)
{
    (void)row;
    return ((const kt_simulate_result *)context)->run.scenarios.dated ? KT_PRESENT : KT_ABSENT;
}

// A cell of the scenario's row; what is supposed has none.
static double cell_of(const void *row, int column)
{
    const kt_scenario *scenario = ((const kt_scenario_result *)row)->scenario;
    return scenario->row == KT_NO_ROW ? (double)NAN
                                      : kt_table_number(scenario->table, column, scenario->row);
}

static void get_start(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_day(out, cell_of(row, KT_SCENARIOS_START));
}

static void get_end(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_day(out, cell_of(row, KT_SCENARIOS_END));
}

// ---------------------------------------------------------------------------------- its markets

static const kt_network_item *item_of(const void *row, const void *context)
{
    return &((const kt_simulate_result *)context)
                ->network.item[((const kt_scenario_market *)row)->item];
}

static void get_material(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, text(context, item_of(row, context)->material));
}

static void get_stage(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_schema_stage_name(item_of(row, context)->stage));
}

static void get_mechanism(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_mechanism_name(((const kt_scenario_market *)row)->mechanism));
}

// clang-format off
static const kt_field MARKET[] = {
    {.name = "material", .type = KT_FIELD_TEXT, .get = get_material},
    {.name = "stage", .type = KT_FIELD_TEXT, .get = get_stage},
    {.name = "taken", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_market, taken), .unit = "share",
     .help = "of the market, over the first year"},
    {.name = "taken_worst_day", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_market, worst_taken),
     .unit = "share", .help = "on the worst day"},
    {.name = "mechanism", .type = KT_FIELD_TEXT, .get = get_mechanism,
     .help = "why it hurts or does not: denied, form, shortage, price, or unknown"},
    {.name = "available_first", .type = KT_FIELD_NUMBER,
     KT_AT(kt_scenario_market, facts.available), .unit = "share",
     .help = "of it over the year, to a buyer who is served before all others"},
    {.name = "need_kg_per_year", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_market, facts.need_kg),
     .unit = "kg"},
    {.name = "reachable_kg_per_year", .type = KT_FIELD_NUMBER,
     KT_AT(kt_scenario_market, facts.reachable_kg), .unit = "kg"},
    {.name = "price_factor", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_market, price_factor),
     .help = "of the market over the year; null: no elasticity is on record"},
    {.name = "need_eur_per_year", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_market, cost_eur),
     .unit = "EUR", .help = "what is needed, at the newest price on record"},
    {0}};
// clang-format on
static const kt_record MARKET_RECORD = {
    .name = "scenario_market", .field = MARKET, .size = sizeof(kt_scenario_market)};

static const void *next_market(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_scenario_markets *markets = &((const kt_scenario_result *)row)->markets;
    (void)context;
    return cursor->at < markets->n ? &markets->row[cursor->at++] : NULL;
}

// clang-format off
static const kt_field SCENARIO[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_id},
    {.name = "start_date", .type = KT_FIELD_TEXT, .get = get_start, .when = when_dated},
    {.name = "end_date", .type = KT_FIELD_TEXT, .get = get_end, .when = when_dated,
     .help = "first day on which it was no longer so; null: none is on record"},
    {.name = "probability_per_year", .type = KT_FIELD_NUMBER, .get = get_probability},
    {.name = "residual", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_result, residual),
     .when = when_alone, .unit = "share", .help = "what is left of the target's output"},
    {.name = "residual", .type = KT_FIELD_RECORD, .offset = offsetof(kt_scenario_result, range),
     .when = when_drawn, .unit = "share", .record = &RANGE_RECORD,
     .help = "what is left of the target's output, over the years drawn"},
    NUMBER(kt_scenario_result, "residual_alone", residual, "nothing else happening"),
    NUMBER(kt_scenario_result, "residual_first", residual_first,
     "the same of a buyer who is served before all others"),
    NUMBER(kt_scenario_result, "residual_lower", residual_lower, "the unknown failing with it"),
    {.name = "residual_year", .type = KT_FIELD_NUMBER, KT_AT(kt_scenario_result, residual_year),
     .when = when_dated, .unit = "share", .help = "over its first year, if all share what remains"},
    {.name = "residual_year_first", .type = KT_FIELD_NUMBER,
     KT_AT(kt_scenario_result, residual_year_first), .when = when_dated, .unit = "share",
     .help = "the same of a buyer who is served before all others"},
    {.name = "worst_day", .type = KT_FIELD_NUMBER, .get = get_worst_day, .unit = "days"},
    {.name = "time_to_impact_days", .type = KT_FIELD_NUMBER, .when = not_yet, .unit = "days"},
    {.name = "time_to_survive_days", .type = KT_FIELD_NUMBER, .when = not_yet, .unit = "days"},
    {.name = "lost_units", .type = KT_FIELD_NUMBER, .when = not_yet},
    {.name = "loss_eur", .type = KT_FIELD_NUMBER, .when = not_yet, .unit = "EUR"},
    {.name = "events_without_size", .type = KT_FIELD_COUNT, .get = get_unsized},
    {.name = "idle_events", .type = KT_FIELD_COUNT, KT_AT(kt_scenario_result, n_idle),
     .when = when_dated, .help = "that hit no supplier of the target, or take nothing"},
    {.name = "markets", .type = KT_FIELD_LIST, .next = next_market, .when = when_dated,
     .record = &MARKET_RECORD, .help = "of the world that the target draws on, and it takes from"},
    {.name = "events", .type = KT_FIELD_LIST, .next = next_event, .when = when_told,
     .record = &kt_supposed_record_on_days,
     .help = "of what is supposed, that no table of the case has, and of a dated measure"},
    {0}};
// clang-format on
static const kt_record SCENARIO_RECORD = {
    .name = "scenario_result", .field = SCENARIO, .size = sizeof(kt_scenario_result)};

// ------------------------------------------------------------------------------------------- the
// year

// clang-format off
static const kt_field INTERVAL[] = {
    NUMBER(kt_interval, "value", value, NULL),
    NUMBER(kt_interval, "low", low, "of the 95 % interval"),
    NUMBER(kt_interval, "high", high, "of the 95 % interval"),
    {0}};
// clang-format on
static const kt_record INTERVAL_RECORD = {
    .name = "interval", .field = INTERVAL, .size = sizeof(kt_interval)};

#define SPAN(struct_name, key, member, about)                                                      \
    {                                                                                              \
        .name = key, .type = KT_FIELD_RECORD, .offset = offsetof(struct_name, member),             \
        .record = &INTERVAL_RECORD, .help = about                                                  \
    }

// clang-format off
static const kt_field STEP[] = {
    {.name = "runs", .type = KT_FIELD_COUNT, KT_AT(kt_convergence, runs)},
    SPAN(kt_convergence, "expected_loss", expected, NULL),
    {0}};
// clang-format on
static const kt_record STEP_RECORD = {
    .name = "convergence", .field = STEP, .size = sizeof(kt_convergence)};

static const void *next_step(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_year *year = row;
    (void)context;
    return cursor->at < year->n_steps ? &year->step[cursor->at++] : NULL;
}

static void get_tail(kt_value *out, const void *row, const void *context)
{
    (void)row;
    (void)context;
    kt_value_set_number(out, kt_montecarlo_tail);
}

// clang-format off
static const kt_field YEAR[] = {
    SPAN(kt_year, "expected_loss", expected, "share of a year's output, while what happens lasts"),
    SPAN(kt_year, "cvar", tail, "mean loss of the worst years"),
    SPAN(kt_year, "expected_loss_first", expected_first,
     "expected loss of a buyer who is served before all others"),
    SPAN(kt_year, "cvar_first", tail_first, "his mean loss of his worst years"),
    NUMBER(kt_year, "var", quantile, "the loss that other years do not exceed"),
    {.name = "tail", .type = KT_FIELD_NUMBER, .get = get_tail, .help = "share of worst years"},
    NUMBER(kt_year, "probability_anything", anything, "that something happens"),
    SPAN(kt_year, "probability_all_lost", all_lost, "that nothing is left"),
    SPAN(kt_year, "probability_all_lost_first", all_lost_first, "to who is served first"),
    {.name = "convergence", .type = KT_FIELD_LIST, .next = next_step, .record = &STEP_RECORD},
    {0}};
// clang-format on
static const kt_record YEAR_RECORD = {.name = "year", .field = YEAR, .size = sizeof(kt_year)};

// ----------------------------------------------------------------------------------------- the
// result

static kt_presence when_years(const void *row, const void *context)
{
    (void)context;
    return ((const kt_simulate_result *)row)->run.has_year ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

static void get_target(kt_value *out, const void *row, const void *context)
{
    const kt_simulate_result *r = row;
    kt_value_set_text(out, text(context, r->network.item[r->run.reach.target].id));
}

static void get_static(kt_value *out, const void *row, const void *context)
{
    (void)row;
    (void)context;
    kt_value_set_flag(out, true);
}

static const void *next_late(const void *row, const void *context, kt_cursor *cursor)
{
    (void)context;
    return kt_switching_record_next(&((const kt_simulate_result *)row)->run.late, cursor);
}

static kt_presence when_late(const void *row, const void *context)
{
    (void)context;
    return kt_switching_record_when(&((const kt_simulate_result *)row)->run.late);
}

// clang-format off
static const kt_field RESULT[] = {
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "what is analysed"},
    {.name = "static", .type = KT_FIELD_FLAG, .get = get_static, .help = "without time"},
    {.name = "runs", .type = KT_FIELD_COUNT, KT_AT(kt_simulate_result, options.runs)},
    {.name = "seed", .type = KT_FIELD_COUNT, KT_AT(kt_simulate_result, options.seed)},
    {.name = "sampling", .type = KT_FIELD_CHOICE, KT_AT(kt_simulate_result, options.sampling),
     .choices = kt_simulate_record_samplings},
    {.name = "spread", .type = KT_FIELD_NUMBER, KT_AT(kt_simulate_result, options.spread)},
    {.name = "dated", .type = KT_FIELD_FLAG, KT_AT(kt_simulate_result, run.scenarios.dated),
     .help = "the scenarios are measures that were taken, not those of the case"},
    {.name = "dated_measures", .type = KT_FIELD_COUNT, KT_AT(kt_simulate_result, run.n_dated),
     .help = "that could have been asked for too"},
    {.name = "scenarios", .type = KT_FIELD_LIST,
     KT_ROWS(kt_simulate_result, run.result, run.n_results), .record = &SCENARIO_RECORD},
    {.name = "hazards", .type = KT_FIELD_COUNT, KT_AT(kt_simulate_result, run.hazards.n)},
    {.name = "assumed", .type = KT_FIELD_COUNT, KT_AT(kt_simulate_result, run.hazards.n_assumed)},
    {.name = "without_probability", .type = KT_FIELD_COUNT,
     KT_AT(kt_simulate_result, run.hazards.n_without)},
    {.name = "year", .type = KT_FIELD_RECORD, .offset = offsetof(kt_simulate_result, run.year),
     .when = when_years, .record = &YEAR_RECORD},
    {.name = "late_alternatives", .type = KT_FIELD_LIST, .next = next_late, .when = when_late,
     .record = &kt_switching_record, .help = "left out, since switching to them takes time"},
    {0}};
// clang-format on

const kt_record kt_simulate_record = {
    .name = "simulate", .field = RESULT, .size = sizeof(kt_simulate_result)};
