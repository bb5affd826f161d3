// SPDX-License-Identifier: EUPL-1.2
// Reads token by token: translate, mark as noise, size or standard, take a compound apart, or find
// words with few edits. Trust falls with each slip (0.93, 0.88, 0.80 where two words are as near),
// so that a misspelt short word can never be sure: Bali is not Mali.
#include "ingest/recognise/match_read.h"

#include <string.h>

// Trust in a word read as another one. Below the threshold of a sure match (0.85) where the word is
// short or two words are as near: Bali is not Mali.
static const double ONE_SLIP = 0.93;
static const double TWO_SLIPS = 0.88;
static const double DOUBTFUL = 0.80;

enum { SURE_LENGTH = 6, COMPOUND_LENGTH = 8, PART_LENGTH = 4, NORM_DIGITS = 5 };

static bool knows(const kt_lexicon *lexicon, const char *text, size_t length)
{
    return kt_pool_find(&lexicon->word, text, length) != 0 ||
           kt_pool_find(&lexicon->words->pool, text, length) != 0;
}

static bool has(const kt_match_readings *t, const kt_lexicon *lexicon, size_t i, kt_noise bit)
{
    if (i >= t->n || t->reading[i].token->number)
        return false;
    const kt_match_token *token = t->reading[i].token;
    return (kt_match_words_noise(lexicon->words, token->text, token->length) & bit) != 0;
}

static bool number_at(const kt_match_readings *t, size_t i)
{
    return i < t->n && t->reading[i].token->number;
}

// "40 mm", "6x40": sizes, wherever they stand.
static void mark_measures(kt_match_readings *t, const kt_lexicon *lexicon)
{
    for (size_t i = 0; i < t->n; i++) {
        kt_match_reading *reading = &t->reading[i];
        if (!number_at(t, i))
            continue;
        bool times = i >= 2 && t->reading[i - 1].token->text[0] == 'x' &&
                     t->reading[i - 1].token->length == 1 && t->reading[i - 2].measure;
        bool unit = !reading->token->joined && has(t, lexicon, i + 1, KT_NOISE_UNIT);
        if (unit && t->reading[i + 1].token->text[0] == 'x')
            unit = number_at(t, i + 2);
        else if (unit && i + 2 < t->n && t->reading[i + 2].token->joined)
            unit = false; // "5 m" of "5 M50"
        reading->measure = times || unit;
        reading->free |= reading->measure;
    }
}

// The w of "W.Nr.", "W.-Nr.": a letter that abbreviates with the free word it touches.
static void mark_abbreviations(kt_match_readings *t)
{
    for (size_t i = 0; i + 1 < t->n; i++) {
        const kt_match_reading *next = &t->reading[i + 1];
        const kt_match_token *token = t->reading[i].token;
        if (!token->number && token->length == 1 && !next->token->number && next->free &&
            !next->token->loose)
            t->reading[i].free = true;
    }
}

// Whether the number belongs to a standard ("ASTM B466"), a size ("DN50") or a temper ("T6").
static bool follows_prefix(const kt_match_readings *t, const kt_lexicon *lexicon, size_t i)
{
    const kt_match_token *before = t->reading[i - 1].token;
    bool joined = t->reading[i].token->joined;
    bool letter = !before->number && before->length == 1;
    if (has(t, lexicon, i - 1, KT_NOISE_STOP) && t->reading[i].token->length < NORM_DIGITS)
        return false; // "718 en 625" is Dutch for two alloys, "EN 10088" a standard
    if (has(t, lexicon, i - 1, KT_NOISE_PREFIX) && (!letter || joined))
        return true;
    return letter && joined && i >= 2 && has(t, lexicon, i - 2, KT_NOISE_PREFIX) &&
           t->reading[i - 2].token->length > 1;
}

// Whether the number continues one that is free: "EN 10088-2", "M12x40".
static bool continues(const kt_match_readings *t, size_t i)
{
    const kt_match_reading *before = &t->reading[i - 1];
    if (before->token->number)
        return before->free && !t->reading[i].token->loose;
    return i >= 2 && strcmp(before->token->text, "x") == 0 && number_at(t, i - 2) &&
           t->reading[i - 2].free;
}

static void mark_prefixed(kt_match_readings *t, const kt_lexicon *lexicon)
{
    for (size_t i = 1; i < t->n; i++) {
        if (!number_at(t, i))
            continue;
        bool prefixed = follows_prefix(t, lexicon, i);
        t->reading[i].free |= prefixed || continues(t, i);
        if (prefixed && t->reading[i - 1].token->length == 1)
            t->reading[i - 1].free = true;
    }
}

