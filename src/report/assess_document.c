// SPDX-License-Identifier: EUPL-1.2
// See assess_document.h. The tables of `--full` are in assess_tables.c.
#include "report/assess_document.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "report/area_document.h"
#include "report/assess_tables.h"
#include "report/figure.h"
#include "report/naming.h"

enum { SCREEN_RISKS = 10, SCREEN_COUNTRIES = 8 };

static const char *tr(const kt_page *page, const char *english)
{
    return kt_lang_text(page->lang, english);
}

static const char *text_of(const kt_page *page, kt_symbol symbol)
{
    return kt_pool_text(&page->a->the_case->pool, symbol);
}

static void write_head(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_network_item *target = &a->network.item[a->study.reach.target];
    kt_document_add(page->document, KT_BLOCK_TITLE, tr(page, "%s (%s): what it depends on"),
                    kt_naming_item(a, a->study.reach.target, page->lang),
                    text_of(page, target->id));
    if (*a->the_case->description != '\0')
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s", a->the_case->description);
    kt_document_add(page->document, KT_BLOCK_NOTE,
                    a->scope == KT_SCOPE_EU
                        ? tr(page, "Materials without supply rows: EU sourcing shares, %s.")
                        : tr(page, "Materials without supply rows: world market shares, %s."),
                    kt_assess_tables_period(page));
}

static void write_rule(kt_page *page)
{
    const kt_risk_rule *rule = &page->a->rule;
    char concentrated[KT_FIGURE_SIZE];
    char impact[KT_FIGURE_SIZE];
    char governance[KT_FIGURE_SIZE];
    kt_figure_share(concentrated, rule->concentrated, page->lang);
    kt_figure_share(impact, rule->impact, page->lang);
    kt_figure_number(governance, rule->governance, page->lang);
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        tr(page,
           "Risky: (1) one country has at least %s of the supply, (2) it is a third country with "
           "a governance estimate below %s or an export restriction on record, (3) no substitute "
           "on record comes in time, (4) the target loses at least %s or a function-critical part "
           "fails. The number names the condition that decides. Evidence: weakest grade on the "
           "path, A (audited) to D (assumed)."),
        concentrated, governance, impact);
}

static void write_risks(kt_page *page)
{
    const kt_assessment *a = page->a;
    size_t n = a->risks.n < SCREEN_RISKS ? a->risks.n : SCREEN_RISKS;
    bool indicative = kt_assess_tables_indicative(a);
    kt_document_add(page->document, KT_BLOCK_HEADING,
                    indicative
                        ? tr(page, "The %zu riskiest dependencies (indicative: more than half "
                                   "of the facts are assumptions)")
                        : tr(page, "The %zu riskiest dependencies"),
                    n);
    kt_assess_tables_risks(page, n);
    write_rule(page);
}

static void write_country_line(kt_page *page, kt_place place, const char *format)
{
    const kt_assessment *a = page->a;
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    kt_buffer names = {0};
    unsigned n = 0;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        if (kt_assess_tables_place(a, row[e].id) != place)
            continue;
        char share[KT_FIGURE_SIZE];
        kt_figure_share(share, row[e].dependence, page->lang);
        if (n < 4)
            kt_buffer_format(&names, "%s%s %s", n == 0 ? "" : ", ",
                             kt_assess_tables_country(page, row[e].id), share);
        n++;
    }
    if (n > 4)
        kt_buffer_format(&names, tr(page, " and %u more"), n - 4);
    if (names.failed)
        page->document->failed = true;
    else if (n > 0)
        kt_document_add(page->document, KT_BLOCK_POINT, format, names.text);
    kt_buffer_free(&names);
}

static void write_suppliers(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_exposure *exposure = &a->exposure[KT_CLASS_ORGANISATION];
    kt_buffer names = {0};
    unsigned n = 0;
    for (uint32_t e = 0; e < exposure->events.n; e++) {
        const kt_dependence *row = &a->ranked[KT_CLASS_ORGANISATION][e];
        if (row->dependence < 1.0 - kt_exposure_tolerance)
            break;
        if (n < 6)
            kt_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
                             kt_assess_tables_organisation(page, row->id));
        n++;
    }
    if (n > 6)
        kt_buffer_format(&names, tr(page, " and %u more"), n - 6);
    if (names.failed)
        page->document->failed = true;
    else if (n > 0)
        kt_document_add(page->document, KT_BLOCK_POINT,
                        tr(page, "Named suppliers whose loss alone stops it: %u of %u (%s)."), n,
                        exposure->events.n, names.text);
    kt_buffer_free(&names);
}

