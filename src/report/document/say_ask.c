// SPDX-License-Identifier: EUPL-1.2
// See say_ask.h.
#include "report/document/say_ask.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"

enum { PATH_STEPS = 5, MAX_PATH = 128 };

// A stage that the reference adds bears the name of its material: it says which stage.
const char *kt_say_ask_item(const kt_say_ask_page *page, uint32_t item)
{
    const kt_assessment *a = page->ask->assessment;
    const char *name = kt_naming_item(a, item, page->document->lang);
    if (a->network.item[item].material != 0) // no proper name: it stands inside a sentence
        name = kt_say_within(page->document, name);
    if (a->network.item[item].row != KT_NO_ROW)
        return name;
    return kt_document_format(page->document, "%s (%s)", name,
                              kt_naming_stage(a->network.item[item].stage, page->document->lang));
}

static const char *keep(const kt_say_ask_page *page, kt_buffer *text)
{
    page->document->failed |= text->failed;
    const char *kept = kt_document_format(page->document, "%s",
                                          text->failed || text->text == NULL ? "" : text->text);
    kt_buffer_free(text);
    return kept;
}

const char *kt_say_ask_organisation(const kt_say_ask_page *page, uint32_t organisation)
{
    const kt_case *c = page->ask->assessment->the_case;
    if (organisation == KT_NO_ROW)
        return kt_say(page->document, "the maker of the target");
    return kt_pool_text(
        &c->pool, kt_table_text(&c->table[KT_ORGANISATIONS], KT_ORGANISATIONS_NAME, organisation));
}

static const char *supplier_name(const kt_say_ask_page *page, const kt_producer *producer)
{
    if (producer->organisation != KT_NO_ROW)
        return kt_say_ask_organisation(page, producer->organisation);
    return kt_country_name(page->ask->assessment->the_case, producer->country,
                           page->document->lang);
}

static const char *ask_of_input(const kt_say_ask_page *page, const kt_open_fact *fact)
{
    const char *item = kt_say_ask_item(page, fact->item);
    const char *other = kt_say_ask_item(page, fact->other);
    if ((fact->answers & 1u << KT_RESOLVE_OFF) != 0)
        return kt_document_format(
            page->document, kt_say(page->document, "Does %s really work as an alternative in %s?"),
            other, item);
    if ((fact->answers & 1u << KT_RESOLVE_ESSENTIAL) != 0)
        return kt_document_format(
            page->document, kt_say(page->document, "Can %s be made without %s?"), item, other);
    return kt_document_format(
        page->document,
        kt_say(page->document, "Is %s essential in %s, or is there an alternative?"), other, item);
}

const char *kt_say_ask_question(const kt_say_ask_page *page, const kt_question *q)
{
    const kt_assessment *a = page->ask->assessment;
    const kt_open_fact *fact = &q->fact;
    const char *item = kt_say_ask_item(page, fact->item);
    switch (fact->kind) {
    case KT_OPEN_FACT_SUPPLIER:
        if (a->network.producer[fact->producer].kind == KT_SUPPLIER_WITHHELD)
            return kt_document_format(
                page->document,
                kt_say(page->document,
                       "Can the supplier of %s be named after all, or else its country?"),
                item);
        return kt_document_format(page->document,
                                  kt_say(page->document, "Who supplies %s, and from where?"), item);
    case KT_OPEN_FACT_SUPPLY:
        return kt_document_format(
            page->document, kt_say(page->document, "Does %s supply %s, and which share of it?"),
            supplier_name(page, &a->network.producer[fact->producer]), item);
    case KT_OPEN_FACT_INPUT:
        return ask_of_input(page, fact);
    case KT_OPEN_FACT_MARKET:
        return kt_document_format(
            page->document, kt_say(page->document, "Where does your %s (%s) come from?"),
            kt_say_within(page->document, kt_naming_item(a, fact->item, page->document->lang)),
            kt_naming_stage(a->network.item[fact->item].stage, page->document->lang));
    default:
        return kt_document_format(
            page->document,
            kt_say(page->document,
                   "How many days do stocks of %s last, and how many days does switching to %s "
                   "take?"),
            item, kt_say_ask_item(page, fact->other));
    }
}

const char *kt_say_ask_path(const kt_say_ask_page *page, const kt_question *q)
{
    uint32_t path[MAX_PATH];
    uint32_t made;
    kt_buffer text = {0};
    kt_downstream_path(&page->ask->above, q->fact.item, q->own, path, MAX_PATH, &made);
    kt_buffer_put(&text, kt_say_ask_item(page, path[made]));
    if (made >= PATH_STEPS)
        kt_buffer_put(&text, " → …");
    for (uint32_t k = made < PATH_STEPS ? made : PATH_STEPS - 1; k-- > 0;)
        kt_buffer_format(&text, " → %s", kt_say_ask_item(page, path[k]));
    return keep(page, &text);
}

const char *kt_say_ask_spread(const kt_say_ask_page *page, const kt_question *q)
{
    const char *spread = kt_say_share(page->document, q->spread);
    if (q->event == NULL)
        return spread;
    if (q->n_countries > 1)
        return kt_document_format(page->document, kt_say(page->document, "%s, %u countries"),
                                  spread, q->n_countries);
    const kt_case *c = page->ask->assessment->the_case;
    kt_symbol country = kt_pool_find(&c->pool, q->event, strlen(q->event));
    return kt_document_format(page->document, "%s, %s", spread,
                              kt_country_name(c, country, page->document->lang));
}

const char *kt_say_ask_flips(const kt_say_ask_page *page, const kt_question *q)
{
    const kt_assessment *a = page->ask->assessment;
    kt_buffer text = {0};
    if (q->n_flips == 0)
        kt_buffer_put(&text, "–");
    for (uint32_t k = 0; k < q->n_flips && k < 3; k++)
        kt_buffer_format(&text, "%s%s", k == 0 ? "" : ", ",
                         kt_naming_material(a->the_case,
                                            a->risks.row[q->flip[k].risk].flow->material,
                                            page->document->lang));
    if (q->n_flips > 3)
        kt_buffer_format(&text, kt_say(page->document, " and %u more"), q->n_flips - 3);
    return keep(page, &text);
}
