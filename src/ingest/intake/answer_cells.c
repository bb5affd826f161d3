// SPDX-License-Identifier: EUPL-1.2
// Reads each cell strictly, because a sheet of ours says what goes where, and notes the first fault
// of the row with its cell. 5 to 200 rows a company. Names are compared with ids and names of the
// case whatever the case of ASCII letters; a name that the case lacks gets an id of its own.
#include "ingest/intake/answer_cells.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "base/number.h"
#include "base/text.h"
#include "ingest/intake/intake.h"
#include "ingest/recognise/recognise.h"

// The same words whatever the case of ASCII letters.
static bool same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

// Notes the first fault of the row; `value` is shown.
static bool refuse(kt_answer_cells *out, const kt_case *c, kt_arena *arena, const char *column,
                   const char *const text[2])
{
    kt_buffer message = {0};
    if (out->fault != NULL)
        return true;
    kt_buffer_put(&message, "\"");
    kt_text_show(&message, text[0], strlen(text[0]), 60);
    kt_buffer_format(&message, "\": %s", kt_lang_text(c->faults.lang, text[1]));
    out->fault = message.failed ? NULL : kt_arena_text(arena, message.text, message.length);
    out->column = column;
    kt_buffer_free(&message);
    return out->fault != NULL;
}

static bool split_id(kt_answer_cells *out, const char *id, kt_arena *arena)
{
    for (int k = 0; k < KT_ANSWER_PARTS; k++) {
        const char *slash = strchr(id, '/');
        size_t length =
            slash == NULL || k == KT_ANSWER_PARTS - 1 ? strlen(id) : (size_t)(slash - id);
        out->part[k] = kt_arena_text(arena, id, length);
        if (out->part[k] == NULL)
            return false;
        if (slash == NULL)
            break;
        id = slash + 1;
    }
    return true;
}

static bool read_word(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                      kt_arena *arena)
{
    out->word = KT_WORD_GIVEN; // who fills in the columns to the right has answered
    for (int w = KT_WORD_GIVEN; w < KT_N_WORDS && *row->answer != '\0'; w++) {
        if (same(row->answer, kt_answer_words_text((kt_answer_word)w, KT_LANG_EN)) ||
            same(row->answer, kt_answer_words_text((kt_answer_word)w, KT_LANG_NL))) {
            out->word = (kt_answer_word)w;
            return true;
        }
    }
    const char *other = kt_recognise_reserved(row->answer); // "onbekend", pasted over the list
    if (*row->answer == '\0')
        return true;
    if (other != NULL) {
        out->word = strcmp(other, "withheld") == 0 ? KT_WORD_WITHHELD : KT_WORD_UNKNOWN;
        return true;
    }
    return refuse(out, c, arena, "answer",
                  (const char *const[]){row->answer, "one of the answers of the list is expected"});
}

static bool read_grade(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                       kt_arena *arena)
{
    static const char *const LETTERS[] = {[KT_EVIDENCE_A] = "A", [KT_EVIDENCE_B] = "B"};
    out->grade = "B";
    if (*row->evidence == '\0')
        return true;
    for (int g = KT_EVIDENCE_A; g <= KT_EVIDENCE_B; g++) {
        out->grade = LETTERS[g];
        if (same(row->evidence, LETTERS[g]) ||
            same(row->evidence, kt_answer_words_grade((kt_evidence)g, KT_LANG_EN)) ||
            same(row->evidence, kt_answer_words_grade((kt_evidence)g, KT_LANG_NL)))
            return true;
    }
    return refuse(
        out, c, arena, "evidence",
        (const char *const[]){row->evidence, "one of the answers of the list is expected"});
}

// A number from 0 to `most`; with % it is divided by a hundred. "" gives "".
static bool read_number(const char **out, const char *text, double most, kt_arena *arena,
                        bool *good)
{
    size_t length = strlen(text);
    bool percent = length > 0 && text[length - 1] == '%';
    double value = 0.0;
    char shortest[KT_NUMBER_SIZE];
    *out = "";
    *good = true;
    if (length == 0)
        return true;
    length -= percent;
    while (percent && length > 0 && text[length - 1] == ' ')
        length--;
    *good = kt_number_read(&value, text, length);
    if (percent)
        value /= 100.0;
    *good = *good && value >= 0.0 && value <= most;
    if (!*good)
        return true;
    *out = kt_arena_text(arena, shortest, kt_number_shortest(shortest, value));
    return *out != NULL;
}

static bool read_numbers(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                         kt_arena *arena)
{
    struct {
        const char **out;
        const char *text, *column, *expected;
        double most;
    } cells[] = {
        {&out->share, row->share, "share", "a share from 0 to 1, or 0 % to 100 %, is expected",
         1.0},
        {&out->days, row->days, "days", "a number of days is expected", 1e9},
        {&out->switch_days, row->switch_days, "switch_days", "a number of days is expected", 1e9},
    };
    for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
        bool good;
        if (!read_number(cells[k].out, cells[k].text, cells[k].most, arena, &good))
            return false;
        if (!good && !refuse(out, c, arena, cells[k].column,
                             (const char *const[]){cells[k].text, cells[k].expected}))
            return false;
    }
    return true;
}

