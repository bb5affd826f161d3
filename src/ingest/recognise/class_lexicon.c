// SPDX-License-Identifier: EUPL-1.2
// Rows become terms when they are read: {a,b} is written out, texts are folded as the names of
// parts are. Terms lie sorted by their first word; those that begin with a pattern are few (some
// hundred), and are tried one after the other.
#include "ingest/recognise/class_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

enum { TERM_SIZE = 128, MOST_GROUPS = 4 };

static bool is_pattern(const char *word)
{
    return strpbrk(word, "%#@*") != NULL;
}

static void add_word(kt_class_lexicon *l, kt_class_term *term, const char *text, size_t length)
{
    if (term->n == KT_CLASS_TERM_WORDS || length == 0)
        return;
    if (!kt_pool_add(&l->pool, text, length, &term->word[term->n++]))
        l->failed = true;
}

static void keep_term(kt_class_lexicon *l, const kt_class_term *term)
{
    if (term->n == 0)
        return;
    l->term = kt_grow_array(l->term, &l->capacity, l->n + 1, sizeof *l->term, &l->failed);
    if (!l->failed)
        l->term[l->n++] = *term;
}

// Words of a text without braces; one with a pattern stays as it is written.
static void add_plain(kt_class_lexicon *l, kt_class_term term, const char *text)
{
    term.ends = text[0] == '-';
    text += term.ends;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        char word[TERM_SIZE];
        memcpy(word, text, length);
        word[length] = '\0';
        kt_class_words folded;
        kt_class_text_split(&folded, word, length);
        if (is_pattern(word))
            add_word(l, &term, word, length);
        for (size_t i = 0; !is_pattern(word) && i < folded.n; i++)
            add_word(l, &term, folded.word[i].text, folded.word[i].length);
        text += length + strspn(text + length, " ");
    }
    keep_term(l, &term);
}

// A text with braces, {…} by {…} written out: one choice of each at a time.
typedef struct choices {
    const char *open[MOST_GROUPS]; // the brace
    unsigned n[MOST_GROUPS], at[MOST_GROUPS];
    size_t groups;
} choices;

static void find_choices(choices *c, const char *text)
{
    *c = (choices){0};
    for (; *text != '\0'; text++) {
        if (*text == '{' && c->groups < MOST_GROUPS) {
            c->open[c->groups] = text;
            c->n[c->groups++] = 1;
        }
        if (*text == ',' && c->groups > 0)
            c->n[c->groups - 1]++;
    }
}

// The k-th choice behind a brace; *length gets its own.
static const char *choice_of(const char *open, unsigned k, size_t *length)
{
    const char *at = open + 1;
    for (; k > 0; k--)
        at += strcspn(at, ",}") + 1;
    *length = strcspn(at, ",}");
    return at;
}

// False when the text does not fit.
static bool write_choice(char out[TERM_SIZE], const choices *c, const char *text)
{
    size_t n = 0;
    for (size_t g = 0; *text != '\0';) {
        size_t length = strcspn(text, "{");
        const char *part = text;
        if (*text == '{' && g < c->groups)
            part = choice_of(c->open[g], c->at[g], &length);
        if (n + length + 1 > TERM_SIZE)
            return false;
        memcpy(out + n, part, length);
        n += length;
        if (*text == '{' && g < c->groups) {
            g++;
            text += strcspn(text, "}");
            text += *text == '}';
        } else {
            text += length;
        }
    }
    out[n] = '\0';
    return true;
}

// Counts on as an odometer does; false after the last.
static bool next_choice(choices *c)
{
    for (size_t g = c->groups; g-- > 0;) {
        if (++c->at[g] < c->n[g])
            return true;
        c->at[g] = 0;
    }
    return false;
}

static void add_text(kt_class_lexicon *l, kt_class_term term, const char *text)
{
    choices c;
    char plain[TERM_SIZE];
    find_choices(&c, text);
    do {
        if (write_choice(plain, &c, text))
            add_plain(l, term, plain);
    } while (next_choice(&c) && !l->failed);
}

// What is in brackets is for people, and a name of two things names neither by a part of it.
static void add_name(kt_class_lexicon *l, uint32_t row, const char *name)
{
    static const char *const MORE[] = {" or ", " of ", " oder ", ",", " en ", " and ", " und "};
    char text[TERM_SIZE];
    size_t length = strcspn(name, "(");
    if (length >= sizeof text)
        return;
    memcpy(text, name, length);
    text[length] = '\0';
    for (size_t i = 0; i < sizeof MORE / sizeof MORE[0]; i++) {
        if (strstr(text, MORE[i]) != NULL)
            return;
    }
    add_plain(l, (kt_class_term){.role = KT_CLASS_HEAD, .class_row = row}, text);
}

static void add_names(kt_class_lexicon *l)
{
    static const int COLUMNS[] = {KT_PRODUCT_CLASSES_NAME_EN, KT_PRODUCT_CLASSES_NAME_NL,
                                  KT_PRODUCT_CLASSES_NAME_DE};
    const kt_case *c = l->reference;
    const kt_table *classes = &c->reference[KT_PRODUCT_CLASSES];
    for (uint32_t r = 0; r < classes->n_rows && !l->failed; r++) {
        for (size_t i = 0; i < sizeof COLUMNS / sizeof COLUMNS[0]; i++)
            add_name(l, r, kt_pool_text(&c->pool, kt_table_text(classes, COLUMNS[i], r)));
    }
}

