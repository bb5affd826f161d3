// SPDX-License-Identifier: EUPL-1.2
// See assess_record.h. An assessment lies behind a pointer, so every list of it is walked by a
// function of its own. Some two thousand rows for a frigate, most of them flows.
#include "report/record/assess_record.h"

#include "report/record/chokepoint_record.h"
#include "report/record/common_record.h"
#include "report/record/comparison_record.h"

static const kt_assessment *of(const void *context)
{
    return ((const kt_assess_result *)context)->assessment;
}

static void set_symbol(kt_value *out, const void *context, kt_symbol symbol)
{
    kt_value_set_text(out, kt_pool_text(&of(context)->the_case->pool, symbol));
}

static void set_item(kt_value *out, const void *context, uint32_t item)
{
    out->kind = KT_VALUE_NULL;
    if (item != KT_NO_ROW)
        set_symbol(out, context, of(context)->network.item[item].id);
}

static void set_material(kt_value *out, const void *context, uint32_t row)
{
    const kt_table *materials = &of(context)->the_case->reference[KT_MATERIALS];
    out->kind = KT_VALUE_NULL;
    if (row != KT_NO_ROW)
        set_symbol(out, context, kt_table_text(materials, KT_MATERIALS_ID, row));
}

// The next of `n` rows of `size` bytes.
static const void *next_of(const void *first, size_t n, size_t size, kt_cursor *cursor)
{
    return cursor->at < n ? (const char *)first + cursor->at++ * size : NULL;
}

#define NUMBER(struct_name, key, member, u, about)                                                 \
    {                                                                                              \
        .name = key, .type = KT_FIELD_NUMBER, KT_AT(struct_name, member), .unit = u, .help = about \
    }
#define COUNT(struct_name, key, member, about)                                                     \
    {                                                                                              \
        .name = key, .type = KT_FIELD_COUNT, KT_AT(struct_name, member), .help = about             \
    }

// ---------------------------------------------------------------------------- counts and
// visibility

// clang-format off
static const kt_field COUNTS[] = {
    COUNT(kt_counts, "items", items, NULL),
    COUNT(kt_counts, "producers", producers, NULL),
    COUNT(kt_counts, "requirements", requirements, NULL),
    COUNT(kt_counts, "sources", sources, NULL),
    COUNT(kt_counts, "suppliers", suppliers, "that are named"),
    COUNT(kt_counts, "countries", countries, NULL),
    COUNT(kt_counts, "materials", materials, NULL),
    {0}};
// clang-format on
static const kt_record COUNTS_RECORD = {
    .name = "counts", .field = COUNTS, .size = sizeof(kt_counts)};

static const void *next_counts(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_of(&of(context)->study.reach.counts, 1, sizeof(kt_counts), cursor);
}

// clang-format off
static const kt_field PLACE[] = {
    NUMBER(kt_visibility, "home", home, NULL, "where the target is made"),
    NUMBER(kt_visibility, "eu", eu, NULL, "elsewhere in the European Union"),
    NUMBER(kt_visibility, "nato", nato, NULL, "elsewhere in NATO"),
    NUMBER(kt_visibility, "elsewhere", elsewhere, NULL, NULL),
    NUMBER(kt_visibility, "unknown", place_unknown, NULL, NULL),
    {0}};
// clang-format on
static const kt_record PLACE_RECORD = {
    .name = "place", .field = PLACE, .size = sizeof(kt_visibility)};

// clang-format off
static const kt_field VALUE[] = {
    NUMBER(kt_visibility, "all", value_eur, "EUR", NULL),
    NUMBER(kt_visibility, "known", value_known, "EUR", "of known suppliers"),
    NUMBER(kt_visibility, "withheld", value_withheld, "EUR", NULL),
    {0}};
// clang-format on
static const kt_record VALUE_RECORD = {
    .name = "value", .field = VALUE, .size = sizeof(kt_visibility)};

