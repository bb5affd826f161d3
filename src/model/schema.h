// SPDX-License-Identifier: EUPL-1.2
// The tables and columns of a case (DESIGN section 3) and of the reference package, as data. The
// enums name positions in those lists; tests/unit/schema.c holds them together.
#ifndef KT_MODEL_SCHEMA_H
#define KT_MODEL_SCHEMA_H

#include "model/table.h"

typedef enum kt_case_table {
    KT_ITEMS,
    KT_BOM,
    KT_ORGANISATIONS,
    KT_SITES,
    KT_SUPPLY,
    KT_STOCKS,
    KT_DEMAND,
    KT_AREAS,
    KT_ITEM_AREAS,
    KT_SCENARIOS,
    KT_SCENARIO_EVENTS,
    KT_INTERVENTIONS,
    KT_INSTRUMENTS,
    KT_INTERVENTION_INSTRUMENTS,
    KT_RECOMMENDATIONS,
    KT_PARTICIPANTS,
    KT_STEPS,
    KT_DECISIONS,
    KT_SUSTAINMENT,
    KT_OBSERVATIONS,
    KT_QUESTIONS,
    KT_N_CASE_TABLES
} kt_case_table;

typedef enum kt_reference_table {
    KT_MATERIALS,
    KT_MATERIAL_SUPPLY,
    KT_STAGE_LINKS,
    KT_HAZARDS,
    KT_COUNTRIES,
    KT_GOVERNANCE,
    KT_EXPORT_RESTRICTIONS,
    KT_COMPOSITIONS,
    KT_HS_CODES,
    KT_SYNONYMS,
    KT_CRITICALITY_INPUTS,
    KT_CRITICALITY_HISTORY,
    KT_END_USES,
    KT_RESERVES,
    KT_PRODUCTION,
    KT_PRICES,
    KT_TRADE,
    KT_ELASTICITIES,
    KT_WORLD_OUTPUT,
    KT_MAKERS,
    KT_ANNUAL_PRICES,
    KT_EXCHANGE_RATES,
    KT_SANCTIONS,
    KT_GOVERNANCE_ERRORS,
    KT_IMPORTS,
    KT_STRATEGY_AREAS,
    KT_TYPICAL_ITEMS,
    KT_TYPICAL_CONTENTS,
    KT_PUBLISHED_NAMES,
    KT_PRODUCT_CLASSES,
    KT_PRODUCT_SUPPLY,
    KT_CLASS_CONTENT,
    KT_CLASS_WORDS,
    KT_N_REFERENCE_TABLES
} kt_reference_table;

// Of the dated measures beside the reference (data/scenarios): the tables KT_SCENARIOS and
// KT_SCENARIO_EVENTS of a case.
typedef enum kt_dated_table {
    KT_DATED_SCENARIOS,
    KT_DATED_EVENTS,
    KT_N_DATED_TABLES
} kt_dated_table;

