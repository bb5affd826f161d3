// SPDX-License-Identifier: EUPL-1.2
// See criticality_record.h. What is known of a material or stage lies in arrays side by side, one
// for each method; a row is a place in all of them. 90 materials with 130 stages.
#include "report/record/criticality_record.h"

#include <stdio.h>

#include "report/record/common_record.h"

// A row of materials, stages or a table of the reference.
typedef struct place {
    uint32_t at;
} place;

static const kt_criticality *of(const void *context)
{
    return &((const kt_criticality_result *)context)->criticality;
}

static uint32_t at(const void *row)
{
    return ((const place *)row)->at;
}

static const void *put_place(kt_cursor *cursor, uint32_t row)
{
    place *out = (place *)(void *)cursor->room;
    out->at = row;
    return out;
}

// --------------------------------------------------------------------------------- kinds of values

static void set_symbol(kt_value *out, const kt_criticality *d, kt_symbol symbol)
{
    kt_value_set_text(out, symbol == 0 ? NULL : kt_pool_text(&d->the_case->pool, symbol));
}

static void set_material(kt_value *out, const kt_criticality *d, uint32_t row)
{
    const kt_table *materials = &d->the_case->reference[KT_MATERIALS];
    set_symbol(out, d, row == KT_NO_ROW ? 0 : kt_table_text(materials, KT_MATERIALS_ID, row));
}

static void set_country(kt_value *out, const kt_criticality *d, uint32_t row)
{
    set_symbol(out, d, row == KT_NO_ROW ? 0 : d->basis.country[row].id);
}

static void set_answer(kt_value *out, kt_verdict answer)
{
    out->kind = KT_VALUE_NULL;
    if (answer != KT_VERDICT_UNKNOWN)
        kt_value_set_flag(out, answer == KT_VERDICT_YES);
}

// A year, a rank or a number of months: 0 is none.
static void set_positive(kt_value *out, uint64_t value)
{
    out->kind = KT_VALUE_NULL;
    if (value != 0)
        kt_value_set_count(out, value);
}

static const char *used_name(unsigned used)
{
    static const char *const USED[] = {NULL, "GS+EU", "GSonly", "EUonly"};
    return USED[used];
}

// A getter: of a row whose place is `i`, in the criticality `d`.
#define GET(name, set, ...)                                                                        \
    static void name(kt_value *out, const void *row, const void *context)                          \
    {                                                                                              \
        const kt_criticality *d = of(context);                                                     \
        uint32_t i = at(row);                                                                      \
        set(out, __VA_ARGS__);                                                                     \
    }

#define NUMBER(key, u, getter, about)                                                              \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, .get = getter, .unit = u, .help = about              \
    }
#define TEXT(key, getter, about)                                                                   \
    {                                                                                              \
        .name = key, .type = KT_FIELD_TEXT, .get = getter, .help = about                           \
    }
#define ANSWER(key, getter, about)                                                                 \
    {                                                                                              \
        .name = key, .type = KT_FIELD_VERDICT, .get = getter, .help = about                        \
    }
#define COUNT(key, u, getter, about)                                                               \
    {                                                                                              \
        .name = key, .type = KT_FIELD_COUNT, .get = getter, .unit = u, .help = about               \
    }

// ------------------------------------------------------------------------ the risk of one importer

static void get_imports_from(kt_value *out, const void *row, const void *context)
{
    static const char *const BASIS[] = {NULL,        "trade",  "eu_sourcing",
                                        "purchases", "market", "world_market"};
    (void)context;
    kt_value_set_text(out, BASIS[((const kt_geopolrisk *)row)->basis]);
}

static void get_production_year(kt_value *out, const void *row, const void *context)
{
    (void)context;
    set_positive(out, (uint64_t)((const kt_geopolrisk *)row)->year);
}