// clang-format off
static const kt_field VISIBILITY[] = {
    COUNT(kt_visibility, "tier", tier, "0: what the maker of the target buys"),
    NUMBER(kt_visibility, "requirements", requirements, NULL,
     "inputs of the producers of that tier"),
    NUMBER(kt_visibility, "known", known, NULL,
     "requirements, divided by the shares of their sources: the supplier is named"),
    NUMBER(kt_visibility, "withheld", withheld, NULL, "the supplier is known but not told"),
    NUMBER(kt_visibility, "unknown", unknown, NULL, NULL),
    {.name = "place", .type = KT_FIELD_RECORD, .record = &PLACE_RECORD,
     .help = "the same requirements by the place of their suppliers"},
    {.name = "value_eur", .type = KT_FIELD_RECORD, .record = &VALUE_RECORD,
     .help = "of the inputs with a value, for one unit of the target"},
    {0}};
// clang-format on
static const kt_record VISIBILITY_RECORD = {
    .name = "visibility", .field = VISIBILITY, .size = sizeof(kt_visibility)};

static const void *next_visibility(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_assessment *a = of(context);
    (void)row;
    return next_of(a->visibility, a->n_visibility, sizeof *a->visibility, cursor);
}

// ------------------------------------------------------------------------------ need and
// dependence

// clang-format off
static const kt_field NEED[] = {
    {.name = "id", .type = KT_FIELD_TEXT, KT_AT(kt_material_need, id), .help = "of the material"},
    {.name = "stage", .type = KT_FIELD_TEXT, KT_AT(kt_material_need, stage)},
    NUMBER(kt_material_need, "kg", kg, "kg", "for one unit of the target"),
    NUMBER(kt_material_need, "kg_min", kg_min, "kg", NULL),
    NUMBER(kt_material_need, "kg_max", kg_max, "kg", NULL),
    NUMBER(kt_material_need, "dependence", dependence, "share",
     "of the target's output that is lost without the material"),
    {.name = "top_country", .type = KT_FIELD_TEXT, KT_AT(kt_material_need, top_country),
     .help = "that supplies most of it"},
    NUMBER(kt_material_need, "top_share", top_share, "share", "of the need, from that country"),
    {0}};
// clang-format on
static const kt_record NEED_RECORD = {
    .name = "material_need", .field = NEED, .size = sizeof(kt_material_need)};

static const void *next_need(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_needs *needs = &of(context)->needs;
    (void)row;
    return next_of(needs->row, needs->n, sizeof *needs->row, cursor);
}

// clang-format off
static const kt_field DEPENDENCE[] = {
    {.name = "id", .type = KT_FIELD_TEXT, KT_AT(kt_dependence, id), .help = "of what fails"},
    NUMBER(kt_dependence, "dependence", dependence, "share",
     "of the target's output that is lost, unknown sources delivering"),
    NUMBER(kt_dependence, "dependence_upper", dependence_upper, "share",
     "the same, the unknown failing with it"),
    NUMBER(kt_dependence, "dependence_first", dependence_first, "share",
     "the same of a buyer who is served before all others"),
    COUNT(kt_dependence, "items_affected", items_affected, "items that lose anything"),
    NUMBER(kt_dependence, "origin_share_mass", origin_share_mass, "share",
     "of the embodied mass that comes from there"),
    NUMBER(kt_dependence, "origin_share_value", origin_share_value, "share",
     "of the embodied value"),
    {0}};
// clang-format on
static const kt_record DEPENDENCE_RECORD = {
    .name = "dependence", .field = DEPENDENCE, .size = sizeof(kt_dependence)};

// The walk over the events of one class, by dependence.
#define NEXT_OF_CLASS(name, event_class)                                                           \
    static const void *name(const void *row, const void *context, kt_cursor *cursor)               \
    {                                                                                              \
        const kt_assessment *a = of(context);                                                      \
        (void)row;                                                                                 \
        return next_of(a->ranked[event_class], a->exposure[event_class].n_listed,                  \
                       sizeof(kt_dependence), cursor);                                             \
    }

