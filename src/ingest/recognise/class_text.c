// SPDX-License-Identifier: EUPL-1.2
// Two steps: the text as it is parts into runs, because capitals and punctuation tell something,
// then each run is folded and what folding leaves of it parts once more. Some 5 words a name.
#include "ingest/recognise/class_text.h"

#include <string.h>

#include "base/text.h"

enum { FOLDED = 4 * KT_CLASS_WORD_SIZE };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

// Letters of other alphabets, and accents, are above ASCII.
static bool in_word(char c)
{
    return is_digit(c) || is_lower(c) || is_upper(c) || (unsigned char)c >= 0x80;
}

// A point or comma between two digits.
static bool is_mark(const char *text, size_t i, size_t length)
{
    return (text[i] == '.' || text[i] == ',') && i > 0 && i + 1 < length && is_digit(text[i - 1]) &&
           is_digit(text[i + 1]);
}

// "ae", "oe" and "ue" become "a", "o" and "u", in a word without digits.
static void join_umlauts(kt_class_word *word)
{
    size_t n = 0;
    for (size_t i = 0; i < word->length; i++) {
        char c = word->text[i];
        bool after = c == 'e' && n > 0 && strchr("aou", word->text[n - 1]) != NULL;
        if (!after)
            word->text[n++] = c;
    }
    word->text[n] = '\0';
    word->length = n;
}

static void end_word(kt_class_words *out, kt_class_word *word, bool *apart)
{
    if (word->length == 0)
        return;
    if (out->n == KT_CLASS_MAX_WORDS) {
        out->cut = true;
        return;
    }
    word->text[word->length] = '\0';
    if (!word->digits)
        join_umlauts(word);
    word->apart = *apart;
    *apart = false;
    out->word[out->n++] = *word;
    word->length = 0;
    word->letters = word->digits = false;
}

// What folding makes of a run: "90°" is 90, "Ⅱ" is ii.
static void add_run(kt_class_words *out, const char *run, size_t length, bool inside, bool *apart)
{
    char text[FOLDED];
    bool cut = false;
    size_t n = kt_text_fold(text, sizeof text, run, length, &cut);
    kt_class_word word = {.capitals = length > 1, .inside = inside};
    out->cut |= cut;
    for (size_t i = 0; i < length; i++)
        word.capitals &= is_upper(run[i]);
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        bool mark = is_mark(text, i, n);
        if (!mark && !is_digit(c) && !is_lower(c)) {
            end_word(out, &word, apart);
            continue;
        }
        if (word.length + 1 == KT_CLASS_WORD_SIZE) {
            out->cut = true;
            return;
        }
        word.text[word.length++] = mark ? '.' : c;
        word.letters |= is_lower(c);
        word.digits |= is_digit(c);
    }
    end_word(out, &word, apart);
}

void kt_class_text_split(kt_class_words *out, const char *text, size_t length)
{
    bool apart = false;
    unsigned depth = 0; // of brackets
    out->n = 0;
    out->cut = false;
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && (in_word(text[end]) || is_mark(text, end, length)))
            end++;
        if (end > i)
            add_run(out, text + i, end - i, depth > 0, &apart);
        else
            apart |= strchr(",;:()[]|", text[i]) != NULL && text[i] != '\0';
        if (end == i && (text[i] == '(' || text[i] == '['))
            depth++;
        if (end == i && (text[i] == ')' || text[i] == ']') && depth > 0)
            depth--;
        i = end > i ? end : i + 1;
    }
}
