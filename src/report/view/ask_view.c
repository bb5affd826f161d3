// SPDX-License-Identifier: EUPL-1.2
// See ask_view.h. Companies come in the order of their best question.
#include "report/view/ask_view.h"

#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/document/say_ask.h"
#include "report/view/indicative_view.h"

enum { SCREEN_QUESTIONS = 20 };

static void write_head(const kt_say_ask_page *page, size_t shown)
{
    const kt_ask *ask = page->ask;
    const kt_case *c = ask->assessment->the_case;
    kt_document_add(page->document, KT_BLOCK_TITLE,
                    kt_say(page->document, "%s (%s): what to ask whom"),
                    kt_naming_item(ask->assessment, ask->above.target, page->document->lang),
                    kt_pool_text(&c->pool, ask->assessment->network.item[ask->above.target].id));
    const char *about = kt_naming_description(c, page->document->lang);
    if (*about != '\0')
        kt_document_add(page->document, KT_BLOCK_NOTE, "%s", about);
    kt_document_add(page->document, KT_BLOCK_NOTE,
                    kt_say(page->document,
                           "%zu open or weakly evidenced facts; the answer to %zu of them can "
                           "change the result, to %zu it cannot. Shown: the first %zu."),
                    ask->n_facts, ask->n, ask->n_idle, shown);
    kt_indicative_view_add(page->document, ask->assessment->evidence[KT_EVIDENCE_D - 1]);
}

static void add_question(const kt_say_ask_page *page, size_t i)
{
    const kt_question *q = &page->ask->question[i];
    const char *question = kt_document_format(
        page->document, "%s (%s)", kt_say_ask_question(page, q), kt_say_ask_path(page, q));
    const kt_cell cells[] = {
        kt_cell_count(i + 1),
        kt_cell_marked(kt_cell_text(question),
                       q->asked == KT_NO_ROW ? KT_MARK_NONE : KT_MARK_SHORT), // see the note
        kt_cell_text(kt_say_ask_spread(page, q)), kt_cell_text(kt_say_ask_flips(page, q))};
    kt_document_row(page->document, cells);
}

static void write_company(const kt_say_ask_page *page, size_t first, size_t shown)
{
    const kt_question *question = page->ask->question;
    const kt_column_head head[] = {
        {.title = "", .align = KT_ALIGN_RIGHT},
        {.title = kt_say(page->document, "question, and the way from what the company makes"),
         .wide = true},
        {.title = kt_say(page->document, "spread")},
        {.title = kt_say(page->document, "verdicts")},
    };
    uint32_t organisation = question[first].organisation;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s",
                    kt_say_ask_organisation(page, organisation));
    kt_document_table(page->document, head, sizeof head / sizeof head[0]);
    for (size_t i = first; i < shown; i++) {
        if (question[i].organisation == organisation)
            add_question(page, i);
    }
}

static void write_companies(const kt_say_ask_page *page, size_t shown)
{
    const kt_question *question = page->ask->question;
    for (size_t i = 0; i < shown; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = question[k].organisation == question[i].organisation;
        if (!seen)
            write_company(page, i, shown);
    }
}

static void write_order(const kt_say_ask_page *page)
{
    const kt_ask *ask = page->ask;
    kt_document_add(page->document, KT_BLOCK_NOTE,
                    ask->n_events == 1
                        ? kt_say(page->document,
                                 "Spread: how far the answers are apart in what is lost when a "
                                 "third country stops. Shown is the difference for the %u country "
                                 "whose stop costs at least %s now. Verdicts: materials whose "
                                 "verdict some answer would change (of %u looked at).")
                        : kt_say(page->document,
                                 "Spread: how far the answers are apart in what is lost when a "
                                 "third country stops. Shown is the largest difference over the %u "
                                 "countries whose stop costs at least %s now. Verdicts: materials "
                                 "whose verdict some answer would change (of %u looked at)."),
                    ask->n_events, kt_say_share(page->document, ask->assessment->rule.impact),
                    ask->n_verdicts);
    kt_document_add(
        page->document, KT_BLOCK_NOTE, "%s",
        kt_say(page->document,
               "Order: first what changes the loss of a supply that is denied or short, by "
               "what is lost of it served first; then most verdicts, largest spread, "
               "largest mean spread. Ties are broken by the number of functions that the "
               "answer can change, their mean spread, what is function-critical, the "
               "number of countries, nearness to the target, and the id. * was asked "
               "before and is still open."));
    kt_document_add(
        page->document, KT_BLOCK_NOTE, "%s",
        kt_say(page->document,
               "A supplier of whom nothing is known may itself need any of these materials: so "
               "who supplies one part can decide the verdict on a material that is not in it."));
}

static void write_progress(const kt_say_ask_page *page)
{
    const kt_asked *p = &page->ask->progress;
    kt_document_add(page->document, KT_BLOCK_HEADING, "%s", kt_say(page->document, "Progress"));
    kt_document_anchor(page->document, "progress");
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "Asked %u: answered %u, not known to the company %u, withheld %u, "
                           "open %u."),
                    p->asked, p->given, p->unknown, p->withheld, p->open);
    kt_document_add(page->document, KT_BLOCK_POINT,
                    kt_say(page->document,
                           "Inputs with a named supplier: %s before the answers, %s now, %s when "
                           "the open questions are answered."),
                    kt_say_share(page->document, p->before), kt_say_share(page->document, p->now),
                    kt_say_share(page->document, p->after));
}

void kt_ask_view_build(kt_document *document, const kt_ask *ask, bool full)
{
    kt_say_ask_page page = {document, ask};
    size_t shown = full || ask->n < SCREEN_QUESTIONS ? ask->n : SCREEN_QUESTIONS;
    write_head(&page, shown);
    write_companies(&page, shown);
    write_order(&page);
    write_progress(&page);
}
