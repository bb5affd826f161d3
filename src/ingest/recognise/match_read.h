// SPDX-License-Identifier: EUPL-1.2
// A text as the lexicon reads it: each token with what it stands for, whether it may be left out,
// and, for a word that is not known, the words it may be a slip of. Expected: 1 to 15 tokens.
#ifndef KT_INGEST_RECOGNISE_MATCH_READ_H
#define KT_INGEST_RECOGNISE_MATCH_READ_H

#include "ingest/recognise/match_lexicon.h"

enum { KT_MATCH_MAX_SPELLINGS = 3 };

// What differs between the kinds of things.
typedef struct kt_match_rules {
    unsigned strip;  // bits of kt_noise left out of keys
    unsigned free;   // bits of kt_noise that may stand beside a name
    double stranger; // what an unknown word beside a name weighs, 0..1; 1: it makes another name
} kt_match_rules;

typedef struct kt_match_reading {
    const kt_match_token *token;
    const char *text; // what it stands for
    bool known;       // by the lexicon or the dictionary
    bool strip;       // not part of keys
    bool free;        // weighs nothing when no name explains it
    bool other;       // makes it another thing: weighs double
    bool measure;     // a number with its unit: never part of a name
    double trust;     // 1; less for a word read as another one
    const char *spelling[KT_MATCH_MAX_SPELLINGS];
    size_t n_spellings; // above 1: as likely
} kt_match_reading;

typedef struct kt_match_readings {
    kt_match_tokens tokens;
    kt_match_reading reading[KT_MATCH_MAX_TOKENS];
    size_t n;
    size_t n_variants;                 // 1, or the most spellings that one word may have
    char compound[KT_MATCH_TEXT_SIZE]; // words taken apart and translated
    size_t compound_used;
} kt_match_readings;

void kt_match_read_text(kt_match_readings *out, const kt_lexicon *lexicon,
                        const kt_match_rules *rules, const char *text);

// Takes spelling `variant` (below n_variants) of every word that has several.
void kt_match_read_variant(kt_match_readings *text, size_t variant);

// What the token weighs against the others: a number 2, a word 1, a word that
// may be left out of keys next to nothing.
double kt_match_read_weight(const kt_match_reading *reading);

#endif