NEXT_OF_CLASS(next_country, KT_CLASS_COUNTRY)
NEXT_OF_CLASS(next_organisation, KT_CLASS_ORGANISATION)
NEXT_OF_CLASS(next_site, KT_CLASS_SITE)
NEXT_OF_CLASS(next_material, KT_CLASS_MATERIAL)
NEXT_OF_CLASS(next_flow, KT_CLASS_FLOW)

// clang-format off
static const kt_field CLASSES[] = {
    {.name = "country", .type = KT_FIELD_LIST, .next = next_country, .record = &DEPENDENCE_RECORD},
    {.name = "organisation", .type = KT_FIELD_LIST, .next = next_organisation,
     .record = &DEPENDENCE_RECORD},
    {.name = "site", .type = KT_FIELD_LIST, .next = next_site, .record = &DEPENDENCE_RECORD},
    {.name = "material", .type = KT_FIELD_LIST, .next = next_material,
     .record = &DEPENDENCE_RECORD},
    {.name = "flow", .type = KT_FIELD_LIST, .next = next_flow, .record = &DEPENDENCE_RECORD},
    {0}};
// clang-format on
static const kt_record CLASSES_RECORD = {
    .name = "classes", .field = CLASSES, .size = sizeof(kt_assess_result)};

// Of a large case not all organisations and sites are listed.
#define LISTED_OF_CLASS(name, event_class)                                                         \
    static const void *name(const void *row, const void *context, kt_cursor *cursor)               \
    {                                                                                              \
        (void)row;                                                                                 \
        return next_of(&of(context)->exposure[event_class], 1, sizeof(kt_exposure), cursor);       \
    }

LISTED_OF_CLASS(listed_organisation, KT_CLASS_ORGANISATION)
LISTED_OF_CLASS(listed_site, KT_CLASS_SITE)

// clang-format off
static const kt_field LISTED[] = {
    COUNT(kt_exposure, "listed", n_listed, "those on which the target depends most"),
    COUNT(kt_exposure, "total", events.n, "in the chain of the target"),
    COUNT(kt_exposure, "stopping", n_stopping, "of the total: each alone stops the target"),
    {0}};
// clang-format on
static const kt_record LISTED_RECORD = {
    .name = "listed_of_total", .field = LISTED, .size = sizeof(kt_exposure)};

// clang-format off
static const kt_field LISTED_CLASSES[] = {
    {.name = "organisation", .type = KT_FIELD_RECORD, .next = listed_organisation,
     .record = &LISTED_RECORD},
    {.name = "site", .type = KT_FIELD_RECORD, .next = listed_site, .record = &LISTED_RECORD},
    {0}};
// clang-format on
static const kt_record LISTED_CLASSES_RECORD = {
    .name = "listed", .field = LISTED_CLASSES, .size = sizeof(kt_assess_result)};

// --------------------------------------------------------------------------------------------
// risks

static const kt_event *flow_of(const void *row)
{
    return ((const kt_risk *)row)->flow;
}

static void get_flow(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, flow_of(row)->id);
}

static void get_material(kt_value *out, const void *row, const void *context)
{
    set_symbol(out, context, flow_of(row)->material);
}

static void get_stage(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_schema_stage_name(flow_of(row)->stage));
}

static void get_country(kt_value *out, const void *row, const void *context)
{
    set_symbol(out, context, flow_of(row)->country);
}

static void get_part(kt_value *out, const void *row, const void *context)
{
    set_item(out, context, ((const kt_risk *)row)->part);
}

static void get_half_product(kt_value *out, const void *row, const void *context)
{
    set_item(out, context, ((const kt_risk *)row)->half_product);
}

static void get_alternative(kt_value *out, const void *row, const void *context)
{
    set_item(out, context, ((const kt_risk *)row)->alternative);
}

