// SPDX-License-Identifier: EUPL-1.2
// DESIGN section 3 as data. Order of columns is free; those the code reads come first, so that the
// enums of schema.h stay short. `quantity_min` and `quantity_max` are an extension of ours: the
// range that a composition gives. `marking` is allowed in every table of a case. Some 40 tables of
// up to 20 columns; reading, checking, the template and docs/data.md all follow them.
#include "model/schema.h"

#include <string.h>

// The words of choice cells; those of measures are in measure.c. Where schema.h has an enum, each
// word stands at its value less one; a NULL ends each list. The lists without an enum are read as
// words only.
static const char *const KINDS[] = {
    [KT_KIND_PRODUCT_GROUP - 1] = "product_group", [KT_KIND_PLATFORM - 1] = "platform",
    [KT_KIND_FUNCTION - 1] = "function",           [KT_KIND_SYSTEM - 1] = "system",
    [KT_KIND_COMPONENT - 1] = "component",         [KT_KIND_SEMI_FINISHED - 1] = "semi_finished",
    [KT_KIND_MATERIAL - 1] = "material",           [KT_KIND_MATERIAL] = NULL,
};
static const char *const UNITS[] = {
    [KT_UNIT_PIECE - 1] = "piece", [KT_UNIT_KG - 1] = "kg", [KT_UNIT_M - 1] = "m",
    [KT_UNIT_M2 - 1] = "m2",       [KT_UNIT_M3 - 1] = "m3", [KT_UNIT_M3] = NULL,
};
static const char *const STAGES[] = {
    [KT_STAGE_EXTRACTION - 1] = "extraction",
    [KT_STAGE_PROCESSING - 1] = "processing",
    [KT_STAGE_RECYCLING - 1] = "recycling",
    [KT_STAGE_RECYCLING] = NULL,
};
static const char *const NO_YES[] = {[KT_NO - 1] = "no", [KT_YES - 1] = "yes", [KT_YES] = NULL};
static const char *const EVIDENCE[] = {
    [KT_EVIDENCE_A - 1] = "A", [KT_EVIDENCE_B - 1] = "B", [KT_EVIDENCE_C - 1] = "C",
    [KT_EVIDENCE_D - 1] = "D", [KT_EVIDENCE_D] = NULL,
};
const char *const kt_schema_event_types[] = {
    [KT_EVENT_SITE - 1] = "site",
    [KT_EVENT_ORGANISATION - 1] = "organisation",
    [KT_EVENT_COUNTRY - 1] = "country",
    [KT_EVENT_MATERIAL - 1] = "material",
    [KT_EVENT_FLOW - 1] = "flow",
    [KT_EVENT_ITEM - 1] = "item",
    [KT_EVENT_ITEM] = NULL,
};
const char *const kt_schema_publications[] = {
    [KT_PUBLICATION_USGS - 1] = "usgs",      [KT_PUBLICATION_WMD - 1] = "world_mining_data",
    [KT_PUBLICATION_WGI - 1] = "governance", [KT_PUBLICATION_PINK_SHEET - 1] = "pink_sheet",
    [KT_PUBLICATION_PINK_SHEET] = NULL,
};
static const char *const SCOPES[] = {
    [KT_SCOPE_CELL_GLOBAL - 1] = "global",
    [KT_SCOPE_CELL_EU - 1] = "eu",
    [KT_SCOPE_CELL_EU] = NULL,
};
static const char *const USED[] = {
    [KT_USED_BOTH - 1] = "GS+EU",
    [KT_USED_GLOBAL - 1] = "GSonly",
    [KT_USED_EU - 1] = "EUonly",
    [KT_USED_EU] = NULL,
};
static const char *const SYNONYMS[] = {
    [KT_SYNONYM_COMPOSITION - 1] = "composition",
    [KT_SYNONYM_COUNTRY - 1] = "country",
    [KT_SYNONYM_MATERIAL - 1] = "material",
    [KT_SYNONYM_WORD - 1] = "word",
    [KT_SYNONYM_NOISE - 1] = "noise",
    [KT_SYNONYM_NOISE] = NULL,
};
static const char *const REPLIES[] = {
    [KT_REPLY_GIVEN - 1] = "given",
    [KT_REPLY_UNKNOWN - 1] = "unknown",
    [KT_REPLY_WITHHELD - 1] = "withheld",
    [KT_REPLY_WITHHELD] = NULL,
};
static const char *const LISTINGS[] = {
    [KT_LISTING_COMPLETE - 1] = "complete",
    [KT_LISTING_SUM_OF_LISTED - 1] = "sum_of_listed",
    [KT_LISTING_MODEL - 1] = "model",
    [KT_LISTING_PARTIAL - 1] = "partial",
    [KT_LISTING_LOWER_BOUND - 1] = "lower_bound",
    [KT_LISTING_SUM_OVER_1 - 1] = "sum_over_1",
    [KT_LISTING_SUM_OVER_1] = NULL,
};
static const char *const OUTPUTS[] = {
    [KT_OUTPUT_STATISTIC - 1] = "statistic",   [KT_OUTPUT_ESTIMATE - 1] = "estimate",
    [KT_OUTPUT_MINE_BOUND - 1] = "mine_bound", [KT_OUTPUT_SUM_OF_LISTED - 1] = "sum_of_listed",
    [KT_OUTPUT_MODEL - 1] = "model",           [KT_OUTPUT_MODEL] = NULL,
};
static const char *const FORMS[] = {
    [KT_FORM_ORE - 1] = "ore",     [KT_FORM_COMPOUND - 1] = "compound",
    [KT_FORM_ALLOY - 1] = "alloy", [KT_FORM_METAL - 1] = "metal",
    [KT_FORM_METAL] = NULL,
};
static const char *const COVERS[] = {
    [KT_COVERS_ORE - 1] = "ore",
    [KT_COVERS_SOME - 1] = "some",
    [KT_COVERS_SOME] = NULL,
};
static const char *const APPLIES_TO[] = {
    [KT_APPLIES_TO_MILITARY_USE - 1] = "military_use",
    [KT_APPLIES_TO_ORGANISATIONS - 1] = "organisations",
    [KT_APPLIES_TO_ORGANISATIONS] = NULL,
};
static const char *const SANCTIONS[] = {
    [KT_SANCTION_ECONOMIC - 1] = "economic",
    [KT_SANCTION_ARMS - 1] = "arms",
    [KT_SANCTION_LISTED - 1] = "listed",
    [KT_SANCTION_LISTED] = NULL,
};
static const char *const MARKET_SCOPES[] = {"global", "eu", "nl", NULL};
static const char *const BASES[] = {
    [KT_BASIS_OUTPUT - 1] = "output",
    [KT_BASIS_CAPACITY - 1] = "capacity",
    [KT_BASIS_SALES - 1] = "sales",
    [KT_BASIS_CUSTOMS - 1] = "customs",
    [KT_BASIS_STATEMENT - 1] = "statement",
    [KT_BASIS_MAKER - 1] = "maker",
    [KT_BASIS_MAKER] = NULL,
};
static const char *const WORD_ROLES[] = {
    [KT_CLASS_HEAD - 1] = "head",   [KT_CLASS_MARK - 1] = "mark",   [KT_CLASS_TRAIT - 1] = "trait",
    [KT_CLASS_FORM - 1] = "form",   [KT_CLASS_OTHER - 1] = "other", [KT_CLASS_LINK - 1] = "link",
    [KT_CLASS_NOISE - 1] = "noise", [KT_CLASS_MORE - 1] = "more",   [KT_CLASS_MORE] = NULL,
};
static const char *const ROLES[] = {"government",          "oem",   "supplier",
                                    "knowledge_institute", "other", NULL};
