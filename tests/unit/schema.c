// SPDX-License-Identifier: EUPL-1.2
// The schema: every enumerator names the column it should, and the tables have the columns that
// other people's files rely on.
#include "setting.h"

#include "model/schema.h"

typedef struct named {
    int table, column;
    const char *name;
} named;

// clang-format off
static const named CASE_COLUMNS[] = {
    {KT_ITEMS, KT_ITEMS_ID, "id"}, {KT_ITEMS, KT_ITEMS_KIND, "kind"}, {KT_ITEMS, KT_ITEMS_NAME_EN, "name_en"},
    {KT_ITEMS, KT_ITEMS_NAME_NL, "name_nl"}, {KT_ITEMS, KT_ITEMS_UNIT, "unit"}, {KT_ITEMS, KT_ITEMS_MASS_KG, "mass_kg"},
    {KT_ITEMS, KT_ITEMS_MATERIAL, "material"}, {KT_ITEMS, KT_ITEMS_STAGE, "stage"},
    {KT_ITEMS, KT_ITEMS_VALUE_EUR, "value_eur"}, {KT_ITEMS, KT_ITEMS_FUNCTION_CRITICAL, "function_critical"},
    {KT_ITEMS, KT_ITEMS_CLASS, "class"},
    {KT_BOM, KT_BOM_PARENT, "parent"}, {KT_BOM, KT_BOM_CHILD, "child"}, {KT_BOM, KT_BOM_QUANTITY, "quantity"},
    {KT_BOM, KT_BOM_ESSENTIAL, "essential"}, {KT_BOM, KT_BOM_ALTERNATIVE_GROUP, "alternative_group"},
    {KT_BOM, KT_BOM_MIN_SHARE, "min_share"}, {KT_BOM, KT_BOM_YIELD, "yield"}, {KT_BOM, KT_BOM_QUANTITY_MIN, "quantity_min"},
    {KT_BOM, KT_BOM_QUANTITY_MAX, "quantity_max"}, {KT_BOM, KT_BOM_EVIDENCE, "evidence"},
    {KT_ORGANISATIONS, KT_ORGANISATIONS_ID, "id"}, {KT_ORGANISATIONS, KT_ORGANISATIONS_NAME, "name"},
    {KT_ORGANISATIONS, KT_ORGANISATIONS_COUNTRY, "country"}, {KT_ORGANISATIONS, KT_ORGANISATIONS_ROLE, "role"},
    {KT_SITES, KT_SITES_ID, "id"}, {KT_SITES, KT_SITES_ORGANISATION, "organisation"},
    {KT_SITES, KT_SITES_COUNTRY, "country"}, {KT_SITES, KT_SITES_NAME, "name"},
    {KT_SUPPLY, KT_SUPPLY_ITEM, "item"}, {KT_SUPPLY, KT_SUPPLY_SUPPLIER, "supplier"}, {KT_SUPPLY, KT_SUPPLY_BUYER, "buyer"},
    {KT_SUPPLY, KT_SUPPLY_SHARE, "share"}, {KT_SUPPLY, KT_SUPPLY_SPARE_SHARE, "spare_share"},
    {KT_SUPPLY, KT_SUPPLY_LEAD_TIME, "lead_time_days"}, {KT_SUPPLY, KT_SUPPLY_SWITCH, "switch_days"},
    {KT_SUPPLY, KT_SUPPLY_RECOVERY, "recovery_days"}, {KT_SUPPLY, KT_SUPPLY_PRICE, "price_eur"},
    {KT_SUPPLY, KT_SUPPLY_FAILURE, "failure_per_year"}, {KT_SUPPLY, KT_SUPPLY_EVIDENCE, "evidence"},
    {KT_STOCKS, KT_STOCKS_ITEM, "item"}, {KT_STOCKS, KT_STOCKS_HOLDER, "holder"}, {KT_STOCKS, KT_STOCKS_QUANTITY, "quantity"},
    {KT_STOCKS, KT_STOCKS_DAYS, "days_of_cover"},
    {KT_AREAS, KT_AREAS_ID, "id"}, {KT_AREAS, KT_AREAS_NAME_EN, "name_en"}, {KT_AREAS, KT_AREAS_NAME_NL, "name_nl"},
    {KT_ITEM_AREAS, KT_ITEM_AREAS_ITEM, "item"}, {KT_ITEM_AREAS, KT_ITEM_AREAS_AREA, "area"},
    {KT_ITEM_AREAS, KT_ITEM_AREAS_IMPACT, "business_impact"},
    {KT_SCENARIOS, KT_SCENARIOS_ID, "id"}, {KT_SCENARIOS, KT_SCENARIOS_NAME_EN, "name_en"},
    {KT_SCENARIOS, KT_SCENARIOS_NAME_NL, "name_nl"}, {KT_SCENARIOS, KT_SCENARIOS_PROBABILITY, "probability_per_year"},
    {KT_SCENARIOS, KT_SCENARIOS_EVIDENCE, "evidence"}, {KT_SCENARIOS, KT_SCENARIOS_SOURCE, "source"},
    {KT_SCENARIOS, KT_SCENARIOS_START, "start_date"}, {KT_SCENARIOS, KT_SCENARIOS_END, "end_date"},
    {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_SCENARIO, "scenario"}, {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_TYPE, "event_type"},
    {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_TARGET, "target"}, {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_KIND, "kind"},
    {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_MAGNITUDE, "magnitude"}, {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_START, "start_day"},
    {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_DURATION, "duration_days"},
    {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_RATE, "rate"}, {KT_SCENARIO_EVENTS, KT_SCENARIO_EVENTS_DELAY, "delay_days"},
};
static const named REFERENCE_COLUMNS[] = {
    {KT_MATERIALS, KT_MATERIALS_ID, "id"}, {KT_MATERIALS, KT_MATERIALS_NAME_EN, "name_en"},
    {KT_MATERIALS, KT_MATERIALS_NAME_NL, "name_nl"}, {KT_MATERIALS, KT_MATERIALS_SYMBOL, "symbol"},
    {KT_MATERIALS, KT_MATERIALS_CRITICAL, "critical_2023"}, {KT_MATERIALS, KT_MATERIALS_STRATEGIC, "strategic_2023"},
    {KT_MATERIALS, KT_MATERIALS_NATO, "nato_2024"}, {KT_MATERIALS, KT_MATERIALS_EOL_RIR, "eol_rir"},
    {KT_MATERIALS, KT_MATERIALS_COMPANIONALITY, "companionality"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_MATERIAL, "material"}, {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_STAGE, "stage"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_SCOPE, "scope"}, {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_COUNTRY, "country"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_SHARE, "share"}, {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_T, "t"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_PERIOD, "period"}, {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_BASIS, "basis"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_OF_GROUP, "of_group"},
    {KT_MATERIAL_SUPPLY, KT_MATERIAL_SUPPLY_EVIDENCE, "evidence"},
    {KT_STAGE_LINKS, KT_STAGE_LINKS_MATERIAL, "material"}, {KT_STAGE_LINKS, KT_STAGE_LINKS_FROM, "from_stage"},
    {KT_STAGE_LINKS, KT_STAGE_LINKS_TO, "to_stage"}, {KT_STAGE_LINKS, KT_STAGE_LINKS_YIELD, "yield"},
    {KT_HAZARDS, KT_HAZARDS_TYPE, "event_type"}, {KT_HAZARDS, KT_HAZARDS_TARGET, "target"},
    {KT_HAZARDS, KT_HAZARDS_FAILURE, "failure_per_year"},
    {KT_COUNTRIES, KT_COUNTRIES_ISO3, "iso3"}, {KT_COUNTRIES, KT_COUNTRIES_NAME_EN, "name_en"},
    {KT_COUNTRIES, KT_COUNTRIES_NAME_NL, "name_nl"}, {KT_COUNTRIES, KT_COUNTRIES_LAT, "lat"},
    {KT_COUNTRIES, KT_COUNTRIES_LON, "lon"}, {KT_COUNTRIES, KT_COUNTRIES_GROUPS, "groups"},
    {KT_GOVERNANCE, KT_GOVERNANCE_COUNTRY, "country"}, {KT_GOVERNANCE, KT_GOVERNANCE_YEAR, "year"},
    {KT_GOVERNANCE, KT_GOVERNANCE_VA, "va"}, {KT_GOVERNANCE, KT_GOVERNANCE_PV, "pv"}, {KT_GOVERNANCE, KT_GOVERNANCE_GE, "ge"},
    {KT_GOVERNANCE, KT_GOVERNANCE_RQ, "rq"}, {KT_GOVERNANCE, KT_GOVERNANCE_RL, "rl"}, {KT_GOVERNANCE, KT_GOVERNANCE_CC, "cc"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_MATERIAL, "material"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_COUNTRY, "country"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_TARGET, "target"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_MEASURE, "measure"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_EFFECTIVE, "effective"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_ENDED, "ended"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_PRODUCTS, "products"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_ANNOUNCED, "announced"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_LEGAL, "legal_reference"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_SUSPENDED_FROM, "suspended_from"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_SUSPENDED_UNTIL, "suspended_until"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_APPLIES_TO, "applies_to"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_ORGANISATIONS, "organisations"}, {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_APPROVAL_RATE, "approval_rate"},
    {KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_APPROVAL_DAYS, "approval_days"}, {KT_PRODUCTION, KT_PRODUCTION_SUM, "sum_of_published_shares"},
    {KT_PRODUCTION, KT_PRODUCTION_PERIOD, "period"}, {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_MATERIAL, "material"},
    {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_STAGE, "stage"}, {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_PERIOD, "period"},
    {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_TONNES, "tonnes"}, {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_BASIS, "basis"},
    {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_PRIMARY, "primary"}, {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_CAPACITY, "capacity"},
    {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_EVIDENCE, "evidence"}, {KT_WORLD_OUTPUT, KT_WORLD_OUTPUT_SOURCE, "source"},
    {KT_MAKERS, KT_MAKERS_MATERIAL, "material"}, {KT_MAKERS, KT_MAKERS_STAGE, "stage"},
    {KT_MAKERS, KT_MAKERS_COUNTRY, "country"}, {KT_MAKERS, KT_MAKERS_MAKER, "maker"},
    {KT_MAKERS, KT_MAKERS_SINCE, "since"}, {KT_MAKERS, KT_MAKERS_EVIDENCE, "evidence"},
    {KT_MAKERS, KT_MAKERS_SOURCE, "source"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_MATERIAL, "material"},
    {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_STAGE, "stage"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_FORM, "form"},
    {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_MARKET, "market"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_ORIGIN, "origin"},
    {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_YEAR, "year"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_USD, "usd_per_kg"},
    {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_CONTENT, "content"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_FRACTION, "fraction"},
    {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_EVIDENCE, "evidence"}, {KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_SOURCE, "source"},
    {KT_EXCHANGE_RATES, KT_EXCHANGE_RATES_YEAR, "year"}, {KT_EXCHANGE_RATES, KT_EXCHANGE_RATES_USD, "usd_per_eur"},
    {KT_SANCTIONS, KT_SANCTIONS_COUNTRY, "country"}, {KT_SANCTIONS, KT_SANCTIONS_KIND, "kind"},
    {KT_SANCTIONS, KT_SANCTIONS_EFFECTIVE, "effective"}, {KT_SANCTIONS, KT_SANCTIONS_ENDED, "ended"},
    {KT_SANCTIONS, KT_SANCTIONS_ACT, "act"}, {KT_SANCTIONS, KT_SANCTIONS_EVIDENCE, "evidence"},
    {KT_SANCTIONS, KT_SANCTIONS_SOURCE, "source"},
    {KT_COMPOSITIONS, KT_COMPOSITIONS_TYP, "mass_fraction_typ"}, {KT_COMPOSITIONS, KT_COMPOSITIONS_CLASS, "class"},
    {KT_COMPOSITIONS, KT_COMPOSITIONS_YIELD, "yield"},
    {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_COUNTRY, "country"}, {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_YEAR, "year"},
    {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_VA, "va"}, {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_PV, "pv"},
    {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_GE, "ge"}, {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_RQ, "rq"},
    {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_RL, "rl"}, {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_CC, "cc"},
    {KT_GOVERNANCE_ERRORS, KT_GOVERNANCE_ERRORS_EVIDENCE, "evidence"},
    {KT_IMPORTS, KT_IMPORTS_IMPORTER, "importer"}, {KT_IMPORTS, KT_IMPORTS_MATERIAL, "material"},
    {KT_IMPORTS, KT_IMPORTS_STAGE, "stage"}, {KT_IMPORTS, KT_IMPORTS_CODE, "code"},
    {KT_IMPORTS, KT_IMPORTS_EXPORTER, "exporter"}, {KT_IMPORTS, KT_IMPORTS_YEAR, "year"},
    {KT_IMPORTS, KT_IMPORTS_SHARE, "share"}, {KT_IMPORTS, KT_IMPORTS_VALUE, "value_eur"},
    {KT_IMPORTS, KT_IMPORTS_SHARED_CODE, "shared_code"}, {KT_IMPORTS, KT_IMPORTS_EVIDENCE, "evidence"},
    {KT_IMPORTS, KT_IMPORTS_SOURCE, "source"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_ID, "id"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_PARENT, "parent"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_NAME_EN, "name_en"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_NAME_NL, "name_nl"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_NAME_DE, "name_de"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_QUALIFIED, "qualified"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_STUFF, "stuff"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_MASS_LOW, "mass_kg_low"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_MASS_TYP, "mass_kg_typ"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_MASS_HIGH, "mass_kg_high"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_HS, "hs"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_UNSPSC, "unspsc"},
    {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_COMPOSITION, "composition"}, {KT_PRODUCT_CLASSES, KT_PRODUCT_CLASSES_EVIDENCE, "evidence"},
    {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_CLASS, "class"}, {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_SCOPE, "scope"},
    {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_COUNTRY, "country"}, {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_MAKER, "maker"},
    {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_SHARE, "share"}, {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_PERIOD, "period"},
    {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_BASIS, "basis"}, {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_CODE, "code"},
    {KT_PRODUCT_SUPPLY, KT_PRODUCT_SUPPLY_EVIDENCE, "evidence"}, {KT_CLASS_CONTENT, KT_CLASS_CONTENT_CLASS, "class"},
    {KT_CLASS_CONTENT, KT_CLASS_CONTENT_MATERIAL, "material"}, {KT_CLASS_CONTENT, KT_CLASS_CONTENT_HALF_PRODUCT, "half_product"},
    {KT_CLASS_CONTENT, KT_CLASS_CONTENT_LOW, "fraction_low"}, {KT_CLASS_CONTENT, KT_CLASS_CONTENT_TYP, "fraction_typ"},
    {KT_CLASS_CONTENT, KT_CLASS_CONTENT_HIGH, "fraction_high"}, {KT_CLASS_CONTENT, KT_CLASS_CONTENT_EVIDENCE, "evidence"},
    {KT_CLASS_WORDS, KT_CLASS_WORDS_TEXT, "text"}, {KT_CLASS_WORDS, KT_CLASS_WORDS_CLASS, "class"},
    {KT_CLASS_WORDS, KT_CLASS_WORDS_ROLE, "role"},
    {KT_STRATEGY_AREAS, KT_STRATEGY_AREAS_ID, "id"}, {KT_STRATEGY_AREAS, KT_STRATEGY_AREAS_NAME_EN, "name_en"},
    {KT_STRATEGY_AREAS, KT_STRATEGY_AREAS_NAME_NL, "name_nl"},
    {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_ID, "id"}, {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_AREA, "area"},
    {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_NAME_EN, "name_en"}, {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_NAME_NL, "name_nl"},
    {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_IMPACT, "business_impact"}, {KT_TYPICAL_ITEMS, KT_TYPICAL_ITEMS_EVIDENCE, "evidence"},
    {KT_TYPICAL_CONTENTS, KT_TYPICAL_CONTENTS_ITEM, "item"}, {KT_TYPICAL_CONTENTS, KT_TYPICAL_CONTENTS_MATERIAL, "material"},
    {KT_TYPICAL_CONTENTS, KT_TYPICAL_CONTENTS_COMPOSITION, "composition"},
};

