// SPDX-License-Identifier: EUPL-1.2
// See simulate_view.h.
#include "report/view/simulate_view.h"

#include <inttypes.h>
#include <string.h>

#include "analysis/assess/risk.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/indicative_view.h"
#include "report/view/supposed_view.h"
#include "report/view/switching_view.h"

typedef struct page {
    kt_document *document;
    const kt_montecarlo *run;
    const kt_montecarlo_options *options;
    double assumed; // share of the facts behind it (indicative_view.h)
} page;

static const char *share(const page *p, double value)
{
    return kt_say_share(p->document, value);
}

// "12 % (11 % – 13 %)"
static const char *interval(const page *p, kt_interval x)
{
    if (isnan(x.low))
        return share(p, x.value);
    return kt_document_format(p->document, "%s (%s – %s)", share(p, x.value), share(p, x.low),
                              share(p, x.high < 1.0 ? x.high : 1.0));
}

static void write_head(page *p)
{
    const kt_network *net = p->run->network;
    uint32_t target = p->run->reach.target;
    kt_document_add(p->document, KT_BLOCK_TITLE,
                    kt_say(p->document, "%s (%s): scenarios and years"),
                    kt_naming_network_item(net, target, p->document->lang),
                    kt_pool_text(&net->the_case->pool, net->item[target].id));
    const char *about = kt_naming_description(net->the_case, p->document->lang);
    if (*about != '\0')
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(
        p->document, KT_BLOCK_NOTE, "%s",
        kt_say(p->document,
               "Without time: what is left of the target's output while everything that "
               "happens is on at once, no stocks used."));
    kt_switching_view_add(p->document, net, &p->run->late);
    kt_indicative_view_add(p->document, p->assumed);
}

static const char *name_of(const page *p, const kt_scenario *scenario)
{
    return kt_naming_scenario(p->run->network->the_case, scenario, p->document->lang);
}

// Whether a sentence is about a scenario.
typedef bool about(const kt_scenario_result *result);

// It takes nothing of the target's chain.
static bool is_idle(const kt_scenario_result *r)
{
    return r->n_idle == r->scenario->n;
}

// What is known of the chain hardly feels it; the sources of which nothing is known may.
static bool is_open(const kt_scenario_result *r)
{
    return 1.0 - r->residual < KT_RISK_IMPACT && 1.0 - r->residual_lower >= KT_RISK_IMPACT;
}

// A sentence that names the scenarios it is about; of a what-if, which has no name, none is said.
static void say_of(page *p, about *belongs, const char *sentence)
{
    kt_buffer names = {0};
    for (uint32_t s = 0; s < p->run->n_results; s++) {
        const kt_scenario_result *r = &p->run->result[s];
        if (r->scenario->row != KT_NO_ROW && belongs(r))
            kt_buffer_format(&names, "%s%s", names.length == 0 ? "" : "; ",
                             name_of(p, r->scenario));
    }
    if (names.failed)
        p->document->failed = true;
    else if (names.length > 0)
        kt_document_add(p->document, KT_BLOCK_POINT, "%s: %s.", sentence, names.text);
    kt_buffer_free(&names);
}

