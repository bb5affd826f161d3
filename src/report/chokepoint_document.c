// SPDX-License-Identifier: EUPL-1.2
// See chokepoint_document.h.
#include "report/chokepoint_document.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "report/figure.h"
#include "report/naming.h"

enum { SCREEN_SETS = 30, NAMED_SINGLES = 8 };

typedef struct view {
    kt_document *document;
    const kt_chokepoints *c;
    const kt_study *study;
    kt_lang lang;
} view;

static const char *tr(const view *v, const char *english)
{
    return kt_lang_text(v->lang, english);
}

static const kt_case *case_of(const view *v)
{
    return v->study->network->the_case;
}

static const char *class_plural(const view *v)
{
    switch (v->c->events.event_class) {
    case KT_CLASS_COUNTRY:
        return tr(v, "countries");
    case KT_CLASS_ORGANISATION:
        return tr(v, "organisations");
    case KT_CLASS_SITE:
        return tr(v, "sites");
    case KT_CLASS_MATERIAL:
        return tr(v, "materials");
    default:
        return tr(v, "flows");
    }
}

static const char *event_name(const view *v, uint32_t event)
{
    const kt_event *e = &v->c->events.event[event];
    if (v->c->events.event_class == KT_CLASS_COUNTRY)
        return kt_place_name(case_of(v), e->country, v->lang);
    if (v->c->events.event_class == KT_CLASS_MATERIAL)
        return kt_naming_material(case_of(v), e->material, v->lang);
    return e->id;
}

static const char *item_name(const view *v, uint32_t item)
{
    return kt_naming_network_item(v->study->network, item, v->lang);
}

static const char *count_of_order(const kt_cutset_result *result, uint32_t order)
{
    for (uint32_t k = 0; k < result->n_orders; k++) {
        if (result->order[k].order == order)
            return result->order[k].count;
    }
    return "0";
}

static const char *names_of(const view *v, const kt_cutset *cut)
{
    kt_buffer text = {0};
    for (uint32_t i = 0; i < cut->n; i++)
        kt_buffer_format(&text, "%s%s", i == 0 ? "" : " + ", event_name(v, cut->event[i]));
    const char *kept =
        kt_document_format(v->document, "%s", text.text == NULL ? tr(v, "(nothing)") : text.text);
    v->document->failed |= text.failed;
    kt_buffer_free(&text);
    return kept;
}

// The first chain: from what fails to the target, at most its ends and what is next to them.
static const char *chain_text(const view *v, const kt_explanation *why)
{
    kt_buffer text = {0};
    const kt_chain *chain = why->n > 0 ? &why->chain[0] : NULL;
    for (uint32_t i = 0; chain != NULL && i < chain->n; i++) {
        if (i == 3 && chain->n > 6)
            kt_buffer_put(&text, " → …");
        if (i < 3 || chain->n <= 6 || i + 2 >= chain->n)
            kt_buffer_format(&text, "%s%s", i == 0 ? "" : " → ", item_name(v, chain->item[i]));
    }
    const char *kept = kt_document_format(v->document, "%s", text.text == NULL ? "" : text.text);
    v->document->failed |= text.failed;
    kt_buffer_free(&text);
    return kept;
}

static void write_thresholds(view *v)
{
    const kt_column_head head[] = {
        {tr(v, "least share of a supply that will do"), true, false},
        {tr(v, "alone"), true, false},
        {tr(v, "pairs"), true, false},
        {tr(v, "all minimal sets"), true, false},
    };
    kt_document_table(v->document, head, sizeof head / sizeof head[0]);
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        const kt_cutset_result *result = &v->c->at[t];
        char share[KT_FIGURE_SIZE];
        kt_figure_share(share, kt_chokepoint_threshold[t], v->lang);
        const char *all =
            result->complete ? result->count
                             : kt_document_format(v->document, tr(v, "at least %s"), result->count);
        kt_document_row(v->document,
                        (const char *const[]){t == 0 ? tr(v, "anything above 0") : share,
                                              count_of_order(result, 1), count_of_order(result, 2),
                                              all});
    }
}

static void write_sets(view *v, bool full)
{
    const kt_column_head head[] = {
        {tr(v, "together they stop it"), false, false},
        {tr(v, "shortest chain of the first"), false, true},
        {tr(v, "sensitive"), false, false},
    };
    const kt_cutset_result *result = &v->c->result;
    size_t n = full || result->n_sets < SCREEN_SETS ? result->n_sets : SCREEN_SETS;
    kt_document_add(v->document, KT_BLOCK_HEADING, tr(v, "Sets of up to %u %s (%zu of %zu shown)"),
                    result->listed, class_plural(v), n, result->n_sets);
    kt_document_table(v->document, head, sizeof head / sizeof head[0]);
    for (size_t i = 0; i < n; i++) {
        const kt_chokepoint_set *set = &v->c->set[i];
        kt_document_row(v->document,
                        (const char *const[]){names_of(v, set->cut), chain_text(v, &set->why),
                                              set->sensitive ? tr(v, "yes") : tr(v, "no")});
    }
    kt_document_add(
        v->document, KT_BLOCK_NOTE, "%s",
        tr(v, "Sensitive: it is no smallest set at one of the four shares above; published "
              "shares are rounded, so 100 % may be 99 %."));
}