enum { // items
    KT_ITEMS_ID,
    KT_ITEMS_KIND,
    KT_ITEMS_NAME_EN,
    KT_ITEMS_NAME_NL,
    KT_ITEMS_UNIT,
    KT_ITEMS_MASS_KG,
    KT_ITEMS_MATERIAL,
    KT_ITEMS_STAGE,
    KT_ITEMS_VALUE_EUR,
    KT_ITEMS_FUNCTION_CRITICAL,
    KT_ITEMS_CLASS
};
enum { // bom
    KT_BOM_PARENT,
    KT_BOM_CHILD,
    KT_BOM_QUANTITY,
    KT_BOM_ESSENTIAL,
    KT_BOM_ALTERNATIVE_GROUP,
    KT_BOM_MIN_SHARE,
    KT_BOM_YIELD,
    KT_BOM_QUANTITY_MIN,
    KT_BOM_QUANTITY_MAX,
    KT_BOM_EVIDENCE
};
enum {
    KT_ORGANISATIONS_ID,
    KT_ORGANISATIONS_NAME,
    KT_ORGANISATIONS_COUNTRY,
    KT_ORGANISATIONS_ROLE,
    KT_ORGANISATIONS_LEI,
    KT_ORGANISATIONS_KVK,
    KT_ORGANISATIONS_NCAGE,
    KT_ORGANISATIONS_EVIDENCE
};
enum { KT_SITES_ID, KT_SITES_ORGANISATION, KT_SITES_COUNTRY, KT_SITES_NAME };
enum { // supply
    KT_SUPPLY_ITEM,
    KT_SUPPLY_SUPPLIER,
    KT_SUPPLY_BUYER,
    KT_SUPPLY_SHARE,
    KT_SUPPLY_SPARE_SHARE,
    KT_SUPPLY_LEAD_TIME,
    KT_SUPPLY_SWITCH,
    KT_SUPPLY_RECOVERY,
    KT_SUPPLY_PRICE,
    KT_SUPPLY_FAILURE,
    KT_SUPPLY_EVIDENCE,
    KT_SUPPLY_SOURCE
};
enum { KT_DEMAND_ITEM, KT_DEMAND_YEAR, KT_DEMAND_QUANTITY };
enum { KT_SUSTAINMENT_ITEM, KT_SUSTAINMENT_INSTALLED, KT_SUSTAINMENT_USE };
enum { KT_STOCKS_ITEM, KT_STOCKS_HOLDER, KT_STOCKS_QUANTITY, KT_STOCKS_DAYS, KT_STOCKS_EVIDENCE };
enum { KT_AREAS_ID, KT_AREAS_NAME_EN, KT_AREAS_NAME_NL };
enum { KT_ITEM_AREAS_ITEM, KT_ITEM_AREAS_AREA, KT_ITEM_AREAS_IMPACT, KT_ITEM_AREAS_EVIDENCE };
enum { // scenarios
    KT_SCENARIOS_ID,
    KT_SCENARIOS_NAME_EN,
    KT_SCENARIOS_NAME_NL,
    KT_SCENARIOS_PROBABILITY,
    KT_SCENARIOS_EVIDENCE,
    KT_SCENARIOS_SOURCE,
    KT_SCENARIOS_MARKING,
    KT_SCENARIOS_START,
    KT_SCENARIOS_END
};
enum {
    KT_SCENARIO_EVENTS_SCENARIO,
    KT_SCENARIO_EVENTS_TYPE,
    KT_SCENARIO_EVENTS_TARGET,
    KT_SCENARIO_EVENTS_KIND,
    KT_SCENARIO_EVENTS_MAGNITUDE,
    KT_SCENARIO_EVENTS_START,
    KT_SCENARIO_EVENTS_DURATION,
    KT_SCENARIO_EVENTS_RATE,
    KT_SCENARIO_EVENTS_DELAY
};
enum { // questions
    KT_QUESTIONS_ID,
    KT_QUESTIONS_ORGANISATION,
    KT_QUESTIONS_ITEM,
    KT_QUESTIONS_QUESTION,
    KT_QUESTIONS_ASKED,
    KT_QUESTIONS_DEADLINE,
    KT_QUESTIONS_ANSWERED,
    KT_QUESTIONS_ANSWER,
    KT_QUESTIONS_EVIDENCE
};
enum { // reference: materials
    KT_MATERIALS_ID,
    KT_MATERIALS_NAME_EN,
    KT_MATERIALS_NAME_NL,
    KT_MATERIALS_SYMBOL,
    KT_MATERIALS_CRITICAL,
    KT_MATERIALS_STRATEGIC,
    KT_MATERIALS_NATO,
    KT_MATERIALS_EOL_RIR,
    KT_MATERIALS_COMPANIONALITY,
    KT_MATERIALS_CAS,
    KT_MATERIALS_GROUP
};
enum {
    KT_MATERIAL_SUPPLY_MATERIAL,
    KT_MATERIAL_SUPPLY_STAGE,
    KT_MATERIAL_SUPPLY_SCOPE,
    KT_MATERIAL_SUPPLY_COUNTRY,
    KT_MATERIAL_SUPPLY_SHARE,
    KT_MATERIAL_SUPPLY_T,
    KT_MATERIAL_SUPPLY_PERIOD,
    KT_MATERIAL_SUPPLY_BASIS,
    KT_MATERIAL_SUPPLY_OF_GROUP,
    KT_MATERIAL_SUPPLY_EVIDENCE,
    KT_MATERIAL_SUPPLY_SOURCE,
    KT_MATERIAL_SUPPLY_EDITION
};
enum { KT_STAGE_LINKS_MATERIAL, KT_STAGE_LINKS_FROM, KT_STAGE_LINKS_TO, KT_STAGE_LINKS_YIELD };
enum { KT_HAZARDS_TYPE, KT_HAZARDS_TARGET, KT_HAZARDS_FAILURE, KT_HAZARDS_EVIDENCE };
enum {
    KT_COUNTRIES_ISO3,
    KT_COUNTRIES_NAME_EN,
    KT_COUNTRIES_NAME_NL,
    KT_COUNTRIES_LAT,
    KT_COUNTRIES_LON,
    KT_COUNTRIES_GROUPS,
    KT_COUNTRIES_ISO2
};
enum {
    KT_GOVERNANCE_COUNTRY,
    KT_GOVERNANCE_YEAR,
    KT_GOVERNANCE_VA,
    KT_GOVERNANCE_PV,
    KT_GOVERNANCE_GE,
    KT_GOVERNANCE_RQ,
    KT_GOVERNANCE_RL,
    KT_GOVERNANCE_CC,
    KT_GOVERNANCE_EVIDENCE,
    KT_GOVERNANCE_SOURCE,
    KT_GOVERNANCE_ERROR,
    KT_GOVERNANCE_EDITION
};
enum {
    KT_RESTRICTIONS_MATERIAL,
    KT_RESTRICTIONS_COUNTRY,
    KT_RESTRICTIONS_TARGET,
    KT_RESTRICTIONS_MEASURE,
    KT_RESTRICTIONS_EFFECTIVE,
    KT_RESTRICTIONS_ENDED,
    KT_RESTRICTIONS_PRODUCTS,
    KT_RESTRICTIONS_ANNOUNCED,
    KT_RESTRICTIONS_LEGAL,
    KT_RESTRICTIONS_SUSPENDED_FROM,
    KT_RESTRICTIONS_SUSPENDED_UNTIL,
    KT_RESTRICTIONS_APPLIES_TO,
    KT_RESTRICTIONS_ORGANISATIONS,
    KT_RESTRICTIONS_APPROVAL_RATE,
    KT_RESTRICTIONS_APPROVAL_DAYS,
    KT_RESTRICTIONS_HS_CODES,
    KT_RESTRICTIONS_NOTE,
    KT_RESTRICTIONS_COVERS,
    KT_RESTRICTIONS_EVIDENCE,
    KT_RESTRICTIONS_SOURCE
};
enum { // the EU method's inputs and published results of 2023, one row a material and stage
    KT_INPUTS_MATERIAL,
    KT_INPUTS_STAGE,
    KT_INPUTS_IMPORT_RELIANCE,
    KT_INPUTS_EOL_RIR,
    KT_INPUTS_SI_SR,
    KT_INPUTS_SI_EI,
    KT_INPUTS_SUPPLY_USED,
    KT_INPUTS_PUBLISHED_STAGE,
    KT_INPUTS_PUBLISHED,
    KT_INPUTS_PUBLISHED_EI,
    KT_INPUTS_NOTE
};
enum { KT_HISTORY_MATERIAL, KT_HISTORY_YEAR, KT_HISTORY_SR, KT_HISTORY_EI };
enum {
    KT_END_USES_MATERIAL,
    KT_END_USES_APPLICATION,
    KT_END_USES_SHARE,
    KT_END_USES_NACE2,
    KT_END_USES_VALUE
};
enum {
    KT_RESERVES_MATERIAL,
    KT_RESERVES_COUNTRY,
    KT_RESERVES_YEAR,
    KT_RESERVES_SHARE,
    KT_RESERVES_TONNES
};
enum {
    KT_PRODUCTION_MATERIAL,
    KT_PRODUCTION_STAGE,
    KT_PRODUCTION_COUNTRY,
    KT_PRODUCTION_YEAR,
    KT_PRODUCTION_TONNES,
    KT_PRODUCTION_SHARE,
    KT_PRODUCTION_CONTENT,
    KT_PRODUCTION_SUM,
    KT_PRODUCTION_PERIOD,
    KT_PRODUCTION_EDITION,
    KT_PRODUCTION_EVIDENCE,
    KT_PRODUCTION_SOURCE
};
enum { KT_PRICES_MATERIAL, KT_PRICES_MONTH, KT_PRICES_PRICE, KT_PRICES_UNIT, KT_PRICES_SERIES };
enum { // imports of `importer` from `exporter`
    KT_TRADE_MATERIAL,
    KT_TRADE_STAGE,
    KT_TRADE_IMPORTER,
    KT_TRADE_EXPORTER,
    KT_TRADE_YEAR,
    KT_TRADE_TONNES
};
enum {
    KT_COMPOSITIONS_COMPOSITION,
    KT_COMPOSITIONS_MATERIAL,
    KT_COMPOSITIONS_MIN,
    KT_COMPOSITIONS_TYP,
    KT_COMPOSITIONS_MAX,
    KT_COMPOSITIONS_NAME_EN,
    KT_COMPOSITIONS_NAME_NL,
    KT_COMPOSITIONS_CLASS,
    KT_COMPOSITIONS_YIELD
};
enum { KT_SYNONYMS_KIND, KT_SYNONYMS_TEXT, KT_SYNONYMS_ID };
enum {
    KT_ELASTICITIES_MATERIAL,
    KT_ELASTICITIES_STAGE,
    KT_ELASTICITIES_SUPPLY,
    KT_ELASTICITIES_DEMAND
};
enum { // of the whole world, a row a material, stage and period
    KT_WORLD_OUTPUT_MATERIAL,
    KT_WORLD_OUTPUT_STAGE,
    KT_WORLD_OUTPUT_PERIOD,
    KT_WORLD_OUTPUT_TONNES,
    KT_WORLD_OUTPUT_BASIS,
    KT_WORLD_OUTPUT_PRIMARY,
    KT_WORLD_OUTPUT_CAPACITY,
    KT_WORLD_OUTPUT_EVIDENCE,
    KT_WORLD_OUTPUT_SOURCE,
    KT_WORLD_OUTPUT_EDITION
};
enum { // who is known to make one element where shares are published for a group only
    KT_MAKERS_MATERIAL,
    KT_MAKERS_STAGE,
    KT_MAKERS_COUNTRY,
    KT_MAKERS_MAKER,
    KT_MAKERS_SINCE,
    KT_MAKERS_EVIDENCE,
    KT_MAKERS_SOURCE
};
enum {
    KT_ANNUAL_PRICES_MATERIAL,
    KT_ANNUAL_PRICES_STAGE,
    KT_ANNUAL_PRICES_FORM,
    KT_ANNUAL_PRICES_MARKET,
    KT_ANNUAL_PRICES_ORIGIN,
    KT_ANNUAL_PRICES_YEAR,
    KT_ANNUAL_PRICES_USD,
    KT_ANNUAL_PRICES_CONTENT,
    KT_ANNUAL_PRICES_FRACTION,
    KT_ANNUAL_PRICES_EVIDENCE,
    KT_ANNUAL_PRICES_SOURCE
};
enum {
    KT_EXCHANGE_RATES_YEAR,
    KT_EXCHANGE_RATES_USD,
    KT_EXCHANGE_RATES_EVIDENCE,
    KT_EXCHANGE_RATES_SOURCE
};
enum { // standard errors of the estimates of governance
    KT_GOVERNANCE_ERRORS_COUNTRY,
    KT_GOVERNANCE_ERRORS_YEAR,
    KT_GOVERNANCE_ERRORS_VA,
    KT_GOVERNANCE_ERRORS_PV,
    KT_GOVERNANCE_ERRORS_GE,
    KT_GOVERNANCE_ERRORS_RQ,
    KT_GOVERNANCE_ERRORS_RL,
    KT_GOVERNANCE_ERRORS_CC,
    KT_GOVERNANCE_ERRORS_EVIDENCE,
    KT_GOVERNANCE_ERRORS_SOURCE,
    KT_GOVERNANCE_ERRORS_EDITION
};
enum { // what yearly tables of others call our materials and stages
    KT_PUBLISHED_NAMES_PUBLICATION,
    KT_PUBLISHED_NAMES_NAME,
    KT_PUBLISHED_NAMES_WORDS,
    KT_PUBLISHED_NAMES_MATERIAL,
    KT_PUBLISHED_NAMES_STAGE,
    KT_PUBLISHED_NAMES_NOTE
};
enum { // of one country, by customs code and partner
    KT_IMPORTS_IMPORTER,
    KT_IMPORTS_MATERIAL,
    KT_IMPORTS_STAGE,
    KT_IMPORTS_CODE,
    KT_IMPORTS_EXPORTER,
    KT_IMPORTS_YEAR,
    KT_IMPORTS_SHARE,
    KT_IMPORTS_VALUE,
    KT_IMPORTS_SHARED_CODE,
    KT_IMPORTS_EVIDENCE,
    KT_IMPORTS_SOURCE
};
enum { // what stands in parts lists, by kind
    KT_PRODUCT_CLASSES_ID,
    KT_PRODUCT_CLASSES_PARENT,
    KT_PRODUCT_CLASSES_NAME_EN,
    KT_PRODUCT_CLASSES_NAME_NL,
    KT_PRODUCT_CLASSES_NAME_DE,
    KT_PRODUCT_CLASSES_QUALIFIED,
    KT_PRODUCT_CLASSES_STUFF,
    KT_PRODUCT_CLASSES_MASS_LOW,
    KT_PRODUCT_CLASSES_MASS_TYP,
    KT_PRODUCT_CLASSES_MASS_HIGH,
    KT_PRODUCT_CLASSES_HS,
    KT_PRODUCT_CLASSES_UNSPSC,
    KT_PRODUCT_CLASSES_COMPOSITION,
    KT_PRODUCT_CLASSES_EVIDENCE,
    KT_PRODUCT_CLASSES_SOURCE
};
enum { // who makes or sells what is of a class
    KT_PRODUCT_SUPPLY_CLASS,
    KT_PRODUCT_SUPPLY_SCOPE,
    KT_PRODUCT_SUPPLY_COUNTRY,
    KT_PRODUCT_SUPPLY_MAKER,
    KT_PRODUCT_SUPPLY_SHARE,
    KT_PRODUCT_SUPPLY_PERIOD,
    KT_PRODUCT_SUPPLY_BASIS,
    KT_PRODUCT_SUPPLY_CODE,
    KT_PRODUCT_SUPPLY_EVIDENCE,
    KT_PRODUCT_SUPPLY_SOURCE
};
enum { KT_CLASS_WORDS_TEXT, KT_CLASS_WORDS_CLASS, KT_CLASS_WORDS_ROLE };
enum { // what is in it: parts of its mass
    KT_CLASS_CONTENT_CLASS,
    KT_CLASS_CONTENT_MATERIAL,
    KT_CLASS_CONTENT_HALF_PRODUCT,
    KT_CLASS_CONTENT_LOW,
    KT_CLASS_CONTENT_TYP,
    KT_CLASS_CONTENT_HIGH,
    KT_CLASS_CONTENT_EVIDENCE,
    KT_CLASS_CONTENT_SOURCE
};
enum { // measures of the EU against a country
    KT_SANCTIONS_COUNTRY,
    KT_SANCTIONS_KIND,
    KT_SANCTIONS_EFFECTIVE,
    KT_SANCTIONS_ENDED,
    KT_SANCTIONS_ACT,
    KT_SANCTIONS_EVIDENCE,
    KT_SANCTIONS_SOURCE
};
enum { KT_STRATEGY_AREAS_ID, KT_STRATEGY_AREAS_NAME_EN, KT_STRATEGY_AREAS_NAME_NL };
enum { // the public basket: what an area typically makes
    KT_TYPICAL_ITEMS_ID,
    KT_TYPICAL_ITEMS_AREA,
    KT_TYPICAL_ITEMS_NAME_EN,
    KT_TYPICAL_ITEMS_NAME_NL,
    KT_TYPICAL_ITEMS_IMPACT,
    KT_TYPICAL_ITEMS_EVIDENCE
};
enum { // and what that cannot be made without
    KT_TYPICAL_CONTENTS_ITEM,
    KT_TYPICAL_CONTENTS_MATERIAL,
    KT_TYPICAL_CONTENTS_COMPOSITION
};