// clang-format off
static const kt_field GEOPOLRISK[] = {
    {.name = "score", .type = KT_FIELD_NUMBER, KT_AT(kt_geopolrisk, score),
     .help = "concentration times import risk, 0 to 1"},
    {.name = "hhi", .type = KT_FIELD_NUMBER, KT_AT(kt_geopolrisk, hhi),
     .help = "concentration of world production, 0 to 1"},
    {.name = "import_risk", .type = KT_FIELD_NUMBER, KT_AT(kt_geopolrisk, import_risk),
     .help = "political instability where it is imported from, 0 to 1"},
    {.name = "imported_share", .type = KT_FIELD_NUMBER, KT_AT(kt_geopolrisk, foreign),
     .unit = "share", .help = "of what the importer uses"},
    TEXT("imports_from", get_imports_from, "what the imports were taken from"),
    COUNT("production_year", NULL, get_production_year, "null: the mean of the shares' years"),
    {0}};
// clang-format on
static const kt_record GEOPOLRISK_RECORD = {
    .name = "geopolrisk", .field = GEOPOLRISK, .size = sizeof(kt_geopolrisk)};

static const void *next_geopolrisk(const void *row, const void *context, kt_cursor *cursor)
{
    return cursor->at++ == 0 ? &of(context)->geopolrisk[at(row)] : NULL;
}

// ---------------------------------------------------------------------------- stages of a material

static const void *next_cause(const void *row, const void *context, kt_cursor *cursor)
{
    static const char *const CAUSE[KT_N_CAUSES] = {"note",
                                                   "incomplete_shares",
                                                   "one_scope_known",
                                                   "import_reliance_unknown",
                                                   "group_of_members",
                                                   "unknown"};
    unsigned causes = of(context)->supply_risk.stage[at(row)].causes;
    while (cursor->at < KT_N_CAUSES) {
        uint64_t k = cursor->at++;
        if (causes & (1u << k))
            return &CAUSE[k];
    }
    return NULL;
}

static void get_note(kt_value *out, const void *row, const void *context)
{
    const kt_criticality *d = of(context);
    const kt_table *inputs = &d->the_case->reference[KT_CRITICALITY_INPUTS];
    uint32_t input = d->basis.stage[at(row)].row;
    set_symbol(out, d, input == KT_NO_ROW ? 0 : kt_table_text(inputs, KT_INPUTS_NOTE, input));
}

GET(get_stage, kt_value_set_text, kt_schema_stage_name(d->basis.stage[i].stage))
GET(get_hhi_global, kt_value_set_number, d->supply_risk.values.stage[i].hhi_global)
GET(get_hhi_eu, kt_value_set_number, d->supply_risk.values.stage[i].hhi_eu)
GET(get_reliance, kt_value_set_number, d->basis.published.import_reliance[i])
GET(get_stage_eol_rir, kt_value_set_number, d->basis.published.eol_rir[i])
GET(get_si_sr, kt_value_set_number, d->basis.stage[i].si_sr)
GET(get_stage_sr, kt_value_set_number, d->supply_risk.values.stage[i].sr)
GET(get_stage_p05, kt_value_set_number, d->uncertainty.stage[i].p05)
GET(get_stage_p95, kt_value_set_number, d->uncertainty.stage[i].p95)
GET(get_stage_published, kt_value_set_number, d->supply_risk.stage[i].published)
GET(get_stage_used, kt_value_set_text, used_name(d->supply_risk.values.stage[i].used))
GET(get_stage_above, kt_value_set_number, d->uncertainty.stage[i].above)
GET(get_difference, kt_value_set_number, d->supply_risk.stage[i].difference)
GET(get_sum_global, kt_value_set_number, d->supply_risk.stage[i].sum_global)
GET(get_sum_eu, kt_value_set_number, d->supply_risk.stage[i].sum_eu)
GET(get_largest, set_country, d, d->supply_risk.stage[i].largest)
GET(get_largest_share, kt_value_set_number, d->supply_risk.stage[i].largest_share)
GET(get_third, set_country, d, d->supply_risk.stage[i].largest_third)
GET(get_third_share, kt_value_set_number, d->supply_risk.stage[i].third_share)
GET(get_third_scope, kt_value_set_text,
    kt_common_record_scopes[d->supply_risk.stage[i].third_of_world ? 0 : 1])
GET(get_stage_over_65, set_answer, kt_benchmark_stage(&d->supply_risk.stage[i]))

