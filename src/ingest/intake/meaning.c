// SPDX-License-Identifier: EUPL-1.2
// Asks the recogniser and writes the question into the delivery at a place of its own: it stays
// when the row that raised it is refused. A list repeats its texts, so each is asked about once.
#include "ingest/intake/meaning.h"

#include <stdio.h>
#include <string.h>

// A company that looks less like one of the case than this is taken for a new one, and not asked
// about: half of its name is another name.
static const double LIKE_ENOUGH = 0.5;

enum { SCORE_SIZE = 16 };

const char *kt_meaning_find(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                            const char *place)
{
    const char *id = kt_recognise_text(intake->recogniser, kind, text);
    kt_guess *guess = id == NULL ? kt_recognise_guess(intake->recogniser, kind, text) : NULL;
    if (guess == NULL || guess->id == NULL)
        return id;
    if (!guess->said) {
        char score[SCORE_SIZE];
        snprintf(score, sizeof score, "%.2f", guess->score);
        kt_notes_add(intake->notes, KT_NOTE_PLAIN, place, "\"%s\" is taken as %s (score %s): %s",
                     text, guess->id, score, guess->reason);
    }
    guess->said = true;
    return guess->id;
}

const char *kt_meaning_candidates(const kt_intake *intake, kt_recognise_kind kind, const char *text)
{
    const kt_guess *guess = kt_recognise_guess(intake->recogniser, kind, text);
    return guess == NULL || guess->best < LIKE_ENOUGH ? "" : guess->candidates;
}

static void put_question(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                         const char *candidates, const char *place, const char *taken)
{
    kt_delivery *delivery = intake->delivery;
    size_t answers = kt_delivery_table_at(delivery, "answers");
    kt_delivery_place at = {KT_NO_GRID, 0, 0};
    delivery->failed |= !kt_pool_add(intake->pool, place, strlen(place), &at.text);
    kt_delivery_begin(delivery, answers, at);
    kt_delivery_put_text(delivery, answers, "kind", kt_recognise_name[kind]);
    kt_delivery_put_text(delivery, answers, "text", text);
    (void)kt_delivery_field(delivery, answers, "id");
    kt_delivery_put_text(delivery, answers, "candidates", candidates);
    (void)kt_delivery_field(delivery, answers, "by");
    (void)kt_delivery_field(delivery, answers, "date");
    if (taken != NULL)
        kt_delivery_put_text(delivery, answers, "taken_as", taken);
}

static void ask(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                const char *place, const char *taken)
{
    bool made_of = kind == KT_RECOGNISE_COMPOSITION; // of an alloy or of a material
    kt_guess *guess = kt_recognise_guess(intake->recogniser, kind, text);
    const char *candidates = kt_meaning_candidates(intake, kind, text);
    if (made_of && *candidates == '\0')
        candidates = kt_meaning_candidates(intake, KT_RECOGNISE_MATERIAL, text);
    if (guess == NULL || guess->settled || guess->said ||
        (!made_of && *candidates == '\0' && guess->wrong == NULL))
        return;
    guess->said = true;
    if (guess->wrong != NULL && *guess->wrong != '\0')
        kt_notes_add(intake->notes, KT_NOTE_WARNING, place,
                     "\"%s\" is \"%s\" by answers.csv, and that is not an id that is known", text,
                     guess->wrong);
    else if (*candidates == '\0')
        kt_notes_add(intake->notes, KT_NOTE_WARNING, place,
                     "\"%s\" is not a material or alloy that is known: give its id once in "
                     "answers.csv, or leave it open",
                     text);
    else
        kt_notes_add(intake->notes, KT_NOTE_WARNING, place,
                     "\"%s\" may be one of: %s; give the id once in answers.csv, or - for none "
                     "of them",
                     text, candidates);
    if (!guess->open)
        put_question(intake, kind, text, candidates, place, taken);
}

void kt_meaning_ask(const kt_intake *intake, kt_recognise_kind kind, const char *text,
                    const char *place)
{
    ask(intake, kind, text, place, NULL);
}

void kt_meaning_ask_company(const kt_intake *intake, const char *text, const char *taken,
                            const char *place)
{
    ask(intake, KT_RECOGNISE_ORGANISATION, text, place, taken);
}