// Values of choice cells (0 is an empty cell).
typedef enum kt_item_kind {
    KT_KIND_PRODUCT_GROUP = 1,
    KT_KIND_PLATFORM,
    KT_KIND_FUNCTION,
    KT_KIND_SYSTEM,
    KT_KIND_COMPONENT,
    KT_KIND_SEMI_FINISHED,
    KT_KIND_MATERIAL
} kt_item_kind;
typedef enum kt_unit { KT_UNIT_PIECE = 1, KT_UNIT_KG, KT_UNIT_M, KT_UNIT_M2, KT_UNIT_M3 } kt_unit;
typedef enum kt_stage { KT_STAGE_EXTRACTION = 1, KT_STAGE_PROCESSING, KT_STAGE_RECYCLING } kt_stage;
enum { KT_N_STAGES = 4 }; // with 0 for none
typedef enum kt_evidence {
    KT_EVIDENCE_A = 1,
    KT_EVIDENCE_B,
    KT_EVIDENCE_C,
    KT_EVIDENCE_D
} kt_evidence;
enum { KT_NO = 1, KT_YES = 2 };
enum { KT_SCOPE_CELL_GLOBAL = 1, KT_SCOPE_CELL_EU = 2 };
typedef enum kt_supply_used { KT_USED_BOTH = 1, KT_USED_GLOBAL, KT_USED_EU } kt_supply_used;
enum {
    KT_EVENT_SITE = 1,
    KT_EVENT_ORGANISATION,
    KT_EVENT_COUNTRY,
    KT_EVENT_MATERIAL,
    KT_EVENT_FLOW,
    KT_EVENT_ITEM
};
typedef enum kt_synonym_kind {
    KT_SYNONYM_COMPOSITION = 1,
    KT_SYNONYM_COUNTRY,
    KT_SYNONYM_MATERIAL,
    KT_SYNONYM_WORD, // `id` is the English word that `text` stands for
    KT_SYNONYM_NOISE // `id` says in which way `text` may be left out
} kt_synonym_kind;