static void get_grade(kt_value *out, const void *row, const void *context)
{
    static const char *const GRADES[] = {NULL, "A", "B", "C", "D"};
    (void)context;
    kt_value_set_text(out, GRADES[((const kt_risk *)row)->evidence]);
}

static void get_mechanism(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_mechanism_name(((const kt_risk *)row)->mechanism));
}

static void get_period_used(kt_value *out, const void *row, const void *context)
{
    const kt_risk *risk = row;
    out->kind = KT_VALUE_NULL;
    if (risk->period != 0)
        set_symbol(out, context, risk->period);
}

static void get_cost_x5(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, 5.0 * ((const kt_risk *)row)->cost_eur);
}

#define ANSWER(key, member, about)                                                                 \
    {                                                                                              \
        .name = key, .type = KT_FIELD_CHOICE, KT_AT(kt_risk, member),                              \
        .choices = kt_common_record_verdicts, .help = about                                        \
    }

// clang-format off
static const kt_field RISK[] = {
    {.name = "flow", .type = KT_FIELD_TEXT, .get = get_flow,
     .help = "the worst one of the material: COUNTRY/material/stage"},
    {.name = "material", .type = KT_FIELD_TEXT, .get = get_material},
    {.name = "stage", .type = KT_FIELD_TEXT, .get = get_stage},
    {.name = "country", .type = KT_FIELD_TEXT, .get = get_country},
    {.name = "part", .type = KT_FIELD_TEXT, .get = get_part,
     .help = "item above the half-product"},
    {.name = "half_product", .type = KT_FIELD_TEXT, .get = get_half_product,
     .help = "last item above the material"},
    NUMBER(kt_risk, "share", share, "share", "of the country in that material at that stage"),
    NUMBER(kt_risk, "dependence", dependence, "share",
     "of the target's output that is lost, alternatives used"),
    NUMBER(kt_risk, "dependence_as_built", dependence_built, "share",
     "the same without alternatives"),
    NUMBER(kt_risk, "dependence_upper", dependence_upper, "share",
     "the same, the unknown failing with it"),
    NUMBER(kt_risk, "dependence_first", dependence_first, "share",
     "as dependence, of a buyer who is served before all others"),
    {.name = "mechanism", .type = KT_FIELD_TEXT, .get = get_mechanism,
     .help = "why what is lost is lost: denied, form, shortage, price, or unknown"},
    {.name = "thin", .type = KT_FIELD_FLAG, KT_AT(kt_risk, thin),
     .help = "a price, and the need is a tenth or more of what can be reached"},
    {.name = "period", .type = KT_FIELD_TEXT, .get = get_period_used,
     .help = "of the market's shares; null where suppliers are named"},
    NUMBER(kt_risk, "need_kg", need_kg, "kg", "for one unit of the target, losses on the way included"),
    NUMBER(kt_risk, "need_kg_per_year", need_kg_per_year, "kg", "of the need that is asked for"),
    NUMBER(kt_risk, "world_kg", world_kg, "kg", "that the world makes a year at that stage"),
    NUMBER(kt_risk, "accessible_kg", accessible_kg, "kg",
     "of it a year, while the flow fails, from sellers that may be supposed to sell"),
    NUMBER(kt_risk, "need_share", need_share, "share",
     "of what this buyer can reach of the accessible, that is needed a year"),
    NUMBER(kt_risk, "cost_eur", cost_eur, "EUR",
     "of the need a year, of one unit where that is new build, at the newest price published"),
    {.name = "cost_eur_x5", .type = KT_FIELD_NUMBER, .get = get_cost_x5, .unit = "EUR",
     .help = "at five times that price"},
    NUMBER(kt_risk, "firmness", firmness, "share",
     "of the draws in which the verdict stays; null without draws"),
    NUMBER(kt_risk, "governance", governance, NULL, "mean estimate of the country, -2.5 to 2.5"),
    {.name = "export_restriction_on_record", .type = KT_FIELD_FLAG, KT_AT(kt_risk, restricted),
     .help = "of the country, on the material"},
    {.name = "alternative", .type = KT_FIELD_TEXT, .get = get_alternative,
     .help = "item that could stand in on the path"},
    NUMBER(kt_risk, "stock_days", stock_days, "days",
     "that stocks of the material or half-product last"),
    NUMBER(kt_risk, "switch_days", switch_days, "days", "to the alternative"),
    {.name = "function_critical", .type = KT_FIELD_FLAG, KT_AT(kt_risk, function_critical),
     .help = "a part on the path is marked so"},
    {.name = "evidence", .type = KT_FIELD_TEXT, .get = get_grade,
     .help = "weakest grade on the path, A to D"},
    ANSWER("concentrated", condition[KT_CONCENTRATED], "rule 1"),
    ANSWER("unreliable", condition[KT_UNRELIABLE], "rule 2"),
    ANSWER("no_substitute", condition[KT_NO_SUBSTITUTE], "rule 3"),
    ANSWER("impact", condition[KT_IMPACT], "rule 4"),
    {.name = "risky", .type = KT_FIELD_CHOICE, KT_AT(kt_risk, risky), .choices = kt_risky_names,
     .help = "all four hold of what cannot simply be bought; allied: all but the second, of an ally"},
    {0}};
