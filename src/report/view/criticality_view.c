// SPDX-License-Identifier: EUPL-1.2
// See criticality_view.h. The tables are in criticality_tables_view.c.
#include "report/view/criticality_view.h"

#include "base/date.h"
#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"
#include "report/document/say.h"
#include "report/view/criticality_tables_view.h"

enum { SCREEN_MATERIALS = 25 };

static void write_basis(const kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    char day[11];
    kt_date_write(day, d->restrictions.day);
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(page->document,
               "Method of the European Commission, its shares and parameters (%d to %d) and "
               "governance over the same years. Importer: %s. Export restrictions on %s."),
        d->basis.first_year, d->basis.last_year, d->importer.id, day);
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
            "EU uses, at some stage. Restr.: export restrictions in force; +?: others whose day is "
            "not known. ?: not known, which is not zero."));
}

static void write_draws(const kt_criticality_page *page)
{
    const kt_uncertainty *u = &page->d->uncertainty;
    char stability[KT_QUANTITY_TEXT_SIZE];
    if (u->options.draws == 0)
        return;
    kt_quantity_text_share(stability, u->stability, page->lang);
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(page->document,
               "90 %%: range of %u draws within the rounding of shares and parameters and "
               "the error of governance (seed %llu). The order of the draws agrees with this "
               "one: mean rank correlation %s."),
        u->options.draws, (unsigned long long)u->options.seed, stability);
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
        kt_say(page->document, "Stages that differ from the published figure by more than 0.1"));
    kt_criticality_tables_view_differences(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Indicators"));
    kt_criticality_tables_view_indicators(page, page->d->basis.n_materials);
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s",
        kt_say(
            page->document,
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
                    kt_say(page->document, "Strategic materials against the benchmarks of 2030"));
    kt_criticality_tables_view_benchmarks(page);
    kt_document_add(
        document, KT_BLOCK_NOTE, "%s",
        kt_say(
            page->document,
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
    kt_criticality_tables_view_ranking(page, n);
    write_legend(page);
    write_draws(page);
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "What matters"));
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
    char score[KT_QUANTITY_TEXT_SIZE];
    char hhi[KT_QUANTITY_TEXT_SIZE];
    char risk[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(score, g->score, page->lang);
    kt_quantity_text_number(hhi, g->hhi, page->lang);
    kt_quantity_text_number(risk, g->import_risk, page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "GeoPolRisk for %s, %s: %s (concentration %s, import risk %s; imports: "
                           "%s)."),
                    page->d->importer.id,
                    kt_naming_stage(page->d->basis.stage[s].stage, page->lang), score, hhi, risk,
                    kt_say(page->document, BASIS[g->basis]));
}

static void write_indicators(const kt_criticality_page *page, uint32_t m)
{
    const kt_indicator *i = &page->d->indicator[m];
    const kt_material_facts *f = &page->d->supply_risk.material[m];
    char text[6][KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(text[0], f->hhi, page->lang);
    kt_quantity_text_number(text[1], f->hhi_wgi, page->lang);
    kt_quantity_text_share(text[2], f->n_minus_1, page->lang);
    kt_quantity_text_number(text[3], i->reserve_years, page->lang);
    kt_quantity_text_share(text[4], i->companionality, page->lang);
    kt_quantity_text_share(text[5], f->eol_rir, page->lang);
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "World supply at the bottleneck: HHI %s, with governance %s; without the "
               "largest country %s is left (N-1)."),
        text[0], text[1], text[2]);
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document, "Reserves for %s years; won as a by-product %s; recycled %s."),
        text[3], text[4], text[5]);
    if (i->price_months == 0) {
        kt_document_add(page->document, KT_BLOCK_POINT, "%s",
                        kt_say(page->document, "Price: no open monthly series exists."));
        return;
    }
    const kt_pool *pool = &page->d->the_case->pool;
    kt_quantity_text_number(text[0], i->price, page->lang);
    kt_quantity_text_share(text[1], i->volatility, page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "Price %s %s (%s); volatility %s a year, trend %+.0f %% a year over %u "
                           "months."),
                    text[0], kt_pool_text(pool, i->price_unit), kt_pool_text(pool, i->price_month),
                    text[1], 100.0 * i->trend, i->price_months);
}

static void write_flags(const kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    const kt_material_facts *f = &d->supply_risk.material[m];
    const kt_benchmark *b = &d->benchmark[m];
    char ei[KT_QUANTITY_TEXT_SIZE];
    char published[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(ei, f->ei, page->lang);
    kt_quantity_text_number(published, f->ei_published, page->lang);
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "Economic importance %s (published: %s). Critical by the formula: %s; on "
               "the EU list: critical %s, strategic %s; NATO: %s."),
        ei, published, kt_criticality_tables_view_answer(page, f->critical),
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
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(page->document, "Supply risk of %s"),
                    kt_criticality_tables_view_material(page, m));
    write_basis(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Stages"));
    kt_criticality_tables_view_stages(page, m);
    for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++) {
        if (d->supply_risk.stage[s].causes != 0)
            kt_document_add(document, KT_BLOCK_POINT,
                            kt_say(page->document, "Difference at the stage of %s: %s."),
                            kt_naming_stage(d->basis.stage[s].stage, page->lang),
                            kt_criticality_tables_view_cause(page, s));
    }
    write_draws(page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Indicators"));
    write_flags(page, m);
    write_indicators(page, m);
    for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++)
        write_geopolrisk(page, s);
    if (d->restrictions.yes[m] + d->restrictions.unsure[m] > 0) {
        kt_document_add(
            document, KT_BLOCK_HEADING, "%s",
            kt_say(page->document, "Export restrictions in force (?: the day is not known)"));
        kt_criticality_tables_view_restrictions(page, m);
    }
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Published before"));
    kt_criticality_tables_view_history(page, m);
}

void kt_criticality_view_build(kt_document *document, const kt_criticality *criticality,
                               kt_criticality_view view)
{
    kt_criticality_page page = {document, criticality, view.lang};
    if (view.material == KT_NO_ROW)
        build_overview(&page, view.full);
    else
        build_material(&page, view.material);
}
