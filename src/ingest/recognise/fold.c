// SPDX-License-Identifier: EUPL-1.2
// One pass over a text of tens of bytes with a table of Latin-1, which covers the languages of the
// users; a table of all of Unicode is not needed to recognise the header of a column. Names of
// things are compared by kt_text_fold, which has that table.
#include "ingest/recognise/fold.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"

// Base letters of U+00C0 to U+00FF; 0: no letter.
static const char *const LATIN_1[64] = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};

// The folded form of the character at `text`: its bytes, and how many of the source it takes.
static size_t fold_one(char out[4], size_t *n, const char *text, size_t left)
{
    unsigned char c = (unsigned char)text[0];
    *n = 0;
    if (c >= 'A' && c <= 'Z')
        out[(*n)++] = (char)(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        out[(*n)++] = (char)c;
    if (c < 0x80)
        return 1;
    if (c == 0xC3 && left > 1) {
        const char *base = LATIN_1[(unsigned char)text[1] & 0x3F];
        *n = strlen(base);
        memcpy(out, base, *n);
        return 2;
    }
    size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (length > left)
        return left;
    if (c != 0xC2 && c != 0xE2) { // signs and punctuation
        memcpy(out, text, length);
        *n = length;
    }
    return length;
}

// True when all of it fitted.
static bool fold(char out[KT_FOLD_SIZE], const char *text, size_t length)
{
    size_t used = 0;
    bool fits = true;
    for (size_t i = 0; i < length && fits;) {
        char piece[4];
        size_t n;
        i += fold_one(piece, &n, text + i, length - i);
        fits = used + n < KT_FOLD_SIZE;
        if (!fits)
            break;
        memcpy(out + used, piece, n);
        used += n;
    }
    out[used] = '\0';
    return fits;
}

void kt_fold_word(char out[KT_FOLD_SIZE], const char *text, size_t length)
{
    (void)fold(out, text, length);
}

// Puts the hash in the place of the last characters.
static void end_in_hash(char out[KT_FOLD_SIZE], kt_sha256 *sha)
{
    kt_sha256_end(sha, out + KT_FOLD_SIZE - KT_SHA256_TEXT);
}

void kt_fold_key(char out[KT_FOLD_SIZE], const char *text, size_t length)
{
    kt_sha256 sha;
    if (fold(out, text, length))
        return;
    kt_sha256_begin(&sha);
    for (size_t i = 0; i < length;) {
        char piece[4];
        size_t n;
        i += fold_one(piece, &n, text + i, length - i);
        kt_sha256_add(&sha, piece, n);
    }
    end_in_hash(out, &sha);
}

void kt_fold_exact(char out[KT_FOLD_SIZE], const char *text, size_t length)
{
    kt_sha256 sha;
    size_t kept = length < KT_FOLD_SIZE ? length : KT_FOLD_SIZE - 1;
    memcpy(out, text, kept);
    out[kept] = '\0';
    if (kept == length)
        return;
    kt_sha256_begin(&sha);
    kt_sha256_add(&sha, text, length);
    end_in_hash(out, &sha);
}

void kt_fold_id(char out[KT_FOLD_ID], const char *text)
{
    size_t used = 0;
    bool gap = false;
    size_t length = strlen(text);
    for (size_t i = 0; i < length && used < KT_FOLD_ID - 1;) {
        char piece[4];
        size_t n;
        i += fold_one(piece, &n, text + i, length - i);
        bool plain = n > 0 && (unsigned char)piece[0] < 0x80;
        if (!plain) {
            gap = used > 0;
            continue;
        }
        if (gap && used + 1 + n < KT_FOLD_ID)
            out[used++] = '-';
        gap = false;
        if (used + n >= KT_FOLD_ID)
            break;
        memcpy(out + used, piece, n);
        used += n;
    }
    if (used == 0)
        out[used++] = 'x';
    out[used] = '\0';
}

void kt_fold_twin(char out[KT_FOLD_ID], const char *id, unsigned n)
{
    int kept = n < 10000 ? KT_FOLD_ID - 7 : n < 1000000 ? KT_FOLD_ID - 9 : KT_FOLD_ID - 12;
    snprintf(out, KT_FOLD_ID, "%.*s-%u", kept, id, n);
}
