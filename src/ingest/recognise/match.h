// SPDX-License-Identifier: EUPL-1.2
// Free text → what it means: "CuNi 90/10" is a composition, "Thales Nederland B.V." an organisation
// of the case, "Holland" a country. Every candidate has a score and a reason; only what is written
// out as a known name can be sure, the rest is a short list for a person, whose answer is
// remembered. Names come from the case and from the reference table `synonyms`. Expected: 3,000
// names and 1e4 texts a second; with the names of 1e5 companies a misspelt one takes 0.15 ms.
//
// A designation is never guessed: numbers must agree exactly (316 is not 304), a slip of the pen is
// forgiven in words only, and whatever the text says besides the name lowers the score.
#ifndef KT_INGEST_RECOGNISE_MATCH_H
#define KT_INGEST_RECOGNISE_MATCH_H

#include "ingest/recognise/match_search.h"
#include "model/case.h"

typedef enum kt_match_kind {
    KT_MATCH_COMPOSITION,
    KT_MATCH_ORGANISATION,
    KT_MATCH_COUNTRY,
    KT_MATCH_MATERIAL,
    KT_MATCH_N_KINDS
} kt_match_kind;

typedef struct kt_match_candidate {
    const char *id;     // borrowed from the case
    double score;       // 0..1: the part of the text that this explains; where several explain it
                        // as well and nothing decides, shared among them
    const char *reason; // for people, in the language the case was opened with; in the arena
    bool sure;          // above the threshold, and clearly ahead of the second
} kt_match_candidate;

typedef struct kt_match_list {
    kt_match_candidate candidate[KT_MATCH_MAX]; // best first, equal ones by id
    size_t n;
    double best;   // the part of the text that the first explains, not shared; 0: none
    bool answered; // a person answered before: one candidate, or none for "none of these"
} kt_match_list;

typedef struct kt_matcher kt_matcher;

// Reads the names of the case and its reference. *out is the caller's and borrows the case; one
// thread may use it at a time. O(names). KT_NO_RESOURCES when memory runs out or `control` (of the
// opening; may be NULL) stops it.
kt_status kt_match_open(kt_matcher **out, const kt_case *the_case, const kt_control *control,
                        kt_error *err);

// NULL is allowed.
void kt_match_close(kt_matcher *matcher);

// The score that a sure match needs, 0..1; 0.85 until set.
void kt_match_threshold(kt_matcher *matcher, double threshold);

// What `text` may mean, in `out`: nothing for a text without letters and digits, or with nothing
// known in it; at most one candidate is sure. Of a text of more than some 500 bytes or 48 words
// nothing is sure. An organisation is found by name or by LEI, KvK or NCAGE; where these name two
// organisations, neither is sure. KT_NO_RESOURCES when memory runs out.
kt_status kt_match_text(kt_match_list *out, kt_matcher *matcher, kt_match_kind kind,
                        const char *text, kt_arena *arena, kt_error *err);

// Remembers a person's answer: from now on `text`, whatever its case, accents and spaces, means
// `id`; NULL says that it is none of ours. A later answer replaces an earlier one. KT_BAD_INPUT for
// an id that the kind does not have, or a text without letters and digits.
kt_status kt_match_answer(kt_matcher *matcher, kt_match_kind kind, const char *text, const char *id,
                          kt_error *err);

#endif