// clang-format off
static const kt_field STAGE[] = {
    TEXT("stage", get_stage, NULL),
    NUMBER("hhi_wgi_t_global", NULL, get_hhi_global,
     "concentration of world supply, with governance and trade"),
    NUMBER("hhi_wgi_t_eu", NULL, get_hhi_eu, "the same of EU sourcing"),
    NUMBER("import_reliance", "share", get_reliance, "of what the EU uses"),
    NUMBER("eol_rir", "share", get_stage_eol_rir, "end-of-life recycling input rate"),
    NUMBER("si_sr", NULL, get_si_sr, "substitution index of the supply risk"),
    NUMBER("sr", NULL, get_stage_sr, "supply risk"),
    NUMBER("sr_p05", NULL, get_stage_p05, "5 % of the draws are below it"),
    NUMBER("sr_p95", NULL, get_stage_p95, "5 % of the draws are above it"),
    NUMBER("sr_published", NULL, get_stage_published, "as the Commission published it"),
    TEXT("supply_used", get_stage_used, "which supply the risk rests on"),
    NUMBER("probability_above", "share", get_stage_above, "of the draws that reach the threshold"),
    NUMBER("difference", NULL, get_difference, "computed, to one decimal, minus published"),
    {.name = "causes", .type = KT_FIELD_LIST, .next = next_cause,
     .record = &kt_common_record_text, .help = "why it differs; empty within the tolerance"},
    TEXT("note", get_note, "what the data say of themselves"),
    NUMBER("shares_sum_global", "share", get_sum_global,
     "of the published shares of world supply"),
    NUMBER("shares_sum_eu", "share", get_sum_eu, "of the published shares of EU sourcing"),
    TEXT("largest_country", get_largest,
     "of world supply; of EU sourcing where that is not published"),
    NUMBER("largest_share", "share", get_largest_share, NULL),
    TEXT("largest_third_country", get_third, "the largest outside the EU"),
    NUMBER("third_country_share", "share", get_third_share, NULL),
    {.name = "third_country_scope", .type = KT_FIELD_CHOICE, .get = get_third_scope,
     .choices = kt_common_record_scopes,
     .help = "which supply the third country has its share of"},
    ANSWER("single_country_over_65", get_stage_over_65,
     "one third country supplies more than 65 %"),
    {.name = "geopolrisk", .type = KT_FIELD_RECORD, .next = next_geopolrisk,
     .record = &GEOPOLRISK_RECORD, .help = "GeoPolRisk for the importer"},
    {0}};
// clang-format on
static const kt_record STAGE_RECORD = {
    .name = "criticality_stage", .field = STAGE, .size = sizeof(place)};

static const void *next_stage(const void *row, const void *context, kt_cursor *cursor)
{
    const uint32_t *first = of(context)->basis.first_stage + at(row);
    return first[0] + cursor->at < first[1] ? put_place(cursor, first[0] + (uint32_t)cursor->at++)
                                            : NULL;
}

// --------------------------------------------------------------------- benchmarks and indicators

// clang-format off
static const kt_field BENCHMARKS[] = {
    {.name = "extraction_share", .type = KT_FIELD_NUMBER, KT_AT(kt_benchmark, extraction),
     .unit = "share", .help = "of what the EU uses, extracted in the EU"},
    {.name = "extraction_10", .type = KT_FIELD_VERDICT, KT_AT(kt_benchmark, extraction_met),
     .help = "at least 10 %"},
    {.name = "processing_share", .type = KT_FIELD_NUMBER, KT_AT(kt_benchmark, processing),
     .unit = "share", .help = "of what the EU uses, processed in the EU"},
    {.name = "processing_40", .type = KT_FIELD_VERDICT, KT_AT(kt_benchmark, processing_met),
     .help = "at least 40 %"},
    {.name = "recycling_share", .type = KT_FIELD_NUMBER, KT_AT(kt_benchmark, recycling),
     .unit = "share", .help = "of what the EU uses, recycled in the EU"},
    {.name = "recycling_25", .type = KT_FIELD_VERDICT, KT_AT(kt_benchmark, recycling_met),
     .help = "at least 25 %"},
    {0}};
// clang-format on
static const kt_record BENCHMARKS_RECORD = {
    .name = "benchmarks", .field = BENCHMARKS, .size = sizeof(kt_benchmark)};

