// SPDX-License-Identifier: EUPL-1.2
// See assess_sentences_view.h. Each sentence walks over all risks, some sixty of them. No country
// is named beside a motive: an act and its day.
#include "report/view/assess_sentences_view.h"

#include <math.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/assess_tables_view.h"

enum { MOST_NAMES = 6 };

// Whether a risk belongs to what a sentence is about.
typedef bool about(const kt_risk *risk);

static bool is_denied(const kt_risk *risk)
{
    return risk->mechanism == KT_MECHANISM_DENIED;
}

static bool is_short(const kt_risk *risk)
{
    return (risk->mechanism == KT_MECHANISM_SHORTAGE || risk->mechanism == KT_MECHANISM_FORM) &&
           risk->risky >= KT_RISKY_ALLIED;
}

static bool is_bought(const kt_risk *risk)
{
    return risk->mechanism == KT_MECHANISM_PRICE;
}

static bool is_unknown(const kt_risk *risk)
{
    return risk->mechanism == KT_MECHANISM_UNKNOWN;
}

static bool is_edge(const kt_risk *risk)
{
    return risk->firmness < KT_FIRMNESS_EDGE;
}

static unsigned count(const kt_assessment *a, about *belongs)
{
    unsigned n = 0;
    for (size_t i = 0; i < a->risks.n; i++)
        n += belongs(&a->risks.row[i]) ? 1 : 0;
    return n;
}

// As it stands inside a sentence: "dysprosium".
static const char *name_of(kt_document *document, const kt_assessment *a, const kt_risk *risk)
{
    const char *name = kt_naming_material(a->the_case, risk->flow->material, document->lang);
    return kt_say_within(document, name);
}

// "dysprosium, yttrium and 3 more", riskiest first.
static const char *names(kt_document *document, const kt_assessment *a, about *belongs)
{
    kt_buffer text = {0};
    unsigned n = 0;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        if (!belongs(risk))
            continue;
        if (n < MOST_NAMES)
            kt_buffer_format(&text, "%s%s", n == 0 ? "" : ", ", name_of(document, a, risk));
        n++;
    }
    if (n > MOST_NAMES)
        kt_buffer_format(&text, kt_say(document, " and %u more"), n - MOST_NAMES);
    document->failed |= text.failed;
    const char *out = text.failed || n == 0 ? "" : kt_document_format(document, "%s", text.text);
    kt_buffer_free(&text);
    return out;
}

const char *kt_assess_sentences_view_euro(kt_document *document, double euros)
{
    return kt_document_format(document, "€ %s", kt_say_number(document, euros));
}

// What is needed, and what it costs as far as a price is published.
typedef struct total {
    double kg, euros;
    unsigned priced;
} total;

static total total_of(const kt_assessment *a, about *belongs)
{
    total sum = {0};
    bool new_build = a->buyer.use.need == KT_NEED_KIND_NEWBUILD;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        double kg = new_build ? risk->need_kg : risk->need_kg_per_year;
        if (belongs != NULL && !belongs(risk))
            continue;
        sum.kg += isnan(kg) ? 0.0 : kg;
        sum.euros += isnan(risk->cost_eur) ? 0.0 : risk->cost_eur;
        sum.priced += isnan(risk->cost_eur) ? 0 : 1;
    }
    return sum;
}

static void say_need(kt_document *document, const kt_assessment *a)
{
    const char *kg = kt_say_mass(document, total_of(a, NULL).kg);
    switch (a->buyer.use.need) {
    case KT_NEED_KIND_NEWBUILD:
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "What it needs: built new, one takes %s of %zu materials."), kg,
            a->risks.n);
        break;
    case KT_NEED_KIND_MODERNISATION:
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "What it needs: one set takes %s of %zu materials."), kg,
                        a->risks.n);
        break;
    default:
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document,
                               "What it needs: to keep what is in service working, %s of %zu "
                               "materials a year; where no use is on record it is taken to serve "
                               "%s years."),
                        kg, a->risks.n, kt_say_number(document, a->buyer.asked.life));
    }
}

// Day from which the newest act that is in force refuses what is denied; NaN: none.
static double newest_act(const kt_assessment *a)
{
    double newest = (double)NAN;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_event *flow = a->risks.row[i].flow;
        if (!is_denied(&a->risks.row[i]))
            continue;
        double day = kt_buyer_refused_since(&a->buyer, flow->country, flow->material);
        newest = isnan(newest) || day > newest ? day : newest;
    }
    return newest;
}

