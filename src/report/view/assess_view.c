// SPDX-License-Identifier: EUPL-1.2
// See assess_view.h. The tables are in assess_tables_view.c and area_view.c; the sentences here are
// few, but each walks over all risks or countries, some hundred of them.
#include "report/view/assess_view.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/area_view.h"
#include "report/view/assess_tables_view.h"
#include "report/view/chokepoint_view.h"

enum { SCREEN_RISKS = 10, SCREEN_COUNTRIES = 5, SCREEN_NAMES = 3 };

static const char *text_of(const kt_assessment *a, kt_symbol symbol)
{
    return kt_pool_text(&a->the_case->pool, symbol);
}

static void write_head(kt_document *document, const kt_assessment *a)
{
    const char *about = kt_naming_description(a->the_case, document->lang);
    const kt_network_item *target = &a->network.item[a->study.reach.target];
    kt_document_add(document, KT_BLOCK_TITLE, kt_say(document, "%s (%s): what it depends on"),
                    kt_naming_item(a, a->study.reach.target, document->lang),
                    text_of(a, target->id));
    if (*about != '\0')
        kt_document_add(document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(
        document, KT_BLOCK_NOTE,
        a->figures.scope == KT_SCOPE_EU
            ? kt_say(document, "Materials without a named supplier: EU sourcing shares, %s.")
            : kt_say(document, "Materials without a named supplier: world market shares, %s."),
        kt_assess_tables_view_period(document, a));
}

// What the columns mean and when a dependency is risky: the rule with its thresholds.
static void write_rule(kt_document *document, const kt_assessment *a)
{
    const kt_risk_rule *rule = &a->rule;
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(
            document,
            "Risky: (1) one country has at least %s of the supply, (2) outside EU and NATO, with "
            "governance below %s or a recorded export restriction, (3) without a substitute in "
            "time, (4) at least %s lost or a function-critical part hit; (n): what decides. Lost: "
            "output without that supply, alternative or stock. Ev.: weakest evidence on the path, "
            "A (audited) to D (assumed). *: falls short. ?: not known."),
        kt_say_share(document, rule->concentrated), kt_say_number(document, rule->governance),
        kt_say_share(document, rule->impact));
}

static void write_risks(kt_document *document, const kt_assessment *a)
{
    size_t n = a->risks.n < SCREEN_RISKS ? a->risks.n : SCREEN_RISKS;
    if (n == 0) {
        kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(document,
                               "No material is in sight: nothing can be said of dependencies on "
                               "materials and countries."));
        return;
    }
    kt_document_add(document, KT_BLOCK_HEADING,
                    kt_assess_tables_view_indicative(a)
                        ? kt_say(document,
                                 "The riskiest dependencies: %zu of %zu materials (indicative: "
                                 "more than half is assumed)")
                        : kt_say(document, "The riskiest dependencies: %zu of %zu materials"),
                    n, a->risks.n);
    kt_document_anchor(document, "risks");
    kt_assess_tables_view_risks(document, a, n);
    write_rule(document, a);
}

// Appends "TITLE: A 100 %, B 40 % and 3 more." for the countries of one kind of place.
static void list_countries(kt_document *document, const kt_assessment *a, kt_buffer *line,
                           kt_bloc place, const char *title)
{
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    unsigned n = 0;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        if (kt_assess_tables_view_place(a, row[e].id) != place)
            continue;
        if (n == 0)
            kt_buffer_format(line, "%s%s: ", line->length == 0 ? "" : " ", title);
        if (n < SCREEN_NAMES)
            kt_buffer_format(line, "%s%s %s", n == 0 ? "" : ", ",
                             kt_assess_tables_view_country(document, a, row[e].id),
                             kt_say_share(document, row[e].dependence));
        n++;
    }
    if (n > SCREEN_NAMES)
        kt_buffer_format(line, kt_say(document, " and %u more"), n - SCREEN_NAMES);
    if (n > 0)
        kt_buffer_put(line, ".");
}

static void write_home_and_allies(kt_document *document, const kt_assessment *a)
{
    kt_buffer line = {0};
    list_countries(document, a, &line, KT_BLOC_HOME, kt_say(document, "At home"));
    list_countries(document, a, &line, KT_BLOC_EU, kt_say(document, "Other EU"));
    list_countries(document, a, &line, KT_BLOC_NATO, kt_say(document, "Other NATO"));
    document->failed |= line.failed;
    if (line.length > 0)
        kt_document_add(document, KT_BLOCK_POINT, "%s", line.text);
    kt_buffer_free(&line);
}