// clang-format on
static const kt_record RISK_RECORD = {.name = "risk", .field = RISK, .size = sizeof(kt_risk)};

static const void *next_risk(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_risks *risks = &of(context)->risks;
    (void)row;
    return next_of(risks->row, risks->n, sizeof *risks->row, cursor);
}

// clang-format off
static const kt_field RULE[] = {
    NUMBER(kt_risk_rule, "concentrated", concentrated, "share",
     "rule 1: of one country, at least"),
    NUMBER(kt_risk_rule, "governance", governance, NULL, "rule 2: mean estimate, below"),
    NUMBER(kt_risk_rule, "impact", impact, "share", "rules 3 and 4: lost output, at least"),
    {0}};
// clang-format on
static const kt_record RULE_RECORD = {
    .name = "risk_rule", .field = RULE, .size = sizeof(kt_risk_rule)};

static const void *next_rule(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_of(&of(context)->rule, 1, sizeof(kt_risk_rule), cursor);
}

// ------------------------------------------------------------------------- what is known of
// markets

// The next item of the chain of which `holds` is true.
static const void *next_item(const void *context, kt_cursor *cursor,
                             bool (*holds)(const kt_assessment *a, uint32_t item))
{
    const kt_assessment *a = of(context);
    while (cursor->at < a->network.n_items) {
        uint32_t i = (uint32_t)cursor->at++;
        if (a->study.reach.item[i] && holds(a, i))
            return &a->network.item[i];
    }
    return NULL;
}

static const void *next_partial(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_item(context, cursor, kt_assess_market_is_partial);
}

static const void *next_other_scope(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_item(context, cursor, kt_assess_market_is_other_scope);
}

static const void *next_shared_code(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_item(context, cursor, kt_assess_market_is_of_shared_code);
}

// clang-format off
static const kt_field PARTIAL[] = {
    {.name = "id", .type = KT_FIELD_SYMBOL, KT_AT(kt_network_item, id)},
    NUMBER(kt_network_item, "published_sum", published_sum, "share",
     "of the market that is published"),
    {0}};
// clang-format on
static const kt_record PARTIAL_RECORD = {
    .name = "market", .field = PARTIAL, .size = sizeof(kt_network_item)};

// clang-format off
static const kt_field ITEM[] = {
    {.name = "id", .type = KT_FIELD_SYMBOL, KT_AT(kt_network_item, id)},
    {0}};