typedef enum kt_event_kind {
    KT_EVENT_BAN = 1,
    KT_EVENT_END_USE_BAN,
    KT_EVENT_QUOTA,
    KT_EVENT_LICENCE, // the magnitude of the usual exports gets none: 1 - rate
    KT_EVENT_TARIFF,
    KT_EVENT_FAILURE,
    KT_EVENT_DEMAND,
    KT_EVENT_DELAY
} kt_event_kind;

typedef enum kt_reply_kind { // of questions; empty: none yet
    KT_REPLY_GIVEN = 1,
    KT_REPLY_UNKNOWN,
    KT_REPLY_WITHHELD
} kt_reply_kind;

// A publication that comes out anew each year, with the same tables.
typedef enum kt_publication {
    KT_PUBLICATION_USGS = 1,   // Mineral Commodity Summaries
    KT_PUBLICATION_WMD,        // World Mining Data
    KT_PUBLICATION_WGI,        // Worldwide Governance Indicators
    KT_PUBLICATION_PINK_SHEET, // commodity prices of the World Bank
    KT_N_PUBLICATIONS
} kt_publication;

// What a list of shares says of itself.
typedef enum kt_listing {
    KT_LISTING_COMPLETE = 1,  // named and other countries make up the world
    KT_LISTING_SUM_OF_LISTED, // divided by the sum of the listed countries: some may be missing
    KT_LISTING_MODEL,         // computed from other figures, not counted
    KT_LISTING_PARTIAL,       // most of the world is not named
    KT_LISTING_LOWER_BOUND,   // of a total that is known to be too low
    KT_LISTING_SUM_OVER_1
} kt_listing;

