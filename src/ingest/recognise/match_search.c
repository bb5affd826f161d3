// SPDX-License-Identifier: EUPL-1.2
// Finds names greedily from the left, the longest first, so that "South Sudan" is never Sudan. A
// name counts only between gaps: 304 is not in "304L". Texts of 1 to 15 tokens, at most 48; sets of
// tokens are bits of one word, so covering and leaving are one operation.
#include "ingest/recognise/match_search.h"

#include <math.h>
#include <string.h>

const double kt_match_search_guess = 0.6;

static const double GOOD = 0.85;        // a name as good as this needs no guesses beside it
static const double OTHER_ORDER = 0.97; // "718 Inconel"

enum {
    MAX_HITS = 16,      // names in a text
    MAX_SPAN = 16,      // tokens in a name
    MAX_THINGS = 64,    // with one name, that are listed
    MAX_GROUPS = 8,     // of a name in another order
    MANY_THINGS = 2000, // with one word: it says nothing
    CODE_LENGTH = 3,    // of a country
    LETTERS = 2,        // too few to tell anything
};

typedef struct hit {
    const kt_lexicon_pair *pair; // the things with this name
    size_t n;
    uint64_t tokens; // as bits
    double trust;
    bool bare;  // nothing but whole numbers: 5083
    bool whole; // covers all that is not free
} hit;

typedef struct search {
    const kt_lexicon *lexicon;
    const kt_match_rules *rules;
    const kt_match_readings *text;
    kt_match_result *out;
    hit hit[MAX_HITS];
    size_t n_hits;
} search;

static uint64_t bit(size_t i)
{
    return (uint64_t)1 << i;
}

// A name may begin or end beside a joined token only where that one is noise ("EN1.4404") or
// begins a temper ("6082T6").
static bool ends_before(const search *s, size_t i)
{
    const kt_match_readings *t = s->text;
    if (i >= t->n || !t->reading[i].token->joined)
        return true;
    const kt_match_token *token = t->reading[i].token;
    bool temper = !token->number && token->length == 1 && i + 1 < t->n &&
                  t->reading[i + 1].token->joined && t->reading[i + 1].free;
    return temper || (!token->number && token->length > 1 && t->reading[i].free);
}

static bool begins_at(const search *s, size_t i)
{
    if (i == 0 || !s->text->reading[i].token->joined)
        return true;
    const kt_match_reading *before = &s->text->reading[i - 1];
    return !before->token->number && before->token->length > 1 && before->free;
}

// Whether the tokens are all that the text says: everything else is free, and they are not
// themselves but noise (the "in" of "made in" is not India).
static bool covers(const search *s, uint64_t tokens)
{
    bool all = true;
    bool rest_free = true;
    bool noise_only = true;
    for (size_t i = 0; i < s->text->n; i++) {
        bool inside = (tokens & bit(i)) != 0;
        all &= inside;
        rest_free &= inside || s->text->reading[i].free;
        noise_only &= !inside || s->text->reading[i].free;
    }
    return all || (rest_free && !noise_only);
}

static bool is_bare(const search *s, uint64_t tokens)
{
    for (size_t i = 0; i < s->text->n; i++) {
        const kt_match_token *token = s->text->reading[i].token;
        if ((tokens & bit(i)) != 0 && (!token->number || strchr(token->text, '.') != NULL))
            return false;
    }
    return true;
}

// The things of a key that may count here, as a hit; n = 0 when there are none.
static hit look_up(const search *s, const kt_match_key *key, uint64_t tokens, double trust)
{
    hit found = {.tokens = tokens, .trust = trust};
    found.pair = kt_match_lexicon_of_key(s->lexicon, key, &found.n);
    if (found.n == 0)
        return found;
    bool parted = key->length <= CODE_LENGTH && (tokens & (tokens - 1)) != 0; // "S N" is not Sn
    found.whole = !parted && covers(s, tokens);
    bool counts = found.whole;
    for (size_t k = 0; k < found.n; k++)
        counts |= !found.pair[k].whole;
    if (!counts)
        found.n = 0;
    found.bare = is_bare(s, tokens);
    return found;
}

