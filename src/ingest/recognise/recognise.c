// SPDX-License-Identifier: EUPL-1.2
// One dictionary, filled once with ids, names in both languages and codes (some thousand), answers
// nearly every cell in one look. Two things with the same word make it unsure; a person's answer
// overrides both. The matcher, some 0.1 ms a text, is asked only for what is not in the dictionary,
// and once.
#include "ingest/recognise/recognise.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/recognise/dictionary.h"
#include "ingest/recognise/fold.h"
#include "ingest/recognise/match.h"

const char *const kt_recognise_name[] = {"country", "material", "composition", "organisation"};

static const char NONE_OF_OURS[] = "-";

struct kt_recogniser {
    const kt_case *reference;
    kt_dictionary dictionary;
    kt_matcher *matcher;
    kt_pool guessed;  // kind and text
    kt_guess **guess; // [guessed.n] NULL: not guessed yet
    size_t guess_capacity;
    kt_arena texts;
    bool failed; // memory ran out
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
        for (size_t row = 0; c < table->n_columns && row < table->n_rows && !r->failed; row++) {
            learn(r, KT_RECOGNISE_ORGANISATION,
                  kt_pool_text(draft->pool, *kt_draft_cell(table, row, c)),
                  kt_pool_text(draft->pool, *kt_draft_cell(table, row, id)), false);
            r->failed |= kt_control_stopped(draft->control);
        }
    }
}

// The place of a text's guess; NULL when memory runs out.
static kt_guess **slot(kt_recogniser *r, kt_recognise_kind kind, const char *text)
{
    kt_buffer key = {0};
    kt_symbol symbol = 0;
    kt_buffer_format(&key, "%c%s", letter(kind), text);
    r->failed |= key.failed || !kt_pool_add(&r->guessed, key.text, key.length, &symbol);
    kt_buffer_free(&key);
    size_t before = r->guess_capacity;
    r->guess = kt_grow_array(r->guess, &r->guess_capacity, (size_t)symbol + 1, sizeof(kt_guess *),
                             &r->failed);
    for (size_t i = before; i < r->guess_capacity; i++)
        r->guess[i] = NULL;
    return r->failed ? NULL : &r->guess[symbol];
}

static kt_match_kind match_kind(kt_recognise_kind kind)
{
    static const kt_match_kind KINDS[] = {[KT_RECOGNISE_COUNTRY] = KT_MATCH_COUNTRY,
                                          [KT_RECOGNISE_MATERIAL] = KT_MATCH_MATERIAL,
                                          [KT_RECOGNISE_COMPOSITION] = KT_MATCH_COMPOSITION,
                                          [KT_RECOGNISE_ORGANISATION] = KT_MATCH_ORGANISATION};
    return KINDS[kind];
}

// Whether a person's answer is an id. A company may be one that is still to come.
static bool is_known(const kt_recogniser *r, kt_recognise_kind kind, const char *id)
{
    const char *found = kt_dictionary_find(&r->dictionary, letter(kind), id);
    if (kind == KT_RECOGNISE_COMPOSITION && found == NULL) // what a part is made of
        found = kt_dictionary_find(&r->dictionary, letter(KT_RECOGNISE_MATERIAL), id);
    return kind == KT_RECOGNISE_ORGANISATION || (found != NULL && strcmp(found, id) == 0);
}

// An id that the case does not have is left to the dictionary: nothing else knows it.
static void learn_answer(kt_recogniser *r, kt_recognise_kind kind, const char *text, const char *id)
{
    bool none = strcmp(id, NONE_OF_OURS) == 0;
    if (*id == '\0' || (!none && !is_known(r, kind, id))) {
        kt_guess *guess = kt_recognise_guess(r, kind, text);
        if (guess == NULL)
            return;
        guess->open = true;
        guess->wrong = id;
        if (*id != '\0')
            guess->id = NULL; // a person said that it is something else
        return;
    }
    r->failed |= kt_match_answer(r->matcher, match_kind(kind), text, none ? NULL : id, NULL) ==
                 KT_NO_RESOURCES;
    if (!none)
        learn(r, kind, text, id, true);
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
    for (size_t row = 0; row < table->n_rows && !r->failed; row++) {
        r->failed |= kt_control_stopped(draft->control);
        const char *name = kt_pool_text(draft->pool, *kt_draft_cell(table, row, kind));
        for (int k = 0; k <= KT_RECOGNISE_ORGANISATION; k++) {
            if (strcmp(kt_recognise_name[k], name) == 0)
                learn_answer(r, (kt_recognise_kind)k,
                             kt_pool_text(draft->pool, *kt_draft_cell(table, row, text)),
                             kt_pool_text(draft->pool, *kt_draft_cell(table, row, id)));
        }
    }
}

