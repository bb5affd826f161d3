// SPDX-License-Identifier: EUPL-1.2
// See criticality_tables_view.h.
#include "report/view/criticality_tables_view.h"

#include "base/buffer.h"
#include "report/document/naming.h"
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
    return kt_naming_material(c, id, page->document->lang);
}

const char *kt_criticality_tables_view_country(const kt_criticality_page *page, uint32_t country)
{
    if (country == KT_NO_ROW)
        return "?";
    return kt_country_name(page->d->the_case, page->d->basis.country[country].id,
                           page->document->lang);
}

const char *kt_criticality_tables_view_answer(const kt_criticality_page *page, kt_verdict answer)
{
    return answer == KT_VERDICT_YES  ? kt_say(page->document, "yes")
           : answer == KT_VERDICT_NO ? kt_say(page->document, "no")
                                     : "?";
}

// Empty without draws.
static kt_cell range(const kt_interval *interval)
{
    return kt_cell_range(interval->p05, interval->p95);
}

// "≥ 2.4" where uses are left out.
static kt_cell importance(const kt_material_facts *facts)
{
    bool partial = !isnan(facts->ei) && facts->ei_known < kt_supply_risk_whole;
    return kt_cell_marked(kt_cell_number(facts->ei), partial ? KT_MARK_AT_LEAST : KT_MARK_NONE);
}

static kt_cell material_cell(const kt_criticality_page *page, uint32_t m)
{
    return kt_cell_text(kt_criticality_tables_view_material(page, m));
}

static kt_cell country_cell(const kt_criticality_page *page, uint32_t row)
{
    return kt_cell_text(kt_criticality_tables_view_country(page, row));
}

static kt_cell answer_cell(const kt_criticality_page *page, kt_verdict verdict)
{
    return kt_cell_text(kt_criticality_tables_view_answer(page, verdict));
}

static kt_cell stage_cell(const kt_criticality_page *page, uint32_t s)
{
    return kt_cell_text(s == KT_NO_ROW
                            ? "?"
                            : kt_naming_stage(page->d->basis.stage[s].stage, page->document->lang));
}

static void add_ranking_row(kt_criticality_page *page, uint32_t at)
{
    const kt_criticality *d = page->d;
    uint32_t m = d->ranking[at];
    const kt_material_facts *facts = &d->supply_risk.material[m];
    const kt_interval *interval = &d->uncertainty.material[m];
    const kt_cell cells[] = {kt_cell_count(at + 1),
                             material_cell(page, m),
                             stage_cell(page, d->supply_risk.values.bottleneck[m]),
                             kt_cell_number(d->supply_risk.values.sr[m]),
                             range(interval),
                             kt_cell_number(facts->sr_published),
                             importance(facts),
                             answer_cell(page, facts->critical),
                             answer_cell(page, facts->listed),
                             answer_cell(page, d->benchmark[m].over_65),
                             kt_cell_marked(kt_cell_count(d->restrictions.yes[m]),
                                            d->restrictions.unsure[m] > 0   ? KT_MARK_UNSURE
                                            : d->restrictions.absent[m] > 0 ? KT_MARK_AT_LEAST
                                                                            : KT_MARK_NONE)};
    kt_document_row(page->document, cells);
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
        const kt_cell cells[] = {material_cell(page, d->basis.stage[s].material),
                                 stage_cell(page, s),
                                 kt_cell_number(d->supply_risk.values.stage[s].sr),
                                 kt_cell_number(d->supply_risk.stage[s].published),
                                 kt_cell_text(kt_criticality_tables_view_cause(page, s))};
        kt_document_row(page->document, cells);
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
        const kt_cell cells[] = {
            material_cell(page, m),
            kt_cell_number(facts->hhi),
            kt_cell_number(facts->hhi_wgi),
            kt_cell_share(facts->n_minus_1),
            kt_cell_number(indicator->reserve_years),
            kt_cell_share(indicator->companionality),
            kt_cell_share(facts->eol_rir),
            kt_cell_share(indicator->volatility),
            kt_cell_growth(indicator->trend),
            kt_cell_number(s == KT_NO_ROW ? (double)NAN : d->geopolrisk[s].score)};
        kt_document_row(page->document, cells);
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
        const kt_cell cells[] = {
            material_cell(page, m),
            kt_cell_share(b->extraction),
            kt_cell_share(b->processing),
            kt_cell_share(b->recycling),
            country_cell(page, facts == NULL ? KT_NO_ROW : facts->largest_third),
            kt_cell_share(facts == NULL ? (double)NAN : facts->third_share),
            answer_cell(page, b->over_65),
            answer_cell(page, d->supply_risk.material[m].nato)};
        kt_document_row(page->document, cells);
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
        const kt_cell cells[] = {stage_cell(page, s),
                                 kt_cell_number(risk->hhi_global),
                                 kt_cell_number(risk->hhi_eu),
                                 kt_cell_share(d->basis.published.import_reliance[s]),
                                 kt_cell_share(d->basis.published.eol_rir[s]),
                                 kt_cell_number(d->basis.stage[s].si_sr),
                                 kt_cell_number(risk->sr),
                                 range(interval),
                                 kt_cell_share(interval->above),
                                 kt_cell_number(facts->published),
                                 country_cell(page, facts->largest),
                                 kt_cell_share(facts->largest_share)};
        kt_document_row(page->document, cells);
    }
}