static const char *const MARKINGS[] = {"public", "participants", "restricted", NULL};
static const char *const WILLING[] = {"yes", "no", "conditional", NULL};
static const char *const VERDICTS[] = {"yes", "no", "deferred", NULL};
static const char *const ORIGINS[] = {"study", "motion", "promise", NULL};

#define ID(n)                                                                                      \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_ID, .need = KT_FILLED, .unique = true                         \
    }
#define REF(n, r)                                                                                  \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_ID, .need = KT_FILLED, .refers = r                            \
    }
#define REF_O(n, r)                                                                                \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_ID, .refers = r                                               \
    }
#define TEXT(n)                                                                                    \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_TEXT, .need = KT_FILLED                                       \
    }
#define TEXT_E(n)                                                                                  \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_TEXT, .need = KT_EXISTS                                       \
    }
#define TEXT_O(n)                                                                                  \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_TEXT                                                          \
    }
#define COUNTRY(n)                                                                                 \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_COUNTRY, .need = KT_FILLED                                    \
    }
#define CHOICE(n, c)                                                                               \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_CHOICE, .need = KT_FILLED, .choices = c                       \
    }
#define CHOICE_E(n, c)                                                                             \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_CHOICE, .need = KT_EXISTS, .choices = c                       \
    }
#define CHOICE_O(n, c)                                                                             \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_CHOICE, .choices = c                                          \
    }
