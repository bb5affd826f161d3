// SPDX-License-Identifier: EUPL-1.2
// See criticality_json.h.
#include "report/record/criticality_json.h"

#include <stdio.h>

#include "base/date.h"

const char *const kt_criticality_json_cause[KT_N_CAUSES] = {
    "note",   "incomplete_shares", "one_scope_known", "import_reliance_unknown", "group_of_members",
    "unknown"};

static const char *const USED[] = {NULL, "GS+EU", "GSonly", "EUonly"};

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

static const char *country_id(const kt_basis *b, uint32_t row)
{
    return row == KT_NO_ROW ? NULL : text(b->the_case, b->country[row].id);
}

static void write_answer(kt_json *json, const char *key, kt_verdict answer)
{
    if (answer == KT_VERDICT_UNKNOWN)
        kt_json_null(json, key);
    else
        kt_json_bool(json, key, answer == KT_VERDICT_YES);
}

static void write_geopolrisk(kt_json *json, const kt_geopolrisk *g)
{
    static const char *const BASIS[] = {NULL,        "trade",  "eu_sourcing",
                                        "purchases", "market", "world_market"};
    kt_json_open(json, "geopolrisk", '{');
    kt_json_number(json, "score", g->score);
    kt_json_number(json, "hhi", g->hhi);
    kt_json_number(json, "import_risk", g->import_risk);
    kt_json_number(json, "imported_share", g->foreign);
    kt_json_text(json, "imports_from", BASIS[g->basis]);
    if (g->year == 0)
        kt_json_null(json, "production_year");
    else
        kt_json_count(json, "production_year", (uint64_t)g->year);
    kt_json_close(json, '}');
}

static void write_stage(kt_json *json, const kt_criticality *d, uint32_t s)
{
    const kt_basis *b = &d->basis;
    const kt_basis_stage *stage = &b->stage[s];
    const kt_stage_risk *risk = &d->supply_risk.values.stage[s];
    const kt_stage_facts *facts = &d->supply_risk.stage[s];
    const kt_interval *interval = &d->uncertainty.stage[s];
    const kt_table *inputs = &d->the_case->reference[KT_CRITICALITY_INPUTS];
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "stage", kt_schema_stage_name(stage->stage));
    kt_json_number(json, "hhi_wgi_t_global", risk->hhi_global);
    kt_json_number(json, "hhi_wgi_t_eu", risk->hhi_eu);
    kt_json_number(json, "import_reliance", b->published.import_reliance[s]);
    kt_json_number(json, "eol_rir", b->published.eol_rir[s]);
    kt_json_number(json, "si_sr", stage->si_sr);
    kt_json_number(json, "sr", risk->sr);
    kt_json_number(json, "sr_p05", interval->p05);
    kt_json_number(json, "sr_p95", interval->p95);
    kt_json_number(json, "sr_published", facts->published);
    kt_json_text(json, "supply_used", USED[risk->used]);
    kt_json_number(json, "probability_above", interval->above);
    kt_json_number(json, "difference", facts->difference);
    kt_json_open(json, "causes", '[');
    for (int k = 0; k < KT_N_CAUSES; k++) {
        if (facts->causes & (1u << k))
            kt_json_text(json, NULL, kt_criticality_json_cause[k]);
    }
    kt_json_close(json, ']');
    kt_json_text(json, "note",
                 stage->row == KT_NO_ROW
                     ? NULL
                     : text(d->the_case, kt_table_text(inputs, KT_INPUTS_NOTE, stage->row)));
    kt_json_number(json, "shares_sum_global", facts->sum_global);
    kt_json_number(json, "shares_sum_eu", facts->sum_eu);
    kt_json_text(json, "largest_country", country_id(b, facts->largest));
    kt_json_number(json, "largest_share", facts->largest_share);
    kt_json_text(json, "largest_third_country", country_id(b, facts->largest_third));
    kt_json_number(json, "third_country_share", facts->third_share);
    kt_json_text(json, "third_country_scope", facts->third_of_world ? "global" : "eu");
    write_answer(json, "single_country_over_65", kt_benchmark_stage(facts));
    write_geopolrisk(json, &d->geopolrisk[s]);
    kt_json_close(json, '}');
}

