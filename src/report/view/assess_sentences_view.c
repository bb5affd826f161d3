// SPDX-License-Identifier: EUPL-1.2
// See assess_sentences_view.h. Each sentence walks over all risks, some sixty of them. No country
// is named beside a motive: an act and its day. A sentence is quoted without its heading, so each
// says for itself whether it is indicative.
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
    return risk->mechanism == KT_MECHANISM_DENIED && kt_risk_is_needed(risk);
}

// Too little even for who is served first, with nothing in its place in time, and felt. Whether it
// is concentrated, and on whom, is not asked: what is short stops whoever sells it.
static bool is_short(const kt_risk *risk)
{
    return (risk->mechanism == KT_MECHANISM_SHORTAGE || risk->mechanism == KT_MECHANISM_FORM) &&
           risk->condition[KT_NO_SUBSTITUTE] != KT_VERDICT_NO &&
           risk->condition[KT_IMPACT] != KT_VERDICT_NO && kt_risk_is_needed(risk);
}

static bool is_bought(const kt_risk *risk)
{
    return risk->mechanism == KT_MECHANISM_PRICE && kt_risk_is_needed(risk);
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

// The next of `all` names, of which the first MOST_NAMES are said.
static void put_name(kt_buffer *text, const kt_document *document, unsigned n, unsigned all,
                     const char *name)
{
    const char *before = n == 0 ? "" : n + 1 == all ? kt_say(document, " and ") : ", ";
    if (n < MOST_NAMES)
        kt_buffer_format(text, "%s%s", before, name);
    else if (n == MOST_NAMES)
        kt_buffer_format(text, kt_say(document, " and %u more"), all - MOST_NAMES);
}

// The text of a buffer in the document's memory; frees the buffer.
static const char *keep(kt_document *document, kt_buffer *text)
{
    document->failed |= text->failed;
    const char *out =
        text->failed || text->length == 0 ? "" : kt_document_format(document, "%s", text->text);
    kt_buffer_free(text);
    return out;
}

// "dysprosium, yttrium and terbium", riskiest first; of many the first, "and 3 more".
static const char *names(kt_document *document, const kt_assessment *a, about *belongs)
{
    kt_buffer text = {0};
    unsigned all = count(a, belongs);
    unsigned n = 0;
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        if (belongs(risk))
            put_name(&text, document, n++, all, name_of(document, a, risk));
    }
    return keep(document, &text);
}

// ------------------------------------------------------------------------------------- indicative

// What a sentence starts with.
typedef struct opening {
    const char *label;
    bool indicative;
} opening;

// "What it needs (indicative): 550 t of 64 materials."
static void add_point(kt_document *document, opening start, const char *text)
{
    kt_document_add(document, KT_BLOCK_POINT, "%s%s: %s", start.label,
                    start.indicative ? kt_say(document, " (indicative)") : "", text);
}

// More than half of all facts is assumed, or something on the way to one of these materials.
static bool rests_on_assumed(const kt_assessment *a, about *belongs)
{
    bool assumed = kt_assess_tables_view_indicative(a);
    for (size_t i = 0; !assumed && i < a->risks.n; i++)
        assumed = belongs(&a->risks.row[i]) && a->risks.row[i].evidence == KT_EVIDENCE_D;
    return assumed;
}

static bool rates_are_assumed(const kt_assessment *a)
{
    const kt_table *rates = &a->the_case->reference[KT_EXCHANGE_RATES];
    for (uint32_t r = 0; r < rates->n_rows; r++) {
        if (kt_table_choice(rates, KT_EXCHANGE_RATES_EVIDENCE, r) == KT_EVIDENCE_D)
            return true;
    }
    return false;
}

// ----------------------------------------------------------------------------------------
// sentences

// What is needed, and what it costs as far as a price is published.
typedef struct total {
    double kg, euros;
    unsigned n, priced;
} total;

static total total_of(const kt_assessment *a, about *belongs)
{
    total sum = {0};
    bool of_one = kt_yearly_use_is_of_one(&a->buyer.use);
    for (size_t i = 0; i < a->risks.n; i++) {
        const kt_risk *risk = &a->risks.row[i];
        double kg = of_one ? risk->need_kg : risk->need_kg_per_year;
        if (!belongs(risk))
            continue;
        sum.kg += isnan(kg) ? 0.0 : kg;
        sum.euros += isnan(risk->cost_eur) ? 0.0 : risk->cost_eur;
        sum.n++;
        sum.priced += isnan(risk->cost_eur) ? 0 : 1;
    }
    return sum;
}

