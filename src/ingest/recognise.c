// SPDX-License-Identifier: EUPL-1.2
// See recognise.h. One dictionary, filled once with ids, names in both languages and codes. Two
// things with the same word make it unsure; an answer overrides both.
#include "ingest/recognise.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/dictionary.h"
#include "ingest/fold.h"

const char *const kt_recognise_name[] = {"country", "material", "composition", "organisation"};

struct kt_recogniser {
    const kt_case *reference;
    kt_dictionary dictionary;
};

static char letter(kt_recognise_kind kind)
{
    return (char)('A' + (int)kind);
}

static void learn(kt_recogniser *r, kt_recognise_kind kind, const char *text, const char *id,
                  bool answer)
{
    kt_dictionary_learn(&r->dictionary, letter(kind), text, id, answer);
}

static const char *cell(const kt_case *c, const kt_table *table, int column, uint32_t row)
{
    return kt_pool_text(&c->pool, kt_table_text(table, column, row));
}

static int column_of(const kt_table *table, const char *name)
{
    for (int c = 0; table->spec->column[c].name != NULL; c++) {
        if (strcmp(table->spec->column[c].name, name) == 0)
            return c;
    }
    return 0;
}

// Each row's id under each of the columns named.
static void learn_table(kt_recogniser *r, kt_recognise_kind kind, const kt_table *table,
                        const char *const *columns)
{
    for (; *columns != NULL; columns++) {
        int column = column_of(table, *columns);
        for (uint32_t row = 0; row < table->n_rows; row++)
            learn(r, kind, cell(r->reference, table, column, row),
                  cell(r->reference, table, 0, row), false);
    }
}

static void learn_organisations(kt_recogniser *r, const kt_draft *draft)
{
    static const char *const COLUMNS[] = {"id", "name", "lei", "kvk", "ncage"};
    const kt_draft_table *table = kt_draft_find(draft, "organisations");
    if (table == NULL)
        return;
    size_t id = kt_draft_find_column(draft, table, "id");
    for (size_t i = 0; id < table->n_columns && i < sizeof COLUMNS / sizeof COLUMNS[0]; i++) {
        size_t c = kt_draft_find_column(draft, table, COLUMNS[i]);
        for (size_t row = 0; c < table->n_columns && row < table->n_rows; row++)
            learn(r, KT_RECOGNISE_ORGANISATION,
                  kt_pool_text(draft->pool, *kt_draft_cell(table, row, c)),
                  kt_pool_text(draft->pool, *kt_draft_cell(table, row, id)), false);
    }
}

static void learn_answers(kt_recogniser *r, const kt_draft *draft)
{
    const kt_draft_table *table = kt_draft_find(draft, "answers");
    if (table == NULL)
        return;
    size_t kind = kt_draft_find_column(draft, table, "kind");
    size_t text = kt_draft_find_column(draft, table, "text");
    size_t id = kt_draft_find_column(draft, table, "id");
    if (kind == table->n_columns || text == table->n_columns || id == table->n_columns)
        return;
    for (size_t row = 0; row < table->n_rows; row++) {
        const char *name = kt_pool_text(draft->pool, *kt_draft_cell(table, row, kind));
        for (int k = 0; k <= KT_RECOGNISE_ORGANISATION; k++) {
            if (strcmp(kt_recognise_name[k], name) == 0)
                learn(r, (kt_recognise_kind)k,
                      kt_pool_text(draft->pool, *kt_draft_cell(table, row, text)),
                      kt_pool_text(draft->pool, *kt_draft_cell(table, row, id)), true);
        }
    }
}

kt_status kt_recognise_open(kt_recogniser **out, const kt_case *reference, const kt_draft *draft,
                            kt_error *err)
{
    static const char *const COUNTRY[] = {"iso3", "iso2", "name_en", "name_nl", NULL};
    static const char *const MATERIAL[] = {"id", "name_en", "name_nl", "symbol", "cas", NULL};
    static const char *const COMPOSITION[] = {"composition", "name_en", "name_nl", NULL};
    *out = NULL;
    kt_recogniser *r = calloc(1, sizeof *r);
    if (r == NULL || !kt_dictionary_open(&r->dictionary)) {
        free(r);
        return kt_error_no_memory(err);
    }
    r->reference = reference;
    learn_table(r, KT_RECOGNISE_COUNTRY, &reference->reference[KT_COUNTRIES], COUNTRY);
    learn_table(r, KT_RECOGNISE_MATERIAL, &reference->reference[KT_MATERIALS], MATERIAL);
    learn_table(r, KT_RECOGNISE_COMPOSITION, &reference->reference[KT_COMPOSITIONS], COMPOSITION);
    learn_organisations(r, draft);
    learn_answers(r, draft);
    if (r->dictionary.failed) {
        kt_recognise_close(r);
        return kt_error_no_memory(err);
    }
    *out = r;
    return KT_OK;
}

void kt_recognise_close(kt_recogniser *r)
{
    if (r == NULL)
        return;
    kt_dictionary_close(&r->dictionary);
    free(r);
}

const char *kt_recognise_text(const kt_recogniser *r, kt_recognise_kind kind, const char *text)
{
    const char *found = kt_dictionary_find(&r->dictionary, letter(kind), text);
    const char *open = strrchr(text, '(');
    if (found != NULL || open == NULL || kind == KT_RECOGNISE_ORGANISATION)
        return found;
    char inside[KT_FOLD_SIZE]; // the lists of the template: "Nederland (NLD)"
    size_t length = strcspn(open + 1, ")");
    if (length >= sizeof inside || open[1 + length] != ')' || open[2 + length] != '\0')
        return NULL;
    memcpy(inside, open + 1, length);
    inside[length] = '\0';
    return kt_dictionary_find(&r->dictionary, letter(kind), inside);
}

const char *kt_recognise_composition_name(const kt_recogniser *r, const char *id, kt_lang lang)
{
    const kt_table *table = &r->reference->reference[KT_COMPOSITIONS];
    int column = column_of(table, lang == KT_LANG_NL ? "name_nl" : "name_en");
    kt_symbol symbol = kt_pool_find(&r->reference->pool, id, strlen(id));
    for (uint32_t row = 0; symbol != 0 && row < table->n_rows; row++) {
        if (kt_table_text(table, 0, row) == symbol)
            return cell(r->reference, table, column, row);
    }
    return "";
}

const kt_case *kt_recognise_reference(const kt_recogniser *r)
{
    return r->reference;
}
