// SPDX-License-Identifier: EUPL-1.2
// See chokepoint_view.h.
#include "report/view/chokepoint_view.h"

#include <string.h>

#include "base/buffer.h"
#include "report/document/naming.h"
#include "report/document/say.h"
#include "report/view/chokepoint_words.h"
#include "report/view/indicative_view.h"

enum { SCREEN_SETS = 30, NAMED_SINGLES = 8, NAMED_FLOWS = 3, NAMED_BRIEF = 5, NAMED_PAIRS = 3 };

typedef kt_chokepoint_view view;

static const kt_case *case_of(const view *v)
{
    return v->study->network->the_case;
}

// The empty set stops it: nothing has to happen.
static bool is_stopped(const kt_cutset_result *result)
{
    return result->n_orders > 0 && result->order[0].order == 0;
}

// --------------------------------------------------------------------------------------- sentences

// Appends "A, B and 3 more": sets of `size` events, of which `allied` are (UINT32_MAX: any number).
static uint32_t list_sets(const view *v, kt_buffer *text, uint32_t size, uint32_t allied,
                          uint32_t most)
{
    const kt_cutset_result *result = &v->c->result;
    const size_t *order = kt_chokepoint_words_order(v);
    uint32_t n = 0;
    for (size_t k = 0; order != NULL && k < result->n_sets; k++) {
        const kt_cutset *set = &result->set[order[k]];
        if (set->n != size ||
            (allied != UINT32_MAX && kt_chokepoint_words_allied(v, set) != allied))
            continue;
        if (n++ < most)
            kt_buffer_format(text, "%s%s", n == 1 ? "" : ", ", kt_chokepoint_words_set(v, set));
    }
    if (n > most)
        kt_buffer_format(text, kt_say(v->document, " and %u more"), n - most);
    return n;
}

static const char *mark(const view *v)
{
    return kt_indicative_view_mark(v->document, v->assumed);
}

// "If at least 50 % of a supply is needed (indicative)"
static const char *lead(const view *v)
{
    double min_share = v->c->options.min_share;
    const char *condition =
        min_share <= 0.0
            ? kt_say(v->document, "If any supply above 0 will do")
            : kt_document_format(v->document,
                                 kt_say(v->document, "If at least %s of a supply is needed"),
                                 kt_say_share(v->document, min_share));
    return kt_document_format(v->document, "%s%s", condition, mark(v));
}

// Who stops the target alone: third countries first, then home and allies.
static void write_singles(const view *v, uint32_t named)
{
    kt_buffer abroad = {0};
    kt_buffer allied = {0};
    uint32_t n_abroad = list_sets(v, &abroad, 1, 0, named);
    uint32_t n_allied = list_sets(v, &allied, 1, 1, named);
    const char *first = lead(v);
    v->document->failed |= abroad.failed || allied.failed;
    if (n_abroad + n_allied == 0)
        kt_document_add(v->document, KT_BLOCK_POINT,
                        kt_say(v->document, "%s, none of the %s stops it alone."), first,
                        kt_chokepoint_words_plural(v));
    else if (v->c->events.event_class == KT_CLASS_MATERIAL)
        kt_document_add(v->document, KT_BLOCK_POINT,
                        kt_say(v->document, "%s, these stop it alone: %s (%s)."), first,
                        kt_chokepoint_words_count(v, n_abroad), abroad.text);
    else if (n_abroad == 0)
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document,
                   "%s, these stop it alone: none outside EU and NATO; %s at home, in EU "
                   "or NATO (%s)."),
            first, kt_chokepoint_words_count(v, n_allied), allied.text);
    else if (n_allied == 0)
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document, "%s, these stop it alone: %s outside EU and NATO (%s)."), first,
            kt_chokepoint_words_count(v, n_abroad), abroad.text);
    else
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document,
                   "%s, these stop it alone: %s outside EU and NATO (%s); %u at home, in "
                   "EU or NATO (%s)."),
            first, kt_chokepoint_words_count(v, n_abroad), abroad.text, n_allied, allied.text);
    kt_buffer_free(&abroad);
    kt_buffer_free(&allied);
}