static const char *status_name(const kt_criticality_page *page, uint32_t row)
{
    switch ((kt_restriction_status)page->d->restrictions.status[row]) {
    case KT_RESTRICTION_IN_FORCE:
        return kt_say(page->document, "in force");
    case KT_RESTRICTION_SUSPENDED:
        return kt_say(page->document, "suspended");
    case KT_RESTRICTION_UNKNOWN:
        return kt_say(page->document, "unknown");
    case KT_RESTRICTION_NOT_YET:
    case KT_RESTRICTION_ENDED:
        break;
    }
    return "";
}

// In force, suspended, or not known which.
static bool may_bind(const kt_criticality *d, uint32_t row)
{
    int status = d->restrictions.status[row];
    return d->restrictions.binds[row] &&
           (status == KT_RESTRICTION_IN_FORCE || status == KT_RESTRICTION_SUSPENDED ||
            status == KT_RESTRICTION_UNKNOWN);
}

static bool is_restriction_of(const kt_criticality *d, uint32_t row, uint32_t material)
{
    const kt_table *table = &d->the_case->reference[KT_EXPORT_RESTRICTIONS];
    return may_bind(d, row) &&
           kt_case_row(&d->the_case->material,
                       kt_table_text(table, KT_RESTRICTIONS_MATERIAL, row)) == material;
}

bool kt_criticality_tables_view_has_restrictions(const kt_criticality_page *page, uint32_t m)
{
    const kt_table *table = &page->d->the_case->reference[KT_EXPORT_RESTRICTIONS];
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (is_restriction_of(page->d, r, m))
            return true;
    }
    return false;
}

void kt_criticality_tables_view_restrictions(kt_criticality_page *page, uint32_t m)
{
    const kt_criticality *d = page->d;
    const kt_case *c = d->the_case;
    const kt_table *table = &c->reference[KT_EXPORT_RESTRICTIONS];
    const kt_column_head head[] = {
        {.title = kt_say(page->document, "country")},
        {.title = kt_say(page->document, "measure")},
        {.title = kt_say(page->document, "status")},
        {.title = kt_say(page->document, "since")},
        {.title = kt_say(page->document, "products"), .wide = true},
        {.title = kt_say(page->document, "legal basis")},
    };
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        if (!is_restriction_of(d, r, m))
            continue;
        double day = kt_table_number(table, KT_RESTRICTIONS_EFFECTIVE, r);
        const char *measure = text_of(page, table, KT_RESTRICTIONS_MEASURE, r);
        const kt_cell cells[] = {
            kt_cell_text(kt_country_name(c, kt_table_text(table, KT_RESTRICTIONS_COUNTRY, r),
                                         page->document->lang)),
            kt_cell_text(kt_naming_measure(measure, page->document->lang)),
            kt_cell_text(status_name(page, r)),
            kt_cell_text(kt_say_date(page->document, day)),
            kt_cell_text(text_of(page, table, KT_RESTRICTIONS_PRODUCTS, r)),
            kt_cell_text(text_of(page, table, KT_RESTRICTIONS_LEGAL, r))};
        kt_document_row(page->document, cells);
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
        // The list of a year is named by it: no figure to compute with.
        const char *year = kt_document_format(page->document, "%.0f",
                                              kt_table_number(history, KT_HISTORY_YEAR, r));
        const kt_cell cells[] = {kt_cell_text(year),
                                 kt_cell_number(kt_table_number(history, KT_HISTORY_SR, r)),
                                 kt_cell_number(kt_table_number(history, KT_HISTORY_EI, r))};
        kt_document_row(page->document, cells);
    }
}