static void write_countries(kt_page *page)
{
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    tr(page,
                       "Dependence on third countries (lost output if all supply from there stops, "
                       "no stocks used)"));
    kt_assess_tables_countries(page, KT_PLACE_ELSEWHERE, SCREEN_COUNTRIES);
    write_country_line(page, KT_PLACE_HOME, tr(page, "At home: %s."));
    write_country_line(page, KT_PLACE_EU, tr(page, "Elsewhere in the EU: %s."));
    write_country_line(page, KT_PLACE_NATO, tr(page, "Other NATO countries: %s."));
    write_suppliers(page);
}

static double known_share(const kt_assessment *a, uint32_t first, uint32_t last,
                          double *requirements)
{
    double known = 0.0;
    *requirements = 0.0;
    for (size_t i = 0; i < a->n_visibility; i++) {
        if (a->visibility[i].tier < first || a->visibility[i].tier > last)
            continue;
        known += a->visibility[i].known;
        *requirements += a->visibility[i].requirements;
    }
    return *requirements > 0.0 ? known / *requirements : (double)NAN;
}

static void write_visibility_sentence(kt_page *page)
{
    double all;
    char own[KT_FIGURE_SIZE];
    char next[KT_FIGURE_SIZE];
    char count[KT_FIGURE_SIZE];
    kt_figure_share(own, known_share(page->a, 0, 0, &all), page->lang);
    kt_figure_share(next, known_share(page->a, 1, UINT32_MAX, &all), page->lang);
    kt_figure_number(count, all, page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    tr(page,
                       "Of what the maker itself buys, the supplier is known for %s; of the %s "
                       "inputs further down, for %s."),
                    own, count, next);
}

// The third country with most risky dependencies.
static void write_country_sentence(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    const char *top = NULL;
    unsigned most = 0;
    unsigned all = 0;
    double dependence = 0.0;
    for (size_t i = 0; i < a->risks.n; i++)
        all += a->risks.row[i].verdict == KT_ANSWER_YES;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        unsigned n = 0;
        for (size_t i = 0; i < a->risks.n; i++)
            n += a->risks.row[i].verdict == KT_ANSWER_YES &&
                 strcmp(text_of(page, a->risks.row[i].flow->country), row[e].id) == 0;
        if (n > most) {
            most = n;
            top = row[e].id;
            dependence = row[e].dependence;
        }
    }
    if (top == NULL) {
        kt_document_add(page->document, KT_BLOCK_POINT, "%s",
                        tr(page, "No material meets all four conditions of the rule."));
        return;
    }
    char share[KT_FIGURE_SIZE];
    kt_figure_share(share, dependence, page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    tr(page,
                       "%u of %zu materials are a risky dependency on one country; %s holds %u of "
                       "them, and without it %s of the output is lost."),
                    all, a->risks.n, kt_assess_tables_country(page, top), most, share);
}

static void write_evidence_sentence(kt_page *page)
{
    const kt_assessment *a = page->a;
    unsigned without_stock = 0;
    unsigned without_alternative = 0;
    size_t n = a->risks.n < SCREEN_RISKS ? a->risks.n : SCREEN_RISKS;
    for (size_t i = 0; i < n; i++) {
        without_stock += isnan(a->risks.row[i].stock_days) != 0;
        without_alternative += a->risks.row[i].alternative == KT_NO_ROW;
    }
    char assumed[KT_FIGURE_SIZE];
    kt_figure_share(assumed, a->evidence[KT_EVIDENCE_D - 1], page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    tr(page,
                       "Of these %zu, %u have no alternative on record and %u no known stock; %s "
                       "of the facts behind all this are assumptions (grade D)."),
                    n, without_alternative, without_stock, assumed);
}

static void write_sentences(kt_page *page)
{
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", tr(page, "What matters"));
    write_visibility_sentence(page);
    write_country_sentence(page);
    write_evidence_sentence(page);
}

void kt_assess_document_build(kt_document *document, const kt_assessment *a, kt_lang lang,
                              bool full)
{
    kt_page page = {document, a, lang};
    write_head(&page);
    write_risks(&page);
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_lang_text(lang, "Visibility: what is known of the sources, tier by tier"));
    kt_assess_tables_visibility(&page);
    write_countries(&page);
    kt_area_document_matrix(&page);
    write_sentences(&page);
    if (full) {
        kt_assess_tables_everything(&page);
        kt_area_document_materials(&page);
        kt_area_document_semi_finished(&page);
    }
}