static void write_scenarios(page *p)
{
    bool many = p->options->runs > 1;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "scenario"), .wide = true},
        {.title = kt_say(p->document, "chance a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "what is left"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "at least"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "mean"), .align = KT_ALIGN_RIGHT},
        {.title = "5 %", .align = KT_ALIGN_RIGHT},
        {.title = "50 %", .align = KT_ALIGN_RIGHT},
        {.title = "95 %", .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    kt_say(p->document, "Scenarios: what is left when each happens"));
    kt_document_table(p->document, head, many ? 9 : 5);
    for (uint32_t s = 0; s < p->run->n_results; s++) {
        const kt_scenario_result *r = &p->run->result[s];
        const kt_cell cells[] = {kt_cell_text(name_of(p, r->scenario)),
                                 kt_cell_share(r->scenario->probability),
                                 kt_cell_share(r->residual),
                                 kt_cell_share(r->residual_first),
                                 kt_cell_share(r->residual_lower),
                                 kt_cell_share(r->range.mean),
                                 kt_cell_share(r->range.p05),
                                 kt_cell_share(r->range.p50),
                                 kt_cell_share(r->range.p95)};
        kt_document_row(p->document, cells);
    }
    kt_document_add(
        p->document, KT_BLOCK_NOTE, "%s",
        kt_say(p->document,
               "Chance a year: where the case states one. What is left: with nothing else "
               "happening, if all share what remains and unknown sources deliver; served first: "
               "what is left then, if supply is not denied; at least: what is left if the unknown "
               "sources fail with it."));
    if (many)
        kt_document_add(
            p->document, KT_BLOCK_NOTE, "%s",
            kt_say(
                p->document,
                "The columns behind are over all years in which the scenario happens, "
                "the other accidents as they fall: what is left on average, and what "
                "no more than 5 %, 50 % and 95 % of those years fall short of, if all share what "
                "remains."));
    say_of(p, is_open,
           kt_say(p->document, "Hardly touches what is known of this chain, so that what is not "
                               "known decides"));
}

// "" where none is on record.
static kt_cell day_of(const page *p, const kt_scenario *scenario, int column)
{
    double day = scenario->row == KT_NO_ROW
                     ? (double)NAN
                     : kt_table_number(scenario->table, column, scenario->row);
    return kt_cell_text(isnan(day) ? "" : kt_say_date(p->document, day));
}

static void write_dated(page *p)
{
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "measure"), .wide = true},
        {.title = kt_say(p->document, "from")},
        {.title = kt_say(p->document, "until")},
        {.title = kt_say(p->document, "worst day"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "first year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "served first"), .align = KT_ALIGN_RIGHT},
    };
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    p->run->scenarios.supposed.n > 0
                        ? kt_say(p->document, "Measures that were taken, and what is supposed: "
                                              "what would be left of the target's output")
                        : kt_say(p->document, "Measures that were taken: what would be left of the "
                                              "target's output"));
    kt_document_table(p->document, head, 7);
    for (uint32_t s = 0; s < p->run->n_results; s++) {
        const kt_scenario_result *r = &p->run->result[s];
        const kt_cell cells[] = {
            kt_cell_text(name_of(p, r->scenario)),    day_of(p, r->scenario, KT_SCENARIOS_START),
            day_of(p, r->scenario, KT_SCENARIOS_END), kt_cell_share(r->residual),
            kt_cell_share(r->residual_first),         kt_cell_share(r->residual_year),
            kt_cell_share(r->residual_year_first)};
        kt_document_row(p->document, cells);
    }
    kt_document_add(
        p->document, KT_BLOCK_NOTE, "%s",
        kt_say(p->document,
               "Worst day: as if that day lasted; first year: with the mean supply of its first "
               "365 days, since what is needed is needed over a year. Both if all share what "
               "remains, then of a buyer who is served first, if supply is not denied. Until: "
               "empty where no end is on record."));
    say_of(p, is_idle, kt_say(p->document, "Takes nothing of what is known of this chain"));
}

// Why what is taken hurts or does not, of one measure.
static void write_markets(page *p, const kt_scenario_result *r)
{
    const kt_network *net = p->run->network;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "material"), .wide = true},
        {.title = kt_say(p->document, "stage")},
        {.title = kt_say(p->document, "taken, worst day"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "over a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "kg a year"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "within reach"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "mechanism")},
    };
    if (r->markets.n == 0)
        return;
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    kt_say(p->document, "What it takes of the markets that the target draws on"));
    kt_document_table(p->document, head, 7);
    for (uint32_t m = 0; m < r->markets.n; m++) {
        const kt_scenario_market *market = &r->markets.row[m];
        const kt_network_item *item = &net->item[market->item];
        const kt_cell cells[] = {
            kt_cell_text(kt_naming_material(net->the_case, item->material, p->document->lang)),
            kt_cell_text(kt_naming_stage(item->stage, p->document->lang)),
            kt_cell_share(market->worst_taken),
            kt_cell_share(market->taken),
            kt_cell_number(market->facts.need_kg),
            kt_cell_number(market->facts.reachable_kg),
            kt_cell_text(kt_say(p->document, kt_mechanism_name(market->mechanism)))};
        kt_document_row(p->document, cells);
    }
    kt_document_add(
        p->document, KT_BLOCK_NOTE, "%s",
        kt_say(p->document,
               "Kg a year: what the target needs; within reach: what it can take of what remains "
               "for sale over that year (--reach). Price: it can be had, dearer; shortage: who is "
               "served first lacks some; denied: one country has hold of it and a measure in force "
               "on the day (--date) refuses it, or lets nothing through in a whole year."));
}