static const void *next_benchmarks(const void *row, const void *context, kt_cursor *cursor)
{
    return cursor->at++ == 0 ? &of(context)->benchmark[at(row)] : NULL;
}

GET(get_reserve_years, kt_value_set_number, d->indicator[i].reserve_years)
GET(get_reserve_hhi, kt_value_set_number, d->indicator[i].reserve_hhi)
GET(get_reserve_largest, set_country, d, d->indicator[i].reserve_largest)
GET(get_reserve_share, kt_value_set_number, d->indicator[i].reserve_share)
GET(get_reserve_year, set_positive, (uint64_t)d->indicator[i].reserve_year)
GET(get_hhi_wgi, kt_value_set_number, d->supply_risk.material[i].hhi_wgi)
GET(get_eol_rir, kt_value_set_number, d->supply_risk.material[i].eol_rir)
GET(get_volatility, kt_value_set_number, d->indicator[i].volatility)
GET(get_trend, kt_value_set_number, d->indicator[i].trend)
GET(get_price, kt_value_set_number, d->indicator[i].price)
GET(get_price_unit, set_symbol, d, d->indicator[i].price_unit)
GET(get_price_month, set_symbol, d, d->indicator[i].price_month)
GET(get_price_months, set_positive, d->indicator[i].price_months)

// clang-format off
static const kt_field INDICATORS[] = {
    NUMBER("reserves_to_production_years", "years", get_reserve_years,
     "world reserves over a year's extraction"),
    NUMBER("reserves_hhi", NULL, get_reserve_hhi, "concentration of world reserves, 0 to 1"),
    TEXT("reserves_largest_country", get_reserve_largest, NULL),
    NUMBER("reserves_largest_share", "share", get_reserve_share, NULL),
    COUNT("reserves_year", NULL, get_reserve_year, NULL),
    NUMBER("hhi_wgi", NULL, get_hhi_wgi, "concentration of world supply with governance, 0 to 10"),
    NUMBER("eol_rir", "share", get_eol_rir, "end-of-life recycling input rate"),
    NUMBER("price_volatility", "share", get_volatility,
     "standard deviation of monthly log returns, for a year"),
    NUMBER("price_trend_per_year", "share", get_trend, "growth a year"),
    NUMBER("price", NULL, get_price, "of the last month, in `price_unit`"),
    TEXT("price_unit", get_price_unit, NULL),
    TEXT("price_month", get_price_month, NULL),
    COUNT("price_months", "months", get_price_months, "behind volatility and trend"),
    {0}};
// clang-format on
static const kt_record INDICATORS_RECORD = {
    .name = "indicators", .field = INDICATORS, .size = sizeof(place)};

// ------------------------------------------------------------------- restrictions and past figures

// The next row of a table of the reference that is of the material.
static const void *next_of_material(const kt_criticality *d, const kt_table *table, int column,
                                    uint32_t material, kt_cursor *cursor)
{
    while (cursor->at < table->n_rows) {
        uint32_t r = (uint32_t)cursor->at++;
        if (kt_case_row(&d->the_case->material, kt_table_text(table, column, r)) == material)
            return put_place(cursor, r);
    }
    return NULL;
}

static const kt_table *restrictions_of(const kt_criticality *d)
{
    return &d->the_case->reference[KT_EXPORT_RESTRICTIONS];
}

// Of those that bind the importer, what has begun: also what is suspended or has ended.
static bool is_shown(const kt_criticality *d, uint32_t row)
{
    return d->restrictions.binds[row] && d->restrictions.status[row] != KT_RESTRICTION_NOT_YET;
}

static const void *next_restriction(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_criticality *d = of(context);
    const place *each;
    do {
        each = next_of_material(d, restrictions_of(d), KT_RESTRICTIONS_MATERIAL, at(row), cursor);
    } while (each != NULL && !is_shown(d, each->at));
    return each;
}

GET(get_restrictor, set_symbol, d, kt_table_text(restrictions_of(d), KT_RESTRICTIONS_COUNTRY, i))
GET(get_measure, set_symbol, d, kt_table_text(restrictions_of(d), KT_RESTRICTIONS_MEASURE, i))
GET(get_target, set_symbol, d, kt_table_text(restrictions_of(d), KT_RESTRICTIONS_TARGET, i))
GET(get_products, set_symbol, d, kt_table_text(restrictions_of(d), KT_RESTRICTIONS_PRODUCTS, i))
GET(get_effective, kt_value_set_day,
    kt_table_number(restrictions_of(d), KT_RESTRICTIONS_EFFECTIVE, i))
