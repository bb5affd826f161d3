// SPDX-License-Identifier: EUPL-1.2
// See simulate_view.h.
#include "report/view/simulate_view.h"

#include <inttypes.h>

#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/indicative_view.h"
#include "report/view/supposed_view.h"

typedef struct page {
    kt_document *document;
    const kt_montecarlo *run;
    const kt_montecarlo_options *options;
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
    const kt_study study = {.network = net, .reach = p->run->reach};
    kt_indicative_view_add(p->document, kt_indicative_view_assumed(&study));
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
        const kt_cell cells[] = {
            kt_cell_text(
                kt_naming_scenario(p->run->network->the_case, r->scenario->row, p->document->lang)),
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
    kt_document_add(
        p->document, KT_BLOCK_HEADING, "%s",
        kt_say(p->document,
               "A year: accidents of countries, suppliers and sites, and scenarios with "
               "a probability"));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    kt_say(p->document, "Expected loss of output, while what happens lasts: %s if "
                                        "all share what remains, %s served first."),
                    interval(p, year->expected), interval(p, year->expected_first));
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        kt_say(p->document,
               "Mean loss of the worst 5 %% of years (CVaR): %s, and they lose at least %s; served "
               "first, of the years that are the worst then: %s."),
        interval(p, year->tail), share(p, year->quantile), interval(p, year->tail_first));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    kt_say(p->document, "Something happens in %s of years; nothing is left in %s, "
                                        "served first in %s."),
                    share(p, year->anything), interval(p, year->all_lost),
                    interval(p, year->all_lost_first));
    if (year->all_lost_first.value > year->all_lost.value)
        kt_document_add(p->document, KT_BLOCK_POINT, "%s",
                        kt_say(p->document,
                               "Nothing is left more often to who is served first: the "
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
    page p = {document, run, options};
    write_head(&p);
    kt_supposed_view_add(document, run->network, &run->scenarios);
    write_scenarios(&p);
    write_year(&p);
}