static void write_pairs(const view *v)
{
    const kt_chokepoints *c = v->c;
    kt_buffer names = {0};
    uint32_t n = list_sets(v, &names, 2, UINT32_MAX, NAMED_PAIRS);
    if (n == 0 || names.failed) {
        v->document->failed |= names.failed;
    } else if (n > 1 && c->shared_material != KT_NO_ROW) {
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document,
                   "Two together stop it, neither alone%s: %s pairs (%s). %s of the pairs "
                   "go through one material: %s."),
            mark(v), kt_chokepoint_words_of_order(&c->result, 2), names.text,
            kt_say_share(v->document, c->shared_part),
            kt_say_within(v->document,
                          kt_naming_material(case_of(v),
                                             v->study->network->item[c->shared_material].material,
                                             v->document->lang)));
    } else {
        kt_document_add(v->document, KT_BLOCK_POINT,
                        kt_say(v->document, "Two together stop it, neither alone%s: %s."), mark(v),
                        names.text);
    }
    kt_buffer_free(&names);
}

// Which rationing the answer means, and what the other leaves.
static void write_first(const view *v)
{
    const kt_chokepoints *c = v->c;
    kt_document *document = v->document;
    uint32_t n = 0;
    for (size_t i = 0; i < c->result.n_sets; i++)
        n += c->set[i].residual_first > kt_exposure_tolerance; // NaN: not asked
    if (c->result.n_sets == 0 || c->options.access == NULL)
        return;
    const char *served =
        n == 0 ? kt_say(document, "Being served before all others changes none of them.")
        : c->result.n_sets == 1
            ? kt_say(document, "Served before all others, it goes on, if not in full.")
            : kt_document_format(
                  document,
                  kt_say(document, "Served before all others, it goes on, if not in full, under %u "
                                   "of the %zu sets found."),
                  n, c->result.n_sets);
    kt_document_add(document, KT_BLOCK_POINT, "%s %s%s",
                    kt_say(document, "This is so if all share what remains."), served,
                    n == 0 ? "" : kt_say(document, " That supposes that nobody is denied."));
}

static void write_answer(const view *v)
{
    const kt_cutset_result *result = &v->c->result;
    if (result->n_orders == 0 && result->complete) {
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document, "Nothing stops it%s: even if all %s fail at once, it goes on."),
            mark(v), kt_chokepoint_words_plural(v));
        return;
    }
    if (is_stopped(result)) {
        kt_document_add(v->document, KT_BLOCK_POINT, "%s",
                        kt_say(v->document,
                               "It is stopped already, before anything fails: some input has less "
                               "supply than will do."));
        return;
    }
    write_singles(v, v->c->events.event_class == KT_CLASS_FLOW ? NAMED_FLOWS : NAMED_SINGLES);
    write_pairs(v);
}

static void write_probability(const view *v)
{
    const kt_cutset_result *result = &v->c->result;
    if (!v->c->options.probability)
        return;
    if (!result->complete) {
        kt_document_add(v->document, KT_BLOCK_POINT, "%s",
                        kt_say(v->document, "Probability: not known, because not all sets are."));
        return;
    }
    if (isnan(result->probability)) {
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document, "Probability: not known; %s without a failure rate on record."),
            kt_chokepoint_words_count(v, result->n_missing));
        return;
    }
    kt_document_add(
        v->document, KT_BLOCK_POINT,
        kt_say(v->document,
               "Probability that it is stopped within a year, if events are independent and the "
               "rates on record (assumptions) hold: %s. Political acts are not dice: read it as "
               "\"if, then\"."),
        kt_say_share(v->document, result->probability));
}

static void write_completeness(const view *v)
{
    const kt_cutset_result *result = &v->c->result;
    if (!result->complete && result->judged)
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(
                v->document,
                "Complete up to %s: every such set is known. Larger ones were not looked for, "
                "because all of them would take long; --order looks further, --memory 1024 tries "
                "all."),
            kt_chokepoint_words_count(v, result->explored));
    else if (!result->complete)
        kt_document_add(
            v->document, KT_BLOCK_POINT,
            kt_say(v->document,
                   "Complete up to %s: every such set is known. Larger ones were not looked "
                   "for, because all of them do not fit the memory limit; --memory sets it."),
            kt_chokepoint_words_count(v, result->explored));
    if (!is_stopped(result) && is_stopped(&v->c->upper))
        kt_document_add(
            v->document, KT_BLOCK_POINT, "%s",
            kt_say(v->document,
                   "If every unknown source failed too, it would be stopped already: there may be "
                   "more sets than those below, and smaller ones."));
}