static void add_rows(kt_class_lexicon *l)
{
    const kt_case *c = l->reference;
    const kt_table *words = &c->reference[KT_CLASS_WORDS];
    for (uint32_t r = 0; r < words->n_rows && !l->failed; r++) {
        kt_symbol id = kt_table_text(words, KT_CLASS_WORDS_CLASS, r);
        kt_class_term term = {.role = (kt_class_role)kt_table_choice(words, KT_CLASS_WORDS_ROLE, r),
                              .class_row =
                                  id == 0 ? KT_NO_ROW : kt_case_row(&c->product_class, id)};
        if (id == 0 || term.class_row != KT_NO_ROW)
            add_text(l, term, kt_pool_text(&c->pool, kt_table_text(words, KT_CLASS_WORDS_TEXT, r)));
    }
}

static int by_word(const void *left, const void *right)
{
    const kt_class_term *a = left;
    const kt_class_term *b = right;
    if (a->word[0] != b->word[0])
        return a->word[0] < b->word[0] ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1; // the longest first
    for (uint8_t i = 1; i < a->n; i++) {
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    }
    if (a->class_row != b->class_row)
        return a->class_row < b->class_row ? -1 : 1;
    return (a->role > b->role) - (a->role < b->role);
}

static void freeze(kt_class_lexicon *l)
{
    if (l->n > 1)
        qsort(l->term, l->n, sizeof *l->term, by_word);
    l->first = calloc(l->pool.n + 1, sizeof *l->first);
    l->failed |= l->first == NULL;
    for (size_t i = 0; i < l->n && !l->failed; i++) {
        kt_symbol word = l->term[i].word[0];
        bool fresh = i == 0 || l->term[i - 1].word[0] != word;
        l->first[word + 1] = (uint32_t)i + 1;
        if (!fresh || !is_pattern(kt_pool_text(&l->pool, word)))
            continue;
        l->begins = kt_grow_array(l->begins, &l->begins_capacity, l->n_begins + 1,
                                  sizeof *l->begins, &l->failed);
        if (!l->failed)
            l->begins[l->n_begins++] = word;
    }
    for (size_t w = 0; w < l->pool.n && !l->failed; w++) { // words that begin no term
        if (l->first[w + 1] == 0)
            l->first[w + 1] = l->first[w];
    }
}

static void find_parents(kt_class_lexicon *l)
{
    const kt_case *c = l->reference;
    const kt_table *classes = &c->reference[KT_PRODUCT_CLASSES];
    l->parent = malloc(((size_t)classes->n_rows + 1) * sizeof *l->parent);
    l->failed |= l->parent == NULL;
    for (uint32_t r = 0; r < classes->n_rows && !l->failed; r++) {
        kt_symbol id = kt_table_text(classes, KT_PRODUCT_CLASSES_PARENT, r);
        l->parent[r] = id == 0 ? KT_NO_ROW : kt_case_row(&c->product_class, id);
    }
}

kt_status kt_class_lexicon_open(kt_class_lexicon *out, const kt_case *reference, kt_error *err)
{
    *out = (kt_class_lexicon){.reference = reference};
    if (!kt_pool_open(&out->pool))
        return kt_error_no_memory(err);
    add_names(out);
    add_rows(out);
    if (!out->failed)
        freeze(out);
    if (!out->failed)
        find_parents(out);
    return out->failed ? kt_error_no_memory(err) : KT_OK;
}

void kt_class_lexicon_close(kt_class_lexicon *l)
{
    kt_pool_close(&l->pool);
    free(l->term);
    free(l->first);
    free(l->begins);
    free(l->parent);
    *l = (kt_class_lexicon){0};
}

const kt_class_term *kt_class_lexicon_of(const kt_class_lexicon *l, kt_symbol word, size_t *n)
{
    *n = l->first[word + 1] - l->first[word];
    return l->term + l->first[word];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool kt_class_lexicon_fits(const char *pattern, const char *word)
{
    for (; *pattern != '\0'; pattern++) {
        const char *from = word;
        switch (*pattern) {
        case '*':
            return true;
        case '#':
            while (is_digit(*word) || (*word == '.' && is_digit(word[1])))
                word++;
            if (word == from)
                return false;
            break;
        case '%':
            if (!is_digit(*word++))
                return false;
            break;
        case '@':
            if (*word < 'a' || *word++ > 'z')
                return false;
            break;
        default:
            if (*word++ != *pattern)
                return false;
        }
    }
    return *word == '\0';
}

bool kt_class_lexicon_under(const kt_class_lexicon *l, uint32_t row, uint32_t above)
{
    for (; row != KT_NO_ROW; row = l->parent[row]) { // parents never lead back: it was checked
        if (row == above)
            return true;
    }
    return false;
}

bool kt_class_lexicon_stuff(const kt_class_lexicon *l, uint32_t row)
{
    const kt_table *classes = &l->reference->reference[KT_PRODUCT_CLASSES];
    return kt_table_choice(classes, KT_PRODUCT_CLASSES_STUFF, row) == KT_YES;
}