#define NUMBER(n, lo, hi)                                                                          \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_NUMBER, .need = KT_FILLED, .min = lo, .max = hi               \
    }
#define NUMBER_E(n, lo, hi)                                                                        \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_NUMBER, .need = KT_EXISTS, .min = lo, .max = hi               \
    }
#define NUMBER_O(n, lo, hi)                                                                        \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_NUMBER, .min = lo, .max = hi                                  \
    }
#define ABOVE(n, lo, hi)                                                                           \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_NUMBER, .need = KT_FILLED, .min = lo, .max = hi,              \
        .above_min = true                                                                          \
    }
#define ABOVE_O(n, lo, hi)                                                                         \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_NUMBER, .min = lo, .max = hi, .above_min = true               \
    }
#define DATE_O(n)                                                                                  \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_DATE                                                          \
    }
#define DATE_E(n)                                                                                  \
    {                                                                                              \
        .name = n, .type = KT_COLUMN_DATE, .need = KT_EXISTS                                       \
    }
#define EDITION NUMBER_O("edition", 1900, 2200)
#define PROOF CHOICE_O("evidence", EVIDENCE), TEXT_O("source")
#define MARKING CHOICE_O("marking", MARKINGS)

static const unsigned SITE_OR_ORG = KT_REFERS_SITE | KT_REFERS_ORGANISATION;

