// SPDX-License-Identifier: EUPL-1.2
// See comparison_view.h. Some 25 materials of a frigate differ between the figures of 2016-2020 and
// the newest; a sentence names those of which the answer is another one.
#include "report/view/comparison_view.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/indicative_view.h"

enum { MOST_NAMES = 8, SCREEN_ROWS = 10 };

// Whether a row belongs to what a part of the sentence is about.
typedef bool about(const kt_compared *row);

static bool is_other_verdict(const kt_compared *row)
{
    return row->verdict;
}

static bool is_moved(const kt_compared *row)
{
    return row->share;
}

static unsigned count(const kt_comparison *comparison, about *belongs)
{
    unsigned n = 0;
    for (size_t i = 0; i < comparison->n; i++)
        n += belongs(&comparison->row[i]) ? 1 : 0;
    return n;
}

// "cobalt, indium and 3 more".
static const char *names(kt_document *document, const kt_assess_result *result, about *belongs)
{
    kt_buffer text = {0};
    unsigned n = 0;
    for (size_t i = 0; i < result->comparison.n; i++) {
        const kt_compared *row = &result->comparison.row[i];
        if (!belongs(row))
            continue;
        const char *name = kt_naming_material(result->the_case, row->material, document->lang);
        if (n < MOST_NAMES)
            kt_buffer_format(&text, "%s%s", n == 0 ? "" : ", ", kt_say_within(document, name));
        n++;
    }
    if (n > MOST_NAMES)
        kt_buffer_format(&text, kt_say(document, " and %u more"), n - MOST_NAMES);
    document->failed |= text.failed;
    const char *out = text.failed || n == 0 ? "" : kt_document_format(document, "%s", text.text);
    kt_buffer_free(&text);
    return out;
}

// --------------------------------------------------------------------------------- the sentence

// Figures that end after those of the study differ from them somewhere: most likely here, too.
static bool is_newer_than_study(const kt_assessment *a)
{
    kt_years last = {0};
    bool read =
        kt_vintage_read_years(&last, kt_pool_text(&a->the_case->pool, a->network.last_period));
    return read && last.last > kt_vintage_study.years.last &&
           !kt_vintage_is(&a->figures.vintage, &kt_vintage_study);
}

static void say_how(kt_document *document, const kt_assessment *a)
{
    char period[KT_VINTAGE_TEXT];
    kt_vintage_write(period, &kt_vintage_study);
    if (is_newer_than_study(a) && a->risks.n > 0)
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "What the newer figures changed: --compare-period %s."),
                        period);
}

static const char *say_more(kt_document *document, const kt_assess_result *r)
{
    unsigned n = count(&r->comparison, kt_comparison_is_more);
    const char *list = names(document, r, kt_comparison_is_more);
    if (n == 0)
        return kt_say(document, "no material more is concentrated on an unreliable country");
    if (n == 1)
        return kt_document_format(
            document,
            kt_say(document, "one material more is concentrated on an unreliable country (%s)"),
            list);
    return kt_document_format(
        document,
        kt_say(document, "%u materials more are concentrated on an unreliable country (%s)"), n,
        list);
}

static const char *say_less(kt_document *document, const kt_assess_result *r)
{
    unsigned n = count(&r->comparison, kt_comparison_is_less);
    if (n == 0)
        return kt_say(document, "none less");
    return kt_document_format(document, kt_say(document, "%u less (%s)"), n,
                              names(document, r, kt_comparison_is_less));
}

static const char *say_verdicts(kt_document *document, const kt_assess_result *r)
{
    if (count(&r->comparison, is_other_verdict) == 0)
        return kt_say(document, "no verdict changes");
    return kt_document_format(document, kt_say(document, "the verdict changes for %s"),
                              names(document, r, is_other_verdict));
}

static const char *say_figures(kt_document *document, const kt_assessment *other)
{
    if (other->figures.vintage.newest)
        return kt_say(document, "the newest figures");
    return kt_document_format(document, kt_say(document, "the figures of %s"), other->period);
}