GET(get_ended, kt_value_set_day, kt_table_number(restrictions_of(d), KT_RESTRICTIONS_ENDED, i))
GET(get_suspended_from, kt_value_set_day,
    kt_table_number(restrictions_of(d), KT_RESTRICTIONS_SUSPENDED_FROM, i))
GET(get_suspended_until, kt_value_set_day,
    kt_table_number(restrictions_of(d), KT_RESTRICTIONS_SUSPENDED_UNTIL, i))
GET(get_force, kt_value_set_flag, d->restrictions.status[i] == KT_RESTRICTION_IN_FORCE)
GET(get_status, kt_value_set_text, kt_restriction_status_name(d->restrictions.status[i]))
GET(get_legal, set_symbol, d, kt_table_text(restrictions_of(d), KT_RESTRICTIONS_LEGAL, i))

// clang-format off
static const char *const STATUSES[] = {"in_force", "suspended", "ended", "unknown", NULL};
static const kt_field RESTRICTION[] = {
    TEXT("country", get_restrictor, "whose exports are bound"),
    TEXT("measure", get_measure, NULL),
    TEXT("target", get_target, "for exports to whom"),
    TEXT("products", get_products, NULL),
    {.name = "effective", .type = KT_FIELD_DAY, .get = get_effective,
     .help = "first day in force"},
    {.name = "ended", .type = KT_FIELD_DAY, .get = get_ended,
     .help = "first day no longer in force"},
    {.name = "suspended_from", .type = KT_FIELD_DAY, .get = get_suspended_from,
     .help = "first day on which it is suspended"},
    {.name = "suspended_until", .type = KT_FIELD_DAY, .get = get_suspended_until,
     .help = "first day no longer suspended"},
    {.name = "status", .type = KT_FIELD_CHOICE, .get = get_status, .choices = STATUSES,
     .help = "unknown: its first day is not known, or a suspension has run out and no act says "
             "what follows"},
    {.name = "in_force", .type = KT_FIELD_FLAG, .get = get_force, .help = "status is in_force"},
    TEXT("legal_reference", get_legal, NULL),
    {0}};
// clang-format on
static const kt_record RESTRICTION_RECORD = {
    .name = "export_restriction", .field = RESTRICTION, .size = sizeof(place)};

static const kt_table *history_of(const kt_criticality *d)
{
    return &d->the_case->reference[KT_CRITICALITY_HISTORY];
}

static const void *next_history(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_criticality *d = of(context);
    return next_of_material(d, history_of(d), KT_HISTORY_MATERIAL, at(row), cursor);
}

GET(get_year, kt_value_set_number, kt_table_number(history_of(d), KT_HISTORY_YEAR, i))
GET(get_past_sr, kt_value_set_number, kt_table_number(history_of(d), KT_HISTORY_SR, i))
GET(get_past_ei, kt_value_set_number, kt_table_number(history_of(d), KT_HISTORY_EI, i))

// clang-format off
static const kt_field HISTORY[] = {
    NUMBER("year", NULL, get_year, "of the list"),
    NUMBER("sr_published", NULL, get_past_sr, NULL),
    NUMBER("ei_published", NULL, get_past_ei, NULL),
    {0}};
// clang-format on
static const kt_record HISTORY_RECORD = {
    .name = "criticality_history", .field = HISTORY, .size = sizeof(place)};

// --------------------------------------------------------------------------------------- materials

static void get_bottleneck(kt_value *out, const void *row, const void *context)
{
    const kt_criticality *d = of(context);
    uint32_t s = d->supply_risk.values.bottleneck[at(row)];
    kt_value_set_text(out, s == KT_NO_ROW ? NULL : kt_schema_stage_name(d->basis.stage[s].stage));
}

