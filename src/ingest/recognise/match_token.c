// SPDX-License-Identifier: EUPL-1.2
// One pass over the folded text; a token is closed when the class of the character changes. Names
// of 1 to 12 tokens. The key joins the tokens with a mark, so that "316 L" and "316-L" meet and
// 31|6 does not.
#include "ingest/recognise/match_token.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

typedef struct splitter {
    kt_match_tokens *out;
    char folded[KT_MATCH_TEXT_SIZE];
    size_t length;
    size_t used;      // of out->text
    bool loose;       // what stood before the next token
    bool apart;       // anything stood before it
    char single;      // the mark after a word of single letters, if that is all that stood there
    bool was_letters; // the last token is made of single letters
} splitter;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

// How long the number at `at` is; one decimal point or comma between digits belongs to it.
static size_t number_length(const splitter *s, size_t at)
{
    size_t end = at;
    bool point = false;
    while (end < s->length) {
        char c = s->folded[end];
        bool mark =
            (c == '.' || c == ',') && !point && end + 1 < s->length && is_digit(s->folded[end + 1]);
        if (!is_digit(c) && !mark)
            break;
        point |= mark;
        end++;
    }
    return end - at;
}

static size_t word_length(const splitter *s, size_t at)
{
    size_t end = at;
    while (end < s->length && (is_letter(s->folded[end]) || s->folded[end] == '\''))
        end++;
    return end - at;
}

// Copies a token's characters without apostrophes, a decimal comma as a point.
static void copy(splitter *s, size_t at, size_t length)
{
    for (size_t i = at; i < at + length; i++) {
        char c = s->folded[i];
        if (c != '\'')
            s->out->text[s->used++] = c == ',' ? '.' : c;
    }
    s->out->text[s->used++] = '\0';
}

static void add_token(splitter *s, size_t at, size_t length, bool number)
{
    kt_match_tokens *out = s->out;
    bool before_digit = at + length < s->length && is_digit(s->folded[at + length]);
    bool letter = !number && length == 1 && !before_digit;
    kt_match_token *last = out->n == 0 ? NULL : &out->token[out->n - 1];
    if (letter && s->was_letters && s->single != 0 && last != NULL) {
        s->used--; // over the NUL
        copy(s, at, length);
        last->length++;
    } else if (out->n == KT_MATCH_MAX_TOKENS) {
        out->cut = true;
        return;
    } else {
        size_t start = s->used;
        copy(s, at, length);
        out->token[out->n++] = (kt_match_token){.text = out->text + start,
                                                .length = s->used - 1 - start,
                                                .number = number,
                                                .joined = last != NULL && !s->apart,
                                                .loose = s->loose};
        s->was_letters = letter && (last == NULL || s->apart);
    }
    s->loose = false;
    s->apart = false;
    s->single = 0;
}

static void skip_mark(splitter *s, char c)
{
    s->single = (c == '.' || c == '/') && !s->apart ? c : 0;
    s->apart = true;
    s->loose |= strchr(" ,;()[]{}|+&\t\n\r\"", c) != NULL;
}

void kt_match_token_split(kt_match_tokens *out, const char *text, size_t length)
{
    splitter s = {.out = out};
    size_t i = 0;
    out->n = 0;
    s.length = kt_text_fold(s.folded, sizeof s.folded, text, length, &out->cut);
    while (i < s.length && out->n <= KT_MATCH_MAX_TOKENS &&
           !(out->cut && out->n == KT_MATCH_MAX_TOKENS)) {
        char c = s.folded[i];
        size_t step = 1;
        if (is_digit(c)) {
            step = number_length(&s, i);
            add_token(&s, i, step, true);
        } else if (is_letter(c)) {
            step = word_length(&s, i);
            add_token(&s, i, step, false);
        } else if (c != '\'') {
            skip_mark(&s, c);
        }
        i += step;
    }
}

void kt_match_token_append(kt_match_key *key, const char *text, size_t length, bool number)
{
    assert(key->length <= sizeof key->text);
    bool bar = number && key->number;
    if (key->full || length + bar > sizeof key->text - key->length) {
        key->full = true;
        return;
    }
    if (bar)
        key->text[key->length++] = '|';
    memcpy(key->text + key->length, text, length);
    key->length += length;
    key->number = number;
}
