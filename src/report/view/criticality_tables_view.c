// SPDX-License-Identifier: EUPL-1.2
// See criticality_tables_view.h.
#include "report/view/criticality_tables_view.h"

#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"
#include "report/document/say.h"

static const char *text_of(const kt_criticality_page *page, const kt_table *table, int column,
                           uint32_t row)
{
    return kt_pool_text(&page->d->the_case->pool, kt_table_text(table, column, row));
}

const char *kt_criticality_tables_view_material(const kt_criticality_page *page, uint32_t material)
{
    const kt_case *c = page->d->the_case;
    kt_symbol id = kt_table_text(&c->reference[KT_MATERIALS], KT_MATERIALS_ID, material);
    return kt_naming_material(c, id, page->lang);
}

const char *kt_criticality_tables_view_country(const kt_criticality_page *page, uint32_t country)
{
    if (country == KT_NO_ROW)
        return "?";
    return kt_country_name(page->d->the_case, page->d->basis.country[country].id, page->lang);
}

const char *kt_criticality_tables_view_answer(const kt_criticality_page *page, kt_verdict answer)
{
    return answer == KT_VERDICT_YES  ? kt_say(page->document, "yes")
           : answer == KT_VERDICT_NO ? kt_say(page->document, "no")
                                     : "?";
}

static const char *number(kt_criticality_page *page, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_number(text, value, page->lang);
    return kt_document_format(page->document, "%s", text);
}

static const char *share(kt_criticality_page *page, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, value, page->lang);
    return kt_document_format(page->document, "%s", text);
}

// "1.2–1.5"; "" without draws.
static const char *range(kt_criticality_page *page, const kt_interval *interval)
{
    if (isnan(interval->p05))
        return "";
    return kt_document_format(page->document, "%s–%s", number(page, interval->p05),
                              number(page, interval->p95));
}

// "≥ 2.4" where uses are left out.
static const char *importance(kt_criticality_page *page, const kt_material_facts *facts)
{
    bool partial = !isnan(facts->ei) && facts->ei_known < kt_supply_risk_whole;
    return kt_document_format(page->document, "%s%s", partial ? "≥ " : "", number(page, facts->ei));
}

static const char *stage_name(const kt_criticality_page *page, uint32_t stage)
{
    return stage == KT_NO_ROW ? "?"
                              : kt_naming_stage(page->d->basis.stage[stage].stage, page->lang);
}

static void add_ranking_row(kt_criticality_page *page, uint32_t at)
{
    const kt_criticality *d = page->d;
    uint32_t m = d->ranking[at];
    const kt_material_facts *facts = &d->supply_risk.material[m];
    const kt_interval *interval = &d->uncertainty.material[m];
    const char *place = kt_document_format(page->document, "%u", at + 1);
    const char *measures = kt_document_format(page->document, "%u%s", d->restrictions.yes[m],
                                              d->restrictions.unsure[m] > 0 ? "+?" : "");
    kt_document_row(
        page->document,
        (const char *const[]){place, kt_criticality_tables_view_material(page, m),
                              stage_name(page, d->supply_risk.values.bottleneck[m]),
                              number(page, d->supply_risk.values.sr[m]), range(page, interval),
                              number(page, facts->sr_published), importance(page, facts),
                              kt_criticality_tables_view_answer(page, facts->critical),
                              kt_criticality_tables_view_answer(page, facts->listed),
                              kt_criticality_tables_view_answer(page, d->benchmark[m].over_65),
                              measures});
}