// The published format, optional columns marked with "?".
static const char *const FORMAT[KT_N_CASE_TABLES][2] = {
    {"items", "id kind name_en name_nl? unit? mass_kg? material? stage? value_eur? function_critical? note?"},
    {"bom", "parent child quantity essential? alternative_group? min_share? yield? evidence? source?"},
    {"organisations", "id name country role? lei? kvk? ncage?"},
    {"sites", "id organisation country name? lat? lon?"},
    {"supply", "item supplier buyer? share? spare_share? lead_time_days? switch_days? recovery_days? price_eur? "
               "failure_per_year? evidence? source?"},
    {"stocks", "item holder quantity? days_of_cover? evidence? source?"},
    {"demand", "item year quantity priority?"},
    {"areas", "id name_en name_nl"},
    {"item_areas", "item area business_impact"},
    {"scenarios", "id name_en name_nl probability_per_year"},
    {"scenario_events", "scenario event_type target kind magnitude start_day duration_days"},
    {"interventions", "id name_en name_nl kind target effect magnitude capex_eur opex_eur_per_year effort "
                      "lead_time_months actors requires? excludes? evidence? source?"},
    {"instruments", "id name_en name_nl kind owner legal_basis budget_eur available_from source"},
    {"intervention_instruments", "intervention instrument"},
    {"recommendations", "id origin text_en text_nl appraisal intervention? step? status source"},
    {"participants", "organisation contact invited replied willing conditions commitment date"},
    {"steps", "stage step owner due status evidence"},
    {"decisions", "intervention decision by date reason"},
    {"sustainment", "item installed use_per_year repair_days spares evidence? source?"},
    {"observations", "indicator subject date value unit source"},
    {"questions", "id organisation? item? question? asked? deadline? answered? answer? evidence? source?"},
};
// clang-format on

