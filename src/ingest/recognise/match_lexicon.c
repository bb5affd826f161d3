// SPDX-License-Identifier: EUPL-1.2
// Stores a name under several keys: as written, without the words that may be left out, and with
// its words translated; a text is looked up in the same ways, so it is enough that one of them
// meets. 100 to 1e5 things with 1 to 60 names each. Misspelt words are compared with all words of a
// similar length and letters, 0.15 ms for 1e5 companies, which no index of edits would repay.
#include "ingest/recognise/match_lexicon.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/sort.h"
#include "base/text.h"

enum { MAX_GROUPS = 8, LONG_WORD = 9, SHORT_WORD = 4 };

bool kt_match_lexicon_open(kt_lexicon *out, const kt_match_words *words, unsigned strip)
{
    *out = (kt_lexicon){.words = words, .strip = strip};
    return kt_pool_open(&out->key) && kt_pool_open(&out->word);
}

void kt_match_lexicon_close(kt_lexicon *lexicon)
{
    if (lexicon->key.n > 0)
        kt_pool_close(&lexicon->key);
    if (lexicon->word.n > 0)
        kt_pool_close(&lexicon->word);
    free(lexicon->by_key.pair);
    free(lexicon->by_key.first);
    free(lexicon->by_word.pair);
    free(lexicon->by_word.first);
    free((void *)lexicon->id);
    free((void *)lexicon->name);
    free(lexicon->spelling);
    *lexicon = (kt_lexicon){0};
}

uint32_t kt_match_lexicon_thing(kt_lexicon *lexicon, const char *id, const char *name)
{
    lexicon->id = kt_grow_array((void *)lexicon->id, &lexicon->id_capacity, lexicon->n + 1,
                                sizeof *lexicon->id, &lexicon->failed);
    lexicon->name = kt_grow_array((void *)lexicon->name, &lexicon->name_capacity, lexicon->n + 1,
                                  sizeof *lexicon->name, &lexicon->failed);
    if (lexicon->failed || lexicon->n >= UINT32_MAX - 1) {
        lexicon->failed = true;
        return 0;
    }
    lexicon->id[lexicon->n] = id;
    lexicon->name[lexicon->n] = name;
    return (uint32_t)lexicon->n++;
}

static void add_pair(kt_lexicon *lexicon, kt_lexicon_pairs *pairs, kt_lexicon_pair pair)
{
    pairs->pair = kt_grow_array(pairs->pair, &pairs->capacity, pairs->n + 1, sizeof *pairs->pair,
                                &lexicon->failed);
    if (!lexicon->failed)
        pairs->pair[pairs->n++] = pair;
}

static void add_key(kt_lexicon *lexicon, uint32_t thing, const kt_match_key *key, bool whole)
{
    kt_lexicon_pair pair = {.thing = thing, .whole = whole};
    if (key->full || key->length == 0)
        return;
    if (!kt_pool_add(&lexicon->key, key->text, key->length, &pair.symbol)) {
        lexicon->failed = true;
        return;
    }
    add_pair(lexicon, &lexicon->by_key, pair);
}

static void add_word(kt_lexicon *lexicon, uint32_t thing, const char *text, size_t length)
{
    kt_lexicon_pair pair = {.thing = thing};
    if (!kt_pool_add(&lexicon->word, text, length, &pair.symbol))
        lexicon->failed = true;
    else
        add_pair(lexicon, &lexicon->by_word, pair);
}

static int by_key_text(const void *left, const void *right)
{
    const kt_match_key *a = left;
    const kt_match_key *b = right;
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shorter);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

bool kt_match_lexicon_sorted_key(kt_match_key *out, kt_match_key *group, size_t n)
{
    *out = (kt_match_key){0};
    if (n < 2)
        return false;
    qsort(group, n, sizeof *group, by_key_text);
    for (size_t i = 0; i < n; i++) {
        kt_match_token_append(out, "=", 1, false); // no other key has one
        kt_match_token_append(out, group[i].text, group[i].length, false);
    }
    return !out->full;
}

// The four keys of a name; groups are the ones of the translated key.
typedef struct name_keys {
    kt_match_key written, stripped, translated;
    kt_match_key group[MAX_GROUPS];
    size_t n_groups;
    bool many; // more groups than that
} name_keys;

static void add_to_group(name_keys *keys, const kt_match_token *token, const char *text)
{
    if (token->loose || keys->n_groups == 0) {
        if (keys->n_groups == MAX_GROUPS) {
            keys->many = true;
            return;
        }
        keys->group[keys->n_groups++] = (kt_match_key){0};
    }
    kt_match_token_append(&keys->group[keys->n_groups - 1], text, strlen(text), token->number);
}

