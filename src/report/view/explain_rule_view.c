// SPDX-License-Identifier: EUPL-1.2
// See explain_rule_view.h. Of a country an act and its date are said, never a motive.
#include "report/view/explain_rule_view.h"

#include <math.h>
#include <string.h>

#include "report/document/naming.h"
#include "report/document/say.h"

static const char *share(kt_explain_page *page, double value)
{
    return kt_explain_page_share(page, value);
}

static const char *verdict_name(const kt_explain_page *page, kt_verdict verdict)
{
    return verdict == KT_VERDICT_YES  ? kt_say(page->document, "yes")
           : verdict == KT_VERDICT_NO ? kt_say(page->document, "no")
                                      : kt_say(page->document, "not known");
}

// "no other country is counted that makes it and may sell"
static const char *ways_out(kt_explain_page *page)
{
    unsigned n = page->sum->makers.n_counted;
    kt_document *document = page->document;
    if (n == 0)
        return kt_say(document, "no other country is counted that makes it and may sell");
    return kt_document_format(
        document,
        n == 1 ? kt_say(document, "%u other country is counted that makes it and may sell")
               : kt_say(document, "%u other countries are counted that make it and may sell"),
        n);
}

static const char *denied(kt_explain_page *page)
{
    return kt_document_format(
        page->document,
        kt_say(page->document,
               "Denied: %s has %s of it, a measure in force can refuse this buyer, and %s (fewer "
               "than %d)."),
        page->country, share(page, page->sum->risk.share), ways_out(page), KT_MECHANISM_WAYS_OUT);
}

// Among suppliers that the case names nobody is served first: each buyer gets the same cut.
static const char *named_mechanism(kt_explain_page *page)
{
    const kt_document *document = page->document;
    const kt_flow_sum *sum = page->sum;
    bool enough = sum->available >= 1.0;
    switch (sum->risk.mechanism) {
    case KT_MECHANISM_SHORTAGE:
        return enough ? kt_say(document, "Shortage: of the material itself enough is left, of what "
                                         "is made of it not.")
                      : kt_document_format(
                            page->document,
                            kt_say(document, "Shortage: only %s of what is needed is left."),
                            share(page, sum->available));
    case KT_MECHANISM_PRICE:
        return kt_say(document, "Price: as much is left as is needed.");
    default:
        return enough
                   ? kt_say(document, "Unknown: of the material itself enough is left; how much "
                                      "the world makes of what is made of it is not on record.")
                   : kt_say(document, "Unknown: how much the world makes, or how much is needed, "
                                      "is not on record.");
    }
}

static const char *market_mechanism(kt_explain_page *page)
{
    const kt_document *document = page->document;
    const kt_flow_sum *sum = page->sum;
    bool enough = sum->available >= 1.0;
    switch (sum->risk.mechanism) {
    case KT_MECHANISM_SHORTAGE:
        return enough
                   ? kt_say(document, "Shortage: of the material itself enough is left for a buyer "
                                      "who is served first, of what is made of it not.")
                   : kt_document_format(
                         page->document,
                         kt_say(document, "Shortage: even a buyer who is served first gets only %s "
                                          "of what is needed."),
                         share(page, sum->available));
    case KT_MECHANISM_PRICE:
        return sum->risk.thin
                   ? kt_document_format(
                         page->document,
                         kt_say(document, "Price, of a thin market: a buyer who is served first "
                                          "lacks nothing, but needs %s of what can be reached."),
                         share(page, sum->risk.need_share))
                   : kt_say(document, "Price: a buyer who is served first lacks nothing, and "
                                      "pays.");
    default:
        if (enough)
            return kt_say(document, "Unknown: of the material itself enough is left for a buyer "
                                    "who is served first; how much the world makes of what is "
                                    "made of it is not on record.");
        if (sum->study->network->item[sum->item].scope == KT_SCOPE_NL)
            return kt_say(document, "Unknown: customs say who sells, not who makes, and so not how "
                                    "much is left.");
        return kt_say(document, "Unknown: how much the world makes, or how much is needed, is not "
                                "on record.");
    }
}