// clang-format off
const kt_table_spec kt_schema_case[KT_N_CASE_TABLES] = {
    [KT_ITEMS] = {"items", true, {
        ID("id"), CHOICE("kind", KINDS), TEXT("name_en"), TEXT_O("name_nl"), CHOICE_O("unit", UNITS),
        NUMBER_O("mass_kg", 0, INFINITY), REF_O("material", 0), CHOICE_O("stage", STAGES),
        NUMBER_O("value_eur", 0, INFINITY), CHOICE_O("function_critical", NO_YES), REF_O("class", 0), TEXT_O("note"), TEXT_O("swbs"),
        PROOF, MARKING}},
    [KT_BOM] = {"bom", true, {
        REF("parent", KT_REFERS_ITEM), REF("child", KT_REFERS_ITEM), ABOVE("quantity", 0, INFINITY),
        CHOICE_O("essential", NO_YES), REF_O("alternative_group", 0), NUMBER_O("min_share", 0, 1),
        ABOVE_O("yield", 0, 1), NUMBER_O("quantity_min", 0, INFINITY), NUMBER_O("quantity_max", 0, INFINITY),
        PROOF, MARKING}},
    [KT_ORGANISATIONS] = {"organisations", true, {
        ID("id"), TEXT("name"), COUNTRY("country"), CHOICE_O("role", ROLES), TEXT_O("lei"), TEXT_O("kvk"),
        TEXT_O("ncage"), PROOF, MARKING}},
    [KT_SITES] = {"sites", true, {
        ID("id"), REF("organisation", KT_REFERS_ORGANISATION), COUNTRY("country"), TEXT_O("name"),
        NUMBER_O("lat", -90, 90), NUMBER_O("lon", -180, 180), PROOF, MARKING}},
    [KT_SUPPLY] = {"supply", true, {
        REF("item", KT_REFERS_ITEM),
        {.name = "supplier", .type = KT_COLUMN_TEXT, .need = KT_FILLED, .refers = SITE_OR_ORG | KT_REFERS_WORLD},
        REF_O("buyer", SITE_OR_ORG), NUMBER_O("share", 0, 1), NUMBER_O("spare_share", 0, 1),
        NUMBER_O("lead_time_days", 0, INFINITY), NUMBER_O("switch_days", 0, INFINITY),
        NUMBER_O("recovery_days", 0, INFINITY), NUMBER_O("price_eur", 0, INFINITY),
        NUMBER_O("failure_per_year", 0, INFINITY), PROOF, MARKING, TEXT_O("supplier_name")}},
    [KT_STOCKS] = {"stocks", false, {
        REF("item", KT_REFERS_ITEM), REF("holder", SITE_OR_ORG), NUMBER_O("quantity", 0, INFINITY),
        NUMBER_O("days_of_cover", 0, INFINITY), PROOF, MARKING}},
    [KT_DEMAND] = {"demand", false, {
        REF("item", KT_REFERS_ITEM), NUMBER("year", 1900, 2200), NUMBER("quantity", 0, INFINITY),
        NUMBER_O("priority", 0, INFINITY), PROOF, MARKING}},
    [KT_AREAS] = {"areas", false, {ID("id"), TEXT("name_en"), TEXT_E("name_nl"), PROOF, MARKING}},
    [KT_ITEM_AREAS] = {"item_areas", false, {
        REF("item", KT_REFERS_ITEM), REF("area", KT_REFERS_AREA | KT_REFERS_STRATEGY_AREA),
        NUMBER("business_impact", 1, 5), PROOF, MARKING}},
    [KT_SCENARIOS] = {"scenarios", false, {
        ID("id"), TEXT("name_en"), TEXT_E("name_nl"), NUMBER_E("probability_per_year", 0, 1), PROOF, MARKING,
        DATE_O("start_date"), DATE_O("end_date"), TEXT_O("note")}},
    [KT_SCENARIO_EVENTS] = {"scenario_events", false, {
        REF("scenario", KT_REFERS_SCENARIO), CHOICE("event_type", kt_schema_event_types), TEXT("target"),
        CHOICE("kind", kt_schema_event_kinds), NUMBER_E("magnitude", 0, INFINITY), NUMBER_E("start_day", 0, INFINITY),
        NUMBER_E("duration_days", 0, INFINITY), NUMBER_O("rate", 0, 1), NUMBER_O("delay_days", 0, INFINITY),
        PROOF, MARKING}},
    [KT_INTERVENTIONS] = {"interventions", false, {
        ID("id"), TEXT("name_en"), TEXT_E("name_nl"), TEXT_E("kind"), TEXT_E("target"), TEXT_E("effect"),
        NUMBER_E("magnitude", 0, 0), NUMBER_E("capex_eur", 0, INFINITY), NUMBER_E("opex_eur_per_year", 0, INFINITY),
        NUMBER_E("effort", 1, 5), NUMBER_E("lead_time_months", 0, INFINITY), TEXT_E("actors"), TEXT_O("requires"),
        TEXT_O("excludes"), PROOF, MARKING}},
    [KT_INSTRUMENTS] = {"instruments", false, {
        ID("id"), TEXT("name_en"), TEXT_E("name_nl"), TEXT_E("kind"), TEXT_E("owner"), TEXT_E("legal_basis"),
        NUMBER_E("budget_eur", 0, INFINITY), TEXT_E("available_from"), TEXT_E("source"), MARKING}},
    [KT_INTERVENTION_INSTRUMENTS] = {"intervention_instruments", false, {
        REF("intervention", KT_REFERS_INTERVENTION), REF("instrument", KT_REFERS_INSTRUMENT), MARKING}},
    [KT_RECOMMENDATIONS] = {"recommendations", false, {
        ID("id"), CHOICE_E("origin", ORIGINS), TEXT_E("text_en"), TEXT_E("text_nl"), TEXT_E("appraisal"),
        REF_O("intervention", KT_REFERS_INTERVENTION), TEXT_O("step"), TEXT_E("status"), TEXT_E("source"), MARKING}},
    [KT_PARTICIPANTS] = {"participants", false, {
        REF("organisation", KT_REFERS_ORGANISATION), TEXT_E("contact"), TEXT_E("invited"), TEXT_E("replied"),
        CHOICE_E("willing", WILLING), TEXT_E("conditions"), TEXT_E("commitment"), DATE_E("date"), MARKING}},
    [KT_STEPS] = {"steps", false, {
        TEXT("stage"), TEXT("step"), TEXT_E("owner"), DATE_E("due"), TEXT_E("status"), TEXT_E("evidence"), MARKING}},
    [KT_DECISIONS] = {"decisions", false, {
        REF("intervention", KT_REFERS_INTERVENTION), CHOICE("decision", VERDICTS), TEXT_E("by"), DATE_E("date"),
        TEXT_E("reason"), TEXT_O("cost_shares"), MARKING}},
    [KT_SUSTAINMENT] = {"sustainment", false, {
        REF("item", KT_REFERS_ITEM), NUMBER_E("installed", 0, INFINITY), NUMBER_E("use_per_year", 0, INFINITY),
        NUMBER_E("repair_days", 0, INFINITY), NUMBER_E("spares", 0, INFINITY), PROOF, MARKING}},
    [KT_OBSERVATIONS] = {"observations", false, {
        TEXT("indicator"), TEXT("subject"), DATE_E("date"), NUMBER_E("value", 0, 0), TEXT_E("unit"), TEXT_E("source"),
        MARKING}},
    [KT_QUESTIONS] = {"questions", false, {
        TEXT("id"), REF_O("organisation", KT_REFERS_ORGANISATION), REF_O("item", KT_REFERS_ITEM), TEXT_O("question"),
        DATE_O("asked"), DATE_O("deadline"), DATE_O("answered"), CHOICE_O("answer", REPLIES), PROOF, MARKING}},
};