// ------------------------------------------------------------------------------------------ tables

// A decimal number of any length; a figure where it is no longer than a computer's word.
static kt_cell count_cell(const char *decimal)
{
    enum { WORD_DIGITS = 19 };
    uint64_t count = 0;
    if (strlen(decimal) > WORD_DIGITS)
        return kt_cell_text(decimal);
    for (; *decimal != '\0'; decimal++)
        count = 10 * count + (uint64_t)(*decimal - '0');
    return kt_cell_count(count);
}

static void write_threshold_row(const view *v, double min_share, const kt_cutset_result *result)
{
    const kt_cell cells[] = {
        min_share <= 0.0 ? kt_cell_text(kt_say(v->document, "any above 0"))
                         : kt_cell_share(min_share),
        count_cell(kt_chokepoint_words_of_order(result, 1)),
        count_cell(kt_chokepoint_words_of_order(result, 2)),
        result->complete ? count_cell(result->count)
                         : kt_cell_text(kt_document_format(
                               v->document, kt_say(v->document, "at least %s"), result->count))};
    kt_document_row(v->document, cells);
}

static void write_thresholds(const view *v)
{
    const kt_column_head head[] = {
        {.title = kt_say(v->document, "share of a supply that will do"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(v->document, "alone"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(v->document, "pairs"), .align = KT_ALIGN_RIGHT},
        {.title = kt_say(v->document, "of any size"), .align = KT_ALIGN_RIGHT},
    };
    bool asked = false;
    uint32_t least = UINT32_MAX; // order up to which all four are complete
    kt_document_add(v->document, KT_BLOCK_HEADING, "%s",
                    kt_say(v->document, "How many smallest sets there are"));
    kt_document_anchor(v->document, "counts");
    kt_document_table(v->document, head, sizeof head / sizeof head[0]);
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        asked |= kt_chokepoint_threshold[t] == v->c->options.min_share;
        least = v->c->at[t].explored < least ? v->c->at[t].explored : least;
        write_threshold_row(v, kt_chokepoint_threshold[t], &v->c->at[t]);
    }
    if (!asked)
        write_threshold_row(v, v->c->options.min_share, &v->c->result);
    if (least < UINT32_MAX)
        kt_document_add(v->document, KT_BLOCK_NOTE,
                        kt_say(v->document,
                               "At least: sets of more than %s were not looked for at that share. "
                               "--min-share looks at one share as far as memory allows."),
                        kt_chokepoint_words_count(v, least));
}

// "no", or the shares at which the set is a smallest one: "from 25 %".
static const char *sensitive(const view *v, const kt_chokepoint_set *set)
{
    int lo = KT_N_THRESHOLDS;
    int hi = -1;
    int n = 0;
    if (!set->sensitive)
        return kt_say(v->document, "no");
    for (int t = 0; t < KT_N_THRESHOLDS; t++) {
        if (!set->holds[t])
            continue;
        lo = t < lo ? t : lo;
        hi = t;
        n++;
    }
    if (n == 0 || n != hi - lo + 1) // between the four, or here and there
        return kt_say(v->document, "yes");
    const char *first = kt_say_share(v->document, kt_chokepoint_threshold[lo]);
    const char *last = kt_say_share(v->document, kt_chokepoint_threshold[hi]);
    if (n == 1)
        return kt_document_format(v->document, kt_say(v->document, "at %s only"), first);
    if (hi == KT_N_THRESHOLDS - 1)
        return kt_document_format(v->document, kt_say(v->document, "from %s"), first);
    if (lo == 0)
        return kt_document_format(v->document, kt_say(v->document, "up to %s"), last);
    return kt_document_format(v->document, kt_say(v->document, "%s to %s"), first, last);
}

static void write_sets(const view *v, bool full)
{
    const kt_cutset_result *result = &v->c->result;
    const kt_column_head head[] = {
        {.title = kt_say(v->document, "stops it")},
        {.title = kt_say(v->document, "shortest way from there into the target"), .wide = true},
        {.title = kt_say(v->document, "sensitive")},
    };
    const size_t *order = kt_chokepoint_words_order(v);
    size_t n = full || result->n_sets < SCREEN_SETS ? result->n_sets : SCREEN_SETS;
    if (order == NULL)
        return;
    kt_document_add(v->document, KT_BLOCK_HEADING,
                    kt_say(v->document, "Smallest sets of up to %s: %zu of %zu"),
                    kt_chokepoint_words_count(v, result->listed), n, result->n_sets);
    kt_document_anchor(v->document, "sets");
    kt_document_table(v->document, head, sizeof head / sizeof head[0]);
    for (size_t k = 0; k < n; k++) {
        const kt_chokepoint_set *set = &v->c->set[order[k]];
        const kt_cell cells[] = {kt_cell_text(kt_chokepoint_words_set(v, set->cut)),
                                 kt_cell_text(kt_chokepoint_words_why(v, set)),
                                 kt_cell_text(sensitive(v, set))};
        kt_document_row(v->document, cells);
    }
    kt_document_add(
        v->document, KT_BLOCK_NOTE, "%s",
        kt_say(v->document,
               "Outside EU and NATO first. +: all must fail, fewer leave enough. Sensitive: a "
               "smallest "
               "set at some of the four shares only. Published shares are rounded (100 % may be "
               "99 %): what holds at 0 % only may be an artefact of rounding."));
}

void kt_chokepoint_view_build(kt_document *document, const kt_chokepoints *c, const kt_study *study,
                              bool full)
{
    view v = {document, c, study, kt_indicative_view_assumed(study)};
    const char *about = kt_naming_description(study->network->the_case, document->lang);
    kt_document_add(document, KT_BLOCK_TITLE,
                    kt_say(document, "%s: the smallest sets of %s that stop it"),
                    kt_naming_network_item(study->network, study->reach.target, document->lang),
                    kt_chokepoint_words_plural(&v));
    if (*about != '\0')
        kt_document_add(document, KT_BLOCK_NOTE, "%s", about);
    kt_indicative_view_add(document, v.assumed);
    kt_document_add(document, KT_BLOCK_HEADING, "%s", kt_say(document, "What matters"));
    kt_document_anchor(document, "matters");
    write_answer(&v);
    write_probability(&v);
    write_completeness(&v);
    write_first(&v);
    write_thresholds(&v);
    if (c->result.n_sets > 0 && !is_stopped(&c->result))
        write_sets(&v, full);
}

void kt_chokepoint_view_count(kt_document *document, const kt_cutset_result *result)
{
    if (result->complete)
        kt_document_add(document, KT_BLOCK_PLAIN, "%s", result->count);
    else
        kt_document_add(
            document, KT_BLOCK_PLAIN,
            kt_say(document, "at least %s: only sets of up to %u events were looked for"),
            result->count, result->explored);
}

void kt_chokepoint_view_section(kt_document *document, const kt_assessment *a)
{
    if (!a->chokepoints_known)
        return;
    kt_document_add(document, KT_BLOCK_HEADING, "%s",
                    kt_say(document, "Chokepoints: countries that stop it, alone or in pairs"));
    kt_document_anchor(document, "chokepoints");
    for (int k = 0; k < KT_N_BRIEF; k++) {
        view v = {document, &a->chokepoints[k], &a->study, a->evidence[KT_EVIDENCE_D - 1]};
        const kt_cutset_result *result = &v.c->result;
        if (is_stopped(result) || (result->n_orders == 0 && result->complete)) {
            write_answer(&v);
            if (is_stopped(result))
                return;
            continue;
        }
        write_singles(&v, NAMED_BRIEF);
        if (k + 1 == KT_N_BRIEF) {
            write_pairs(&v);
            write_first(&v);
        }
    }
}