const char *kt_explain_rule_view_mechanism(kt_explain_page *page)
{
    if (page->sum->risk.mechanism == KT_MECHANISM_DENIED)
        return denied(page);
    if (page->sum->risk.mechanism == KT_MECHANISM_FORM)
        return kt_say(page->document, "Form: no other maker of the semi-finished good is known.");
    return page->sum->named ? named_mechanism(page) : market_mechanism(page);
}

const char *kt_explain_rule_view_verdict(kt_explain_page *page)
{
    kt_document *document = page->document;
    const char *mark = *page->assumed != '\0' ? kt_say(document, " (indicative)") : "";
    switch (page->sum->risk.risky) {
    case KT_RISKY_YES:
        return kt_document_format(
            document, kt_say(document, "A risky dependency by the rule below%s."), mark);
    case KT_RISKY_ALLIED:
        return kt_document_format(document,
                                  kt_say(document, "It would be a risky dependency by the rule "
                                                   "below, but on a country at home or in an "
                                                   "alliance%s."),
                                  mark);
    case KT_RISKY_NO:
        return kt_document_format(
            document, kt_say(document, "No risky dependency by the rule below%s."), mark);
    default:
        return kt_say(document, "Whether it is a risky dependency is not known.");
    }
}

// ---------------------------------------------------------------------------------------- measures

static const char *status_name(const kt_explain_page *page, kt_restriction_status status)
{
    switch (status) {
    case KT_RESTRICTION_NOT_YET:
        return kt_say(page->document, "not yet");
    case KT_RESTRICTION_IN_FORCE:
        return kt_say(page->document, "in force");
    case KT_RESTRICTION_SUSPENDED:
        return kt_say(page->document, "suspended");
    case KT_RESTRICTION_ENDED:
        return kt_say(page->document, "ended");
    default:
        return kt_say(page->document, "not known");
    }
}

static const char *refuses_name(const kt_explain_page *page, const kt_flow_act *act)
{
    if (!act->names_buyer)
        return kt_say(page->document, "not this buyer");
    if (!act->covers)
        return kt_say(page->document, "not this form");
    return act->refuses == KT_FORCE_YES   ? kt_say(page->document, "yes")
           : act->refuses == KT_FORCE_NOT ? kt_say(page->document, "no")
                                          : kt_say(page->document, "not known");
}

// "licences as granted (military use): MOFCOM Ann. 18/2025". What a measure is for is said where
// its kind does not say so already.
static const char *act_name(kt_explain_page *page, uint32_t row)
{
    const kt_table *rows = kt_explain_page_table(page, KT_EXPORT_RESTRICTIONS);
    const char *kind = kt_explain_page_text(page, rows, KT_RESTRICTIONS_MEASURE, row);
    const char *legal = kt_explain_page_text(page, rows, KT_RESTRICTIONS_LEGAL, row);
    const char *only =
        kt_explain_page_choice(page, KT_EXPORT_RESTRICTIONS, KT_RESTRICTIONS_APPLIES_TO, row);
    bool said = strcmp(kind, "end_use_ban") == 0 || strcmp(kind, "entity_listing") == 0;
    const char *name =
        *only == '\0' || said
            ? kt_naming_measure(kind, page->document->lang)
            : kt_document_format(page->document, "%s (%s)",
                                 kt_naming_measure(kind, page->document->lang), only);
    return *legal == '\0' ? name : kt_document_format(page->document, "%s: %s", name, legal);
}