static void write_probability(view *v)
{
    const kt_cutset_result *result = &v->c->result;
    if (!v->c->options.probability)
        return;
    if (isnan(result->probability)) {
        kt_document_add(v->document, KT_BLOCK_POINT,
                        tr(v, "Probability: not known, %u of the events have no failure rate."),
                        result->n_missing);
        return;
    }
    char text[KT_FIGURE_SIZE];
    kt_figure_share(text, result->probability, v->lang);
    kt_document_add(
        v->document, KT_BLOCK_POINT,
        tr(v, "Probability that it is stopped in a year, if events are independent and the "
              "assumed rates hold: %s. Political acts are no dice: this has the value of its "
              "assumptions."),
        text);
}

void kt_chokepoint_document_sentence(kt_document *document, const kt_chokepoints *c,
                                     const kt_study *study, kt_lang lang)
{
    view v = {document, c, study, lang};
    kt_buffer names = {0};
    char least[KT_FIGURE_SIZE];
    char part[KT_FIGURE_SIZE];
    unsigned n = 0;
    for (size_t i = 0; i < c->result.n_sets && c->result.set[i].n == 1; i++, n++) {
        if (n < NAMED_SINGLES)
            kt_buffer_format(&names, "%s%s", n == 0 ? "" : ", ",
                             event_name(&v, c->result.set[i].event[0]));
    }
    if (n > NAMED_SINGLES)
        kt_buffer_put(&names, ", …");
    kt_figure_share(least, c->options.min_share, lang);
    kt_figure_share(part, c->shared_part, lang);
    const char *pairs = count_of_order(&c->result, 2);
    if (c->options.min_share > 0.0)
        kt_document_add(
            document, KT_BLOCK_POINT,
            tr(&v, "With %s of a supply as the least that will do, %u %s each stop it alone "
                   "(%s) and %s pairs do."),
            least, n, class_plural(&v), names.text == NULL ? "–" : names.text, pairs);
    else
        kt_document_add(document, KT_BLOCK_POINT,
                        tr(&v,
                           "If anything above 0 of a supply will do, %u %s each stop it alone (%s) "
                           "and %s pairs do."),
                        n, class_plural(&v), names.text == NULL ? "–" : names.text, pairs);
    if (c->shared_material != KT_NO_ROW)
        kt_document_add(document, KT_BLOCK_POINT, tr(&v, "%s of those pairs go through %s."), part,
                        kt_naming_material(
                            case_of(&v), study->network->item[c->shared_material].material, lang));
    document->failed |= names.failed;
    kt_buffer_free(&names);
}

static void write_completeness(view *v)
{
    const kt_cutset_result *result = &v->c->result;
    if (!result->complete)
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            tr(v, "Not complete: only sets of up to %u events were looked for; %u of %u gates "
                  "were cut off (%s)."),
            result->explored, result->n_cut_gates, result->n_gates, result->reason);
    if (v->c->upper.n_orders > 0 && v->c->upper.order[0].order == 0)
        kt_document_add(
            v->document, KT_BLOCK_POINT, "%s",
            tr(v, "If every unknown source failed as well, it would be stopped already: the "
                  "sets above are a lower bound of the danger."));
}

void kt_chokepoint_document_build(kt_document *document, const kt_chokepoints *c,
                                  const kt_study *study, kt_lang lang, bool full)
{
    view v = {document, c, study, lang};
    const char *target = item_name(&v, study->reach.target);
    kt_document_add(document, KT_BLOCK_TITLE, tr(&v, "%s: the smallest sets of %s that stop it"),
                    target, class_plural(&v));
    if (*case_of(&v)->description != '\0')
        kt_document_add(document, KT_BLOCK_NOTE, "%s", case_of(&v)->description);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", tr(&v, "What matters"));
    if (c->result.n_orders == 0)
        kt_document_add(document, KT_BLOCK_POINT, "%s",
                        tr(&v, "No combination of these events stops it."));
    else if (c->result.order[0].order == 0)
        kt_document_add(
            document, KT_BLOCK_POINT, "%s",
            tr(&v, "It is stopped already: an input has no source left, whatever happens."));
    else
        kt_chokepoint_document_sentence(document, c, study, lang);
    write_probability(&v);
    write_completeness(&v);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", tr(&v, "How many smallest sets there are"));
    write_thresholds(&v);
    if (c->result.n_sets > 0)
        write_sets(&v, full);
}
