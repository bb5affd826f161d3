// SPDX-License-Identifier: EUPL-1.2
// The name of a part as words, as its class is looked for: "O-ring 12,42x1.78 Viton®" is o, ring,
// 12.42x1.78, viton. Folded as kt_text_fold does, and with ae, oe and ue as a, o and u, so that
// Wälzlager and Waelzlager are one word. Numbers keep their decimal mark, as a point.
#ifndef KT_INGEST_RECOGNISE_CLASS_TEXT_H
#define KT_INGEST_RECOGNISE_CLASS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum { KT_CLASS_MAX_WORDS = 40, KT_CLASS_WORD_SIZE = 48 };

typedef struct kt_class_word {
    char text[KT_CLASS_WORD_SIZE];
    size_t length;
    bool letters;  // has any
    bool digits;   // has any
    bool capitals; // letters are all capitals, two or more
    bool apart;    // a comma, bracket, colon or semicolon stands before it
    bool inside;   // in brackets
} kt_class_word;

typedef struct kt_class_words {
    kt_class_word word[KT_CLASS_MAX_WORDS];
    size_t n;
    bool cut; // there was more: nothing is sure
} kt_class_words;

// Splits `text`; bytes that are no UTF-8 part words. O(length).
void kt_class_text_split(kt_class_words *out, const char *text, size_t length);

#endif
