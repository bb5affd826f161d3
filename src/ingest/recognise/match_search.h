// SPDX-License-Identifier: EUPL-1.2
// Which things of a lexicon a text may mean. A thing is found by a name that is written out in the
// text; how much of the text the name explains is its score. Only where no name is found do words
// in common put a thing on the list, and never above KT_MATCH_GUESS: a list for a person.
#ifndef KT_INGEST_RECOGNISE_MATCH_SEARCH_H
#define KT_INGEST_RECOGNISE_MATCH_SEARCH_H

#include "ingest/recognise/match_read.h"

enum { KT_MATCH_MAX = 8 };

extern const double kt_match_search_guess; // no guess scores above it

typedef struct kt_match_found {
    uint32_t thing;
    double score;   // 0..1
    bool named;     // by a name in the text; else by words in common
    uint64_t shown; // tokens that the thing explains, as bits
} kt_match_found;

typedef struct kt_match_result {
    kt_match_found found[KT_MATCH_MAX]; // best first, then by id
    size_t n;
} kt_match_result;

// Room that a search needs, [things] each; one search at a time.
typedef struct kt_match_scratch {
    double *weight;
    uint64_t *shown;
    uint32_t *touched;
} kt_match_scratch;

// O(tokens · names of the longest kind + things that share a word).
void kt_match_search_text(kt_match_result *out, const kt_lexicon *lexicon,
                          const kt_match_rules *rules, kt_match_readings *text,
                          kt_match_scratch *scratch);

#endif