// clang-format on
static const kt_record ITEM_RECORD = {
    .name = "item", .field = ITEM, .size = sizeof(kt_network_item), .shape = KT_SHAPE_VALUE};

// --------------------------------------------------------------------------------------------
// areas

static void get_cause(kt_value *out, const void *row, const void *context)
{
    set_material(out, context, ((const kt_area_cause *)row)->material);
}

// clang-format off
static const kt_field CAUSE[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_cause},
    NUMBER(kt_area_cause, "sr", sr, NULL, "supply risk"),
    NUMBER(kt_area_cause, "largest_risk", largest, NULL,
     "supply risk times business impact, of one item"),
    NUMBER(kt_area_cause, "share_of_risk", share, "share", "of the mean"),
    COUNT(kt_area_cause, "items", items, "of the area that depend on it, typical ones too"),
    {0}};
// clang-format on
static const kt_record CAUSE_RECORD = {
    .name = "area_cause", .field = CAUSE, .size = sizeof(kt_area_cause)};

// clang-format off
static const kt_field AREA[] = {
    {.name = "id", .type = KT_FIELD_TEXT, KT_AT(kt_area_risk, id)},
    {.name = "based_on", .type = KT_FIELD_CHOICE, KT_AT(kt_area_risk, basis),
     .choices = kt_area_basis_names,
     .help = "items of the case, the public basket, both, or none: nothing can be said then"},
    COUNT(kt_area_risk, "items", items, "of the case that are in the area"),
    COUNT(kt_area_risk, "typical_items", typical, "of the public basket"),
    NUMBER(kt_area_risk, "business_impact", impact, NULL, "mean of its items, 1 to 5"),
    NUMBER(kt_area_risk, "business_impact_ours", impact_ours, "share",
     "of its items whose impact is a judgement, ours or the case's, asked of no one"),
    NUMBER(kt_area_risk, "risk_maximum", value[KT_AREA_MAXIMUM], NULL,
     "supply risk times business impact, the largest"),
    NUMBER(kt_area_risk, "risk_mean", value[KT_AREA_MEAN], NULL,
     "the same, weighted with dependence"),
    NUMBER(kt_area_risk, "supply_risk_mean", value[KT_AREA_SR], NULL,
     "of the materials, weighted with dependence, without impact"),
    {.name = "maximum_above_average", .type = KT_FIELD_VERDICT,
     KT_AT(kt_area_risk, above[KT_AREA_MAXIMUM])},
    {.name = "mean_above_average", .type = KT_FIELD_VERDICT,
     KT_AT(kt_area_risk, above[KT_AREA_MEAN])},
    {.name = "supply_risk_above_average", .type = KT_FIELD_VERDICT,
     KT_AT(kt_area_risk, above[KT_AREA_SR])},
    NUMBER(kt_area_risk, "assumed", assumed, "share", "of its items that are in it by assumption"),
    COUNT(kt_area_risk, "materials_unknown", n_unknown, "materials without a known supply risk"),
    {.name = "materials", .type = KT_FIELD_LIST, KT_ROWS(kt_area_risk, cause, n_causes),
     .record = &CAUSE_RECORD, .help = "that cause it, the largest share first"},
    {0}};
// clang-format on
static const kt_record AREA_RECORD = {
    .name = "area_risk", .field = AREA, .size = sizeof(kt_area_risk)};

static const void *next_area(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_areas *areas = &of(context)->areas;
    (void)row;
    return next_of(areas->row, areas->n, sizeof *areas->row, cursor);
}

// clang-format off
static const kt_field AVERAGE[] = {
    NUMBER(kt_areas, "risk_maximum", average[KT_AREA_MAXIMUM], NULL, NULL),
    NUMBER(kt_areas, "risk_mean", average[KT_AREA_MEAN], NULL, NULL),
    NUMBER(kt_areas, "supply_risk_mean", average[KT_AREA_SR], NULL, NULL),
    NUMBER(kt_areas, "business_impact_ours", impact_ours, "share",
     "the same over the items of all areas"),
    {0}};