// What a figure of world output is.
typedef enum kt_output_basis {
    KT_OUTPUT_STATISTIC = 1,
    KT_OUTPUT_ESTIMATE,      // of the publisher: a forecast, a rounded or implied figure
    KT_OUTPUT_MINE_BOUND,    // content mined stands in for what is refined of it: at most this
    KT_OUTPUT_SUM_OF_LISTED, // countries are missing: at least this
    KT_OUTPUT_MODEL
} kt_output_basis;

typedef enum kt_price_form {
    KT_FORM_ORE = 1,
    KT_FORM_COMPOUND, // an oxide, salt or other compound
    KT_FORM_ALLOY,    // a ferro-alloy or master alloy
    KT_FORM_METAL     // the element or the refined product itself
} kt_price_form;

typedef enum kt_applies_to { // empty: to every buyer in the target
    KT_APPLIES_TO_MILITARY_USE = 1,
    KT_APPLIES_TO_ORGANISATIONS
} kt_applies_to;

typedef enum kt_covers { // empty: the material in whatever form
    KT_COVERS_ORE = 1,   // ore, concentrate and other raw material, not what is refined of it
    KT_COVERS_SOME       // products that the row names, not the material as it is otherwise sold
} kt_covers;

typedef enum kt_sanction_kind {
    KT_SANCTION_ECONOMIC = 1, // restrictions on trade with the country as a whole
    KT_SANCTION_ARMS,         // an embargo on arms
    KT_SANCTION_LISTED        // persons and organisations that are named
} kt_sanction_kind;