static const char *materials(kt_document *document, size_t n)
{
    return kt_document_format(
        document, n == 1 ? kt_say(document, "%zu material") : kt_say(document, "%zu materials"), n);
}

// "600 t"; "40,000 pieces"
static const char *made_a_year(kt_document *document, const kt_assessment *a)
{
    double targets = a->buyer.use.targets;
    const kt_network_item *target = &a->network.item[a->study.reach.target];
    switch (kt_table_choice(&a->the_case->table[KT_ITEMS], KT_ITEMS_UNIT, target->row)) {
    case KT_UNIT_KG:
        return kt_say_mass(document, targets);
    case KT_UNIT_M:
        return kt_document_format(document, "%s m", kt_say_number(document, targets));
    case KT_UNIT_M2:
        return kt_document_format(document, "%s m²", kt_say_number(document, targets));
    case KT_UNIT_M3:
        return kt_document_format(document, "%s m³", kt_say_number(document, targets));
    default:
        return targets == 1.0 ? kt_say(document, "1 piece")
                              : kt_document_format(document, kt_say(document, "%s pieces"),
                                                   kt_say_number(document, targets));
    }
}

// A material in the chain whose every source is unknown has no flow, and so is not ranked.
static bool is_ranked(const kt_assessment *a, kt_symbol material)
{
    for (size_t i = 0; i < a->risks.n; i++) {
        if (a->risks.row[i].flow->material == material)
            return true;
    }
    return false;
}

static unsigned count_unranked(const kt_assessment *a)
{
    const kt_events *materials = &a->exposure[KT_CLASS_MATERIAL].events;
    unsigned n = 0;
    for (uint32_t e = 0; e < materials->n; e++)
        n += is_ranked(a, materials->event[e].material) ? 0 : 1;
    return n;
}

// "62 of the 63 materials": of the others nothing is on record but that they are in it.
static const char *all_materials(kt_document *document, const kt_assessment *a)
{
    unsigned ranked = count(a, kt_risk_is_needed);
    unsigned others = count_unranked(a);
    return others == 0 ? materials(document, ranked)
                       : kt_document_format(document, kt_say(document, "%u of the %u materials"),
                                            ranked, ranked + others);
}

static void say_need(kt_document *document, const kt_assessment *a)
{
    const char *kg = kt_say_mass(document, total_of(a, kt_risk_is_needed).kg);
    const char *all = all_materials(document, a);
    bool by_life = a->buyer.use.n_by_life > 0;
    opening start = {kt_say(document, "What it needs"), kt_assess_tables_view_indicative(a)};
    switch (a->buyer.use.need) {
    case KT_NEED_KIND_NEWBUILD:
        add_point(document, start,
                  kt_document_format(document, kt_say(document, "built new, one takes %s of %s."),
                                     kg, all));
        break;
    case KT_NEED_KIND_MODERNISATION:
        add_point(
            document, start,
            kt_document_format(document, kt_say(document, "one set takes %s of %s."), kg, all));
        break;
    case KT_NEED_KIND_PRODUCTION:
        add_point(document, start,
                  kt_document_format(
                      document, kt_say(document, "to make what is sold in a year (%s), %s of %s."),
                      made_a_year(document, a), kg, all));
        break;
    default:
        start.indicative |= by_life;
        add_point(
            document, start,
            by_life ? kt_document_format(
                          document,
                          kt_say(document,
                                 "to keep what is in service working, %s of %s a year; where no "
                                 "use is on record it is taken to serve %s years."),
                          kg, all, kt_say_number(document, a->buyer.asked.life))
                    : kt_document_format(
                          document,
                          kt_say(document, "to keep what is in service working, %s of %s a year."),
                          kg, all));
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
        double day = kt_buyer_refused_since(&a->buyer, flow);
        newest = isnan(newest) || day > newest ? day : newest;
    }
    return newest;
}