// clang-format on
static const kt_record AVERAGE_RECORD = {
    .name = "areas_average", .field = AVERAGE, .size = sizeof(kt_areas)};

static const void *next_average(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_of(&of(context)->areas, 1, sizeof(kt_areas), cursor);
}

// ------------------------------------------------------------------------------------
// semi-finished

static void get_own_item(kt_value *out, const void *row, const void *context)
{
    set_item(out, context, ((const kt_own_risk *)row)->item);
}

static void get_worst_material(kt_value *out, const void *row, const void *context)
{
    set_material(out, context, ((const kt_own_risk *)row)->material);
}

// clang-format off
static const kt_field OWN[] = {
    {.name = "id", .type = KT_FIELD_TEXT, .get = get_own_item},
    NUMBER(kt_own_risk, "own_risk", own, NULL,
     "supply risk from the countries of its own suppliers"),
    NUMBER(kt_own_risk, "own_risk_upper", own_upper, NULL,
     "the same, the unknown placed where it is worst"),
    NUMBER(kt_own_risk, "own_geopolrisk", geopolitical, NULL,
     "of a buyer without production of its own"),
    NUMBER(kt_own_risk, "supply_known", known, "share", "of its supply whose country is known"),
    NUMBER(kt_own_risk, "materials_worst", worst, NULL, "largest supply risk among its materials"),
    {.name = "worst_material", .type = KT_FIELD_TEXT, .get = get_worst_material},
    NUMBER(kt_own_risk, "materials_weighted", weighted, NULL,
     "mean supply risk of its materials, by value"),
    NUMBER(kt_own_risk, "materials_covered", covered, "share", "of the inputs behind that mean"),
    {0}};
// clang-format on
static const kt_record OWN_RECORD = {.name = "own_risk", .field = OWN, .size = sizeof(kt_own_risk)};

static const void *next_own(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_own_risks *own = &of(context)->own;
    (void)row;
    return next_of(own->row, own->n, sizeof *own->row, cursor);
}

// --------------------------------------------------------------------------------------
// chokepoints

static kt_presence when_looked_for(const void *row, const void *context)
{
    (void)row;
    return of(context)->chokepoints_known ? KT_PRESENT : KT_ABSENT_AS_NULL;
}

static const void *next_brief(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_assessment *a = of(context);
    kt_chokepoint_brief *out = (kt_chokepoint_brief *)(void *)cursor->room;
    (void)row;
    if (cursor->at >= KT_N_BRIEF)
        return NULL;
    *out = (kt_chokepoint_brief){&a->chokepoints[cursor->at++], &a->study};
    return out;
}

// -------------------------------------------------------------------------------------- the result

static void get_target(kt_value *out, const void *row, const void *context)
{
    set_item(out, context, of(row)->study.reach.target);
}

static void get_scope(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_figures_scopes[of(row)->figures.scope]);
}

static void get_need(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_yearly_use_needs[of(row)->buyer.use.need]);
}

static void get_period(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, of(row)->period);
}

static void get_life(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, of(row)->buyer.asked.life);
}

static void get_reach(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_number(out, of(row)->buyer.asked.reach);
}

static const void *next_hostile(const void *row, const void *context, kt_cursor *cursor)
{
    const kt_hostile *hostile = &of(context)->buyer.hostile;
    (void)row;
    return next_of(hostile->id, hostile->n, sizeof *hostile->id, cursor);
}

static const void *next_evidence(const void *row, const void *context, kt_cursor *cursor)
{
    (void)row;
    return next_of(of(context)->evidence, 1, sizeof of(context)->evidence, cursor);
}

