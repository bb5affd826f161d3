// SPDX-License-Identifier: EUPL-1.2
// The small dictionary that all names share: words that stand for another word ("nikkel" for
// "nickel"), and words that may be left out, with the way in which. Both come from the reference
// table `synonyms` (kinds word and noise). Expected: 400 words.
#ifndef KT_INGEST_RECOGNISE_MATCH_WORDS_H
#define KT_INGEST_RECOGNISE_MATCH_WORDS_H

#include "model/case.h"

// Ways of being left out, as bits: a word may have several.
typedef enum kt_noise {
    KT_NOISE_STOP = 1,    // has no meaning in any name: the, van, and
    KT_NOISE_LEGAL = 2,   // a company's legal form: bv, gmbh
    KT_NOISE_COMPANY = 4, // may stand beside a company's name: group, formerly
    KT_NOISE_ORIGIN = 8,  // may stand beside a country's name: made in
    KT_NOISE_FREE = 16,   // may stand beside an alloy's name: plate, annealed, UNS
    KT_NOISE_UNIT = 32,   // the number before it is a size: mm, kg
    KT_NOISE_PREFIX = 64, // the number after it is a standard, a size or a temper: ASTM, DN, T
    KT_NOISE_OTHER = 128, // makes it another thing, or puts it in doubt: ELI, not, without
} kt_noise;

typedef struct kt_match_words {
    kt_pool pool;     // folded words
    kt_symbol *means; // [pool.n] symbol of the word it stands for, 0: itself
    uint8_t *noise;   // [pool.n] bits of kt_noise
} kt_match_words;

// KT_NO_RESOURCES when memory runs out; `out` must be closed in any case. A table that is absent
// gives an empty dictionary; noise of a class that is not known is passed over.
kt_status kt_match_words_open(kt_match_words *out, const kt_case *the_case, kt_error *err);
void kt_match_words_close(kt_match_words *words);

// Bits of kt_noise; 0 for a word that is not in the dictionary. O(1).
unsigned kt_match_words_noise(const kt_match_words *words, const char *text, size_t length);

// The word that `text` stands for, borrowed; NULL when it stands for itself. O(1).
const char *kt_match_words_meaning(const kt_match_words *words, const char *text, size_t length);

#endif
