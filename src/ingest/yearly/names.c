// SPDX-License-Identifier: EUPL-1.2
// Some hundred and fifty rows, walked for each series of a file: a few hundred.
#include "ingest/yearly/names.h"

#include <string.h>

#include "ingest/recognise/fold.h"

static bool is_name(const char *row, const char *name)
{
    char one[KT_FOLD_SIZE];
    char other[KT_FOLD_SIZE];
    if (name == NULL)
        return false;
    kt_fold_key(one, row, strlen(row));
    kt_fold_key(other, name, strlen(name));
    return strcmp(one, other) == 0;
}

static bool stands_in(const char *word, size_t length, const char *text)
{
    char wanted[KT_FOLD_SIZE];
    char folded[KT_FOLD_SIZE];
    kt_fold_word(wanted, word, length);
    kt_fold_word(folded, text, strlen(text));
    return strstr(folded, wanted) != NULL;
}

// Whether the words are as they must be: in the detail, and in the name where that is not the row's
// own (a chapter holds several things).
static bool words_fit(const char *words, const kt_names_question *q, bool by_name)
{
    const char *name = by_name ? "" : q->name;
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        bool absent = *words == '!';
        const char *word = words + absent;
        if (length > absent && (stands_in(word, length - absent, name) ||
                                stands_in(word, length - absent, q->detail)) == absent)
            return false;
        words += length;
        words += strspn(words, " ");
    }
    return true;
}

kt_names_found kt_names_find(const kt_case *reference, const kt_names_question *q)
{
    const kt_table *rows = &reference->reference[KT_PUBLISHED_NAMES];
    const kt_pool *pool = &reference->pool;
    kt_names_found found = {.n = 0};
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        if (kt_table_choice(rows, KT_PUBLISHED_NAMES_PUBLICATION, r) != (int)q->publication)
            continue;
        const char *name = kt_pool_text(pool, kt_table_text(rows, KT_PUBLISHED_NAMES_NAME, r));
        const char *words = kt_pool_text(pool, kt_table_text(rows, KT_PUBLISHED_NAMES_WORDS, r));
        bool by_name = is_name(name, q->name);
        if ((!by_name && !is_name(name, q->chapter)) || !words_fit(words, q, by_name))
            continue;
        kt_symbol material = kt_table_text(rows, KT_PUBLISHED_NAMES_MATERIAL, r);
        found.known = true;
        if (material != 0 && found.n < KT_NAMES_MEANINGS)
            found.meaning[found.n++] =
                (kt_names_meaning){material, kt_table_choice(rows, KT_PUBLISHED_NAMES_STAGE, r)};
    }
    return found;
}
