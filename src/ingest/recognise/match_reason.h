// SPDX-License-Identifier: EUPL-1.2
// Why a candidate is on the list, as a sentence for people.
#ifndef KT_INGEST_RECOGNISE_MATCH_REASON_H
#define KT_INGEST_RECOGNISE_MATCH_REASON_H

#include "ingest/recognise/match_search.h"

typedef struct kt_match_written {
    const char *text; // as the user gave it
    size_t n_others;  // candidates that fit it as well
} kt_match_written;

// In the arena; NULL when memory runs out.
const char *kt_match_reason_text(kt_lang lang, const kt_lexicon *lexicon,
                                 const kt_match_readings *text, const kt_match_found *found,
                                 const kt_match_written *written, kt_arena *arena);

// For an answer that a person gave before.
const char *kt_match_reason_answered(kt_lang lang, kt_arena *arena);

#endif