static void add_act(kt_explain_page *page, const kt_flow_act *act)
{
    const kt_table *rows = kt_explain_page_table(page, KT_EXPORT_RESTRICTIONS);
    uint32_t r = act->row;
    double effective = kt_table_number(rows, KT_RESTRICTIONS_EFFECTIVE, r);
    const kt_cell cells[] = {
        kt_cell_text(act_name(page, r)),
        kt_cell_text(kt_explain_page_countries(
            page, kt_explain_page_text(page, rows, KT_RESTRICTIONS_TARGET, r))),
        kt_cell_text(kt_say_date(page->document, effective)),
        kt_cell_text(status_name(page, act->status)),
        kt_cell_text(refuses_name(page, act)),
        kt_cell_text(kt_explain_page_grade(rows, KT_RESTRICTIONS_EVIDENCE, r)),
        kt_cell_text(kt_explain_page_cite(page, rows, KT_RESTRICTIONS_SOURCE, r))};
    kt_document_row(page->document, cells);
}

void kt_explain_rule_view_measures(kt_explain_page *page)
{
    kt_document *document = page->document;
    const kt_column_head head[] = {{.title = kt_say(document, "measure"), .wide = true},
                                   {.title = kt_say(document, "for")},
                                   {.title = kt_say(document, "in effect")},
                                   {.title = kt_say(document, "on the day")},
                                   {.title = kt_say(document, "can refuse")},
                                   {.title = kt_say(document, "ev.")},
                                   {.title = kt_say(document, "src.")}};
    kt_document_add(document, KT_BLOCK_HEADING, kt_say(document, "Measures of %s on %s, on %s"),
                    page->country, kt_say_within(document, page->material),
                    kt_say_date(document, page->sum->buyer.asked.day));
    kt_document_anchor(document, "measures");
    if (page->sum->n_acts == 0) {
        kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(document, "No measure is on record."));
        return;
    }
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (uint32_t k = 0; k < page->sum->n_acts; k++)
        add_act(page, &page->sum->act[k]);
    kt_document_add(document, KT_BLOCK_NOTE, "%s",
                    kt_say(document,
                           "Can refuse: a ban, a licence duty or practice, or a "
                           "listing that is for this buyer refuses, or leaves it to a "
                           "decision; quotas, taxes and state trading raise the price. Not "
                           "this form: it is on the ore, or on some products alone."));
}

// ------------------------------------------------------------------------------------------ makers

static const char *reason_name(kt_explain_page *page, kt_maker_verdict verdict)
{
    switch (verdict) {
    case KT_MAKER_COUNTS:
        return kt_say(page->document, "counts");
    case KT_MAKER_AGAIN:
        return kt_say(page->document, "counted already");
    case KT_MAKER_ITSELF:
        return kt_say(page->document, "the country itself");
    case KT_MAKER_WILL_NOT:
        return kt_say(page->document, "supposed not to sell");
    case KT_MAKER_OF_GROUP:
        return kt_say(page->document, "share of a group of materials");
    case KT_MAKER_OF_NOTHING:
        return kt_say(page->document, "makes nothing");
    default:
        return kt_say(page->document, "no country");
    }
}

// "Malaysia: Lynas Rare Earths, Kuantan, since 16 May 2025"
static const char *maker_name(kt_explain_page *page, uint32_t row)
{
    const kt_table *makers = kt_explain_page_table(page, KT_MAKERS);
    kt_document *document = page->document;
    double since = kt_table_number(makers, KT_MAKERS_SINCE, row);
    const char *country = kt_country_name(
        page->the_case, kt_table_text(makers, KT_MAKERS_COUNTRY, row), document->lang);
    return kt_document_format(
        document, "%s: %s%s", country, kt_explain_page_text(page, makers, KT_MAKERS_MAKER, row),
        isnan(since) ? ""
                     : kt_document_format(document, kt_say(document, ", since %s"),
                                          kt_say_date(document, since)));
}

