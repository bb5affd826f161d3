// SPDX-License-Identifier: EUPL-1.2
// The name of a part → its class: "Hex bolt M8x30 A2-70" is a stainless bolt, "N42SH" a magnet of a
// high-temperature grade, "Halterung Sensor" none of the classes. By rule and from data alone
// (product_classes, class_words), in English, Dutch and German.
//
// The rules. What a part is, its head says: the noun, last in a compound. Behind "for", "with" and
// the like stands what it is for, and not what it is. A head that is no class of ours ("bracket",
// "cover") leaves the name open, whatever else stands there. Two heads of different classes are for
// a person. A designation ("6205-2RS", "1.4404") tells the class where there is no head; a
// substance gives way to any product made of it. Traits choose among the classes beneath the head.
// A word that is not known, right behind the head, may be the real head: then nobody is sure.
#ifndef KT_INGEST_RECOGNISE_CLASS_RECOGNISE_H
#define KT_INGEST_RECOGNISE_CLASS_RECOGNISE_H

#include "model/case.h"

typedef struct kt_class_recogniser kt_class_recogniser;

typedef enum kt_class_verdict {
    KT_CLASS_OPEN, // nothing is known: no candidates
    KT_CLASS_ASK,  // candidates for a person
    KT_CLASS_SURE, // one candidate: to be taken as inferred
} kt_class_verdict;

enum { KT_CLASS_MOST = 4 };

typedef struct kt_class_candidate {
    const char *id;     // of product_classes; borrowed from the reference
    double score;       // 0..1: above 0.85 where it is sure
    const char *reason; // for people, in the language asked for; in the arena
} kt_class_candidate;

typedef struct kt_class_list {
    kt_class_verdict verdict;
    kt_class_candidate candidate[KT_CLASS_MOST]; // best first
    size_t n;
} kt_class_list;

// `reference` is open with all tables, borrowed, and outlives it. The caller closes *out; one that
// is open may be used by many threads. KT_NO_RESOURCES when memory runs out.
kt_status kt_class_recognise_open(kt_class_recogniser **out, const kt_case *reference,
                                  kt_error *err);
void kt_class_recognise_close(kt_class_recogniser *recogniser);

// What `name` is; reasons in `lang`, in `arena`. Some 30 microseconds. KT_NO_RESOURCES when memory
// runs out.
kt_status kt_class_recognise_name(kt_class_list *out, const kt_class_recogniser *recogniser,
                                  const char *name, kt_lang lang, kt_arena *arena, kt_error *err);

#endif
