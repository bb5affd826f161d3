// SPDX-License-Identifier: EUPL-1.2
// From the terms found in a name to one class, several, or none. All of it is on sets of some ten
// classes, so everything is compared with everything.
#include "ingest/recognise/class_recognise.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "ingest/recognise/class_match.h"

// What a sure answer loses for a word that is not known, and for a head found at the end of a word.
static const double STRANGE = 0.03, COMPOUND = 0.05;
static const double SCORE_UNSURE = 0.6, SCORE_ONE_OF = 0.5;

enum { MOST_ROWS = 16, MOST_STRANGE = 3 };

struct kt_class_recogniser {
    kt_class_lexicon lexicon;
};

// Classes, each with the term that named it.
typedef struct row_set {
    uint32_t row[MOST_ROWS];
    const kt_class_hit *hit[MOST_ROWS];
    size_t n;
} row_set;

typedef struct name_reading {
    const kt_class_lexicon *lexicon;
    kt_class_words words;
    kt_class_hits hits;
    bool aside[KT_CLASS_MAX_WORDS]; // says what the part is for or has, not what it is
    bool all_capitals;              // then capitals say nothing
} name_reading;

// A trait with a digit is of the part wherever it stands: "mit Innensechskant A4".
// What is in brackets tells more of the part ("Aluminium 4032 (piston)"), but not what it is.
static bool is_aside(const name_reading *r, const kt_class_hit *hit)
{
    const kt_class_word *word = &r->words.word[hit->first];
    kt_class_role role = hit->term->role;
    return (r->aside[hit->first] && !(role == KT_CLASS_TRAIT && word->digits)) ||
           (word->inside && (role == KT_CLASS_HEAD || role == KT_CLASS_OTHER));
}

// From a word like "for" up to the next comma.
static void find_asides(name_reading *r)
{
    bool link[KT_CLASS_MAX_WORDS] = {false};
    bool aside = false;
    for (size_t i = 0; i < r->hits.n; i++) {
        if (r->hits.hit[i].term->role == KT_CLASS_LINK)
            link[r->hits.hit[i].first] = true;
    }
    for (size_t w = 0; w < r->words.n; w++) {
        aside = (aside && !r->words.word[w].apart) || link[w];
        r->aside[w] = aside;
    }
}

static void read_name(name_reading *r, const kt_class_lexicon *lexicon, const char *name)
{
    r->lexicon = lexicon;
    kt_class_text_split(&r->words, name, strlen(name));
    kt_class_match(&r->hits, lexicon, &r->words);
    memset(r->aside, 0, sizeof r->aside);
    find_asides(r);
    r->all_capitals = true;
    for (size_t w = 0; w < r->words.n; w++)
        r->all_capitals &= !r->words.word[w].letters || r->words.word[w].capitals;
}

// A word that no term explains, and that is no code either: a code has digits, or capitals where
// the rest has none.
static bool is_strange(const name_reading *r, size_t w)
{
    const kt_class_word *word = &r->words.word[w];
    return !r->hits.known[w] && !r->aside[w] && !word->digits && word->length > 1 &&
           (r->all_capitals || !word->capitals);
}

static size_t count_strange(const name_reading *r)
{
    size_t n = 0;
    for (size_t w = 0; w < r->words.n; w++)
        n += is_strange(r, w);
    return n;
}

static void add(row_set *set, uint32_t row, const kt_class_hit *hit)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->row[i] == row) {
            set->hit[i] = hit; // the last place of it counts
            return;
        }
    }
    if (set->n < MOST_ROWS) {
        set->row[set->n] = row;
        set->hit[set->n++] = hit;
    }
}

// Adds what a role names: substances or products.
static void collect(row_set *set, const name_reading *r, kt_class_role role, bool stuff)
{
    for (size_t i = 0; i < r->hits.n; i++) {
        const kt_class_hit *hit = &r->hits.hit[i];
        if (hit->term->role == role && !is_aside(r, hit) && hit->term->class_row != KT_NO_ROW &&
            kt_class_lexicon_stuff(r->lexicon, hit->term->class_row) == stuff)
            add(set, hit->term->class_row, hit);
    }
}

// Only the most special of each line of classes.
static void keep_deepest(row_set *set, const kt_class_lexicon *lexicon)
{
    row_set out = {.n = 0};
    for (size_t i = 0; i < set->n; i++) {
        bool above = false;
        for (size_t j = 0; j < set->n; j++)
            above |= i != j && kt_class_lexicon_under(lexicon, set->row[j], set->row[i]);
        if (!above)
            add(&out, set->row[i], set->hit[i]);
    }
    *set = out;
}

static bool has_role(const name_reading *r, kt_class_role role)
{
    for (size_t i = 0; i < r->hits.n; i++) {
        if (r->hits.hit[i].term->role == role && !is_aside(r, &r->hits.hit[i]))
            return true;
    }
    return false;
}

