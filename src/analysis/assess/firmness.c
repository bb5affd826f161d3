// SPDX-License-Identifier: EUPL-1.2
// See firmness.h. Some 65 risks, a thousand draws each: no sweeps, some milliseconds.
#include "analysis/assess/firmness.h"

#include <math.h>
#include <string.h>

#include "base/philox.h"
#include "model/market.h"
#include "model/vintage.h"

enum { MOST_YEARS = 16 };

static const double ODDS_FACTOR = 1.5;
static const double OUTPUT_FACTOR = 1.25;
static const double REACH_FACTOR = 3.0;

// Shares of the country, one for each list on record.
typedef struct years {
    kt_symbol period[MOST_YEARS];
    double edition[MOST_YEARS]; // the latest that was seen of it; NaN: it names none
    double all[MOST_YEARS], mine[MOST_YEARS];
    bool rounded[MOST_YEARS]; // a list that says nothing of what it leaves out
    uint32_t n;
} years;

typedef struct drawing {
    const kt_case *the_case;
    const kt_buyer *buyer;
    const kt_risk_rule *rule;
    const kt_firmness_options *options;
} drawing;

static uint32_t year_of(years *y, kt_symbol period)
{
    uint32_t k = 0;
    while (k < y->n && y->period[k] != period)
        k++;
    if (k == y->n && k < MOST_YEARS) {
        y->period[y->n] = period;
        y->edition[y->n++] = (double)NAN;
    }
    return k;
}

// A later edition of a list takes the place of what was read of an earlier one.
static void take_edition(years *y, uint32_t k, double edition)
{
    y->edition[k] = edition;
    y->all[k] = 0.0;
    y->mine[k] = 0.0;
}

// Of the market that the flow takes part of, in its scope; none where suppliers are named.
static void read_years(years *y, const drawing *d, const kt_risk *risk)
{
    const kt_table *rows = &d->the_case->reference[KT_MATERIAL_SUPPLY];
    const kt_event *flow = risk->flow;
    int scope = d->buyer->study->network->item[risk->hit].scope + 1; // as a table counts choices
    *y = (years){0};
    for (uint32_t r = 0; r < rows->n_rows && !risk->facts.named; r++) {
        if (kt_table_text(rows, KT_MATERIAL_SUPPLY_MATERIAL, r) != flow->material ||
            kt_table_choice(rows, KT_MATERIAL_SUPPLY_STAGE, r) != flow->stage ||
            kt_table_choice(rows, KT_MATERIAL_SUPPLY_SCOPE, r) != scope ||
            !kt_vintage_makes_market(kt_table_choice(rows, KT_MATERIAL_SUPPLY_BASIS, r)))
            continue;
        uint32_t k = year_of(y, kt_table_text(rows, KT_MATERIAL_SUPPLY_PERIOD, r));
        double share = kt_table_number(rows, KT_MATERIAL_SUPPLY_SHARE, r);
        double edition = kt_table_number(rows, KT_MATERIAL_SUPPLY_EDITION, r);
        if (k == MOST_YEARS || isnan(share) || kt_vintage_is_later(y->edition[k], edition))
            continue;
        if (kt_vintage_is_later(edition, y->edition[k]))
            take_edition(y, k, edition);
        y->all[k] += share;
        y->rounded[k] = kt_table_choice(rows, KT_MATERIAL_SUPPLY_BASIS, r) == 0;
        if (kt_table_text(rows, KT_MATERIAL_SUPPLY_COUNTRY, r) == flow->country)
            y->mine[k] += share;
    }
}

static double even(double u) // from -1 to 1
{
    return 2.0 * u - 1.0;
}

static double drawn_share(const kt_risk *risk, const years *y, double which, double width)
{
    double share = risk->share;
    uint32_t k = (uint32_t)(which * (y->n > 0 ? y->n : 1));
    if (k < y->n && y->all[k] > 0.0) { // as market.h does
        bool nearly = y->rounded[k] && y->all[k] > kt_market_nearly_whole;
        share = y->mine[k] / (nearly ? y->all[k] : fmax(y->all[k], 1.0));
    }
    double odds = pow(ODDS_FACTOR, even(width)); // so that neither side leaves 0 to 1
    share = share < 1.0 ? share : 1.0;
    return share * odds / (1.0 - share + share * odds);
}

// What is left of the market to a buyer who is served first.
static double available_of(const kt_mechanism_facts *facts, double others)
{
    double sells = facts->sells * others;
    // as access.h: where nothing is needed nothing is lacking, and what is not known is not counted
    // on
    double kg = (isnan(facts->reachable_kg) ? 0.0 : facts->reachable_kg) + facts->stock_kg;
    double first = facts->need_kg > 0.0 ? kg / facts->need_kg : (double)(facts->need_kg == 0.0);
    return fmax(sells, first);
}