GET(get_id, set_material, d, i)
GET(get_sr, kt_value_set_number, d->supply_risk.values.sr[i])
GET(get_ei, kt_value_set_number, d->supply_risk.material[i].ei)
GET(get_sr_published, kt_value_set_number, d->supply_risk.material[i].sr_published)
GET(get_ei_published, kt_value_set_number, d->supply_risk.material[i].ei_published)
GET(get_critical, set_answer, d->supply_risk.material[i].critical)
GET(get_listed, set_answer, d->supply_risk.material[i].listed)
GET(get_hhi, kt_value_set_number, d->supply_risk.material[i].hhi)
GET(get_n_minus_1, kt_value_set_number, d->supply_risk.material[i].n_minus_1)
GET(get_companionality, kt_value_set_number, d->indicator[i].companionality)
GET(get_over_65, set_answer, d->benchmark[i].over_65)
GET(get_p05, kt_value_set_number, d->uncertainty.material[i].p05)
GET(get_p95, kt_value_set_number, d->uncertainty.material[i].p95)
GET(get_above, kt_value_set_number, d->uncertainty.material[i].above)
GET(get_rank, set_positive, d->uncertainty.rank[i].rank)
GET(get_rank_p05, set_positive, d->uncertainty.rank[i].rank == 0 ? 0 : d->uncertainty.rank[i].p05)
GET(get_rank_p95, set_positive, d->uncertainty.rank[i].rank == 0 ? 0 : d->uncertainty.rank[i].p95)
GET(get_ei_known, kt_value_set_number, d->supply_risk.material[i].ei_known)
GET(get_group, set_material, d, d->basis.group[i])
GET(get_strategic, set_answer, d->supply_risk.material[i].strategic)
GET(get_nato, set_answer, d->supply_risk.material[i].nato)
GET(get_in_force, kt_value_set_count, d->restrictions.yes[i])
GET(get_undated, kt_value_set_count, d->restrictions.unsure[i])
GET(get_absent, kt_value_set_count, d->restrictions.absent[i])

// clang-format off
static const kt_field MATERIAL[] = {
    TEXT("id", get_id, NULL),
    {.name = "stages", .type = KT_FIELD_LIST, .next = next_stage, .record = &STAGE_RECORD},
    TEXT("bottleneck_stage", get_bottleneck, "the stage with the largest supply risk"),
    NUMBER("sr", NULL, get_sr, "supply risk, of the worst stage"),
    NUMBER("ei", NULL, get_ei,
     "economic importance; a lower bound where `ei_known_uses` is below 1"),
    NUMBER("sr_published", NULL, get_sr_published, "as the Commission published it"),
    NUMBER("ei_published", NULL, get_ei_published, "as the Commission published it"),
    ANSWER("critical_computed", get_critical,
     "both reach their threshold, after rounding to one decimal"),
    ANSWER("critical_listed", get_listed, "on the EU list"),
    NUMBER("hhi", NULL, get_hhi, "concentration of world supply at the bottleneck, 0 to 1"),
    NUMBER("n_minus_1", "share", get_n_minus_1,
     "world supply without its largest country, of all demand"),
    NUMBER("companionality", "share", get_companionality, "won as a by-product"),
    ANSWER("single_country_over_65", get_over_65,
     "one third country supplies more than 65 % at some stage"),
    NUMBER("sr_p05", NULL, get_p05, "5 % of the draws are below it"),
    NUMBER("sr_p95", NULL, get_p95, "5 % of the draws are above it"),
    NUMBER("probability_above", "share", get_above, "of the draws that reach the threshold"),
    COUNT("rank", NULL, get_rank, "by supply risk, 1 is the riskiest"),
    COUNT("rank_p05", NULL, get_rank_p05, "over the draws"),
    COUNT("rank_p95", NULL, get_rank_p95, "over the draws"),
    NUMBER("ei_known_uses", "share", get_ei_known, "uses whose value added is known"),
    TEXT("group", get_group, "the group that the material is a member of"),
    ANSWER("strategic_listed", get_strategic, "strategic on the EU list"),
    ANSWER("nato_listed", get_nato, "on the list of NATO"),
    {.name = "benchmarks", .type = KT_FIELD_RECORD, .next = next_benchmarks,
     .record = &BENCHMARKS_RECORD,
     .help = "Regulation (EU) 2024/1252, Article 5: an indication per material"},
    {.name = "indicators", .type = KT_FIELD_RECORD, .offset = 0, .record = &INDICATORS_RECORD},
    COUNT("export_restrictions_in_force", NULL, get_in_force, NULL),
    COUNT("export_restrictions_undated", NULL, get_undated,
     "on record, but not whether they are in force"),
    COUNT("export_restrictions_absent", NULL, get_absent,
     "countries that restrict exports after the Commission's trade parameter, without a measure "
     "on record: the counts are at least"),
    {.name = "export_restrictions", .type = KT_FIELD_LIST, .next = next_restriction,
     .record = &RESTRICTION_RECORD},
    {.name = "history", .type = KT_FIELD_LIST, .next = next_history, .record = &HISTORY_RECORD,
     .help = "published before"},
    {0}};