kt_status kt_recognise_open(kt_recogniser **out, const kt_case *reference, const kt_case *known,
                            const kt_draft *draft, kt_error *err)
{
    static const char *const COUNTRY[] = {"iso3", "iso2", "name_en", "name_nl", NULL};
    static const char *const MATERIAL[] = {"id", "name_en", "name_nl", "symbol", "cas", NULL};
    static const char *const COMPOSITION[] = {"composition", "name_en", "name_nl", NULL};
    *out = NULL;
    kt_recogniser *r = calloc(1, sizeof *r);
    if (r == NULL || !kt_dictionary_open(&r->dictionary) || !kt_pool_open(&r->guessed)) {
        kt_recognise_close(r);
        return kt_error_no_memory(err);
    }
    r->reference = reference;
    kt_status status =
        kt_match_open(&r->matcher, known == NULL ? reference : known, draft->control, err);
    if (status != KT_OK) {
        kt_recognise_close(r);
        return status;
    }
    learn_table(r, KT_RECOGNISE_COUNTRY, &reference->reference[KT_COUNTRIES], COUNTRY);
    learn_table(r, KT_RECOGNISE_MATERIAL, &reference->reference[KT_MATERIALS], MATERIAL);
    learn_table(r, KT_RECOGNISE_COMPOSITION, &reference->reference[KT_COMPOSITIONS], COMPOSITION);
    learn_organisations(r, draft);
    learn_answers(r, draft);
    if (r->dictionary.failed || r->failed) {
        kt_recognise_close(r);
        return kt_control_failed(draft->control, err);
    }
    *out = r;
    return KT_OK;
}

void kt_recognise_close(kt_recogniser *r)
{
    if (r == NULL)
        return;
    kt_dictionary_close(&r->dictionary);
    kt_match_close(r->matcher);
    kt_pool_close(&r->guessed);
    kt_arena_free(&r->texts);
    free(r->guess);
    free(r);
}

const char *kt_recognise_text(const kt_recogniser *r, kt_recognise_kind kind, const char *text)
{
    assert(kind <= KT_RECOGNISE_ORGANISATION);
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

// The candidates as a person reads them.
static const char *list_candidates(kt_recogniser *r, const kt_match_list *list)
{
    kt_buffer text = {0};
    kt_buffer_add(&text, "", 0);
    for (size_t i = 0; i < list->n; i++)
        kt_buffer_format(&text, "%s%s %.2f", i == 0 ? "" : "; ", list->candidate[i].id,
                         list->candidate[i].score);
    const char *kept = text.failed ? NULL : kt_arena_text(&r->texts, text.text, text.length);
    kt_buffer_free(&text);
    r->failed |= kept == NULL;
    return kept;
}

kt_guess *kt_recognise_guess(kt_recogniser *r, kt_recognise_kind kind, const char *text)
{
    assert(kind <= KT_RECOGNISE_ORGANISATION);
    kt_match_list list;
    kt_guess **at = slot(r, kind, text);
    if (at == NULL || *at != NULL)
        return at == NULL ? NULL : *at;
    kt_guess *guess = kt_arena_alloc(&r->texts, 1, sizeof *guess);
    r->failed |= guess == NULL ||
                 kt_match_text(&list, r->matcher, match_kind(kind), text, &r->texts, NULL) != KT_OK;
    if (r->failed)
        return NULL;
    guess->candidates = list_candidates(r, &list);
    guess->settled = list.answered && list.n == 0;
    guess->best = list.best;
    if (list.n > 0 && list.candidate[0].sure) {
        guess->id = list.candidate[0].id;
        guess->score = list.candidate[0].score;
        guess->reason = list.candidate[0].reason;
    }
    *at = guess;
    return r->failed ? NULL : guess;
}

bool kt_recognise_failed(const kt_recogniser *r)
{
    return r->failed || r->dictionary.failed;
}

bool kt_recognise_is_composition(const kt_recogniser *r, const char *id)
{
    const kt_table *table = &r->reference->reference[KT_COMPOSITIONS];
    kt_symbol symbol = kt_pool_find(&r->reference->pool, id, strlen(id));
    if (kt_case_row(&r->reference->material, symbol) != KT_NO_ROW)
        return false; // pure germanium is the material: it cannot be made of itself
    for (uint32_t row = 0; symbol != 0 && row < table->n_rows; row++) {
        if (kt_table_text(table, 0, row) == symbol)
            return true;
    }
    return false;
}

const kt_case *kt_recognise_reference(const kt_recogniser *r)
{
    return r->reference;
}

static const struct {
    const char *answer;
    const char *words; // folded
} ANSWERS[] = {
    {"unknown", " unknown onbekend weetniet wetenweniet weetikniet dontknow nb nvt "},
    {"withheld", " withheld wewillnotsay willnotsay zeggenweniet geheim vertrouwelijk "
                 "nietvrijgegeven confidential "},
};

const char *kt_recognise_reserved(const char *text)
{
    char word[KT_FOLD_SIZE];
    char wanted[KT_FOLD_SIZE + 2];
    kt_fold_word(word, text, strlen(text));
    if (*word == '\0')
        return *text == '?' ? "unknown" : NULL;
    snprintf(wanted, sizeof wanted, " %s ", word);
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        if (strstr(ANSWERS[i].words, wanted) != NULL)
            return ANSWERS[i].answer;
    }
    return NULL;
}