static void say_stops(kt_document *document, const kt_assessment *a)
{
    unsigned denied = count(a, is_denied);
    unsigned lacking = count(a, is_short);
    if (denied > 0)
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document,
                   "What can really stop it: denial of %s: one country makes at least %s of it, an "
                   "act "
                   "of that country in force decides who gets any (the newest since %s), and fewer "
                   "than %d others make it."),
            names(document, a, is_denied), kt_say_share(document, a->rule.concentrated),
            kt_say_date(document, newest_act(a)), KT_MECHANISM_WAYS_OUT);
    if (lacking > 0)
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "What can really stop it: even for who is served first too little is "
                             "left of %s."),
            names(document, a, is_short));
    if (denied + lacking == 0)
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        kt_say(document,
                               "What can really stop it: no material that is known to be denied or "
                               "to run out."));
}

// Of what only costs money, that of which most is needed of what can be reached.
static const kt_risk *thinnest(const kt_assessment *a)
{
    const kt_risk *best = NULL;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        if (is_bought(risk) && !isnan(risk->need_share) &&
            (best == NULL || risk->need_share > best->need_share))
            best = risk;
    }
    return best;
}

static void say_price(kt_document *document, const kt_assessment *a)
{
    unsigned n = count(a, is_bought);
    total cost = total_of(a, is_bought);
    const kt_risk *thin = thinnest(a);
    if (n == 0)
        return;
    kt_document_add(document, KT_BLOCK_POINT,
                    kt_say(document,
                           "What only costs money: %u materials, %s at the newest prices published "
                           "(of %u of them), %s at five times those."),
                    n, kt_assess_sentences_view_euro(document, cost.euros), cost.priced,
                    kt_assess_sentences_view_euro(document, 5.0 * cost.euros));
    if (thin != NULL)
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "The scarcest of those is %s: it needs %s of what it can reach, which "
                             "is taken to be %s of what the world still sells."),
            name_of(document, a, thin), kt_say_share(document, thin->need_share),
            kt_say_share(document, a->buyer.asked.reach));
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

static void say_unknown(kt_document *document, const kt_assessment *a)
{
    unsigned n = count(a, is_unknown);
    if (n > 0)
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "What is not known: how much the world makes of %s; the supplier "
                             "of %s of what the maker buys, and of %s beyond it."),
            names(document, a, is_unknown), kt_say_share(document, 1.0 - known_share(a, 0, 0)),
            kt_say_share(document, 1.0 - known_share(a, 1, UINT32_MAX)));
    else
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document,
                               "What is not known: the supplier of %s of what the maker buys, and "
                               "of %s beyond it."),
                        kt_say_share(document, 1.0 - known_share(a, 0, 0)),
                        kt_say_share(document, 1.0 - known_share(a, 1, UINT32_MAX)));
}

static void say_firm(kt_document *document, const kt_assessment *a)
{
    const char *assumed = kt_say_share(document, a->evidence[KT_EVIDENCE_D - 1]);
    unsigned n = count(a, is_edge);
    if (a->firmness.draws == 0)
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "How firm: not drawn; %s of the facts are assumed."),
                        assumed);
    else if (n == 0)
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document,
                               "How firm: every verdict stays in at least nine of ten draws of "
                               "shares, tonnes, reach and governance; but %s of the facts of the "
                               "chain itself are assumed."),
                        assumed);
    else
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "How firm: on a knife edge are %u verdicts (%s), which more than one "
                             "of ten draws of shares, tonnes, reach and governance change; %s of "
                             "the facts of the chain itself are assumed."),
            n, names(document, a, is_edge), assumed);
}

static void say_next(kt_document *document, const kt_assessment *a)
{
    total denied = total_of(a, is_denied);
    if (denied.kg > 0.0 && denied.priced > 0)
        kt_document_add(
            document, KT_BLOCK_POINT,
            kt_say(document, "What to do next: look whether what can be denied can be bought while "
                             "it is sold (%s, %s at published prices), and ask who makes it: keten "
                             "ask."),
            kt_say_mass(document, denied.kg),
            kt_assess_sentences_view_euro(document, denied.euros));
    else
        kt_document_add(
            document, KT_BLOCK_POINT, "%s",
            kt_say(document, "What to do next: ask the suppliers what is not known: keten ask."));
}

void kt_assess_sentences_view_build(kt_document *document, const kt_assessment *a)
{
    if (a->n_visibility == 0 || a->risks.n == 0) // nothing that is known is needed, or no material
        return;
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_assess_tables_view_indicative(a)
                        ? kt_say(document, "In short (indicative: more than half is assumed)")
                        : kt_say(document, "In short"));
    kt_document_anchor(document, "matters");
    say_need(document, a);
    say_stops(document, a);
    say_price(document, a);
    say_unknown(document, a);
    say_firm(document, a);
    say_next(document, a);
}