static void write_what_happens(page *p)
{
    if (!p->run->scenarios.dated) {
        write_scenarios(p);
        if (p->run->n_dated > 0)
            kt_document_add(p->document, KT_BLOCK_POINT,
                            kt_say(p->document,
                                   "Measures that were taken, with their dates, can be asked for "
                                   "too: %u, by --scenario %s or by the id of one."),
                            p->run->n_dated, kt_scenario_event_dated);
        return;
    }
    write_dated(p);
    for (uint32_t s = 0; s < p->run->n_results && p->options->scenario != NULL; s++) {
        if (strcmp(p->run->result[s].scenario->id, p->options->scenario) == 0)
            write_markets(p, &p->run->result[s]);
    }
}

static void write_convergence(page *p)
{
    const kt_year *year = &p->run->year;
    const kt_column_head head[] = {
        {.title = kt_say(p->document, "drawn years"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(p->document, "expected loss (95 % interval)"), .wide = true}};
    kt_document_table(p->document, head, 2);
    for (uint32_t k = 0; k < year->n_steps; k++) {
        const kt_convergence *step = &year->step[k];
        const kt_cell cells[] = {
            kt_cell_count(step->runs),
            kt_cell_spread(step->expected.value, step->expected.high - step->expected.value)};
        kt_document_row(p->document, cells);
    }
}

static void write_year(page *p)
{
    const char *const SAMPLINGS[] = {kt_say(p->document, "stratified"),
                                     kt_say(p->document, "plain"),
                                     kt_say(p->document, "importance")};
    const kt_year *year = &p->run->year;
    const kt_hazards *hazards = &p->run->hazards;
    if (!p->run->has_year)
        return;
    bool assumed = 2 * hazards->n_assumed > hazards->n || p->assumed > 0.5;
    const char *mark = assumed ? kt_say(p->document, " (indicative)") : "";
    kt_document_add(
        p->document, KT_BLOCK_HEADING, "%s",
        kt_say(p->document,
               "A year: accidents of countries, suppliers and sites, and scenarios with "
               "a probability"));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    kt_say(p->document,
                           "Expected loss of output%s, while what happens lasts: %s if "
                           "all share what remains, %s served first."),
                    mark, interval(p, year->expected), interval(p, year->expected_first));
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        kt_say(
            p->document,
            "Mean loss of the worst 5 %% of years, CVaR%s: %s, and they lose at least %s; served "
            "first, of the years that are the worst then: %s."),
        mark, interval(p, year->tail), share(p, year->quantile), interval(p, year->tail_first));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    kt_say(p->document, "Something happens in %s of years; nothing is left in %s, "
                                        "served first in %s%s."),
                    share(p, year->anything), interval(p, year->all_lost),
                    interval(p, year->all_lost_first), mark);
    if (year->all_lost_first.value > year->all_lost.value)
        kt_document_add(p->document, KT_BLOCK_POINT, "%s",
                        kt_say(p->document,
                               "Nothing is left more often to a buyer who is served first: the "
                               "countries that are supposed not to sell are left out "
                               "once a market is scarce."));
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        kt_say(p->document,
               "What can happen: %u; what has no probability on record never does here: %u. A "
               "country takes all that is in it."),
        hazards->n, hazards->n_without);
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        2 * hazards->n_assumed > hazards->n
            ? kt_say(p->document,
                     "Indicative: probabilities that rest on assumptions (grade D): %u.")
            : kt_say(p->document, "Probabilities that rest on assumptions (grade D): %u."),
        hazards->n_assumed);
    write_convergence(p);
    kt_document_add(p->document, KT_BLOCK_NOTE, kt_say(p->document, "Sampling: %s; seed %s."),
                    SAMPLINGS[p->options->sampling],
                    kt_document_format(p->document, "%" PRIu64, p->options->seed));
}

void kt_simulate_view_build(kt_document *document, const kt_montecarlo *run,
                            const kt_montecarlo_options *options)
{
    const kt_study study = {.network = run->network, .reach = run->reach};
    page p = {document, run, options, kt_indicative_view_assumed(&study)};
    write_head(&p);
    kt_supposed_view_add(document, run->network, &run->scenarios);
    write_what_happens(&p);
    write_year(&p);
}