// The longest name that begins at a token.
static hit longest_at(const search *s, size_t start, size_t *next)
{
    const kt_match_readings *t = s->text;
    kt_match_key written = {0};
    kt_match_key translated = {0};
    hit best = {0};
    uint64_t tokens = 0;
    double trust = 1.0;
    *next = start + 1;
    for (size_t i = start; i < t->n && i < start + MAX_SPAN; i++) {
        const kt_match_reading *reading = &t->reading[i];
        if (reading->measure)
            break;
        kt_match_token_append(&written, reading->token->text, reading->token->length,
                              reading->token->number);
        if (!reading->strip)
            kt_match_token_append(&translated, reading->text, strlen(reading->text),
                                  reading->token->number);
        tokens |= bit(i);
        trust = fmin(trust, reading->trust);
        if (!ends_before(s, i + 1))
            continue;
        hit found = look_up(s, &written, tokens, 1.0);
        if (found.n == 0 && !reading->strip) // a word left out lengthens no name
            found = look_up(s, &translated, tokens, trust);
        if (found.n > 0) {
            best = found;
            *next = i + 1;
        }
    }
    return best;
}

static void find_names(search *s)
{
    size_t i = 0;
    while (i < s->text->n && s->n_hits < MAX_HITS - 2) {
        size_t next = i + 1;
        if (begins_at(s, i)) {
            hit found = longest_at(s, i, &next);
            if (found.n > 0)
                s->hit[s->n_hits++] = found;
        }
        i = next;
    }
}

// The same words in another order, when they are all the text says; with or without the words that
// may be left out ("grade" is one, and part of "Titanium Grade 5").
static void find_sorted(search *s, bool with_free)
{
    const kt_match_readings *t = s->text;
    kt_match_key group[MAX_GROUPS];
    kt_match_key sorted;
    uint64_t tokens = 0;
    double trust = OTHER_ORDER;
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const kt_match_reading *reading = &t->reading[i];
        if (reading->strip || reading->measure || (reading->free && !with_free))
            continue;
        if (n == 0 || reading->token->loose) {
            if (n == MAX_GROUPS)
                return;
            group[n++] = (kt_match_key){0};
        }
        kt_match_token_append(&group[n - 1], reading->text, strlen(reading->text),
                              reading->token->number);
        tokens |= bit(i);
        trust = fmin(trust, reading->trust);
    }
    if (!kt_match_lexicon_sorted_key(&sorted, group, n))
        return;
    hit found = look_up(s, &sorted, tokens, trust);
    if (found.n > 0)
        s->hit[s->n_hits++] = found;
}

static bool holds(const kt_lexicon_pair *pair, size_t n, uint32_t thing, bool whole)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pair[middle].thing < thing)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && pair[low].thing == thing && (whole || !pair[low].whole);
}

// Whether a word beside a name belongs to the thing ("stainless 316L"). Numbers, and letters that
// touch one, belong to names only: they are what tells alloys apart.
static bool has_word(const search *s, size_t i, uint32_t thing)
{
    const kt_match_reading *reading = &s->text->reading[i];
    bool touches =
        reading->token->joined || (i + 1 < s->text->n && s->text->reading[i + 1].token->joined);
    size_t n = 0;
    if (reading->token->number || touches)
        return false;
    const kt_lexicon_pair *pair =
        kt_match_lexicon_of_word(s->lexicon, reading->text, strlen(reading->text), &n);
    return holds(pair, n, thing, true);
}

static void take_out(kt_match_result *out, size_t at)
{
    out->n--;
    memmove(&out->found[at], &out->found[at + 1], (out->n - at) * sizeof out->found[0]);
}

// Puts a thing on the list, or raises it there: best first, equal ones by id.
static void offer(search *s, kt_match_found found)
{
    kt_match_result *out = s->out;
    size_t at = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (out->found[i].thing != found.thing)
            continue;
        if (out->found[i].score >= found.score)
            return;
        take_out(out, i);
        break;
    }
    while (at < out->n &&
           (out->found[at].score > found.score ||
            (out->found[at].score == found.score &&
             strcmp(s->lexicon->id[out->found[at].thing], s->lexicon->id[found.thing]) < 0)))
        at++;
    if (at == KT_MATCH_MAX)
        return;
    if (out->n == KT_MATCH_MAX)
        out->n--;
    memmove(&out->found[at + 1], &out->found[at], (out->n - at) * sizeof out->found[0]);
    out->found[at] = found;
    out->n++;
}

