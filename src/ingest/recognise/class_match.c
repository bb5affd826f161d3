// SPDX-License-Identifier: EUPL-1.2
// A designation may be written apart ("S 355 J2"): up to three words are tried as one. A word that
// is not known is tried without the ending of a plural, and then by its own end, as Dutch and
// German make words: what a "zeewaterpomp" is, its last part says. Some 20 microseconds a name.
#include "ingest/recognise/class_match.h"

#include <string.h>

enum { MOST_JOINED = 3, LEAST_END = 3, LEAST_STEM = 3, MOST_SAME = 12 };

// Terms that stand at one place, all as long.
typedef struct place {
    const kt_class_term *term[MOST_SAME];
    size_t n;
    size_t words; // of the name that they take
    bool cut;     // there were more
} place;

typedef struct search {
    const kt_class_lexicon *lexicon;
    const kt_class_words *words;
    size_t at;
} search;

static const char *word_of(const search *s, kt_symbol symbol)
{
    return kt_pool_text(&s->lexicon->pool, symbol);
}

// Words after the first agree, but for the s of a plural.
static bool rest_fits(const search *s, const kt_class_term *term, size_t from)
{
    for (uint8_t i = 1; i < term->n; i++, from++) {
        if (from >= s->words->n || s->words->word[from].apart)
            return false;
        const kt_class_word *word = &s->words->word[from];
        const char *wanted = word_of(s, term->word[i]);
        size_t length = strlen(wanted);
        bool plural = word->length == length + 1 && word->text[length] == 's' &&
                      memcmp(word->text, wanted, length) == 0;
        if (!plural && !kt_class_lexicon_fits(wanted, word->text))
            return false;
    }
    return true;
}

static void take(place *best, const kt_class_term *term, size_t words)
{
    if (words > best->words)
        *best = (place){.words = words};
    if (words < best->words)
        return;
    best->cut |= best->n == MOST_SAME;
    if (best->n < MOST_SAME)
        best->term[best->n++] = term;
}

// Terms that begin with `symbol`, which `joined` words of the name are.
static void try_symbol(const search *s, kt_symbol symbol, size_t joined, place *best)
{
    size_t n;
    const kt_class_term *term = kt_class_lexicon_of(s->lexicon, symbol, &n);
    for (size_t i = 0; i < n; i++) {
        if (rest_fits(s, &term[i], s->at + joined))
            take(best, &term[i], joined + term[i].n - 1u);
    }
}

static void try_text(const search *s, const char *text, size_t length, size_t joined, place *best)
{
    const kt_class_lexicon *l = s->lexicon;
    kt_symbol symbol = kt_pool_find(&l->pool, text, length);
    if (symbol != 0)
        try_symbol(s, symbol, joined, best);
    for (size_t i = 0; i < l->n_begins; i++) {
        if (kt_class_lexicon_fits(word_of(s, l->begins[i]), text))
            try_symbol(s, l->begins[i], joined, best);
    }
}

// The words from here on, one to three as one. Words alone are no designation.
static void try_joined(const search *s, place *best)
{
    char text[MOST_JOINED * KT_CLASS_WORD_SIZE];
    size_t length = 0;
    bool letters = false;
    bool digits = false;
    for (size_t k = 0; k < MOST_JOINED && s->at + k < s->words->n; k++) {
        const kt_class_word *word = &s->words->word[s->at + k];
        if (k > 0 && word->apart)
            return;
        memcpy(text + length, word->text, word->length + 1);
        length += word->length;
        letters |= word->letters;
        digits |= word->digits;
        if (k == 0 || (letters && digits))
            try_text(s, text, length, k + 1, best);
    }
}

static void try_plural(const search *s, place *best)
{
    static const char *const ENDINGS[] = {"s", "es", "en", "n", "e"};
    const kt_class_word *word = &s->words->word[s->at];
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0] && best->n == 0; i++) {
        size_t ending = strlen(ENDINGS[i]);
        if (word->length < LEAST_STEM + ending ||
            strcmp(word->text + word->length - ending, ENDINGS[i]) != 0)
            continue;
        kt_symbol symbol = kt_pool_find(&s->lexicon->pool, word->text, word->length - ending);
        if (symbol != 0)
            try_symbol(s, symbol, 1, best);
    }
}

static void keep(kt_class_hits *out, const kt_class_term *term, size_t first, size_t end,
                 bool compound)
{
    out->cut |= out->n == KT_CLASS_MAX_HITS;
    if (out->n < KT_CLASS_MAX_HITS)
        out->hit[out->n++] = (kt_class_hit){term, (uint8_t)first, (uint8_t)end, compound};
}

// What the word begins with narrows what its end names: a "Messingschraube" is of brass.
static void keep_beginning(kt_class_hits *out, const search *s, size_t length)
{
    const kt_class_word *word = &s->words->word[s->at];
    for (size_t less = 0; less < 3 && length >= LEAST_STEM + less; less++) { // s and en join words
        size_t n;
        kt_symbol symbol = kt_pool_find(&s->lexicon->pool, word->text, length - less);
        if (symbol == 0)
            continue;
        const kt_class_term *term = kt_class_lexicon_of(s->lexicon, symbol, &n);
        for (size_t i = 0; i < n; i++) {
            if (term[i].n == 1 && term[i].role == KT_CLASS_TRAIT)
                keep(out, &term[i], s->at, s->at + 1, true);
        }
        return;
    }
}

// The longest known end of the word, of those that may end one.
static bool keep_end(kt_class_hits *out, const search *s)
{
    const kt_class_word *word = &s->words->word[s->at];
    if (word->digits)
        return false;
    for (size_t from = 2; from + LEAST_END <= word->length; from++) {
        size_t n;
        kt_symbol symbol = kt_pool_find(&s->lexicon->pool, word->text + from, word->length - from);
        if (symbol == 0)
            continue;
        const kt_class_term *term = kt_class_lexicon_of(s->lexicon, symbol, &n);
        bool any = false;
        for (size_t i = 0; i < n; i++) {
            if (!term[i].ends || term[i].n != 1)
                continue;
            keep(out, &term[i], s->at, s->at + 1, true);
            any = true;
        }
        if (any) {
            keep_beginning(out, s, from);
            return true;
        }
    }
    return false;
}

void kt_class_match(kt_class_hits *out, const kt_class_lexicon *lexicon,
                    const kt_class_words *words)
{
    search s = {.lexicon = lexicon, .words = words};
    memset(out, 0, sizeof *out);
    while (s.at < words->n) {
        place best = {0};
        try_joined(&s, &best);
        if (best.n == 0)
            try_plural(&s, &best);
        size_t end = s.at + (best.n == 0 ? 1 : best.words);
        out->cut |= best.cut;
        for (size_t i = 0; i < best.n; i++)
            keep(out, best.term[i], s.at, end, false);
        bool known = best.n > 0 || keep_end(out, &s);
        for (size_t k = s.at; k < end; k++)
            out->known[k] = known || !words->word[k].letters;
        s.at = end;
    }
}
