// SPDX-License-Identifier: EUPL-1.2
// A name as words and numbers, and the key under which equal names meet. Letters and digits always
// part ("316L" is 316 and l), so that "316 L", "316-L" and "316l" are the same name; numbers stay
// whole, decimal comma or point, so that 90/10 is not 9010. Expected: 1 to 12 tokens a name.
#ifndef KT_INGEST_RECOGNISE_MATCH_TOKEN_H
#define KT_INGEST_RECOGNISE_MATCH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum { KT_MATCH_MAX_TOKENS = 48, KT_MATCH_TEXT_SIZE = 512 };

typedef struct kt_match_token {
    const char *text; // in the tokens' own text, NUL-terminated
    size_t length;
    bool number;
    bool joined; // nothing between it and the token before: the l of "316L"
    bool loose;  // a space, comma, bracket or plus before it; else a hyphen, slash or point
} kt_match_token;

typedef struct kt_match_tokens {
    char text[2 * KT_MATCH_TEXT_SIZE];
    kt_match_token token[KT_MATCH_MAX_TOKENS];
    size_t n;
    bool cut; // the name went on: what follows was not looked at
} kt_match_tokens;

// Splits `text`. Single letters with points or slashes between them are one word: "B.V.", "U.S.A.",
// "A/S". Apostrophes are dropped. An empty text, or one without letters and digits, gives n = 0.
void kt_match_token_split(kt_match_tokens *out, const char *text, size_t length);

typedef struct kt_match_key {
    char text[KT_MATCH_TEXT_SIZE];
    size_t length;
    bool number; // the last token was one
    bool full;   // a token did not fit: the key is no key
} kt_match_key;  // {0} is an empty key

// Appends a token: words touch, two numbers get a bar between them. "CuNi 90/10" is "cuni90|10".
void kt_match_token_append(kt_match_key *key, const char *text, size_t length, bool number);

#endif
