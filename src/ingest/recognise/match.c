// SPDX-License-Identifier: EUPL-1.2
// Holds the dictionary, one lexicon a kind and the answers given, and decides when the best
// candidate is sure: above 0.85 and 0.10 ahead of the second. 3,000 names, 1e4 texts a second. Sure
// means that nothing else fits, because a wrong match is worse than a question.
#include "ingest/recognise/match.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "ingest/recognise/match_answers.h"
#include "ingest/recognise/match_names.h"
#include "ingest/recognise/match_reason.h"

static const double THRESHOLD = 0.85;
static const double MARGIN = 0.10;        // ahead of the second
static const double SECOND_COMPANY = 0.5; // half of a known name behind a comma

// A word beside an alloy's name is mostly the part that is made of it; beside a company's or a
// country's it makes another name of it (Leonardo Hotels, New Mexico).
static const kt_match_rules RULES[KT_MATCH_N_KINDS] = {
    [KT_MATCH_COMPOSITION] = {KT_NOISE_STOP,
                              KT_NOISE_STOP | KT_NOISE_FREE | KT_NOISE_UNIT | KT_NOISE_PREFIX,
                              0.15},
    [KT_MATCH_ORGANISATION] = {KT_NOISE_STOP | KT_NOISE_LEGAL,
                               KT_NOISE_STOP | KT_NOISE_LEGAL | KT_NOISE_COMPANY, 1.0},
    [KT_MATCH_COUNTRY] = {KT_NOISE_STOP, KT_NOISE_STOP | KT_NOISE_ORIGIN, 1.0},
    [KT_MATCH_MATERIAL] = {KT_NOISE_STOP,
                           KT_NOISE_STOP | KT_NOISE_FREE | KT_NOISE_UNIT | KT_NOISE_PREFIX, 1.0},
};

struct kt_matcher {
    const kt_case *the_case;
    double threshold;
    kt_match_words words;
    kt_lexicon lexicon[KT_MATCH_N_KINDS];
    kt_match_answers answers;
    kt_match_scratch scratch;
};

static kt_status open_lexicons(kt_matcher *m, const kt_control *control, kt_error *err)
{
    static kt_status (*const FILL[KT_MATCH_N_KINDS])(kt_lexicon *, const kt_case *, kt_error *) = {
        [KT_MATCH_COMPOSITION] = kt_match_names_composition,
        [KT_MATCH_ORGANISATION] = kt_match_names_organisation,
        [KT_MATCH_COUNTRY] = kt_match_names_country,
        [KT_MATCH_MATERIAL] = kt_match_names_material,
    };
    kt_status status = KT_OK;
    size_t most = 1;

    KT_TRY(kt_match_words_open(&m->words, m->the_case, err));
    for (int kind = 0; kind < KT_MATCH_N_KINDS; kind++) {
        kt_lexicon *lexicon = &m->lexicon[kind];
        if (!kt_match_lexicon_open(lexicon, &m->words, RULES[kind].strip)) {
            status = kt_error_no_memory(err);
            goto done;
        }
        lexicon->control = control;
        KT_TRY(FILL[kind](lexicon, m->the_case, err));
        KT_TRY(kt_match_lexicon_freeze(lexicon, err));
        lexicon->control = NULL; // the caller's, and it is filled
        if (lexicon->n > most)
            most = lexicon->n;
    }
    m->scratch.weight = calloc(most, sizeof *m->scratch.weight);
    m->scratch.shown = calloc(most, sizeof *m->scratch.shown);
    m->scratch.touched = calloc(most, sizeof *m->scratch.touched);
    if (m->scratch.weight == NULL || m->scratch.shown == NULL || m->scratch.touched == NULL ||
        !kt_match_answers_open(&m->answers))
        status = kt_error_no_memory(err);
done:
    return status;
}

kt_status kt_match_open(kt_matcher **out, const kt_case *the_case, const kt_control *control,
                        kt_error *err)
{
    *out = NULL;
    kt_matcher *m = calloc(1, sizeof *m);
    if (m == NULL)
        return kt_error_no_memory(err);
    m->the_case = the_case;
    m->threshold = THRESHOLD;
    kt_status status = open_lexicons(m, control, err);
    if (status == KT_OK)
        *out = m;
    else
        kt_match_close(m);
    return status;
}

void kt_match_close(kt_matcher *m)
{
    if (m == NULL)
        return;
    for (int kind = 0; kind < KT_MATCH_N_KINDS; kind++)
        kt_match_lexicon_close(&m->lexicon[kind]);
    kt_match_words_close(&m->words);
    kt_match_answers_close(&m->answers);
    free(m->scratch.weight);
    free(m->scratch.shown);
    free(m->scratch.touched);
    free(m);
}

void kt_match_threshold(kt_matcher *m, double threshold)
{
    m->threshold = threshold;
}