static void write_day(kt_json *json, const char *key, double day)
{
    char date[11];
    if (isnan(day)) {
        kt_json_null(json, key);
        return;
    }
    kt_date_write(date, (int32_t)day);
    kt_json_text(json, key, date);
}

static void write_restrictions(kt_json *json, const kt_criticality *d, uint32_t m)
{
    const kt_case *c = d->the_case;
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    kt_json_open(json, "export_restrictions", '[');
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (d->restrictions.force[r] == KT_FORCE_NOT ||
            kt_case_row(&c->material, kt_table_text(table, KT_RESTRICTIONS_MATERIAL, r)) != m)
            continue;
        kt_json_open(json, NULL, '{');
        kt_json_text(json, "country", text(c, kt_table_text(table, KT_RESTRICTIONS_COUNTRY, r)));
        kt_json_text(json, "measure", text(c, kt_table_text(table, KT_RESTRICTIONS_MEASURE, r)));
        kt_json_text(json, "target", text(c, kt_table_text(table, KT_RESTRICTIONS_TARGET, r)));
        kt_json_text(json, "products", text(c, kt_table_text(table, KT_RESTRICTIONS_PRODUCTS, r)));
        write_day(json, "effective", kt_table_number(table, KT_RESTRICTIONS_EFFECTIVE, r));
        write_day(json, "ended", kt_table_number(table, KT_RESTRICTIONS_ENDED, r));
        write_answer(json, "in_force",
                     d->restrictions.force[r] == KT_FORCE_YES ? KT_VERDICT_YES
                                                              : KT_VERDICT_UNKNOWN);
        kt_json_text(json, "legal_reference",
                     text(c, kt_table_text(table, KT_RESTRICTIONS_LEGAL, r)));
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_year(kt_json *json, const char *key, uint64_t value)
{
    if (value == 0)
        kt_json_null(json, key);
    else
        kt_json_count(json, key, value);
}

static void write_indicators(kt_json *json, const kt_criticality *d, uint32_t m)
{
    const kt_indicator *i = &d->indicator[m];
    kt_json_open(json, "indicators", '{');
    kt_json_number(json, "reserves_to_production_years", i->reserve_years);
    kt_json_number(json, "reserves_hhi", i->reserve_hhi);
    kt_json_text(json, "reserves_largest_country", country_id(&d->basis, i->reserve_largest));
    kt_json_number(json, "reserves_largest_share", i->reserve_share);
    write_year(json, "reserves_year", (uint64_t)i->reserve_year);
    kt_json_number(json, "hhi_wgi", d->supply_risk.material[m].hhi_wgi);
    kt_json_number(json, "eol_rir", d->supply_risk.material[m].eol_rir);
    kt_json_number(json, "price_volatility", i->volatility);
    kt_json_number(json, "price_trend_per_year", i->trend);
    kt_json_number(json, "price", i->price);
    kt_json_text(json, "price_unit", text(d->the_case, i->price_unit));
    kt_json_text(json, "price_month", text(d->the_case, i->price_month));
    if (i->price_months == 0)
        kt_json_null(json, "price_months");
    else
        kt_json_count(json, "price_months", i->price_months);
    kt_json_close(json, '}');
}

static void write_benchmarks(kt_json *json, const kt_criticality *d, uint32_t m)
{
    const kt_benchmark *b = &d->benchmark[m];
    kt_json_open(json, "benchmarks", '{');
    kt_json_number(json, "extraction_share", b->extraction);
    write_answer(json, "extraction_10", b->extraction_met);
    kt_json_number(json, "processing_share", b->processing);
    write_answer(json, "processing_40", b->processing_met);
    kt_json_number(json, "recycling_share", b->recycling);
    write_answer(json, "recycling_25", b->recycling_met);
    kt_json_close(json, '}');
}

static void write_history(kt_json *json, const kt_criticality *d, uint32_t m)
{
    const kt_case *c = d->the_case;
    const kt_table *history = &c->reference[KT_CRITICALITY_HISTORY];
    kt_json_open(json, "history", '[');
    for (uint32_t r = 0; r < history->n_rows; r++) {
        if (kt_case_row(&c->material, kt_table_text(history, KT_HISTORY_MATERIAL, r)) != m)
            continue;
        kt_json_open(json, NULL, '{');
        kt_json_number(json, "year", kt_table_number(history, KT_HISTORY_YEAR, r));
        kt_json_number(json, "sr_published", kt_table_number(history, KT_HISTORY_SR, r));
        kt_json_number(json, "ei_published", kt_table_number(history, KT_HISTORY_EI, r));
        kt_json_close(json, '}');
    }
    kt_json_close(json, ']');
}

static void write_material(kt_json *json, const kt_criticality *d, uint32_t m)
{
    const kt_basis *b = &d->basis;
    const kt_material_facts *facts = &d->supply_risk.material[m];
    const kt_interval *interval = &d->uncertainty.material[m];
    const kt_rank *rank = &d->uncertainty.rank[m];
    uint32_t bottleneck = d->supply_risk.values.bottleneck[m];
    kt_json_open(json, NULL, '{');
    kt_json_text(json, "id", material_id(d->the_case, m));
    kt_json_open(json, "stages", '[');
    for (uint32_t s = b->first_stage[m]; s < b->first_stage[m + 1]; s++)
        write_stage(json, d, s);
    kt_json_close(json, ']');
    kt_json_text(json, "bottleneck_stage",
                 bottleneck == KT_NO_ROW ? NULL : kt_schema_stage_name(b->stage[bottleneck].stage));
    kt_json_number(json, "sr", d->supply_risk.values.sr[m]);
    kt_json_number(json, "ei", facts->ei);
    kt_json_number(json, "sr_published", facts->sr_published);
    kt_json_number(json, "ei_published", facts->ei_published);
    write_answer(json, "critical_computed", facts->critical);
    write_answer(json, "critical_listed", facts->listed);
    kt_json_number(json, "hhi", facts->hhi);
    kt_json_number(json, "n_minus_1", facts->n_minus_1);
    kt_json_number(json, "companionality", d->indicator[m].companionality);
    write_answer(json, "single_country_over_65", d->benchmark[m].over_65);
    kt_json_number(json, "sr_p05", interval->p05);
    kt_json_number(json, "sr_p95", interval->p95);
    kt_json_number(json, "probability_above", interval->above);
    write_year(json, "rank", rank->rank);
    write_year(json, "rank_p05", rank->rank == 0 ? 0 : rank->p05);
    write_year(json, "rank_p95", rank->rank == 0 ? 0 : rank->p95);
    kt_json_number(json, "ei_known_uses", facts->ei_known);
    kt_json_text(json, "group", material_id(d->the_case, b->group[m]));
    write_answer(json, "strategic_listed", facts->strategic);
    write_answer(json, "nato_listed", facts->nato);
    write_benchmarks(json, d, m);
    write_indicators(json, d, m);
    kt_json_count(json, "export_restrictions_in_force", d->restrictions.yes[m]);
    kt_json_count(json, "export_restrictions_undated", d->restrictions.unsure[m]);
    write_restrictions(json, d, m);
    write_history(json, d, m);
    kt_json_close(json, '}');
}

void kt_criticality_json_write(kt_json *json, const kt_criticality *d, uint32_t material)
{
    char period[24];
    kt_json_open(json, "result", '{');
    kt_json_open(json, "materials", '[');
    for (uint32_t i = 0; i < d->basis.n_materials; i++) {
        if (material == KT_NO_ROW || d->by_id[i] == material)
            write_material(json, d, d->by_id[i]);
    }
    kt_json_close(json, ']');
    write_day(json, "date", d->restrictions.day);
    kt_json_text(json, "importer", d->importer.id);
    kt_json_text(json, "supply_used", USED[d->supply_risk.used]);
    snprintf(period, sizeof period, "%d-%d", d->basis.first_year, d->basis.last_year);
    kt_json_text(json, "period", period);
    kt_json_number(json, "sr_threshold", kt_supply_risk_sr_threshold);
    kt_json_number(json, "ei_threshold", kt_supply_risk_ei_threshold);
    kt_json_count(json, "draws", d->uncertainty.options.draws);
    kt_json_count(json, "seed", d->uncertainty.options.seed);
    kt_json_number(json, "rank_stability", d->uncertainty.stability);
    kt_json_close(json, '}');
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