// clang-format on
static const kt_record MATERIAL_RECORD = {
    .name = "criticality_material", .field = MATERIAL, .size = sizeof(place)};

static const void *next_material(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_criticality *d = of(context);
    uint32_t only = ((const kt_criticality_result *)row)->material;
    while (cursor->at < d->basis.n_materials) {
        uint32_t m = d->by_id[cursor->at++];
        if (only == KT_NO_ROW || only == m)
            return put_place(cursor, m);
    }
    return NULL;
}

// -------------------------------------------------------------------------------------- the result

static void get_used(kt_value *out, const void *row, const void *context)
{
    (void)row;
    kt_value_set_text(out, used_name(of(context)->supply_risk.used));
}

static void get_period(kt_value *out, const void *row, const void *context)
{
    const kt_basis *basis = &of(context)->basis;
    (void)row;
    snprintf(out->room, sizeof out->room, "%d-%d", basis->first_year, basis->last_year);
    kt_value_set_text(out, out->room);
}

static void get_sr_threshold(kt_value *out, const void *row, const void *context)
{
    (void)row;
    (void)context;
    kt_value_set_number(out, kt_supply_risk_sr_threshold);
}

static void get_ei_threshold(kt_value *out, const void *row, const void *context)
{
    (void)row;
    (void)context;
    kt_value_set_number(out, kt_supply_risk_ei_threshold);
}

// clang-format off
static const kt_field RESULT[] = {
    {.name = "materials", .type = KT_FIELD_LIST, .next = next_material,
     .record = &MATERIAL_RECORD, .help = "by id"},
    {.name = "date", .type = KT_FIELD_DAY,
     KT_AT(kt_criticality_result, criticality.restrictions.day),
     .help = "the day of export restrictions and prices"},
    {.name = "restrictions_as_of", .type = KT_FIELD_DAY,
     KT_AT(kt_criticality_result, criticality.restrictions.as_of),
     .help = "the newest announcement on record"},
    {.name = "restrictions_old", .type = KT_FIELD_FLAG,
     KT_AT(kt_criticality_result, criticality.restrictions.old),
     .help = "the record is more than 18 months older than `date`"},
    {.name = "importer", .type = KT_FIELD_TEXT,
     KT_AT(kt_criticality_result, criticality.importer.id), .help = "who buys"},
    TEXT("supply_used", get_used,
     "which supply every risk rests on; null: as the study chose for each stage"),
    TEXT("period", get_period, "first and last year of the shares"),
    NUMBER("sr_threshold", NULL, get_sr_threshold,
     "supply risk from which a material is critical"),
    NUMBER("ei_threshold", NULL, get_ei_threshold,
     "economic importance from which a material is critical"),
    {.name = "draws", .type = KT_FIELD_COUNT,
     KT_AT(kt_criticality_result, criticality.uncertainty.options.draws)},
    {.name = "seed", .type = KT_FIELD_COUNT,
     KT_AT(kt_criticality_result, criticality.uncertainty.options.seed)},
    {.name = "rank_stability", .type = KT_FIELD_NUMBER,
     KT_AT(kt_criticality_result, criticality.uncertainty.stability),
     .help = "mean rank correlation of the draws with the published order"},
    {0}};
// clang-format on

const kt_record kt_criticality_record = {
    .name = "criticality", .field = RESULT, .size = sizeof(kt_criticality_result)};