static void say_stops(kt_document *document, const kt_assessment *a)
{
    const char *label = kt_say(document, "What can really stop it");
    unsigned denied = count(a, is_denied);
    unsigned lacking = count(a, is_short);
    if (denied > 0)
        add_point(
            document, (opening){label, rests_on_assumed(a, is_denied)},
            kt_document_format(
                document,
                kt_say(document,
                       "denied supply of %s: one country makes at least %s of it, a measure of "
                       "that country that is in force decides who gets any (the newest since %s), "
                       "and fewer than %d other countries make it."),
                names(document, a, is_denied), kt_say_share(document, a->rule.concentrated),
                kt_say_date(document, newest_act(a)), KT_MECHANISM_WAYS_OUT));
    if (lacking > 0)
        add_point(document, (opening){label, rests_on_assumed(a, is_short)},
                  kt_document_format(
                      document,
                      kt_say(document, "even for a buyer who is served first, too little is left "
                                       "of %s."),
                      names(document, a, is_short)));
    if (denied + lacking == 0)
        add_point(
            document, (opening){label, kt_assess_tables_view_indicative(a)},
            kt_say(document, "no material whose supply is known to be denied or to run out."));
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

// "€ 540,000 a year at published prices (of 43 of them), € 2,700,000 at five times those"
static const char *cost_of(kt_document *document, const kt_assessment *a, total cost)
{
    const char *euros = kt_say_euro(document, cost.euros);
    const char *five = kt_say_euro(document, 5.0 * cost.euros);
    bool yearly = a->buyer.use.need == KT_NEED_KIND_SUSTAINMENT ||
                  a->buyer.use.need == KT_NEED_KIND_PRODUCTION;
    const char *known =
        cost.priced == cost.n
            ? ""
            : kt_document_format(document, kt_say(document, " (of %u of them)"), cost.priced);
    if (cost.priced == 0)
        return kt_say(document, "no price is published");
    return kt_document_format(
        document,
        yearly ? kt_say(document, "%s a year at published prices%s, %s at five times those")
               : kt_say(document, "%s at published prices%s, %s at five times those"),
        euros, known, five);
}

static void say_price(kt_document *document, const kt_assessment *a)
{
    total cost = total_of(a, is_bought);
    const kt_risk *thin = thinnest(a);
    bool assumed = rests_on_assumed(a, is_bought);
    if (cost.n == 0)
        return;
    add_point(document,
              (opening){kt_say(document, "What only costs money"),
                        assumed || (cost.priced > 0 && rates_are_assumed(a))},
              kt_document_format(document, "%s, %s.", materials(document, cost.n),
                                 cost_of(document, a, cost)));
    if (thin != NULL) // the part that can be reached is always an assumption
        add_point(document, (opening){kt_say(document, "The scarcest of those"), true},
                  kt_document_format(
                      document,
                      kt_say(document, "%s, of which it needs %s of what it can reach; that is "
                                       "taken to be %s of what the world still sells."),
                      name_of(document, a, thin), kt_say_share(document, thin->need_share),
                      kt_say_share(document, a->buyer.asked.reach)));
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

// By the item of the case that is it: the reference may not know the material.
static const char *name_of_material(kt_document *document, const kt_assessment *a,
                                    kt_symbol material)
{
    for (uint32_t i = 0; i < a->network.n_items; i++) {
        if (a->network.item[i].material == material)
            return kt_say_within(document, kt_naming_item(a, i, document->lang));
    }
    return kt_say_within(document, kt_naming_material(a->the_case, material, document->lang));
}

// "where mercury comes from; ", or nothing.
static const char *without_origin(kt_document *document, const kt_assessment *a)
{
    const kt_events *materials = &a->exposure[KT_CLASS_MATERIAL].events;
    kt_buffer text = {0};
    unsigned all = count_unranked(a);
    unsigned n = 0;
    for (uint32_t e = 0; e < materials->n; e++) {
        kt_symbol material = materials->event[e].material;
        if (!is_ranked(a, material))
            put_name(&text, document, n++, all, name_of_material(document, a, material));
    }
    const char *which = keep(document, &text);
    return all == 0
               ? ""
               : kt_document_format(document, kt_say(document, "where %s comes from; "), which);
}

// "how much the world makes of limestone; ", or nothing.
static const char *without_tonnes(kt_document *document, const kt_assessment *a)
{
    if (count(a, is_unknown) == 0)
        return "";
    return kt_document_format(document,
                              a->figures.scope == KT_SCOPE_NL
                                  ? kt_say(document, "how much can be had of %s; ")
                                  : kt_say(document, "how much the world makes of %s; "),
                              names(document, a, is_unknown));
}

// "the supplier of 65 % of what the maker buys, and of > 99 % beyond it.": the second part where
// somebody in the chain buys something in turn.
static const char *without_supplier(kt_document *document, const kt_assessment *a)
{
    const char *bought = kt_say_share(document, 1.0 - known_share(a, 0, 0));
    double beyond = 1.0 - known_share(a, 1, UINT32_MAX);
    if (isnan(beyond))
        return kt_document_format(
            document, kt_say(document, "the supplier of %s of what the maker buys."), bought);
    return kt_document_format(
        document,
        kt_say(document, "the supplier of %s of what the maker buys, and of %s beyond it."), bought,
        kt_say_share(document, beyond));
}

static void say_unknown(kt_document *document, const kt_assessment *a)
{
    opening start = {kt_say(document, "What is not known"), false};
    add_point(document, start,
              kt_document_format(document, "%s%s%s", without_origin(document, a),
                                 without_tonnes(document, a), without_supplier(document, a)));
}

static void say_firm(kt_document *document, const kt_assessment *a)
{
    const char *assumed = kt_say_share(document, a->evidence[KT_EVIDENCE_D - 1]);
    opening start = {kt_say(document, "How firm"), false};
    unsigned n = count(a, is_edge);
    if (a->firmness.draws == 0)
        add_point(document, start,
                  kt_document_format(document,
                                     kt_say(document, "not drawn; %s of the facts are assumed."),
                                     assumed));
    else if (n == 0 && a->evidence[KT_EVIDENCE_D - 1] == 0.0)
        add_point(document, start,
                  kt_say(document, "every verdict stays in at least nine of ten draws of shares, "
                                   "tonnes, reach and governance; none of the facts of the chain "
                                   "itself is assumed."));
    else if (n == 0)
        add_point(document, start,
                  kt_document_format(
                      document,
                      kt_say(document, "every verdict stays in at least nine of ten draws of "
                                       "shares, tonnes, reach and governance; but %s of the facts "
                                       "of the chain itself are assumed."),
                      assumed));
    else
        add_point(
            document, start,
            kt_document_format(
                document,
                n == 1 ? kt_say(document, "%u verdict can turn (%s): more than one of ten draws of "
                                          "shares, tonnes, reach and governance changes it; and %s "
                                          "of the facts of the chain itself are assumed.")
                       : kt_say(document, "%u verdicts can turn (%s): more than one of ten draws "
                                          "of shares, tonnes, reach and governance changes them; "
                                          "and %s of the facts of the chain itself are assumed."),
                n, names(document, a, is_edge), assumed));
}

// A published price counts no scarcity that a refusal makes, so it promises nothing.
static void say_next(kt_document *document, const kt_assessment *a)
{
    total denied = total_of(a, is_denied);
    opening start = {kt_say(document, "What to do next"), false};
    if (denied.kg == 0.0 || denied.priced == 0) {
        add_point(document, start,
                  kt_say(document, "ask the suppliers what is not known: keten "
                                   "ask."));
        return;
    }
    const char *need =
        a->buyer.use.need == KT_NEED_KIND_NEWBUILD        ? kt_say(document, "what a new one takes")
        : a->buyer.use.need == KT_NEED_KIND_MODERNISATION ? kt_say(document, "what one set takes")
                                                          : kt_say(document, "a year's need");
    const char *known =
        denied.priced == denied.n
            ? ""
            : kt_document_format(document, kt_say(document, " (of %u of them)"), denied.priced);
    start.indicative = rests_on_assumed(a, is_denied) || rates_are_assumed(a);
    add_point(document, start,
              kt_document_format(
                  document,
                  kt_say(document, "see whether %s of what can be denied can be bought while it is "
                                   "sold (%s, %s at published prices%s, which do not count "
                                   "scarcity outside that country), and ask who makes it: keten "
                                   "ask."),
                  need, kt_say_mass(document, denied.kg), kt_say_euro(document, denied.euros),
                  known));
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