// A loss of who is served first; `grows` is the loss in proportion for a market that is all
// lacking.
static double first_of(double first, double grows, const kt_risk *risk, double lacking, double by)
{
    double lacked = 1.0 - risk->facts.available;
    if (lacked > kt_exposure_tolerance)
        return fmin(1.0, first * (lacking / lacked));
    return fmin(1.0, fmax(first * by, grows * lacking));
}

kt_risky kt_firmness_judge(const kt_risk *risk, const kt_risk_rule *rule,
                           const kt_firmness_draw *draw)
{
    kt_risk drawn = *risk;
    kt_mechanism_facts *facts = &drawn.facts;
    double by = risk->share > 0.0 ? draw->share / risk->share : 1.0;
    double others = risk->share < 1.0 ? (1.0 - draw->share) / (1.0 - risk->share) : 1.0;
    kt_mechanism before = kt_mechanism_judge(&risk->facts);
    facts->dominates = draw->share >= rule->concentrated;
    facts->reachable_kg *= others * draw->output * draw->reach;
    // of named suppliers what is lacking grows with the share
    double left = facts->named ? 1.0 - (1.0 - facts->available) * by : available_of(facts, others);
    facts->sells *= others;
    facts->available = fmin(1.0, fmax(0.0, left));
    double lacking = 1.0 - facts->available;
    double whole = draw->share > 0.0 ? 1.0 / draw->share : 0.0; // of a loss by what is lacking
    drawn.share = draw->share;
    drawn.governance = draw->governance;
    drawn.dependence = fmin(1.0, risk->dependence * by);
    drawn.dependence_built = fmin(1.0, risk->dependence_built * by);
    drawn.dependence_first =
        first_of(risk->dependence_first, drawn.dependence * whole, risk, lacking, by);
    drawn.first_built =
        first_of(risk->first_built, drawn.dependence_built * whole, risk, lacking, by);
    drawn.mechanism = kt_mechanism_judge(facts);
    // of the flow itself enough is left, of what is made of it not
    if (drawn.mechanism == KT_MECHANISM_PRICE && drawn.dependence_first > kt_exposure_tolerance)
        drawn.mechanism = before == risk->mechanism ? KT_MECHANISM_SHORTAGE : risk->mechanism;
    drawn.denial_unknown = kt_risk_may_be_denied(risk->refusal, facts);
    kt_risk_judge(&drawn, rule);
    return drawn.risky;
}

static uint64_t run_of(const char *id) // FNV-1a: the same whatever else is drawn
{
    uint64_t hash = 14695981039346656037u;
    for (; *id != '\0'; id++)
        hash = (hash ^ (unsigned char)*id) * 1099511628211u;
    return hash;
}

static double firmness_of(const drawing *d, const kt_risk *risk)
{
    years y;
    uint32_t stays = 0;
    double error = kt_country_governance_error(d->the_case, risk->flow->country);
    const kt_philox stream = {d->options->seed, run_of(risk->flow->id)};
    if (isnan(risk->share)) // nothing flows: nothing hangs on what is drawn
        return 1.0;
    read_years(&y, d, risk);
    for (uint32_t k = 0; k < d->options->draws; k++) {
        double u[4];
        double normal[2];
        kt_philox_uniform4(u, stream, 2 * (uint64_t)k);
        kt_philox_normal2(normal, stream, 2 * (uint64_t)k + 1);
        const kt_firmness_draw draw = {
            .share = drawn_share(risk, &y, u[2], u[3]),
            .output = pow(OUTPUT_FACTOR, even(u[0])),
            .reach = pow(REACH_FACTOR, even(u[1])),
            .governance = isnan(error) ? risk->governance : risk->governance + error * normal[0]};
        stays += kt_firmness_judge(risk, d->rule, &draw) == risk->risky;
    }
    return (double)stays / d->options->draws;
}

kt_status kt_firmness_find(kt_risks *risks, const kt_buyer *buyer, const kt_risk_rule *rule,
                           const kt_firmness_options *options, kt_error *err)
{
    const drawing d = {buyer->study->network->the_case, buyer, rule, options};
    kt_status status = KT_OK;
    for (size_t i = 0; i < risks->n && status == KT_OK; i++) {
        risks->row[i].firmness = options->draws > 0 ? firmness_of(&d, &risks->row[i]) : (double)NAN;
        status = kt_control_check(buyer->study->control, err);
    }
    return status;
}
