// SPDX-License-Identifier: EUPL-1.2
// Takes the names of things from the tables of case and reference. What a table contributes is data
// (name_source): which column is an id, which are names, which are codes. Some 3,000 rows, once an
// import; two-letter codes count only as a whole text, because "in" and "no" are words.
#include "ingest/recognise/match_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/recognise/match_identifier.h"

enum { MAX_COLUMNS = 4, MAX_NAME = 512, NO_COLUMN = -1, SHORT_CODE = 2 };

typedef struct name_source {
    int id;                 // spec column
    int name[2];            // in English and Dutch; the same where there is one
    int whole[MAX_COLUMNS]; // codes and symbols, ended by NO_COLUMN
    int words;              // what the thing is, or NO_COLUMN
    bool company; // what a name has in brackets is a name too (a former one); initials may stand
                  // for it
    kt_synonym_kind synonym; // 0: none
} name_source;

static const char *cell(const kt_case *c, const kt_table *table, int column, uint32_t row)
{
    return kt_pool_text(&c->pool, kt_table_text(table, column, row));
}

static void add_part(kt_lexicon *out, uint32_t thing, const char *text, size_t length)
{
    char part[MAX_NAME];
    if (length >= sizeof part)
        return;
    memcpy(part, text, length);
    part[length] = '\0';
    kt_match_lexicon_add(out, thing, part, KT_LEXICON_NAME);
}

// "RH Marine (formerly Imtech Marine)" is known as a whole, without what is in brackets, and by
// what is in them.
static void add_name(kt_lexicon *out, uint32_t thing, const char *name, bool brackets)
{
    const char *open = strchr(name, '(');
    const char *shut = open == NULL ? NULL : strchr(open, ')');
    kt_match_lexicon_add(out, thing, name, KT_LEXICON_NAME);
    if (shut == NULL || open == name)
        return;
    add_part(out, thing, name, (size_t)(open - name));
    if (brackets)
        add_part(out, thing, open + 1, (size_t)(shut - open - 1));
}

// "KDA" for "Kongsberg Defence & Aerospace": enough for the list, too little to be sure.
static void add_initials(kt_lexicon *out, uint32_t thing, const char *name)
{
    kt_match_tokens tokens;
    char initials[KT_MATCH_MAX_TOKENS + 1];
    size_t n = 0;
    kt_match_token_split(&tokens, name, strcspn(name, "("));
    for (size_t i = 0; i < tokens.n; i++) {
        const kt_match_token *token = &tokens.token[i];
        if (!(kt_match_words_noise(out->words, token->text, token->length) & out->strip))
            initials[n++] = token->text[0];
    }
    initials[n] = '\0';
    if (n > 1)
        kt_match_lexicon_add(out, thing, initials, KT_LEXICON_WORDS);
}

// "CDA 958" for C95800: the number that the Copper Development Association gave before the unified
// one was made of it.
static void add_cda(kt_lexicon *out, uint32_t thing, const char *name)
{
    enum { UNIFIED = 6, OLD = 3 }; // characters of C95800, digits of 958
    char old[] = "CDA 000";
    for (const char *at = strchr(name, 'C'); at != NULL; at = strchr(at + 1, 'C')) {
        bool whole = strspn(at + 1, "0123456789") == UNIFIED - 1 && (at == name || at[-1] == ' ');
        if (!whole || strncmp(at + 1 + OLD, "00", 2) != 0)
            continue;
        memcpy(old + sizeof old - 1 - OLD, at + 1, OLD);
        kt_match_lexicon_add(out, thing, old, KT_LEXICON_NAME);
    }
}

static void add_row(kt_lexicon *out, const kt_case *c, const kt_table *table,
                    const name_source *source, uint32_t row, uint32_t thing)
{
    for (int i = 0; i < 2; i++)
        add_name(out, thing, cell(c, table, source->name[i], row), source->company);
    if (source->synonym == KT_SYNONYM_COMPOSITION)
        add_cda(out, thing, cell(c, table, source->name[0], row));
    if (source->company)
        add_initials(out, thing, cell(c, table, source->name[0], row));
    for (int i = 0; source->whole[i] != NO_COLUMN; i++)
        kt_match_lexicon_add(out, thing, cell(c, table, source->whole[i], row), KT_LEXICON_WHOLE);
    if (source->words != NO_COLUMN)
        kt_match_lexicon_add(out, thing, cell(c, table, source->words, row), KT_LEXICON_WORDS);
}

static void add_synonyms(kt_lexicon *out, const kt_case *c, kt_synonym_kind kind,
                         const uint32_t *thing)
{
    const kt_table *table = &c->reference[KT_SYNONYMS];
    for (uint32_t r = 0; r < table->n_rows; r++) {
        kt_symbol id = kt_table_text(table, KT_SYNONYMS_ID, r);
        const char *text = cell(c, table, KT_SYNONYMS_TEXT, r);
        if (kt_table_choice(table, KT_SYNONYMS_KIND, r) != (int)kind || thing[id] == KT_NO_ROW)
            continue;
        if (kind == KT_SYNONYM_COMPOSITION)
            add_cda(out, thing[id], text);
        bool code = strlen(text) <= SHORT_CODE;
        kt_match_lexicon_add(out, thing[id], text, code ? KT_LEXICON_WHOLE : KT_LEXICON_NAME);
    }
}