static void add_token(kt_lexicon *lexicon, name_keys *keys, const kt_match_token *token)
{
    const char *meaning = kt_match_words_meaning(lexicon->words, token->text, token->length);
    const char *text = meaning == NULL ? token->text : meaning;
    kt_match_token_append(&keys->written, token->text, token->length, token->number);
    if (kt_match_words_noise(lexicon->words, token->text, token->length) & lexicon->strip)
        return;
    kt_match_token_append(&keys->stripped, token->text, token->length, token->number);
    kt_match_token_append(&keys->translated, text, strlen(text), token->number);
    add_to_group(keys, token, text);
}

static void add_words(kt_lexicon *lexicon, uint32_t thing, const kt_match_tokens *tokens)
{
    for (size_t i = 0; i < tokens->n; i++) {
        const kt_match_token *token = &tokens->token[i];
        const char *meaning = kt_match_words_meaning(lexicon->words, token->text, token->length);
        if (kt_match_words_noise(lexicon->words, token->text, token->length) & lexicon->strip)
            continue;
        add_word(lexicon, thing, token->text, token->length);
        if (meaning != NULL)
            add_word(lexicon, thing, meaning, strlen(meaning));
    }
}

static bool has_letter(const kt_match_key *key)
{
    for (size_t i = 0; i < key->length; i++) {
        bool plain = (key->text[i] >= '0' && key->text[i] <= '9') || strchr(".|", key->text[i]);
        if (!plain)
            return true;
    }
    return false;
}

void kt_match_lexicon_add(kt_lexicon *lexicon, uint32_t thing, const char *name, kt_lexicon_use use)
{
    assert(thing < lexicon->n || lexicon->failed);
    kt_match_tokens tokens;
    name_keys keys = {0};
    kt_match_key sorted;
    bool whole = use == KT_LEXICON_WHOLE;
    if (lexicon->failed)
        return;
    kt_match_token_split(&tokens, name, strlen(name));
    if (tokens.cut)
        return;
    if (use == KT_LEXICON_NAME || use == KT_LEXICON_WORDS)
        add_words(lexicon, thing, &tokens);
    if (use == KT_LEXICON_WORDS)
        return;
    for (size_t i = 0; i < tokens.n; i++)
        add_token(lexicon, &keys, &tokens.token[i]);
    add_key(lexicon, thing, &keys.written, whole);
    if (use != KT_LEXICON_NAME)
        return;
    if (has_letter(&keys.written) && !has_letter(&keys.stripped))
        return; // "Type 630" must not become 630
    add_key(lexicon, thing, &keys.stripped, false);
    add_key(lexicon, thing, &keys.translated, false);
    if (!keys.many && kt_match_lexicon_sorted_key(&sorted, keys.group, keys.n_groups))
        add_key(lexicon, thing, &sorted, true);
}

static int by_symbol(const void *left, const void *right)
{
    const kt_lexicon_pair *a = left;
    const kt_lexicon_pair *b = right;
    if (a->symbol != b->symbol)
        return a->symbol < b->symbol ? -1 : 1;
    if (a->thing != b->thing)
        return a->thing < b->thing ? -1 : 1;
    return a->whole - b->whole; // the freer one first: it stays
}

static bool freeze_pairs(kt_lexicon_pairs *pairs, size_t n_symbols, const kt_control *control)
{
    size_t kept = 0;
    pairs->first = calloc(n_symbols + 1, sizeof *pairs->first);
    if (pairs->first == NULL)
        return false;
    if (kt_sort_long(pairs->pair, pairs->n, sizeof *pairs->pair, by_symbol, control, NULL) != KT_OK)
        return false;
    for (size_t i = 0; i < pairs->n; i++) {
        const kt_lexicon_pair *last = kept == 0 ? NULL : &pairs->pair[kept - 1];
        if (last != NULL && last->symbol == pairs->pair[i].symbol &&
            last->thing == pairs->pair[i].thing)
            continue;
        pairs->first[pairs->pair[i].symbol + 1]++;
        pairs->pair[kept++] = pairs->pair[i];
    }
    pairs->n = kept;
    for (size_t s = 0; s < n_symbols; s++)
        pairs->first[s + 1] += pairs->first[s];
    return true;
}

