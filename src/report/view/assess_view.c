// SPDX-License-Identifier: EUPL-1.2
// See assess_view.h. The tables of `--full` are in assess_tables_view.c.
#include "report/view/assess_view.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"
#include "report/document/say.h"
#include "report/view/area_view.h"
#include "report/view/assess_tables_view.h"
#include "report/view/chokepoint_view.h"

enum { SCREEN_RISKS = 10, SCREEN_COUNTRIES = 5, SCREEN_NAMES = 3 };

static const char *text_of(const kt_page *page, kt_symbol symbol)
{
    return kt_pool_text(&page->a->the_case->pool, symbol);
}

static void write_head(kt_page *page)
{
    const kt_assessment *a = page->a;
    const char *about = kt_naming_description(a->the_case, page->lang);
    const kt_network_item *target = &a->network.item[a->study.reach.target];
    kt_document_add(
        page->document, KT_BLOCK_TITLE, kt_say(page->document, "%s (%s): what it depends on"),
        kt_naming_item(a, a->study.reach.target, page->lang), text_of(page, target->id));
    if (*about != '\0')
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        a->scope == KT_SCOPE_EU
            ? kt_say(page->document, "Materials without a named supplier: EU sourcing shares, %s.")
            : kt_say(page->document,
                     "Materials without a named supplier: world market shares, %s."),
        kt_assess_tables_view_period(page));
}

// What the columns mean and when a dependency is risky: the rule with its thresholds.
static void write_rule(kt_page *page)
{
    const kt_risk_rule *rule = &page->a->rule;
    char concentrated[KT_QUANTITY_TEXT_SIZE];
    char impact[KT_QUANTITY_TEXT_SIZE];
    char governance[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(concentrated, rule->concentrated, page->lang);
    kt_quantity_text_share(impact, rule->impact, page->lang);
    kt_quantity_text_number(governance, rule->governance, page->lang);
    kt_document_add(
        page->document, KT_BLOCK_NOTE,
        kt_say(
            page->document,
            "Risky: (1) one country has at least %s of the supply, (2) outside EU and NATO, with "
            "governance below %s or a recorded export restriction, (3) without a substitute in "
            "time, (4) at least %s lost or a function-critical part hit; (n): what decides. Lost: "
            "output without that supply, alternative or stock. Ev.: weakest evidence on the path, "
            "A "
            "(audited) to D (assumed). *: falls short. ?: not known."),
        concentrated, governance, impact);
}

static void write_risks(kt_page *page)
{
    const kt_assessment *a = page->a;
    size_t n = a->risks.n < SCREEN_RISKS ? a->risks.n : SCREEN_RISKS;
    if (n == 0) {
        kt_document_add(page->document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(page->document,
                               "No material is in sight: nothing can be said of dependencies on "
                               "materials and countries."));
        return;
    }
    kt_document_add(page->document, KT_BLOCK_HEADING,
                    kt_assess_tables_view_indicative(a)
                        ? kt_say(page->document,
                                 "The riskiest dependencies: %zu of %zu materials (indicative: "
                                 "more than half is assumed)")
                        : kt_say(page->document, "The riskiest dependencies: %zu of %zu materials"),
                    n, a->risks.n);
    kt_assess_tables_view_risks(page, n);
    write_rule(page);
}

// Appends "TITLE: A 100 %, B 40 % and 3 more." for the countries of one kind of place.
static void list_countries(kt_page *page, kt_buffer *line, kt_bloc place, const char *title)
{
    const kt_assessment *a = page->a;
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    unsigned n = 0;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        if (kt_assess_tables_view_place(a, row[e].id) != place)
            continue;
        char share[KT_QUANTITY_TEXT_SIZE];
        kt_quantity_text_share(share, row[e].dependence, page->lang);
        if (n == 0)
            kt_buffer_format(line, "%s%s: ", line->length == 0 ? "" : " ", title);
        if (n < SCREEN_NAMES)
            kt_buffer_format(line, "%s%s %s", n == 0 ? "" : ", ",
                             kt_assess_tables_view_country(page, row[e].id), share);
        n++;
    }
    if (n > SCREEN_NAMES)
        kt_buffer_format(line, kt_say(page->document, " and %u more"), n - SCREEN_NAMES);
    if (n > 0)
        kt_buffer_put(line, ".");
}

static void write_home_and_allies(kt_page *page)
{
    kt_buffer line = {0};
    list_countries(page, &line, KT_BLOC_HOME, kt_say(page->document, "At home"));
    list_countries(page, &line, KT_BLOC_EU, kt_say(page->document, "Other EU"));
    list_countries(page, &line, KT_BLOC_NATO, kt_say(page->document, "Other NATO"));
    page->document->failed |= line.failed;
    if (line.length > 0)
        kt_document_add(page->document, KT_BLOCK_POINT, "%s", line.text);
    kt_buffer_free(&line);
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
        if (n < SCREEN_NAMES)
            kt_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
                             kt_assess_tables_view_organisation(page, row->id));
        n++;
    }
    if (n > SCREEN_NAMES)
        kt_buffer_format(&names, kt_say(page->document, " and %u more"), n - SCREEN_NAMES);
    if (names.failed)
        page->document->failed = true;
    else if (n > 0)
        kt_document_add(
            page->document, KT_BLOCK_POINT,
            kt_say(page->document, "Named suppliers that stop it alone: %u of %u (%s)."), n,
            exposure->events.n, names.text);
    kt_buffer_free(&names);
}