static void add_maker(kt_explain_page *page, const kt_maker *maker)
{
    const kt_table *supply = kt_explain_page_table(page, KT_MATERIAL_SUPPLY);
    const kt_table *makers = kt_explain_page_table(page, KT_MAKERS);
    bool known = maker->maker_row != KT_NO_ROW;
    const kt_cell cells[] = {
        kt_cell_text(known ? maker_name(page, maker->maker_row)
                           : kt_country_name(page->the_case, maker->country, page->document->lang)),
        kt_cell_text(known ? "–"
                           : share(page, kt_table_number(supply, KT_MATERIAL_SUPPLY_SHARE,
                                                         maker->supply_row))),
        kt_cell_text(reason_name(page, maker->verdict)),
        kt_cell_text(known ? kt_explain_page_cite(page, makers, KT_MAKERS_SOURCE, maker->maker_row)
                           : kt_explain_page_cite(page, supply, KT_MATERIAL_SUPPLY_SOURCE,
                                                  maker->supply_row))};
    kt_document_row(page->document, cells);
}

// Whether a row of the shares counts the country as a maker.
static bool has_share(const kt_maker_list *makers, kt_symbol country)
{
    for (uint32_t k = 0; k < makers->n; k++) {
        if (makers->row[k].country == country && makers->row[k].verdict != KT_MAKER_OF_NOTHING)
            return true;
    }
    return false;
}

// Makers that are known although the shares name no output of their country: mostly they started
// after the year of the shares. Returns their number.
static uint32_t add_makers_without_share(kt_explain_page *page)
{
    const kt_table *rows = kt_explain_page_table(page, KT_MAKERS);
    const kt_event *flow = page->sum->risk.flow;
    uint32_t n = 0;
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_text(rows, KT_MAKERS_MATERIAL, r) != flow->material ||
            kt_table_choice(rows, KT_MAKERS_STAGE, r) != flow->stage ||
            has_share(&page->sum->makers, kt_table_text(rows, KT_MAKERS_COUNTRY, r)))
            continue;
        const kt_cell cells[] = {
            kt_cell_text(maker_name(page, r)), kt_cell_text("–"),
            kt_cell_text(kt_say(page->document, "not in the shares")),
            kt_cell_text(kt_explain_page_cite(page, rows, KT_MAKERS_SOURCE, r))};
        kt_document_row(page->document, cells);
        n++;
    }
    return n;
}

void kt_explain_rule_view_makers(kt_explain_page *page)
{
    kt_document *document = page->document;
    const kt_maker_list *makers = &page->sum->makers;
    const kt_column_head head[] = {{.title = kt_say(document, "country"), .wide = true},
                                   {.title = kt_say(document, "share"), .align = KT_ALIGN_RIGHT},
                                   {.title = kt_say(document, "as a way out")},
                                   {.title = kt_say(document, "src.")}};
    kt_document_add(document, KT_BLOCK_HEADING, kt_say(document, "Who makes it outside %s"),
                    page->country);
    kt_document_anchor(document, "makers");
    kt_document_add(document, KT_BLOCK_PARAGRAPH,
                    kt_say(document, "Countries that count: %u. With %d or more the material is "
                                     "not counted as denied."),
                    makers->n_counted, KT_MECHANISM_WAYS_OUT);
    if (!makers->published)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "Output of this material itself is not published by "
                                         "country: the countries of known makers count."));
    if (makers->n == 0)
        return;
    kt_document_table(document, head, 4);
    for (uint32_t k = 0; k < makers->n; k++)
        add_maker(page, &makers->row[k]);
    if (makers->published && add_makers_without_share(page) > 0)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "Not in the shares: known to make it, often since after "
                                         "the year of the shares. As long as shares of the "
                                         "material itself are published, only those count."));
}

// ------------------------------------------------------------------------------------------- price

