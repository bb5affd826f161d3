// SPDX-License-Identifier: EUPL-1.2
// The words and designations by which the class of a part is recognised: the names of
// product_classes and the table class_words of the reference. Some 5,000 rows, filled once and
// frozen.
//
// A row is up to six words. A word may be a pattern: % is one digit, # one or more with a decimal
// point, @ one letter, a * at its end anything, and {a,b,} one of these. A single word with a
// hyphen before it is also found at the end of a longer one: -pomp in zeewaterpomp.
#ifndef KT_INGEST_RECOGNISE_CLASS_LEXICON_H
#define KT_INGEST_RECOGNISE_CLASS_LEXICON_H

#include "ingest/recognise/class_text.h"
#include "model/case.h"

enum { KT_CLASS_TERM_WORDS = 6 };

typedef struct kt_class_term {
    kt_class_role role;
    uint32_t class_row; // of product_classes; KT_NO_ROW: of no class
    bool ends;          // found at the end of a longer word, too
    uint8_t n;          // words
    kt_symbol word[KT_CLASS_TERM_WORDS];
} kt_class_term;

typedef struct kt_class_lexicon {
    const kt_case *reference; // borrowed
    kt_pool pool;             // words and patterns
    kt_class_term *term;      // [n], by first word once frozen
    size_t n, capacity;
    uint32_t *first;   // [pool.n + 1] terms by their first word
    kt_symbol *begins; // [n_begins] patterns that terms begin with
    size_t n_begins, begins_capacity;
    uint32_t *parent; // [rows of product_classes] row of the class above, or KT_NO_ROW
    bool failed;      // memory ran out
} kt_class_lexicon;

// `reference` has class_words (it was opened with all tables). KT_NO_RESOURCES when memory runs
// out; *out is to be closed in any case.
kt_status kt_class_lexicon_open(kt_class_lexicon *out, const kt_case *reference, kt_error *err);
void kt_class_lexicon_close(kt_class_lexicon *lexicon);

// The terms whose first word is this, borrowed: *n of them. O(1).
const kt_class_term *kt_class_lexicon_of(const kt_class_lexicon *lexicon, kt_symbol word,
                                         size_t *n);

// Whether `word` is what the word or pattern of a term describes.
bool kt_class_lexicon_fits(const char *pattern, const char *word);

// Whether `row` is `above` or stands under it.
bool kt_class_lexicon_under(const kt_class_lexicon *lexicon, uint32_t row, uint32_t above);

// Whether parts are made of what is of the class (steel, nylon), rather than being it.
bool kt_class_lexicon_stuff(const kt_class_lexicon *lexicon, uint32_t row);

#endif