static void write_countries(kt_page *page)
{
    const kt_assessment *a = page->a;
    size_t all = 0;
    if (a->exposure[KT_CLASS_COUNTRY].events.n == 0)
        return;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++)
        all +=
            kt_assess_tables_view_place(a, a->ranked[KT_CLASS_COUNTRY][e].id) == KT_BLOC_ELSEWHERE;
    size_t n = all < SCREEN_COUNTRIES ? all : SCREEN_COUNTRIES;
    kt_document_add(
        page->document, KT_BLOCK_HEADING,
        kt_say(page->document, "Dependence on countries: %zu of %zu outside EU and NATO"), n, all);
    if (n > 0) {
        kt_assess_tables_view_countries(page, KT_BLOC_ELSEWHERE, n);
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s",
                        kt_say(page->document,
                               "Alternatives used. At most: if the unknown failed too. Origin: "
                               "share of the embodied material."));
    }
    write_home_and_allies(page);
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

// The third country with most risky dependencies.
static void write_country_sentence(kt_page *page)
{
    const kt_assessment *a = page->a;
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    const char *top = NULL;
    unsigned most = 0;
    unsigned all = 0;
    for (size_t i = 0; i < a->risks.n; i++)
        all += a->risks.row[i].verdict == KT_VERDICT_YES;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        unsigned n = 0;
        for (size_t i = 0; i < a->risks.n; i++)
            n += a->risks.row[i].verdict == KT_VERDICT_YES &&
                 strcmp(text_of(page, a->risks.row[i].flow->country), row[e].id) == 0;
        if (n > most) {
            most = n;
            top = row[e].id;
        }
    }
    if (top == NULL) {
        kt_document_add(
            page->document, KT_BLOCK_POINT, "%s",
            kt_say(page->document, "No material meets all four conditions of the rule."));
        return;
    }
    kt_document_add(
        page->document, KT_BLOCK_POINT,
        kt_say(page->document,
               "%u of %zu materials are a risky dependency on one country; for %u that is %s."),
        all, a->risks.n, most, kt_assess_tables_view_country(page, top));
}

static void write_time_sentence(kt_page *page)
{
    const kt_assessment *a = page->a;
    unsigned without_stock = 0;
    unsigned none = 0;
    unsigned partly = 0;
    size_t n = a->risks.n < SCREEN_RISKS ? a->risks.n : SCREEN_RISKS;
    for (size_t i = 0; i < n; i++) {
        without_stock += isnan(a->risks.row[i].stock_days) != 0;
        none += a->risks.row[i].alternative == KT_NO_ROW;
        partly += kt_assess_tables_view_partly(a, &a->risks.row[i]);
    }
    if (n > 0)
        kt_document_add(page->document, KT_BLOCK_POINT,
                        kt_say(page->document,
                               "Of the %zu riskiest, %u have no alternative on record, %u one "
                               "that falls short; %u no known stock."),
                        n, none, partly, without_stock);
}

static void write_knowledge_sentence(kt_page *page)
{
    double all;
    char assumed[KT_QUANTITY_TEXT_SIZE];
    char own[KT_QUANTITY_TEXT_SIZE];
    char next[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(assumed, page->a->evidence[KT_EVIDENCE_D - 1], page->lang);
    kt_quantity_text_share(own, known_share(page->a, 0, 0, &all), page->lang);
    kt_quantity_text_share(next, known_share(page->a, 1, UINT32_MAX, &all), page->lang);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "The supplier is known for %s of what the maker buys, beyond it %s; "
                           "%s of facts are assumed."),
                    own, next, assumed);
}

static void write_sentences(kt_page *page)
{
    if (page->a->n_visibility == 0) // the target needs nothing that is known
        return;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "What matters"));
    write_country_sentence(page);
    write_time_sentence(page);
    write_knowledge_sentence(page);
}

static void write_visibility(kt_page *page)
{
    if (page->a->n_visibility == 0)
        return;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    kt_say(page->document,
                           "Visibility: for how much the supplier is known, by tier (0: what the "
                           "maker buys)"));
    kt_assess_tables_view_visibility(page);
}

void kt_assess_view_build(kt_document *document, const kt_assessment *a, kt_lang lang, bool full)
{
    kt_page page = {document, a, lang, full};
    write_head(&page);
    write_risks(&page);
    write_visibility(&page);
    write_countries(&page);
    kt_chokepoint_view_section(document, a, lang);
    kt_area_view_matrix(&page);
    write_sentences(&page);
    if (full) {
        kt_assess_tables_view_everything(&page);
        kt_area_view_materials(&page);
        kt_area_view_semi_finished(&page);
    }
}
