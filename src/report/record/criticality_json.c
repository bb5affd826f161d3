// SPDX-License-Identifier: EUPL-1.2
// See criticality_json.h.
#include "report/record/criticality_json.h"

static const char *text(const kt_case *c, kt_symbol symbol)
{
    return symbol == 0 ? NULL : kt_pool_text(&c->pool, symbol);
}

static const char *material_id(const kt_case *c, uint32_t row)
{
    return row == KT_NO_ROW
               ? NULL
               : text(c, kt_table_text(&c->reference[KT_MATERIALS], KT_MATERIALS_ID, row));
}

static void write_answer(kt_json *json, const char *key, kt_verdict answer)
{
    if (answer == KT_VERDICT_UNKNOWN)
        kt_json_null(json, key);
    else
        kt_json_bool(json, key, answer == KT_VERDICT_YES);
}

static void write_causes(kt_json *json, const kt_assessment *a, const kt_area_risk *row)
{
    kt_json_open(json, "materials", '[');
    for (size_t i = 0; i < row->n_causes; i++) {
        const kt_area_cause *cause = &row->cause[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", material_id(a->the_case, cause->material));
        kt_json_number(json, "sr", cause->sr);
        kt_json_number(json, "largest_risk", cause->largest);
        kt_json_number(json, "share_of_risk", cause->share);
        kt_json_count(json, "items", cause->items);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_areas(kt_json *json, const kt_assessment *a)
{
    kt_json_open(json, "areas", '[');
    for (size_t i = 0; i < a->areas.n; i++) {
        const kt_area_risk *row = &a->areas.row[i];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", row->id);
        kt_json_count(json, "items", row->items);
        kt_json_number(json, "business_impact", row->impact);
        kt_json_number(json, "risk_maximum", row->maximum);
        kt_json_number(json, "risk_mean", row->mean);
        write_answer(json, "maximum_above_average", row->maximum_above);
        write_answer(json, "mean_above_average", row->mean_above);
        kt_json_number(json, "assumed", row->assumed);
        kt_json_count(json, "materials_unknown", row->n_unknown);
        write_causes(json, a, row);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
    kt_json_open(json, "areas_average", '{');
    kt_json_number(json, "risk_maximum", a->areas.average_maximum);
    kt_json_number(json, "risk_mean", a->areas.average_mean);
    kt_json_close(json, '}');
}

void kt_criticality_json_assessment(kt_json *json, const kt_assessment *a)
{
    write_areas(json, a);
    kt_json_open(json, "semi_finished", '[');
    for (size_t i = 0; i < a->own.n; i++) {
        const kt_own_risk *row = &a->own.row[i];
        const kt_network_item *item = &a->network.item[row->item];
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "id", text(a->the_case, item->id));
        kt_json_number(json, "own_risk", row->own);
        kt_json_number(json, "own_risk_upper", row->own_upper);
        kt_json_number(json, "own_geopolrisk", row->geopolitical);
        kt_json_number(json, "supply_known", row->known);
        kt_json_number(json, "materials_worst", row->worst);
        kt_json_text(json, "worst_material", material_id(a->the_case, row->material));
        kt_json_number(json, "materials_weighted", row->weighted);
        kt_json_number(json, "materials_covered", row->covered);
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}