// How many traits of the class, and of those between it and the head, stand in the name.
static size_t count_traits(const name_reading *r, uint32_t row, uint32_t head)
{
    size_t n = 0;
    for (size_t i = 0; i < r->hits.n; i++) {
        const kt_class_hit *hit = &r->hits.hit[i];
        uint32_t named = hit->term->class_row;
        n += hit->term->role == KT_CLASS_TRAIT && !is_aside(r, hit) && named != KT_NO_ROW &&
             named != head && kt_class_lexicon_under(r->lexicon, named, head) &&
             kt_class_lexicon_under(r->lexicon, row, named);
    }
    return n;
}

// The class beneath the head that its traits choose, or the head. *hit is a trait, or NULL.
static uint32_t narrow(const name_reading *r, uint32_t head, const kt_class_hit **hit)
{
    uint32_t best = head;
    size_t most = 0;
    bool tie = false;
    *hit = NULL;
    for (size_t i = 0; i < r->hits.n; i++) {
        uint32_t row = r->hits.hit[i].term->class_row;
        if (r->hits.hit[i].term->role != KT_CLASS_TRAIT || row == KT_NO_ROW || row == best ||
            !kt_class_lexicon_under(r->lexicon, row, head))
            continue;
        size_t n = count_traits(r, row, head);
        if (n > most) {
            best = row;
            most = n;
            tie = false;
            *hit = &r->hits.hit[i];
        } else if (n == most && n > 0) {
            tie = true;
        }
    }
    if (tie)
        *hit = NULL;
    return tie ? head : best;
}

// The words of a hit, as they were read.
static void put_words(kt_buffer *out, const name_reading *r, const kt_class_hit *hit)
{
    for (size_t w = hit->first; w < hit->end; w++) {
        if (w > hit->first)
            kt_buffer_put(out, " ");
        kt_buffer_add(out, r->words.word[w].text, r->words.word[w].length);
    }
    kt_buffer_put(out, "");
}

// Where a reason goes.
typedef struct writing {
    kt_lang lang;
    kt_arena *arena;
    bool failed;
} writing;

// `format` takes the words of the two hits; the second may be NULL.
static const char *say(writing *w, const name_reading *r, const char *format,
                       const kt_class_hit *first, const kt_class_hit *second)
{
    kt_buffer text = {0};
    kt_buffer a = {0};
    kt_buffer b = {0};
    put_words(&a, r, first);
    if (second != NULL)
        put_words(&b, r, second);
    if (!a.failed && !b.failed)
        kt_buffer_format(&text, kt_lang_text(w->lang, format), a.text,
                         second == NULL ? "" : b.text);
    bool bad = a.failed || b.failed || text.failed;
    const char *reason = bad ? NULL : kt_arena_text(w->arena, text.text, text.length);
    w->failed |= reason == NULL;
    kt_buffer_free(&a);
    kt_buffer_free(&b);
    kt_buffer_free(&text);
    return reason;
}

static void put(kt_class_list *out, const name_reading *r, uint32_t row, double score,
                const char *reason)
{
    const kt_case *c = r->lexicon->reference;
    const kt_table *classes = &c->reference[KT_PRODUCT_CLASSES];
    if (out->n < KT_CLASS_MOST)
        out->candidate[out->n++] = (kt_class_candidate){
            kt_pool_text(&c->pool, kt_table_text(classes, KT_PRODUCT_CLASSES_ID, row)), score,
            reason};
}

// Several classes that do not stand under each other: the last named comes first, for in a row of
// nouns the last is the head.
static void ask_which(kt_class_list *out, const name_reading *r, const row_set *set, writing *w)
{
    out->verdict = KT_CLASS_ASK;
    for (size_t i = set->n; i-- > 0;)
        put(out, r, set->row[i], SCORE_ONE_OF / (double)(set->n - i),
            say(w, r, "\"%s\" may name it, but so may another word", set->hit[i], NULL));
}

// Whether the two stand in one line of classes.
static bool related(const name_reading *r, uint32_t a, uint32_t b)
{
    return kt_class_lexicon_under(r->lexicon, a, b) || kt_class_lexicon_under(r->lexicon, b, a);
}

// Whether all that the word says is a trait of other classes than this.
static bool is_foreign(const name_reading *r, size_t word, uint32_t row)
{
    bool any = false;
    if (!r->words.word[word].letters) // a size, more likely
        return false;
    for (size_t i = 0; i < r->hits.n; i++) {
        const kt_class_hit *hit = &r->hits.hit[i];
        if (hit->first != word)
            continue;
        any = true;
        if (hit->term->role != KT_CLASS_TRAIT || related(r, hit->term->class_row, row))
            return false;
    }
    return any;
}