static void write_suppliers(kt_document *document, const kt_assessment *a)
{
    const kt_exposure *exposure = &a->exposure[KT_CLASS_ORGANISATION];
    kt_buffer names = {0};
    unsigned n = exposure->n_stopping;
    for (uint32_t e = 0; e < n && e < SCREEN_NAMES; e++) // they are listed first
        kt_buffer_format(
            &names, "%s%s", e == 0 ? "" : ", ",
            kt_assess_tables_view_organisation(a, a->ranked[KT_CLASS_ORGANISATION][e].id));
    if (n > SCREEN_NAMES)
        kt_buffer_format(&names, kt_say(document, " and %u more"), n - SCREEN_NAMES);
    if (names.failed)
        document->failed = true;
    else if (n > 0)
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "Named suppliers that stop it alone: %u of %u (%s)."), n,
                        exposure->events.n, names.text);
    kt_buffer_free(&names);
}

static void write_countries(kt_document *document, const kt_assessment *a)
{
    size_t all = 0;
    if (a->exposure[KT_CLASS_COUNTRY].events.n == 0)
        return;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++)
        all +=
            kt_assess_tables_view_place(a, a->ranked[KT_CLASS_COUNTRY][e].id) == KT_BLOC_ELSEWHERE;
    size_t n = all < SCREEN_COUNTRIES ? all : SCREEN_COUNTRIES;
    kt_document_add(document, KT_BLOCK_HEADING,
                    kt_say(document, "Dependence on countries: %zu of %zu outside EU and NATO"), n,
                    all);
    kt_document_anchor(document, "countries");
    if (n > 0) {
        kt_assess_tables_view_countries(document, a, KT_BLOC_ELSEWHERE, n);
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document,
                               "Alternatives used. At most: if the unknown failed too. Origin: "
                               "share of the embodied material."));
    }
    write_home_and_allies(document, a);
    write_suppliers(document, a);
}

// Of what the tiers from `first` to `last` need; NaN where they need nothing.
static double known_share(const kt_assessment *a, uint32_t first, uint32_t last)
{
    double known = 0.0;
    double requirements = 0.0;
    for (size_t i = 0; i < a->n_visibility; i++) {
        if (a->visibility[i].tier < first || a->visibility[i].tier > last)
            continue;
        known += a->visibility[i].known;
        requirements += a->visibility[i].requirements;
    }
    return requirements > 0.0 ? known / requirements : (double)NAN;
}

// The third country with most risky dependencies.
static void write_country_sentence(kt_document *document, const kt_assessment *a)
{
    const kt_dependence *row = a->ranked[KT_CLASS_COUNTRY];
    const char *top = NULL;
    unsigned most = 0;
    unsigned all = 0;
    for (size_t i = 0; i < a->risks.n; i++)
        all += a->risks.row[i].risky == KT_RISKY_YES;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].events.n; e++) {
        unsigned n = 0;
        for (size_t i = 0; i < a->risks.n; i++)
            n += a->risks.row[i].risky == KT_RISKY_YES &&
                 strcmp(text_of(a, a->risks.row[i].flow->country), row[e].id) == 0;
        if (n > most) {
            most = n;
            top = row[e].id;
        }
    }
    if (top == NULL) {
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        kt_say(document, "No material meets all four conditions of the rule."));
        return;
    }
    kt_document_add(
        document, KT_BLOCK_POINT,
        kt_say(document,
               "%u of %zu materials are a risky dependency on one country; for %u that is %s."),
        all, a->risks.n, most, kt_assess_tables_view_country(document, a, top));
}

static void write_time_sentence(kt_document *document, const kt_assessment *a)
{
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
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document,
                               "Of the %zu riskiest, %u have no alternative on record, %u one "
                               "that falls short; %u no known stock."),
                        n, none, partly, without_stock);
}

static void write_knowledge_sentence(kt_document *document, const kt_assessment *a)
{
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document,
                           "The supplier is known for %s of what the maker buys, beyond it %s; "
                           "%s of facts are assumed."),
                    kt_say_share(document, known_share(a, 0, 0)),
                    kt_say_share(document, known_share(a, 1, UINT32_MAX)),
                    kt_say_share(document, a->evidence[KT_EVIDENCE_D - 1]));
}

static void write_sentences(kt_document *document, const kt_assessment *a)
{
    if (a->n_visibility == 0) // the target needs nothing that is known
        return;
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "What matters"));
    kt_document_anchor(document, "matters");
    write_country_sentence(document, a);
    write_time_sentence(document, a);
    write_knowledge_sentence(document, a);
}

static void write_visibility(kt_document *document, const kt_assessment *a, bool full)
{
    if (a->n_visibility == 0)
        return;
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document,
                           "Visibility: for how much the supplier is known, by tier (0: what the "
                           "maker buys)"));
    kt_document_anchor(document, "visibility");
    kt_assess_tables_view_visibility(document, a, full);
}

void kt_assess_view_build(kt_document *document, const kt_assessment *a, bool full)
{
    write_head(document, a);
    write_risks(document, a);
    write_visibility(document, a, full);
    write_countries(document, a);
    kt_chokepoint_view_section(document, a);
    kt_area_view_matrix(document, a);
    write_sentences(document, a);
    if (full) {
        kt_assess_tables_view_everything(document, a);
        kt_area_view_materials(document, a);
        kt_area_view_semi_finished(document, a);
    }
}
