// SPDX-License-Identifier: EUPL-1.2
// See criticality_view.h. The tables are in criticality_tables_view.c.
#include "report/view/criticality_view.h"

#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/criticality_tables_view.h"

enum { SCREEN_MATERIALS = 25 };

static void write_record(const kt_criticality_page *page)
{
    const char *as_of = kt_say_date(page->document, page->d->restrictions.as_of);
    if (page->d->restrictions.old)
        kt_document_add(page->document, KT_BLOCK_NOTE,
                        kt_say(page->document,
                               "The record of export restrictions is as of %s, more than 18 months "
                               "older: newer ones are missing."),
                        as_of);
    else
        kt_document_add(page->document, KT_BLOCK_NOTE,
                        kt_say(page->document, "The record of export restrictions is as of %s."),
                        as_of);
}

static void write_basis(const kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(page->document,
               "Method of the European Commission, its shares and parameters (%d to %d) and "
               "governance over the same years. Importer: %s. Export restrictions on %s."),
        d->basis.first_year, d->basis.last_year, d->importer.id,
        kt_say_date(page->document, d->restrictions.day));
    write_record(page);
    if (d->supply_risk.used == KT_USED_GLOBAL)
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s",
                        kt_say(page->document, "Supply risk on world supply alone."));
    else if (d->supply_risk.used == KT_USED_EU)
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s",
                        kt_say(page->document, "Supply risk on EU sourcing alone."));
}

static void write_legend(const kt_criticality_page *page)
{
    kt_document_add(
        page->document, KT_BLOCK_NOTE, "%s",
        kt_say(
            page->document,
            "SR: supply risk of the worst stage; publ.: as the Commission published it in 2023; "
            "EI: "
            "economic importance. Crit.: SR at least 1.0 and EI at least 2.8 after rounding to one "
            "decimal; list: the EU's. > 65 %: one third country supplies more than 65 % of what "
            "the "
            "EU uses, at some stage. Restr.: export restrictions in force; +?: others of which "
            "that is not known; ≥: the Commission counts a country that restricts exports, and no "
            "measure of it is on record. ?: not known, which is not zero."));
}

static void write_draws(const kt_criticality_page *page)
{
    const kt_uncertainty *u = &page->d->uncertainty;
    if (u->options.draws == 0)
        return;
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(page->document,
               "90 %%: range of %u draws within the rounding of shares and parameters and "
               "the error of governance (seed %llu). The order of the draws agrees with this "
               "one: mean rank correlation %s."),
        u->options.draws, (unsigned long long)u->options.seed,
        kt_say_share(page->document, u->stability));
}

// How near the computed figures are to the published ones.
static void write_agreement(const kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    uint32_t compared = 0;
    uint32_t near = 0;
    for (uint32_t s = 0; s < d->basis.n_stages; s++) {
        if (isnan(d->supply_risk.stage[s].difference))
            continue;
        compared++;
        near += d->supply_risk.stage[s].causes == 0;
    }
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "%u of %u stage values are within 0.1 of the published one; the others and "
               "their causes: --full."),
        near, compared);
}

// Materials whose verdict differs between the formula and the list in force.
static void write_verdicts(const kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    unsigned both = 0;
    unsigned only_listed = 0;
    unsigned strategic = 0;
    unsigned only_computed = 0;
    for (uint32_t m = 0; m < d->basis.n_materials; m++) {
        const kt_material_facts *f = &d->supply_risk.material[m];
        bool listed = f->listed == KT_VERDICT_YES;
        both += listed && f->critical == KT_VERDICT_YES;
        only_listed += listed && f->critical == KT_VERDICT_NO;
        strategic += listed && f->critical == KT_VERDICT_NO && f->strategic == KT_VERDICT_YES;
        only_computed += f->listed == KT_VERDICT_NO && f->critical == KT_VERDICT_YES;
    }
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "Critical by the formula and on the EU list: %u materials; on the list but not by "
               "the formula: %u (%u of them strategic, which are listed whatever their figures); "
               "by the formula but not on the list: %u."),
        both, only_listed, strategic, only_computed);
}

static void write_full(kt_criticality_page *page)
{
    kt_document *document = page->document;
    kt_document_add(
        document, KT_BLOCK_HEADING, "%s",
        kt_say(document, "Stages that differ from the published figure by more than 0.1"));
    kt_document_anchor(document, "differences");
    kt_criticality_tables_view_differences(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "Indicators"));
    kt_document_anchor(document, "indicators");
    kt_criticality_tables_view_indicators(page, page->d->basis.n_materials);
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s",
        kt_say(
            document,
            "HHI: concentration of world supply at the bottleneck, 0 to 1; HHI·WGI: the same with "
            "governance, 0 to 10. N-1: world supply without its largest country. Reserves: years "
            "of "
            "extraction. By-pr.: share won as a by-product. Volat. and trend: of the monthly "
            "price, "
            "a "
            "year, over at most five years; open series exist for few materials. GPR: GeoPolRisk "
            "for "
            "the importer, at the bottleneck."));
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document, "Strategic materials against the benchmarks of 2030"));
    kt_document_anchor(document, "benchmarks");
    kt_criticality_tables_view_benchmarks(page);
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s",
        kt_say(
            document,
            "Regulation (EU) 2024/1252, Article 5: of what the EU uses, 10 % extracted, 40 % "
            "processed and 25 % recycled in the EU, and no more than 65 % from one third country. "
            "An indication per material: 1 - import reliance, and the end-of-life recycling input "
            "rate; the benchmarks are for capacities and for all strategic materials together."));
}