static unsigned misnamed(const kt_table_spec *tables, const named *list, size_t n)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < n; i++) {
        const char *name = tables[list[i].table].column[list[i].column].name;
        wrong += name == NULL || strcmp(name, list[i].name) != 0;
    }
    return wrong;
}

static void enumerators_name_their_columns(void **state)
{
    (void)state;
    assert_int_equal(
        misnamed(kt_schema_case, CASE_COLUMNS, sizeof CASE_COLUMNS / sizeof CASE_COLUMNS[0]), 0);
    assert_int_equal(misnamed(kt_schema_reference, REFERENCE_COLUMNS,
                              sizeof REFERENCE_COLUMNS / sizeof REFERENCE_COLUMNS[0]),
                     0);
}

static void a_swapped_column_is_noticed(void **state)
{
    (void)state;
    kt_table_spec swapped[KT_N_CASE_TABLES];
    memcpy(swapped, kt_schema_case, sizeof swapped);
    swapped[KT_SUPPLY].column[KT_SUPPLY_SHARE].name = "spare_share";
    swapped[KT_SUPPLY].column[KT_SUPPLY_SPARE_SHARE].name = "share";
    assert_int_equal(misnamed(swapped, CASE_COLUMNS, sizeof CASE_COLUMNS / sizeof CASE_COLUMNS[0]),
                     2);
}

