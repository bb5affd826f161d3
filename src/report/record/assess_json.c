// SPDX-License-Identifier: EUPL-1.2
// See assess_json.h.
#include "report/record/assess_json.h"

#include "report/record/chokepoint_json.h"
#include "report/record/criticality_json.h"

static const char *text(const kt_assessment *a, kt_symbol symbol)
{
    return kt_pool_text(&a->the_case->pool, symbol);
}

static const char *item_id(const kt_assessment *a, uint32_t item)
{
    return item == KT_NO_ROW ? NULL : text(a, a->network.item[item].id);
}

static void write_counts(kt_json *json, const kt_counts *counts)
{
    kt_json_open(json, "counts", '{');
    kt_json_count(json, "items", counts->items);
    kt_json_count(json, "producers", counts->producers);
    kt_json_count(json, "requirements", counts->requirements);
    kt_json_count(json, "sources", counts->sources);
    kt_json_count(json, "suppliers", counts->suppliers);
    kt_json_count(json, "countries", counts->countries);
    kt_json_count(json, "materials", counts->materials);
    kt_json_close(json, '}');
}

static void write_visibility(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "visibility", '[');
    for (size_t i = 0; i < a->n_visibility; i++) {
        const kt_visibility *row = &a->visibility[i];
        kt_json_open(json, NULL, '{');
        kt_json_count(json, "tier", row->tier);
        kt_json_number(json, "requirements", row->requirements);
        kt_json_number(json, "known", row->known);
        kt_json_number(json, "withheld", row->withheld);
        kt_json_number(json, "unknown", row->unknown);
        kt_json_open(json, "place", '{');
        kt_json_number(json, "home", row->home);
        kt_json_number(json, "eu", row->eu);
        kt_json_number(json, "nato", row->nato);
        kt_json_number(json, "elsewhere", row->elsewhere);
        kt_json_number(json, "unknown", row->place_unknown);
        kt_json_close(json, '}');
        kt_json_open(json, "value_eur", '{');
        kt_json_number(json, "all", row->value_eur);
        kt_json_number(json, "known", row->value_known);
        kt_json_number(json, "withheld", row->value_withheld);
        kt_json_close(json, '}');
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_materials(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "materials", '[');
    for (size_t i = 0; i < a->needs.n; i++) {
        const kt_material_need *row = &a->needs.row[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", row->id);
        kt_json_text(json, "stage", row->stage);
        kt_json_number(json, "kg", row->kg);
        kt_json_number(json, "kg_min", row->kg_min);
        kt_json_number(json, "kg_max", row->kg_max);
        kt_json_number(json, "dependence", row->dependence);
        kt_json_text(json, "top_country", row->top_country);
        kt_json_number(json, "top_share", row->top_share);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_dependence(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "dependence", '{');
    for (int k = 0; k < KT_N_CLASSES; k++) {
        kt_json_open(json, kt_event_class_name((kt_event_class)k), '[');
        for (uint32_t e = 0; e < a->exposure[k].events.n; e++) {
            const kt_dependence *row = &a->ranked[k][e];
            kt_json_open(json, NULL, '{');
            kt_json_text(json, "id", row->id);
            kt_json_number(json, "dependence", row->dependence);
            kt_json_number(json, "dependence_upper", row->dependence_upper);
            kt_json_count(json, "items_affected", row->items_affected);
            kt_json_number(json, "origin_share_mass", row->origin_share_mass);
            kt_json_number(json, "origin_share_value", row->origin_share_value);
            kt_json_close(json, '}');
        }
        kt_json_close(json, ']');
    }
    kt_json_close(json, '}');
}

static void write_evidence(kt_json *json, const kt_assessment *a)
{
    static const char *const GRADES[] = {"A", "B", "C", "D"};
    kt_json_open(json, "evidence", '{');
    for (int g = 0; g < 4; g++)
        kt_json_number(json, GRADES[g], a->evidence[g]);
    kt_json_close(json, '}');
}

static const char *answer(kt_verdict value)
{
    return value == KT_VERDICT_YES ? "yes" : value == KT_VERDICT_NO ? "no" : "unknown";
}

static void write_risk(kt_json *json, const kt_assessment *a, const kt_risk *risk)
{
    static const char *const CONDITIONS[KT_N_CONDITIONS] = {"concentrated", "unreliable",
                                                            "no_substitute", "impact"};
    static const char *const GRADES[] = {NULL, "A", "B", "C", "D"};
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "flow", risk->flow->id);
    kt_json_text(json, "material", text(a, risk->flow->material));
    kt_json_text(json, "stage", kt_schema_stage_name(risk->flow->stage));
    kt_json_text(json, "country", text(a, risk->flow->country));
    kt_json_text(json, "part", item_id(a, risk->part));
    kt_json_text(json, "half_product", item_id(a, risk->half_product));
    kt_json_number(json, "share", risk->share);
    kt_json_number(json, "dependence", risk->dependence);
    kt_json_number(json, "dependence_as_built", risk->dependence_built);
    kt_json_number(json, "dependence_upper", risk->dependence_upper);
    kt_json_number(json, "governance", risk->governance);
    kt_json_bool(json, "export_restriction_on_record", risk->restricted);
    kt_json_text(json, "alternative", item_id(a, risk->alternative));
    kt_json_number(json, "stock_days", risk->stock_days);
    kt_json_number(json, "switch_days", risk->switch_days);
    kt_json_bool(json, "function_critical", risk->function_critical);
    kt_json_text(json, "evidence", GRADES[risk->evidence]);
    for (int k = 0; k < KT_N_CONDITIONS; k++)
        kt_json_text(json, CONDITIONS[k], answer(risk->condition[k]));
    kt_json_text(json, "risky", answer(risk->verdict));
    kt_json_close(json, '}');
}

static void write_notes(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "markets_partly_unknown", '[');
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        if (!a->study.reach.item[i] || !kt_assess_market_is_partial(a, i))
            continue;
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", item_id(a, i));
        kt_json_number(json, "published_sum", a->network.item[i].published_sum);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
    kt_json_open(json, "markets_of_other_scope", '[');
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        if (a->study.reach.item[i] && kt_assess_market_is_other_scope(a, i))
            kt_json_text(json, NULL, item_id(a, i));
    }
    kt_json_close(json, ']');
}

void kt_assess_json_write(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "result", '{');
    kt_json_text(json, "target", item_id(a, a->study.reach.target));
    write_counts(json, &a->study.reach.counts);
    write_visibility(json, a);
    write_materials(json, a);
    write_dependence(json, a);
    write_evidence(json, a);
    kt_json_text(json, "scope", a->scope == KT_SCOPE_EU ? "eu" : "global");
    kt_json_open(json, "rule", '{');
    kt_json_number(json, "concentrated", a->rule.concentrated);
    kt_json_number(json, "governance", a->rule.governance);
    kt_json_number(json, "impact", a->rule.impact);
    kt_json_close(json, '}');
    kt_json_open(json, "risks", '[');
    for (size_t i = 0; i < a->risks.n; i++)
        write_risk(json, a, &a->risks.row[i]);
    kt_json_close(json, ']');
    write_notes(json, a);
    kt_criticality_json_assessment(json, a);
    kt_chokepoint_json_section(json, a);
    kt_json_close(json, '}');
}