void kt_criticality_tables_view_ranking(kt_criticality_page *page, uint32_t n)
{
    const kt_column_head head[] = {
        {.title = "", .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "material"), .wide = true},
        {.title = kt_say(page->document, "stage")},
        {.title = kt_say(page->document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "90 %"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "publ."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "EI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "crit.")},
        {.title = kt_say(page->document, "list")},
        {.title = kt_say(page->document, "> 65 %")},
        {.title = kt_say(page->document, "restr."), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t i = 0; i < n && i < page->d->basis.n_materials; i++)
        add_ranking_row(page, i);
}

const char *kt_criticality_tables_view_cause(kt_criticality_page *page, uint32_t s)
{
    static const char *const CAUSES[KT_N_CAUSES] = {
        NULL, // the note itself
        "the published shares are incomplete",
        "shares of one scope only are published",
        "import reliance is not published",
        "mean of the members, which differ",
        "no cause found",
    };
    const kt_criticality *d = page->d;
    const kt_table *inputs = &d->the_case->reference[KT_CRITICALITY_INPUTS];
    kt_buffer text = {0};
    for (int k = 0; k < KT_N_CAUSES; k++) {
        if (!(d->supply_risk.stage[s].causes & (1u << k)))
            continue;
        const char *cause = CAUSES[k] == NULL
                                ? text_of(page, inputs, KT_INPUTS_NOTE, d->basis.stage[s].row)
                                : kt_say(page->document, CAUSES[k]);
        kt_buffer_format(&text, "%s%s", text.length == 0 ? "" : "; ", cause);
    }
    page->document->failed |= text.failed;
    const char *kept = text.length == 0 ? "" : kt_document_format(page->document, "%s", text.text);
    kt_buffer_free(&text);
    return kept;
}

void kt_criticality_tables_view_differences(kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "material")},
        {.title = kt_say(page->document, "stage")},
        {.title = kt_say(page->document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "publ."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "cause"), .wide = true},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t s = 0; s < d->basis.n_stages; s++) {
        if (d->supply_risk.stage[s].causes == 0)
            continue;
        kt_document_row(page->document,
                        (const char *const[]){
                            kt_criticality_tables_view_material(page, d->basis.stage[s].material),
                            stage_name(page, s), number(page, d->supply_risk.values.stage[s].sr),
                            number(page, d->supply_risk.stage[s].published),
                            kt_criticality_tables_view_cause(page, s)});
    }
}

void kt_criticality_tables_view_indicators(kt_criticality_page *page, uint32_t n)
{
    const kt_criticality *d = page->d;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "material"), .wide = true},
        {.title = kt_say(page->document, "HHI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "HHI·WGI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "N-1"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "reserves"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "by-pr."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "recycled"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "volat."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "trend"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "GPR"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t i = 0; i < n && i < d->basis.n_materials; i++) {
        uint32_t m = d->ranking[i];
        const kt_indicator *indicator = &d->indicator[m];
        const kt_material_facts *facts = &d->supply_risk.material[m];
        uint32_t s = d->supply_risk.values.bottleneck[m];
        const char *trend = isnan(indicator->trend) ? "?"
                                                    : kt_document_format(page->document, "%+.0f %%",
                                                                         100.0 * indicator->trend);
        kt_document_row(page->document,
                        (const char *const[]){
                            kt_criticality_tables_view_material(page, m), number(page, facts->hhi),
                            number(page, facts->hhi_wgi), share(page, facts->n_minus_1),
                            number(page, indicator->reserve_years),
                            share(page, indicator->companionality), share(page, facts->eol_rir),
                            share(page, indicator->volatility), trend,
                            number(page, s == KT_NO_ROW ? (double)NAN : d->geopolrisk[s].score)});
    }
}

void kt_criticality_tables_view_benchmarks(kt_criticality_page *page)
{
    const kt_criticality *d = page->d;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "strategic material"), .wide = true},
        {.title = kt_say(page->document, "extracted"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "processed"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "recycled"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "largest third country")},
        {.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "> 65 %")},
        {.title = kt_say(page->document, "NATO")},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t m = 0; m < d->basis.n_materials; m++) {
        const kt_benchmark *b = &d->benchmark[m];
        uint32_t worst = KT_NO_ROW;
        if (d->supply_risk.material[m].strategic != KT_VERDICT_YES)
            continue;
        for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++) {
            double third = d->supply_risk.stage[s].third_share;
            if (!isnan(third) &&
                (worst == KT_NO_ROW || third > d->supply_risk.stage[worst].third_share))
                worst = s;
        }
        const kt_stage_facts *facts = worst == KT_NO_ROW ? NULL : &d->supply_risk.stage[worst];
        kt_document_row(
            page->document,
            (const char *const[]){
                kt_criticality_tables_view_material(page, m), share(page, b->extraction),
                share(page, b->processing), share(page, b->recycling),
                kt_criticality_tables_view_country(page, facts == NULL ? KT_NO_ROW
                                                                       : facts->largest_third),
                share(page, facts == NULL ? (double)NAN : facts->third_share),
                kt_criticality_tables_view_answer(page, b->over_65),
                kt_criticality_tables_view_answer(page, d->supply_risk.material[m].nato)});
    }
}

