// SPDX-License-Identifier: EUPL-1.2
// All names of one kind of thing (alloys, companies, countries, materials), three ways: by key, for
// a name that is written out; by word, for what only shares words with it; by spelling, for words
// with a slip of the pen. Expected: 100 to 1e5 things with 1 to 60 names each, filled once and
// frozen, then asked 1e4 times a second.
#ifndef KT_INGEST_RECOGNISE_MATCH_LEXICON_H
#define KT_INGEST_RECOGNISE_MATCH_LEXICON_H

#include "base/control.h"
#include "ingest/recognise/match_token.h"
#include "ingest/recognise/match_words.h"

// "this symbol belongs to this thing"
typedef struct kt_lexicon_pair {
    kt_symbol symbol; // of key or word
    uint32_t thing;
    bool whole; // counts only when the text says nothing else: codes of two letters, ids
} kt_lexicon_pair;

typedef struct kt_lexicon_pairs {
    kt_lexicon_pair *pair; // sorted by symbol, then thing, once frozen
    size_t n, capacity;
    uint32_t *first; // [symbols + 1]
} kt_lexicon_pairs;

typedef struct kt_lexicon_spelling {
    const char *text;
    uint32_t letters; // which of a..z occur, as bits
    uint32_t length;
} kt_lexicon_spelling;

typedef struct kt_lexicon {
    const kt_match_words *words; // the dictionary; outlives the lexicon
    unsigned strip;              // bits of kt_noise left out of keys
    kt_pool key, word;
    kt_lexicon_pairs by_key, by_word;
    const char **id;   // [n] of the things, borrowed from the case
    const char **name; // [n] for people
    size_t n, id_capacity, name_capacity;
    kt_lexicon_spelling *spelling; // of the words, by length
    size_t n_spellings;
    const kt_control *control; // of the filling; may be NULL
    bool failed;               // memory ran out while filling, or it was stopped
} kt_lexicon;

// How a name counts.
typedef enum kt_lexicon_use {
    KT_LEXICON_NAME,  // found inside a longer text, and word by word
    KT_LEXICON_CODE,  // found inside a longer text; its words are not words: identifiers
    KT_LEXICON_WHOLE, // only when it is the whole text
    KT_LEXICON_WORDS, // only word by word: what the thing is
} kt_lexicon_use;

// False when memory runs out. `out` must be closed in any case.
bool kt_match_lexicon_open(kt_lexicon *out, const kt_match_words *words, unsigned strip);
void kt_match_lexicon_close(kt_lexicon *lexicon);

// A new thing; returns its number. `id` and `name` are borrowed.
uint32_t kt_match_lexicon_thing(kt_lexicon *lexicon, const char *id, const char *name);

// A name of a thing. Empty names, and those without letters and digits, are passed over.
void kt_match_lexicon_add(kt_lexicon *lexicon, uint32_t thing, const char *name,
                          kt_lexicon_use use);

// The key of the sorted groups of a name, so that "718 Inconel" meets "Inconel 718": groups are
// what stands between spaces and commas. `group` is [n], sorted in place; false when n < 2 or too
// long.
bool kt_match_lexicon_sorted_key(kt_match_key *out, kt_match_key *group, size_t n);

// After the last name. KT_NO_RESOURCES when memory ran out on the way.
kt_status kt_match_lexicon_freeze(kt_lexicon *lexicon, kt_error *err);

// The things with this key or word, borrowed: *n pairs, sorted by thing. O(1).
const kt_lexicon_pair *kt_match_lexicon_of_key(const kt_lexicon *lexicon, const kt_match_key *key,
                                               size_t *n);
const kt_lexicon_pair *kt_match_lexicon_of_word(const kt_lexicon *lexicon, const char *text,
                                                size_t length, size_t *n);

// Up to `most` known words that `text` may be a slip of: those with the fewest edits, at most one
// in a word of 4 to 8 letters, two in a longer one with the same first letter. *edits gets their
// number. Words of other lengths, and texts that end in no candidate, give 0. O(words).
size_t kt_match_lexicon_spellings(const kt_lexicon *lexicon, const char *text, size_t length,
                                  const char **out, size_t most, size_t *edits);

#endif
