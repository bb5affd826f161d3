// SPDX-License-Identifier: EUPL-1.2
// Which terms of the lexicon stand in the name of a part, and where. From left to right the longest
// term counts, so that "oil seal" is no oil; terms as long as each other all count.
#ifndef KT_INGEST_RECOGNISE_CLASS_MATCH_H
#define KT_INGEST_RECOGNISE_CLASS_MATCH_H

#include "ingest/recognise/class_lexicon.h"

enum { KT_CLASS_MAX_HITS = 96 };

typedef struct kt_class_hit {
    const kt_class_term *term;
    uint8_t first, end; // words of the name, `end` not included
    bool compound;      // at the end of a longer word
} kt_class_hit;

typedef struct kt_class_hits {
    kt_class_hit hit[KT_CLASS_MAX_HITS]; // by place
    size_t n;
    bool cut;                       // there were more: nothing is sure
    bool known[KT_CLASS_MAX_WORDS]; // a term explains the word, or it is a number
} kt_class_hits;

// O(words · terms that begin with a pattern).
void kt_class_match(kt_class_hits *out, const kt_class_lexicon *lexicon,
                    const kt_class_words *words);

#endif