static bool is_sure(const kt_matcher *m, const kt_match_result *result,
                    const kt_match_readings *text)
{
    const kt_match_found *first = &result->found[0];
    if (result->n == 0 || !first->named || text->tokens.cut || first->score < m->threshold)
        return false;
    return result->n == 1 || first->score - result->found[1].score >= MARGIN;
}

// How many fit about as well as the best: nothing decides between them, so none may look certain.
static size_t count_tied(const kt_match_result *result)
{
    size_t n = 0;
    while (n < result->n && result->found[0].score - result->found[n].score < MARGIN)
        n++;
    return n;
}

static kt_status list_answer(kt_match_list *out, const kt_matcher *m, const char *id,
                             kt_arena *arena, kt_error *err)
{
    out->answered = true;
    if (id == NULL)
        return KT_OK;
    out->best = 1.0;
    const char *reason = kt_match_reason_answered(m->the_case->faults.lang, arena);
    if (reason == NULL)
        return kt_error_no_memory(err);
    out->candidate[out->n++] = (kt_match_candidate){id, 1.0, reason, true};
    return KT_OK;
}

// Length of a company's name without the place behind its legal form: "Acme B.V., Hengelo". The
// whole text where the rest may be a second company.
static size_t name_length(kt_matcher *m, const char *text)
{
    const kt_match_rules *rules = &RULES[KT_MATCH_ORGANISATION];
    const kt_lexicon *lexicon = &m->lexicon[KT_MATCH_ORGANISATION];
    const char *comma = strchr(text, ',');
    kt_match_tokens before;
    kt_match_readings after;
    kt_match_result other;
    if (comma == NULL)
        return strlen(text);
    kt_match_token_split(&before, text, (size_t)(comma - text));
    if (before.n < 2)
        return strlen(text);
    const kt_match_token *last = &before.token[before.n - 1];
    if ((kt_match_words_noise(&m->words, last->text, last->length) & KT_NOISE_LEGAL) == 0)
        return strlen(text);
    kt_match_read_text(&after, lexicon, rules, comma + 1);
    for (size_t i = 0; i < after.n; i++) {
        const kt_match_token *token = after.reading[i].token;
        if (kt_match_words_noise(&m->words, token->text, token->length) & KT_NOISE_LEGAL)
            return strlen(text);
    }
    kt_match_search_text(&other, lexicon, rules, &after, &m->scratch);
    bool second = other.n > 0 && other.found[0].score >= SECOND_COMPANY;
    return second ? strlen(text) : (size_t)(comma - text);
}

kt_status kt_match_text(kt_match_list *out, kt_matcher *m, kt_match_kind kind, const char *text,
                        kt_arena *arena, kt_error *err)
{
    assert(kind < KT_MATCH_N_KINDS);
    const kt_lexicon *lexicon = &m->lexicon[kind];
    kt_match_readings reading;
    kt_match_result result;
    const char *id = NULL;
    out->n = 0;
    out->best = 0.0;
    out->answered = false;
    if (kt_match_answers_find(&m->answers, (int)kind, text, &id))
        return list_answer(out, m, id, arena, err);
    char name[KT_MATCH_TEXT_SIZE];
    size_t length = kind == KT_MATCH_ORGANISATION ? name_length(m, text) : strlen(text);
    if (length < strlen(text) && length < sizeof name) {
        memcpy(name, text, length);
        name[length] = '\0';
        text = name;
    }
    kt_match_read_text(&reading, lexicon, &RULES[kind], text);
    kt_match_search_text(&result, lexicon, &RULES[kind], &reading, &m->scratch);
    bool sure = is_sure(m, &result, &reading);
    size_t tied = sure || result.n == 0 ? 1 : count_tied(&result);
    out->best = result.n == 0 ? 0.0 : result.found[0].score;
    for (size_t i = 0; i < result.n; i++) {
        const kt_match_found *found = &result.found[i];
        const char *reason =
            kt_match_reason_text(m->the_case->faults.lang, lexicon, &reading, found,
                                 &(kt_match_written){text, i < tied ? tied - 1 : 0}, arena);
        if (reason == NULL)
            return kt_error_no_memory(err);
        out->candidate[out->n++] = (kt_match_candidate){
            lexicon->id[found->thing], found->score / (double)tied, reason, sure && i == 0};
    }
    return KT_OK;
}

kt_status kt_match_answer(kt_matcher *m, kt_match_kind kind, const char *text, const char *id,
                          kt_error *err)
{
    assert(kind < KT_MATCH_N_KINDS);
    const char *known = NULL;
    for (size_t i = 0; id != NULL && known == NULL && i < m->lexicon[kind].n; i++) {
        if (strcmp(m->lexicon[kind].id[i], id) == 0)
            known = m->lexicon[kind].id[i];
    }
    if (id != NULL && known == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "\"%s\" is not an id that \"%s\" can mean", id,
                            text);
    return kt_match_answers_add(&m->answers, (int)kind, text, known, err);
}
