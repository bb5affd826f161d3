// SPDX-License-Identifier: EUPL-1.2
// See assess_view.h. The tables are in assess_tables_view.c and area_view.c; the sentences here are
// few, but each walks over all risks or countries, some hundred of them.
#include "report/view/assess_view.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/area_view.h"
#include "report/view/assess_sentences_view.h"
#include "report/view/assess_tables_view.h"
#include "report/view/chokepoint_view.h"
#include "report/view/comparison_view.h"
#include "report/view/indicative_view.h"
#include "report/view/rationing_view.h"
#include "report/view/scope_view.h"

enum { SCREEN_RISKS = 10, SCREEN_COUNTRIES = 5, SCREEN_NAMES = 3, SCREEN_PRICES = 5 };

static const char *text_of(const kt_assessment *a, kt_symbol symbol)
{
    return kt_pool_text(&a->the_case->pool, symbol);
}

static const char *scope_text(const kt_document *document, kt_scope scope)
{
    if (scope == KT_SCOPE_NL)
        return kt_say(document,
                      "Materials without a named supplier: Dutch imports by customs partner, %s.");
    return scope == KT_SCOPE_EU
               ? kt_say(document, "Materials without a named supplier: EU sourcing shares, %s.")
               : kt_say(document, "Materials without a named supplier: world market shares, %s.");
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
    kt_document_add(document, KT_BLOCK_NOTE, scope_text(document, a->figures.scope),
                    kt_assess_tables_view_period(document, a));
    kt_scope_view_of_assessment(document, a);
}

// What the columns mean and when a dependency is risky: the rule with its thresholds.
static void write_rule(kt_document *document, const kt_assessment *a)
{
    const kt_risk_rule *rule = &a->rule;
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(
            document,
            "Why: denied: the country that makes most of it decides who gets any; shortage: too "
            "little is left even for a buyer who is served first; unknown: how much the world "
            "makes is not on record. Risky: (1) one country has at least %s of the supply, (2) "
            "outside EU and NATO, with governance (WGI) below %s or a recorded export restriction, "
            "(3) without a substitute in time, (4) at least %s lost or a function-critical part "
            "hit; allied: all but (2); (n): the condition that decides. Lost: output, if all "
            "share what remains, without alternative or stock; served first: what is lost then; "
            "–: supply is denied, so being served first does not help. *: falls short. ?: not "
            "known."),
        kt_say_share(document, rule->concentrated), kt_say_number(document, rule->governance),
        kt_say_share(document, rule->impact));
}

// Materials whose tonnes are not known stand among those that cannot be bought: the heading says
// so.
static const char *risks_heading(const kt_document *document, const kt_assessment *a, size_t n)
{
    bool unknown = false;
    for (size_t i = 0; i < n; i++)
        unknown |= a->risks.row[i].mechanism == KT_MECHANISM_UNKNOWN;
    return unknown ? kt_say(document, "What cannot simply be bought, or is not known: %zu of %zu "
                                      "materials")
                   : kt_say(document, "What cannot simply be bought: %zu of %zu materials");
}

static void write_risks(kt_document *document, const kt_assessment *a)
{
    if (a->risks.n == 0) {
        kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(document,
                               "No material is in sight: nothing can be said of dependencies on "
                               "materials and countries."));
        return;
    }
    size_t all = 0;
    size_t bought = 0;
    for (size_t i = 0; i < a->risks.n; i++) {
        bool price = a->risks.row[i].mechanism == KT_MECHANISM_PRICE;
        all += !price;
        bought += price && kt_risk_is_needed(&a->risks.row[i]);
    }
    size_t n = all < SCREEN_RISKS ? all : SCREEN_RISKS;
    if (n > 0) {
        kt_document_add(document, KT_BLOCK_HEADING, risks_heading(document, a, n), n, all + bought);
        kt_document_anchor(document, "risks");
        kt_assess_tables_view_risks(document, a, n);
        write_rule(document, a);
    }
    kt_assess_tables_view_prices(document, a, SCREEN_PRICES);
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
                        kt_say(document, "Named suppliers that stop it alone%s: %u of %u (%s)."),
                        kt_indicative_view_mark(document, a->evidence[KT_EVIDENCE_D - 1]), n,
                        exposure->events.n, names.text);
    kt_buffer_free(&names);
}

// Of some country.
static bool any_more(const kt_assessment *a)
{
    bool more = false;
    for (uint32_t e = 0; e < a->exposure[KT_CLASS_COUNTRY].n_listed; e++) {
        const kt_dependence *row =
            &a->exposure[KT_CLASS_COUNTRY].row[a->exposure[KT_CLASS_COUNTRY].listed[e]];
        more |= kt_rationing_view_is_more(row->dependence, row->dependence_first);
    }
    return more;
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
                               "Lost: if all share what remains, alternatives used; served first: "
                               "what is lost then, if supply is not denied. Origin: share of the "
                               "embodied material."));
        kt_rationing_view_note(document, any_more(a));
    }
    write_home_and_allies(document, a);
    write_suppliers(document, a);
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

void kt_assess_view_build(kt_document *document, const kt_assess_result *result, bool full)
{
    const kt_assessment *a = result->assessment;
    write_head(document, a);
    kt_assess_sentences_view_build(document, a);
    kt_comparison_view_sentence(document, result);
    write_risks(document, a);
    kt_comparison_view_table(document, result, full);
    write_visibility(document, a, full);
    write_countries(document, a);
    kt_chokepoint_view_section(document, a);
    kt_area_view_matrix(document, a);
    if (full) {
        kt_assess_tables_view_everything(document, a);
        kt_area_view_materials(document, a);
        kt_area_view_semi_finished(document, a);
    }
}