void kt_explain_rule_view_price(kt_explain_page *page)
{
    kt_document *document = page->document;
    const kt_flow_sum *sum = page->sum;
    const kt_table *rows = kt_explain_page_table(page, KT_ANNUAL_PRICES);
    const kt_table *rates = kt_explain_page_table(page, KT_EXCHANGE_RATES);
    uint32_t r = sum->price.row;
    uint32_t rate = kt_explain_page_rate(page);
    bool of_one = kt_yearly_use_is_of_one(&sum->buyer.use);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "What it costs"));
    kt_document_anchor(document, "price");
    if (r == KT_NO_ROW) {
        kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s",
                        kt_say(document, "No price is published at this stage."));
        return;
    }
    double fraction = kt_table_number(rows, KT_ANNUAL_PRICES_FRACTION, r);
    kt_document_add(
        document, KT_BLOCK_POINT,
        kt_say(document, "Price: %s USD per kg in %.0f (%s; %s; evidence %s) %s."),
        kt_say_digits(document, kt_table_number(rows, KT_ANNUAL_PRICES_USD, r)),
        kt_table_number(rows, KT_ANNUAL_PRICES_YEAR, r),
        kt_explain_page_choice(page, KT_ANNUAL_PRICES, KT_ANNUAL_PRICES_FORM, r),
        kt_explain_page_market(page, kt_explain_page_text(page, rows, KT_ANNUAL_PRICES_MARKET, r)),
        kt_explain_page_grade(rows, KT_ANNUAL_PRICES_EVIDENCE, r),
        kt_explain_page_cite(page, rows, KT_ANNUAL_PRICES_SOURCE, r));
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document,
                           "In euros at the mean rate of that year (evidence %s) %s, of the "
                           "material in it: %s USD / %s USD per EUR / %s = %s EUR per kg."),
                    kt_explain_page_grade(rates, KT_EXCHANGE_RATES_EVIDENCE, rate),
                    kt_explain_page_cite(page, rates, KT_EXCHANGE_RATES_SOURCE, rate),
                    kt_say_digits(document, kt_table_number(rows, KT_ANNUAL_PRICES_USD, r)),
                    kt_say_digits(document, sum->usd_per_eur),
                    kt_say_digits(document, isnan(fraction) ? 1.0 : fraction),
                    kt_say_digits(document, sum->price.eur_per_kg));
    kt_document_add(
        document, KT_BLOCK_POINT,
        of_one ? kt_say(document, "Of one unit of the target: %s kg · %s EUR = %s "
                                  "EUR; at five times the price %s EUR.")
               : kt_say(document, "Of the need a year: %s kg · %s EUR = %s EUR; at "
                                  "five times the price %s EUR."),
        kt_say_digits(document, of_one ? sum->risk.need_kg : sum->risk.need_kg_per_year),
        kt_say_digits(document, sum->price.eur_per_kg), kt_say_digits(document, sum->risk.cost_eur),
        kt_say_digits(document, 5.0 * sum->risk.cost_eur));
}

// -------------------------------------------------------------------------------------------- rule

typedef struct condition {
    const char *name, *figure, *threshold;
    int number;
} condition;

static void add_condition(kt_explain_page *page, condition c)
{
    const kt_cell cells[] = {kt_cell_text(c.name), kt_cell_text(c.figure),
                             kt_cell_text(c.threshold),
                             kt_cell_text(verdict_name(page, page->sum->risk.condition[c.number]))};
    kt_document_row(page->document, cells);
}

static const char *place_name(const kt_explain_page *page)
{
    switch (page->sum->risk.bloc) {
    case KT_BLOC_HOME:
        return kt_say(page->document, "at home");
    case KT_BLOC_EU:
        return kt_say(page->document, "in the EU");
    case KT_BLOC_NATO:
        return kt_say(page->document, "in NATO");
    default:
        return kt_say(page->document, "outside EU and NATO");
    }
}

static const char *ground(kt_explain_page *page)
{
    const kt_risk *risk = &page->sum->risk;
    return kt_document_format(
        page->document, "%s; %s; %s", place_name(page),
        isnan(risk->governance)
            ? kt_say(page->document, "governance not known")
            : kt_document_format(page->document, kt_say(page->document, "governance (WGI) %s"),
                                 kt_say_digits(page->document, risk->governance)),
        risk->restricted ? kt_say(page->document, "a restriction on record")
                         : kt_say(page->document, "no restriction"));
}

