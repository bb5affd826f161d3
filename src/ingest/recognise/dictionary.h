// SPDX-License-Identifier: EUPL-1.2
// Words and the ids they mean, by kind; a word that two ids share finds neither. Kinds A to Z
// compare words folded (fold.h), a to z as they are. Some thousand words of a reference, or the
// parts of one list.
#ifndef KT_INGEST_RECOGNISE_DICTIONARY_H
#define KT_INGEST_RECOGNISE_DICTIONARY_H

#include "base/pool.h"

typedef struct kt_dictionary {
    kt_pool words; // kind and folded word; ids too
    uint32_t *id;  // [words.n] symbol of the id; 0: none
    bool *final;   // [words.n] nothing overrides it
    size_t id_capacity, final_capacity;
    bool failed; // memory ran out
} kt_dictionary;

// {0} is not a dictionary. False when memory runs out.
bool kt_dictionary_open(kt_dictionary *dictionary);
void kt_dictionary_close(kt_dictionary *dictionary);

// From now on `text` means `id`. `final`: whatever else it was or will be taught. Empty texts and
// texts without letters or digits are left out.
void kt_dictionary_learn(kt_dictionary *dictionary, char kind, const char *text, const char *id,
                         bool final);

// The id, borrowed; NULL when the word is not known or means several.
const char *kt_dictionary_find(const kt_dictionary *dictionary, char kind, const char *text);

// How often the text of this kind was counted, this time included: 1, 2, 3, … Kinds of counted
// texts are no kinds of words.
unsigned kt_dictionary_count(kt_dictionary *dictionary, char kind, const char *text);

#endif
