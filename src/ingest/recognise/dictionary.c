// SPDX-License-Identifier: EUPL-1.2
// A string pool with an id beside each word: the kind is the first character of the word, so that
// one pool serves all kinds and a look is one hash. Some thousand words, asked once a cell.
#include "ingest/recognise/dictionary.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/recognise/fold.h"

enum { WORD_SIZE = KT_FOLD_SIZE + 1 };
static const uint32_t AMBIGUOUS = UINT32_MAX;

bool kt_dictionary_open(kt_dictionary *d)
{
    *d = (kt_dictionary){0};
    return kt_pool_open(&d->words);
}

void kt_dictionary_close(kt_dictionary *d)
{
    kt_pool_close(&d->words);
    free(d->id);
    free(d->final);
    *d = (kt_dictionary){0};
}

static void make_word(char out[WORD_SIZE], char kind, const char *text)
{
    assert((kind >= 'A' && kind <= 'Z') || (kind >= 'a' && kind <= 'z'));
    out[0] = kind;
    if (kind >= 'a' && kind <= 'z')
        kt_fold_exact(out + 1, text, strlen(text));
    else
        kt_fold_key(out + 1, text, strlen(text));
}

static void grow_to(kt_dictionary *d, size_t n)
{
    size_t from = d->id_capacity;
    d->id = kt_grow_array(d->id, &d->id_capacity, n, sizeof *d->id, &d->failed);
    if (!d->failed && d->id_capacity > from)
        memset(d->id + from, 0, (d->id_capacity - from) * sizeof *d->id);
    from = d->final_capacity;
    d->final = kt_grow_array(d->final, &d->final_capacity, n, sizeof *d->final, &d->failed);
    if (!d->failed && d->final_capacity > from)
        memset(d->final + from, 0, (d->final_capacity - from) * sizeof *d->final);
}

void kt_dictionary_learn(kt_dictionary *d, char kind, const char *text, const char *id, bool final)
{
    char word[WORD_SIZE];
    kt_symbol key = 0;
    kt_symbol value = 0;
    make_word(word, kind, text);
    if (word[1] == '\0' || *id == '\0')
        return;
    d->failed |= !kt_pool_add(&d->words, word, strlen(word), &key) ||
                 !kt_pool_add(&d->words, id, strlen(id), &value);
    if (!d->failed)
        grow_to(d, d->words.n);
    if (d->failed || (d->final[key] && !final))
        return;
    d->id[key] = final || d->id[key] == 0 || d->id[key] == value ? value : AMBIGUOUS;
    d->final[key] = final;
}

const char *kt_dictionary_find(const kt_dictionary *d, char kind, const char *text)
{
    char word[WORD_SIZE];
    make_word(word, kind, text);
    kt_symbol key = kt_pool_find(&d->words, word, strlen(word));
    if (key == 0 || key >= d->id_capacity || d->id[key] == 0 || d->id[key] == AMBIGUOUS)
        return NULL;
    return kt_pool_text(&d->words, d->id[key]);
}

unsigned kt_dictionary_count(kt_dictionary *d, char kind, const char *text)
{
    char number[16];
    const char *before = kt_dictionary_find(d, kind, text);
    unsigned n = before == NULL ? 1 : (unsigned)strtoul(before, NULL, 10) + 1;
    snprintf(number, sizeof number, "%u", n);
    kt_dictionary_learn(d, kind, text, number, true);
    return n;
}
