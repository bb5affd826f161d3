// SPDX-License-Identifier: EUPL-1.2
// What people answered, so that no question is asked twice: (kind, text) → id. Texts meet by the
// key of match_token.h, so case, accents and spaces do not matter. Expected: 1e2 to 1e4 answers.
#ifndef KT_INGEST_RECOGNISE_MATCH_ANSWERS_H
#define KT_INGEST_RECOGNISE_MATCH_ANSWERS_H

#include "base/error.h"
#include "base/pool.h"

typedef struct kt_match_answers {
    kt_pool key;
    const char **id; // [key.n] borrowed; NULL: none of ours
    size_t capacity;
} kt_match_answers;

// False when memory runs out. `out` must be closed in any case.
bool kt_match_answers_open(kt_match_answers *out);
void kt_match_answers_close(kt_match_answers *answers);

// The last answer wins. KT_BAD_INPUT for a text without letters and digits, or one too long.
kt_status kt_match_answers_add(kt_match_answers *answers, int kind, const char *text,
                               const char *id, kt_error *err);

// Whether the text was answered, and with which id.
bool kt_match_answers_find(const kt_match_answers *answers, int kind, const char *text,
                           const char **id);

#endif
