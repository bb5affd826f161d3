// SPDX-License-Identifier: EUPL-1.2
// Keeps each answer under "kind:key" in a string pool, with a pointer to its id beside it. A later
// answer replaces an earlier one in place; none is ever removed.
#include "ingest/recognise/match_answers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/recognise/match_token.h"

bool kt_match_answers_open(kt_match_answers *out)
{
    *out = (kt_match_answers){0};
    return kt_pool_open(&out->key);
}

void kt_match_answers_close(kt_match_answers *answers)
{
    if (answers->key.n > 0)
        kt_pool_close(&answers->key);
    free((void *)answers->id);
    *answers = (kt_match_answers){0};
}

// "1:cuni90|10". False for a text that has no key.
static bool key_of(kt_match_key *key, int kind, const char *text)
{
    assert(kind >= 0 && kind <= 9);
    const char prefix[] = {(char)('0' + kind), ':'};
    kt_match_tokens tokens;
    *key = (kt_match_key){0};
    kt_match_token_split(&tokens, text, strlen(text));
    kt_match_token_append(key, prefix, sizeof prefix, false);
    for (size_t i = 0; i < tokens.n; i++)
        kt_match_token_append(key, tokens.token[i].text, tokens.token[i].length,
                              tokens.token[i].number);
    return tokens.n > 0 && !tokens.cut && !key->full;
}

kt_status kt_match_answers_add(kt_match_answers *answers, int kind, const char *text,
                               const char *id, kt_error *err)
{
    kt_match_key key;
    kt_symbol symbol;
    bool failed = false;
    if (!key_of(&key, kind, text))
        return kt_error_set(err, KT_BAD_INPUT,
                            "\"%.80s\" has no letters or digits to remember, or too many", text);
    answers->id = kt_grow_array((void *)answers->id, &answers->capacity, answers->key.n + 1,
                                sizeof *answers->id, &failed);
    if (failed || !kt_pool_add(&answers->key, key.text, key.length, &symbol))
        return kt_error_no_memory(err);
    answers->id[symbol] = id;
    return KT_OK;
}

bool kt_match_answers_find(const kt_match_answers *answers, int kind, const char *text,
                           const char **id)
{
    kt_match_key key;
    if (answers->key.n <= 1 || !key_of(&key, kind, text))
        return false;
    kt_symbol symbol = kt_pool_find(&answers->key, key.text, key.length);
    if (symbol == 0)
        return false;
    *id = answers->id[symbol];
    return true;
}
