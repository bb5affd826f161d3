// SPDX-License-Identifier: EUPL-1.2
// Which of our materials and stages a row of a yearly table is, by the table `published_names` of
// the reference: the publisher's name of the thing, and words that must stand in the rest of what
// he calls it. A name that he changes is a row of data, no code.
#ifndef KT_INGEST_YEARLY_NAMES_H
#define KT_INGEST_YEARLY_NAMES_H

#include "model/case.h"

enum { KT_NAMES_MEANINGS = 4 };

typedef struct kt_names_meaning {
    kt_symbol material; // of the reference's pool
    int stage;          // kt_stage
} kt_names_meaning;

typedef struct kt_names_found {
    kt_names_meaning meaning[KT_NAMES_MEANINGS];
    size_t n;   // 0 and known: it is none of ours
    bool known; // a row of the table has it
} kt_names_found;

// What a publisher calls one thing.
typedef struct kt_names_question {
    kt_publication publication;
    const char *name;    // "Bauxite and alumina"
    const char *chapter; // a name that it may go by as well; NULL: none
    const char *detail;  // "Mine production, bauxite, dry tons"
} kt_names_question;

// Looks it up. A row fits when its name is the thing's or the chapter's, and each of its `words`
// (divided by blanks; one after a ! must not be there) stands in the detail; of a chapter, in the
// thing's name or the detail.
// O(rows of published_names).
kt_names_found kt_names_find(const kt_case *reference, const kt_names_question *question);

#endif