static uint32_t letters_of(const char *text)
{
    uint32_t letters = 0;
    for (; *text != '\0'; text++) {
        if (*text >= 'a' && *text <= 'z')
            letters |= (uint32_t)1 << (*text - 'a');
    }
    return letters;
}

static int by_length(const void *left, const void *right)
{
    const kt_lexicon_spelling *a = left;
    const kt_lexicon_spelling *b = right;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return strcmp(a->text, b->text);
}

// Whether a word of the dictionary is worth reading another word as: one with a meaning, and one
// that changes the meaning of a name.
static bool matters(const kt_match_words *words, size_t symbol)
{
    return words->means[symbol] != 0 || (words->noise[symbol] & KT_NOISE_OTHER) != 0;
}

static void list_spellings(kt_lexicon *lexicon, const kt_pool *pool, const kt_match_words *words)
{
    for (size_t symbol = 1; symbol < pool->n; symbol++) {
        const char *text = kt_pool_text(pool, (kt_symbol)symbol);
        size_t length = strlen(text);
        if ((words != NULL && !matters(words, symbol)) || length < SHORT_WORD - 1 ||
            (text[0] >= '0' && text[0] <= '9'))
            continue;
        lexicon->spelling[lexicon->n_spellings++] =
            (kt_lexicon_spelling){text, letters_of(text), (uint32_t)length};
    }
}

kt_status kt_match_lexicon_freeze(kt_lexicon *lexicon, kt_error *err)
{
    const kt_match_words *words = lexicon->words;
    const kt_control *control = lexicon->control;
    if (lexicon->failed || !freeze_pairs(&lexicon->by_key, lexicon->key.n, control) ||
        !freeze_pairs(&lexicon->by_word, lexicon->word.n, control))
        return kt_control_failed(control, err);
    lexicon->spelling = calloc(lexicon->word.n + words->pool.n, sizeof *lexicon->spelling);
    if (lexicon->spelling == NULL)
        return kt_error_no_memory(err);
    list_spellings(lexicon, &lexicon->word, NULL);
    list_spellings(lexicon, &words->pool, words);
    return kt_sort_long(lexicon->spelling, lexicon->n_spellings, sizeof *lexicon->spelling,
                        by_length, control, err);
}

static const kt_lexicon_pair *of_symbol(const kt_lexicon_pairs *pairs, kt_symbol symbol, size_t *n)
{
    *n = symbol == 0 ? 0 : pairs->first[symbol + 1] - pairs->first[symbol];
    return *n == 0 ? NULL : pairs->pair + pairs->first[symbol];
}

const kt_lexicon_pair *kt_match_lexicon_of_key(const kt_lexicon *lexicon, const kt_match_key *key,
                                               size_t *n)
{
    kt_symbol symbol = key->full ? 0 : kt_pool_find(&lexicon->key, key->text, key->length);
    return of_symbol(&lexicon->by_key, symbol, n);
}

const kt_lexicon_pair *kt_match_lexicon_of_word(const kt_lexicon *lexicon, const char *text,
                                                size_t length, size_t *n)
{
    return of_symbol(&lexicon->by_word, kt_pool_find(&lexicon->word, text, length), n);
}

static size_t first_of_length(const kt_lexicon *lexicon, size_t length)
{
    size_t low = 0;
    size_t high = lexicon->n_spellings;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lexicon->spelling[middle].length < length)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t kt_match_lexicon_spellings(const kt_lexicon *lexicon, const char *text, size_t length,
                                  const char **out, size_t most, size_t *edits)
{
    size_t allowed = length < SHORT_WORD ? 0 : length < LONG_WORD ? 1 : 2;
    uint32_t letters = letters_of(text);
    size_t n = 0;
    *edits = allowed;
    if (allowed == 0)
        return 0;
    for (size_t i = first_of_length(lexicon, length - allowed); i < lexicon->n_spellings; i++) {
        const kt_lexicon_spelling *known = &lexicon->spelling[i];
        if (known->length > length + allowed)
            break;
        // an edit changes at most two of the letters that occur
        if ((size_t)__builtin_popcount(known->letters ^ letters) > 2 * allowed)
            continue;
        size_t distance = kt_text_distance(text, known->text);
        if (distance > *edits || (distance > 1 && known->text[0] != text[0]))
            continue;
        if (n > 0 && strcmp(out[n - 1], known->text) == 0) // a name's word and a dictionary's
            continue;
        if (distance < *edits)
            n = 0;
        *edits = distance;
        if (n < most)
            out[n++] = known->text;
    }
    return n;
}