// How much of the text a thing explains: by its names, or by its words beside one.
static void score_named(search *s, uint32_t thing)
{
    kt_match_found found = {.thing = thing, .named = true};
    double explained = 0.0;
    double rest = 0.0;
    double trust = 1.0;
    bool bare = true;
    uint64_t named = 0;
    uint64_t taken = 0; // by names of other things
    for (size_t h = 0; h < s->n_hits; h++) {
        const hit *each = &s->hit[h];
        if (holds(each->pair, each->n, thing, each->whole)) {
            named |= each->tokens;
            trust = fmin(trust, each->trust);
            bare &= each->bare;
        } else {
            taken |= each->tokens;
        }
    }
    for (size_t i = 0; i < s->text->n; i++) {
        const kt_match_reading *reading = &s->text->reading[i];
        double weight = kt_match_read_weight(reading);
        bool mine = (named & bit(i)) != 0;
        bool other = !mine && (taken & bit(i)) != 0;
        if (mine || (!other && !reading->free && has_word(s, i, thing))) {
            explained += weight;
            found.shown |= bit(i);
        } else if (other || !reading->free) {
            bool stranger = !other && !reading->token->number && !reading->known &&
                            reading->token->length > LETTERS;
            rest += stranger && !bare ? weight * s->rules->stranger : weight;
        }
    }
    found.score = explained > 0.0 ? trust * explained / (explained + rest) : 0.0;
    if (found.score > 0.0)
        offer(s, found);
}

static void score_names(search *s)
{
    for (size_t h = 0; h < s->n_hits; h++) {
        const hit *each = &s->hit[h];
        for (size_t k = 0; k < each->n && k < MAX_THINGS; k++) {
            if (each->whole || !each->pair[k].whole)
                score_named(s, each->pair[k].thing);
        }
    }
}

// Whether a token can put a thing on the list: one or two letters or digits only where the text
// says nothing else, a word of very many things never.
static bool tells(const search *s, size_t i, size_t n_things)
{
    const kt_match_reading *reading = &s->text->reading[i];
    return n_things <= MANY_THINGS && (reading->token->length > LETTERS || covers(s, bit(i)));
}

// Things that share words with the text.
static void score_words(search *s, kt_match_scratch *scratch)
{
    size_t n_touched = 0;
    double total = 0.0;
    for (size_t i = 0; i < s->text->n; i++) {
        const kt_match_reading *reading = &s->text->reading[i];
        double weight = kt_match_read_weight(reading);
        size_t n = 0;
        if (reading->free)
            continue;
        total += weight;
        const kt_lexicon_pair *pair =
            kt_match_lexicon_of_word(s->lexicon, reading->text, strlen(reading->text), &n);
        if (!tells(s, i, n))
            continue;
        for (size_t k = 0; k < n; k++) {
            uint32_t thing = pair[k].thing;
            if (scratch->weight[thing] == 0.0)
                scratch->touched[n_touched++] = thing;
            scratch->weight[thing] += weight * reading->trust;
            scratch->shown[thing] |= bit(i);
        }
    }
    for (size_t k = 0; k < n_touched; k++) {
        uint32_t thing = scratch->touched[k];
        offer(s, (kt_match_found){.thing = thing,
                                  .score = kt_match_search_guess * scratch->weight[thing] / total,
                                  .shown = scratch->shown[thing]});
        scratch->weight[thing] = 0.0;
        scratch->shown[thing] = 0;
    }
}

void kt_match_search_text(kt_match_result *out, const kt_lexicon *lexicon,
                          const kt_match_rules *rules, kt_match_readings *text,
                          kt_match_scratch *scratch)
{
    out->n = 0;
    for (size_t variant = 0; variant < text->n_variants; variant++) {
        search s = {.lexicon = lexicon, .rules = rules, .text = text, .out = out};
        kt_match_read_variant(text, variant);
        find_names(&s);
        if (s.n_hits != 1 || !s.hit[0].whole) {
            find_sorted(&s, true);
            find_sorted(&s, false);
        }
        score_names(&s);
        if (out->n == 0 || out->found[0].score < GOOD)
            score_words(&s, scratch);
    }
}