// The number of each thing by the symbol of its id, KT_NO_ROW elsewhere; malloc memory.
static kt_status fill(kt_lexicon *out, const kt_case *c, const kt_table *table,
                      const name_source *source, kt_error *err)
{
    uint32_t *thing = malloc(c->pool.n * sizeof *thing);
    if (thing == NULL)
        return kt_error_no_memory(err);
    memset(thing, 0xFF, c->pool.n * sizeof *thing); // KT_NO_ROW
    int shown = c->faults.lang == KT_LANG_NL ? source->name[1] : source->name[0];
    for (uint32_t r = 0; r < table->n_rows && !out->failed; r++) {
        out->failed |= kt_control_stopped(out->control);
        kt_symbol id = kt_table_text(table, source->id, r);
        if (id == 0 || thing[id] != KT_NO_ROW) // a composition has a row for each of its materials
            continue;
        thing[id] =
            kt_match_lexicon_thing(out, kt_pool_text(&c->pool, id), cell(c, table, shown, r));
        add_row(out, c, table, source, r, thing[id]);
    }
    if (source->synonym != 0)
        add_synonyms(out, c, source->synonym, thing);
    free(thing);
    return out->failed ? kt_control_failed(out->control, err) : KT_OK;
}

kt_status kt_match_names_composition(kt_lexicon *out, const kt_case *c, kt_error *err)
{
    const name_source source = {.id = KT_COMPOSITIONS_COMPOSITION,
                                .name = {KT_COMPOSITIONS_NAME_EN, KT_COMPOSITIONS_NAME_NL},
                                .whole = {KT_COMPOSITIONS_COMPOSITION, NO_COLUMN},
                                .words = KT_COMPOSITIONS_CLASS,
                                .synonym = KT_SYNONYM_COMPOSITION};
    return fill(out, c, &c->reference[KT_COMPOSITIONS], &source, err);
}

kt_status kt_match_names_country(kt_lexicon *out, const kt_case *c, kt_error *err)
{
    const name_source source = {.id = KT_COUNTRIES_ISO3,
                                .name = {KT_COUNTRIES_NAME_EN, KT_COUNTRIES_NAME_NL},
                                .whole = {KT_COUNTRIES_ISO3, KT_COUNTRIES_ISO2, NO_COLUMN},
                                .words = NO_COLUMN,
                                .synonym = KT_SYNONYM_COUNTRY};
    return fill(out, c, &c->reference[KT_COUNTRIES], &source, err);
}

kt_status kt_match_names_material(kt_lexicon *out, const kt_case *c, kt_error *err)
{
    const name_source source = {.id = KT_MATERIALS_ID,
                                .name = {KT_MATERIALS_NAME_EN, KT_MATERIALS_NAME_NL},
                                .whole = {KT_MATERIALS_ID, KT_MATERIALS_SYMBOL, NO_COLUMN},
                                .words = NO_COLUMN,
                                .synonym = KT_SYNONYM_MATERIAL};
    return fill(out, c, &c->reference[KT_MATERIALS], &source, err);
}

// "RH Marine Netherlands" for RH Marine of the Netherlands: the company in its own country. In
// another country it is another company.
static void add_country(kt_lexicon *out, const kt_case *c, uint32_t row, uint32_t thing)
{
    const kt_table *table = &c->table[KT_ORGANISATIONS];
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    kt_symbol country = kt_table_text(table, KT_ORGANISATIONS_COUNTRY, row);
    const char *name = cell(c, table, KT_ORGANISATIONS_NAME, row);
    size_t length = strcspn(name, "(");
    char text[MAX_NAME];
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        if (kt_table_text(countries, KT_COUNTRIES_ISO3, r) != country)
            continue;
        for (int column = KT_COUNTRIES_NAME_EN; column <= KT_COUNTRIES_NAME_NL; column++) {
            snprintf(text, sizeof text, "%.*s %.100s",
                     length < 300 ? (int)length : (int)kt_text_whole(name, 300), name,
                     cell(c, countries, column, r));
            kt_match_lexicon_add(out, thing, text, KT_LEXICON_WHOLE);
        }
        return;
    }
}

// Identifiers of the right form (a wrong one must not lead anywhere), and the name with its
// country.
static void add_own_names(kt_lexicon *out, const kt_case *c)
{
    static const struct {
        int column;
        bool (*fits)(const char *, size_t);
    } IDENTIFIERS[] = {
        {KT_ORGANISATIONS_LEI, kt_match_identifier_is_lei},
        {KT_ORGANISATIONS_KVK, kt_match_identifier_is_kvk},
        {KT_ORGANISATIONS_NCAGE, kt_match_identifier_is_ncage},
    };
    const kt_table *table = &c->table[KT_ORGANISATIONS];
    uint32_t thing = 0;
    for (uint32_t r = 0; r < table->n_rows && thing < out->n && !out->failed; r++) {
        out->failed |= kt_control_stopped(out->control);
        if (strcmp(cell(c, table, KT_ORGANISATIONS_ID, r), out->id[thing]) != 0)
            continue; // an id that was there before: a fault of the case
        for (size_t i = 0; i < sizeof IDENTIFIERS / sizeof IDENTIFIERS[0]; i++) {
            const char *text = cell(c, table, IDENTIFIERS[i].column, r);
            if (IDENTIFIERS[i].fits(text, strlen(text)))
                kt_match_lexicon_add(out, thing, text, KT_LEXICON_CODE);
        }
        add_country(out, c, r, thing);
        thing++;
    }
}

kt_status kt_match_names_organisation(kt_lexicon *out, const kt_case *c, kt_error *err)
{
    const name_source source = {.id = KT_ORGANISATIONS_ID,
                                .name = {KT_ORGANISATIONS_NAME, KT_ORGANISATIONS_NAME},
                                .whole = {KT_ORGANISATIONS_ID, NO_COLUMN},
                                .words = NO_COLUMN,
                                .company = true};
    kt_status status = fill(out, c, &c->table[KT_ORGANISATIONS], &source, err);
    if (status == KT_OK) {
        add_own_names(out, c);
        if (out->failed)
            status = kt_control_failed(out->control, err);
    }
    return status;
}