// Takes an unknown word apart into known ones ("nikkelaluminiumbrons"), the longest first. False
// when some of it stays unknown.
static bool take_apart(kt_match_readings *t, const kt_lexicon *lexicon, kt_match_reading *reading)
{
    const char *text = reading->token->text;
    size_t length = reading->token->length;
    size_t start = t->compound_used;
    size_t used = start;
    size_t at = 0;
    while (at < length) {
        size_t part = length - at < length ? length - at : length - 1;
        while (part >= PART_LENGTH && !knows(lexicon, text + at, part))
            part--;
        if (part < PART_LENGTH)
            return false;
        const char *meaning = kt_match_words_meaning(lexicon->words, text + at, part);
        const char *word = meaning == NULL ? text + at : meaning;
        size_t size = meaning == NULL ? part : strlen(meaning);
        if (size + 1 > sizeof t->compound - used)
            return false;
        memcpy(t->compound + used, word, size);
        used += size;
        at += part;
    }
    t->compound[used++] = '\0';
    t->compound_used = used;
    reading->text = t->compound + start;
    reading->known = true;
    return true;
}

static void guess_spelling(const kt_lexicon *lexicon, kt_match_reading *reading)
{
    const kt_match_token *token = reading->token;
    size_t edits = 0;
    reading->n_spellings = kt_match_lexicon_spellings(
        lexicon, token->text, token->length, reading->spelling, KT_MATCH_MAX_SPELLINGS, &edits);
    if (reading->n_spellings == 0)
        return;
    bool doubtful = reading->n_spellings > 1 || token->length < SURE_LENGTH;
    reading->trust = doubtful ? DOUBTFUL : edits == 1 ? ONE_SLIP : TWO_SLIPS;
    reading->known = true;
    for (size_t i = 0; i < reading->n_spellings; i++) {
        const char *word = reading->spelling[i];
        unsigned noise = kt_match_words_noise(lexicon->words, word, strlen(word));
        reading->other |= (noise & KT_NOISE_OTHER) != 0;
        const char *meaning = kt_match_words_meaning(lexicon->words, word, strlen(word));
        if (meaning != NULL)
            reading->spelling[i] = meaning;
    }
    reading->text = reading->spelling[0];
}

static void read_token(kt_match_readings *t, const kt_lexicon *lexicon, const kt_match_rules *rules,
                       kt_match_reading *reading)
{
    const kt_match_token *token = reading->token;
    unsigned noise = kt_match_words_noise(lexicon->words, token->text, token->length);
    const char *meaning = kt_match_words_meaning(lexicon->words, token->text, token->length);
    reading->text = meaning == NULL ? token->text : meaning;
    reading->trust = 1.0;
    reading->strip = (noise & rules->strip) != 0;
    reading->free = (noise & rules->free) != 0;
    reading->other = (noise & KT_NOISE_OTHER) != 0;
    reading->known = knows(lexicon, token->text, token->length);
    if (reading->known || token->number)
        return;
    if (token->length >= COMPOUND_LENGTH && take_apart(t, lexicon, reading))
        return;
    guess_spelling(lexicon, reading);
}

void kt_match_read_text(kt_match_readings *out, const kt_lexicon *lexicon,
                        const kt_match_rules *rules, const char *text)
{
    kt_match_token_split(&out->tokens, text, strlen(text));
    out->n = out->tokens.n;
    out->n_variants = 1;
    out->compound_used = 0;
    for (size_t i = 0; i < out->n; i++) {
        out->reading[i] = (kt_match_reading){.token = &out->tokens.token[i]};
        read_token(out, lexicon, rules, &out->reading[i]);
        if (out->reading[i].n_spellings > out->n_variants)
            out->n_variants = out->reading[i].n_spellings;
    }
    mark_abbreviations(out);
    if (rules->free & KT_NOISE_UNIT)
        mark_measures(out, lexicon);
    if (rules->free & KT_NOISE_PREFIX)
        mark_prefixed(out, lexicon);
}

void kt_match_read_variant(kt_match_readings *text, size_t variant)
{
    for (size_t i = 0; i < text->n; i++) {
        kt_match_reading *reading = &text->reading[i];
        if (reading->n_spellings > 1)
            reading->text = reading->spelling[variant < reading->n_spellings ? variant : 0];
    }
}

double kt_match_read_weight(const kt_match_reading *reading)
{
    if (reading->strip)
        return 0.01; // counts only where there is nothing else: DE is a stop word and a country
    return reading->token->number || reading->other ? 2.0 : 1.0;
}