// clang-format off
static const kt_field RESULT[] = {
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "what is analysed"},
    {.name = "counts", .type = KT_FIELD_RECORD, .next = next_counts, .record = &COUNTS_RECORD,
     .help = "of what the target reaches"},
    {.name = "visibility", .type = KT_FIELD_LIST, .next = next_visibility,
     .record = &VISIBILITY_RECORD, .help = "for how much the supplier is known, by tier"},
    {.name = "materials", .type = KT_FIELD_LIST, .next = next_need, .record = &NEED_RECORD,
     .help = "need of each material at each stage"},
    {.name = "dependence", .type = KT_FIELD_RECORD, .record = &CLASSES_RECORD,
     .help = "on each event of a class alone, the largest first"},
    {.name = "listed", .type = KT_FIELD_RECORD, .record = &LISTED_CLASSES_RECORD,
     .help = "how many of the organisations and sites `dependence` lists; all with --full"},
    {.name = "evidence", .type = KT_FIELD_RECORD, .next = next_evidence,
     .record = &kt_common_record_evidence, .help = "share of facts of each grade"},
    {.name = "scope", .type = KT_FIELD_CHOICE, .get = get_scope,
     .choices = kt_figures_scopes},
    {.name = "period", .type = KT_FIELD_TEXT, .get = get_period,
     .help = "of the world's figures, as it was asked for"},
    {.name = "need", .type = KT_FIELD_CHOICE, .get = get_need, .choices = kt_yearly_use_needs,
     .help = "that is set against what is left"},
    {.name = "life", .type = KT_FIELD_NUMBER, .get = get_life, .unit = "years",
     .help = "that what is installed serves, where no use a year is on record"},
    {.name = "reach", .type = KT_FIELD_NUMBER, .get = get_reach, .unit = "share",
     .help = "of what the world still sells, the part that this buyer can take"},
    {.name = "hostile", .type = KT_FIELD_LIST, .next = next_hostile,
     .record = &kt_common_record_text, .help = "countries supposed not to sell, alpha-3"},
    {.name = "rule", .type = KT_FIELD_RECORD, .next = next_rule, .record = &RULE_RECORD,
     .help = "of risky dependencies"},
    {.name = "risks", .type = KT_FIELD_LIST, .next = next_risk, .record = &RISK_RECORD,
     .help = "the worst flow of each material, the riskiest first"},
    {.name = "compared", .type = KT_FIELD_RECORD, .next = kt_comparison_record_next,
     .when = kt_comparison_record_when, .record = &kt_comparison_record,
     .help = "with the figures of --compare-period, where that is given"},
    {.name = "markets_partly_unknown", .type = KT_FIELD_LIST, .next = next_partial,
     .record = &PARTIAL_RECORD, .help = "materials whose published shares do not reach the whole"},
    {.name = "markets_of_other_scope", .type = KT_FIELD_LIST, .next = next_other_scope,
     .record = &ITEM_RECORD, .help = "materials for which shares of the other scope stand in"},
    {.name = "markets_of_shared_codes", .type = KT_FIELD_LIST, .next = next_shared_code,
     .record = &ITEM_RECORD,
     .help = "materials whose imports are under customs codes of other materials, too"},
    {.name = "areas", .type = KT_FIELD_LIST, .next = next_area, .record = &AREA_RECORD,
     .help = "of the Defence Industry Strategy"},
    {.name = "areas_average", .type = KT_FIELD_RECORD, .next = next_average,
     .record = &AVERAGE_RECORD, .help = "over the areas that have a risk"},
    {.name = "semi_finished", .type = KT_FIELD_LIST, .next = next_own, .record = &OWN_RECORD,
     .help = "goods and components: risk of their own, and of their materials"},
    {.name = "chokepoints", .type = KT_FIELD_LIST, .next = next_brief, .when = when_looked_for,
     .record = &kt_chokepoint_record_brief,
     .help = "countries that stop the target, alone or in pairs; null where not looked for"},
    {0}};
// clang-format on

const kt_record kt_assess_record = {
    .name = "assess", .field = RESULT, .size = sizeof(kt_assess_result)};