static void build_overview(kt_criticality_page *page, bool full)
{
    uint32_t all = page->d->basis.n_materials;
    uint32_t n = full || all < SCREEN_MATERIALS ? all : SCREEN_MATERIALS;
    kt_document_add(page->document, KT_BLOCK_TITLE, "%s",
                    kt_say(page->document, "Supply risk of raw materials"));
    write_basis(page);
    kt_document_add(page->document, KT_BLOCK_HEADING,
                    kt_say(page->document, "The %u riskiest of %u materials"), n, all);
    kt_document_anchor(page->document, "ranking");
    kt_criticality_tables_view_ranking(page, n);
    write_legend(page);
    write_draws(page);
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "What matters"));
    kt_document_anchor(page->document, "what-matters");
    write_verdicts(page);
    write_agreement(page);
    if (full)
        write_full(page);
}

static void write_geopolrisk(const kt_criticality_page *page, uint32_t s)
{
    static const char *const BASIS[] = {
        "not known",          "trade",
        "EU sourcing shares", "its own purchases in the case",
        "the case's market",  "assumption: it buys from each country in proportion to its output",
    };
    const kt_geopolrisk *g = &page->d->geopolrisk[s];
    kt_document *document = page->document;
    kt_document_add(
        document, KT_BLOCK_POINT,
        kt_say(document, "GeoPolRisk for %s, %s: %s (concentration %s, import risk %s; imports: "
                         "%s)."),
        page->d->importer.id, kt_naming_stage(page->d->basis.stage[s].stage, document->lang),
        kt_say_number(document, g->score), kt_say_number(document, g->hhi),
        kt_say_number(document, g->import_risk), kt_say(document, BASIS[g->basis]));
}

static void write_indicators(const kt_criticality_page *page, uint32_t m)
{
    const kt_indicator *i = &page->d->indicator[m];
    const kt_material_facts *f = &page->d->supply_risk.material[m];
    kt_document *document = page->document;
    kt_document_add(
        document, KT_BLOCK_POINT,
        kt_say(document, "World supply at the bottleneck: HHI %s, with governance %s; without the "
                         "largest country %s is left (N-1)."),
        kt_say_number(document, f->hhi), kt_say_number(document, f->hhi_wgi),
        kt_say_share(document, f->n_minus_1));
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document, "Reserves for %s years; won as a by-product %s; recycled %s."),
                    kt_say_number(document, i->reserve_years),
                    kt_say_share(document, i->companionality), kt_say_share(document, f->eol_rir));
    if (i->price_months == 0) {
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        kt_say(document, "Price: no open monthly series exists."));
        return;
    }
    const kt_pool *pool = &page->d->the_case->pool;
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document,
                           "Price %s %s (%s); volatility %s a year, trend %s a year over %u "
                           "months."),
                    kt_say_number(document, i->price), kt_pool_text(pool, i->price_unit),
                    kt_pool_text(pool, i->price_month), kt_say_share(document, i->volatility),
                    kt_say_growth(document, i->trend), i->price_months);
}

static void write_flags(const kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    const kt_material_facts *f = &d->supply_risk.material[m];
    const kt_benchmark *b = &d->benchmark[m];
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "Economic importance %s (published: %s). Critical by the formula: %s; on "
               "the EU list: critical %s, strategic %s; NATO: %s."),
        kt_say_number(page->document, f->ei), kt_say_number(page->document, f->ei_published),
        kt_criticality_tables_view_answer(page, f->critical),
        kt_criticality_tables_view_answer(page, f->listed),
        kt_criticality_tables_view_answer(page, f->strategic),
        kt_criticality_tables_view_answer(page, f->nato));
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "Benchmarks of 2030: extraction 10 %%: %s; processing 40 %%: %s; "
                           "recycling 25 %%: %s; one third country over 65 %%: %s."),
                    kt_criticality_tables_view_answer(page, b->extraction_met),
                    kt_criticality_tables_view_answer(page, b->processing_met),
                    kt_criticality_tables_view_answer(page, b->recycling_met),
                    kt_criticality_tables_view_answer(page, b->over_65));
    const kt_rank *rank = &d->uncertainty.rank[m];
    if (d->uncertainty.options.draws > 0 && rank->rank > 0)
        kt_document_add(
            page->document, KT_BLOCK_POINT,
            kt_say(page->document, "Rank %u of all materials; %u to %u in 90 %% of the draws."),
            rank->rank, rank->p05, rank->p95);
}

static void build_material(kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    kt_document *document = page->document;
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(document, "Supply risk of %s"),
                    kt_criticality_tables_view_material(page, m));
    write_basis(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "Stages"));
    kt_document_anchor(document, "stages");
    kt_criticality_tables_view_stages(page, m);
    for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++) {
        if (d->supply_risk.stage[s].causes != 0)
            kt_document_add(document, KT_BLOCK_POINT,
                            kt_say(document, "Difference at the stage of %s: %s."),
                            kt_naming_stage(d->basis.stage[s].stage, document->lang),
                            kt_criticality_tables_view_cause(page, s));
    }
    write_draws(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "Indicators"));
    kt_document_anchor(document, "indicators");
    write_flags(page, m);
    write_indicators(page, m);
    for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++)
        write_geopolrisk(page, s);
    if (kt_criticality_tables_view_has_restrictions(page, m)) {
        kt_document_add(document, KT_BLOCK_HEADING, "%s",
                        kt_say(document, "Export restrictions (?: the day is not known)"));
        kt_document_anchor(document, "restrictions");
        kt_criticality_tables_view_restrictions(page, m);
    }
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "Published before"));
    kt_document_anchor(document, "history");
    kt_criticality_tables_view_history(page, m);
}

void kt_criticality_view_build(kt_document *document, const kt_criticality *criticality,
                               kt_criticality_view view)
{
    kt_criticality_page page = {document, criticality};
    if (view.material == KT_NO_ROW)
        build_overview(&page, view.full);
    else
        build_material(&page, view.material);
}
