// SPDX-License-Identifier: EUPL-1.2
// Why a candidate is on the list, as a sentence for people.
#ifndef KT_MODEL_MATCH_REASON_H
#define KT_MODEL_MATCH_REASON_H

#include "model/match_search.h"

// In the arena; NULL when memory runs out. `written` is the text as the user gave it.
const char *kt_match_reason_text(kt_lang lang, const kt_lexicon *lexicon,
                                 const kt_match_readings *text, const kt_match_found *found,
                                 const char *written, kt_arena *arena);

// For an answer that a person gave before.
const char *kt_match_reason_answered(kt_lang lang, kt_arena *arena);

#endif