static void say_difference(kt_document *document, const kt_assess_result *r)
{
    const char *figures = say_figures(document, r->other);
    const char *mark =
        kt_indicative_view_mark(document, r->assessment->evidence[KT_EVIDENCE_D - 1]);
    if (r->comparison.n == 0)
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "Compared with %s%s: no verdict changes, no reason, and "
                                         "no share by ten points."),
                        figures, mark);
    else
        kt_document_add(document, KT_BLOCK_POINT,
                        kt_say(document, "Compared with %s%s: %s, %s; %s; the share of the leading "
                                         "country moves by ten points or more for %u of %zu."),
                        figures, mark, say_more(document, r), say_less(document, r),
                        say_verdicts(document, r), count(&r->comparison, is_moved),
                        r->assessment->risks.n);
}

void kt_comparison_view_sentence(kt_document *document, const kt_assess_result *result)
{
    if (result->other == NULL)
        say_how(document, result->assessment);
    else
        say_difference(document, result);
}

// ------------------------------------------------------------------------------------ the table

// "price", or "price → denied".
static const char *turned(kt_document *document, const char *before, const char *after)
{
    if (strcmp(before, after) == 0)
        return after;
    return kt_document_format(document, "%s → %s", before, after);
}

static const char *country_of(const kt_document *document, const kt_assess_result *r,
                              const kt_risk *risk)
{
    return risk == NULL ? kt_say(document, "none")
                        : kt_country_name(r->the_case, risk->flow->country, document->lang);
}

static const char *stage_of(const kt_document *document, const kt_risk *risk)
{
    return kt_naming_stage(risk->flow->stage, document->lang);
}

static const char *mechanism_of(const kt_document *document, const kt_risk *risk)
{
    return kt_say(document, risk == NULL ? "none" : kt_mechanism_name(risk->mechanism));
}

static const char *risky_of(const kt_document *document, const kt_risk *risk)
{
    return kt_say(document, risk == NULL ? "none" : kt_risky_names[risk->risky]);
}

static kt_cell country_cell(const kt_document *document, const kt_assess_result *r,
                            const kt_risk *risk)
{
    kt_cell cell = kt_cell_text(country_of(document, r, risk));
    cell.shorten = true;
    return cell;
}

static kt_cell share_cell(const kt_risk *risk, kt_verdict held)
{
    return kt_cell_marked(kt_cell_share(risk == NULL ? (double)NAN : risk->share),
                          held == KT_VERDICT_YES ? KT_MARK_ABOVE : KT_MARK_NONE);
}

static void add_row(kt_document *document, const kt_assess_result *r, const kt_compared *row)
{
    const kt_risk *before = row->before;
    const kt_risk *after = row->after;
    const char *was = stage_of(document, before == NULL ? after : before);
    const char *is = stage_of(document, after == NULL ? before : after);
    const kt_cell cells[] = {
        kt_cell_text(kt_document_format(
            document, "%s (%s)", kt_naming_material(r->the_case, row->material, document->lang),
            turned(document, was, is))),
        country_cell(document, r, before),
        share_cell(before, row->held_before),
        country_cell(document, r, after),
        share_cell(after, row->held),
        kt_cell_text(
            turned(document, mechanism_of(document, before), mechanism_of(document, after))),
        kt_cell_text(turned(document, risky_of(document, before), risky_of(document, after)))};
    kt_document_row(document, cells);
}

void kt_comparison_view_table(kt_document *document, const kt_assess_result *r, bool full)
{
    const kt_column_head head[] = {
        {.title = kt_say(document, "material (stage)"), .wide = true},
        {.title = kt_say(document, "was")},
        {.title = kt_say(document, "share"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "is")},
        {.title = kt_say(document, "share"), .align = KT_ALIGN_RIGHT, .marks = true},
        {.title = kt_say(document, "why")},
        {.title = kt_say(document, "risky")},
    };
    size_t all = r->other == NULL ? 0 : r->comparison.n;
    size_t n = full || all < SCREEN_ROWS ? all : SCREEN_ROWS;
    if (n == 0)
        return;
    kt_document_add(document, KT_BLOCK_HEADING,
                    kt_say(document, "What differs from %s: %zu of %zu materials"),
                    say_figures(document, r->other), n, all);
    kt_document_anchor(document, "compared");
    kt_document_table(document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < n; i++)
        add_row(document, r, &r->comparison.row[i]);
    kt_document_add(
        document, KT_BLOCK_NOTE,
        kt_say(document,
               "Was: the largest risk under %s. ▲: at least %s of that stage is in one country, an "
               "unreliable source (rules 1 and 2). Figures of other years come from other sources, "
               "too: part of what differs may be the counting."),
        say_figures(document, r->other), kt_say_share(document, r->assessment->rule.concentrated));
}