const kt_table_spec kt_schema_reference[KT_N_REFERENCE_TABLES] = {
    [KT_MATERIALS] = {"materials", true, {
        ID("id"), TEXT("name_en"), TEXT("name_nl"), TEXT_E("symbol"), CHOICE_E("critical_2023", NO_YES),
        CHOICE_E("strategic_2023", NO_YES), CHOICE_E("nato_2024", NO_YES), NUMBER_E("eol_rir", 0, 1),
        NUMBER_E("companionality", 0, 1), TEXT_O("cas"), TEXT_O("group"), TEXT_O("host_materials"), PROOF}},
    [KT_MATERIAL_SUPPLY] = {"material_supply", true, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), CHOICE("scope", SCOPES), COUNTRY("country"),
        NUMBER("share", 0, 1), NUMBER_E("t", 0, 2), TEXT_E("period"), CHOICE_O("basis", LISTINGS),
        REF_O("of_group", 0), PROOF, EDITION}},
    [KT_STAGE_LINKS] = {"stage_links", true, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("from_stage", STAGES), CHOICE("to_stage", STAGES),
        {.name = "yield", .type = KT_COLUMN_NUMBER, .need = KT_EXISTS, .min = 0, .max = 1, .above_min = true}, PROOF}},
    [KT_HAZARDS] = {"hazards", false, {
        CHOICE("event_type", kt_schema_event_types), TEXT("target"), NUMBER("failure_per_year", 0, INFINITY), PROOF}},
    [KT_COUNTRIES] = {"countries", true, {
        {.name = "iso3", .type = KT_COLUMN_ID, .need = KT_FILLED, .unique = true}, TEXT("name_en"), TEXT("name_nl"),
        NUMBER_E("lat", -90, 90), NUMBER_E("lon", -180, 180), TEXT_E("groups"), TEXT_O("iso2"), PROOF}},
    [KT_GOVERNANCE] = {"governance", false, {
        COUNTRY("country"), NUMBER("year", 1990, 2200), NUMBER_E("va", -5, 5), NUMBER_E("pv", -5, 5),
        NUMBER_E("ge", -5, 5), NUMBER_E("rq", -5, 5), NUMBER_E("rl", -5, 5), NUMBER_E("cc", -5, 5), PROOF,
        NUMBER_O("standard_error", 0, 5), EDITION}},
    [KT_EXPORT_RESTRICTIONS] = {"export_restrictions", false, {
        REF("material", KT_REFERS_MATERIAL), COUNTRY("country"), TEXT_E("target"), TEXT_E("measure"),
        DATE_E("effective"), DATE_E("ended"), TEXT_O("products"), DATE_O("announced"), TEXT_O("legal_reference"),
        DATE_O("suspended_from"), DATE_O("suspended_until"), CHOICE_O("applies_to", APPLIES_TO),
        TEXT_O("organisations"), NUMBER_O("approval_rate", 0, 1), NUMBER_O("approval_days", 0, INFINITY),
        TEXT_O("hs_codes"), TEXT_O("note"), CHOICE_O("covers", COVERS), PROOF}},
    [KT_COMPOSITIONS] = {"compositions", false, {
        REF("composition", 0), REF_O("material", KT_REFERS_MATERIAL), NUMBER_E("mass_fraction_min", 0, 1),
        NUMBER_E("mass_fraction_typ", 0, 1), NUMBER_E("mass_fraction_max", 0, 1), TEXT_O("name_en"), TEXT_O("name_nl"),
        TEXT_O("class"), ABOVE_O("yield", 0, 1), TEXT_O("yield_source"), TEXT_O("element"), PROOF}},
    [KT_HS_CODES] = {"hs_codes", false, {
        REF("material", KT_REFERS_MATERIAL), TEXT_E("stage"), TEXT("hs6"), TEXT_O("description"), PROOF}},
    [KT_SYNONYMS] = {"synonyms", false, {CHOICE("kind", SYNONYMS), TEXT("text"), REF("id", 0), PROOF}},
    [KT_CRITICALITY_INPUTS] = {"criticality_inputs", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), NUMBER_E("import_reliance", 0, 1),
        NUMBER_E("eol_rir", 0, 1), NUMBER_E("si_sr", 0, 1), NUMBER_E("si_ei", 0, 1), CHOICE_E("supply_used", USED),
        NUMBER_E("sr_published_stage", 0, INFINITY), NUMBER_E("sr_published", 0, INFINITY),
        NUMBER_E("ei_published", 0, INFINITY), TEXT_O("note"), CHOICE_O("bottleneck_stage", STAGES), PROOF}},
    [KT_CRITICALITY_HISTORY] = {"criticality_history", false, {
        REF("material", KT_REFERS_MATERIAL), NUMBER("year", 1990, 2200), NUMBER_E("sr", 0, INFINITY),
        NUMBER_E("ei", 0, INFINITY), PROOF}},
    [KT_END_USES] = {"end_uses", false, {
        REF("material", KT_REFERS_MATERIAL), TEXT("application"), NUMBER("share", 0, 1), TEXT_E("nace2"),
        NUMBER_E("value_added_meur", 0, INFINITY), PROOF}},
    [KT_RESERVES] = {"reserves", false, {
        REF("material", KT_REFERS_MATERIAL), COUNTRY("country"), NUMBER("year", 1900, 2200), NUMBER_E("share", 0, 1),
        NUMBER_O("tonnes", 0, INFINITY), PROOF}},
    [KT_PRODUCTION] = {"production", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), COUNTRY("country"), NUMBER("year", 1900, 2200),
        NUMBER_E("tonnes", 0, INFINITY), NUMBER_E("share", 0, 1), TEXT_O("content"),
        NUMBER_O("sum_of_published_shares", 0, 2), TEXT_O("period"), EDITION, PROOF}},
    [KT_PRICES] = {"prices", false, {
        REF("material", KT_REFERS_MATERIAL), TEXT("month"), ABOVE("price", 0, INFINITY), TEXT_E("unit"),
        TEXT_E("series"), PROOF}},
    [KT_TRADE] = {"trade", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), REF("importer", 0), COUNTRY("exporter"),
        NUMBER("year", 1900, 2200), NUMBER("tonnes", 0, INFINITY), PROOF}},
    [KT_ELASTICITIES] = {"elasticities", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES),
        {.name = "supply", .type = KT_COLUMN_NUMBER, .need = KT_FILLED, .min = 0, .max = INFINITY, .above_min = true},
        {.name = "demand", .type = KT_COLUMN_NUMBER, .need = KT_FILLED, .min = -INFINITY, .max = 0}, PROOF}},
    [KT_WORLD_OUTPUT] = {"world_output", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), TEXT("period"), NUMBER("tonnes", 0, INFINITY),
        CHOICE("basis", OUTPUTS), CHOICE_E("primary", NO_YES), NUMBER_O("capacity", 0, INFINITY), PROOF, EDITION,
        NUMBER_O("published", 0, INFINITY), TEXT_O("content"), ABOVE_O("factor", 0, 1), TEXT_O("note")}},
    [KT_MAKERS] = {"makers", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), COUNTRY("country"), TEXT("maker"),
        DATE_E("since"), PROOF, TEXT_O("note")}},
    [KT_ANNUAL_PRICES] = {"annual_prices", false, {
        REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), CHOICE("form", FORMS), TEXT("market"),
        TEXT_E("origin"), NUMBER("year", 1900, 2200), ABOVE("usd_per_kg", 0, INFINITY), TEXT_E("content"),
        ABOVE_O("fraction", 0, 1), PROOF, TEXT_O("product"), NUMBER_O("published", 0, INFINITY),
        TEXT_O("published_unit"), TEXT_O("note")}},
    [KT_EXCHANGE_RATES] = {"exchange_rates", false, {
        {.name = "year", .type = KT_COLUMN_NUMBER, .need = KT_FILLED, .min = 1900, .max = 2200, .unique = true},
        ABOVE("usd_per_eur", 0, INFINITY), PROOF}},
    [KT_SANCTIONS] = {"sanctions", false, {
        COUNTRY("country"), CHOICE("kind", SANCTIONS), DATE_E("effective"), DATE_E("ended"), TEXT("act"), PROOF,
        TEXT_O("note")}},
    [KT_GOVERNANCE_ERRORS] = {"governance_errors", false, {
        COUNTRY("country"), NUMBER("year", 1990, 2200), NUMBER_E("va", 0, 5), NUMBER_E("pv", 0, 5),
        NUMBER_E("ge", 0, 5), NUMBER_E("rq", 0, 5), NUMBER_E("rl", 0, 5), NUMBER_E("cc", 0, 5), PROOF, EDITION}},
    [KT_IMPORTS] = {"imports", false, {
        COUNTRY("importer"), REF("material", KT_REFERS_MATERIAL), CHOICE("stage", STAGES), TEXT("code"),
        COUNTRY("exporter"), TEXT("year"), NUMBER("share", 0, 1), NUMBER("value_eur", 0, INFINITY),
        CHOICE_E("shared_code", NO_YES), PROOF, TEXT_O("product"), TEXT_O("note")}},
    [KT_STRATEGY_AREAS] = {"strategy_areas", false, {ID("id"), TEXT("name_en"), TEXT_E("name_nl"), PROOF}},
    [KT_TYPICAL_ITEMS] = {"typical_items", false, {
        ID("id"), REF("area", KT_REFERS_STRATEGY_AREA), TEXT("name_en"), TEXT_E("name_nl"),
        NUMBER("business_impact", 1, 5), PROOF}},
    [KT_TYPICAL_CONTENTS] = {"typical_contents", false, {
        REF("item", KT_REFERS_TYPICAL_ITEM), REF_O("material", KT_REFERS_MATERIAL),
        REF_O("composition", KT_REFERS_COMPOSITION), PROOF}},
    [KT_PUBLISHED_NAMES] = {"published_names", false, {
        CHOICE("publication", kt_schema_publications), TEXT("name"), TEXT_E("words"),
        REF_O("material", KT_REFERS_MATERIAL), CHOICE_E("stage", STAGES), TEXT_O("note"), PROOF}},
    [KT_PRODUCT_CLASSES] = {"product_classes", false, {
        ID("id"), REF_O("parent", KT_REFERS_CLASS), TEXT("name_en"), TEXT("name_nl"), TEXT_O("name_de"),
        CHOICE("qualified", NO_YES), CHOICE_O("stuff", NO_YES), ABOVE_O("mass_kg_low", 0, INFINITY), ABOVE_O("mass_kg_typ", 0, INFINITY),
        ABOVE_O("mass_kg_high", 0, INFINITY), TEXT_O("hs"), TEXT_O("unspsc"), REF_O("composition", KT_REFERS_COMPOSITION),
        PROOF}},
    [KT_PRODUCT_SUPPLY] = {"product_supply", false, {
        REF("class", KT_REFERS_CLASS), CHOICE("scope", MARKET_SCOPES), COUNTRY("country"), TEXT_O("maker"),
        NUMBER_O("share", 0, 1), TEXT("period"), CHOICE("basis", BASES), TEXT_O("code"), PROOF, TEXT_O("note")}},
    [KT_CLASS_CONTENT] = {"class_content", false, {
        REF("class", KT_REFERS_CLASS), REF_O("material", KT_REFERS_MATERIAL), REF_O("half_product", KT_REFERS_CLASS),
        NUMBER("fraction_low", 0, 1), NUMBER("fraction_typ", 0, 1), NUMBER("fraction_high", 0, 1), PROOF,
        TEXT_O("note")}},
    [KT_CLASS_WORDS] = {"class_words", false, {
        TEXT("text"), REF_O("class", KT_REFERS_CLASS), CHOICE("role", WORD_ROLES), PROOF}},
};
// clang-format on

bool kt_schema_on_request(const kt_table_spec *spec)
{
    static const kt_reference_table LONG[] = {KT_RESERVES,   KT_PRODUCTION,     KT_PRICES,
                                              KT_TRADE,      KT_PRODUCT_SUPPLY, KT_CLASS_CONTENT,
                                              KT_CLASS_WORDS};
    for (size_t i = 0; i < sizeof LONG / sizeof LONG[0]; i++) {
        if (spec == &kt_schema_reference[LONG[i]])
            return true;
    }
    return false;
}

const char *kt_schema_stage_name(int stage)
{
    return stage >= 1 && stage < KT_N_STAGES ? STAGES[stage - 1] : "";
}

int kt_schema_choice(const kt_column_spec *spec, const char *text, size_t length)
{
    for (int i = 0; spec->choices[i] != NULL; i++) {
        if (strlen(spec->choices[i]) == length && memcmp(spec->choices[i], text, length) == 0)
            return i + 1;
    }
    return 0;
}
