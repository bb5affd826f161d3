// SPDX-License-Identifier: EUPL-1.2
// See simulate_view.h.
#include "report/view/simulate_view.h"

#include <inttypes.h>

#include "base/lang.h"
#include "report/document/naming.h"
#include "report/document/quantity_text.h"

typedef struct page {
    kt_document *document;
    const kt_montecarlo *run;
    const kt_montecarlo_options *options;
    kt_lang lang;
} page;

static const char *tr(const page *p, const char *english)
{
    return kt_lang_text(p->lang, english);
}

static const char *share(const page *p, double value)
{
    char text[KT_QUANTITY_TEXT_SIZE];
    kt_quantity_text_share(text, value, p->lang);
    return kt_document_format(p->document, "%s", text);
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
    kt_document_add(p->document, KT_BLOCK_TITLE, tr(p, "%s (%s): scenarios and years"),
                    kt_naming_network_item(net, target, p->lang),
                    kt_pool_text(&net->the_case->pool, net->item[target].id));
    const char *about = kt_naming_description(net->the_case, p->lang);
    if (*about != '\0')
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    tr(p, "Without time: what is left of the target's output while everything that "
                          "happens is on at once, no stocks used."));
}

static void write_scenarios(page *p)
{
    bool many = p->options->runs > 1;
    const kt_column_head head[] = {
        {tr(p, "scenario"), false, true},
        {tr(p, "a year"), true, false},
        {tr(p, "left alone"), true, false},
        {tr(p, "at least"), true, false},
        {tr(p, "mean"), true, false},
        {"5 %", true, false},
        {"50 %", true, false},
        {"95 %", true, false},
    };
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    tr(p, "Scenarios: what is left when each happens"));
    kt_document_table(p->document, head, many ? 8 : 4);
    for (uint32_t s = 0; s < p->run->n_results; s++) {
        const kt_scenario_result *r = &p->run->result[s];
        const char *cells[] = {
            kt_naming_scenario(p->run->network->the_case, r->scenario->row, p->lang),
            share(p, r->scenario->probability),
            share(p, r->residual),
            share(p, r->residual_lower),
            share(p, r->range.mean),
            share(p, r->range.p05),
            share(p, r->range.p50),
            share(p, r->range.p95)};
        kt_document_row(p->document, cells);
    }
    kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                    tr(p, "A year: its probability, where the case states one. Left alone: with "
                          "nothing else happening; at least: the unknown ends of the chain failing "
                          "with it."));
    if (many)
        kt_document_add(p->document, KT_BLOCK_NOTE, "%s",
                        tr(p,
                           "The columns behind are over all years in which the scenario happens, "
                           "the other accidents as they fall: what is left on average, and what "
                           "no more than 5 %, 50 % and 95 % of those years fall short of."));
}

static void write_convergence(page *p)
{
    const kt_year *year = &p->run->year;
    const kt_column_head head[] = {{tr(p, "drawn years"), true, false},
                                   {tr(p, "expected loss (95 % interval)"), false, true}};
    kt_document_table(p->document, head, 2);
    for (uint32_t k = 0; k < year->n_steps; k++) {
        const char *cells[] = {
            kt_document_format(p->document, "%" PRIu64, year->step[k].runs),
            kt_document_format(
                p->document, "%s ± %s", share(p, year->step[k].expected.value),
                share(p, year->step[k].expected.high - year->step[k].expected.value))};
        kt_document_row(p->document, cells);
    }
}

static void write_year(page *p)
{
    const char *const SAMPLINGS[] = {tr(p, "stratified"), tr(p, "plain"), tr(p, "importance")};
    const kt_year *year = &p->run->year;
    const kt_hazards *hazards = &p->run->hazards;
    if (!p->run->has_year)
        return;
    kt_document_add(p->document, KT_BLOCK_HEADING, "%s",
                    tr(p, "A year: accidents of countries, suppliers and sites, and scenarios with "
                          "a probability"));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    tr(p, "Expected loss of output, while what happens lasts: %s."),
                    interval(p, year->expected));
    kt_document_add(
        p->document, KT_BLOCK_POINT,
        tr(p, "Mean loss of the worst 5 %% of years (CVaR): %s; they lose at least %s."),
        interval(p, year->tail), share(p, year->quantile));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    tr(p, "Something happens in %s of years; nothing is left in %s."),
                    share(p, year->anything), interval(p, year->all_lost));
    kt_document_add(p->document, KT_BLOCK_POINT,
                    tr(p, "%u things can happen; of %u others nobody gives a probability, so they "
                          "never do here. A country takes all that is in it."),
                    hazards->n, hazards->n_without);
    kt_document_add(p->document, KT_BLOCK_POINT,
                    2 * hazards->n_assumed > hazards->n
                        ? tr(p, "Indicative: %u of the probabilities rest on assumptions (grade "
                                "D).")
                        : tr(p, "%u of the probabilities rest on assumptions (grade D)."),
                    hazards->n_assumed);
    write_convergence(p);
    kt_document_add(p->document, KT_BLOCK_NOTE, tr(p, "Sampling: %s; seed %s."),
                    SAMPLINGS[p->options->sampling],
                    kt_document_format(p->document, "%" PRIu64, p->options->seed));
}

void kt_simulate_view_build(kt_document *document, const kt_montecarlo *run,
                            const kt_montecarlo_options *options, kt_lang lang)
{
    page p = {document, run, options, lang};
    write_head(&p);
    write_scenarios(&p);
    write_year(&p);
}