static const kt_column_spec *find_column(const kt_table_spec *spec, const char *name)
{
    for (const kt_column_spec *c = spec->column; c->name != NULL; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

static void tables_have_the_published_columns(void **state)
{
    (void)state;
    for (int t = 0; t <= KT_OBSERVATIONS; t++) {
        const kt_table_spec *spec = &kt_schema_case[t];
        assert_string_equal(spec->name, FORMAT[t][0]);
        assert_int_equal(spec->required, t <= KT_SUPPLY);
        const char *at = FORMAT[t][1];
        while (*at != '\0') {
            char name[40] = "";
            size_t length = strcspn(at, " ?");
            memcpy(name, at, length);
            at += length;
            bool optional = *at == '?';
            at += strspn(at, " ?");
            const kt_column_spec *column = find_column(spec, name);
            if (column == NULL)
                fail_msg("%s has no column %s", spec->name, name);
            if (optional && column->need != KT_MAY)
                fail_msg("%s.%s may be absent", spec->name, name);
            if (!optional && column->need == KT_MAY)
                fail_msg("%s.%s must be there", spec->name, name);
        }
        assert_non_null(find_column(spec, "marking"));
    }
}

static void specs_are_whole(void **state)
{
    (void)state;
    for (int t = 0; t < KT_N_CASE_TABLES + KT_N_REFERENCE_TABLES; t++) {
        const kt_table_spec *spec =
            t < KT_N_CASE_TABLES ? &kt_schema_case[t] : &kt_schema_reference[t - KT_N_CASE_TABLES];
        assert_non_null(spec->name);
        assert_null(spec->column[KT_MAX_SPEC - 1].name);
        for (int c = 0; spec->column[c].name != NULL; c++) {
            assert_ptr_equal(find_column(spec, spec->column[c].name), &spec->column[c]); // once
            assert_int_equal(spec->column[c].type == KT_COLUMN_CHOICE,
                             spec->column[c].choices != NULL);
        }
    }
}

static void choices_are_found_whole(void **state)
{
    (void)state;
    const kt_column_spec *kind = &kt_schema_case[KT_ITEMS].column[KT_ITEMS_KIND];
    assert_int_equal(kt_schema_choice(kind, "product_group", 13), KT_KIND_PRODUCT_GROUP);
    assert_int_equal(kt_schema_choice(kind, "platform", 8), KT_KIND_PLATFORM);
    assert_int_equal(kt_schema_choice(kind, "function", 8), KT_KIND_FUNCTION);
    assert_int_equal(kt_schema_choice(kind, "system", 6), KT_KIND_SYSTEM);
    assert_int_equal(kt_schema_choice(kind, "component", 9), KT_KIND_COMPONENT);
    assert_int_equal(kt_schema_choice(kind, "semi_finished", 13), KT_KIND_SEMI_FINISHED);
    assert_int_equal(kt_schema_choice(kind, "material", 8), KT_KIND_MATERIAL);
    assert_int_equal(kt_schema_choice(kind, "materials", 9), 0);
    assert_int_equal(kt_schema_choice(kind, "material", 7), 0);
    assert_int_equal(kt_schema_choice(kind, "", 0), 0);
    assert_string_equal(kt_schema_stage_name(KT_STAGE_EXTRACTION), "extraction");
    assert_string_equal(kt_schema_stage_name(KT_STAGE_PROCESSING), "processing");
    assert_string_equal(kt_schema_stage_name(KT_STAGE_RECYCLING), "recycling");
    assert_string_equal(kt_schema_stage_name(0), "");
    assert_string_equal(kt_schema_stage_name(KT_N_STAGES), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enumerators_name_their_columns),
        cmocka_unit_test(a_swapped_column_is_noticed),
        cmocka_unit_test(tables_have_the_published_columns),
        cmocka_unit_test(specs_are_whole),
        cmocka_unit_test(choices_are_found_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
