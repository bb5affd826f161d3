// SPDX-License-Identifier: EUPL-1.2
// Keeps the words of the table `synonyms` (some 400) in a pool with a meaning and a way of being
// left out beside each. Filled before any lexicon, because names are stored by what their words
// mean.
#include "ingest/recognise/match_words.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/recognise/match_token.h"

static unsigned noise_bit(const char *name)
{
    static const struct {
        const char *name;
        kt_noise bit;
    } CLASSES[] = {
        {"stop", KT_NOISE_STOP},     {"legal", KT_NOISE_LEGAL}, {"company", KT_NOISE_COMPANY},
        {"origin", KT_NOISE_ORIGIN}, {"free", KT_NOISE_FREE},   {"unit", KT_NOISE_UNIT},
        {"prefix", KT_NOISE_PREFIX}, {"other", KT_NOISE_OTHER},
    };
    for (size_t i = 0; i < sizeof CLASSES / sizeof CLASSES[0]; i++) {
        if (strcmp(CLASSES[i].name, name) == 0)
            return CLASSES[i].bit;
    }
    return 0;
}

static bool add_folded(kt_pool *pool, const char *text, kt_symbol *out)
{
    kt_match_tokens tokens;
    kt_match_token_split(&tokens, text, strlen(text));
    *out = 0; // a text of several words is none
    return tokens.n != 1 || kt_pool_add(pool, tokens.token[0].text, tokens.token[0].length, out);
}

kt_status kt_match_words_open(kt_match_words *out, const kt_case *c, kt_error *err)
{
    const kt_table *table = &c->reference[KT_SYNONYMS];
    *out = (kt_match_words){0};
    size_t most = 2 * (size_t)table->n_rows + 2; // symbols: a word and its meaning a row
    if (!kt_pool_open(&out->pool))
        return kt_error_no_memory(err);
    out->means = calloc(most, sizeof *out->means);
    out->noise = calloc(most, sizeof *out->noise);
    if (out->means == NULL || out->noise == NULL)
        return kt_error_no_memory(err);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        int kind = kt_table_choice(table, KT_SYNONYMS_KIND, r);
        const char *text = kt_pool_text(&c->pool, kt_table_text(table, KT_SYNONYMS_TEXT, r));
        const char *id = kt_pool_text(&c->pool, kt_table_text(table, KT_SYNONYMS_ID, r));
        kt_symbol word = 0;
        kt_symbol meaning = 0;
        if (kind != KT_SYNONYM_WORD && kind != KT_SYNONYM_NOISE)
            continue;
        if (!add_folded(&out->pool, text, &word) ||
            (kind == KT_SYNONYM_WORD && !add_folded(&out->pool, id, &meaning)))
            return kt_error_no_memory(err);
        if (word == 0)
            continue;
        if (kind == KT_SYNONYM_WORD)
            out->means[word] = meaning;
        else
            out->noise[word] |= (uint8_t)noise_bit(id);
    }
    return KT_OK;
}

void kt_match_words_close(kt_match_words *words)
{
    if (words->pool.n > 0)
        kt_pool_close(&words->pool);
    free(words->means);
    free(words->noise);
    *words = (kt_match_words){0};
}

unsigned kt_match_words_noise(const kt_match_words *words, const char *text, size_t length)
{
    return words->noise[kt_pool_find(&words->pool, text, length)];
}

const char *kt_match_words_meaning(const kt_match_words *words, const char *text, size_t length)
{
    kt_symbol means = words->means[kt_pool_find(&words->pool, text, length)];
    return means == 0 ? NULL : kt_pool_text(&words->pool, means);
}