// "12 days", "not known".
static const char *days(kt_explain_page *page, double value)
{
    if (isnan(value))
        return kt_say(page->document, "not known");
    return kt_document_format(page->document,
                              value == 1.0 ? kt_say(page->document, "%s day")
                                           : kt_say(page->document, "%s days"),
                              kt_say_digits(page->document, value));
}

// What is lost as the rule weighs it: without the alternative, or with it.
static double weighed(const kt_risk *risk, bool with_alternative)
{
    if (kt_risk_is_first_in_line(risk))
        return with_alternative ? risk->dependence_first : risk->first_built;
    return with_alternative ? risk->dependence : risk->dependence_built;
}

static const char *substitute(kt_explain_page *page)
{
    const kt_risk *risk = &page->sum->risk;
    if (risk->alternative == KT_NO_ROW)
        return kt_say(page->document, "none on record");
    return kt_document_format(
        page->document, kt_say(page->document, "%s: %s lost with it; stock %s, switching %s"),
        kt_naming_network_item(&page->result->network, risk->alternative, page->document->lang),
        share(page, weighed(risk, true)), days(page, risk->stock_days),
        days(page, risk->switch_days));
}

static const char *loss(kt_explain_page *page)
{
    const kt_risk *risk = &page->sum->risk;
    bool same = page->sum->named && risk->first_built == risk->dependence_built;
    const char *format = kt_risk_is_first_in_line(risk) && !same
                             ? kt_say(page->document, "%s, served first%s")
                             : kt_say(page->document, "%s, in proportion%s");
    return kt_document_format(
        page->document, format, share(page, weighed(risk, false)),
        risk->function_critical ? kt_say(page->document, "; a function-critical part") : "");
}

void kt_explain_rule_view_rule(kt_explain_page *page)
{
    kt_document *document = page->document;
    const kt_risk *risk = &page->sum->risk;
    const kt_risk_rule *rule = &page->sum->rule;
    const kt_column_head head[] = {{.title = kt_say(document, "condition")},
                                   {.title = kt_say(document, "figure"), .wide = true},
                                   {.title = kt_say(document, "threshold")},
                                   {.title = kt_say(document, "holds")}};
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "The rule"));
    kt_document_anchor(document, "rule");
    kt_document_table(document, head, 4);
    add_condition(page,
                  (condition){kt_say(document, "1 concentrated"), share(page, risk->share),
                              kt_document_format(document, "≥ %s", share(page, rule->concentrated)),
                              KT_CONCENTRATED});
    add_condition(
        page, (condition){kt_say(document, "2 on an unreliable source"), ground(page),
                          kt_document_format(document, kt_say(document, "< %s, or a restriction"),
                                             kt_say_digits(document, rule->governance)),
                          KT_UNRELIABLE});
    add_condition(
        page,
        (condition){kt_say(document, "3 no substitute in time"), substitute(page),
                    kt_document_format(document, kt_say(document, "≥ %s lost with it, or too late"),
                                       share(page, rule->impact)),
                    KT_NO_SUBSTITUTE});
    add_condition(page, (condition){kt_say(document, "4 operational impact"), loss(page),
                                    kt_document_format(document, "≥ %s", share(page, rule->impact)),
                                    KT_IMPACT});
    kt_document_add(document, KT_BLOCK_PARAGRAPH, "%s %s", kt_explain_rule_view_mechanism(page),
                    kt_explain_rule_view_verdict(page));
    if (risk->denial_unknown)
        kt_document_add(document, KT_BLOCK_NOTE, "%s",
                        kt_say(document, "It would be denied if a measure on record is in force, "
                                         "of which that is not known."));
}