static bool read_country(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                         kt_arena *arena)
{
    static const int COLUMNS[] = {KT_COUNTRIES_ISO3, KT_COUNTRIES_NAME_EN, KT_COUNTRIES_NAME_NL};
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    out->country = "";
    if (*row->country == '\0')
        return true;
    for (uint32_t r = 0; r < countries->n_rows; r++) {
        for (int k = 0; k < 3; k++) {
            if (same(row->country,
                     kt_pool_text(&c->pool, kt_table_text(countries, COLUMNS[k], r)))) {
                out->country =
                    kt_pool_text(&c->pool, kt_table_text(countries, KT_COUNTRIES_ISO3, r));
                return true;
            }
        }
    }
    return refuse(out, c, arena, "country",
                  (const char *const[]){row->country, "no country of the list"});
}

const char *kt_answer_cells_new_id(const kt_case *c, const char *name, kt_arena *arena)
{
    char stem[49];
    char id[64];
    size_t n = 0;
    for (const char *at = name; *at != '\0' && n + 1 < sizeof stem; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        bool capital = *at >= 'A' && *at <= 'Z';
        if (letter || capital)
            stem[n++] = capital ? (char)(*at - 'A' + 'a') : *at;
        else if (n > 0 && stem[n - 1] != '-')
            stem[n++] = '-';
    }
    while (n > 0 && stem[n - 1] == '-')
        n--;
    stem[n] = '\0';
    int length = snprintf(id, sizeof id, "%s", n > 0 ? stem : "company");
    for (unsigned number = 2; kt_pool_find(&c->pool, id, (size_t)length) != 0; number++)
        length = snprintf(id, sizeof id, "%s-%u", n > 0 ? stem : "company", number);
    return kt_arena_text(arena, id, (size_t)length);
}

static kt_symbol find_organisation(const kt_case *c, const char *name)
{
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    const kt_table *sites = &c->table[KT_SITES];
    for (uint32_t r = 0; r < organisations->n_rows; r++) {
        kt_symbol id = kt_table_text(organisations, KT_ORGANISATIONS_ID, r);
        if (same(name, kt_pool_text(&c->pool, id)) ||
            same(name,
                 kt_pool_text(&c->pool, kt_table_text(organisations, KT_ORGANISATIONS_NAME, r))))
            return id;
    }
    for (uint32_t r = 0; r < sites->n_rows; r++) {
        kt_symbol id = kt_table_text(sites, KT_SITES_ID, r);
        if (same(name, kt_pool_text(&c->pool, id)))
            return id;
    }
    return 0;
}

// A named company, known or new (then its country is needed), or only a country.
static bool read_supplier(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                          kt_arena *arena)
{
    out->supplier = "";
    out->new_id = "";
    if (out->word == KT_WORD_ALTERNATIVE)
        return true;
    if (*row->name == '\0') {
        if (*out->country != '\0')
            out->supplier = kt_pool_text(
                &c->pool, c->world.row[kt_pool_find(&c->pool, out->country, strlen(out->country))]);
        return true;
    }
    kt_symbol known = find_organisation(c, row->name);
    if (known != 0) {
        out->supplier = kt_pool_text(&c->pool, known);
        return true;
    }
    if (*out->country == '\0')
        return refuse(out, c, arena, "country",
                      (const char *const[]){row->name, "the country of this company is needed"});
    out->new_id = out->supplier = kt_answer_cells_new_id(c, row->name, arena);
    return out->supplier != NULL;
}

// "We do not know" beside a company is two answers: which one is meant is not guessed.
static bool read_once(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                      kt_arena *arena)
{
    const char *beside[] = {row->name, row->country, row->share, row->days, row->switch_days};
    if (out->word != KT_WORD_UNKNOWN && out->word != KT_WORD_WITHHELD)
        return true;
    for (size_t k = 0; k < sizeof beside / sizeof beside[0]; k++) {
        if (*beside[k] != '\0')
            return refuse(out, c, arena, "answer",
                          (const char *const[]){row->answer,
                                                "the columns beside it are filled in: one of the "
                                                "two is expected"});
    }
    return true;
}

bool kt_answer_cells_read(kt_answer_cells *out, const kt_case *c, const kt_answer_row *row,
                          kt_arena *arena)
{
    *out = (kt_answer_cells){.share = "", .days = "", .switch_days = ""};
    return split_id(out, row->id, arena) && read_word(out, c, row, arena) &&
           read_once(out, c, row, arena) && read_grade(out, c, row, arena) &&
           read_numbers(out, c, row, arena) && read_country(out, c, row, arena) &&
           read_supplier(out, c, row, arena);
}