// What a word says in the name of a part.
typedef enum kt_class_role {
    KT_CLASS_HEAD = 1, // names the class
    KT_CLASS_MARK,     // a designation that tells it: 6205-2RS, 1.4404
    KT_CLASS_TRAIT,    // chooses it where a class above it is named: A2, centrifugal
    KT_CLASS_FORM,     // a shape in which substances are sold: plate, Stange
    KT_CLASS_OTHER,    // names something that has no class: bracket, deksel
    KT_CLASS_LINK,     // what stands behind it is what the part is for: for, met
    KT_CLASS_NOISE,    // says nothing of the class: verzinkt, DIN
    KT_CLASS_MORE      // the name is of more than one thing: and, en
} kt_class_role;

// What a share of the supply of a class is a share of.
typedef enum kt_supply_basis {
    KT_BASIS_OUTPUT = 1, // of what is made
    KT_BASIS_CAPACITY,   // of what could be made
    KT_BASIS_SALES,      // of what is sold, by the seat of the maker: it may be made elsewhere
    KT_BASIS_CUSTOMS,    // of what is imported, by the partner of the declaration: it may be made
                         // elsewhere
    KT_BASIS_STATEMENT,  // as somebody who knows the trade puts it
    KT_BASIS_MAKER       // makes it; how much is not known
} kt_supply_basis;

extern const kt_table_spec kt_schema_case[KT_N_CASE_TABLES];
extern const kt_table_spec kt_schema_reference[KT_N_REFERENCE_TABLES];

// Long tables of the reference that few commands need: read only where asked for (kt_open_options),
// hashed either way.
bool kt_schema_on_request(const kt_table_spec *spec);

// Words of choice cells that are asked for elsewhere too, each at its value less one; NULL ends.
extern const char *const kt_schema_event_types[];
extern const char *const kt_schema_event_kinds[]; // in measure.c
extern const char *const kt_schema_publications[];

// "extraction", "processing", "recycling", or "" for 0.
const char *kt_schema_stage_name(int stage);

// Position of the text among the spec's choices plus one; 0 when it is none of them.
int kt_schema_choice(const kt_column_spec *spec, const char *text, size_t length);

#endif