void kt_criticality_tables_view_stages(kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "stage")},
        {.title = kt_say(page->document, "HHI world"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "HHI EU"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "imported"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "recycled"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "SI"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "90 %"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "P ≥ 1"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "publ."), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "largest"), .wide = true},
        {.title = kt_say(page->document, "share"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t s = d->basis.first_stage[m]; s < d->basis.first_stage[m + 1]; s++) {
        const kt_stage_risk *risk = &d->supply_risk.values.stage[s];
        const kt_stage_facts *facts = &d->supply_risk.stage[s];
        const kt_interval *interval = &d->uncertainty.stage[s];
        kt_document_row(
            page->document,
            (const char *const[]){
                stage_name(page, s), number(page, risk->hhi_global), number(page, risk->hhi_eu),
                share(page, d->basis.published.import_reliance[s]),
                share(page, d->basis.published.eol_rir[s]), number(page, d->basis.stage[s].si_sr),
                number(page, risk->sr), range(page, interval), share(page, interval->above),
                number(page, facts->published),
                kt_criticality_tables_view_country(page, facts->largest),
                share(page, facts->largest_share)});
    }
}

// The words of the `measure` column that bind exports.
static const char *measure_name(const kt_criticality_page *page, const char *measure)
{
    const struct {
        const char *measure, *name;
    } names[] = {
        {"ban", kt_say(page->document, "export ban")},
        {"licence", kt_say(page->document, "licence duty")},
        {"quota", kt_say(page->document, "export quota")},
        {"tax", kt_say(page->document, "export tax")},
        {"suspension", kt_say(page->document, "export suspended")},
        {"state_trading", kt_say(page->document, "state trading")},
        {"extraterritorial_licence", kt_say(page->document, "licence duty abroad")},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].measure, measure) == 0)
            return names[i].name;
    }
    return measure;
}

static const char *day_text(kt_criticality_page *page, double day)
{
    char text[11];
    if (isnan(day))
        return "?";
    kt_date_write(text, (int32_t)day);
    return kt_document_format(page->document, "%s", text);
}

void kt_criticality_tables_view_restrictions(kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    const kt_case *c = d->the_case;
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "country")},
        {.title = kt_say(page->document, "measure")},
        {.title = kt_say(page->document, "since")},
        {.title = kt_say(page->document, "products"), .wide = true},
        {.title = kt_say(page->document, "legal basis")},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (d->restrictions.force[r] == KT_FORCE_NOT ||
            kt_case_row(&c->material, kt_table_text(table, KT_RESTRICTIONS_MATERIAL, r)) != m)
            continue;
        kt_document_row(
            page->document,
            (const char *const[]){
                kt_country_name(c, kt_table_text(table, KT_RESTRICTIONS_COUNTRY, r), page->lang),
                measure_name(page, text_of(page, table, KT_RESTRICTIONS_MEASURE, r)),
                day_text(page, kt_table_number(table, KT_RESTRICTIONS_EFFECTIVE, r)),
                text_of(page, table, KT_RESTRICTIONS_PRODUCTS, r),
                text_of(page, table, KT_RESTRICTIONS_LEGAL, r)});
    }
}

void kt_criticality_tables_view_history(kt_criticality_page *page, uint32_t m)
{
    const kt_case *c = page->d->the_case;
    const kt_table *history = &c->reference[KT_CRITICALITY_HISTORY];
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "list")},
        {.title = kt_say(page->document, "SR"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "EI"), .align = KT_ALIGN_RIGHT}};
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t r = 0; r < history->n_rows; r++) {
        if (kt_case_row(&c->material, kt_table_text(history, KT_HISTORY_MATERIAL, r)) != m)
            continue;
        const char *year = kt_document_format(page->document, "%.0f",
                                              kt_table_number(history, KT_HISTORY_YEAR, r));
        kt_document_row(
            page->document,
            (const char *const[]){year, number(page, kt_table_number(history, KT_HISTORY_SR, r)),
                                  number(page, kt_table_number(history, KT_HISTORY_EI, r))});
    }
}