// "Aluminium electrolytic" is no aluminium.
static bool has_foreign_trait(const name_reading *r, const kt_class_hit *head, uint32_t row)
{
    for (size_t w = 0; w < r->words.n; w++) {
        if (w != head->first && is_foreign(r, w, row))
            return true;
    }
    return false;
}

// Whether the word is a substance or a shape, and no trait of the class: "gear steel" is a steel.
static bool is_matter(const name_reading *r, size_t word, uint32_t row)
{
    bool matter = false;
    for (size_t i = 0; i < r->hits.n; i++) {
        const kt_class_term *term = r->hits.hit[i].term;
        if (r->hits.hit[i].first != word)
            continue;
        if (term->role == KT_CLASS_NOISE ||
            (term->role == KT_CLASS_TRAIT && related(r, term->class_row, row)))
            return false;
        matter |=
            term->role == KT_CLASS_FORM ||
            (term->role == KT_CLASS_HEAD && kt_class_lexicon_stuff(r->lexicon, term->class_row));
    }
    return matter;
}

// Whether the word behind the head may be the real one.
static bool head_is_followed(const name_reading *r, const kt_class_hit *head, uint32_t row)
{
    size_t next = head->end;
    return next < r->words.n && !r->words.word[next].apart && !r->aside[next] &&
           (is_strange(r, next) || is_foreign(r, next, row) || is_matter(r, next, row));
}

// Whether a substance is named first, and the head behind a comma: "aluminium foil, capacitor
// grade".
static bool head_comes_late(const name_reading *r, const kt_class_hit *head)
{
    bool late = false;
    for (size_t w = 1; w <= head->first; w++)
        late |= r->words.word[w].apart;
    for (size_t i = 0; i < r->hits.n && late; i++) {
        const kt_class_hit *hit = &r->hits.hit[i];
        if (hit->first < head->first && hit->term->role == KT_CLASS_HEAD)
            return true;
    }
    return false;
}

static void decide(kt_class_list *out, const name_reading *r, const row_set *set, writing *w)
{
    const kt_class_hit *head = set->hit[0];
    const kt_class_hit *trait;
    uint32_t row = narrow(r, set->row[0], &trait);
    size_t strange = count_strange(r);
    // a designation and a substance name a part only where nothing else does
    bool stuff = kt_class_lexicon_stuff(r->lexicon, row);
    bool alone = stuff || head->term->role == KT_CLASS_MARK;
    bool unsure = r->words.cut || r->hits.cut || strange > MOST_STRANGE ||
                  (!stuff && head_is_followed(r, head, row)) ||
                  (!stuff && head_comes_late(r, head)) || has_role(r, KT_CLASS_MORE) ||
                  (alone && strange > 0) || (stuff && has_foreign_trait(r, head, row));
    double score = 1.0 - STRANGE * (double)strange - (head->compound ? COMPOUND : 0.0);
    const char *reason =
        unsure
            ? say(w, r, "\"%s\" names it, but what stands beside it is not understood", head, NULL)
        : trait != NULL ? say(w, r, "\"%s\" names it, \"%s\" says which", head, trait)
                        : say(w, r, "\"%s\" names it", head, NULL);
    out->verdict = unsure ? KT_CLASS_ASK : KT_CLASS_SURE;
    put(out, r, row, unsure ? SCORE_UNSURE : score, reason);
}

kt_status kt_class_recognise_open(kt_class_recogniser **out, const kt_case *reference,
                                  kt_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return kt_error_no_memory(err);
    kt_status status = kt_class_lexicon_open(&(*out)->lexicon, reference, err);
    if (status != KT_OK) {
        kt_class_recognise_close(*out);
        *out = NULL;
    }
    return status;
}

void kt_class_recognise_close(kt_class_recogniser *recogniser)
{
    if (recogniser == NULL)
        return;
    kt_class_lexicon_close(&recogniser->lexicon);
    free(recogniser);
}

kt_status kt_class_recognise_name(kt_class_list *out, const kt_class_recogniser *recogniser,
                                  const char *name, kt_lang lang, kt_arena *arena, kt_error *err)
{
    name_reading r;
    row_set set = {.n = 0};
    writing w = {.lang = lang, .arena = arena};
    *out = (kt_class_list){.verdict = KT_CLASS_OPEN};
    read_name(&r, &recogniser->lexicon, name);
    if (has_role(&r, KT_CLASS_OTHER))
        return KT_OK;
    collect(&set, &r, KT_CLASS_HEAD, false);
    collect(&set, &r, KT_CLASS_MARK, false);
    if (set.n == 0) {
        collect(&set, &r, KT_CLASS_HEAD, true);
        collect(&set, &r, KT_CLASS_MARK, true);
    }
    keep_deepest(&set, r.lexicon);
    if (set.n == 1)
        decide(out, &r, &set, &w);
    else if (set.n > 1)
        ask_which(out, &r, &set, &w);
    return w.failed ? kt_error_no_memory(err) : KT_OK;
}
